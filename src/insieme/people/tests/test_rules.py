# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names, handles, VAT numbers and written places, whatever is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insieme.foundation.errors import Invalid
from insieme.people.rules import (
    HANDLE,
    RESERVED,
    Addressee,
    fold,
    judge_about,
    judge_handle,
    judge_name,
    judge_vat,
    one_line,
    read_addressee,
    read_place,
)

ANYTHING = st.text(max_size=300)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada   Ferri ", "Ada Ferri"),
        ("A\x00da\n", "A da"),
        ("\u202eirreF adA", "irreF adA"),
        ("مريم", "مريم"),
        ("👩‍🔧 Ada", "👩‍🔧 Ada"),
        ("e\u0300", "è"),
    ],
)
def test_a_name_stands_on_one_line_and_does_not_turn_the_direction_of_reading(typed, kept):
    assert judge_name(typed, longest=80) == kept


@pytest.mark.parametrize("typed", ["", "  ", "\u200d", "\x00\x01", "\u202e", "\u0301", "a" * 81])
def test_a_name_that_nobody_can_read_is_refused(typed):
    with pytest.raises(Invalid) as refusal:
        judge_name(typed, longest=80)
    assert set(refusal.value.fields) == {"name"}


@given(ANYTHING)
def test_one_line_is_stable_and_holds_no_null_byte(text):
    once = one_line(text)
    assert one_line(once) == once
    assert "\x00" not in once
    assert "\n" not in once


@pytest.mark.parametrize(("typed", "kept"), [("Ada", "ada"), ("@ada-ferri", "ada-ferri"), ("a1b", "a1b"), ("", None), ("  ", None)])
def test_a_handle_is_kept_in_lower_case(typed, kept):
    assert judge_handle(typed) == kept


@pytest.mark.parametrize(
    "typed", ["ab", "-ada", "ada-", "ada ferri", "adа", "a" * 41, "Admin", "settings", "123", "ada\x00", "ada\n1", "🙂🙂🙂"]
)
def test_a_handle_that_is_malformed_or_reserved_is_refused(typed):
    with pytest.raises(Invalid) as refusal:
        judge_handle(typed)
    assert set(refusal.value.fields) == {"handle"}


@given(ANYTHING)
def test_whatever_becomes_a_handle_fits_an_address(text):
    try:
        handle = judge_handle(text)
    except Invalid:
        return
    assert handle is None or (HANDLE.fullmatch(handle) and handle not in RESERVED and handle.isascii())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("00743110157", "IT00743110157"),
        ("it 00743110157", "IT00743110157"),
        ("IT-0074.3110/157", "IT00743110157"),
        ("DE136695976", "DE136695976"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_vat_number_is_kept_in_one_spelling(typed, kept):
    assert judge_vat(typed) == kept


@pytest.mark.parametrize("typed", ["00743110158", "1234567890", "00000000000", "XX123", "٠٠٧٤٣١١٠١٥٧", "0" * 500, "DE136695977", "\x00"])
def test_a_vat_number_that_does_not_add_up_is_refused(typed):
    with pytest.raises(Invalid) as refusal:
        judge_vat(typed)
    assert set(refusal.value.fields) == {"vat"}


@given(ANYTHING)
def test_no_text_breaks_the_judgement_of_vat_numbers(text):
    try:
        number = judge_vat(text)
    except Invalid:
        return
    assert judge_vat(number) == number


@pytest.mark.parametrize(
    ("typed", "name", "province", "country"),
    [
        ("Bologna", "Bologna", "", "IT"),
        ("Bologna (bo)", "Bologna", "BO", "IT"),
        ("Lugano, ch", "Lugano", "", "CH"),
        ("Reggio nell'Emilia ( RE )", "Reggio nell'Emilia", "RE", "IT"),
        ("東京, JP", "東京", "", "JP"),
    ],
)
def test_a_place_is_read_as_it_is_written(typed, name, province, country):
    said = read_place(typed)
    assert (said.name, said.province, said.country) == (name, province, country)


@pytest.mark.parametrize("typed", ["", "...", "(, CH", "Lugano, XX", "a" * 101, "Atlantide, ZZ"])
def test_a_place_that_cannot_be_read_is_refused(typed):
    with pytest.raises(Invalid):
        read_place(typed)


@given(ANYTHING)
def test_folding_is_stable_and_reading_a_place_never_breaks(text):
    assert fold(fold(text)) == fold(text)
    try:
        said = read_place(text)
    except Invalid:
        return
    assert fold(said.name)


def test_folding_forgets_accents_case_and_signs():
    assert fold("Forlì") == fold("FORLI") == "forli"
    assert fold("Sant’Agata") == fold("sant'agata") == "sant agata"


def test_what_an_organisation_says_has_an_end_and_no_null_bytes():
    assert judge_about(" caffè\x00 ") == "caffè"
    with pytest.raises(Invalid):
        judge_about("a" * 2001)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (" @Ada ", Addressee(handle="ada")),
        ("ada-ferri", Addressee(handle="ada-ferri")),
        ("Ada@Example.it", Addressee(email="ada@example.it")),
    ],
)
def test_whom_an_invitation_is_for_is_a_handle_or_an_address(typed, read):
    assert read_addressee(typed) == read


@pytest.mark.parametrize(
    "typed", ["", "@", "ad", "Ada Ferri", "ada@", "ada@example", "a\x00da", "ada@example.it, bea@example.it", "a" * 250 + "@b.it"]
)
def test_what_is_neither_is_refused(typed):
    with pytest.raises(Invalid) as refusal:
        read_addressee(typed)
    assert set(refusal.value.fields) == {"to"}


@given(ANYTHING)
def test_whatever_is_typed_is_read_as_one_of_the_two_or_refused(text):
    try:
        read = read_addressee(text)
    except Invalid:
        return
    assert bool(read.handle) != bool(read.email)
    assert len(read.email) <= 254
