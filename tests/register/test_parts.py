"""The small parts that the rest of the register rests on: moments, chains, what is kept at hand."""

from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.db.models.signals import post_migrate, pre_migrate

from candour.evidence.chain import NO_CHANGE_BEFORE
from candour.register import (
    by_force,
    counting,
    facets,
    follows,
    models,
    naming,
    selectors,
    statement_lists,
)
from candour.register.append_only import install_after_migrate, make_way
from candour.register.at_hand import AtHand, forget_answers
from candour.register.counting import Counts
from candour.register.inserting import insert_many
from candour.register.keeping import AboutNobody, NoSuchSubject
from candour.register.kinds import kinds_are_whole
from candour.register.moments import NOW, Moment
from candour.register.origins import OriginsDiffer, drafts_for, here, next_header, origin_named
from candour.register.services import HistoriesDiffer
from candour.register.surroundings import (
    AT_ONCE,
    affected_by,
    chunks,
    in_order,
    pointing_at,
    surroundings,
)
from tests.evidence.making import TOOL, link, make_folder, schema, statement, subject, term
from tests.register.loading import FIRST_DAY, edit_and_load, load_on, the
from tests.register.region import REGION

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


# moments


def test_a_moment_admits_what_is_not_said_to_be_untrue_on_its_day():
    dated = term("in-use", "use", valid="2020/2022")
    undated = term("in-use", "use")
    for day, admitted in (
        (date(2019, 5, 1), False),
        (date(2021, 5, 1), True),
        (date(2023, 1, 1), False),
    ):
        assert Moment(true_on=day).admits(dated) is admitted
        assert Moment(true_on=day).admits(undated)
    assert Moment().admits(dated)


def test_a_moment_admits_what_was_public_by_its_day_and_the_names_of_things():
    before, on_the_day = Moment(known_on=date(2025, 2, 19)), Moment(known_on=date(2025, 2, 20))
    purpose, name, kind = statement(), statement(field="name"), term("person-score", "kind")
    assert (before.admits(purpose), on_the_day.admits(purpose)) == (False, True)
    assert before.admits(name)
    assert before.admits(kind)
    own = statement(said_by=("candour",))
    assert not on_the_day.admits(own)
    assert on_the_day.admits(statement(said_by=("candour", "authors")))


def test_a_statement_is_admitted_only_where_both_days_admit_it():
    both = Moment(true_on=date(2021, 5, 1), known_on=date(2025, 2, 20))
    assert both.admits(term("in-use", "use", valid="2020/2022"))
    assert not both.admits(term("in-use", "use", valid="2018"))
    assert not both.admits(term("in-use", "use", valid="2020/2022", public_on="2025-02-21"))


def test_a_moment_knows_whether_it_filters_by_days_of_statements():
    assert NOW.admits_all
    day = Moment(true_on=FIRST_DAY, known_on=FIRST_DAY, as_of=FIRST_DAY, change=3)
    assert day.of_record == Moment(as_of=FIRST_DAY, change=3)
    assert Moment(as_of=FIRST_DAY, change=3).admits_all
    assert not Moment(true_on=FIRST_DAY).admits_all
    assert not Moment(known_on=FIRST_DAY).admits_all


# what is at hand


@pytest.mark.django_db
def test_what_was_asked_for_last_is_put_away_last():
    at_hand: AtHand[int] = AtHand(most=2)
    calls: list[int] = []

    def ask(number):
        def make():
            calls.append(number)
            return number * 10

        return at_hand.answer(NOW, schema(), make, number)

    assert [ask(1), ask(2), ask(1), ask(3)] == [10, 20, 10, 30]
    assert (calls, len(at_hand)) == ([1, 2, 3], 2)
    assert ask(1) == 10
    assert calls == [1, 2, 3]  # asked for again before 3 came, so 2 went
    assert ask(2) == 20
    assert calls == [1, 2, 3, 2]
    at_hand.clear()
    assert len(at_hand) == 0
    assert ask(2) == 20
    assert calls == [1, 2, 3, 2, 2]


@pytest.mark.django_db
def test_another_table_of_fields_has_everything_asked_for_anew():
    at_hand: AtHand[int] = AtHand(most=2)
    other = selectors._shipped_schema()
    assert other is not schema()
    assert at_hand.answer(NOW, schema(), partial(int, 1)) == 1
    assert at_hand.answer(NOW, other, partial(int, 2)) == 2
    assert at_hand.answer(NOW, other, partial(int, 3)) == 2
    assert len(at_hand) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("part", [by_force, facets, statement_lists])
def test_what_is_of_record_is_worked_out_once_whatever_day_is_asked_of(tmp_path, part):
    folder = make_folder(tmp_path / "content", {"systems/tool": TOOL})
    load_on(folder)
    edit_and_load(folder, {"systems/tool": TOOL + "inputs: age\n"}, date(2026, 2, 1))
    names = {by_force: "by_force", facets: "index", statement_lists: "tallies"}
    answer = getattr(part, names[part])
    first = answer(Moment(change=1))
    assert answer(Moment(change=1, true_on=FIRST_DAY, known_on=FIRST_DAY)) is first
    assert answer(Moment(as_of=FIRST_DAY)) is first
    assert answer() is not first
    forget_answers()
    again = answer(Moment(change=1))
    assert again is not first
    assert again == first


@pytest.mark.django_db
def test_what_is_put_away_is_worked_out_anew(tmp_path):
    load_on(make_folder(tmp_path / "content", {"systems/tool": TOOL}))
    moment = Moment(known_on=FIRST_DAY)
    one = follows.worked_out(the("tool"), schema(), moment)
    assert follows.worked_out(the("tool"), schema(), moment) is one
    forget_answers()
    again = follows.worked_out(the("tool"), schema(), moment)
    assert again is not one
    assert again == one


# chains


@pytest.mark.django_db
def test_the_next_header_of_a_chain_goes_on_from_the_last():
    origin = origin_named("candour")
    first = next_header(origin, made_by="a", why="b", made_at=NOON)
    assert first == {
        "origin": "candour",
        "change": 1,
        "made_at": "2026-01-01T12:00:00+00:00",
        "made_by": "a",
        "why": "b",
        "previous": NO_CHANGE_BEFORE,
    }
    for position in (1, 2):
        models.ChangeSet.objects.create(
            number=position,
            origin=origin,
            position=position,
            arrived_at=NOON,
            made_at=NOON,
            made_by="a",
            why="b",
            previous=str(position - 1) * 64,
            hash=str(position) * 64,
            was="",
        )
    second = next_header(origin, made_by="a", why="b", made_at=NOON)
    assert (second["change"], second["previous"]) == (3, "2" * 64)


@pytest.mark.django_db
def test_drafts_name_whom_they_act_for_and_this_installation_acts_for_itself():
    origin = origin_named("candour")
    drafts = drafts_for(origin)
    header = next_header(drafts, made_by="a", why="b", made_at=NOON)
    assert header["for"] == "candour"
    assert header["origin"] == f"{here().name}-edits-candour"
    assert here() == here()
    assert here().is_here
    assert list(models.Origin.objects.filter(is_here=True)) == [here()]
    with pytest.raises(OriginsDiffer, match="'candour'"):
        origin_named("candour", acts_for="another")
    with pytest.raises(OriginsDiffer):
        origin_named(drafts.name)
    assert origin_named(drafts.name, acts_for="candour") == drafts


@pytest.mark.django_db
def test_one_statement_holds_no_more_values_than_old_databases_take(django_assert_num_queries):
    with django_assert_num_queries(2):
        insert_many(models.Redirect, ("slug", "to"), [(f"w{row}", "to") for row in range(451)])


@pytest.mark.django_db
def test_the_content_that_ships_comes_before_this_installation_in_every_list():
    here()
    assert [origin.is_here for origin in models.Origin.objects.order_by("pk")] == [False, True]
    assert models.Origin.objects.order_by("pk")[0].name == "candour"


# rows and words


def test_rows_are_told_in_a_line_wherever_they_are_printed():
    rows = {
        "tool in 3": models.ChangeGroup(about="tool", change_set_id=3),
        "Change 3: Begin": models.ChangeSet(number=3, why="Begin"),
        "tool: use": models.Statement(subject="tool", field="use"),
        "s1-one from 3": models.Recording(statement_id="s1-one", asserted_in_id=3),
        "The Tool": models.Page(name="The Tool"),
        "Stops": models.Finding(title="Stops"),
        "tool in 4": models.FindingSubject(slug="tool", finding_id=4),
        "abc": models.FieldTable(digest="abc"),
        "5 points tool": models.PageLink(page_id=5, how="points", slug="tool"),
        "old to new": models.Redirect(slug="old", to="new"),
        "gap tool/use: silent": models.WorkedOut(kind="gap", key="tool/use", state="silent"),
        "7 gap use silent": models.KeptCount(number=7, what="gap", item="use", state="silent"),
        "rules": models.WorkedOutBy(rules="rules"),
        "tool: 8": models.WorkedOutSubject(slug="tool", result_id=8),
        "word": models.SearchWord(word="word"),
        "wor in word": models.SearchPiece(piece="wor", word_id="word"),
    }
    assert {text: str(row) for text, row in rows.items()} == {text: text for text in rows}


def test_errors_say_what_is_wrong_and_what_to_do():
    assert "--about SLUG" in str(AboutNobody())
    assert "'nobody'" in str(NoSuchSubject("nobody"))
    assert NoSuchSubject("nobody").slug == "nobody"
    error = HistoriesDiffer("candour", 7)
    assert (error.origin, error.number) == ("candour", 7)
    assert "change set 7 of 'candour'" in str(error)


def test_kinds_of_audit_are_whole_and_one_that_is_not_stops_the_start(settings):
    assert kinds_are_whole() == []
    settings.AUDIT_KINDS = "candour.config.kinds.NO_SUCH"
    (error,) = kinds_are_whole()
    assert error.id == "candour.E001"
    assert "candour.config.kinds.NO_SUCH" in error.msg


def test_the_guard_is_put_in_place_after_each_migration(monkeypatch):
    from django.apps import apps

    registered = []
    for signal in (pre_migrate, post_migrate):
        monkeypatch.setattr(signal, "connect", lambda *args, **kw: registered.append((args, kw)))
    config = apps.get_app_config("register")
    config.ready()
    sender = {"sender": config}
    assert registered == [((make_way,), sender), ((install_after_migrate,), sender)]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 1, 449, 450, 451, 901])
def test_many_rows_are_inserted_however_many(number):
    rows = [(f"w{row}", f"to{row}") for row in range(number)]
    insert_many(models.Redirect, ("slug", "to"), rows)
    assert sorted(models.Redirect.objects.values_list("slug", "to")) == sorted(rows)


def test_names_are_asked_of_all_who_speak_of_sources_and_of_values():
    said = [
        link("force", "operator", said_by=("authors", "vendor"), via="newspaper", first_in="leak"),
        statement(system="tool", subject="other", field="answer", note="of tool"),
    ]
    assert naming.named_in(said, schema()) == {
        *("force", "authors", "vendor", "report", "newspaper", "leak", "tool"),
    }
    clashes = [{"subjects": ["a"], "sides": [{"said_by": ["b", "c"]}, {"said_by": []}]}]
    assert naming.named_in_clashes(clashes) == {"a", "b", "c"}
    assert naming.named_in_derived([{"subject": "a"}, {"subject": "b"}]) == {"a", "b"}


# counts


@pytest.mark.django_db
def test_counts_are_of_the_moment_and_summed_as_pages_need_them(tmp_path):
    folder = make_folder(tmp_path / "content", REGION)
    load_on(folder)
    figure = (
        "figures:\n  listed: {field: people-profiled, measure: listed, unit: people, total: 9}\n"
    )
    edit_and_load(folder, {"systems/tool": str(REGION["systems/tool"]) + figure}, date(2026, 2, 1))
    today, first = Counts(), Counts(Moment(as_of=FIRST_DAY))
    assert (today.figures(), today.figures("people-profiled"), today.figures("extent")) == (1, 1, 0)
    assert first.figures() == 0
    assert Counts(Moment(change=1)).rows == first.rows
    assert Counts(Moment(change=2)).rows == today.rows != first.rows
    totals, before = today.totals(), first.totals()
    assert (totals["system"], totals["figure"], before["figure"]) == (3, 1, 0)
    assert totals["statement"] == before["statement"] + 1
    assert totals["contradiction"] == before["contradiction"] == 2
    open_gaps = sum(n for _, state, n in today.gaps() if state != "published")
    assert totals["gap"] == open_gaps < sum(n for *_, n in today.gaps()) == 57
    assert today.states("contradiction") == {"denied-and-shown": 1, "wording": 1}
    assert today.items("contradiction") == {"existence": 1, "words": 1}
    assert today.items("gap")["dpia"] == 3
    assert today.states("check") == today.items("derived") == {}
    assert Counts(Moment(as_of=date(2025, 1, 1))).rows == []


@pytest.mark.django_db
def test_counting_anew_puts_the_later_counts_away(tmp_path):
    load_on(make_folder(tmp_path / "content", {"systems/tool": TOOL}))
    columns = ("change", "what", "item", "state", "number")
    rows = sorted(models.KeptCount.objects.values_list(*columns))
    models.KeptCount.objects.create(change=5, what="gap", item="x", state="y", number=3)
    counting.keep_counts(1)
    assert sorted(models.KeptCount.objects.values_list(*columns)) == rows
    assert (1, "subject", "system", "", 1) in rows
    assert (1, "statement", "", "", models.Recording.objects.count()) in rows


# who bears on whom


@pytest.mark.django_db
def test_a_denial_reaches_what_the_force_is_said_to_use_and_they_reach_it(tmp_path):
    load_on(make_folder(tmp_path / "content", REGION))
    around = surroundings({"force": the("force")}, schema()).subjects
    assert {"force", "tool", "second"} <= set(around)
    assert "third" not in around
    assert "force" in surroundings({"tool": the("tool")}, schema()).subjects
    assert "paper" in surroundings({"tool": the("tool")}, schema()).subjects


@pytest.mark.django_db
def test_whoever_changed_affects_those_that_name_it_and_those_it_names(tmp_path):
    figures = "figures:\n  listed: {field: people-profiled, measure: listed, unit: people, total: 2"
    folder = make_folder(
        tmp_path / "content",
        {
            "systems/tool": f"redirects-from: [old-tool]\n{TOOL}{figures}}}\n",
            "systems/other": TOOL.replace("The Tool", "Other")
            + figures
            + ', checks: ["old-tool#listed.total = total"]}\n',
            "systems/third": TOOL.replace("The Tool", "Third"),
        },
    )
    load_on(folder)
    assert pointing_at(["tool"]) == {"other"}
    assert pointing_at(["other"]) == pointing_at([]) == set()
    assert pointing_at(["tool"], Moment(as_of=date(2025, 1, 1))) == set()
    touched = affected_by(["tool"], schema())
    assert {"tool", "other", "force"} <= touched
    assert "third" not in touched
    assert {"other", "tool"} <= affected_by(["other"], schema())
    assert {"force", "tool", "other", "third"} <= affected_by(["force"], schema())
    around = surroundings({"other": the("other")}, schema()).subjects
    assert "tool" in around  # by its old slug
    assert selectors.redirected(["old-tool", "tool"]) == {"old-tool": "tool"}
    assert selectors.redirected(["old-tool"], Moment(as_of=date(2025, 1, 1))) == {}


@pytest.mark.parametrize("number", [0, 1, AT_ONCE, AT_ONCE + 1, 2 * AT_ONCE + 1])
def test_slugs_are_asked_about_a_few_at_a_time_and_none_is_left_out(number):
    slugs = [str(place) for place in range(number)]
    parts = list(chunks(slugs))
    assert [slug for part in parts for slug in part] == slugs
    assert all(0 < len(part) <= AT_ONCE for part in parts)


def test_subjects_stand_class_after_class_and_then_by_slug():
    some = [
        subject(slug="b"),
        subject(slug="z", subject_class="product"),
        subject(slug="c", subject_class="body"),
        subject(slug="a"),
    ]
    assert list(in_order({one.slug: one for one in some})) == ["a", "b", "z", "c"]
