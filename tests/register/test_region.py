"""What is told of forces, systems, records and flags in a small region of known values."""

import json
from datetime import UTC, date, datetime

import pytest

from candour.evidence.asked import WhenAsked
from candour.evidence.official_records import OfficialRecord, OfficialRecords
from candour.evidence.use import Standing
from candour.register import counted, facets, official, overviews, selectors, statement_lists, uses
from candour.register.auditing import audited_of
from candour.register.by_force import by_force
from candour.register.findings import FindingOnSubject
from candour.register.follows import rows_around, worked_out
from candour.register.forces import Knowledge, forces
from candour.register.lives import corroboration_of, life, owned, systems_run
from candour.register.moments import NOW, Moment
from candour.register.statement_lists import WITHDRAWN, Wanted
from tests.evidence.making import TOOL, schema, statement, subject, term
from tests.register.loading import FIRST_DAY, edit_and_load, the
from tests.register.region import CLASH, REGION, body

LATER = date(2026, 2, 1)


# forces


def test_a_force_is_known_by_its_clash_then_its_words_and_else_not_at_all(region):
    by_slug = {force.slug: force for force in forces()}
    assert list(by_slug) == ["rail-force", "force", "other-force"]  # by name; none from abroad
    assert {slug: force.known for slug, force in by_slug.items()} == {
        "rail-force": Knowledge.PARTLY,
        "force": Knowledge.CLASH,
        "other-force": Knowledge.NOT_KNOWN,  # a silence tells nothing of its use
    }
    assert by_slug["force"].asked == WhenAsked(given=1, told_of=3)


def test_a_force_that_denies_nothing_is_shown_to_use_what_it_operates(region):
    edit_and_load(region, {"bodies/force": REGION["bodies/other-force"]}, LATER)
    by_slug = {force.slug: force for force in forces()}
    assert (by_slug["force"].known, by_slug["force"].clashes) == (Knowledge.SHOWN, 0)
    before = {force.slug: force.known for force in forces(Moment(as_of=FIRST_DAY))}
    assert before["force"] is Knowledge.CLASH


def test_a_word_of_its_use_beside_a_silence_is_a_word_all_the_same(region):
    silence = "{silence: not-found, said_by: candour}"
    both = f"predictive-use: [{{value: says-uses, said_by: force}}, {silence}]"
    files = {"bodies/rail-force": body("A Force of Railways", "special-force", both)}
    edit_and_load(region, files, LATER)
    assert {f.slug: f.known for f in forces()}["rail-force"] is Knowledge.PARTLY


def test_the_row_of_a_force_has_what_the_list_prints(region):
    rows = {force.slug: force.as_row() for force in forces()}
    assert rows["force"] == {
        "slug": "force",
        "name": "The Force",
        "nation": "england",
        "known": "clash",
        "systems": ["second", "tool"],
        "in_ban_scope": 1,
        "asked_given": 1,
        "asked_told_of": 3,
        "not_published": 36,
        "items_asked": 38,
        "contradictions": 1,
    }
    # A contradiction of words is counted, and is no denial; the data it keeps is no system.
    assert (rows["rail-force"]["contradictions"], rows["rail-force"]["systems"]) == (1, [])


def test_contradictions_and_gaps_are_tallied_for_each_force_of_the_country(region):
    tallies = by_force()
    assert list(tallies.names.items()) == [
        ("rail-force", "A Force of Railways"),
        ("force", "The Force"),
        ("other-force", "The Other Force"),
    ]
    assert tallies.around("force") == {"force", "tool", "second"}
    assert tallies.around("other-force") == {"other-force"}
    assert tallies.contradictions == {
        "force": {("denied-and-shown", "existence"): 1},
        "rail-force": {("wording", "words"): 1},
    }
    gaps = tallies.gaps["force"]
    assert set(tallies.gaps) == {"force"}
    assert (sum(gaps.values()), gaps["published", "dpia"], gaps["silent", "cost"]) == (38, 1, 2)


def test_systems_abroad_are_not_counted_among_ours(region):
    mine = counted.counted_now()
    assert (mine.ours, mine.ours_in_scope, mine.others, mine.of("listed")) == (2, 2, (), "")
    edit_and_load(
        region,
        {
            "systems/tool": str(REGION["systems/tool"]).replace(
                "in-scope: in-", "in-scope: out-of-"
            ),
            "datasets/probable-futures": body("A map", "data-collection")
            + "figures:\n  live: {field: extent, measure: listed, unit: tools, total: 3}\n"
            "  tried: {field: extent, measure: stops, unit: tools, total: 8}\n",
        },
        LATER,
    )
    mine = counted.counted_now()
    assert (mine.ours, mine.ours_in_scope, len(mine.others)) == (2, 1, 2)
    assert (mine.of("listed"), mine.of("stops"), mine.of("m")) == ("3", "8", "")


# official records


@pytest.fixture
def one_record(monkeypatch):
    """A copy of the finder that holds one record."""
    record = OfficialRecord("/algorithmic-transparency-records/a-tool", *[""] * 7)
    copy = OfficialRecords(datetime(2026, 8, 17, tzinfo=UTC), (record,))
    monkeypatch.setattr(official, "shipped_records", lambda: copy)


def test_a_system_has_its_record_the_silence_told_or_nothing_told(region, one_record):
    unrecorded = TOOL.replace("The Tool", "aaa").replace("in-scope: in-scope", "in-scope: disputed")
    edit_and_load(region, {"systems/fourth": unrecorded}, LATER)
    columns = ("slug", "operator", "state", "record", "link", "looked_on")
    rows = [row.as_dict() for row in official.records_of_systems()]
    link = "/algorithmic-transparency-records/a-tool"
    assert [tuple(row[column] for column in columns) for row in rows] == [
        ("fourth", ("force",), "not-told", "", "", ""),
        ("second", ("force",), "has-record", "record", link, ""),
        ("tool", ("force",), "not-found", "", "", "2026-08-17"),
        ("third", ("far-force",), "has-record", "other-record", "", ""),
    ]
    assert [row["name"] for row in rows] == ["aaa", "Another Tool", "The Tool", "Zeta"]


def test_a_silence_of_no_day_was_looked_for_on_none(region):
    undated = str(REGION["systems/tool"]).replace(", valid: 2026-08-17", "")
    edit_and_load(region, {"systems/tool": undated}, LATER)
    (row,) = [row for row in official.records_of_systems() if row.slug == "tool"]
    assert (row.state, row.looked_on) == ("not-found", "")


def test_the_copy_of_records_that_ships_holds_each_link_once():
    links = [record.link for record in official.shipped_records().records]
    assert len(links) == len(set(links)) > 100


# by what they can be told together


def test_a_system_has_the_vendor_and_method_of_the_product_it_is_built_on(region):
    index = facets.index()
    for facet, key in (("vendors", "vendor"), ("methods", "scoring")):
        assert index.having(facet, key) == {"second"}
        assert index.having(facet, key, "product") == {"engine"}
        evidence = facets.evidence(facets.FACETS[facet], key)
        assert list(evidence) == ["engine", "second"]
        assert (evidence["second"].through, evidence["engine"].through) == (("engine",), ())
        assert evidence["second"].statements == evidence["engine"].statements
        assert [s.subject for s in evidence["engine"].statements] == ["engine"]


def test_a_system_that_names_the_vendor_too_rests_on_both_statements(region):
    own = str(REGION["systems/second"]) + "supplied-by: {value: vendor, said_by: force}\n"
    edit_and_load(region, {"systems/second": own}, LATER)
    evidence = facets.evidence(facets.FACETS["vendors"], "vendor")["second"]
    assert [s.subject for s in evidence.statements] == ["second", "engine"]


def test_a_flag_is_met_by_a_term_or_by_words_about_whom_it_is_used_on(region):
    index = facets.index()
    assert index.subjects["flags"] == {
        "protected-characteristic": {"tool"},
        "special-category": {"tool"},
        "children": {"second"},
        "victims": {"second"},
    }
    by_term = facets.evidence(facets.FACETS["flags"], "protected-characteristic")
    by_words = facets.evidence(facets.FACETS["flags"], "victims")
    assert [s.value for s in by_term["tool"].statements] == ["ethnicity"]
    assert by_term["tool"].by_words == by_words["second"].statements == ()
    assert [s.field for s in by_words["second"].by_words] == ["used-on"]
    assert set(by_term) == {"tool"}
    assert set(by_words) == {"second"}


def test_in_a_criterion_phrases_are_looked_for_and_single_words_are_not(region):
    for words, expected in (("as a child", {"second", "tool"}), ("a child", {"second"})):
        own = str(REGION["systems/tool"]) + f"criterion: A point for care {words}\n"
        edit_and_load(region, {"systems/tool": own}, LATER)
        assert facets.index().subjects["flags"]["children"] == expected
        assert set(facets.evidence(facets.FACETS["flags"], "children")) == expected


def test_values_are_counted_among_subjects_of_a_class(region):
    index = facets.index()
    assert index.counted("inputs") == {"ethnicity": 1, "age": 1}
    assert index.counted("inputs", frozenset({"second"})) == {}
    assert index.counted("vendors", frozenset({"second", "tool"})) == {"vendor": 1}
    assert index.counted("vendors", subject_class="body") == {}
    assert index.having("operator", "force") == {"second", "tool"}
    assert index.having("operator", "rail-force") == frozenset()  # what it keeps is no system
    assert index.having("none", "such") == frozenset()


def test_what_a_flag_rests_on_is_only_what_was_public_by_a_day(region):
    flag = facets.FACETS["flags"]
    for day, expected in ((date(2025, 2, 19), set()), (date(2025, 2, 20), {"tool"})):
        moment = Moment(known_on=day)
        assert set(facets.evidence(flag, "protected-characteristic", moment)) == expected
        product = facets.evidence(facets.FACETS["vendors"], "vendor", moment)
        assert set(product) == ({"engine", "second"} if expected else set())
        worded = facets.evidence(flag, "victims", moment)
        assert set(worded) == ({"second"} if expected else set())


def test_a_word_of_a_flag_is_met_whole_and_in_any_case():
    assert facets.pattern(["under 18", "child"]).search("Whoever is UNDER 18")
    assert not facets.pattern(["child"]).search("children")
    assert not facets.pattern([]).search("anything at all")


def test_the_words_of_a_flag_are_looked_for_in_text_notes_measures_and_groups():
    told = statement("Anyone", note="a child", measure="victims", group="all", provision="s 1")
    assert facets.text_of(told) == "Anyone · all · victims · a child"
    assert facets.text_of(term("in-use", "use", note="a child")) == "a child"


# lists


def test_a_filter_offers_the_values_that_stand_in_order(region):
    assert overviews.values_of("operator") == ["far-force", "force", "rail-force"]
    assert overviews.values_of("ban-scope") == ["in-scope", "out-of-scope"]
    assert overviews.values_of("name") == overviews.values_of("nothing") == []
    assert overviews.values_of("atrs-record") == ["other-record", "record"]  # a silence is no value
    assert overviews.values_of("operator", Moment(as_of=date(2025, 1, 1))) == []


def test_systems_of_a_nation_are_those_said_to_be_and_those_of_its_bodies(region):
    pages = selectors.listed("system", selectors.Filters({}))

    def of(nation, moment=NOW):
        return [page.slug for page in overviews.operated_in(pages, nation, moment)]

    assert of("england") == ["second", "tool"]  # by their operator
    assert of("scotland") == ["second"]  # by its own words
    assert of("abroad") == ["third"]
    assert of("wales") == of("england", Moment(as_of=date(2025, 1, 1))) == []


def test_gaps_and_checks_are_listed_for_the_subjects_asked_for(region):
    items = {row["item"] for row in overviews.gaps_by_subject(["tool", "second"])}
    assert len(overviews.gaps_by_subject(["tool", "second"])) == 2 * len(items) == 38
    assert list(overviews.subjects_asked("dpia")) == ["second", "third", "tool"]
    assert list(overviews.subjects_asked("dpia", Moment(as_of=date(2025, 1, 1)))) == []
    assert overviews.verdicts_on(["tool"]) == []


def test_checks_concern_the_subject_whose_figures_they_hold_against_one_another(region):
    figures = (
        "figures:\n  listed: {field: people-profiled, measure: listed, unit: people, total: 10,"
        " values: {White: 4, Black: 6}, checks: [parts of total]}\n"
    )
    edit_and_load(region, {"systems/tool": str(REGION["systems/tool"]) + figures}, LATER)
    assert [row["verdict"] for row in overviews.verdicts_on(["tool", "second"])] == ["holds"]
    assert overviews.verdicts_on(["second"]) == []


def test_statements_are_narrowed_by_field_kind_subjects_and_state(region):
    def listed(**wanted):
        rows = statement_lists.listed(Wanted(**wanted))
        return [(row.subject, row.statement.field, row.statement.kind) for row in rows]

    assert listed(field="dpia") == [("tool", "dpia", "subject")]
    assert listed(kind="silence") == [
        ("other-force", "predictive-use", "silence"),
        ("tool", "atrs-record", "silence"),
    ]
    assert listed(kind="silence", among=["tool"]) == [("tool", "atrs-record", "silence")]
    assert listed(among=[]) == listed(state=WITHDRAWN) == []
    edit_and_load(region, {"systems/third": None}, LATER)
    gone = {row for row in listed(state=WITHDRAWN) if row[0] != "third"}
    assert gone == set()
    assert ("third", "nation", "term") in listed(state=WITHDRAWN)
    assert statement_lists.tally(Wanted(state=WITHDRAWN))["nation", "term"] == 1


def test_a_statement_that_stands_again_is_not_withdrawn(region):
    edit_and_load(region, {"systems/third": None}, LATER)
    edit_and_load(region, {"systems/third": REGION["systems/third"]}, date(2026, 3, 1))
    assert list(statement_lists.listed(Wanted(state=WITHDRAWN))) == []
    edit_and_load(region, {"systems/third": None}, date(2026, 4, 1))
    withdrawn = list(statement_lists.listed(Wanted(state=WITHDRAWN, field="nation")))
    assert [(row.subject, row.asserted_in_id) for row in withdrawn] == [("third", 3)]


def test_statements_are_tallied_of_all_and_of_each_force_with_its_systems(region):
    tallies = statement_lists.tallies()
    assert tallies.all["nation", "term"] == 5
    assert tallies.all["operator", "subject"] == 4
    assert set(tallies.by_force) == {"force", "rail-force", "other-force"}
    assert tallies.by_force["force"]["operator", "subject"] == 2
    assert tallies.by_force["force"]["nation", "term"] == 2
    assert tallies.by_force["rail-force"]["role", "text"] == 2
    assert statement_lists.tally(Wanted(among=["force"]))["disclosure", "term"] == 4
    assert statement_lists.tally(Wanted(among=["force"], field="name")) == statement_lists.tally(
        Wanted(among=["force"])
    )


# one system


def test_only_a_system_in_scope_is_said_to_be_audited_or_not(region):
    audited = audited_of(the("tool"), None)
    assert audited is not None
    assert (audited.how.name, audited.findings, audited.refused) == ("NOT", (), ())
    assert audited.replay == (
        "Not replayed: how it comes to its choice is not described. A replay of its own would need "
        "its method and settings, and its records of events by day and place, its cells and "
        "settings, and the places it picked."
    )
    assert audited_of(the("force"), None) is None
    out = str(REGION["systems/tool"]).replace("in-scope: in-scope", "in-scope: out-of-scope")
    edit_and_load(region, {"systems/tool": out}, LATER)
    assert audited_of(the("tool"), None) is None


def test_a_system_is_audited_by_its_findings_and_refused_for_the_reasons_of_others(region):
    def about(identifier, refused=""):
        return FindingOnSubject(identifier, "stops", "Stops", "Some.", refused)

    concerned = [about("f1-one"), about("f1-two", "no stops in 2019-08"), about("f1-three")]
    audited = audited_of(the("tool"), None, concerned=concerned)
    assert audited is not None
    assert audited.findings == ("f1-one", "f1-three")
    assert audited.refused == ("no stops in 2019-08",)
    assert audited.how.name != "NOT"


def test_the_headline_of_use_names_who_says_it_and_the_day(region):
    about = {slug: the(slug) for slug in ("tool", "force")}
    headlines = uses.headlines(about, today=FIRST_DAY)
    assert list(headlines) == ["tool"]
    assert headlines["tool"].sentence == (
        "said to have been in use, on days not given, as told on 20 February 2025 (The Authors); "
        "nothing read says it stopped"
    )
    assert uses.headlines(about, today=FIRST_DAY, names={"authors": ("Them", "body")})[
        "tool"
    ].sentence.count("(Them)")
    assert uses.speakers(about) == {"authors"}


def test_only_those_who_tell_of_a_system_tell_of_its_use():
    told = term("in-use", "use", said_by=("force",))
    assert uses.speakers({"tool": subject(told)}) == {"force"}
    assert uses.speakers({"rail-force": subject(told, subject_class="body")}) == set()


def test_before_anything_was_public_nothing_read_says_whether_it_was_used(region):
    moment = Moment(known_on=date(2020, 5, 1))
    headlines = uses.headlines({"tool": the("tool", moment)}, today=FIRST_DAY, moment=moment)
    assert headlines["tool"].sentence == (
        "nothing read that was public by 1 May 2020 says whether it was used"
    )


def test_once_something_was_public_the_headline_tells_it_whatever_day_is_asked_of(region):
    moment = Moment(known_on=date(2025, 2, 20))
    about = {"tool": the("tool", moment)}
    (then,) = uses.headlines(about, today=FIRST_DAY, moment=moment).values()
    (now,) = uses.headlines(about, today=FIRST_DAY).values()
    assert then.sentence == now.sentence
    assert "in use" in then.sentence


def test_a_system_of_whose_use_nothing_is_said_is_told_without_a_day(region):
    (headline,) = uses.headlines({"silent": subject(slug="silent")}, today=FIRST_DAY).values()
    assert headline.standing is Standing.NOTHING
    assert "public by" not in headline.sentence


def test_what_held_on_another_day_is_read_again_for_the_headline_of_a_day(region):
    dated = str(REGION["systems/tool"]).replace("use: in-use", "use: {value: in-use, valid: 2020}")
    edit_and_load(region, {"systems/tool": dated}, LATER)
    moment = Moment(true_on=date(2024, 5, 1))
    about = {"tool": the("tool", moment)}
    assert not about["tool"].of("use")
    headline = uses.headlines(about, today=LATER, moment=moment)["tool"]
    assert headline.state == "in-use"
    assert "2020" in headline.sentence
    assert "The Authors" in headline.sentence


def test_the_systems_a_body_runs_are_those_that_name_it_as_operator(region):
    run = systems_run(the("force"), selectors.mentions("force"))
    assert [(system.slug, system.name) for system in run] == [
        *(("second", "Another Tool"), ("tool", "The Tool")),
    ]
    assert systems_run(the("tool"), selectors.mentions("tool")) == []
    assert systems_run(the("vendor"), selectors.mentions("vendor")) == []  # supplies, runs none


def test_a_statement_is_corroborated_by_another_source_that_says_the_same(region):
    of_source = "targets: [people, {value: people, source: newspaper, said_by: vendor}]\n"
    edit_and_load(region, {"systems/tool": str(REGION["systems/tool"]) + of_source}, LATER)
    one, two = the("tool").of("targets")
    both = corroboration_of(one)
    assert both is not None
    assert set(both.statements) == {one, two}
    assert corroboration_of(two) == both
    (name,) = the("tool").of("name")
    assert corroboration_of(name) is None
    assert owned() == {}


def in_order(rows):
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


def test_what_is_worked_out_for_a_body_takes_in_its_systems(region):
    figures = (
        "figures:\n  listed: {field: people-profiled, measure: listed, unit: people, total: 10,"
        " values: {White: 4, Black: 6}, checks: [parts of total]}\n"
    )
    clash = CLASH.replace("role", "purpose") + figures
    edit_and_load(region, {"systems/tool": str(REGION["systems/tool"]) + clash}, LATER)
    for slug in ("force", "tool", "rail-force"):
        about = the(slug)
        kept, anew = worked_out(about, schema()), rows_around(about, schema(), NOW)
        for rows in ("checks", "derived", "contradictions", "gaps"):
            assert in_order(getattr(kept, rows)) == in_order(getattr(anew, rows))
    for slug, clashes in (("force", {"denied-and-shown", "wording"}), ("rail-force", {"wording"})):
        of_body = rows_around(the(slug), schema(), NOW).contradictions
        assert {row["kind"] for row in of_body} == clashes


def test_what_a_contradiction_holds_is_marked_in_the_life_of_a_body(region):
    text = str(REGION["bodies/rail-force"])
    uneasy = text.replace("It does one thing,", "{value: It does one thing, valid: 2024},")
    exclusive = uneasy.replace("kind: wording", "kind: wording\n    strength: exclusive")
    for dated, is_disputed in ((uneasy, False), (exclusive, True)):
        edit_and_load(region, {"bodies/rail-force": dated}, LATER)
        entries = life(the("rail-force"), worked_out(the("rail-force"), schema()))
        assert [(e.lead.value, e.is_disputed) for e in entries if e.lead.field == "role"] == [
            ("It does one thing", is_disputed)
        ]
