"""The content files that a collection is written as, each in its stable form."""

from collections.abc import Iterator, Mapping

from candour.evidence.collection import SubjectFile
from candour.evidence.fields import FOLDER_OF, Schema
from candour.evidence.reading import basis_of
from candour.evidence.speakers import SourceDefaults
from candour.evidence.writing import write_subject


def subject_files(subjects: Mapping[str, SubjectFile], schema: Schema) -> Iterator[tuple[str, str]]:
    """Give the path and the text of every content file, in its stable form."""
    sources = {
        slug: source_defaults(subject)
        for slug, subject in subjects.items()
        if subject.subject_class == "source"
    }
    for subject in subjects.values():
        yield subject_file(subject, schema, sources)


def subject_file(
    subject: SubjectFile, schema: Schema, sources: Mapping[str, SourceDefaults]
) -> tuple[str, str]:
    """The path and the text of one content file; `sources` say what it may leave out."""
    path = f"{FOLDER_OF[subject.subject_class]}/{subject.slug}.yaml"
    return path, write_subject(subject, schema, sources)


def source_defaults(source: SubjectFile) -> SourceDefaults:
    published = source.of("published")
    day = str(published[0].value) if published else ""
    return SourceDefaults(
        tuple(sorted(source.slugs("author"))), day, basis_of(source.first_text("kind"))
    )
