"""What content files point at must be there: subjects, handles, redirects."""

from collections.abc import Iterator

from candour.core.errors import Problem, in_short
from candour.evidence.checks import CannotCheck, Check, expand
from candour.evidence.collection import Collection, Row, SubjectFile
from candour.evidence.derived import CannotDerive, derive
from candour.evidence.fields import Schema
from candour.evidence.speakers import REGISTER_ITSELF


def reference_problems(
    subject: SubjectFile, collection: Collection, schema: Schema, file: str
) -> Iterator[Problem]:
    """Give a problem for every reference that leads nowhere or to the wrong kind of subject."""
    for problem in (
        *_statement_problems(subject, collection, schema),
        *_spec_problems(subject, collection),
        *_circular(subject, collection),
    ):
        line, field, message = problem
        yield Problem(file, line, field, in_short(message), is_consequence=True)
    for old in subject.redirects:
        owner = collection.redirects.get(old, subject.slug)
        if old in collection.subjects:
            yield Problem(file, 0, "redirects-from", f"'{old}' still has a file")
        elif owner != subject.slug:
            yield Problem(file, 0, "redirects-from", f"'{old}' leads to {owner} already")


def _circular(subject: SubjectFile, collection: Collection) -> "Iterator[Found]":
    """What took over from another can't have been taken over by it."""
    for row in subject.rows:
        if row.statement.field == REPLACES and row.statement.kind == "subject":
            before = str(row.statement.value)
            if subject.slug in _all_before(before, collection):
                yield row.line, row.handle, f"'{before}' came after this, by its own file"


def _all_before(slug: str, collection: Collection) -> set[str]:
    """A subject and all that it took over from, by the files."""
    reached: set[str] = set()
    waiting = [collection.redirects.get(slug, slug)]
    while waiting:
        here = waiting.pop()
        if here in reached or here not in collection.subjects:
            continue
        reached.add(here)
        before = collection.subjects[here].slugs(REPLACES)
        waiting += [collection.redirects.get(one, one) for one in before]
    return reached


Found = tuple[int, str, str]
REPLACES = "replaces"  # the field that says what a system took over from
EARLIER = ("document", "source")  # what an earlier text can be


def _statement_problems(
    subject: SubjectFile, collection: Collection, schema: Schema
) -> Iterator[Found]:
    for row in subject.rows:
        statement = row.statement
        for slug in (*statement.said_by, statement.via):
            if slug and slug != REGISTER_ITSELF and collection.class_of(slug) != "body":
                yield row.line, row.handle, f"'{slug}' is said to speak but is no body here"
        yield from _text_problems(row, collection)
        if statement.kind == "subject":
            subject_class = collection.class_of(str(statement.value))
            allowed = schema.fields[statement.field].of
            if not subject_class:
                yield row.line, row.handle, f"'{statement.value}' is no subject here; add its file"
            elif allowed and subject_class not in allowed:
                yield (
                    row.line,
                    row.handle,
                    f"'{statement.value}' is a {subject_class}; this field takes "
                    f"{' or '.join(allowed)}",
                )
        for key, text in statement.qualifiers:
            if schema.qualifiers[key].type == "subject" and not collection.class_of(text):
                yield row.line, row.handle, f"{key}: '{text}' is no subject here; add its file"


def _holds_whatever_is_printed(check: Check) -> bool:
    """Numbers of our own say nothing about what was printed."""
    return not check.parts and not check.undecidable


def _text_problems(row: Row, collection: Collection) -> Iterator[Found]:
    """The source a statement was read in, and the earlier text it repeats."""
    earlier, source = row.statement.first_in, row.statement.source
    if earlier and collection.class_of(earlier) not in EARLIER:
        yield row.line, row.handle, f"'{earlier}' is no document or source here"
    if collection.class_of(source) != "source":
        yield row.line, row.handle, f"'{source}' is no source here"


def _spec_problems(subject: SubjectFile, collection: Collection) -> Iterator[Found]:
    for check in subject.checks:
        path = f"figures.{check.block}" if check.block else "checks"
        try:
            if any(_holds_whatever_is_printed(single) for single in expand(check, collection)):
                yield (
                    check.line,
                    path,
                    f"'{check.text}' works with no printed number but its claim",
                )
        except CannotCheck as error:
            yield check.line, path, str(error)
    for number in subject.derived:
        try:
            derive(number, collection)
        except CannotDerive as error:
            yield number.line, f"derived.{number.name}", str(error)
    for spec in subject.contradictions:
        for side in spec.sides:
            for handle in side.statements:
                if not collection.find(handle, home=subject.slug):
                    yield spec.line, f"contradictions.{spec.name}", f"'{handle}' points at nothing"
