# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is rendered once: blocks by thing, language and version; pieces that are the same on every page."""

import pytest
from django.template import Context, Template
from django.utils.translation import get_language, override

from insieme.look.blocks import kept


@pytest.fixture
def told():
    """What was rendered, each time anew."""
    return []


@pytest.fixture
def block(told):
    def render():
        told.append(get_language())
        return f"<p>{len(told)}</p>"

    return lambda thing, version: kept(thing, version, render)


def test_a_block_is_rendered_once_for_each_version(block, told):
    assert [block("a", (1, "x")), block("a", (1, "x")), block("a", (1, "y")), block("a", (1, "y"))] == ["<p>1</p>"] * 2 + ["<p>2</p>"] * 2
    assert len(told) == 2


def test_each_thing_and_each_language_has_a_block_of_its_own(block, told):
    with override("it"):
        first = block("a", 1)
    with override("en"):
        assert block("a", 1) != first
    with override("it"):
        assert block("b", 1) != first
        assert block("a", 1) == first
    assert told == ["it", "en", "it"]


def test_a_block_that_goes_back_to_an_earlier_version_is_rendered_anew(block, told):
    for version in (1, 2, 1):
        block("a", version)
    assert len(told) == 3


def test_what_is_rendered_once_sees_no_value_of_the_page():
    template = Template("{% once %}<p>{{ name }}{% csrf_token %}</p>{% endonce %}{{ name }}")
    shown = [template.render(Context({"name": name, "csrf_token": "t"})) for name in ("Ada", "Bice")]
    assert shown == ["<p></p>Ada", "<p></p>Bice"]


def test_what_is_rendered_once_is_so_for_each_language():
    template = Template("{% load i18n %}{% once %}{% get_current_language as now %}{{ now }}{% endonce %}")
    shown = []
    for language in ("it", "en", "it"):
        with override(language):
            shown.append(template.render(Context()))
    assert shown == ["it", "en", "it"]


def test_what_is_rendered_once_is_not_rendered_again(monkeypatch):
    template = Template("{% once %}{% icon 'check' %}{% endonce %}")
    first = template.render(Context())
    monkeypatch.setattr("django.template.base.NodeList.render", lambda *_: pytest.fail("rendered again"), raising=True)
    [once] = template.nodelist
    assert once.render(Context()) == first
