# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who runs the installation: read from the environment, plausible in the demo, missed before it opens to the public."""

import pytest

from insieme.config.checks import operator_is_named
from insieme.config.tests.processes import said, start


@pytest.mark.parametrize(
    ("name", "contact", "found"),
    [
        ("", "", ["insieme.W001"]),
        ("Rete Uffici", "", ["insieme.W001"]),
        ("", "noi@rete.example", ["insieme.W001"]),
        ("Rete Uffici", "in fondo al corridoio", ["insieme.W002"]),
        ("Rete Uffici", "noi@rete.example", []),
        ("Rete Uffici", "https://rete.example/noi", []),
    ],
)
def test_the_check_before_opening_misses_who_is_not_named_or_not_reached(settings, name, contact, found):
    settings.OPERATOR, settings.CONTACT = name, contact
    assert [each.id for each in operator_is_named()] == found


@pytest.mark.parametrize(
    ("around", "missed", "told"),
    [
        ({}, True, ("", "")),
        ({"INSIEME_DEMO": "1"}, False, ("Dimostrazione di Insieme", "info@insieme.example")),
        ({"INSIEME_OPERATOR": "Rete Uffici", "INSIEME_CONTACT": "noi@rete.example"}, False, ("Rete Uffici", "noi@rete.example")),
    ],
)
def test_the_environment_names_them(tmp_path, around, missed, told):
    prints = "from django.conf import settings; print((settings.OPERATOR, settings.CONTACT))"
    for arguments in (["shell", "--no-imports", "-v0", "-c", prints], ["check", "--deploy"]):
        with start(tmp_path, *arguments, **around) as process:
            assert process.wait() == 0, said(tmp_path)
    assert str(told) in said(tmp_path)
    assert ("insieme.W001" in said(tmp_path)) == missed
