# SPDX-License-Identifier: AGPL-3.0-or-later
"""Open for offers: two are signed, a third one waits for its signature."""

from insieme.village.world.telling import Bid, Step, Story, on

FULMINE, MULA, RENO = "ciclofficina-fulmine", "pedale-carico", "officine-reno"

STORY = Story(
    title="Biciclette da carico per le consegne di via San Donato",
    summary="Trenta botteghe vogliono lasciare il furgone: chi costruisce le biciclette, e che cosa lascia al quartiere?",
    need="""\
Trenta botteghe consegnano ogni giorno entro tre chilometri. Oggi lo fanno con i furgoni, in doppia fila.

Cerchiamo **biciclette da carico**, con o senza motore, e qualcuno che resti vicino quando si rompono. Contano:

- l'**assistenza in due giorni**, nel quartiere;
- una bicicletta di scorta mentre la nostra è in officina;
- che cosa resta a tutti: un corso, una ciclofficina, una rastrelliera.

Compreremo comunque, entro l'anno. Preferiamo farlo insieme.
""",
    category="transport",
    unit="bici",
    promoter="rete-uffici-san-donato",
    town="Bologna",
    drafted=on(-11, 17),
    published=on(-10),
    choosing=on(6),
    closes=on(20, 20),
    menu={"at_least": [30, 45], "near": [10]},
    proof_expected="targhetta con numero su ogni bicicletta e registro delle riparazioni",
    letters=(("Velo Lento", "bottega@velolento.example"),),
    hearings=(
        (
            on(-1, 12),
            "torrefazione-lauri",
            "Nel primo capoverso: in via San Donato consegniamo noi col furgone, e da due anni lo fermiamo in cortile, non in doppia fila.",
        ),
    ),
    bids=(
        Bid(
            company=FULMINE,
            product="Lunga: bicicletta da carico a pedali, cassone da 180 litri",
            price_minor=1_890_00,
            quorum=20,
            quorum_unit="units",
            capacity=60,
            commitment="Un corso gratuito di riparazione ogni mese, per due anni, nella sala della biblioteca di quartiere",
            basis="once",
            proof="Calendario pubblico dei corsi e nomi di chi li ha tenuti, con le firme di chi c'era",
            proof_day=400,
            steps=(Step(20, "un corso al mese per due anni"), Step(40, "due corsi al mese, e attrezzi in prestito a tutti")),
            terms="Consegna in otto settimane. Garanzia tre anni sul telaio. Bicicletta di scorta durante le riparazioni.",
            made=on(-8, 10),
            signed=on(-8, 18, 40),
        ),
        Bid(
            company=MULA,
            product="Mula: bicicletta da carico con motore, portata 120 kg",
            price_minor=3_450_00,
            quorum=15,
            quorum_unit="units",
            commitment="Una parte di ogni vendita per rastrelliere coperte davanti alle botteghe che aderiscono",
            basis="takings",
            proof="Fatture delle rastrelliere e foto del montaggio, via per via",
            proof_day=210,
            steps=(Step(15, percent_hundredths=500), Step(30, percent_hundredths=800), Step(50, percent_hundredths=1000)),
            terms="Consegna in dodici settimane. Batteria sostituita gratis nei primi due anni.",
            made=on(-5, 11),
            signed=on(-4, 9, 20),
        ),
        Bid(
            company=RENO,
            product="Reno 3: triciclo da carico con motore e cassone chiuso",
            price_minor=2_980_00,
            quorum=18,
            quorum_unit="units",
            capacity=45,
            commitment="Assumere e formare due ragazzi del quartiere per il montaggio, per un anno intero",
            basis="once",
            proof="Contratti depositati, controllati dal centro per l'impiego",
            proof_day=150,
            steps=(Step(18, "un apprendista per un anno"), Step(30, "due apprendisti per un anno")),
            terms="Consegna in dieci settimane. Officina mobile il martedì e il venerdì.",
            made=on(-1, 16, 30),
            signed=None,
            kept="Apprendisti del quartiere",
        ),
    ),
)
