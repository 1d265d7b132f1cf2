# SPDX-License-Identifier: AGPL-3.0-or-later
"""Threads, quorum bars, offers and promises, each in every state."""

from __future__ import annotations

from typing import Any

OFFERS: list[dict[str, Any]] = [
    {
        "name": "Torrefazione Lauri",
        "href": "#offer",
        "price": "19,50 €",
        "price_note": "al kg, arabica, consegna settimanale",
        "tiers": [
            {"at": "da 250", "words": "12 % degli incassi in pannelli solari sulla scuola Carducci"},
            {"at": "da 500", "words": "20 %, e il tetto della palestra"},
        ],
        "proof": "fattura dell'impianto e contatore pubblico, entro marzo 2027",
        "record": {"kept": 4, "late": 1, "broken": 0, "unverified": 1, "due": 6, "won": 3},
        "capacity": "Capienza 900 persone",
    },
    {
        "name": "Caffè Meridiano",
        "href": "#offer",
        "price": "17,90 €",
        "price_note": "al kg, miscela, ritiro in bottega",
        "tiers": [{"at": "da 400", "words": "due apprendisti del quartiere assunti per un anno"}],
        "proof": "contratti depositati, verifica del centro per l'impiego",
        "record": None,
        "capacity": "Senza limite",
    },
    {
        "name": "Cooperativa Sole Nero",
        "href": "#offer",
        "price": "21,00 €",
        "price_note": "al kg, equosolidale, bici cargo",
        "tiers": [
            {"at": "da 300", "words": "0,60 € per kg ai produttori, oltre il prezzo equo"},
            {"at": "da 600", "words": "0,90 € per kg"},
        ],
        "proof": "bilancio certificato, ogni trimestre",
        "record": {"kept": 9, "late": 0, "broken": 0, "unverified": 0, "due": 9, "won": 5},
        "capacity": "Capienza 700 persone",
    },
]
VERDICTS = [
    {"state": "fails", "verdict": "non parte, 187 di 250"},
    {"state": "fails", "verdict": "non parte, 96 di 400"},
    {"state": "goes", "verdict": "parte con 498"},
]

THREADS: list[dict[str, Any]] = [
    {
        "voice": {"state": "done", "words": "28 ottobre, 61 richieste", "href": "#thread"},
        "answer": {"state": "done", "words": "3 offerte firmate", "href": "#thread"},
        "decision": {"state": "now", "words": "mancano 5 giorni"},
        "commitment": {"words": "dal 5 dicembre"},
        "proof": {"words": "entro giugno 2027"},
    },
    {
        "voice": {"state": "done", "words": "61 richieste"},
        "answer": {"state": "done", "words": "3 offerte"},
        "decision": {"state": "done", "words": "4 dicembre"},
        "commitment": {"state": "done", "words": "0,60 € al kg ai produttori"},
        "proof": {"state": "late", "words": "12 giorni"},
    },
]

TICKS: list[dict[str, Any]] = [
    {"at": 250, "label": "250", "name": "Parte Torrefazione Lauri", "kind": "quorum"},
    {"at": 300, "label": "300", "name": "Parte Cooperativa Sole Nero", "kind": "quorum"},
    {"at": 400, "label": "400", "name": "Parte Caffè Meridiano", "kind": "quorum"},
]
QUORUMS: list[dict[str, Any]] = [
    {
        "value": 312,
        "words": "persone hanno aderito",
        "ticks": TICKS,
        "shared": True,
        "note": "Sono tutti insieme, qualunque offerta scelgano. Quanti ne ha ciascuna si saprà alla chiusura, uguale per tutti.",
    },
    {
        "value": 203,
        "words": "persone",
        "ticks": [
            TICKS[0],
            {"at": 500, "label": "500", "name": "Secondo gradino", "kind": "tier"},
            {"at": 900, "label": "900", "name": "Capienza", "kind": "capacity"},
        ],
        "capacity": 900,
        "missing": "Ne mancano 47 perché si parta",
        "deadline": "entro venerdì 4 dicembre alle 20",
    },
    {
        "value": 1_340_000,
        "figure": "13.400 €",
        "words": "raccolti",
        "reached": True,
        "ticks": [
            {"at": 1_000_000, "label": "10.000 €", "name": "Quorum", "kind": "quorum"},
            {"at": 1_200_000, "label": "12.000 €", "name": "Primo gradino", "kind": "tier"},
        ],
        "missing": "Il quorum c'è",
        "deadline": "si può aderire fino a domani",
    },
    {"value": 0, "words": "adesioni finora", "ticks": [TICKS[0]], "missing": "La prima può essere la tua"},
]

PROMISES: list[dict[str, Any]] = [
    {
        "what": "Pannelli solari sul tetto della scuola Carducci",
        "href": "#promise",
        "who": "Torrefazione Lauri",
        "to": "312 persone",
        "by": "entro marzo 2027",
        "state": "open",
    },
    {
        "what": "0,60 € per kg ai produttori",
        "href": "#promise",
        "who": "Cooperativa Sole Nero",
        "to": "498 persone",
        "by": "ogni trimestre",
        "state": "kept",
        "since": "il 31 marzo",
        "evidence": "bilancio certificato",
        "evidence_href": "#promise",
    },
    {
        "what": "Contatore pubblico con la produzione di ogni ora",
        "href": "#promise",
        "who": "Torrefazione Lauri",
        "to": "",
        "by": "entro il 10 novembre",
        "state": "late",
        "since": "da 12 giorni",
    },
    {
        "what": "Due apprendisti assunti per un anno",
        "href": "#promise",
        "who": "Caffè Meridiano",
        "to": "96 persone",
        "by": "entro giugno",
        "state": "broken",
        "since": "uno solo",
        "evidence": "verifica del centro per l'impiego",
        "evidence_href": "#promise",
    },
    {
        "what": "Sacchi riusati dal mercato del sabato",
        "who": "Bottega Pane e Sale",
        "to": "",
        "by": "entro settembre",
        "state": "unverified",
        "since": "nessuna prova",
    },
]
