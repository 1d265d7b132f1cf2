# SPDX-License-Identifier: AGPL-3.0-or-later
"""Canonical JSON: one spelling, no floats."""

import pytest

from insieme.foundation.canonical import canonical, digest


def test_keys_are_sorted_and_nothing_is_escaped() -> None:
    assert canonical({"b": [1, None, True], "a": "è"}) == '{"a":"è","b":[1,null,true]}'


@pytest.mark.parametrize("value", [1.0, {"a": [0.5]}, {1: "a"}])
def test_what_has_no_single_spelling_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_the_salt_changes_the_digest() -> None:
    assert digest(b"a", "x") != digest(b"b", "x")
