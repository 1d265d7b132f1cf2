# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first "carrotmob", K&D Market, San Francisco, 29 March 2008, retold as if it had been a call on Insieme.

Source: press of the time and the movement's own toolkit. Known: 23 shops approached, the winning bid of 22%, about 300 people, about
9,200 dollars in three hours, the audit by SF Energy Watch. Sources disagree on whether the bid was of takings or of profits. The other
bids are not known.
"""

from insieme.village.world.telling import Bid, Company, Leaning, Step, Story, first, on

WINNER = "k-d-market"
RETOLD = "Ricostruzione dimostrativa di un fatto vero: questa pagina non è tenuta dal negozio."
#: What the other twenty-two bid, in percent: invented, below the winner's as the sources say.
OTHER_BIDS = (20, 18, 17, 15, 15, 15, 14, 12, 12, 11, 10, 10, 10, 10, 8, 8, 7, 6, 5, 5, 5, 3)
THIRD, SECOND = "negozio-interpellato-3", "negozio-interpellato-2"

COMPANIES = (
    Company(
        "Carrotmob San Francisco",
        "group",
        "dana-whitfield",
        "promotrice",
        "Il contrario del boicottaggio: invece di punire chi fa male, si compra tutti insieme da chi promette di fare meglio.",
        town="San Francisco",
        joined=on(-119),
        note="Ricostruzione dimostrativa: le persone che qui la rappresentano sono inventate.",
    ),
    Company(
        "K&D Market",
        "company",
        "sam-ortega",
        "per conto del negozio, nel racconto",
        "Alimentari e liquori all'angolo della strada.",
        town="San Francisco",
        size="micro",
        joined=on(-117),
        note=RETOLD,
    ),
    *(
        Company(
            f"Negozio interpellato {number}",
            "company",
            "sam-ortega",
            "per conto del negozio, nel racconto",
            f"Uno degli altri ventidue negozi a cui fu chiesto quanto avrebbero messo: qui, per racconto, il {percent} %.",
            town="San Francisco",
            size="micro",
            joined=on(-117, 10, number),
            note="Inventato: le fonti non dicono né i nomi né le offerte degli altri negozi.",
        )
        for number, percent in enumerate(OTHER_BIDS, start=2)
    ),
)


def _bid(company: str, number: int, percent: int) -> Bid:
    return Bid(
        company=company,
        product="La spesa di un sabato pomeriggio",
        price_minor=30_67,
        currency="USD",
        quorum=150,
        commitment="Lavori di risparmio energetico nel negozio, come li consiglia un controllo indipendente",
        basis="takings",
        proof="Relazione di SF Energy Watch e fatture dei lavori",
        proof_day=60,
        steps=(Step(150, "in lavori di risparmio energetico", percent_hundredths=percent * 100),),
        terms="Si paga alla cassa, quel giorno. L'impegno si calcola sugli incassi del pomeriggio.",
        made=on(-108, 10, number),
        signed=on(-107, 15, number),
    )


STORY = Story(
    title="K&D Market: la spesa che premia chi si impegna di più",
    summary="Ventitré negozi, una domanda: quanta parte degli incassi di un pomeriggio metteresti nel risparmio energetico?",
    need="""\
*È il racconto di un fatto vero, il primo «carrotmob»: San Francisco, **29 marzo 2008**. Qui le date sono spostate a quest'anno, come se
fosse passato da Insieme; i numeri sono quelli di allora.*

Una promotrice andò in **23 negozi** dello stesso quartiere con una proposta: un sabato vi portiamo una folla che compra; voi, quanta
parte mettete nel rendere il negozio meno sprecone? Vinse K&D Market, alimentari e liquori, con il **22%**.

Quel pomeriggio arrivarono circa **300 persone** e spesero circa **9.200 dollari in tre ore**, più di quattro volte un pomeriggio normale.
Che cosa fare con quei soldi lo disse un controllo indipendente, quello di SF Energy Watch.

### Che cosa non sappiamo
- Se il 22% fosse **degli incassi o dei guadagni**: quasi tutte le fonti dicono incassi, una dice guadagni. Perciò qui ogni impegno deve
  dire di che cosa è la parte.
- Quanto offrirono gli altri ventidue: le loro percentuali, in questo racconto, sono inventate.
- Se i lavori furono fatti tutti: non ne è rimasto un registro pubblico. È il motivo per cui qui ce n'è uno.

*Fonti: la stampa di allora e i materiali del movimento Carrotmob.*
""",
    category="food",
    unit="spesa",
    promoter="carrotmob-san-francisco",
    town="San Francisco",
    drafted=on(-115, 18),
    published=on(-114),
    choosing=on(-100, 18),
    closes=on(-86, 23),
    menu={"at_least": [200, 300], "near": [50]},
    proof_expected="relazione di un controllo indipendente",
    bids=(
        _bid(WINNER, 1, 22),
        *(_bid(f"negozio-interpellato-{number}", number, percent) for number, percent in enumerate(OTHER_BIDS, start=2)),
    ),
    crowd="san-francisco",
    leanings=(
        Leaning(188, first(WINNER)),
        Leaning(62, first(WINNER, SECOND, THIRD)),
        Leaning(29, first(SECOND, WINNER)),
        Leaning(14, first(THIRD, "negozio-interpellato-5", WINNER)),
        Leaning(7, first("negozio-interpellato-9", "negozio-interpellato-4", WINNER)),
    ),
)
