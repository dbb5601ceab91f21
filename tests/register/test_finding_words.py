"""What each step of a search makes of words, held on its own; whole searches are in test_search."""

from datetime import date

import pytest
from django.db import connection

from candour.register import models, search
from candour.register.moments import NOW, Moment
from candour.register.search import (
    Hits,
    Reason,
    _closeness,
    _holding,
    _name_with,
    _nearest,
    _pieces,
    _postgres_query,
    _Scope,
    _searched_text,
    _sqlite_query,
    _stands,
    _stem,
    clear_search,
    index_search,
    names_of,
    reasons,
)
from tests.evidence.making import TOOL, make_folder, silence, statement, subject, term
from tests.register.loading import FIRST_DAY, edit_and_load, load_on, the

LATER = date(2026, 2, 1)
TODAY = _Scope("", None)
MODEL = subject(
    statement("Risk of Terrain Modelling", field="name"),
    statement("The Ball", field="also"),
    statement("Crystal Ball", field="formerly"),
    silence("not-found", "purpose", note="nothing said"),
    term("in-use", "use", area="Basildon", provision="section 1"),
    statement("find-people", measure="counted", note="a town"),
    slug="risk-tool",
)


# what a subject is found by


def test_a_subject_is_found_by_its_names_their_first_letters_and_its_slug():
    assert names_of(MODEL) == [
        *("Risk of Terrain Modelling", "The Ball", "Crystal Ball"),
        *("rtm", "risk tool"),
    ]
    assert names_of(subject(silence("not-found", "name"), slug="a-b")) == ["a b"]


def test_what_is_said_of_a_subject_is_looked_through_with_its_notes():
    assert _searched_text(MODEL) == (
        "Risk of Terrain Modelling The Ball Crystal Ball nothing said in use Basildon find people "
        "counted a town"
    )


def test_a_document_has_every_name_between_bars():
    assert search._document(MODEL) == (
        "risk-tool",
        "system",
        "|risk of terrain modelling|the ball|crystal ball|rtm|risk tool|",
        "risk of terrain modelling the ball crystal ball rtm risk tool",
        "risk of terrain modelling the ball crystal ball nothing said in use basildon find people "
        "counted a town",
    )


def test_a_word_is_cut_into_pieces_of_three_letters_with_its_ends():
    assert _pieces("harm") == {" ha", "har", "arm", "rm "}
    assert _pieces("a") == {" a "}


# how near a name is


@pytest.mark.parametrize(
    ("words", "closeness"),
    [
        (["crystal", "ball"], 2.0),
        (["ball"], 0.5),
        (["crystal"], 0.5),
        (["risk", "terrain", "modelling"], 0.75),
        (["modeling", "risk"], 0.5),  # another form of the word
        (["crystal", "terrain"], 0.0),  # no name has both
        (["rtm"], 2.0),
        (["nothing"], 0.0),
    ],
)
def test_a_name_is_the_nearer_the_more_of_it_the_words_make_up(words, closeness):
    _, _, whole, *_ = search._document(MODEL)
    assert _closeness(words, whole) == closeness


def test_endings_are_left_off_long_words_and_never_more_than_three_letters():
    assert [_stem(word) for word in ("modelling", "towns", "seven", "harm", "a")] == [
        *("modell", "town", "seve", "harm", "a"),
    ]


def test_the_name_that_has_the_words_is_shown_else_that_of_which_they_are_the_letters():
    assert _name_with(["ball"], MODEL) == "The Ball"
    assert _name_with(["crystal", "ball"], MODEL) == "Crystal Ball"
    assert _name_with(["rtm"], MODEL) == "Risk of Terrain Modelling"
    assert _name_with(["tool"], MODEL) == "risk-tool"
    assert _name_with(["basildon"], MODEL) == ""
    assert _name_with(["rtm", "ball"], MODEL) == ""


def test_both_databases_are_asked_for_whole_words_and_the_beginning_of_the_last():
    query, match = _sqlite_query(["risk", "of", "terr"], "ended = 0")
    assert match == '"risk" "of" "terr"*'
    assert "MATCH %s AND ended = 0 ORDER BY" in query
    query, match = _postgres_query(["risk", "of", "terr"], "ended = 0")
    assert match == "risk & of & terr:*"
    assert "document @@ query AND ended = 0 ORDER BY ts_rank" in query
    assert _postgres_query(["terr"], "")[1] == "terr:*"
    assert _sqlite_query(["terr"], "")[1].strip() == '"terr"*'


def test_a_scope_is_a_class_a_day_or_both():
    assert (TODAY.condition, TODAY.parameters) == ("ended = 0", [])
    of_class, of_day, both = _Scope("body", None), _Scope("", 3), _Scope("body", 3)
    assert (of_class.condition, of_class.parameters) == (
        "ended = 0 AND subject_class = %s",
        ["body"],
    )
    assert (of_day.condition, of_day.parameters) == (
        "began <= %s AND (ended = 0 OR ended > %s)",
        [3, 3],
    )
    assert (both.condition, both.parameters) == (
        "began <= %s AND (ended = 0 OR ended > %s) AND subject_class = %s",
        [3, 3, "body"],
    )


# on a small register


@pytest.fixture
def folder(tmp_path, db):
    tool = TOOL.replace("The Tool", "Risk Terrain Modelling") + "formerly: [Crystal Ball]\n"
    other = TOOL.replace("The Tool", "Hotspot Maps")
    said = "purpose: find risk in Basildon\nlocation: {value: Essex, note: near Basildon towns}\n"
    folder = make_folder(
        tmp_path / "content", {"systems/tool": tool, "systems/other": other + said}
    )
    load_on(folder)
    return folder


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("crystal", "crystal"),
        ("crystl", "crystal"),  # one slip in a word of six letters
        ("crytl", "crytl"),  # two are too many
        ("modeling", "modelling"),
        ("modeeling", "modelling"),
        ("modlling", "modelling"),
        ("mdeling", "mdeling"),  # two slips in seven letters
        ("modelnig", "modelling"),  # two slips in eight letters
        ("rodelling", "rodelling"),  # the first letter is never the slip
        ("bal", "bal"),  # too short to be told
        ("basildn", "basildn"),  # a word that is of no name
        ("forse", "force"),
    ],
)
def test_the_nearest_word_of_a_name_is_one_slip_away_or_two_in_a_long_one(folder, word, nearest):
    assert _nearest(word, TODAY) == nearest


def test_a_word_stands_while_a_name_has_it(folder):
    edit_and_load(folder, {"systems/tool": TOOL.replace("The Tool", "Novelty")}, LATER)
    assert (_stands("novelty", TODAY), _stands("crystal", TODAY)) == (True, False)
    assert (_stands("novelty", _Scope("", 1)), _stands("crystal", _Scope("", 1))) == (False, True)
    assert not _stands("never", _Scope("", 1))
    assert _stands("crystal", _Scope("body", 1))  # whichever class it is of
    assert _nearest("crystl", TODAY) == "crystl"
    assert _nearest("crystl", _Scope("", 1)) == "crystal"


def test_what_was_found_on_a_day_is_still_found_when_that_day_is_asked_about(folder):
    edit_and_load(folder, {"systems/tool": TOOL}, LATER)
    assert search.search("crystal ball") == Hits([])
    before = Moment(as_of=FIRST_DAY)
    assert search.search("crystal ball", moment=before) == Hits(["tool"])
    assert search.search("cristal ball", moment=before) == Hits(["tool"], "crystal ball")
    assert search.search("crystal ball", moment=Moment(change=1)) == Hits(["tool"])
    if connection.vendor == "sqlite":  # PostgreSQL leaves out words as short as "the"
        assert search.search("the tool", moment=before).slugs == []
    assert search.search("the tool") == Hits(["tool"])


def test_words_are_read_as_one_where_parted_and_as_the_nearest_where_misspelt(folder):
    assert search.search("hot spot") == Hits(["other"], "hotspot")
    assert search.search("cristal bal") == Hits(["tool"], "crystal bal")
    assert search.search("zzzz qqqq") == Hits([])


def test_whole_names_come_first_then_systems_and_forces_then_the_rest(folder):
    edit_and_load(
        folder,
        {
            "systems/whole": TOOL.replace("The Tool", "Force"),
            "systems/part": TOOL.replace("The Tool", "Force Maps"),
            "sources/paper": 'source: report\nat: "1"\nname: Force\nkind: report\n',
            "documents/long": 'source: report\nat: "1"\nname: Force Papers\nkind: letter\n',
            "systems/says": TOOL.replace("The Tool", "Else") + "purpose: by force\n",
        },
        LATER,
    )
    slugs = search.search("force").slugs
    assert slugs[:6] == ["force", "whole", "paper", "other-force", "part", "long"]
    assert "says" in slugs[6:]
    assert search.search("force", subject_class="document").slugs == ["long"]


def test_why_a_subject_was_found_is_a_name_or_the_statement_with_most_of_the_words(folder):
    told = reasons("basildon risk", ["other", "tool"])
    (purpose,) = the("other").of("purpose")
    assert told["other"] == Reason(statement=purpose)
    assert reasons("basildon", ["tool"]) == {"tool": Reason()}
    assert reasons("crystal ball", ["tool"]) == {"tool": Reason("Crystal Ball")}
    (location,) = the("other").of("location")
    assert reasons("towns", ["other"])["other"].statement == location
    assert reasons("towns", []) == {}
    assert _holding(["basildon"], [], NOW) == {}
    assert reasons("basildon", ["other"], Moment(as_of=date(2025, 1, 1))) == {}


def test_an_index_made_anew_is_the_one_there_was(folder):
    def words():
        return sorted(models.SearchWord.objects.values_list("word", flat=True))

    def pieces():
        return sorted(models.SearchPiece.objects.values_list("word", "piece"))

    before, cut = words(), pieces()
    assert {"crystal", "ball", "hotspot", "rtm", "tool", "other"} <= set(before)
    assert "basildon" not in before  # of no name
    assert cut == sorted((word, piece) for word in before for piece in _pieces(word))
    clear_search()
    assert (words(), pieces(), search.search("crystal ball").slugs) == ([], [], [])
    index_search(change=1)
    assert (words(), pieces()) == (before, cut)
    assert search.search("crystal ball").slugs == ["tool"]
    index_search(change=1, touched=["tool"])
    assert search.search("crystal ball").slugs == ["tool"]
    assert len(search._documents_today(["tool", "other"])) == 2
    assert search._documents_today(["nobody"]) == {}


def test_only_what_was_touched_is_indexed_anew(folder):
    clear_search()
    index_search(change=1, touched=["other"])
    assert search.search("crystal ball").slugs == []
    assert search.search("hotspot maps").slugs == ["other"]
