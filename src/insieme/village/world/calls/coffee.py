# SPDX-License-Identifier: AGPL-3.0-or-later
"""People choose: three offers of coffee, three hundred pledges, and some days left."""

from dataclasses import replace

from insieme.village.world.telling import (
    Bid,
    Gathering,
    Joined,
    Leaning,
    Line,
    Ranking,
    Replied,
    Revised,
    Step,
    Story,
    first,
    on,
)

LAURI, MERIDIANO, SOLE_NERO = "torrefazione-lauri", "caffe-meridiano", "cooperativa-sole-nero"

BIDS = (
    Bid(
        company=LAURI,
        product="Arabica tostata a legna, consegna settimanale",
        price_minor=20_50,
        quorum=250,
        capacity=900,
        commitment="Pannelli solari sul tetto della scuola Carducci; da 500 persone anche su quello della palestra",
        basis="takings",
        proof="Fattura dell'impianto e un contatore nell'atrio",
        proof_day=120,
        steps=(
            Step(250, "pannelli sulla scuola Carducci", percent_hundredths=1200),
            Step(500, "e sul tetto della palestra", percent_hundredths=2000),
        ),
        terms="Un chilo o più a testa, un po' ogni settimana per tre mesi. Si paga una volta sola. Sacchetti resi e riempiti.",
        made=on(-20, 11),
        signed=on(-20, 18, 5),
        revisions=(
            Revised(
                on(-14, 17),
                {"price_minor": 19_50},
                "Avete chiesto un prezzo più basso: portando un po' di caffè ogni settimana nello stesso giro ci stiamo dentro.",
                ("price",),
            ),
            Revised(
                on(-3, 11, 30),
                {"proof": "Fattura dell'impianto e un contatore pubblico, leggibile dalla strada"},
                "Lo avevamo risposto ad Ada nella discussione: adesso è scritto nell'offerta, e ci impegna.",
                ("proof",),
                confirm_percent=78,
                hesitant=("marta-zanotti", "chiara-neri"),
            ),
        ),
    ),
    Bid(
        company=MERIDIANO,
        product="Miscela di casa, ritiro in bottega",
        price_minor=17_90,
        quorum=400,
        commitment="Assumere due apprendisti del quartiere per un anno",
        basis="once",
        proof="Contratti depositati, controllati dal centro per l'impiego",
        proof_day=90,
        steps=(Step(400, "due apprendisti del quartiere, assunti per un anno"),),
        terms="Ritiro dal martedì al sabato, fino alle 20. Macinato al momento se serve.",
        made=on(-18, 15),
        signed=on(-17, 10, 30),
    ),
    Bid(
        company=SOLE_NERO,
        product="Equosolidale da undici cooperative, con la bicicletta da carico",
        price_minor=21_00,
        quorum=300,
        capacity=700,
        commitment="Un sovrapprezzo ai produttori, oltre il prezzo equo",
        basis="per_unit",
        proof="Bilancio certificato, pubblicato ogni trimestre",
        proof_day=130,
        steps=(Step(300, "ai produttori", amount_minor=60), Step(600, "ai produttori", amount_minor=90)),
        terms="Consegna in ufficio il lunedì. Chicchi o macinato, sempre in latte che si rendono.",
        made=on(-15, 9, 30),
        signed=on(-15, 12),
    ),
)

LEANINGS = (
    Leaning(71, first(SOLE_NERO, LAURI, quantity=2)),
    Leaning(44, Ranking((Line(SOLE_NERO, at_least=400), Line(LAURI), Line(SOLE_NERO)), quantity=1)),
    Leaning(20, first(SOLE_NERO)),
    Leaning(18, first(SOLE_NERO, MERIDIANO, LAURI)),
    Leaning(52, first(LAURI, SOLE_NERO)),
    Leaning(29, Ranking((Line(LAURI, at_least=300), Line(MERIDIANO), Line(SOLE_NERO)), quantity=3)),
    Leaning(16, Ranking((Line(LAURI, near=10), Line(SOLE_NERO)), quantity=1), town="Castel Maggiore"),
    Leaning(37, first(MERIDIANO, SOLE_NERO, LAURI)),
    Leaning(22, first(MERIDIANO, LAURI, SOLE_NERO)),
)

STORY = Story(
    title="Il caffè dei nostri uffici, comprato insieme",
    summary="Beviamo 475 kg di caffè in tre mesi. Lo compreremo comunque: da chi fa di più per il quartiere?",
    need="""\
Siamo quattordici aziende di via San Donato e beviamo **1.900 chili di caffè l'anno**. Lo compreremo comunque, un po' qui e un po' là.

Se lo compriamo insieme possiamo chiedere qualcosa in cambio, a parità di gusto:

- che resti **qualcosa nel quartiere**: un tetto, un lavoro, un'aula;
- che chi coltiva sia **pagato bene**, e si possa controllare;
- che le consegne non portino altri furgoni.

Questa volta compriamo il caffè di **tre mesi**, circa 475 chili. La quantità che indichi è la tua per tutti e tre i mesi insieme, e la
paghi una volta sola. Chi lavora da noi sceglie per sé: ognuno ordina le offerte come preferisce, e beve quella
più in alto fra quelle che partono.

### Come si paga
Ognuno paga il suo caffè a chi lo vende, dopo l'esito. Alla rete non passa un euro.
""",
    category="food",
    unit="kg",
    promoter="rete-uffici-san-donato",
    town="Bologna",
    drafted=on(-26, 14),
    published=on(-25),
    choosing=on(-12),
    closes=on(5, 20),
    revised_until=on(3, 20),
    menu={"at_least": [300, 400, 500], "near": [10, 50]},
    proof_expected="un documento che chiunque possa controllare, entro giugno",
    gathered=(
        Gathering(
            organisation="elettroluce-emilia",
            crowd="employees",
            declared=180,
            words="""\
In magazzino e in ufficio beviamo caffè tutto il giorno. Chi vuole lo prende insieme agli altri: **ognuno sceglie da sé**, l'azienda non
ordina per nessuno. Noi ci mettiamo il ritiro in portineria, il lunedì.
""",
            at=on(-10, 12),
            goal=60,
            percent=15,
        ),
        Gathering(
            organisation="condomini-uniti-del-pilastro",
            crowd="residents",
            declared=640,
            words="Nelle nostre scale siamo in tanti: se il caffè arriva insieme, arriva una volta sola. Passate parola sul pianerottolo.",
            at=on(-9, 19),
            percent=8,
        ),
    ),
    ties=(("Torrefazione Lauri", "customer", "tre delle nostre aziende comprano già lì"),),
    joined=(
        Joined(
            "comitato-genitori-carducci",
            on(-19, 18),
            (("Torrefazione Lauri", "partner", "i pannelli che promette starebbero sul tetto della nostra scuola"),),
        ),
    ),
    asked=("@ada-ferri",),
    letters=(("Caffè del Portico", "bottega@caffedelportico.example"),),
    replies=(
        Replied(
            "torrefazione-lauri",
            on(-16, 9),
            "È vero: tre aziende della rete comprano già da noi, in tutto quaranta chili l'anno. A loro facciamo lo stesso prezzo che c'è "
            "nell'offerta, e nessuno della rete ha visto l'offerta prima degli altri. Con la scuola abbiamo parlato solo per misurare il "
            "tetto.",
        ),
    ),
    bids=BIDS,
    named=(
        ("bruno-sarti", first(LAURI, SOLE_NERO)),
        ("chiara-neri", Ranking((Line(SOLE_NERO, at_least=400), Line(LAURI)), quantity=2)),
        ("marta-zanotti", first(LAURI, SOLE_NERO)),
    ),
    leanings=LEANINGS,
)


def with_fewer(people: int) -> Story:
    """The same call with so few people: enough to show it."""
    return replace(STORY, leanings=(Leaning(people, first(SOLE_NERO, LAURI)),))
