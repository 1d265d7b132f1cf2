# SPDX-License-Identifier: AGPL-3.0-or-later
"""`insieme clear FILE.json [FILE.json ...] [--check RESULT.json]`: the clearing rule on a file, without database and without Django."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from insieme.offers.rules.clearing.clearing import clear
from insieme.offers.rules.clearing.files import instance_from
from insieme.offers.rules.clearing.instance import Instance
from insieme.offers.rules.clearing.result import Result
from insieme.offers.rules.clearing.result_files import result_from
from insieme.offers.rules.clearing.spots import BadFile
from insieme.offers.rules.clearing.verification import verify

USAGE = """insieme clear FILE.json [FILE.json ...]          clear: one result a line for each file
insieme clear FILE.json --check RESULT.json      check a result against its file, and that the rule chooses it

Exit codes: 0 cleared, or the result holds; 1 the result does not hold; 2 a file cannot be used.
"""

EXPLAINED = "Verdict, rounds, rivals and the comparison with most people explain the choice; they are not checked."
FINE, WRONG, UNUSABLE = 0, 1, 2


def main(argv: list[str]) -> int:
    """Clear the files that are named, or check the result of one."""
    if {"-h", "--help"} & set(argv):
        sys.stdout.write(USAGE)
        return FINE
    files, result = _parted(argv)
    if not files or (result is not None and len(files) > 1):
        sys.stderr.write(USAGE)
        return UNUSABLE
    if result is not None:
        return _check(files[0], result)
    return max([_clear(name) for name in files])


def _parted(argv: list[str]) -> tuple[list[str], str | None]:
    """The files, and the result to check; no files at all where the line makes no sense."""
    files, results, rest = [], [], list(argv)
    while rest:
        word = rest.pop(0)
        if word == "--check" and rest:
            results.append(rest.pop(0))
        elif word.startswith("--check="):
            results.append(word.removeprefix("--check="))
        elif word.startswith("-"):
            return [], None
        else:
            files.append(word)
    return (files, results[0] if results else None) if len(results) <= 1 else ([], None)


def _clear(name: str) -> int:
    try:
        instance = instance_from(_bytes(name))
    except BadFile as refusal:
        return _refused(name, refusal)
    sys.stdout.write(json.dumps(clear(instance).as_json(instance)) + "\n")
    return FINE


def _check(name: str, of: str) -> int:
    reading = name
    try:
        instance = instance_from(_bytes(name))
        reading = of
        result = result_from(_bytes(of))
        reason = verify(instance, result) or _other_choice(instance, result)
    except BadFile as refusal:
        return _refused(reading, refusal)
    if reason is None:
        sys.stdout.write(f"{of} holds: from {name} the rule chooses these offers, with these numbers.\n{EXPLAINED}\n")
        return FINE
    sys.stderr.write(f"{of}: {reason}\n")
    return WRONG


def _other_choice(instance: Instance, result: Result) -> str | None:
    """What the rule chooses instead, if it does: several outcomes may be stable, and whoever writes a result could pick theirs."""
    chosen = sorted(clear(instance).active)
    return None if chosen == sorted(result.active) else f"this could be, but the rule chooses otherwise: {', '.join(chosen) or 'no offer'}"


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BadFile(None, (), f"this cannot be read: {reason}") from None


def _refused(name: str, refusal: BadFile) -> int:
    place = name if refusal.line is None else f"{name}:{refusal.line}"
    sys.stderr.write(f"{place}: {refusal.told}\n")
    return UNUSABLE
