# SPDX-License-Identifier: AGPL-3.0-or-later
"""What goes along when a form is sent once more, and what never does."""

from django.http import QueryDict

from insieme.foundation.forms import typed


def test_neither_tokens_nor_tickets_nor_passwords_go_along():
    sent = QueryDict("csrfmiddlewaretoken=old&kept=old&password1=secret&old_password=secret&name=Ada&tag=a&tag=b")
    assert typed(sent) == [("name", "Ada"), ("tag", "a"), ("tag", "b")]
