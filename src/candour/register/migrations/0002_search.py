"""The full-text index: FTS5 on SQLite, a generated tsvector on PostgreSQL."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE VIRTUAL TABLE register_search USING fts5(
    slug UNINDEXED, subject_class UNINDEXED, whole UNINDEXED, names, said,
    tokenize = 'porter unicode61 remove_diacritics 2'
)
"""
POSTGRES = """
CREATE TABLE register_search (
    slug varchar(80) PRIMARY KEY,
    subject_class varchar(12) NOT NULL,
    whole text NOT NULL,
    names text NOT NULL,
    said text NOT NULL,
    document tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', names), 'A') || setweight(to_tsvector('english', said), 'D')
    ) STORED
);
CREATE INDEX register_search_document ON register_search USING gin (document);
"""


def make(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE)


def drop(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DROP TABLE register_search")


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
