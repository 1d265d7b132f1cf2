# SPDX-License-Identifier: AGPL-3.0-or-later
"""`insieme import-ballots FILE.soi --call SLUG --quorum N`: real ranked ballots as pledges of demo people."""

from __future__ import annotations

import argparse
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from insieme.foundation import clock
from insieme.foundation.errors import Refusal
from insieme.foundation.progress import shown
from insieme.foundation.text import plain
from insieme.offers.actions.importing import Ballot, Trial, open_trial, pledge_ballots
from insieme.offers.rules.clearing.ballots import Ballots, ballots_from
from insieme.offers.rules.clearing.spots import BadFile
from insieme.offers.rules.pledging import MOST_ENTRIES

AT_ONCE = 1000
MOST = 1_000_000


class Command(BaseCommand):
    """Opens a call whose offers are the candidates, and has one demo person pledge for each ballot."""

    help = "Bring real ranked ballots (PrefLib, .soi) in as pledges of demo people, for trials. Again goes on where it stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the address of the call, and what its offers say."""
        parser.add_argument("file", metavar="FILE.soi", help="strict orders, as PrefLib publishes them")
        parser.add_argument("--call", required=True, metavar="SLUG", help="address of the call; made if it is not here yet")
        parser.add_argument("--quorum", required=True, type=_whole, metavar="N", help="people that each offer needs")
        parser.add_argument("--price", default=1000, type=_cents, metavar="EURO", help="price of each offer (default 10)")
        parser.add_argument(
            "--closes-in", default=3600, type=_whole, metavar="SECONDS", help="deadline of a call that is made now (default 3600)"
        )

    def handle(self, *, file: str, call: str, quorum: int, price: int, closes_in: int, **_options: Any) -> None:
        """Read, open, pledge, and say what came of it."""
        ballots, now = _read(file), clock.now()
        trial = Trial(call, ballots.names, quorum, price, closes_at=now + timedelta(seconds=closes_in))
        try:
            refs = open_trial(trial, now=now)
            batches = _batches(ballots)
            seen = shown(batches, total=len(batches), what=_("Ballots, by the thousand"), out=self.stderr)
            new = sum(pledge_ballots(call, ballots=batch, refs=refs, now=clock.now()) for batch in seen)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self._report(ballots, new)

    def _report(self, ballots: Ballots, new: int) -> None:
        longer = sum(count for count, order in ballots.orders if len(order) > MOST_ENTRIES)
        said = _("%(new)s pledges made, %(before)s were here already. A pledge ranks %(most)s offers: %(longer)s ballots were cut to that.")
        figures = {"new": new, "before": ballots.people - new, "most": MOST_ENTRIES, "longer": longer}
        self.stdout.write(said % {name: plain(figure) for name, figure in figures.items()})
        self.stdout.write(_("Once the deadline has passed, the worker (insieme work --once) closes the call and clears it."))


def _read(name: str) -> Ballots:
    try:
        found = ballots_from(Path(name).read_bytes())
    except OSError as error:
        raise CommandError(_("%(file)s cannot be read: %(reason)s") % {"file": name, "reason": error.strerror}) from error
    except BadFile as refusal:
        sentence = f"{name}:{refusal}"
        raise CommandError(sentence) from refusal
    if not 0 < found.people <= MOST:
        sentence = _("%(file)s holds %(people)s ballots: from 1 to %(most)s can be brought in.")
        raise CommandError(sentence % {"file": name, "people": plain(found.people), "most": plain(MOST)})
    return found


def _batches(ballots: Ballots) -> list[list[Ballot]]:
    orders = (order for count, order in ballots.orders for _each in range(count))
    numbered = [Ballot(number, order) for number, order in enumerate(orders, start=1)]
    return [numbered[start : start + AT_ONCE] for start in range(0, len(numbered), AT_ONCE)]


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(_("%(text)s is not a whole number from 1 up") % {"text": text})
    return int(text)


def _cents(text: str) -> int:
    try:
        cents = Decimal(text.replace(",", ".")) * 100
    except InvalidOperation:
        cents = Decimal("NaN")
    if not cents.is_finite() or cents != int(cents) or cents <= 0:
        raise argparse.ArgumentTypeError(_("%(text)s is not a price such as 10 or 12.50") % {"text": text})
    return int(cents)
