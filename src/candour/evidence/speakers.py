"""Who speaks where a file names nobody, and what this register alone can say.

What Candour adds to a source (summaries, kinds, scope decisions, silences it finds, all that is
said of itself) is said by Candour, by rule: the reader sets it, and refuses any other speaker.
A name that the source does not print is one we coined.
"""

from dataclasses import dataclass

from candour.evidence.fields import Schema
from candour.evidence.printed_words import PrintedWords
from candour.evidence.statements import Silence, Value

REGISTER_ITSELF = "candour"
OURS = "ours"
INFERRED = "inferred"
PRESS = "press"
SOURCE_SILENT = "source-silent"
ROLE = "role"
PARTIAL = "partial"
SELF_DECLARED = "self-declared"
NOTES_UNREAD = "notes-unread"
UNREAD = "unread"
TOLD_IN_NOTES = frozenset({"author", "dated", "published", "website", "archived"})
TITLES = frozenset({"name", "also", "formerly"})
PRINTED = TITLES | {"published", "dated"}  # what a source is taken to print itself


@dataclass(frozen=True, slots=True)
class SourceDefaults:
    """Who speaks through a source, since when it is public, and on what basis it knows.

    `words` are those the source prints, where they are kept (`coverage/<source>.words`); `reading`
    is how much of it was read, a term of that vocabulary, "" where the file does not say.
    """

    authors: tuple[str, ...]
    published: str
    basis: str
    words: PrintedWords | None = None
    reading: str = ""


def is_ours(schema: Schema, subject: str, field: str, value: Value) -> bool:
    """Whether only the register itself can say this, whatever source it rests on."""
    if subject == REGISTER_ITSELF or schema.fields[field].ours:
        return True
    if isinstance(value, Silence):
        return OURS in schema.term("silences", value.kind).flags
    return False


def default_speakers(
    schema: Schema, subject: str, field: str, value: Value, defaults: SourceDefaults
) -> tuple[str, ...]:
    """Who speaks where a row names nobody: the register for what is ours, else the author.

    What an author is to this register ("wrote on it in 2018") no author says of itself.
    """
    is_of_itself = field == ROLE and subject in defaults.authors
    ours = is_of_itself or is_ours(schema, subject, field, value)
    return (REGISTER_ITSELF,) if ours else defaults.authors


def default_basis(
    subject: str, source: str, speakers: tuple[str, ...], defaults: SourceDefaults
) -> str:
    """How what is said in a source of a subject is known, where a row does not say.

    What authors say of themselves, and of the very text they wrote, they know of themselves.
    """
    if defaults.basis == PRESS and speakers != (REGISTER_ITSELF,):
        return PRESS  # whoever is quoted: only the report was read
    if speakers == defaults.authors:
        is_of_itself = subject == source or subject in defaults.authors
        return SELF_DECLARED if is_of_itself else defaults.basis
    return INFERRED if speakers == (REGISTER_ITSELF,) else SELF_DECLARED


def default_via(speakers: tuple[str, ...], defaults: SourceDefaults) -> str:
    if not defaults.authors or speakers in (defaults.authors, (REGISTER_ITSELF,)):
        return ""
    return defaults.authors[0]


def why_not_said(
    schema: Schema,
    subject: str,
    field: str,
    value: Value,
    speakers: tuple[str, ...],
    defaults: SourceDefaults,
) -> str:
    """Why these speakers can't have said it; "" if they can."""
    told_silent = isinstance(value, Silence) and value.kind == SOURCE_SILENT
    if told_silent and read_in_part(schema, defaults):
        return (
            "the source was read only in part, and what was not read may say it: write "
            "`silence: not-in-the-part-read`"
        )
    if told_silent and field in TOLD_IN_NOTES and notes_unread(schema, defaults):
        return (
            "the notes of the source were not read, and one of them may say it: write "
            "`silence: not-in-the-part-read`"
        )
    if speakers == (REGISTER_ITSELF,):
        return ""
    if is_ours(schema, subject, field, value):
        what = (
            f"a silence of the kind '{value.kind}'" if isinstance(value, Silence) else f"`{field}`"
        )
        if subject == REGISTER_ITSELF:
            what = "what stands on the register's own page"
        return f"{what} is said by {REGISTER_ITSELF} alone; take `said_by:` out"
    return _why_not_printed(schema, field, value, defaults) if field in PRINTED else ""


def read_in_part(schema: Schema, defaults: SourceDefaults) -> bool:
    """Whether a part of the source was not read, so that no silence of it can be told."""
    return PARTIAL in schema.term("reading", defaults.reading).flags


def notes_unread(schema: Schema, defaults: SourceDefaults) -> bool:
    """Whether the text was read and its notes were not, so that citations can't be told to lack."""
    return NOTES_UNREAD in schema.term("reading", defaults.reading).flags


def itself_unread(schema: Schema, defaults: SourceDefaults) -> bool:
    """Whether the source is known only from what others say of it."""
    return UNREAD in schema.term("reading", defaults.reading).flags


def _why_not_printed(schema: Schema, field: str, value: Value, defaults: SourceDefaults) -> str:
    if itself_unread(schema, defaults):
        return (
            "the source itself was not read, and what it prints is known from others: say "
            f"`said_by: {REGISTER_ITSELF}`, and in `remark:` who prints it"
        )
    if field in TITLES and isinstance(value, str) and not _prints(defaults, value):
        return (
            f"'{value}' is not printed in the source: write the name as printed, or, if this "
            f"register coined it, say `said_by: {REGISTER_ITSELF}`"
        )
    return ""


def _prints(defaults: SourceDefaults, text: str) -> bool:
    return defaults.words is None or defaults.words.prints(text)
