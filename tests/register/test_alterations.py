"""Every kind of alteration, with full rights and the triggers gone, is found and named.

Each is planted in a register of several origins and days, whose checkpoint was kept elsewhere. Who
plants them knows the register: where hashes can be made to fit again, they are.
"""

# Tables of cases read best with one case to a line; the SQL is all our own.
# ruff: noqa: E501, S608

import json
import re
from dataclasses import replace

import pytest
from django.db import connection

from candour.core.hashing import canonical_json, sha256_hex
from candour.evidence.chain import Line, group_digest, set_digest
from candour.evidence.checkpoints import new_key
from candour.evidence.statements import name_of
from candour.register import models
from candour.register.append_only import install, put_away
from candour.register.checkpoints import keep_checkpoint
from candour.register.history import header_of, logged
from candour.register.selectors import _kept_schema, forget_schema, schema
from candour.register.verifying.database import verify_database
from candour.register.working_out import rebuild

pytestmark = pytest.mark.django_db


@pytest.fixture
def checkpoint(register):
    """Kept elsewhere; the database is then in the hands of somebody else."""
    kept = keep_checkpoint(new_key())
    connection.check_constraints()
    put_away(connection)
    yield kept
    _kept_schema.cache_clear()  # one kind alters what a digest stands for


def put_the_guard_back():
    """As if nobody had been there."""
    connection.check_constraints()
    install(connection)


def sql(text, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)


def purpose():
    return models.Statement.objects.get(field="purpose", canonical__contains="find people")


def altered(text, before="find people", after="find saints"):
    assert before in text
    return text.replace(before, after)


# what is said


def another_wording():
    row = purpose()
    models.Statement.objects.filter(id=row.id).update(canonical=altered(row.canonical))


def another_statement_under_a_name_that_fits():
    """With the name made to fit, wherever it stands, and the hashes not."""
    row = purpose()
    new = altered(row.canonical)
    rename_statement(row, new)


def rename_statement(row, canonical):
    key = name_of(canonical)
    columns = ("subject", "field", "kind", "value_key", "source")
    cells = {name: getattr(row, name) for name in columns}
    models.Statement.objects.create(id=key, canonical=canonical, **cells)
    models.Recording.objects.filter(statement=row.id).update(statement=key)
    for page in models.Page.objects.all():
        text = json.dumps(page.layout)
        if row.id in text:
            models.Page.objects.filter(id=page.id).update(
                layout=json.loads(text.replace(row.id, key))
            )
    models.Statement.objects.filter(id=row.id)._raw_delete("default")
    return key


def history_written_anew():
    """One wording altered, and every name, digest and hash made to fit."""
    row = purpose()
    rename_statement(row, altered(row.canonical))
    make_hashes_fit()


def make_hashes_fit():
    last: dict[int, str] = {}
    for row in models.ChangeSet.objects.select_related("origin__drafts_of").order_by("number"):
        if row.origin_id in last:
            row.previous = last[row.origin_id]
            models.ChangeSet.objects.filter(number=row.number).update(previous=row.previous)
        change_set = logged(row)
        for about, lines in groups_of(change_set):
            digest = group_digest(about, [line.digest for line in lines])
            models.ChangeGroup.objects.filter(change_set=row.number, about=about).update(
                digest=digest
            )
        models.ChangeSet.objects.filter(number=row.number).update(hash=change_set.hash)
        last[row.origin_id] = change_set.hash
    rebuild(schema())


def groups_of(change_set):
    groups: dict[str, list[Line]] = {}
    for line in change_set.lines:
        groups.setdefault(line.about, []).append(line)
    return groups.items()


def a_column_to_ask_by(column, value):
    def plant():
        models.Statement.objects.filter(id=purpose().id).update(**{column: value})

    return plant


def a_statement_taken_away():
    row = purpose()
    models.Recording.objects.filter(statement=row.id)._raw_delete("default")
    models.Statement.objects.filter(id=row.id)._raw_delete("default")


def a_statement_put_in():
    row = purpose()
    canonical = altered(row.canonical)
    key = name_of(canonical)
    models.Statement.objects.create(
        id=key,
        canonical=canonical,
        subject=row.subject,
        field=row.field,
        kind=row.kind,
        value_key="",
        source=row.source,
    )
    first = models.Recording.objects.filter(statement=row.id).earliest("id")
    models.Recording.objects.create(
        origin_id=first.origin_id,
        statement_id=key,
        subject=row.subject,
        asserted_in_id=first.asserted_in_id,
    )


def a_statement_that_nobody_recorded():
    row = purpose()
    models.Statement.objects.create(
        id=name_of(altered(row.canonical)), canonical=altered(row.canonical), subject=row.subject,
        field=row.field, kind=row.kind, value_key="", source=row.source,
    )  # fmt: skip


# when it stood, and whose it is


def standing():
    """What one origin alone records, of a body."""
    return models.Recording.objects.get(retracted_in=None, statement__field="code")


def a_retraction_undone():
    """With what was recorded again after it, which would stand twice."""
    ended = models.Recording.objects.exclude(retracted_in=None).earliest("id")
    own = models.Recording.objects.filter(origin=ended.origin, statement=ended.statement)
    own.filter(retracted_in=None)._raw_delete("default")
    models.Recording.objects.filter(id=ended.id).update(retracted_in=None)


def a_retraction_made_up():
    last = models.ChangeSet.objects.latest("number")
    models.Recording.objects.filter(id=standing().id).update(retracted_in=last)


def a_recording_moved_to_another_change_set():
    row = standing()
    models.Recording.objects.filter(id=row.id).update(asserted_in=row.asserted_in_id + 1)


def a_recording_given_to_another_origin():
    row = standing()
    other = models.Origin.objects.exclude(id=row.origin_id).earliest("id")
    models.Recording.objects.filter(id=row.id).update(origin=other)


def a_finding_ended_as_it_began():
    row = models.Finding.objects.get()
    models.Finding.objects.filter(pk=row.pk).update(retracted_in=row.asserted_in_id)


# pages, findings


def a_page_laid_out_otherwise():
    page = models.Page.objects.filter(slug="tool").earliest("id")
    models.Page.objects.filter(id=page.id).update(
        layout={**page.layout, "rows": page.layout["rows"][:1]}
    )


def a_page_named_otherwise():
    models.Page.objects.filter(slug="tool").update(name="A kinder name")


def a_page_taken_away():
    page = models.Page.objects.filter(slug="force").earliest("id")
    models.PageLink.objects.filter(page=page.id)._raw_delete("default")
    models.Page.objects.filter(id=page.id)._raw_delete("default")


def a_number_of_a_finding():
    row = models.Finding.objects.get()
    text = re.sub(r"\b[1-9]\b", lambda digit: str(10 - int(digit.group())), row.text, count=1)
    assert text != row.text
    models.Finding.objects.filter(id=row.id).update(text=text)


def the_order_of_a_finding():
    """Its digest is over sorted keys, so the order of its columns is held by checkpoints alone."""
    row = models.Finding.objects.get()
    data = json.loads(row.text)
    inner = data["finding"]
    data["finding"] = (
        {"plan": inner["plan"], **inner}
        if next(iter(inner)) != "plan"
        else dict(reversed(inner.items()))
    )
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    assert text != row.text
    models.Finding.objects.filter(id=row.id).update(text=text)


def the_title_of_a_finding():
    models.Finding.objects.update(title="All is well")


def whom_a_finding_is_about():
    models.FindingSubject.objects.update(slug="tool")


# change sets


def last_change_set():
    return models.ChangeSet.objects.latest("number")


def a_cell_of_a_change_set(column, value, number=2):
    def plant():
        models.ChangeSet.objects.filter(number=number).update(**{column: value})

    return plant


def the_day_of_arrival():
    first, second = models.ChangeSet.objects.order_by("number")[:2]
    models.ChangeSet.objects.filter(number=second.number).update(arrived_at=first.arrived_at)


def two_that_changed_places():
    """Two origins' change sets that came in another order, with everything that names them."""
    rows = list(models.ChangeSet.objects.order_by("number"))
    here = next(row for row in rows if row.origin.name == "a-body")
    before = rows[here.number - 2]
    assert before.origin_id != here.origin_id
    for number, becomes in ((here.number, 99), (before.number, here.number), (99, before.number)):
        sql("UPDATE register_changeset SET number = %s WHERE number = %s", becomes, number)
        for model in (models.Recording, models.Page, models.Finding):
            model.objects.filter(asserted_in=number).update(asserted_in=becomes)
            model.objects.filter(retracted_in=number).update(retracted_in=becomes)
        models.ChangeGroup.objects.filter(change_set=number).update(change_set=becomes)
    for row, day in ((here, before.arrived_at), (before, here.arrived_at)):
        models.ChangeSet.objects.filter(hash=row.hash).update(arrived_at=day)
    rebuild(schema())


def the_last_change_set_cut_off():
    number = last_change_set().number
    models.FindingSubject.objects.all()._raw_delete("default")
    models.Finding.objects.filter(asserted_in=number)._raw_delete("default")
    models.Recording.objects.filter(asserted_in=number)._raw_delete("default")
    models.ChangeGroup.objects.filter(change_set=number)._raw_delete("default")
    models.ChangeSet.objects.filter(number=number)._raw_delete("default")
    rebuild(schema())


def a_change_set_put_at_the_end_of_a_shorter_chain():
    """The last is cut off and another put in its place, with hashes that fit."""
    last = last_change_set()
    the_last_change_set_cut_off()
    header = header_of(last)
    made = replace(header, why="Nothing to see", lines=())
    models.ChangeSet.objects.create(
        number=last.number, origin=last.origin, position=last.position, arrived_at=last.arrived_at,
        made_at=last.made_at, made_by=last.made_by, why=made.why, previous=last.previous,
        hash=set_digest(made.header, []), was="",
    )  # fmt: skip


def a_salt():
    group = models.ChangeGroup.objects.earliest("id")
    salts = json.loads(group.salts)
    salts[0] = "0" * len(salts[0])
    models.ChangeGroup.objects.filter(id=group.id).update(salts=json.dumps(salts))


def a_group_taken_away():
    group = models.ChangeGroup.objects.earliest("id")
    models.ChangeGroup.objects.filter(id=group.id)._raw_delete("default")


def a_line_said_to_be_taken_out_by_order():
    """The one alteration that fits the chain: it is named as what it says it is."""
    row = purpose()
    recording = models.Recording.objects.filter(statement=row.id).earliest("id")
    number = recording.asserted_in_id
    group = models.ChangeGroup.objects.get(change_set=number, about=row.subject)
    lines = [
        line
        for line in logged(models.ChangeSet.objects.get(number=number)).lines
        if line.about == row.subject
    ]
    salts = [
        dict(line.without(on="2026-01-05", why="By order of a court").gone)
        if line.entry.get("assert") and row.id == name_of(canonical_json(line.entry["assert"]))
        else line.salt
        for line in lines
    ]
    models.ChangeGroup.objects.filter(id=group.id).update(salts=json.dumps(salts))
    models.Recording.objects.filter(id=recording.id)._raw_delete("default")
    rebuild(schema())


# origins, tables of fields, checkpoints


def an_origin_renamed():
    models.Origin.objects.filter(name="a-body").update(name="another-body")


def this_installation_said_to_be_another():
    models.Origin.objects.filter(is_here=True).update(is_here=False)
    models.Origin.objects.filter(name="a-body").update(is_here=True)


def the_table_of_fields():
    table = models.FieldTable.objects.get()
    texts = {
        name: altered(text, "Purpose", "Good purpose") if "Purpose" in text else text
        for name, text in table.texts.items()
    }
    assert texts != table.texts
    models.FieldTable.objects.update(texts=texts)


def the_table_of_fields_and_its_digest():
    the_table_of_fields()
    table = models.FieldTable.objects.get()
    models.FieldTable.objects.update(digest=sha256_hex(canonical_json(table.texts)))
    forget_schema()
    rebuild(schema())


def a_checkpoint_altered():
    text = models.Checkpoint.objects.get().text
    models.Checkpoint.objects.update(text=text.replace('"length": 2', '"length": 1', 1))


def the_checkpoints_taken_away():
    models.Checkpoint.objects.all()._raw_delete("default")


# what was worked out


def a_verdict():
    row = models.WorkedOut.objects.filter(kind="gap").earliest("id")
    models.WorkedOut.objects.filter(id=row.id).update(state="provided")


def a_result_taken_away():
    row = models.WorkedOut.objects.earliest("id")
    models.WorkedOutSubject.objects.filter(result=row.id)._raw_delete("default")
    models.WorkedOut.objects.filter(id=row.id)._raw_delete("default")


def a_result_made_up():
    models.WorkedOut.objects.create(
        kind="contradiction",
        key="c1-x",
        state="denied",
        item="",
        place="",
        digest="x",
        row={},
        began=1,
    )


def whom_a_result_concerns():
    row = models.WorkedOutSubject.objects.earliest("id")
    models.WorkedOutSubject.objects.filter(id=row.id).update(slug="nobody")


def the_rules_it_was_worked_out_by():
    models.WorkedOutBy.objects.update(rules="x")


def what_search_looks_in():
    sql("UPDATE register_search SET said = 'nothing at all' WHERE slug = 'tool'")


def a_redirect_made_up():
    models.Redirect.objects.create(slug="tool-of-old", to="force")


def a_link_made_up():
    page = models.Page.objects.earliest("id")
    models.PageLink.objects.create(page=page, how="points", slug="force")


def a_count():
    models.KeptCount.objects.update(number=99)


def a_word_of_search():
    models.SearchWord.objects.create(word="innocent")


# the guard


def a_trigger_of_somebody_elses():
    put_the_guard_back()
    when = "CREATE TRIGGER other AFTER INSERT ON register_page"
    sql(
        f"{when} BEGIN DELETE FROM register_page WHERE id = 1; END"
        if connection.vendor == "sqlite"
        else f"{when} FOR EACH ROW EXECUTE FUNCTION keep_register()"
    )


def a_trigger_on_what_is_worked_out():
    """It would alter what is kept and what is worked out again alike."""
    when = "CREATE TRIGGER other AFTER INSERT ON register_redirect"
    sql(
        f"{when} BEGIN INSERT INTO register_redirect VALUES ('tool-of-old', 'tool'); END"
        if connection.vendor == "sqlite"
        else f"{when} FOR EACH ROW EXECUTE FUNCTION keep_register()"
    )


def a_view_under_the_name_of_a_table():
    sql("ALTER TABLE register_redirect RENAME TO other")
    sql("CREATE VIEW register_redirect AS SELECT * FROM other")


def what_words_lead_to():
    """The texts that are searched stay as they are."""
    if connection.vendor == "sqlite":
        sql("UPDATE register_search_data SET block = zeroblob(8) WHERE id > 10")
        return
    sql("ALTER TABLE register_search ALTER COLUMN document DROP EXPRESSION")
    sql("UPDATE register_search SET document = to_tsvector('saints')")


def an_origin_made_up():
    models.Origin.objects.create(name="somebody")


def a_table_of_fields_said_twice():
    table = models.FieldTable.objects.get()
    models.FieldTable.objects.create(digest=table.digest, texts=table.texts)


STATEMENT, CHAIN, CHANGE = r"statement s1-", r"chain of '", r"change set \d+ of '"
KINDS = {
    "another wording": (another_wording, STATEMENT),
    "another statement under a name that fits": (another_statement_under_a_name_that_fits, CHANGE + ".*tool"),
    "history written anew, all hashes made to fit": (history_written_anew, CHAIN + "a-body|" + CHAIN + "candour"),
    "the subject of a statement": (a_column_to_ask_by("subject", "force"), STATEMENT + ".*column subject"),
    "the field of a statement": (a_column_to_ask_by("field", "name"), STATEMENT + ".*column field"),
    "the source of a statement": (a_column_to_ask_by("source", "paper"), STATEMENT + ".*column source"),
    "the key of a statement's value": (a_column_to_ask_by("value_key", "x"), STATEMENT + ".*column value_key"),
    "a statement taken away": (a_statement_taken_away, CHANGE + ".*tool"),
    "a statement put into the past": (a_statement_put_in, CHANGE + ".*tool"),
    "a statement that nobody recorded": (a_statement_that_nobody_recorded, STATEMENT + ".*no change set"),
    "a retraction undone": (a_retraction_undone, CHANGE),
    "a retraction made up": (a_retraction_made_up, CHANGE),
    "a recording moved to another change set": (a_recording_moved_to_another_change_set, CHANGE),
    "a recording given to another origin": (a_recording_given_to_another_origin, "recording s1-"),
    "a finding ended as it began": (a_finding_ended_as_it_began, CHANGE + "|finding "),
    "a page laid out otherwise": (a_page_laid_out_otherwise, CHANGE + ".*tool"),
    "a page named otherwise": (a_page_named_otherwise, "page tool"),
    "a page taken away": (a_page_taken_away, CHANGE + ".*force"),
    "a number of a finding": (a_number_of_a_finding, CHANGE + ".*finding"),
    "the order of a finding": (the_order_of_a_finding, "when and in which order"),
    "the title of a finding": (the_title_of_a_finding, "finding "),
    "whom a finding is about": (whom_a_finding_is_about, "finding "),
    "why a change was made": (a_cell_of_a_change_set("why", "No reason"), CHANGE + ".*why"),
    "who made a change": (a_cell_of_a_change_set("made_by", "Nobody"), CHANGE + ".*who"),
    "when a change was made": (a_cell_of_a_change_set("made_at", "2020-01-01T00:00:00Z"), CHANGE + ".*when"),
    "the hash of a change set": (a_cell_of_a_change_set("hash", "0" * 64), CHANGE),
    "the hash before a change set": (a_cell_of_a_change_set("previous", "1" * 64), CHANGE),
    "its hash in the first form": (a_cell_of_a_change_set("was", "1" * 64), CHANGE),
    "its place in its chain": (a_cell_of_a_change_set("position", 7), CHANGE),
    "the day on which it came here": (the_day_of_arrival, "when and in which order"),
    "the order in which they came here": (two_that_changed_places, "when and in which order"),
    "the last change set cut off": (the_last_change_set_cut_off, CHAIN + "here-.*gone"),
    "another last change set": (a_change_set_put_at_the_end_of_a_shorter_chain, CHAIN + "here-.*rewritten"),
    "a salt": (a_salt, CHANGE),
    "a group taken away": (a_group_taken_away, CHANGE),
    "an origin renamed": (an_origin_renamed, "'a(nother)?-body'"),
    "this installation said to be another": (this_installation_said_to_be_another, "when and in which order"),
    "the table of fields": (the_table_of_fields, "table of fields 1"),
    "the table of fields and its digest": (the_table_of_fields_and_its_digest, "tables of fields: is not the one"),
    "a checkpoint altered": (a_checkpoint_altered, "checkpoint 1"),
    "the checkpoints taken away": (the_checkpoints_taken_away, "no longer among those published"),
    "the state of a result": (a_verdict, "gap "),
    "a result taken away": (a_result_taken_away, "follows and is not kept"),
    "a result made up": (a_result_made_up, "contradiction c1-x: is kept and does not follow"),
    "whom a result concerns": (whom_a_result_concerns, "is kept and does not follow"),
    "the rules that results follow by": (the_rules_it_was_worked_out_by, "what follows: was worked out by other rules"),
    "what search looks in": (what_search_looks_in, "search for tool"),
    "a redirect made up": (a_redirect_made_up, "redirect from tool-of-old"),
    "a link made up": (a_link_made_up, "link from"),
    "a count": (a_count, "count of"),
    "a word of search": (a_word_of_search, "word 'innocent'"),
    "a trigger of somebody else's": (a_trigger_of_somebody_elses, "trigger other"),
    "a trigger on what is worked out": (a_trigger_on_what_is_worked_out, "trigger other: stands on register_redirect"),
    "a view under the name of a table": (a_view_under_the_name_of_a_table, "view register_redirect: is no table"),
    "what words lead to": (what_words_lead_to, "search: its words do not lead"),
    "an origin made up": (an_origin_made_up, "origin 'somebody': never recorded"),
    "a table of fields said twice": (a_table_of_fields_said_twice, "table of fields 2: only says again"),
    "a part of a second of when a change was made": (a_cell_of_a_change_set("made_at", "2026-01-01T12:00:00.5Z"), CHANGE + ".*more finely"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_an_alteration_is_found_and_named(checkpoint, kind):
    plant, names = KINDS[kind]
    plant()
    put_the_guard_back()

    report = verify_database(checkpoint)

    differences = [str(difference) for difference in report.differences]
    assert any(re.search(names, text) for text in differences), differences


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("CREATE RULE other AS ON DELETE TO register_redirect DO INSTEAD NOTHING", "rule other"),
        ("ALTER TABLE register_recording ENABLE ROW LEVEL SECURITY", "hides rows from some"),
        (
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'register_search_document'::regclass",
            "register_search_document is marked",
        ),
    ],
)
def test_what_postgresql_alone_can_put_between_is_named(checkpoint, text, names):
    put_the_guard_back()
    sql(text)
    differences = [str(difference) for difference in verify_database(checkpoint).differences]
    assert any(names in text for text in differences), differences


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("table", "column", "value", "names"),
    [
        ("statement", "canonical", "CAST(canonical AS BLOB)", "canonical does not hold text"),
        ("statement", "canonical", "CAST(x'ff00fe' AS TEXT)", "canonical does not hold text"),
        ("changeset", "arrived_at", "'some day'", "arrived_at does not hold a moment"),
        ("changeset", "made_at", "'2026-02-31 00:00:00'", "made_at does not hold a moment"),
        ("page", "layout", "'{'", "layout does not hold JSON"),
        ("workedout", "began", "'soon'", "began does not hold a whole number"),
        ("workedoutsubject", "is_about", "7", "is_about does not hold yes or no"),
        ("search", "began", "'x'", "began does not hold a whole number"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(checkpoint, table, column, value, names):
    """SQLite lets its owner put anything anywhere."""
    sql("PRAGMA ignore_check_constraints = 1")
    sql(f"UPDATE register_{table} SET {column} = {value}")
    sql("PRAGMA ignore_check_constraints = 0")
    assert any(names in text for text in map(str, verify_database(checkpoint).differences))


@pytest.mark.postgres
@pytest.mark.parametrize("moment", ["infinity", "-infinity", "0044-03-15 BC", "12026-01-01"])
def test_a_day_that_cannot_be_read_is_named(checkpoint, moment):
    sql("UPDATE register_changeset SET made_at = %s WHERE number = 1", moment)
    found = [str(difference) for difference in verify_database(checkpoint).differences]
    assert any("made_at does not hold a moment" in text for text in found), found


def test_that_the_triggers_are_gone_is_named(checkpoint):
    differences = [str(difference) for difference in verify_database(checkpoint).differences]
    assert any("trigger keep_register_statement_delete" in text for text in differences)


def test_of_nothing_altered_nothing_is_named(checkpoint):
    put_the_guard_back()
    report = verify_database(checkpoint)
    assert [str(difference) for difference in report.differences] == []


def test_a_line_taken_out_by_order_fits_the_chain_and_is_named(checkpoint):
    a_line_said_to_be_taken_out_by_order()
    put_the_guard_back()

    report = verify_database(checkpoint)

    assert any("By order of a court" in note for note in report.notes)
    assert any("1 line was taken out of the chain" in note for note in report.notes)


def test_without_a_checkpoint_it_is_said_what_the_answer_is_worth(checkpoint):
    history_written_anew()
    models.Checkpoint.objects.all()._raw_delete("default")
    put_the_guard_back()

    report = verify_database()

    assert report.is_valid  # all that can be told: it agrees with itself
    assert "only that it agrees with itself" in report.rests_on
