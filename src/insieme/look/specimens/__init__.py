# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the parts are shown with on `/look/`, each in every state: content as people of the house would write it, in Italian."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from insieme.foundation.money import Money
from insieme.look.specimens import asking, bargains, figures, talk


def everything(now: datetime) -> dict[str, Any]:
    """All specimens, with times around `now`."""
    wrong = asking.Choice({"wrong-name": "", "wrong-kilos": "80", "wrong-town": "037006", "wrong-why": "Mi piace"}, prefix="wrong")
    return {
        "now": now,
        "soon": now + timedelta(days=5),
        "before": now - timedelta(hours=3),
        "amount": Money(123_450),
        "form": asking.Choice(prefix="right"),
        "wrong": wrong,
        "messages_shown": [
            {"level_tag": "success", "message": "La tua adesione è nel registro."},
            {"level_tag": "info", "message": "Puoi cambiare idea fino a venerdì alle 20."},
            {"level_tag": "warning", "message": "Mancano due ore alla chiusura."},
            {"level_tag": "error", "message": "Il bando si è chiuso mentre sceglievi: nulla è stato cambiato."},
        ],
        "threads": bargains.THREADS,
        "quorums": bargains.QUORUMS,
        "offers": bargains.OFFERS,
        "outcome": [{**offer, **verdict} for offer, verdict in zip(bargains.OFFERS, bargains.VERDICTS, strict=True)],
        "rank": asking.ranking(),
        "promises": bargains.PROMISES,
        "voices": talk.voices(now),
        "clauses": talk.CLAUSES,
        "columns": figures.COLUMNS,
        "rows": figures.ROWS,
        "rounds": figures.ROUNDS,
        "lines": talk.record_lines(now),
        "chart": figures.CHART,
        "spread": figures.SPREAD,
        "crumbs": [("Bandi", "#navigation"), ("Il caffè dei nostri uffici", "#navigation")],
        "tabs": [
            {"words": "Aperti", "href": "#navigation", "current": True, "count": 4},
            {"words": "In arrivo", "href": "#navigation", "count": 2},
            {"words": "Chiusi", "href": "#navigation", "count": None},
        ],
        "steps": [{"words": "Ordina", "state": "done"}, {"words": "Condizioni", "state": "now"}, {"words": "Conferma", "state": "next"}],
    }
