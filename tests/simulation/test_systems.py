"""Every system in scope has a replay of its documented method, or the reason why not."""

import pytest

from candour.audit.guard import guard
from candour.content import FOLDER
from candour.evidence.fields import read_schema
from candour.evidence.gaps import is_in_scope
from candour.evidence.reading import open_collection
from candour.simulation.methods.catalogue import DESCRIBED
from candour.simulation.systems import BY_METHOD, BY_PRODUCT, BY_SYSTEM, replay_of
from candour.simulation.systems import ReplayRow as Row


@pytest.fixture(scope="module")
def content():
    return open_collection(FOLDER, read_schema(FOLDER))


def test_every_system_in_scope_has_its_row(content):
    systems = [system for system in content.of_class("system") if is_in_scope(system)]
    assert systems
    names = {method.name for method in DESCRIBED}
    for system in systems:
        row = replay_of(system)
        assert row.method in names | {""}
        assert row.needed
        assert bool(row.replayed_about) != row.told.startswith("Not replayed: ")
        guard(row.told)


@pytest.mark.parametrize(
    ("slug", "method"),
    [
        ("kent-predpol", "self-exciting"),
        ("southend-harm-spots", "kernel"),
        ("essex-grip-hotspots", "risk-terrain"),
        ("essex-risk-terrain-modelling", "risk-terrain"),
        ("mps-risk-terrain-modelling", "risk-terrain"),
        ("gmp-trafford-burglary-buffers", "prospective"),
        ("wmp-knife-crime-prediction", "grid-counts"),
        ("mps-violence-harm-assessment", "list"),
        ("mps-gangs-matrix", ""),
        ("mps-predictive-crime-mapping", ""),
    ],
)
def test_a_system_has_the_method_it_is_documented_to_use_and_no_relative(content, slug, method):
    assert replay_of(content.subjects[slug]).method == method


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("essex-grip-hotspots", "without risk terrain modelling, is not described"),
        ("mps-predictive-crime-mapping", "the model of Greater Manchester Police"),
        ("mps-risk-terrain-modelling", "risk terrain modelling is built here"),
        ("wmp-knife-crime-prediction", "closest documented relative, and is not it"),
        ("concentrations-of-crime-map", "its choice of places is not described, and no file of"),
        ("mps-gangs-matrix", "no file of real people is read here"),
    ],
)
def test_what_is_not_replayed_says_why_in_words_of_its_own(content, slug, words):
    assert words in replay_of(content.subjects[slug]).told


def test_what_the_table_names_is_in_the_register(content):
    for slugs, kind in ((BY_SYSTEM, "system"), (BY_PRODUCT, "product"), (BY_METHOD, "method")):
        assert all(content.class_of(slug) == kind for slug in slugs)


def test_what_is_replayed_has_a_finding_that_holds_it(content):
    rows: set[Row] = {*BY_SYSTEM.values(), *BY_PRODUCT.values(), *BY_METHOD.values()}
    for row in rows:
        if row.replayed_about:
            replays = [f for f in content.findings.values() if f.audit == "replay"]
            assert any(row.replayed_about in found.about for found in replays)
