# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever uses the pages gets the program behind them: whole, able to run, and nothing that is not the program."""

import hashlib
import os
import subprocess
import sys

import pytest

from insieme.front import source

ADDRESS = "/source/insieme.tar.gz"


def test_what_is_handed_out_runs(client, tmp_path):
    answer = client.get(ADDRESS)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="insieme.tar.gz"'
    subprocess.run(["tar", "xz", "-C", tmp_path], input=answer.content, check=True)
    assert {path.name for path in tmp_path.iterdir()} == {"insieme"}
    assert (tmp_path / "insieme" / "LICENSE").read_text().lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    surroundings = os.environ | {"PYTHONPATH": str(tmp_path / "insieme" / "src")}
    asked = [sys.executable, "-c", "import insieme; print(insieme.__file__); from insieme.__main__ import main; main()", "clear", "--help"]
    told = subprocess.run(asked, env=surroundings, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert told.startswith(str(tmp_path))
    assert "insieme clear FILE.json --check RESULT.json" in told


def test_it_is_not_fetched_twice(client):
    answer = client.get(ADDRESS)
    again = client.get(ADDRESS, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_every_page_leads_to_it(client):
    for address in ("/", "/look/", "/record/verify/", "/no/such/thing/"):
        assert 'href="/source/"' in client.get(address).content.decode().partition("<footer")[2], address
    page = client.get("/source/").content.decode()
    assert f'href="{ADDRESS}"' in page
    assert hashlib.sha256(client.get(ADDRESS).content).hexdigest() in page


@pytest.mark.django_db
def test_where_it_is_developed_is_told_where_there_is_such_a_place(client, settings):
    assert "http" not in client.get("/source/").content.decode()
    settings.SOURCE_URL = "https://code.example/insieme"
    assert 'href="https://code.example/insieme"' in client.get("/source/").content.decode()


def test_nothing_is_handed_out_but_the_program(settings, tmp_path):
    settings.ROOT, settings.REPOSITORY = tmp_path / "insieme", tmp_path / "insieme" / "repository"
    inside = (
        "__init__.py",
        "people/rules.py",
        "people/__pycache__/rules.pyc",
        "people/.rules.py.swp",
        "var/keys/secret",
        "var/insieme.sqlite3",
    )
    around = ("MANIFEST.in", "LICENSE", "docs/words.md", "docs/var/keys/secret", "notes.txt", ".env")
    for name in (*inside, *(f"repository/{name}" for name in around)):
        path = settings.ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (settings.REPOSITORY / "MANIFEST.in").write_text("# words\ninclude LICENSE MANIFEST.in\ngraft docs\ngraft src\nprune notes.txt\n")
    (settings.ROOT / "elsewhere").symlink_to(tmp_path)
    assert set(source.files()) == {"src/insieme/__init__.py", "src/insieme/people/rules.py", "LICENSE", "MANIFEST.in", "docs/words.md"}


def test_a_package_that_was_copied_alone_is_handed_out_alone(settings, tmp_path):
    settings.ROOT, settings.REPOSITORY = tmp_path / "a" / "b" / "insieme", tmp_path
    settings.ROOT.mkdir(parents=True)
    (settings.ROOT / "__init__.py").touch()
    (tmp_path / "diary.txt").touch()
    assert set(source.files()) == {"src/insieme/__init__.py"}
