# SPDX-License-Identifier: AGPL-3.0-or-later
"""After somebody is erased, no table knows them, whoever had named them; and the record still verifies, for us and for strangers."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.people import actions
from insieme.people.tasks import write_due
from insieme.people.tests.makers import a_person, an_organisation, as_actor, hired, said_about
from insieme.people.tests.traces import in_tables, strangers_find_it_sound
from insieme.record.actions import erase, seal

pytestmark = pytest.mark.django_db
IRENE, ADA, BEA = (
    {"name": f"{name} Forgettable", "handle": f"{name}-f", "email": f"{name}@example.it"} for name in ("irene", "ada", "bea")
)


@pytest.fixture
def world():
    """Irene owns Lauri; Ada came by invitation, rose to owner, invited Bea and took her role; Irene took Ada's. All have a letter."""
    irene, ada, bea = a_person(**IRENE), a_person(**ADA), a_person(**BEA)
    lauri = an_organisation("Lauri", owner=irene)
    hired(lauri, irene, ada, "member")
    hired(lauri, irene, ada, "owner")
    hired(lauri, ada, bea)
    actions.invite("lauri", by=as_actor(ada), to="new@example.it", kind="member", now=clock.now())
    actions.invite(an_organisation("Altra", owner=irene).slug, by=as_actor(irene), to=f"@{ada.handle}", kind="member", now=clock.now())
    write_due(clock.now())
    actions.take_role("lauri", by=as_actor(ada), ref=bea.ref)
    actions.take_role("lauri", by=as_actor(irene), ref=ada.ref)
    seal()
    return {"irene": irene, "ada": ada, "bea": bea, "lauri": lauri}


@pytest.mark.parametrize("who", ["ada", "bea"])
def test_no_table_knows_who_was_erased(world, who):
    person, before = world[who], said_about(world["lauri"])
    assert {"record_private", "people_person", "account_emailaddress"} <= set(in_tables(person))
    assert erase(person.topic, by=Actor.system("desk")) > 0
    assert not {table for table in in_tables(person) if table.startswith("record_")}
    person.delete()
    assert in_tables(person) == {}
    assert said_about(world["lauri"]) == before


@pytest.mark.parametrize("who", ["irene", "ada", "bea"])
def test_the_record_still_verifies_without_them(world, who, tmp_path, capsys):
    erase(world[who].topic, by=as_actor(world[who]))
    seal()
    assert not {table for table in in_tables(world[who]) if table.startswith("record_")}
    call_command("record", "verify")
    assert "8" in capsys.readouterr().out
    strangers_find_it_sound(tmp_path)


def test_who_stays_is_still_named_where_the_other_was_not(world):
    erase(world["bea"].topic, by=Actor.system("desk"))
    assert "record_private" in in_tables(world["ada"])
    erase(world["ada"].topic, by=Actor.system("desk"))
    assert "record_private" in in_tables(world["irene"])
