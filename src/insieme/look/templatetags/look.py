# SPDX-License-Identifier: AGPL-3.0-or-later
"""Template tags and filters of the house: icons, figures, money, dates, text. All are builtins: no template loads them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_timedelta
from django import template
from django.template.context import Context
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext
from lucide.templatetags import lucide

from insieme.foundation import clock, text
from insieme.foundation.forms import typed
from insieme.foundation.money import Money
from insieme.foundation.operator import Operator
from insieme.foundation.operator import operator as named_operator
from insieme.look import drawing

register = template.Library()

NOW = timedelta(seconds=45)
#: A larger unit is used from two of it on: 36 hours, 10 days, then 2 weeks.
FROM_TWO = 2
KILO = 1024
STEPS = (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1))


def _language() -> str:
    return (get_language() or "en").partition("-")[0]


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, label: str = "") -> SafeString:
    """Draw the icon `name` of Lucide into the page: hidden from those who hear it unless it has a `label`."""
    said = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    return mark_safe(lucide.lucide(name, size=24, stroke_width="1.75", **{"class": "icon"}, **said))  # noqa: S308 - drawn by the package


@register.simple_tag(takes_context=True)
def current(context: Context, prefix: str) -> SafeString:
    """Mark a link of the navigation when the page stands at or below `prefix`."""
    request = context.get("request")
    if request is None or not request.path.startswith(prefix):
        return SafeString("")
    return SafeString(' aria-current="page"' if request.path == prefix else ' aria-current="true"')


class Once(template.Node):
    """A piece of a page that depends on the language and on nothing else."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist
        self.rendered: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """Render it the first time, with none of the page's values in reach: nothing of one reader can come before another's eyes."""
        language = get_language()
        if language not in self.rendered:
            self.rendered[language] = self.nodelist.render(context.new())
        return self.rendered[language]


@register.tag
def once(parser: template.base.Parser, _token: template.base.Token) -> Once:
    """Render what stands up to `endonce` once for each language: what is the same on every page, and names no value."""
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(nodelist)


@register.simple_tag(takes_context=True)
def typed_here(context: Context) -> list[tuple[str, str]]:
    """What the form held that this page answers; where the page has an address that shows it once more (`here`), only what it says."""
    if "here" in context:
        return list(context.get("typed") or [])
    request = context["request"]
    # Only of a form that Django's guard has let pass: what another site sends is never put into a form of ours.
    return typed(request.POST) if request.method == "POST" and getattr(request, "csrf_processing_done", False) else []


@register.simple_tag
def operator() -> Operator | None:
    """Who runs the installation, to be named on a page; nobody where the settings do not say."""
    return named_operator()


@register.filter
def heading(words: object) -> str:
    """A label as it stands before a colon: without the full stop of a whole sentence."""
    return str(words).rstrip(".:")


@register.filter
def number(value: int | None) -> str:
    """Write a whole number with its thousands apart: 48.112 in Italian, 48,112 in English. Nothing stays empty."""
    if value is None:
        return ""
    written = f"{int(value):,}"
    return written.replace(",", ".") if _language() == "it" else written


@register.filter
def money(value: Money | None) -> str:
    """Write an amount as the reader expects it: 24,00 € in Italian, €24.00 in English. Nothing stays empty."""
    return "" if value is None else _money(value.minor, value.currency, _language())


@lru_cache(maxsize=4096)
def _money(minor: int, currency: str, language: str) -> str:
    return Money(minor, currency).written(language)


@register.filter
def filesize(count: int) -> str:
    """Write how large a file is: 564 byte, 12,3 KB. Django's own Italian gives the byte a plural, which it has not."""
    if count < KILO:
        return ngettext("%(number)s byte", "%(number)s bytes", count) % {"number": number(count)}
    return filesizeformat(count)


@register.filter
def day(value: date | None) -> str:
    """Write the day: 4 dicembre; with the year when it is not the present one. Nothing stays empty."""
    return "" if value is None else _day(_local(value), "d MMMM", _language(), clock.now().year)


@register.filter
def moment(value: datetime | None) -> str:
    """Write day and hour in words: venerdì 4 dicembre alle 20. Nothing stays empty."""
    if value is None:
        return ""
    local = localtime(value)
    on = _day(local.date(), "EEEE d MMMM", _language(), clock.now().year)
    if (local.hour, local.minute) == (0, 0):
        return gettext("%(day)s at midnight") % {"day": on}
    if local.hour == 1:
        # Italian has another word for "at" before this one.
        return gettext("%(day)s at %(one)s") % {"day": on, "one": _hour(local)}
    return gettext("%(day)s at %(hour)s") % {"day": on, "hour": _hour(local)}


@register.filter
def when(value: datetime | None) -> SafeString:
    """Write how long ago or in how long, with the exact moment behind it. Nothing stays empty."""
    if value is None:
        return SafeString("")
    apart = value - clock.now()
    said = gettext("now") if abs(apart) < NOW else _apart(_rounded(apart), _language())
    exact = value.astimezone(UTC).isoformat(timespec="seconds")
    return format_html('<time datetime="{}" title="{}">{}</time>', exact, moment(value), said)


@register.filter
def markdown(value: str) -> SafeString:
    """Markdown as safe HTML."""
    return text.markdown(value or "")


@register.simple_tag
def quorum_bar(quorum: dict[str, Any]) -> drawing.Bar:
    """Where the fill and the marks of a quorum bar stand."""
    return drawing.bar(quorum)


@register.simple_tag
def bars_over_time(chart: dict[str, Any]) -> drawing.Chart:
    """Where the bars and the scale of a chart stand."""
    return drawing.chart(chart)


@register.simple_tag
def labelled(columns: list[dict[str, Any]], row: list[Any]) -> list[tuple[dict[str, Any], Any]]:
    """Pair the cells of a row with their columns: on a phone a cell says whose it is."""
    return list(zip(columns, row, strict=True))


def _rounded(apart: timedelta) -> timedelta:
    """Cut off what the words will not say: few different spans remain to be written."""
    step = next(step for step in STEPS if abs(apart) >= FROM_TWO * step or step == STEPS[-1])
    return round(apart / step) * step


@lru_cache(maxsize=4096)
def _apart(apart: timedelta, language: str) -> str:
    return format_timedelta(apart, threshold=FROM_TWO, add_direction=True, locale=language)


@lru_cache(maxsize=4096)
def _day(value: date, pattern: str, language: str, this_year: int) -> str:
    return format_date(value, pattern if value.year == this_year else f"{pattern} y", locale=language)


def _local(value: date) -> date:
    return localtime(value).date() if isinstance(value, datetime) else value


def _hour(local: datetime) -> str:
    """Hours as one says them: in Italian the round ones without minutes."""
    if _language() != "it":
        return f"{local.hour:02}:{local.minute:02}"
    return f"{local.hour}:{local.minute:02}" if local.minute else str(local.hour)
