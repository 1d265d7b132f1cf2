# SPDX-License-Identifier: AGPL-3.0-or-later
"""The crowds: people with a first name, a surname and a town, the same ones every time, who pledge in more than one call."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Passer:
    """Somebody of a crowd."""

    email: str
    name: str
    town: str


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many live there, what they are called, and in which towns, each as often as it is named."""

    people: int
    first_names: str
    surnames: str
    towns: tuple[str, ...]


AROUND_BOLOGNA = (
    *("Bologna",) * 10,
    *("San Lazzaro di Savena",) * 3,
    *("Castel Maggiore", "Casalecchio di Reno") * 2,
    *("Budrio", "Granarolo dell'Emilia", "Imola"),
)

CROWDS = {
    "bologna": Crowd(
        340,
        "Alessandra Amina Andrea Antonio Barbara Beatrice Camilla Carlo Caterina Cecilia Cristina Daniele Diego Elisa Enrico "
        "Fabio Fatima Federica Filippo Francesca Gabriele Giacomo Giorgia Giovanni Ilaria Ivan Karim Laura Leonardo Lorenzo "
        "Luca Marco Maria Martina Matteo Michela Mihai Monica Nicola Olga Paola Riccardo Roberta Samuele Simona Stefano Teresa "
        "Valentina Vera Yasmine",
        "Alberti Baldi Barbieri Bassi Bedini Bernardi Bianconi Borghi Bruni Calzolari Campana Cavalli Cesari Corsini Costa "
        "Donati El-Amrani Fabbri Ferrari Fiorini Fontana Galletti Gamberini Gherardi Guidi Landi Lambertini Magnani Malaguti "
        "Marchesi Mattioli Mazza Menarini Montanari Morselli Nanni Orsi Pagani Parisini Pedretti Popescu Raimondi Righi "
        "Rossetti Sandri Santini Tarozzi Testoni Venturi Zucchini",
        AROUND_BOLOGNA,
    ),
    "san-francisco": Crowd(
        300,
        "Aaron Alice Amy Ben Carla Carmen Chris Daniel Diana Eddie Emily Frank Grace Hana Helen Jason Jenny Jorge Julia Karen "
        "Kevin Linda Luis Maria Mark Mei Mike Nancy Noah Olivia Patrick Rachel Ravi Rosa Sam Sofia Steve Tina Victor Will",
        "Adams Baker Brown Chan Chavez Clark Cruz Davis Diaz Evans Flores Garcia Green Hall Huang Jackson Kelly Kim Lee Lewis "
        "Lopez Martin Miller Moore Nelson Nguyen Ortiz Park Patel Reed Rivera Scott Singh Smith Taylor Torres Walker White Wong "
        "Young",
        ("San Francisco",) * 9 + ("Oakland",),
    ),
    "nantes": Crowd(
        220,
        "Adrien Alice Amel Antoine Aurore Bastien Camille Céline Claire Clément Damien Élodie Émile Fanny Florian Gaëlle "
        "Guillaume Hélène Inès Jeanne Julien Karine Laurent Léa Loïc Lucie Malik Manon Mathieu Nadège Nicolas Noémie Pauline "
        "Quentin Rachid Romain Solène Théo",
        "Aubert Barre Bernard Blanchard Bouvier Brunet Caradec Chevalier Colin Denis Dupont Fournier Garnier Gauthier Guérin "
        "Hamon Henry Jouan Lambert Leblanc Lefèvre Leroux Mahé Marchand Martin Mercier Moreau Morvan Noël Perrin Petit Renaud "
        "Rivière Robin Roussel Simon",
        ("Nantes",) * 5 + ("Saint-Nazaire",) * 3 + ("Rezé",) * 2,
    ),
}


def passers(crowd: str) -> list[Passer]:
    """Everybody of this crowd, in an order that tells nothing."""
    said, chance = CROWDS[crowd], Random(crowd)  # noqa: S311 - the same people every time, nothing secret
    given, family = said.first_names.split(), said.surnames.split()
    names = [f"{name} {surname}" for name in given for surname in family]
    chosen = chance.sample(names, said.people)
    return [Passer(f"{crowd}-{number}@crowd.example", name, chance.choice(said.towns)) for number, name in enumerate(chosen, start=1)]
