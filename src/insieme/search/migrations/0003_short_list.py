# SPDX-License-Identifier: AGPL-3.0-or-later
"""PostgreSQL keeps new words in a list before it sorts them in, and each part of a search reads all of it: it is kept short.

At its usual length of 4 MB the list takes most of a search's time. Shorter than this, a thousand voices would take much longer to index.
"""

from typing import Any, ClassVar

from django.db import migrations

KILOBYTES = 256


def forwards(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER INDEX search_document_words SET (gin_pending_list_limit = {KILOBYTES})")


def backwards(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER INDEX search_document_words RESET (gin_pending_list_limit)")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("search", "0002_index")]
    operations: ClassVar = [migrations.RunPython(forwards, backwards)]
