# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every address that a page or a view names leads somewhere."""

import ast
import re
from collections.abc import Iterator

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from house.plan import files, name_of
from tests.house.reading import called, calls, sources, tree

NAMED = re.compile(r"""{%-?\s*url\s+["']([^"']+)["']""")
REVERSING = {"reverse", "reverse_lazy", "redirect"}


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"
        else:
            yield from names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)


def asked() -> Iterator[tuple[str, str]]:
    for path in files(".html", ".txt"):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            yield from ((f"{name_of(path)}:{number}", name) for name in NAMED.findall(line))
    for path in sources():
        for call in calls(tree(path)):
            if called(call) in REVERSING and call.args and isinstance(call.args[0], ast.Constant):
                name = str(call.args[0].value)
                if not name.startswith(("/", "http", ".")):
                    yield f"{name_of(path)}:{call.lineno}", name


def test_every_address_that_is_named_leads_somewhere():
    known = set(names(get_resolver()))
    lost = [f"{where} {name}" for where, name in asked() if name not in known]
    assert settings.LOGIN_URL in known
    assert not lost, "\n".join(lost)


def test_addresses_are_named_once():
    every = [name for name in names(get_resolver()) if not name.endswith("None")]
    twice = sorted({name for name in every if every.count(name) > 1})
    assert not twice, f"which of them is meant? {twice}"
