# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables and a chart."""

COLUMNS = [{"words": "Offerta"}, {"words": "Serviva", "number": True}, {"words": "La preferiscono", "number": True}, {"words": "Esito"}]
ROWS = [
    ["Cooperativa Sole Nero", 300, 498, {"words": "parte", "tone": "go"}],
    ["Torrefazione Lauri", 250, 187, {"words": "non parte", "tone": "no"}],
    ["Caffè Meridiano", 400, 96, {"words": "non parte", "tone": "no"}],
]
ROUNDS = [{"certain": [], "possible": ["Sole Nero", "Lauri"]}, {"certain": ["Sole Nero"], "possible": ["Sole Nero"]}]
#: Marks above this one have somebody shown apart.
ABOVE = 3
DAYS = [3, 11, 24, 18, 9, 31, 42, 38, 29, 21, 17, 26, 43]
MARKS = [2, 0, 3, 9, 6]
SPREAD = {
    "title": "Quanto è credibile",
    "people": "20 persone",
    "rated": 22,
    "others": 2,
    "in_words": "1: 2; 2: 0; 3: 3; 4: 9; 5: 6",
    "rows": [
        {
            "mark": mark,
            "counted": people,
            "share": f"{100 * people // 9}%",
            "apart": int(mark > ABOVE),
            "apart_share": "11%" if mark > ABOVE else "0%",
            "x": f"{20 * (mark - 1) + 2}%",
            "y": f"{100 - 100 * people // 9}%",
        }
        for mark, people in enumerate(MARKS, start=1)
    ],
}
CHART = {
    "id": "by-day",
    "title": "Adesioni al giorno",
    "desc": "Tredici giorni: si parte da 3, il giorno più vivo è l'ultimo con 43.",
    "unit": "Adesioni",
    "bars": [(f"{day} nov", many) for day, many in enumerate(DAYS, start=10)],
}
