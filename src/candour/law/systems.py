"""What the register tells of a force's systems on a day, for the routes and letters of a person.

It says what was said to be in use there and then, by the one rule of `evidence/use.py`. It never
says that a system was used on anyone.
"""

from dataclasses import dataclass
from datetime import date

from candour.core.voice import PLAIN, Voice
from candour.evidence.collection import Collection, SubjectFile
from candour.evidence.fields import Schema
from candour.evidence.use import Headline, Standing, headline
from candour.law.bodies import UnknownSubject

# Those said to be in use on the day come first, then those last said to be.
ORDER = {standing: place for place, standing in enumerate(Standing)}


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """One system as the register tells of it on one day; `use` is its headline of that day."""

    slug: str
    name: str
    operators: tuple[str, ...]
    use: Headline
    data_types: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()

    @property
    def wording(self) -> str:
        return self.use.sentence

    @property
    def is_then(self) -> bool:
        """Whether somebody says that it was in use on the day."""
        return self.use.standing in {Standing.THEN, Standing.DISPUTED}

    def as_dict(self) -> dict[str, object]:
        return {
            "slug": self.slug,
            "name": self.name,
            "operators": list(self.operators),
            "shown": self.use.standing.value,
            "wording": self.wording,
            "use": self.use.as_dict(),
            "data": list(self.data_types),
            "recipients": list(self.recipients),
            "aimed_at": list(self.targets),
            "statements": [statement.id for statement in self.use.statements],
        }


def find_system(
    slug: str, on: date, *, collection: Collection, schema: Schema, voice: Voice = PLAIN
) -> SystemFacts:
    slug = collection.redirects.get(slug, slug)
    if collection.class_of(slug) != "system":
        raise UnknownSubject(slug, wanted="system", some=("durham-hart", "mps-gangs-matrix"))
    subject = collection.subjects[slug]
    return facts(subject, on, collection=collection, schema=schema, voice=voice)


def systems_of(
    force: str, on: date, *, collection: Collection, schema: Schema, voice: Voice = PLAIN
) -> tuple[SystemFacts, ...]:
    """Return the systems of a force, those said to be in use on the day first."""
    systems = [
        facts(subject, on, collection=collection, schema=schema, voice=voice)
        for subject in collection.of_class("system")
        if force in subject.slugs("operator")
    ]
    return tuple(sorted(systems, key=lambda each: (ORDER[each.use.standing], each.name)))


def facts(
    subject: SubjectFile,
    on: date,
    *,
    collection: Collection,
    schema: Schema,
    voice: Voice = PLAIN,
) -> SystemFacts:
    use = headline(subject.statements, on, name=collection.name_of, voice=voice)
    return SystemFacts(
        slug=subject.slug,
        name=subject.name,
        operators=_names(subject, "operator", collection),
        use=use,
        data_types=_labels(subject, "inputs", schema),
        recipients=_names(subject, "recipients", collection),
        targets=_labels(subject, "targets", schema),
    )


def _labels(subject: SubjectFile, field: str, schema: Schema) -> tuple[str, ...]:
    row = schema.fields.get(field)
    if row is None or row.type != "term":
        return ()
    labels = (schema.term_label(field, str(s.value)) for s in subject.of(field) if s.kind == "term")
    return tuple(dict.fromkeys(labels))


def _names(subject: SubjectFile, field: str, collection: Collection) -> tuple[str, ...]:
    pointed_at = (collection.subjects.get(slug) for slug in subject.slugs(field))
    return tuple(dict.fromkeys(each.name for each in pointed_at if each is not None))
