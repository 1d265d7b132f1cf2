# SPDX-License-Identifier: AGPL-3.0-or-later
"""Money as integer minor units and an ISO 4217 currency. Never a float, never bare."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount: `minor` in cents (or the currency's smallest unit), `currency` as ISO 4217 code."""

    minor: int
    currency: str = "EUR"

    def __add__(self, other: Money) -> Money:
        """Sum of two amounts. Refuses: another currency, with `ValueError`."""
        if other.currency != self.currency:
            msg = f"cannot add {other.currency} to {self.currency}"
            raise ValueError(msg)
        return Money(self.minor + other.minor, self.currency)

    def __mul__(self, times: int) -> Money:
        """Return the amount taken `times` times."""
        return Money(self.minor * times, self.currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.minor).scaleb(-get_currency_precision(self.currency))

    def written(self, locale: str) -> str:
        """Return the amount as a reader of `locale` (`it`, `en`) expects it."""
        return format_currency(self.amount, self.currency, locale=locale.replace("-", "_"))
