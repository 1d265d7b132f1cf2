# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command `insieme`. Its verbs are stable; `clear` answers without loading Django."""

from __future__ import annotations

import os
import sys

VERBS = {
    "migrate": "bring the database up to date",
    "seed": "plant the demo world (again changes nothing)",
    "run": "everything a small installation needs: web, worker, clock",
    "web": "the web server alone",
    "work": "the worker alone: what is due, sealing, relaying [--once]",
    "clear": "clear a file of pledges: FILE.json [FILE.json ...] [--check RESULT.json]",
    "record": "the public record: export DIR | verify",
    "import-ballots": "bring ranked ballots in as pledges: FILE.soi --call SLUG --quorum N",
}


def main() -> int:
    """Run the verb that the command line names, and answer with its exit code."""
    args = sys.argv[1:]
    if not args or args[0] in {"-h", "--help", "help"}:
        sys.stdout.write(_usage())
        return 0 if args else 2
    if args[0] == "clear":
        from insieme.offers.management.clear import main as clear

        return clear(args[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "insieme.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["insieme", args[0].replace("-", "_"), *args[1:]])
    return 0


def _usage() -> str:
    lines = [f"  {verb:<16}{what}" for verb, what in VERBS.items()]
    return "insieme VERB\n\n" + "\n".join(lines) + "\n\nINSIEME_DATA names the folder of database, keys and files (default var/).\n"


if __name__ == "__main__":
    sys.exit(main())
