# SPDX-License-Identifier: AGPL-3.0-or-later
"""The joined style sheet: what is in it, in which order, how heavy, and that it is served."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

from insieme.look import stylesheet

JS = Path(__file__).parents[1] / "static" / "look" / "js"
CSS_MOST, JS_MOST = 60_000, 40_000


def test_layers_are_named_first_and_in_order():
    css = stylesheet.joined()
    assert css.startswith("@layer tokens,base,layout,parts,rooms,utilities,print;\n")
    order = [layer for layer, _file in stylesheet.sources()]
    assert order == sorted(order, key=stylesheet.LAYERS.index)
    assert {"tokens", "base", "layout", "parts", "utilities", "print"} <= set(order)


def test_nothing_is_lost_but_comments_and_indents():
    css = stylesheet.joined()
    assert "/*" not in css
    assert css.count("{") == css.count("}")
    for _layer, file in stylesheet.sources():
        bare = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)
        assert bare.count("{") == bare.count("}"), file
        assert not re.search(r"url\(|@import|@font-face", bare), f"{file.name} asks for something else"


def test_style_and_scripts_stay_light():
    assert len(stylesheet.joined().encode()) < CSS_MOST
    assert sum(file.stat().st_size for file in JS.glob("*.js")) < JS_MOST


def test_the_finder_follows_a_change(tmp_path, monkeypatch):
    file = tmp_path / "room.css"
    file.write_text(".a { color: red; }\n")
    monkeypatch.setattr(stylesheet, "sources", lambda: [("rooms", file)])
    found = Path(finders.find(stylesheet.NAME))
    assert "color: red" in found.read_text()
    file.write_text(".a { color: blue; }\n")
    assert "color: blue" in Path(finders.find(stylesheet.NAME)).read_text()
    assert finders.find("look/other.css") is None


def test_it_is_collected_hashed_and_compressed(tmp_path):
    hashed = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=hashed):
        call_command("collectstatic", interactive=False, verbosity=0)
    [packed] = tmp_path.glob("look/house.*.css.gz")
    assert gzip.decompress(packed.read_bytes()).decode() == stylesheet.joined()
