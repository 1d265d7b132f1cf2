# SPDX-License-Identifier: AGPL-3.0-or-later
"""What templates hold: nothing inline, nothing from elsewhere, each a page, a part or a piece of mail."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "src" / "insieme"
TEMPLATES = sorted(HOUSE.glob("*/templates/**/*.html"))
SOFT_PART = re.compile(r"(\{% load [^%]+ %\})?\s*\{% comment %\}")
SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)")
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "an inline script": SCRIPT,
    "an inline handler": re.compile(r"\son[a-z]+\s*="),
    "a javascript address": re.compile(r"javascript:"),
    "something from elsewhere": re.compile(r"<(?:script|link|img|iframe|source)[^>]*(?:src|href)=\"(?:https?:)?//"),
}


def _named(path):
    return str(path.relative_to(HOUSE))


def test_there_are_templates():
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize("path", TEMPLATES, ids=_named)
def test_nothing_is_inline_or_from_elsewhere(path):
    text = path.read_text()
    assert not [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]


@pytest.mark.parametrize("path", TEMPLATES, ids=_named)
def test_it_extends_a_page_or_says_what_it_expects(path):
    text = path.read_text()
    assert text.startswith("{% extends ") or SOFT_PART.match(text) or path.name == "base.html" or "allauth" in path.parts, (
        "begin with {% extends %}, or with {% comment %} telling what the part expects"
    )
