# SPDX-License-Identifier: AGPL-3.0-or-later
"""What we stand on: every dependency argued, every installed file told by hash, no index named."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from house.plan import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = {"base": ["setup"], "test": ["setup", "mail", "check", "test"], "e2e": ["setup", "mail", "check", "test", "e2e"]}
PIN = re.compile(r"^([a-z0-9.-]+)==([^ ;\\]+)", re.MULTILINE)


def wanted(lock: str) -> dict[str, Requirement]:
    every = [*PROJECT["dependencies"], *(line for extra in EXTRAS[lock] for line in PROJECT["optional-dependencies"][extra])]
    return {canonicalize_name(Requirement(line).name): Requirement(line) for line in every}


def text(lock: str) -> str:
    return (ROOT / "requirements" / f"{lock}.txt").read_text()


@pytest.mark.parametrize("lock", EXTRAS)
def test_the_lock_pins_what_the_project_asks_for(lock):
    pinned = dict(PIN.findall(text(lock)))
    wrong = [f"{name} {asked.specifier}" for name, asked in wanted(lock).items() if not asked.specifier.contains(pinned.get(name, "0"))]
    assert not wrong, f"make lock: {wrong}"


@pytest.mark.parametrize("lock", EXTRAS)
def test_the_lock_holds_nothing_that_nobody_asked_for(lock):
    asked_for = {entry.partition("==")[0] for entry in re.split(r"\n(?=\S)", text(lock)) if "insieme (pyproject.toml)" in entry}
    assert asked_for == set(wanted(lock)), "make lock"


@pytest.mark.parametrize("lock", EXTRAS)
def test_the_lock_tells_every_file_by_hash_and_names_no_index(lock):
    entries = [entry for entry in re.split(r"\n(?=[a-z])", text(lock)) if PIN.match(entry)]
    assert len(entries) == len(PIN.findall(text(lock))) > 20
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.findall(r"^--|https?:|\bfile:/", text(lock), re.MULTILINE)


@pytest.mark.parametrize("smaller", ["base", "test"])
def test_the_locks_agree(smaller):
    larger = dict(PIN.findall(text("e2e")))
    differing = {name for name, version in PIN.findall(text(smaller)) if larger.get(name) != version}
    assert not differing, "make lock"


def test_every_dependency_is_argued_and_nothing_else_is():
    argued = re.findall(r"^\| \[?`([a-z0-9-]+)`", (ROOT / "docs" / "reference" / "dependencies.md").read_text(), re.MULTILINE)
    named = set(wanted("e2e"))
    assert sorted(argued) == sorted(named), "docs/reference/dependencies.md"
