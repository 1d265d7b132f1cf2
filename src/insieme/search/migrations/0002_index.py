# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index over the documents, which each database keeps true by itself. The words come stemmed: it only tells them apart."""

from typing import Any, ClassVar

from django.db import migrations

COLUMNS = "heading, body, marks"
OLD = "INSERT INTO search_words (search_words, rowid, heading, body, marks) VALUES ('delete', old.id, old.heading, old.body, old.marks);"
NEW = "INSERT INTO search_words (rowid, heading, body, marks) VALUES (new.id, new.heading, new.body, new.marks);"
FORWARDS = {
    "sqlite": [
        f"CREATE VIRTUAL TABLE search_words USING fts5 ({COLUMNS}, content='search_document', content_rowid='id', columnsize=0)",
        f"CREATE TRIGGER search_words_added AFTER INSERT ON search_document BEGIN {NEW} END",
        f"CREATE TRIGGER search_words_gone AFTER DELETE ON search_document BEGIN {OLD} END",
        f"CREATE TRIGGER search_words_changed AFTER UPDATE OF {COLUMNS} ON search_document BEGIN {OLD} {NEW} END",
    ],
    "postgresql": [
        """
        ALTER TABLE search_document ADD COLUMN words tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('simple', heading), 'A') || setweight(to_tsvector('simple', body), 'B')
            || setweight(to_tsvector('simple', marks), 'D')
        ) STORED
        """,
        "CREATE INDEX search_document_words ON search_document USING gin (words)",
    ],
}
BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER search_words_added",
        "DROP TRIGGER search_words_gone",
        "DROP TRIGGER search_words_changed",
        "DROP TABLE search_words",
    ],
    "postgresql": ["ALTER TABLE search_document DROP COLUMN words"],
}


def forwards(_apps: Any, schema_editor: Any) -> None:
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(_apps: Any, schema_editor: Any) -> None:
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("search", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(forwards, backwards)]
