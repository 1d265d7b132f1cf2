# SPDX-License-Identifier: AGPL-3.0-or-later
"""The file format: what is refused, where, and that nothing else ever happens."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insieme.offers.rules.clearing.clearing import clear
from insieme.offers.rules.clearing.columns import instance_of
from insieme.offers.rules.clearing.files import instance_from, written
from insieme.offers.rules.clearing.instance import LARGEST, Entry, Instance, Offer, Pledge
from insieme.offers.rules.clearing.spots import BadFile, line_of

GOOD = {
    "format": "insieme-clearing/1",
    "seed": "00ff",
    "offers": [{"id": "a", "quorum": 2, "tiers": [2, 4], "capacity": None}, {"id": "b", "quorum": 1}],
    "pledges": [
        {"count": 3, "list": ["a", "b"]},
        {"place": "039014", "list": [{"offer": "a", "at_least": 9, "weight": 4}, {"offer": "b", "near": 2}, {"offer": "a", "weight": 4}]},
    ],
}


def _text(change=None):
    """The good file with one pledge, offer or value a line, after a change to its value."""
    value = json.loads(json.dumps(GOOD))
    if change:
        change(value)
    return json.dumps(value, indent=1).encode()


def _refusal(data):
    with pytest.raises(BadFile) as caught:
        instance_from(data)
    return caught.value


def _read(value):
    try:
        return instance_from(json.dumps(value).encode())
    except BadFile as refusal:
        return refusal


def _set(*path_and_value):
    *path, last, new = path_and_value

    def change(value):
        for step in path:
            value = value[step]
        value[last] = new

    return change


PLACES = [
    (_set("format", "insieme-clearing/2"), "format", "insieme-clearing/1"),
    (_set("seed", "0x"), "seed", "pairs of the digits"),
    (_set("seed", "abc"), "seed", "pairs of the digits"),
    (_set("seed", 5), "seed", "text between quotes"),
    (_set("offers", {}), "offers", "list is expected"),
    (_set("offers", 0, "id", ""), "offers[0].id", "1 to 200 letters"),
    (_set("offers", 0, "id", "a\nb"), "offers[0].id", "control character"),
    (_set("offers", 0, "id", "\ud800"), "offers[0].id", "control character"),
    (_set("offers", 1, "id", "a"), "offers[1].id", "another offer"),
    (_set("offers", 0, "quorum", -1), "offers[0].quorum", "negative"),
    (_set("offers", 0, "quorum", 1.5), "offers[0].quorum", "whole number"),
    (_set("offers", 0, "quorum", True), "offers[0].quorum", "whole number"),
    (_set("offers", 0, "quorum", "2"), "offers[0].quorum", "whole number"),
    (_set("offers", 0, "quorum", LARGEST + 1), "offers[0].quorum", "at most"),
    (_set("offers", 0, "tiers", [4, 4]), "offers[0].tiers[1]", "tiers go up"),
    (_set("offers", 0, "capacity", -3), "offers[0].capacity", "negative"),
    (_set("offers", 0, "colour", "red"), "offers[0].colour", "no such key"),
    (_set("pledges", 0, "list", ["a", "x"]), "pledges[0].list[1]", "no offer"),
    (_set("pledges", 0, "list", ["a", "a"]), "pledges[0].list[1]", "further up"),
    (_set("pledges", 0, "list", [["a"]]), "pledges[0].list[0]", "offer's id"),
    (_set("pledges", 0, "list", "a"), "pledges[0].list", "list is expected"),
    (_set("pledges", 0, "count", -1), "pledges[0].count", "negative"),
    (_set("pledges", 0, "count", 2.0), "pledges[0].count", "whole number"),
    (_set("pledges", 0, "count", None), "pledges[0].count", "whole number"),
    (_set("pledges", 0, "count", 10**30), "pledges[0].count", "at most"),
    (_set("pledges", 0, "count", LARGEST), "pledges[1]", "together"),
    (_set("pledges", 0, "place", 7), "pledges[0].place", "text between quotes"),
    (_set("pledges", 0, 5), "pledges[0]", "object is expected"),
    (_set("pledges", 0, {"count": 1}), "pledges[0]", '"list" is missing'),
    (_set("pledges", 0, "list", [f"{n}" for n in range(101)]), "pledges[0].list", "100 entries"),
    (_set("pledges", 0, "list", [{"offer": "a", "near": 2}]), "pledges[0].list[0].near", '"place"'),
    (_set("pledges", 1, "list", 0, "offer", "c"), "pledges[1].list[0].offer", "no offer"),
    (_set("pledges", 1, "list", 0, "at_most", 3), "pledges[1].list[0].at_most", "no such key"),
    (_set("pledges", 1, "list", 0, "at_least", -2), "pledges[1].list[0].at_least", "negative"),
    (_set("pledges", 1, "list", 2, "at_least", 9), "pledges[1].list[2]", "further up"),
    (_set("pledges", 1, "list", 2, "weight", 5), "pledges[1].list[2]", "lower this weight"),
    (_set("extra", 1), "extra", "no such key"),
    (_set("pledges", 1, "commitment", "0f0"), "pledges[1].commitment", "pairs of the digits"),
    (_set("pledges", 1, "commitment", 15), "pledges[1].commitment", "text between quotes"),
    (_set("pledges", 0, "commitment", "0f"), "pledges[0].count", "leave the count out"),
    (_set("pledges", 1, "commitment", "0f"), "pledges[0]", "give one to all or to none"),
    (_set("pledges", [{"list": ["a"], "commitment": each} for each in ("0f", "10", "0F")]), "pledges[2].commitment", "pledge 0"),
]


@pytest.mark.parametrize(("change", "where", "sentence"), PLACES, ids=[f"{where} {sentence}" for _, where, sentence in PLACES])
def test_is_refused_with_line_place_and_sentence(change, where, sentence):
    text = _text(change)
    refusal = _refusal(text)
    assert refusal.told.startswith(f"{where}: ")
    assert sentence in refusal.told
    last = refusal.where[-1]
    line = text.decode().splitlines()[refusal.line - 1]
    if isinstance(last, str):
        assert f'"{last}"' in line


@pytest.mark.parametrize(
    ("data", "line", "sentence"),
    [
        (b"", 1, "empty"),
        (b" \n", 1, "empty"),
        (b"\n\n{", 3, "not JSON"),
        (b'{"a": 1,\n "b": tru}', 2, "not JSON"),
        (b"\n\xff", 2, "not UTF-8"),
        (b"[" * 100_000, 1, "nested too deeply"),
        (b"[" + b"\n" + b"9" * 5000 + b"]", 2, "at most"),
        (b'{"format": 1,\n"format": 2}', 2, "stands twice"),
        (b"[]", 1, "object is expected"),
        (b"NaN", 1, "object is expected"),
        (json.dumps(GOOD).encode().replace(b'"quorum": 2', b'"quorum": NaN'), 1, "whole number"),
        (json.dumps(GOOD).encode().replace(b'"count": 3', b'"count": 3, "count": 3'), 1, "stands twice"),
    ],
)
def test_what_is_not_a_file_of_this_format(data, line, sentence):
    refusal = _refusal(data)
    assert refusal.line == line
    assert sentence in refusal.told


def test_odd_but_good_files():
    assert instance_from(b"\xef\xbb\xbf" + _text()).people == 4
    assert clear(instance_from(b'{"format":"insieme-clearing/1","seed":"","offers":[],"pledges":[]}')).active == ()
    assert clear(instance_from(b'{"format":"insieme-clearing/1","seed":"","offers":[],"pledges":[{"list":[]}]}')).people_unserved == 1
    hebrew = _text(lambda value: value["offers"].append({"id": "קפה ☕ אחד", "quorum": 0}))
    assert clear(instance_from(hebrew)).active == ("a", "קפה ☕ אחד")
    assert instance_from(_text(_set("pledges", 0, "count", 0))).people == 1


def test_a_place_is_found_behind_many_pledges():
    pledges = ",\n".join(['{"list": ["a"]}'] * 50_000)
    head = '{"format": "insieme-clearing/1", "seed": "00", "offers": [{"id": "a", "quorum": 1}]'
    text = f'{head},\n"pledges": [{pledges},\n{{"list": ["b"]}}]}}'
    assert _refusal(text.encode()).line == 50_002
    assert line_of(text, ("pledges", 50_000, "list", 0)) == 50_002


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["a", "b", "00"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["format", "seed", "offers", "pledges", "id", "quorum", "list", "offer", "count", "place", "x"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(_json)
@settings(max_examples=200, deadline=None)
def test_any_json_is_read_or_refused(value):
    refusal = _read(value)
    assert isinstance(refusal, Instance) or (refusal.line and refusal.sentence)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_any_value_anywhere_is_read_or_refused(data):
    """A good file with one value replaced by anything."""
    value = json.loads(json.dumps(GOOD))
    at, step = value, data.draw(st.sampled_from(sorted(value)))
    while isinstance(at[step], dict | list) and at[step] and data.draw(st.booleans()):
        at = at[step]
        step = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else list(range(len(at)))))
    at[step] = data.draw(_json | st.integers(-(2**70), 2**70))
    found = _read(value)
    if isinstance(found, Instance):
        clear(found)
    else:
        assert found.line


@given(st.binary(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read_or_refused(data):
    with pytest.raises(BadFile):
        instance_from(data)


_entries = st.lists(st.sampled_from("abc"), unique=True, max_size=3)
_file = st.fixed_dictionaries(
    {
        "format": st.just("insieme-clearing/1"),
        "seed": st.binary(max_size=4).map(bytes.hex),
        "offers": st.tuples(*(st.fixed_dictionaries({"id": st.just(name), "quorum": st.integers(0, 9)}) for name in "abc")).map(list),
        "pledges": st.lists(
            st.fixed_dictionaries({"list": _entries}, optional={"count": st.integers(0, 9), "place": st.text(max_size=4)})
            | st.fixed_dictionaries(
                {
                    "place": st.text(max_size=3),
                    "list": _entries.map(lambda names: [{"offer": name, "weight": 7, "at_least": 3, "near": 2} for name in names]),
                }
            ),
            max_size=5,
        ),
    }
)


@pytest.mark.parametrize("weight", [1, 2])
def test_what_lots_are_drawn_over_is_written_and_reads_back_the_same(weight):
    pledges = [Pledge((Entry(0, weight),), commitment=bytes([place])) for place in range(9)]
    drawn = instance_of([Offer("a", 2, capacity=6)], pledges, seed=b"x")
    again = instance_from(written(drawn).encode())
    assert written(again) == written(drawn)
    assert clear(again).as_json(again) == clear(drawn).as_json(drawn)
    without = instance_from(re.sub(r'"commitment": "..", ', "", written(drawn)).encode())
    assert clear(without).as_json(without)["assigned"] != clear(drawn).as_json(drawn)["assigned"]


def test_where_no_lots_are_drawn_no_commitment_is_written():
    ample = instance_of([Offer("a", 2, capacity=9)], [Pledge((Entry(0),), commitment=b"secret")] * 9, seed=b"")
    assert "commitment" not in written(ample)


@given(_file)
@settings(max_examples=80, deadline=None)
def test_what_is_written_reads_back_the_same(value):
    found = instance_from(json.dumps(value).encode())
    again = instance_from(written(found).encode())
    assert written(again) == written(found)
    assert clear(again).as_json(again) == clear(found).as_json(found)
