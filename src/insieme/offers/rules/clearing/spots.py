# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusing a file: where in it, on which line, and a sentence that tells how to mend it."""

from __future__ import annotations

import json
import re
from typing import Any

Where = tuple[str | int, ...]

_DECODER = json.JSONDecoder()
_BLANKS = re.compile(r"[ \t\n\r]*")
LONG_DIGITS = re.compile(r"[0-9]{4300}")


class Misfit(Exception):  # noqa: N818 - it is what was found, and becomes a refusal with a line
    """A value that does not fit, by its path in the JSON."""

    def __init__(self, where: Where, sentence: str) -> None:
        super().__init__(sentence)
        self.where = where
        self.sentence = sentence


class BadFile(Exception):  # noqa: N818 - a refusal, as the others of the house
    """A file that is refused, with its line, the path in it, and a sentence."""

    def __init__(self, line: int | None, where: Where, sentence: str) -> None:
        self.told = f"{spelled(where)}: {sentence}" if where else sentence
        super().__init__(self.told if line is None else f"{line}: {self.told}")
        self.line = line
        self.where = where
        self.sentence = sentence


def spelled(where: Where) -> str:
    """A path as people write it: pledges[3].list[1].offer."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{_key(step)}" for step in where).lstrip(".")


def quoted(value: object) -> str:
    """A value between quotes, short, and safe to show: nothing in it turns the line round or moves the cursor."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    shown = text if text.isprintable() else json.dumps(value, default=str)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."  # noqa: PLR2004 - what fits on a line beside the sentence


def line_of(text: str, where: Where) -> int:
    """The line on which the value at a path begins; as far down as the path can be followed.

    Values on the way are skipped by the JSON decoder itself, so this stays quick in a file of a million pledges.
    """
    at = _blanks(text, 0)
    for step in where:
        try:
            found = _in_list(text, at, step) if isinstance(step, int) else _in_object(text, at, step)
        except ValueError:
            break
        if found is None:
            break
        at = found
    return text.count("\n", 0, at) + 1


def _in_list(text: str, at: int, wanted: int) -> int | None:
    if not text.startswith("[", at):
        return None
    at = _blanks(text, at + 1)
    for _ in range(wanted):
        at = _blanks(text, _after(text, at)) + 1
        at = _blanks(text, at)
    return at


def _in_object(text: str, at: int, wanted: str) -> int | None:
    """Where the last key of that name begins, as the last one is the one that JSON keeps; its value, where one follows it."""
    if not text.startswith("{", at):
        return None
    found = None
    at = _blanks(text, at + 1)
    while not text.startswith("}", at):
        key, end = _DECODER.raw_decode(text, at)
        value = _blanks(text, _blanks(text, end) + 1)
        if key == wanted:
            found = value
        at = _blanks(text, _after(text, value))
        if text.startswith(",", at):
            at = _blanks(text, at + 1)
    return found


def _after(text: str, at: int) -> int:
    end: Any = _DECODER.raw_decode(text, at)[1]
    return int(end)


def _blanks(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return at if found is None else found.end()


def _key(step: str) -> str:
    return step if step.isidentifier() and step.isascii() else quoted(step)
