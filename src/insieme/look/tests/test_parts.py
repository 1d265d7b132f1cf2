# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every part, in every state, in both languages."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from insieme.foundation import clock
from insieme.foundation.forms import unmarked
from insieme.look import specimens

PARTS = Path(__file__).parents[1] / "templates" / "look" / "parts"
SHELL = {"header.html", "language.html", "footer.html", "contact.html", "htmx.html"}
#: There is nothing to see of it.
UNSEEN = {"trap.html"}


def _page(client, language):
    return client.get("/look/", headers={"Accept-Language": language}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["it", "en"])
def test_the_page_of_parts_opens(client, language):
    page = _page(client, language)
    assert f'<html lang="{language}">' in page
    for state in ("done", "now", "late", "waiting"):
        assert f'<li class="{state}"' in page
    for state in ("open", "kept", "late", "broken", "unverified"):
        assert f"promise is-{state}" in page
    for tone in ("leaf", "plum", "sea"):
        assert f'class="note {tone} marked"' in page
    assert 'class="offer goes"' in page
    assert 'class="offer fails"' in page


@pytest.mark.django_db
def test_every_part_is_shown(client):
    response = client.get("/look/")
    shown = {template.name.rpartition("/")[2] for template in response.templates if template.name}
    assert {file.name for file in PARTS.glob("*.html")} - SHELL - UNSEEN <= shown


@pytest.mark.parametrize("part", sorted(PARTS.glob("*.html")), ids=lambda part: part.stem)
def test_every_part_says_what_it_expects(part):
    assert re.match(r"(\{% load [a-z0-9 ]+ %\})?\{% comment %\}\n\S", part.read_text())


class Order(forms.Form):
    """A form with what a field may be."""

    kilos = forms.IntegerField(label="Kilos", min_value=1, help_text="Whole ones.")
    note = forms.CharField(label="Note", required=False)
    way = forms.ChoiceField(label="Way", choices=[("a", "A")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Agreed")
    seen = forms.CharField(widget=forms.HiddenInput)


def test_help_and_errors_are_tied_to_the_input():
    field = render_to_string("look/parts/field.html", {"field": Order({"kilos": "0"})["kilos"]})
    tied = re.search(r'aria-describedby="([^"]+)"', field)[1].split()
    assert tied == ["id_kilos_helptext", "id_kilos_error"]
    for name in tied:
        assert f'id="{name}"' in field
    assert 'aria-invalid="true"' in field
    assert 'value="0"' in field


def test_fields_that_may_stay_empty_say_so():
    optional, needed = (render_to_string("look/parts/field.html", {"field": Order()[name]}) for name in ("note", "kilos"))
    assert 'class="optional"' in optional
    assert 'class="optional"' not in needed
    assert "required" in needed


def test_a_field_that_is_needed_in_some_cases_is_not_called_optional():
    class Judgement(forms.Form):
        because = unmarked(forms.CharField(required=False))

    assert 'class="optional"' not in render_to_string("look/parts/field.html", {"field": Judgement()["because"]})


def test_a_choice_is_a_fieldset_with_its_legend_and_a_box_stands_before_its_words():
    choice, box = (render_to_string("look/parts/field.html", {"field": Order()[name]}) for name in ("way", "agreed"))
    assert "<fieldset" in choice
    assert "<legend>Way" in choice
    assert box.index("<input") < box.index("<label")


def test_what_was_refused_is_told_above_the_form_with_a_way_to_each_field():
    told = render_to_string("look/parts/form.html", {"form": Order({})})
    assert 'role="alert"' in told
    assert 'href="#id_kilos"' in told
    assert 'href="#id_seen"' not in told
    assert 'type="hidden"' in told


def test_a_quorum_tells_its_marks_to_those_who_hear_it():
    quorum = {
        "value": 300,
        "words": "people",
        "ticks": [{"at": 250, "label": "250", "name": "Lauri"}, {"at": 400, "label": "400", "name": "Meridiano"}],
    }
    told = render_to_string("look/parts/quorum.html", {"quorum": quorum})
    assert '<svg class="bar lines-1" aria-hidden="true">' in told
    rows = re.findall(r'<tr><th scope="row">(\w+)</th><td>(\d+)</td><td>([^<]+)</td></tr>', told)
    assert [(name, at) for name, at, _passed in rows] == [("Lauri", "250"), ("Meridiano", "400")]
    assert rows[0][2] != rows[1][2]


def test_what_rivals_share_is_never_told_as_a_mark_that_is_passed():
    quorum = {"value": 300, "words": "people", "shared": True, "ticks": [{"at": 250, "label": "250", "name": "Lauri"}]}
    told = render_to_string("look/parts/quorum.html", {"quorum": quorum})
    assert re.findall(r"<tr>(<t.+?)</tr>", told)[1:] == ['<th scope="row">Lauri</th><td>250</td>']
    assert told.count('<th scope="col">') == 2
    assert 'class="quorum shared"' in told


def test_the_ranking_works_as_numbered_choices():
    item = {"name": "Lauri", "place_name": "place-a", "place": 2}
    told = render_to_string("look/parts/rank.html", {"rank": {"places": [1, 2], "items": [item]}})
    assert '<select class="input" name="place-a">' in told
    assert '<option value="2" selected>' in told
    assert told.count(" hidden>") == 2, "grip and buttons wait for the script"


EVIL = "<script>alert(1)</script>"


def _told(value):
    """An evil sentence instead of all words of an example; its shape, its numbers and its states stay."""
    if isinstance(value, dict):
        return {key: item if key == "state" else _told(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_told(item) for item in value]
    return EVIL if isinstance(value, str) else value


@pytest.mark.parametrize("linked", [True, False], ids=["linked", "not linked"])
def test_words_of_people_are_escaped_in_every_part(linked):
    known = specimens.everything(clock.now())
    shown = {name: known[f"{name}s"] for name in ("thread", "quorum", "promise", "voice", "clause")}
    shown |= {"offer": known["offers"] + known["outcome"], "rank": [known["rank"]], "line": known["lines"], "chart": [known["chart"]]}
    for name, examples in shown.items():
        for example in _told(examples):
            asked = {key: item for key, item in example.items() if linked or "href" not in key}
            told = render_to_string(f"look/parts/{'record_line' if name == 'line' else name}.html", {name: asked})
            assert "alert(1)" in told, name
            assert "<script>alert" not in told, name


@pytest.mark.parametrize(("position", "said"), [(None, None), (-1, None), (0, "number 0."), (48_112, "number 48,112.")])
def test_the_footer_says_the_number_of_the_newest_entry(position, said):
    with translation.override("en"):
        told = render_to_string("look/parts/footer.html", {"record_position": position})
    assert (said in told) if said else ("number" not in told)


@pytest.mark.parametrize(
    ("name", "contact", "said"),
    [
        (
            "Rete <b>Uffici</b>",
            "noi@rete.example",
            'Run by Rete &lt;b&gt;Uffici&lt;/b&gt;. <a href="mailto:noi@rete.example">noi@rete.example</a>',
        ),
        ("", "https://rete.example/noi", '<p><a href="https://rete.example/noi">https://rete.example/noi</a>'),
        ("Rete Uffici", "javascript:alert(1)", "Run by Rete Uffici. javascript:alert(1)"),
        ("Rete Uffici", "", "Run by Rete Uffici."),
    ],
)
def test_the_footer_names_who_runs_the_installation(settings, name, contact, said):
    settings.OPERATOR, settings.CONTACT = name, contact
    with translation.override("en"):
        assert said in render_to_string("look/parts/footer.html", {})


def test_where_nobody_is_named_the_footer_says_nothing_of_it(settings):
    settings.OPERATOR, settings.CONTACT = "", " "
    with translation.override("en"):
        told = render_to_string("look/parts/footer.html", {})
    assert "Run by" not in told
    assert told.count("<p>") == 3
