# SPDX-License-Identifier: AGPL-3.0-or-later
"""Figures, money and dates as readers of both languages expect them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from insieme.foundation import clock
from insieme.foundation.money import Money
from insieme.look.templatetags import look

PRESENT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _present(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: PRESENT)


@pytest.mark.parametrize(
    ("language", "filtered", "value", "written"),
    [
        ("it", look.number, 1_048_112, "1.048.112"),
        ("en", look.number, 1_048_112, "1,048,112"),
        ("it", look.number, -1200, "-1.200"),
        ("it", look.number, 0, "0"),
        ("it", look.money, Money(123_450), "1.234,50\N{NO-BREAK SPACE}€"),
        ("en", look.money, Money(123_450), "€1,234.50"),
        ("en", look.money, Money(500, "JPY"), "¥500"),
        ("it", look.day, date(2026, 12, 4), "4 dicembre"),
        ("it", look.day, date(2027, 12, 4), "4 dicembre 2027"),
        ("en", look.day, datetime(2026, 12, 3, 23, 30, tzinfo=UTC), "4 December"),
        ("en", look.moment, datetime(2026, 12, 4, 19, 1, tzinfo=UTC), "Friday 4 December at 20:01"),
        ("en", look.moment, datetime(2026, 12, 4, 5, 0, tzinfo=UTC), "Friday 4 December at 06:00"),
        ("en", look.moment, datetime(2026, 12, 3, 23, 0, tzinfo=UTC), "Friday 4 December at midnight"),
    ],
)
def test_written_for_the_reader(language, filtered, value, written):
    with override(language):
        assert filtered(value) == written


def test_italian_hours_are_said_without_idle_minutes():
    with override("it"):
        assert look.moment(datetime(2026, 12, 4, 19, 0, tzinfo=UTC)).startswith("venerdì 4 dicembre ")
        assert look.moment(datetime(2026, 12, 4, 19, 0, tzinfo=UTC)).endswith(" 20")
        assert look.moment(datetime(2026, 12, 4, 19, 1, tzinfo=UTC)).endswith(" 20:01")


@pytest.mark.parametrize("filtered", [look.number, look.money, look.day, look.moment, look.when])
def test_nothing_stays_empty(filtered):
    assert filtered(None) == ""


@pytest.mark.parametrize(
    ("apart", "italian", "english"),
    [
        (timedelta(days=5), "tra 5 giorni", "in 5 days"),
        (timedelta(hours=-36), "36 ore fa", "36 hours ago"),
        (timedelta(days=-10), "10 giorni fa", "10 days ago"),
        (timedelta(days=15), "tra 2 settimane", "in 2 weeks"),
    ],
)
def test_relative_times_have_the_exact_one_behind(apart, italian, english):
    with override("it"):
        assert f">{italian}</time>" in look.when(PRESENT + apart)
    with override("en"):
        shown = look.when(PRESENT + apart)
    assert f">{english}</time>" in shown
    assert f'datetime="{(PRESENT + apart).isoformat()}"' in shown
    assert 'title="' in shown


def test_a_few_seconds_are_now():
    with override("en"):
        assert ">now</time>" in look.when(PRESENT - timedelta(seconds=40))
        assert ">now</time>" not in look.when(PRESENT - timedelta(seconds=100))


def test_an_icon_is_silent_unless_it_has_words():
    silent, said = look.icon("check"), look.icon("check", "Kept")
    assert 'aria-hidden="true"' in silent
    assert "style=" not in silent
    assert 'role="img"' in said
    assert 'aria-label="Kept"' in said


def test_a_page_marks_where_it_stands():
    template = Template('{% current "/calls/" %}')
    at = {path: template.render(Context({"request": RequestFactory().get(path)})) for path in ("/calls/", "/calls/caffe/", "/record/")}
    assert at == {"/calls/": ' aria-current="page"', "/calls/caffe/": ' aria-current="true"', "/record/": ""}
    assert template.render(Context({})) == ""


@pytest.mark.parametrize(("size", "words"), [(564, "564 byte"), (12_646, "12.3")])
def test_sizes_of_files(size, words):
    with override("en"):
        assert look.filesize(size).startswith(words)
