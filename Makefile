# Every verb of the house. `make` alone tells them.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

VENV ?= .venv
BIN := $(VENV)/bin
# The first Python on this machine that is new enough; asked for only when the environment is made. The distribution's own comes first:
# it is built with profiles of its use, which one compiled by hand seldom is, and runs everything here 1.5 times as fast.
PYTHON ?= $(shell for p in /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
# The files that are installed are told by hash, so it does not matter which indexes this machine's pip asks besides.
# Bytecode is made when it is first needed, which halves the time of an installation.
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --no-compile
unexport PYTHONDONTWRITEBYTECODE
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host
export INSIEME_DATA ?= var
# Checks look at the sources, never at the data of this installation.
CHECKED := INSIEME_DATA=$(VENV)/check-data
NAME ?=

.PHONY: help setup demo run test check ci e2e bench room map schema messages lock clean

help: ## this list
	@sed -nE 's/^([a-z0-9]+):.*## (.*)/\1\t\2/p' Makefile | expand -t 12

# The environment, in three steps: what runs Insieme, what tests it, what drives a browser.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Insieme needs Python 3.11 or later with venv (Debian: apt install python3-venv). If it has another name: make PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/has-run: requirements/base.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements/base.txt
	$(PIP) --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/has-test: requirements/test.txt $(VENV)/has-run
	$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/has-e2e: requirements/e2e.txt $(VENV)/has-test
	$(PIP) --require-hashes -r requirements/e2e.txt
	@touch $@

CATALOGUES := $(wildcard src/insieme/locale/*/LC_MESSAGES/django.po)
%.mo: %.po $(VENV)/has-run
	@$(BIN)/pybabel --quiet compile --domain django --directory src/insieme/locale
	@touch $(CATALOGUES:.po=.mo)

setup: $(VENV)/has-run $(CATALOGUES:.po=.mo) ## make the environment: leaves .venv/bin/insieme

demo: setup ## the demo world on http://127.0.0.1:8000, ready to click (ARGS="--port 8001": elsewhere)
	$(BIN)/insieme migrate --verbosity 0
	INSIEME_DEMO=1 $(BIN)/insieme seed
	INSIEME_DEMO=1 exec $(BIN)/insieme run $(ARGS)

run: setup ## what stands in var/, for development: errors are shown in full
	$(BIN)/insieme migrate --verbosity 0
	INSIEME_DEBUG=1 exec $(BIN)/insieme run $(ARGS)

test: setup $(VENV)/has-test ## the suite, on SQLite or on what DATABASE_URL names (ARGS="-k words" chooses)
	$(BIN)/pytest -q -n 2 $(ARGS)

e2e: setup $(VENV)/has-e2e ## the journeys, in this machine's Chromium
	@command -v chromium chromium-browser google-chrome >/dev/null || { echo "The journeys need Chromium (Debian: apt install chromium)."; exit 1; }
	$(BIN)/pytest -q -m e2e -n 3 --dist loadfile $(ARGS)

check: style types floors tables texts ## style, types, floors, migrations, settings, catalogue, fragment (-k: all that is wrong)

.PHONY: style types floors tables texts
style types floors tables texts: setup $(VENV)/has-test
style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
types:
	$(BIN)/mypy src house
floors:
	$(BIN)/lint-imports
tables:
	$(CHECKED) $(BIN)/insieme makemigrations --check
	$(CHECKED) INSIEME_URL=https://insieme.example INSIEME_OPERATOR=Insieme INSIEME_CONTACT=info@insieme.example $(BIN)/insieme check --deploy --fail-level WARNING
texts:
	$(CHECKED) $(BIN)/python -m house.catalogue check
	$(BIN)/python -m house.fragments

ci: ## all that the gate does: test, check, PostgreSQL, browser
	bash .ci/run

bench: setup $(VENV)/has-test ## measure; writes docs/reference/performance.md (ARGS="clearing record" chooses)
	$(BIN)/python -m bench $(ARGS)

room: setup ## a new room with its files: make room NAME=voices
	$(BIN)/python -m house.room $(NAME)

map: setup ## the rooms: lines, and whom they import
	@$(BIN)/python -m house.map

schema: setup ## the tables, columns and keys
	@$(CHECKED) $(BIN)/python -m house.schema

messages: setup ## bring the catalogues up to date with the texts in the sources, then compile them
	$(CHECKED) $(BIN)/python -m house.catalogue update
	@$(BIN)/pybabel --quiet compile --domain django --directory src/insieme/locale

lock: $(VENV)/has-run ## make the lock files anew from pyproject.toml (asks the package index)
	$(PIP) 'pip-tools>=7.5'
	$(LOCK) --extra setup -o requirements/base.txt pyproject.toml
	$(LOCK) --extra setup --extra mail --extra test --extra check -c requirements/base.txt -o requirements/test.txt pyproject.toml
	$(LOCK) --extra setup --extra mail --extra test --extra check --extra e2e -c requirements/test.txt -o requirements/e2e.txt pyproject.toml

clean: ## throw away the environment and every cache; var/ (the data) stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist src/*.egg-info
	find src tests house bench -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
	rm -f $(CATALOGUES:.po=.mo)
