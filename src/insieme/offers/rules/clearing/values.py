# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading JSON strictly: bytes to text to values, and single values of the kind that is expected."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from insieme.offers.rules.clearing.instance import LARGEST
from insieme.offers.rules.clearing.spots import LONG_DIGITS, BadFile, Misfit, Where, line_of, quoted

T = TypeVar("T")

_HEX = re.compile(r"(?:[0-9a-fA-F]{2})*")


class Doubled(dict[str, Any]):
    """An object in which a key stands twice."""

    key = ""


def read(data: bytes, build: Callable[[Any], T]) -> T:
    """Build something from the bytes of a JSON file.

    Refuses: what is not UTF-8 or not JSON, and whatever `build` finds misfit, each with its line.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadFile(line, (), "this is not UTF-8: save the file with that encoding") from None
    with _without_collecting():
        value = _loaded(text)
        try:
            return build(value)
        except Misfit as misfit:
            raise BadFile(line_of(text, misfit.where), misfit.where, misfit.sentence) from None


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Millions of lists come to be and none of them in a circle: looking for circles would take longer than all the rest."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _loaded(text: str) -> Any:
    if not text.strip():
        raise BadFile(1, (), "the file is empty")
    try:
        return json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise BadFile(error.lineno, (), f"this is not JSON: {error.msg} (column {error.colno})") from None
    except RecursionError:
        raise BadFile(1, (), "this is nested too deeply to be a file of this format") from None
    except ValueError:
        found = LONG_DIGITS.search(text)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        raise BadFile(line, (), f"a number may be {LARGEST:,} at most") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = Doubled(found)
    keys = [key for key, _ in pairs]
    doubled.key = next(key for key in keys if keys.count(key) > 1)
    return doubled


def record(value: Any, where: Where, required: frozenset[str], optional: frozenset[str] = frozenset()) -> dict[str, Any]:
    """An object with exactly these keys."""
    if isinstance(value, Doubled):
        raise Misfit((*where, value.key), "this key stands twice: keep one of them")
    if type(value) is not dict:
        raise Misfit(where, f"here an object is expected, with {_listed(required | optional)}, not {quoted(value)}")
    for key in value:
        if key not in required and key not in optional:
            raise Misfit((*where, key), f"there is no such key here: known are {_listed(required | optional)}")
    for key in sorted(required):
        if key not in value:
            raise Misfit(where, f"{quoted(key)} is missing")
    return value


def array(value: Any, where: Where) -> list[Any]:
    """A list."""
    if type(value) is not list:
        raise Misfit(where, f"here a list is expected, not {quoted(value)}")
    return value


def number(value: Any, where: Where) -> int:
    """A whole number from 0 to the largest that JSON can carry everywhere."""
    if type(value) is not int:
        raise Misfit(where, f"here a whole number is expected, not {quoted(value)}")
    if value < 0:
        raise Misfit(where, "a number cannot be negative: write 0 or more")
    if value > LARGEST:
        raise Misfit(where, f"a number may be {LARGEST:,} at most")
    return value


def string(value: Any, where: Where) -> str:
    """A string."""
    if type(value) is not str:
        raise Misfit(where, f"here a text between quotes is expected, not {quoted(value)}")
    return value


def octets(value: Any, where: Where) -> bytes:
    """Bytes, each written as two hexadecimal digits."""
    if not _HEX.fullmatch(string(value, where)):
        raise Misfit(where, "this is written in pairs of the digits 0-9 and a-f")
    return bytes.fromhex(value)


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(sorted(map(quoted, keys)))
