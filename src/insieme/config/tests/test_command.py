# SPDX-License-Identifier: AGPL-3.0-or-later
"""`insieme` when what is typed, or the folder that is named, cannot be used: a sentence, what there is instead, an exit code."""

import os
import stat

import pytest
from django.core.management import get_commands

from insieme.config import language
from insieme.config.data import DataUnusable, data_folder, secret_key
from insieme.config.tests.processes import said, start

#: Django's that one needs, the one that answers without it, and those of the rooms.
VERBS = {"migrate", "createsuperuser", "clear"} | {
    name.replace("_", "-") for name, room in get_commands().items() if room.startswith("insieme.")
}


@pytest.fixture
def told(tmp_path):
    """Run a verb to its end; return its exit code and all that it wrote."""

    def tell(*arguments, data=tmp_path / "data"):
        with start(tmp_path, *arguments, INSIEME_DATA=str(data)) as process:
            return process.wait(), said(tmp_path)

    return tell


def test_an_unknown_verb_is_answered_with_those_there_are(told):
    code, output = told("nope")
    assert code == 2
    assert "nope" in output
    assert all(f"\n  {verb} " in output for verb in VERBS)
    assert "Unknown command" not in output


def test_a_verb_that_is_nearly_right_is_guessed(told):
    assert "insieme import-ballots" in told("import-balots")[1]


def test_djangos_own_verbs_still_pass(told):
    assert told("check")[0] == 0


def test_what_is_said_before_django_has_its_settings_is_said_in_the_language_of_the_installation(settings):
    assert settings.LANGUAGE_CODE == language.LANGUAGE
    assert language.gettext("Outcome") == "Esito"


@pytest.mark.parametrize("verb", ["run", "migrate", "nope"])
def test_a_data_folder_that_cannot_be_made_takes_one_line(told, tmp_path, verb):
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    code, output = told(verb, data=in_the_way / "data")
    assert code == 1
    assert output.count("\n") == 1
    assert str(in_the_way / "data") in output


NEED_ONE = [
    ("seed",),
    ("record", "verify"),
    ("record", "export", "copy"),
    ("moderator", "ada@insieme.example"),
    ("index",),
    ("oauth-client", "Radio", "--redirect", "https://radio.example/"),
    ("oauth_client", "Radio", "--redirect", "https://radio.example/"),
    ("import-ballots", "ballots.soi", "--call", "x", "--quorum", "1"),
    ("createsuperuser",),
]


@pytest.mark.parametrize("arguments", NEED_ONE, ids=" ".join)
def test_a_verb_that_needs_an_installation_refuses_where_none_stands_and_makes_none(told, tmp_path, arguments):
    code, output = told(*arguments)
    assert code == 1
    assert output.count("\n") == 1
    assert all(each in output for each in (str(tmp_path / "data"), "INSIEME_DATA", "insieme migrate", "insieme run"))
    assert not (tmp_path / "data").exists()


def test_a_folder_with_keys_and_an_empty_database_is_no_installation(told, tmp_path):
    secret_key(data_folder(str(tmp_path / "data")))
    code, output = told("index")
    assert (code, output.count("\n")) == (1, 1)
    assert str(tmp_path / "data") in output
    assert told("migrate", "-v0")[0] == told("index")[0] == 0


def test_a_key_that_cannot_be_read_is_refused_by_the_name_of_its_folder(tmp_path):
    folder = data_folder(str(tmp_path / "data"))
    (folder / "keys" / "secret").mkdir()
    with pytest.raises(DataUnusable, match=str(folder)):
        secret_key(folder)


def test_a_new_data_folder_and_its_keys_are_their_owners_alone(tmp_path):
    folder = tmp_path / "new" / "data"
    before = os.umask(0)
    try:
        secret_key(data_folder(str(folder)))
    finally:
        os.umask(before)
    modes = {path.relative_to(folder).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
    assert modes == {".": 0o700, "keys": 0o700, "mail": 0o700, "files": 0o777, "static": 0o777, "keys/secret": 0o600}


def test_a_folder_that_was_here_before_stays_as_open_as_its_owner_made_it(tmp_path):
    tmp_path.chmod(0o750)
    data_folder(str(tmp_path))
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750


def test_the_secret_key_is_made_once(tmp_path):
    folder = data_folder(str(tmp_path))
    assert secret_key(folder) == secret_key(folder)
    assert [path.name for path in (folder / "keys").iterdir()] == ["secret"]
