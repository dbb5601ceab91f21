"""Copies of the database under test, and working in one of them, on either engine."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.db import connection


def copy_of_the_database(what: str) -> str:
    """Copy the database that is open, all that is in it included; return the name of the copy.

    Nobody may be connected to it, so the connection is closed; it opens again when it is asked.
    """
    connection.close()
    name = str(connection.settings_dict["NAME"])
    copy = name_of_copy(name, what)
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        return copy
    quoted = [connection.ops.quote_name(each) for each in (copy, name)]
    with connection._nodb_cursor() as cursor:
        cursor.execute("CREATE DATABASE {} TEMPLATE {}".format(*quoted))
    return copy


def name_of_copy(name: str, what: str) -> str:
    """The whole name is kept: what tells the databases of two processes apart stands at its end."""
    return f"{name}_{what}"


@contextmanager
def working_in(name: str) -> Iterator[None]:
    """Have Django work in another database of the same engine inside, and in its own afterwards."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
