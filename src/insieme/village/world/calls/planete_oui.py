# SPDX-License-Identifier: AGPL-3.0-or-later
"""An operation in the manner of Planète OUI, the French supplier of green power: a quorum of new customers, a capacity, a runner-up.

Source: press and court notices. Known: about 100,000 customers in 2021, 60 million euro of revenue in 2020, receivership in January 2022.
The operation itself, its numbers and the other supplier are invented after the model's rule: a group of at least 500 employees, a least
number of new customers.
"""

from insieme.village.world.telling import Bid, Company, Failed, Leaning, Line, Ranking, Step, Story, on

OUI, RUNNER_UP = "planete-oui", "courant-d-ouest"

COMPANIES = (
    Company(
        "Dipendenti dei cantieri Clairval",
        "group",
        "claire-moreau",
        "delegata",
        "Seicento persone che costruiscono navi e che, a casa, vorrebbero luce fatta con il vento.",
        town="Nantes",
        joined=on(-94),
    ),
    Company(
        "Planète OUI",
        "company",
        "yann-le-goff",
        "per conto del fornitore, nel racconto",
        "Fornitore francese di elettricità da fonti rinnovabili. Nel 2021 aveva circa 100.000 clienti; nel gennaio 2022 finì in "
        "amministrazione controllata.",
        town="Nantes",
        joined=on(-93),
        note="Ricostruzione dimostrativa: questa pagina non è tenuta dall'azienda, e chi firma è inventato.",
    ),
    Company(
        "Courant d'Ouest",
        "cooperative",
        "solene-kervella",
        "titolare",
        "Piccola cooperativa di elettricità dal vento e dalle maree.",
        town="Rezé",
        joined=on(-92),
    ),
)

BIDS = (
    Bid(
        company=OUI,
        product="Elettricità da sole e vento, un anno",
        price_minor=780_00,
        quorum=100,
        quorum_unit="new_customers",
        capacity=150,
        commitment="Una nuova pala nel parco eolico dei soci, con posti riservati a chi ha aderito",
        basis="per_person",
        proof="Atto di acquisto della quota e produzione pubblicata ogni mese",
        proof_day=200,
        steps=(Step(100, "nella nuova pala", amount_minor=30_00), Step(150, "nella nuova pala", amount_minor=40_00)),
        terms="Prezzo fermo dodici mesi. Si conta solo chi diventa cliente per la prima volta.",
        made=on(-78, 10),
        signed=on(-77, 9),
    ),
    Bid(
        company=RUNNER_UP,
        product="Elettricità da vento e maree, un anno",
        price_minor=815_00,
        quorum=90,
        quorum_unit="new_customers",
        commitment="Controllo gratuito dei consumi in ogni casa che aderisce",
        basis="per_person",
        proof="Schede dei controlli, senza nomi",
        proof_day=230,
        steps=(Step(90, "un controllo per casa"),),
        terms="Prezzo fermo diciotto mesi. Preavviso di sei mesi se smettessimo di fornire.",
        made=on(-76, 14),
        signed=on(-76, 17),
    ),
)


def _new(*companies: str) -> Ranking:
    return Ranking(tuple(Line(company) for company in companies), new_for=companies)


STORY = Story(
    title="Luce dal vento per i seicento dei cantieri",
    summary="Seicento dipendenti trattano insieme: con cento clienti nuovi il fornitore costruisce, ma può servirne centocinquanta.",
    need="""\
*È un racconto sul modello di **Planète OUI**, fornitore francese di elettricità verde: un promotore, o un'azienda di almeno 500 dipendenti,
negoziava un'operazione; se arrivava un numero minimo di **clienti nuovi**, il fornitore la realizzava. I numeri di questa operazione e
l'altro fornitore sono inventati.*

Siamo seicento. A casa ognuno ha il suo contratto, quasi nessuno con il vento che vediamo dai bacini. Chiediamo una fornitura rinnovabile e
qualcosa che, senza di noi, non si farebbe.

- Il **quorum** si conta in clienti nuovi: chi lo è già può aderire, ma non aiuta a raggiungerlo.
- La **capienza** è detta prima: quando i posti finiscono decide un sorteggio che chiunque può rifare.
- C'è una **seconda scelta**: chi la mette in lista dice anche a chi vuole rivolgersi se la prima non può servirlo.

### Che cosa insegna
Planète OUI aveva circa 100.000 clienti nel 2021 e 60 milioni di euro di ricavi nel 2020; nel **gennaio 2022** finì in amministrazione
controllata. Un fornitore può mancare **dopo** il quorum. Perciò l'impegno ha una data di prova, il silenzio non vale come promessa
mantenuta, e le seconde scelte restano scritte: chi viene dopo può subentrare, se le persone sono d'accordo. Nell'esito si vede come.

*Fonti: stampa francese e avvisi del tribunale, 2020-2022.*
""",
    category="energy",
    unit="contratto",
    promoter="dipendenti-dei-cantieri-clairval",
    town="Nantes",
    drafted=on(-90, 18),
    published=on(-89),
    choosing=on(-70),
    closes=on(-55, 20),
    drop_out_percent=15,
    menu={"at_least": [150], "near": []},
    proof_expected="produzione pubblicata ogni mese",
    bids=BIDS,
    crowd="nantes",
    leanings=(
        Leaning(112, _new(OUI, RUNNER_UP)),
        Leaning(46, _new(OUI)),
        Leaning(21, Ranking((Line(OUI), Line(RUNNER_UP)), new_for=(RUNNER_UP,))),
        Leaning(33, _new(RUNNER_UP, OUI)),
        Leaning(8, _new(RUNNER_UP)),
    ),
    failed=Failed(
        OUI,
        on(-40, 11),
        said_by="claire-moreau",
        because="Come accadde davvero nel gennaio 2022, il fornitore è finito in amministrazione controllata: da febbraio non può dare "
        "luce a nessuno dei centocinquanta. Nessuno gli deve più nulla.",
        runner_up=RUNNER_UP,
        confirmed=on(-37, 15),
        yes_percent=80,
        no_percent=5,
    ),
)
