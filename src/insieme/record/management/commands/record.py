# SPDX-License-Identifier: AGPL-3.0-or-later
"""`insieme record export DIR | verify | parked [--retry REACTION POSITION]`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from insieme.foundation.errors import Refusal
from insieme.record import actions, queries
from insieme.record.queries.checking import check


class Command(BaseCommand):
    """The public record: export it, check it, see what reactions have failed on."""

    help = "the public record: export DIR | verify | parked [--retry REACTION POSITION]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("export", help="write the served files to a folder").add_argument("folder", type=Path, metavar="DIR")
        verbs.add_parser("verify", help="check the database against its own signed checkpoints")
        again = verbs.add_parser("parked", help="the facts that reactions have given up on")
        again.add_argument("--retry", nargs=2, metavar=("REACTION", "POSITION"), help="offer one of them again")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do what the verb says; what does not hold ends with exit code 1."""
        try:
            getattr(self, options["verb"])(options)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        except DatabaseError as fault:
            sentence = _("The database cannot be used (%(fault)s). If it is new, run insieme migrate first.")
            raise CommandError(sentence % {"fault": str(fault).strip()}) from fault
        except OSError as error:
            msg = f"{error.filename}: {error.strerror}"
            raise CommandError(msg) from error

    def export(self, options: dict[str, Any]) -> None:
        """Write the files."""
        count = actions.export(options["folder"], lambda done: self._progress(f"{done:,} files"))
        self._progress("")
        self.stdout.write(f"{count} files in {options['folder']}; check them with: python verify_record.py {options['folder']}")

    def verify(self, _options: dict[str, Any]) -> None:
        """Check the database."""
        entries, checkpoints = check(lambda done, of: self._progress(f"{done:,} of {of:,}"))
        self._progress("")
        self.stdout.write(f"The record holds: {entries} entries, {checkpoints} signed checkpoints.")

    def parked(self, options: dict[str, Any]) -> None:
        """List what is parked, or offer one of it again."""
        if options["retry"]:
            actions.retry(options["retry"][0], int(options["retry"][1]))
        for row in queries.parked():
            self.stdout.write(f"{row.reaction} {row.position}: {row.error}")

    def _progress(self, text: str) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r\033[K{text}", ending="")
            self.stderr.flush()
