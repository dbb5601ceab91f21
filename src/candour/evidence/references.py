"""What content files point at must be there: subjects, handles, redirects."""

from collections.abc import Iterator

from candour.core.errors import Problem
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
    ):
        yield Problem(file, *problem)
    for old in subject.redirects:
        if old in collection.subjects:
            yield Problem(file, 0, "redirects-from", f"'{old}' still has a file")


Found = tuple[int, str, str]
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
