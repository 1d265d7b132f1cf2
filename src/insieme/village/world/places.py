# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the world lies: municipalities by ISTAT code, and towns elsewhere by country."""

from __future__ import annotations

MUNICIPALITIES = {
    "Bologna": "037006",
    "Budrio": "037008",
    "Casalecchio di Reno": "037011",
    "Castel Maggiore": "037019",
    "Granarolo dell'Emilia": "037030",
    "Imola": "037032",
    "Modena": "036023",
    "Monzuno": "037044",
    "San Lazzaro di Savena": "037054",
}
ELSEWHERE = {"San Francisco": "US", "Oakland": "US", "Nantes": "FR", "Saint-Nazaire": "FR", "Rezé": "FR"}
