# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command `insieme`. Its verbs are stable; `clear` answers without loading Django."""

from __future__ import annotations

import os
import sys

from insieme.config.language import gettext as _

UNUSABLE, MISTYPED = 1, 2
#: Verbs that only mean something where an installation stands already: they make none.
NEED_ONE = frozenset({"seed", "record", "moderator", "index", "oauth_client", "import_ballots", "createsuperuser", "changepassword"})


def main() -> int:
    """Run the verb that the command line names, and answer with its exit code."""
    args = sys.argv[1:]
    if not args or args[0] in {"-h", "--help", "help"}:
        sys.stdout.write(_usage())
        return 0 if args else MISTYPED
    if args[0] == "clear":
        from insieme.offers.management.clear import main as clear

        return clear(args[1:])
    return _run(args[0], args[1:])


def _run(verb: str, rest: list[str]) -> int:
    """Hand a verb to Django, whose own (`check`, `makemigrations`) pass too; one that nobody knows is answered with those of the house."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "insieme.config.settings")
    import django
    from django.core.management import execute_from_command_line, get_commands

    from insieme.config.data import DataMissing, DataUnusable, demand

    name = verb.replace("-", "_")
    needs = name in NEED_ONE and not {"-h", "--help"}.intersection(rest)
    try:
        if needs:
            # Before the settings are read, which make the folder and its keys.
            demand(os.environ.get("INSIEME_DATA", "var"))
        django.setup()
        if needs and not _has_tables():
            raise DataMissing(os.environ.get("INSIEME_DATA", "var"))
    except DataUnusable as refusal:
        sys.stderr.write(f"{refusal}\n")
        return UNUSABLE
    if name not in get_commands():
        sys.stderr.write(_unknown(verb))
        return MISTYPED
    execute_from_command_line(["insieme", name, *rest])
    return 0


def _has_tables() -> bool:
    """Whether the database was ever migrated."""
    from django.db import connection

    return "django_migrations" in connection.introspection.table_names()


def _verbs() -> dict[str, str]:
    return {
        "migrate": _("bring the database up to date"),
        "seed": _("plant the demo world (again changes nothing)"),
        "run": _("everything a small installation needs: web, worker, clock"),
        "web": _("the web server alone"),
        "work": _("the worker alone: what is due, sealing, relaying [--once]"),
        "clear": _("clear a file of pledges: FILE.json [FILE.json ...] [--check RESULT.json]"),
        "record": _("the public record: export DIR | verify"),
        "moderator": _("have somebody look after what people say here: ADDRESS [--no-longer]"),
        "index": _("go through everything that can be found by its words (again changes nothing)"),
        "oauth-client": _("make a program known that asks people to let it in: NAME --redirect URI"),
        "openapi": _("write the description of the API anew: docs/reference/openapi.json"),
        "createsuperuser": _("somebody who runs this installation, and may open /admin/"),
        "import-ballots": _("bring ranked ballots in as pledges: FILE.soi --call SLUG --quorum N"),
    }


def _usage() -> str:
    lines = [f"  {verb:<16}{what}" for verb, what in _verbs().items()]
    about = _("INSIEME_DATA names the folder of database, keys and files (default var/).")
    return _("insieme VERB") + "\n\n" + "\n".join(lines) + f"\n\n{about}\n"


def _unknown(verb: str) -> str:
    import difflib

    near = difflib.get_close_matches(verb, _verbs(), n=1)
    hint = " " + _("Did you mean insieme %(verb)s?") % {"verb": near[0]} if near else ""
    return _("insieme has no verb %(verb)s.") % {"verb": verb} + f"{hint}\n\n{_usage()}"


if __name__ == "__main__":
    sys.exit(main())
