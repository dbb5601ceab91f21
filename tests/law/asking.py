"""The register's own law, opened once, and one valid set of answers to change."""

from datetime import date
from functools import cache

from candour.content import FOLDER
from candour.evidence.fields import read_schema
from candour.evidence.reading import open_collection
from candour.law.bodies import find_force
from candour.law.holidays import read_holidays
from candour.law.routes import What, read_routes
from candour.law.systems import find_system, systems_of
from candour.law.triage import Answers, ForWhom, triage

TODAY = date(2026, 11, 22)
HOLIDAYS = read_holidays()


@cache
def register():
    schema = read_schema(FOLDER)
    return open_collection(FOLDER, schema), schema


def force(slug):
    return find_force(slug, register()[0])


def system(slug, on=TODAY):
    collection, schema = register()
    return find_system(slug, on, collection=collection, schema=schema)


@cache
def systems(slug, on):
    collection, schema = register()
    return systems_of(slug, on, collection=collection, schema=schema)


def answers(slug="essex-police", on="2026-10-14", what="stop-and-search", whom="self", **more):
    return Answers(
        force=force(slug),
        on=date.fromisoformat(str(on)),
        what=What(what),
        for_whom=ForWhom(whom),
        **more,
    )


def ask(*args, today=TODAY, **more):
    asked = answers(*args, **more)
    return triage(
        asked,
        today=today,
        systems=systems(asked.force.slug, asked.on),
        routes=read_routes(),
        holidays=HOLIDAYS,
    )


def ask_of(body, on, what, whom="self", *, today=TODAY, **more):
    """Ask about a body that the register need not hold."""
    asked = Answers(
        force=body,
        on=date.fromisoformat(str(on)),
        what=What(what),
        for_whom=ForWhom(whom),
        **more,
    )
    return triage(asked, today=today, systems=(), routes=read_routes(), holidays=HOLIDAYS)


def openings(result):
    return {each.id: each for each in (*result.openings, *result.later)}


def order(result):
    return [each.id for each in result.openings]
