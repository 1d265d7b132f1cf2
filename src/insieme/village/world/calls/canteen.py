# SPDX-License-Identifier: AGPL-3.0-or-later
"""A draft: the canteen of a school."""

from insieme.village.world.telling import Story, on

STORY = Story(
    title="La mensa della Carducci, con quello che cresce qui intorno",
    summary="Centonovanta pranzi al giorno: chi li cucina con prodotti di meno di trenta chilometri, e lo fa vedere?",
    need="""\
I nostri bambini fanno **190 pranzi al giorno**, da settembre a giugno. Il contratto di adesso finisce con l'anno scolastico.

Vorremmo che chi cucina:

- comprasse verdura, pane e latte da chi lavora **entro trenta chilometri**;
- invitasse le classi a vedere i campi, due volte l'anno;
- dicesse ogni mese che cosa è stato avanzato, e che cosa cambia.

*Da finire prima di pubblicare: il prezzo massimo per pranzo e che cosa chiediamo per le diete speciali.*
""",
    category="food",
    unit="pranzo",
    promoter="comitato-genitori-carducci",
    town="Bologna",
    drafted=on(-2, 21, 15),
    choosing=on(21),
    closes=on(35, 20),
    menu={"at_least": [100, 150], "near": []},
    proof_expected="fatture dei fornitori e registro degli avanzi, ogni mese",
)
