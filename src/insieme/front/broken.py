# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is answered when the fault is ours: no template, no request, no session, no database, no manifest of static files.

Each of them may be what broke. If this failed as well, every middleware on the way out would try it again.
"""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

TITLE = _("Something broke on our side")
NEXT_STEP = _("It is not your fault. Nothing half-done was kept. Try again in a moment.")

#: The style by its plain name: where it is missing, the page is plain too, and can be read.
PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title} - Insieme</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/look/house.css">
</head>
<body>
<header class="top"><div class="wrap"><a class="mark" href="/">insieme<i aria-hidden="true">.</i></a></div></header>
<main id="main" class="wrap"><section class="hero"><div>
<p class="eyebrow">{answer}</p>
<h1>{title}</h1>
<p class="lead">{next_step}</p>
<p class="actions"><a class="button quiet" href="/">{first_page}</a></p>
</div></section></main>
</body>
</html>
"""
FRAGMENT = '<div class="note plum" role="alert"><div><p><b>{title}.</b></p><p>{next_step}</p></div></div>\n'


def page() -> SafeString:
    """The whole page, in the language in force."""
    words = {
        "title": TITLE,
        "next_step": NEXT_STEP,
        "answer": _("Answer %(status)s") % {"status": 500},
        "first_page": _("To the first page"),
    }
    return format_html(PAGE, language=get_language() or "en", **words)


def fragment() -> SafeString:
    """What stands in the place of a live page's fragment."""
    return format_html(FRAGMENT, title=TITLE, next_step=NEXT_STEP)
