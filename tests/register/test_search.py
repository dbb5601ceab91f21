"""Finding subjects by words: the same first hit on both databases, and never an error."""

# Tables of cases read best with one case to a line, however long.
# ruff: noqa: E501

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from candour.register import models
from candour.register.moments import Moment
from candour.register.search import Hits, Reason, acronym_of, reasons, search, words_of
from candour.register.selectors import following, standing
from candour.register.services import load_content
from tests.evidence.making import TOOL, make_folder
from tests.register.loading import edit_and_load, load_on

# What people type, and the subject that must come first, whichever database is asked.
WANTED = {
    # names, as they are and in part
    "violence harm assessment": "mps-violence-harm-assessment",
    "Gangs Matrix": "mps-gangs-matrix",
    "Harm Assessment Risk Tool": "durham-hart",
    "kent predpol": "kent-predpol",
    "knife crime and violence model": "essex-knife-crime-and-violence-model",
    "offender management app": "avon-and-somerset-offender-management-app",
    "integrated offender management": "wmp-integrated-offender-management",
    "durham hart": "durham-hart",
    "domestic abuse risk assessment": "hampshire-and-thames-valley-darat",
    # acronyms
    "VHA": "mps-violence-harm-assessment",
    "hart": "durham-hart",
    "DARAT": "hampshire-and-thames-valley-darat",
    "IOM": "wmp-integrated-offender-management",
    "RFSDi": "wmp-rfsdi",
    # misspellings, and words joined or parted
    "gangs matirx": "mps-gangs-matrix",
    "violense harm asessment": "mps-violence-harm-assessment",
    "Domestic Abuse Risk Asessment Tool": "hampshire-and-thames-valley-darat",
    "qlick sense": "qlik-sense",
    "Pred Pol": "predpol",
    "risk terrain modeling": "risk-terrain-modelling",
    # products, methods, bodies
    "Qlik Sense": "qlik-sense",
    "RTMDx": "rtmdx",
    "metropolitan police": "metropolitan-police",
    "west midlands": "west-midlands-police",
    "avon and somerset": "avon-and-somerset-police",
}


@pytest.mark.django_db
def test_the_right_subject_comes_first_on_either_database():
    load_content()
    assert {query: search(query).slugs[:1] for query in WANTED} == {
        q: [slug] for q, slug in WANTED.items()
    }
    assert search("gangs matirx").read_as == "gangs matrix"
    assert search("Gangs Matrix").read_as == ""
    assert search("knife crime", subject_class="system").slugs[0].endswith("knife-crime-prediction")


@pytest.fixture
def folder(tmp_path, db):
    tool = TOOL.replace("The Tool", "Risk Terrain Modelling of Éssex")
    more = (
        "also: [RTM Éssex]\nformerly: [Crystal Ball]\nlocation: {value: Basildon, note: a town}\n"
    )
    other = TOOL.replace("The Tool", "Hotspot Maps") + "purpose: find risk in towns near Basildon\n"
    return make_folder(tmp_path / "content", {"systems/tool": tool + more, "systems/other": other})


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Risk Terrain Modelling of Éssex", "tool"),
        ("risk terrain modelling of essex", "tool"),
        ("RTM Essex", "tool"),
        ("crystal ball", "tool"),
        ("crystall bal", "tool"),
        ("rtme", "tool"),
        ("hotspots", "other"),
        ("hotspot map", "other"),
        ("hotsp", "other"),
        ("towns", "other"),
        ("basildon", "other"),
        ("BASILDON!", "other"),
        ("“basildon”", "other"),
    ],
)
def test_names_old_names_acronyms_slips_and_all_that_is_said_are_found(folder, query, first):
    load_on(folder)
    assert first in search(query).slugs
    if query.lower() not in {"basildon", "towns", "basildon!", "“basildon”"}:
        assert search(query).slugs[0] == first


def test_a_search_keeps_to_a_class_when_told(folder):
    load_on(folder)
    assert search("force").slugs
    assert "force" in search("force", subject_class="body").slugs
    assert "force" not in search("force", subject_class="system").slugs
    assert search("force", subject_class="x' OR 1=1 --").slugs == []


def test_what_is_gone_is_not_found(folder):
    load_on(folder)
    edit_and_load(folder, {"systems/tool": None})
    assert search("crystal ball") == Hits([])


def test_what_is_said_no_more_is_found_no_more_and_the_rest_still_is(folder):
    load_on(folder)
    tool = TOOL.replace("The Tool", "Risk Terrain Modelling of Éssex") + "also: [RTM Éssex]\n"
    edit_and_load(folder, {"systems/tool": tool})
    assert search("crystal ball") == Hits([])
    assert search("rtm essex").slugs == ["tool"]
    assert search("hotspot maps").slugs == ["other"]


def test_what_is_found_is_given_with_the_name_or_the_statement_that_holds_most_words(folder):
    edit_and_load(
        folder,
        {
            "systems/other": TOOL.replace("The Tool", "Hotspot Maps")
            + "location: Basildon\npurpose: find risk in towns near Basildon\nalso: [HM]\n"
        },
    )
    told = reasons("crystal ball", ["tool", "other"])
    assert told == {"tool": Reason(name="Crystal Ball"), "other": Reason()}
    told = reasons("towns Basildon", ["tool", "other"])
    fields = {slug: reason.statement and reason.statement.field for slug, reason in told.items()}
    assert fields == {"tool": "location", "other": "purpose"}
    (noted,) = reasons("town", ["tool"]).values()
    assert noted.statement is not None
    assert (noted.statement.value, noted.statement.qualifier("note")) == ("Basildon", "a town")


@pytest.mark.parametrize("text", ["", "   ", "***", "¿?", "…", "\0", "()"])
def test_a_search_without_words_finds_nothing(folder, text):
    load_on(folder)
    assert search(text) == Hits([])


ODD = [
    "'", '"', "risk'", '"risk', 'risk"', "risk OR terrain", "risk AND", "NOT risk", "risk*", "*risk", "risk:*", "name:risk",
    "risk & terrain", "risk | !", "risk <-> terrain", "NEAR(risk terrain)", "^risk", "-risk", "risk;DROP TABLE register_search",
    "%", "_", "\\", "\0risk", "risk\0", "\u202erisk", "риск", "風險", "👮", "e\u0301ssex", "9" * 400, "risk " * 400, "a" * 10_000,
    "18446744073709551616", "0x1F", "{risk}", "%(risk)s", "%s", "${risk}", "and", "the of", "AND OR NOT", "ﬁnd", "İ", "ß",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_whatever_is_typed_gets_an_answer(folder, text):
    load_on(folder)
    hits = search(text)
    assert set(hits.slugs) <= {
        "tool",
        "other",
        "force",
        "other-force",
        "authors",
        "candour",
        "report",
    }


class AnyText(TestCase):
    """Hypothesis cleans up after each example by way of Django's own test case."""

    @classmethod
    def setUpTestData(cls):
        import tempfile
        from pathlib import Path

        with tempfile.TemporaryDirectory(prefix="candour-search-") as scratch:
            load_on(make_folder(Path(scratch) / "content", {"systems/tool": TOOL}))

    @given(st.text(max_size=60))
    @settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
    def test_any_text_gets_an_answer(self, text):
        assert search(text).slugs == search(text.upper() if text.isascii() else text).slugs


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("Violence Harm Assessment", "vha"),
        ("Knife Crime and Violence Model", "kcvm"),
        ("Risk of the Terrain in Modelling", "rtm"),
        ("Qlik Sense", ""),
        ("", ""),
    ],
)
def test_an_acronym_is_made_of_three_words_or_more(name, acronym):
    assert acronym_of(name) == acronym


def test_words_are_small_letters_and_digits_without_accents():
    assert words_of("Café–Éssex's RTM2, №5 ﬁt\0x") == [
        "cafe",
        "essex",
        "s",
        "rtm2",
        "no5",
        "fit",
        "x",
    ]
    assert words_of("w" * 100) == ["w" * 40]


@pytest.mark.parametrize("text", ["tool", "tolo", "who is it?", "the tool of the force"])
def test_on_a_day_before_anything_came_in_nothing_is_found(region, text):
    for moment in (Moment(as_of=date(2025, 1, 1)), Moment(change=0)):
        assert search(text, moment=moment).slugs == []
        assert list(standing(models.Page.objects.all(), moment)) == []
        assert list(following(moment)) == []
