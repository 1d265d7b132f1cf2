# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real ballots as pledges: the rows that pledging makes, again and half-way, refusals, and the outcome that the file alone gives."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from insieme.foundation import clock
from insieme.foundation.demo import NotInPublic
from insieme.foundation.errors import Invalid, WrongState
from insieme.offers import tasks
from insieme.offers.actions import importing
from insieme.offers.actions.importing import AnotherCall, Ballot, Trial, open_trial, pledge_ballots
from insieme.offers.models import Call, Offer, Pledge
from insieme.offers.queries import outcome_of
from insieme.offers.rules.clearing.ballots import ballots_from
from insieme.offers.rules.clearing.clearing import clear
from insieme.offers.rules.clearing.files import instance_from
from insieme.offers.rules.pledging import MOST_ENTRIES
from insieme.record.actions import relay, seal
from insieme.record.queries import feed
from insieme.record.reactions import react

pytestmark = pytest.mark.django_db
REAL = Path(__file__).resolve().parents[4].parent / "shared" / "data" / "preflib"
SIX = """# NUMBER ALTERNATIVES: 6
# ALTERNATIVE NAME 1: Ada
# ALTERNATIVE NAME 2: Bea
# ALTERNATIVE NAME 3: Cleo
# ALTERNATIVE NAME 4: Dora
# ALTERNATIVE NAME 5: Elsa
# ALTERNATIVE NAME 6: Fede
3: 1,2,3,4,5,6
2: 2,1
1: 6
"""


@pytest.fixture
def six(tmp_path):
    (tmp_path / "six.soi").write_text(SIX)
    return tmp_path / "six.soi"


def bring(file, *, quorum=3, **options):
    call_command("import_ballots", str(file), call="six", quorum=quorum, **options)


def rows():
    seal()
    return {model.__name__: model.objects.count() for model in (Call, Offer, Pledge)} | {"facts": len(feed(limit=1000))}


def cleared(slug: str) -> dict:
    """The result of a call whose deadline passes now, found as the program finds it."""
    after = Call.objects.get(slug=slug).closes_at + timedelta(seconds=1)
    tasks.close_due(after)
    seal()
    tasks.clear_due(after)
    return json.loads(outcome_of(Call.objects.get(slug=slug)).result)


def counted(file: Path, quorum: int) -> dict:
    """What `insieme clear` finds on the same ballots, cut to as many ranks as a pledge has."""
    ballots = ballots_from(file.read_bytes())
    offers = [{"id": name, "quorum": quorum} for name in ballots.names]
    pledges = [{"count": count, "list": [ballots.names[each] for each in order[:MOST_ENTRIES]]} for count, order in ballots.orders]
    data = {"format": "insieme-clearing/1", "seed": "00", "offers": offers, "pledges": pledges}
    instance = instance_from(json.dumps(data).encode())
    return clear(instance).as_json(instance)


def test_each_ballot_is_the_pledge_of_one_person_cut_to_five(six, capsys):
    bring(six)
    pledges = list(Pledge.objects.order_by("pk"))
    assert [len(pledge.entries) for pledge in pledges] == [5, 5, 5, 2, 2, 1]
    assert len({pledge.person_id for pledge in pledges}) == 6
    said = capsys.readouterr().out
    assert "6 " in said
    assert "3 ballots" in said or "3 schede" in said


def test_the_record_says_of_each_what_pledging_says(six, monkeypatch):
    told = []
    monkeypatch.setattr("insieme.record.actions.relaying._REACTIONS", {})
    react("test.listen", ["offers.pledged"], told.append)
    bring(six)
    seal()
    relay()
    pledges = list(Pledge.objects.select_related("fact", "person").order_by("fact__position"))
    for pledge, fact in zip(pledges, told, strict=True):
        mine = {"entries": pledge.entries, "new_for": [], "place": "", "quantity": 1}
        assert fact.private == mine | {"actor": f"person:{pledge.person.ref}"}
        assert (fact.entry_id, fact.actor, fact.about) == (pledge.fact_id, "person", "call:six")
        assert len(pledge.commitment) == 64
        assert pledge.commitment == pledge.fact.digest


def test_the_call_counts_them(six):
    bring(six)
    seal()
    relay()
    assert Call.objects.get(slug="six").people == 6


def test_again_changes_nothing(six):
    bring(six)
    before = rows()
    bring(six)
    assert rows() == before


def test_what_stopped_half_way_goes_on(six, monkeypatch):
    monkeypatch.setattr("insieme.offers.management.commands.import_ballots.AT_ONCE", 2)
    whole = importing.pledge_ballots

    def stops(slug, *, ballots, **rest):
        if ballots[0].number > 2:
            raise KeyboardInterrupt
        return whole(slug, ballots=ballots, **rest)

    with monkeypatch.context() as patch:
        patch.setattr("insieme.offers.management.commands.import_ballots.pledge_ballots", stops)
        with pytest.raises(KeyboardInterrupt):
            bring(six)
    assert Pledge.objects.count() == 2
    bring(six)
    assert Pledge.objects.count() == 6


def test_a_call_with_other_offers_or_another_quorum_is_left_alone(six):
    bring(six)
    before = rows()
    with pytest.raises(CommandError, match="--call"):
        bring(six, quorum=4)
    six.write_text(SIX.replace("Fede", "Gina"))
    with pytest.raises(CommandError, match="--call"):
        bring(six)
    assert rows() == before


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (SIX + "1: 7\n", ":11: "),
        (SIX + "1: 1,1\n", ":11: "),
        (SIX + "many\n", ":11: "),
        (SIX.replace("# ALTERNATIVE NAME 1: Ada\n", ""), ":7: "),
        (SIX.replace("1: 6", "9999999999: 6"), "six.soi"),
        ("", ":1: "),
    ],
)
def test_a_file_that_does_not_hold_is_refused_with_its_line(six, data, place):
    six.write_text(data)
    before = rows()
    with pytest.raises(CommandError, match=place):
        bring(six)
    assert rows() == before


@pytest.mark.parametrize(
    "arguments", [["--quorum", "0"], ["--quorum", "²"], ["--price", "12,345"], ["--price", "nan"], ["--closes-in", "1.5"]]
)
def test_numbers_that_are_none_are_refused(six, arguments):
    with pytest.raises(CommandError, match=arguments[1]):
        call_command("import_ballots", str(six), "--call", "six", "--quorum", "3", *arguments)


def test_a_price_is_read_in_euro(six):
    call_command("import_ballots", str(six), "--call", "six", "--quorum", "3", "--price", "12,50")
    assert set(Offer.objects.values_list("price_minor", flat=True)) == {1250}


def test_never_where_others_could_sign_in(six, settings):
    settings.SITE_HOST = "insieme.example"
    with pytest.raises(CommandError, match="INSIEME_URL"):
        bring(six)
    with pytest.raises(NotInPublic):
        pledge_ballots("six", ballots=[], refs=[], now=clock.now())


def test_after_the_deadline_no_ballot_comes_in():
    now = clock.now()
    refs = open_trial(Trial("late", ("Ada", "Bea"), 1, 1000, now + timedelta(seconds=5)), now=now)
    with pytest.raises(WrongState):
        pledge_ballots("late", ballots=[Ballot(1, (0,))], refs=refs, now=now + timedelta(seconds=5))


def test_an_address_that_is_none_and_twins_are_refused():
    now = clock.now()
    for trial in (Trial("Due Parole", ("Ada",), 1, 1000, now + timedelta(1)), Trial("due", ("Ada", "Ada"), 1, 1000, now + timedelta(1))):
        with pytest.raises(Invalid):
            open_trial(trial, now=now)


def test_a_second_trial_of_the_same_candidates_uses_their_companies(six):
    bring(six)
    call_command("import_ballots", str(six), call="six-more", quorum=2)
    assert Offer.objects.values("organisation_id").distinct().count() == 6
    with pytest.raises(AnotherCall):
        open_trial(Trial("six", ("Ada", "Bea"), 2, 1000, clock.now() + timedelta(1)), now=clock.now())


@pytest.mark.parametrize(("name", "quorum"), [("debian-1.soi", 150), ("debian-3.soi", 120)])
def test_the_outcome_is_the_one_of_the_file_alone(name, quorum):
    if not REAL.is_dir():
        pytest.skip(f"the real ballots are not at {REAL}")
    call_command("import_ballots", str(REAL / name), call="real", quorum=quorum)
    found, alone = cleared("real"), counted(REAL / name, quorum)
    names = {offer.ref: offer.product for offer in Offer.objects.all()}
    assert {names[ref] for ref in found["active"]} == set(alone["active"])
    assert {names[ref]: total for ref, total in found["totals"].items()} == alone["totals"]
    assert (found["verdict"], found["people_served"]) == (alone["verdict"], alone["people_served"])
