# SPDX-License-Identifier: AGPL-3.0-or-later
"""The texts of answers that stand are signed by who gave them, as the private parts of the record know it."""

import json
from typing import Any

from django.db import migrations

STATED = ("voices.answered", "voices.answer_revised")
#: Names what somebody has signed who is not known any more, as when a person goes.
LEFT = "—"


def sign(apps: Any, _schema: Any) -> None:
    """The title of an answer was that of its first text, also where another had given the last: there it goes."""
    people = {f"person:{ref}": pk for pk, ref in apps.get_model("people", "Person").objects.values_list("pk", "ref").iterator()}
    signers = {}
    for private in apps.get_model("record", "Private").objects.filter(entry__code__in=STATED).select_related("entry").iterator():
        public = json.loads(private.entry.public)
        signers[public["answer"], public.get("number", 1)] = people.get(private.actor)
    for answer in apps.get_model("voices", "Answer").objects.iterator():
        texts = list(answer.texts.order_by("number"))
        for text in texts:
            text.signed_by_id = signers.get((answer.ref, text.number))
            text.signed_title = answer.signed_title if text.signed_name == texts[0].signed_name else ""
            text.signed_name = text.signed_name if text.signed_by_id else LEFT
            text.save(update_fields=["signed_by", "signed_title", "signed_name"])
            answer.signed_title = text.signed_title
        answer.save(update_fields=["signed_title"])


class Migration(migrations.Migration):
    """Who has left since is named by no text any more."""

    dependencies = [("voices", "0002_signatures"), ("record", "0001_initial")]

    operations = [migrations.RunPython(sign, migrations.RunPython.noop)]
