# SPDX-License-Identifier: AGPL-3.0-or-later
"""The people with a name. All are invented."""

from __future__ import annotations

from insieme.village.world.telling import Villager

PASSWORD = "insieme-demo"  # noqa: S105 - printed for everybody; seeding refuses where others can sign in

PEOPLE = (
    Villager(
        "Ada Ferri",
        "impiegata, vive in via San Donato",
        tries="mettere in ordine le tre offerte di caffè e aderire; dire se prende la verdura dalla seconda scelta, "
        "ora che l'orto si è fermato; rispondere a chi la invita",
    ),
    Villager(
        "Marta Zanotti",
        "coordina la Rete Uffici San Donato",
        tries="seguire il suo bando sul caffè; confermare la propria adesione dopo la revisione di Lauri; aprire un bando nuovo",
    ),
    Villager(
        "Elena Fabbri",
        "titolare di Officine Reno",
        town="Casalecchio di Reno",
        tries="rileggere e firmare l'offerta già pronta per le biciclette da carico; guardare il web hook e il token del gestionale",
    ),
    Villager(
        "Nadia Rinaldi",
        "giornalista, verifica per Conti Aperti, modera",
        tries="rifare il conto di un esito con il file scaricato e controllare il registro; decidere su una prima voce e su un ricorso",
    ),
    Villager("Bruno Sarti", "postino in pensione"),
    Villager("Chiara Neri", "grafica in uno degli uffici della rete", town="Castel Maggiore"),
    Villager(
        "Irene Lauri",
        "titolare della Torrefazione Lauri",
        tries="leggere voti e richieste, rivedere la sua offerta di caffè e vedere a chi toccherebbe confermarla",
    ),
    Villager("Omar Benali", "titolare di Caffè Meridiano"),
    Villager("Lucia Grandi", "presidente della Cooperativa Sole Nero", town="San Lazzaro di Savena"),
    Villager("Davide Monti", "socio della Ciclofficina Fulmine"),
    Villager("Giulia Serra", "titolare di Pedale Carico", town="Modena"),
    Villager("Tommaso Villa", "portavoce dei Condomini Uniti del Pilastro"),
    Villager(
        "Sara Bonfiglioli",
        "presidente di Tetti al Sole, che ha vinto un bando",
        town="San Lazzaro di Savena",
        tries="vedere chi compra gli impianti della sua cooperativa e portarsi via la tabella",
    ),
    Villager("Franco Galli", "amministratore di Elettroluce Emilia", town="Imola"),
    Villager("Wei Chen", "presidente di Energia di Quartiere"),
    Villager("Anna Melloni", "direttrice di Sole Facile", town="Modena"),
    Villager("Rosa Caputo", "rappresentante dei genitori alla Carducci"),
    Villager("Gino Marchetti", "titolare di Orto delle Serre", town="Granarolo dell'Emilia"),
    Villager("Fatou Diop", "presidente di Campi Larghi", town="Budrio"),
    Villager("Pietro Amadori", "presidente di Fibra Appennino", town="Monzuno"),
    Villager("Silvia Tassi", "direttrice di Rete Savena", town="San Lazzaro di Savena"),
    Villager("Dana Whitfield", "promotrice, nel racconto di San Francisco", town="San Francisco", language="en"),
    Villager("Sam Ortega", "firma per i negozi, nel racconto di San Francisco", town="San Francisco", language="en"),
    Villager("Claire Moreau", "promotrice, nel racconto di Nantes", town="Nantes"),
    Villager("Yann Le Goff", "firma per Planète OUI, nel racconto di Nantes", town="Nantes"),
    Villager("Solène Kervella", "titolare di Courant d'Ouest, nel racconto di Nantes", town="Rezé"),
)
