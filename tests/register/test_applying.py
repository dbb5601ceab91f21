"""Change sets applied line by line, without files: what each line does, and what is read back."""

import json
from datetime import UTC, date, datetime

import pytest

from candour.evidence.chain import (
    NO_CHANGE_BEFORE,
    Entry,
    Line,
    group_digest,
    next_change_set,
    salted,
    set_digest,
)
from candour.evidence.chain import ChangeSet as LoggedChangeSet
from candour.evidence.findings import KeptFinding
from candour.evidence.statements import Statement
from candour.register import findings, models, overviews, selectors
from candour.register.history import (
    Application,
    Applied,
    logged,
    logged_change_sets,
    note_all_links,
)
from candour.register.moments import NOW, Moment
from candour.register.origins import drafts_for, here, next_header, origin_named
from tests.evidence.making import figure, link, silence, statement, term
from tests.register.loading import record_of
from tests.support.findings import made_up, recorded

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
NAME = statement("The Tool", field="name")
FORMER = statement("Crystal Ball", field="formerly")
PURPOSE = statement("find people")
OPERATOR = link("force", "operator")


def page(*handles, slug="tool", **rest) -> tuple[str, Entry]:
    """The layout of a page whose rows are named statements."""
    rows = [[handle, each.id] for handle, each in handles]
    return slug, {"page": {"slug": slug, "class": "system", "rows": rows, **rest}}


def asserting(*statements) -> list[tuple[str, Entry]]:
    return [(each.subject, {"assert": each.as_dict()}) for each in statements]


def retracting(*statements) -> list[tuple[str, Entry]]:
    return [(each.subject, {"retract": each.id}) for each in statements]


def apply(*entries, origin=None, at=NOON, lines=None, why="To see"):
    """Write a change set of the next place in an origin's chain; return what it did."""
    own = origin or origin_named("candour")
    header = next_header(own, made_by="a person", why=why, made_at=at)
    application = Application(header, own, arrived_at=at)
    application.take(lines if lines is not None else salted(entries))
    application.close()
    return application


def first():
    return apply(
        *asserting(NAME, FORMER, PURPOSE, OPERATOR),
        page(("formerly.1", FORMER), ("name.1", NAME), ("purpose.1", PURPOSE)),
    )


def test_a_change_set_counts_what_it_did_and_whom_it_touched():
    done = first()
    assert done.number == 1
    assert done.applied == Applied(asserted=4, pages=1, slugs={"tool"})
    again = apply(
        *retracting(PURPOSE), *asserting(term("in-use", "use")), ("gone", {"remove": "gone"})
    )
    assert again.number == 2
    assert again.applied == Applied(asserted=1, retracted=1, slugs={"tool", "gone"})
    kept = apply(("finding:made-up", {"finding": recorded().as_dict()}))
    assert kept.applied == Applied(asserted=1, findings=1, slugs={"force"})
    ended = apply(("finding:made-up", {"withdraw": "made-up"}))
    assert ended.applied == Applied(retracted=1, withdrawn=1, slugs={"force"})


def test_its_groups_and_hash_are_those_of_the_chain():
    lines = list(
        salted([*asserting(NAME, OPERATOR), ("other", {"remove": "other"})], lambda: "s" * 32)
    )
    done = apply(lines=iter(lines))
    digests = [
        group_digest("tool", [line.digest for line in lines[:2]]),
        group_digest("other", [lines[2].digest]),
    ]
    groups = models.ChangeGroup.objects.order_by("pk").values_list("about", "digest", "salts")
    assert list(groups) == [
        ("tool", digests[0], json.dumps(["s" * 32] * 2)),
        ("other", digests[1], json.dumps(["s" * 32])),
    ]
    row = models.ChangeSet.objects.get()
    assert row.hash == set_digest(done.header, digests)
    assert (row.position, row.made_by, row.why, row.made_at) == (1, "a person", "To see", NOON)
    assert (row.previous, row.was) == (NO_CHANGE_BEFORE, "")


def test_a_change_set_keeps_the_hash_it_had_in_the_first_form_of_the_log():
    origin = origin_named("candour")
    header = next_header(origin, made_by="a", why="b", made_at=NOON) | {"was": "f" * 64}
    application = Application(header, origin, arrived_at=NOON)
    application.take(salted(asserting(NAME)))
    row = application.close()
    assert row.was == logged(row).was == "f" * 64
    assert logged(row).hash == row.hash


def test_what_is_taken_in_is_read_back_as_it_was():
    lines = (
        *salted(asserting(figure("10", subject="a"), silence("not-found", "use", subject="a"))),
        *salted([page(slug="a")]),
        *salted(asserting(NAME)),
        *salted([page(("name.1", NAME))]),
    )
    change_set = next_change_set(
        None, lines, made_at="2026-01-01T12:00:00+00:00", made_by="a person", why="To see"
    )
    apply(lines=change_set.lines)
    (back,) = logged_change_sets()
    assert (back, back.hash) == (change_set, change_set.hash)
    assert list(logged_change_sets("candour")) == [back]
    assert list(logged_change_sets("nobody")) == []


def test_a_change_set_that_takes_back_moves_and_removes_is_read_back_in_the_order_of_the_log():
    first()
    entries = [
        *retracting(PURPOSE),
        *asserting(term("in-use", "use")),
        page(("name.1", NAME)),
        ("finding:made-up", {"finding": recorded().as_dict()}),
    ]
    apply(*entries)
    apply(
        *retracting(NAME),
        ("tool", {"remove": "tool"}),
        ("finding:made-up", {"withdraw": "made-up"}),
    )
    _, second, third = logged_change_sets()
    assert list(second.entries[:3]) == [entry for _, entry in entries[:3]]
    assert [list(entry) for entry in second.entries[3:]] == [["finding"]]
    kept = KeptFinding.from_dict(second.entries[3]["finding"])
    assert (kept.name, kept.identifier) == ("made-up", made_up().identifier)
    assert third.entries == ({"retract": NAME.id}, {"remove": "tool"}, {"withdraw": "made-up"})
    rows = models.ChangeSet.objects.order_by("number")
    assert [row.hash for row in rows] == [each.hash for each in logged_change_sets()]


def test_of_a_line_that_was_taken_out_only_what_is_left_stands():
    lines = list(salted(asserting(NAME, PURPOSE)))
    lines[1] = lines[1].without(on="2026-05-01", why="By order of a court")
    whole = LoggedChangeSet(
        "candour",
        1,
        "2026-01-01T12:00:00+00:00",
        "a person",
        "To see",
        NO_CHANGE_BEFORE,
        tuple(lines),
    )
    done = apply(lines=iter(lines))
    assert done.applied.asserted == 1
    assert not models.Statement.objects.filter(id=PURPOSE.id).exists()
    (salts,) = models.ChangeGroup.objects.values_list("salts", flat=True)
    assert json.loads(salts) == [lines[0].salt, dict(lines[1].gone)]
    (back,) = logged_change_sets()
    assert back.lines == tuple(lines)
    assert isinstance(back.lines[1], Line)
    assert back.hash == whole.hash == models.ChangeSet.objects.get().hash


def test_numbers_go_up_and_a_day_that_is_over_stays_as_it_was():
    later, earlier = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    for number, (arriving, arrived) in enumerate(
        ((earlier, earlier), (later, later), (earlier, later)), 1
    ):
        done = apply(*asserting(statement(f"Purpose {number}")), at=arriving)
        assert (done.number, done.arrived_at) == (number, arrived)


# pages


def test_a_page_is_named_by_the_first_statement_of_its_name():
    first()
    assert models.Page.objects.get().name == "The Tool"
    apply(page(slug="unnamed"))
    assert models.Page.objects.get(slug="unnamed").name == "unnamed"
    other = statement("Other Name", field="name")
    apply(*asserting(other), page(("name.1", other), ("name.2", NAME)))
    assert models.Page.objects.get(slug="tool", retracted_in=None).name == "Other Name"


def test_a_name_that_is_no_text_leaves_a_page_named_by_its_slug():
    unknown = silence("not-found", "name")
    apply(*asserting(unknown), page(("name.1", unknown)))
    assert models.Page.objects.get().name == "tool"


def test_a_page_laid_out_anew_takes_the_place_of_the_one_before():
    first()
    apply(page(("name.1", NAME)))
    ends = models.Page.objects.order_by("pk").values_list("asserted_in", "retracted_in")
    assert list(ends) == [(1, 2), (2, None)]
    apply(("tool", {"remove": "tool"}))
    ends = models.Page.objects.order_by("pk").values_list("asserted_in", "retracted_in")
    assert list(ends) == [(1, 2), (2, 3)]


def test_the_old_slugs_of_a_page_and_what_it_points_at_can_be_noted_anew():
    first()
    apply(page(("name.1", NAME), redirects=["old-tool"]))

    def links():
        rows = models.PageLink.objects.order_by("pk")
        return list(rows.values_list("page__slug", "page__asserted_in", "how", "slug"))

    before = links()
    assert before == [("tool", 2, "redirect", "old-tool")]
    models.PageLink.objects.all().delete()
    note_all_links()
    assert links() == before
    note_all_links()
    assert links() == before


# statements


def test_the_columns_of_a_statement_hold_what_it_is_looked_for_by():
    whole = statement("yes", field="inputs", kind="closure")
    silent = silence("not-found", "use")
    apply(*asserting(OPERATOR, PURPOSE, silent, term("people", "targets"), whole))
    columns = ("field", "kind", "value_key", "source", "subject")
    assert sorted(models.Statement.objects.values_list(*columns)) == [
        ("inputs", "closure", "yes", "report", "tool"),
        ("operator", "subject", "force", "report", "tool"),
        ("purpose", "text", "", "report", "tool"),
        ("targets", "term", "people", "report", "tool"),
        ("use", "silence", "not-found", "report", "tool"),
    ]
    row = models.Statement.objects.get(field="purpose")
    assert Statement.from_canonical(row.canonical, key=row.id) == PURPOSE


def test_a_statement_known_before_is_recorded_anew_and_kept_once():
    first()
    apply(*retracting(PURPOSE))
    apply(*asserting(PURPOSE, statement("set patrols")))
    assert models.Statement.objects.filter(id=PURPOSE.id).count() == 1
    ends = models.Recording.objects.filter(statement=PURPOSE.id).order_by("pk")
    assert list(ends.values_list("asserted_in", "retracted_in")) == [(1, 2), (3, None)]


def test_only_what_the_origin_itself_recorded_is_taken_back():
    first()
    apply(*asserting(PURPOSE), page(("name.1", NAME)), origin=here())
    done = apply(*retracting(PURPOSE), ("tool", {"remove": "tool"}), origin=here())
    assert done.applied.retracted == 1
    owners = models.Recording.objects.filter(statement=PURPOSE.id, retracted_in=None)
    assert [row.origin.name for row in owners] == ["candour"]
    assert [p.origin.name for p in models.Page.objects.filter(retracted_in=None)] == ["candour"]


def test_drafts_record_for_the_origin_they_act_for():
    candour = origin_named("candour")
    drafts = drafts_for(candour)
    apply(*asserting(PURPOSE), origin=drafts)
    assert models.Recording.objects.get().origin == candour
    assert models.ChangeSet.objects.get().origin == drafts
    (change_set,) = logged_change_sets()
    assert (change_set.origin, change_set.acts_for) == (drafts.name, "candour")
    assert change_set.hash == models.ChangeSet.objects.get().hash


# findings


def test_a_finding_has_a_row_of_its_own_its_subjects_and_its_headlines():
    kept = recorded(about=("force", "tool"), refused={"tool": "no stops"})
    apply(("finding:made-up", {"finding": kept.as_dict()}))
    row = models.Finding.objects.get()
    assert (row.name, row.identifier, row.audit) == ("made-up", made_up().identifier, "stops")
    assert (row.title, row.lead, row.asserted_in_id) == (kept.title, kept.lead, 1)
    subjects = row.subjects.order_by("pk").values_list("slug", "refused")
    assert list(subjects) == [("force", ""), ("tool", "no stops")]
    assert [r.statement_id for r in models.Recording.objects.all()] == [kept.statements[0].id]


def test_a_finding_in_place_of_another_keeps_the_headlines_that_both_have():
    both, one = recorded(headlines=("2.97 times", "3.5 times")), recorded(headlines=("2.97 times",))
    apply(("finding:made-up", {"finding": both.as_dict()}))
    done = apply(("finding:made-up", {"finding": one.as_dict()}))
    assert done.applied == Applied(asserted=0, retracted=1, findings=1, slugs={"force"})
    ends = models.Recording.objects.order_by("pk").values_list("asserted_in", "retracted_in")
    assert list(ends) == [(1, None), (1, 2)]
    stood = models.Finding.objects.order_by("pk").values_list("asserted_in", "retracted_in")
    assert list(stood) == [(1, 2), (2, None)]
    assert selectors.figures().count() == 1


def test_a_change_set_tells_which_findings_came_and_which_ended():
    apply(("finding:made-up", {"finding": recorded().as_dict()}))
    changed = recorded(title="Another title")
    apply(("finding:made-up", {"finding": changed.as_dict()}))
    touched = [(came, row.title) for came, row in findings.touched_in(2)]
    assert touched == [(True, "Another title"), (False, "A made-up finding")]
    assert [(came, row.name) for came, row in findings.touched_in(1)] == [(True, "made-up")]
    assert findings.touched_in(3) == []


def test_a_finding_is_told_in_a_row_and_whole():
    kept = recorded(about=("force", "tool"), refused={"tool": "no stops"})
    apply(("finding:made-up", {"finding": kept.as_dict()}))
    identifier = made_up().identifier
    (row,) = findings.findings()
    assert findings.finding_row(row) == {
        "id": identifier,
        "name": "made-up",
        "audit": "stops",
        "title": "A made-up finding",
        "lead": kept.lead,
        "about": ["force", "tool"],
        "refused": ["tool"],
        "recorded_in": 1,
        "address": f"/findings/{identifier}/",
    }
    record = findings.finding(identifier)
    assert record is not None
    data = findings.finding_data(record)
    assert (data["stands"], data["recorded_in"], data["name"]) == (True, [1], "made-up")
    assert [s["id"] for s in data["statements"]] == [s.id for s in kept.statements]
    assert data["statements"][0]["subject"] == "force"
    assert findings.finding("f1-nothing") is None
    assert findings.successor(record) == ""


def test_a_finding_that_was_replaced_leads_to_the_one_in_its_place():
    apply(("finding:made-up", {"finding": recorded().as_dict()}))
    apply(("finding:made-up", {"withdraw": "made-up"}))
    newer = recorded(made_up(ratio=4), name="newer", headlines=("4 times",)).as_dict()
    old = findings.finding(made_up().identifier)
    assert old is not None
    assert (old.stands, findings.successor(old)) == (False, "")
    apply(("finding:newer", {"finding": {**newer, "replaces": ["made-up"]}}))
    assert findings.successor(old) == made_up(ratio=4).identifier
    apply(("finding:newer", {"withdraw": "newer"}))
    assert findings.successor(old) == ""


def test_headlines_are_grouped_by_their_finding_and_kept_to_the_day_asked_about():
    apply(("finding:made-up", {"finding": recorded(headlines=("2", "3")).as_dict()}))
    headlines = findings.headlines_on("force")
    assert {key: len(rows) for key, rows in headlines.items()} == {made_up().identifier: 2}
    assert findings.headlines_on("tool") == {}
    assert findings.headlines_on("force", Moment(known_on=NOON.date())) == {}  # its own words


def test_findings_of_which_the_public_could_know_are_those_made_by_the_end_of_a_day():
    apply(("finding:made-up", {"finding": recorded().as_dict()}))
    for day, number in ((date(2025, 12, 31), 0), (date(2026, 1, 1), 1)):
        moment = Moment(known_on=day)
        assert len(findings.on_subject("force", moment)) == number
        assert findings.findings(moment=moment).count() == number


# what changed about a subject


def test_the_change_sets_that_touched_a_subject_are_told_newest_first():
    first()
    apply(*retracting(PURPOSE, FORMER), *asserting(statement("set patrols")), why="Mended")
    apply(*asserting(statement("elsewhere", subject="other")))
    newest, oldest = overviews.changes_of("tool")
    assert (newest.number, newest.why, newest.came, newest.went) == (2, "Mended", 1, 2)
    assert (oldest.number, oldest.why, oldest.came, oldest.went) == (1, "To see", 4, 0)
    assert newest.made_at == NOON
    assert [row.statement_id for row in overviews.began_in(1)] == [
        each.id for each in (NAME, FORMER, PURPOSE, OPERATOR)
    ]
    assert {row.statement_id for row in overviews.ended_in(2)} == {PURPOSE.id, FORMER.id}
    assert overviews.changes_of("nobody") == []


def test_the_places_of_a_source_are_told_with_how_many_statements_cite_each():
    places = ("1", "1 note 2", "1, 3", "2, 1", "3, 1, 4", "2, 1 table 1", "11", "21", "2, 11")
    apply(*asserting(*(statement(f"P {n}", locator=at) for n, at in enumerate(places)), NAME))
    assert dict(overviews.places_of("report")) == dict.fromkeys(places, 1) | {"1": 2}
    assert list(overviews.places_of("other")) == []

    def carried(section):
        rows = overviews.carried("report", section)
        return sorted(json.loads(row.statement.canonical)["locator"] for row in rows)

    assert carried("1") == sorted(["1", *places[:6]])
    assert carried("11") == ["11", "2, 11"]
    assert len(carried("")) == len(places) + 1
    assert overviews.carried("other").count() == 0


def test_a_statement_is_found_with_every_stretch_for_which_it_stood():
    first()
    apply(*retracting(PURPOSE))
    record = record_of(PURPOSE.id)
    assert not record.stands
    (stretch,) = record.stretches
    assert stretch.ended is not None
    assert (stretch.began.number, stretch.ended.number, stretch.stands) == (1, 2, False)
    began = models.ChangeSet.objects.get(number=1)
    assert (stretch.began.hash, stretch.began.previous) == (began.hash, NO_CHANGE_BEFORE)
    assert (stretch.began.origin, stretch.began.position) == ("candour", 1)
    assert (stretch.began.made_by, stretch.began.why) == ("a person", "To see")
    assert stretch.began.made_at == stretch.began.arrived_at == NOON


def test_the_head_of_a_moment_is_the_last_change_set_that_was_in():
    assert selectors.head() == selectors.NOTHING_YET
    assert selectors.last_day() is None
    first()
    apply(*retracting(PURPOSE), at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    hashes = dict(models.ChangeSet.objects.values_list("number", "hash"))
    assert selectors.head() == selectors.Head(2, hashes[2])
    assert selectors.last_day() == date(2026, 7, 1)  # in London
    june, july = (Moment(as_of=date(2026, month, 30)) for month in (6, 7))
    assert (selectors.head(june).number, selectors.head(july).number) == (1, 2)
    assert selectors.head(Moment(change=1)) == selectors.Head(1, hashes[1])
    assert selectors.head(Moment(change=9)) == selectors.NOTHING_YET

    def purposes(moment):
        rows = selectors.standing(models.Recording.objects.filter(statement=PURPOSE.id), moment)
        return rows.count()

    moments = (NOW, june, july, Moment(change=1), Moment(change=2))
    assert [purposes(moment) for moment in moments] == [0, 1, 0, 1, 0]
