# SPDX-License-Identifier: AGPL-3.0-or-later
"""Voices, clauses and lines of the record, around a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.safestring import mark_safe

CLAUSES = [
    {
        "number": "Art. 33",
        "text": mark_safe(
            "Le fonti di energia appartengono <del>ai soci</del> <ins>a chi abita il territorio</ins> e non possono essere vendute."
        ),
        "links": [{"words": "48 commenti, 12 contro", "href": "#clause"}, {"words": "5 proposte, 1 accolta", "href": "#clause"}],
        "note": "cambiato nella bozza 7 dalla proposta di Dario Conti",
    },
    {
        "number": "Art. 34",
        "text": "Chi consuma meno di quanto promesso cede l'eccedenza agli altri, al prezzo di costo.",
        "links": [{"words": "9 commenti", "href": "#clause"}, {"words": "1 proposta, in attesa da 2 giorni", "href": "#clause"}],
    },
]


def voices(now: datetime) -> list[dict[str, Any]]:
    """Voices that were answered, that wait, and that wait for too long."""
    return [
        {
            "who": "Bruno Sarti",
            "href": "#voice",
            "relation": "cliente",
            "at": now - timedelta(days=10),
            "text": "Il contatore della scuola si potrà vedere anche da fuori?",
            "answers": [
                {
                    "who": "Irene Lauri",
                    "role": "titolare",
                    "organisation": "Torrefazione Lauri",
                    "after": "dopo 5 ore",
                    "text": "Sì, pagina pubblica con la produzione ogni ora. L'ho scritto nella revisione 2.",
                    "official": True,
                },
                {"who": "Dario Conti", "role": "cliente", "at": now - timedelta(days=9), "text": "A Ravenna lo fanno già e funziona."},
            ],
        },
        {
            "who": "Chiara Neri",
            "relation": "dipendente di una delle 14 aziende",
            "at": now - timedelta(hours=19),
            "text": "Meridiano, gli apprendisti restano dopo l'anno?",
            "waiting": "In attesa di risposta da 19 ore, promessa entro 2 giorni",
        },
        {
            "who": "Samir Haddad",
            "relation": "socio",
            "at": now - timedelta(days=6),
            "text": "E se il prezzo del verde raddoppia?",
            "waiting": "Senza risposta da 6 giorni, era promessa entro 2",
            "overdue": True,
        },
    ]


def record_lines(now: datetime) -> list[dict[str, Any]]:
    """Lines of the record, the newest without its position yet."""
    words = ["Qualcuno ha aderito", "Irene Lauri ha firmato l'offerta per Torrefazione Lauri", "Rete Uffici San Donato ha aperto il bando"]
    lines: list[dict[str, Any]] = [
        {
            "position": 48_112 - 37 * index,
            "at": now - timedelta(hours=5 * index, minutes=2),
            "words": said,
            "href": "#record",
            "about": "Il caffè dei nostri uffici",
            "about_href": "#record",
        }
        for index, said in enumerate(words)
    ]
    return [
        {"position": None, "at": now, "words": "Qualcuno ha aderito", "about": "Il caffè dei nostri uffici", "about_href": "#record"},
        *lines,
    ]
