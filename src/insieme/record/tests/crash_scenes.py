# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the processes of `crash.py` die."""

STEPS = [
    ("scene", "change", "after"),
    ("insieme.record.actions.saying", "insert", "after"),
    ("insieme.record.actions", "say", "after"),
    ("scene", "committed", "before"),
    ("insieme.record.actions.sealing", "exclusive", "after"),
    ("insieme.record.actions.sealing", "_give_positions", "before"),
    ("insieme.record.actions.sealing", "_give_positions", "after"),
    ("insieme.record.actions.sealing", "_write_tiles", "after"),
    ("insieme.record.actions.sealing", "_sign", "after"),
    ("insieme.record.actions.sealing", "_seal_batch", "after"),
    ("scene", "effect", "before"),
    ("scene", "effect", "after"),
    ("insieme.record.actions.relaying", "_move", "before"),
    ("insieme.record.actions.relaying", "_move", "after"),
    ("insieme.record.actions.relaying", "_handle", "after"),
]
UNTIMED = 12
CROWD = "four at once"
NAMES = [*(f"{moment} {name}" for _, name, moment in STEPS), *(f"at any time ({number})" for number in range(UNTIMED)), CROWD]
