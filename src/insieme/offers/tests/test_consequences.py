# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happens if: every line says what it would cost and whether it counts."""

from insieme.offers.rules.consequences import consequences, dearest
from insieme.offers.rules.pledging import Entry, Terms

OFFERS = {
    "a": Terms("a", 250, "buyers", None, 1950),
    "n": Terms("n", 60, "new_customers", 200, 2490),
    "e": Terms("e", 500_000, "euro", None, 300),
}


def test_each_line_asks_for_its_own_price():
    found = consequences([Entry("a", at_least=300), Entry("e"), Entry("a")], offers=OFFERS, quantity=3)
    assert [(line.number, line.total_minor, line.again) for line in found] == [(1, 5850, False), (2, 900, False), (3, 5850, True)]
    assert dearest(found) == 5850


def test_it_says_what_a_pledge_adds_to_the_total():
    found = consequences([Entry("a"), Entry("n"), Entry("e")], offers=OFFERS, quantity=3)
    assert [line.counts for line in found] == [1, 0, 900]
    assert consequences([Entry("n")], offers=OFFERS, quantity=3, new_for=["n"])[0].counts == 1


def test_what_is_no_longer_offered_has_no_consequence():
    assert [line.offer for line in consequences([Entry("gone"), Entry("a")], offers=OFFERS, quantity=1)] == ["a"]
    assert dearest([]) == 0
