# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every text is said in Italian, completely, and nothing stands in the catalogue that nobody says."""

import pytest

from house.catalogue import catalogues, lacks


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parts[-3])
def test_the_catalogue_is_complete(path):
    told = lacks(path)
    assert not told, f"make messages, then translate. {len(told)} in all:\n" + "\n".join(told)


def test_italian_is_there():
    assert "it" in {path.parts[-3] for path in catalogues()}
