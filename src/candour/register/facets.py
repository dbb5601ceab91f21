"""By what subjects can be told together: a data type, an outcome, a vendor, a flag.

A system has what is said of it, and what is said of the product it is built on where that is
where a vendor or a method stands. A flag gathers terms of several vocabularies, and, where no
term says it, words in what is told of whom a system is used on: which of the two, each row says.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from candour.evidence.country import ABROAD
from candour.evidence.fields import Schema, Term
from candour.evidence.statements import Statement
from candour.register import models, selectors
from candour.register.at_hand import AtHand
from candour.register.history import statement_of
from candour.register.moments import NOW, Moment

DAYS_AT_HAND = 4  # today, and a few days before that readers ask about
FLAGS = "flags"
PRODUCT = "product"
# Fields that lists are narrowed by, and what tells systems of the country from those abroad.
PLAIN = ("operator", "kind", "use", "targets", "in-scope", "nation")
IN_SCOPE = "in-scope"
VENDING = ("supplied-by", "developed-by")  # told apart, where a vendor stands for either
FLAGGED = ("inputs", "outcomes", "harm")  # fields whose terms carry flags
WORDED = ("used-on", "inputs", "people-profiled", "composition")  # whom it is used on
RULE = "criterion"  # tells of more than people, so that only phrases are looked for in it
READ = ("note", "measure", "group")  # qualifiers in which the words of a flag are looked for


@dataclass(frozen=True, slots=True)
class Facet:
    """One way of telling subjects together.

    Attributes
    ----------
    key : its name in addresses; of terms, that of the vocabulary
    fields : statements under these say it
    vocabulary : of its terms; empty where values are subjects of the register
    by_product : whether a system also has what is said of the product it is built on
    """

    key: str
    label: str
    plural: str
    fields: tuple[str, ...]
    vocabulary: str = ""
    by_product: bool = False


FACETS = {
    facet.key: facet
    for facet in (
        Facet("flags", "Flag", "Questions across data types", FLAGGED, FLAGS),
        Facet("inputs", "Data type", "Data types", ("inputs",), "inputs"),
        Facet("outcomes", "Outcome", "Outcomes", ("outcomes",), "outcomes"),
        Facet("harms", "Harm", "Harms described", ("harm",), "harms"),
        Facet("recipients", "Recipient", "Recipients", ("recipients",)),
        Facet("methods", "Method", "Methods", ("method",), by_product=True),
        Facet(
            *("vendors", "Vendor or developer", "Vendors and developers"),
            VENDING,
            by_product=True,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a subject has a value: statements on it, or on the product it is built on.

    `by_words` are those in which only the words of a flag were met.
    """

    statements: tuple[Statement, ...]
    by_words: tuple[Statement, ...] = ()
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Whose:
    """How many systems: of the United Kingdom, those of them in scope, and abroad, never summed."""

    uk: int
    in_scope: int
    abroad: int


@dataclass(frozen=True, slots=True)
class Index:
    """Which subjects have which value of which facet, and the class of each subject.

    `abroad` are the systems of no part of the United Kingdom: told so themselves or, where nothing
    is told of their own nation, run by bodies abroad alone.
    """

    subjects: Mapping[str, Mapping[str, frozenset[str]]]
    classes: Mapping[str, str]
    abroad: frozenset[str] = frozenset()
    # What was told apart by class before: every list of systems asks for all of a facet's values.
    _by_class: dict[tuple[str, str], Mapping[str, frozenset[str]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def having(self, facet: str, key: str, subject_class: str = "system") -> frozenset[str]:
        """Subjects of a class with a value of a facet, or of a plain field."""
        return self._of_class(facet, subject_class).get(key, frozenset())

    def _of_class(self, facet: str, subject_class: str) -> Mapping[str, frozenset[str]]:
        """Of each value of a facet the subjects of a class that have it; none without any."""
        by_value = self._by_class.get((facet, subject_class))
        if by_value is None:
            members = {
                slug for slug, its_class in self.classes.items() if its_class == subject_class
            }
            narrowed = {key: some & members for key, some in self.subjects.get(facet, {}).items()}
            by_value = {key: slugs for key, slugs in narrowed.items() if slugs}
            self._by_class[facet, subject_class] = by_value
        return by_value

    def whose(self, slugs: Collection[str]) -> Whose:
        """Tell systems of the country, and those of them in scope, from systems abroad."""
        at_home = frozenset(slugs) - self.abroad
        in_scope = at_home & self.having(IN_SCOPE, IN_SCOPE)
        return Whose(len(at_home), len(in_scope), len(slugs) - len(at_home))

    def vends(self, key: str) -> tuple[bool, bool]:
        """Whether a body is told of as supplier of anything, and as developer."""
        supplies, develops = (key in self.subjects.get(name, {}) for name in VENDING)
        return supplies, develops

    def beside(self, facet: str, value_of: Mapping[str, str]) -> "Index":
        """The same with one more way of telling subjects together: a value of each, where any."""
        having: dict[str, set[str]] = defaultdict(set)
        for slug, key in value_of.items():
            if key:
                having[key].add(slug)
        values = {key: frozenset(slugs) for key, slugs in having.items()}
        return Index({**self.subjects, facet: values}, self.classes, self.abroad)

    @property
    def systems(self) -> frozenset[str]:
        return frozenset(slug for slug, its_class in self.classes.items() if its_class == "system")

    def values(self, facet: str) -> Iterator[tuple[str, Whose]]:
        """Each value of a facet that a system has, with how many have it."""
        for key, slugs in self._of_class(facet, "system").items():
            yield key, self.whose(slugs)

    def counted(
        self, facet: str, among: frozenset[str] | None = None, subject_class: str = "system"
    ) -> dict[str, int]:
        """How many subjects of a class have each value, among some or all; none without any."""
        by_value = self._of_class(facet, subject_class)
        if among is None:
            return {key: len(slugs) for key, slugs in by_value.items()}
        return {key: number for key, slugs in by_value.items() if (number := len(slugs & among))}


def index(moment: Moment = NOW) -> Index:
    """Return which subjects have what; worked out once for each head of the register."""
    stood, schema = moment.of_record, selectors.schema()
    return _at_hand.answer(stood, schema, lambda: _work_out(stood, schema))


def evidence(
    facet: Facet, key: str, moment: Moment = NOW, *, among: Collection[str] | None = None
) -> dict[str, Evidence]:
    """Why each subject, or each of some, has a value, from the statements that a moment admits."""
    if facet.by_product and among is not None:  # what is said of a product stands elsewhere
        whole = evidence(facet, key, moment)
        return {slug: why for slug, why in whole.items() if slug in among}
    schema = selectors.schema()
    pairs = _pairs(facet, key, schema)
    direct: dict[str, list[Statement]] = defaultdict(list)
    for statement in _standing(pairs, moment, among):
        direct[statement.subject].append(statement)
    worded: dict[str, list[Statement]] = defaultdict(list)
    for statement in _worded(_words(facet, key, schema), moment, among):
        if statement not in direct.get(statement.subject, ()):
            worded[statement.subject].append(statement)
    evidence_of = {
        slug: Evidence(tuple(direct.get(slug, ())), tuple(worded.get(slug, ())))
        for slug in sorted({*direct, *worded})
    }
    return _with_products(evidence_of, moment) if facet.by_product else evidence_of


def _with_products(evidence_of: dict[str, Evidence], moment: Moment) -> dict[str, Evidence]:
    """Add the systems that are built on a product which has the value."""
    rows = selectors.recordings_with(moment, field=PRODUCT, kind="subject")
    built = rows.filter(statement__value_key__in=list(evidence_of))
    on: dict[str, list[str]] = defaultdict(list)
    for recording in built:
        statement = statement_of(recording.statement)
        if moment.admits(statement):
            on[statement.subject].append(str(statement.value))
    for slug, products in on.items():
        own = evidence_of.get(slug, Evidence(()))
        rest = tuple(
            s for product in dict.fromkeys(products) for s in evidence_of[product].statements
        )
        statements = tuple(dict.fromkeys((*own.statements, *rest)))
        evidence_of[slug] = Evidence(statements, own.by_words, tuple(dict.fromkeys(products)))
    return dict(sorted(evidence_of.items()))


def _pairs(facet: Facet, key: str, schema: Schema) -> list[tuple[str, str]]:
    """The fields and values that say it."""
    if facet.key != FLAGS:
        return [(name, key) for name in facet.fields]
    return [
        (name, term.key)
        for name in facet.fields
        for term in schema.vocabularies[schema.fields[name].vocabulary].values()
        if key in term.flags
    ]


def _words(facet: Facet, key: str, schema: Schema) -> tuple[str, ...]:
    return schema.term(FLAGS, key).also if facet.key == FLAGS else ()


def _standing(
    pairs: Iterable[tuple[str, str]], moment: Moment, among: Collection[str] | None = None
) -> Iterator[Statement]:
    values: dict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        values[name].append(value)
    for name, keys in values.items():
        rows = selectors.recordings_with(moment, field=name).filter(
            statement__value_key__in=keys, statement__kind__in=("term", "subject")
        )
        for recording in _of(rows, among):
            statement = statement_of(recording.statement)
            if moment.admits(statement):
                yield statement


def _of(rows: QuerySet[Any], among: Collection[str] | None) -> QuerySet[Any]:
    return rows if among is None else rows.filter(subject__in=list(among))


def _worded(
    words: tuple[str, ...], moment: Moment, among: Collection[str] | None = None
) -> Iterator[Statement]:
    """Statements on whom a system is used on in which one of some words stands, whole."""
    if not words:
        return
    anywhere, phrases = pattern(words), pattern(word for word in words if " " in word)
    rows = selectors.recordings_with(moment).filter(statement__field__in=(*WORDED, RULE))
    for recording in _of(rows, among):
        statement = statement_of(recording.statement)
        wanted = phrases if statement.field == RULE else anywhere
        if wanted.search(text_of(statement)) and moment.admits(statement):
            yield statement


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Any of some words, each whole.

    Examples
    --------
    >>> bool(pattern(["child"]).search("Childhood")), bool(pattern(["child"]).search("a Child"))
    (False, True)
    """
    joined = "|".join(re.escape(word) for word in words) or "(?!)"  # no words: meets nothing
    return re.compile(rf"\b(?:{joined})\b", re.IGNORECASE)


def text_of(statement: Statement) -> str:
    """What a statement says in words of its own."""
    own = [str(statement.value)] if statement.kind == "text" else []
    return " · ".join([*own, *(text for key, text in statement.qualifiers if key in READ)])


# all at once


@dataclass(slots=True)
class _Gathered:
    having: dict[str, dict[str, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )


def _work_out(moment: Moment, schema: Schema) -> Index:
    own = [facet for facet in FACETS.values() if facet.key != FLAGS]
    fields = {name: facet for facet in own for name in facet.fields}
    flagged = _flagged(schema)
    gathered = _Gathered()
    recordings = models.Recording.objects.filter(
        statement__field__in=[*fields, *PLAIN, PRODUCT], statement__kind__in=("term", "subject")
    )
    columns = ("statement__field", "statement__value_key", "subject")
    products: dict[str, set[str]] = defaultdict(set)
    for name, value, subject in selectors.standing(recordings, moment).values_list(*columns):
        if name == PRODUCT:
            products[value].add(subject)
            continue
        if name in PLAIN:
            gathered.having[name][value].add(subject)
            continue
        gathered.having[fields[name].key][value].add(subject)
        if name in VENDING:
            gathered.having[name][value].add(subject)
        for flag in flagged.get((name, value), ()):
            gathered.having[FLAGS][flag].add(subject)
    for term in schema.vocabularies[FLAGS].values():
        for statement in _worded(term.also, moment):
            gathered.having[FLAGS][term.key].add(statement.subject)
    _spread(gathered, products)
    pages = selectors.standing(models.Page.objects.all(), moment)
    classes = dict(pages.values_list("slug", "subject_class"))
    return Index(
        {
            facet: {key: frozenset(slugs) for key, slugs in values.items()}
            for facet, values in gathered.having.items()
        },
        classes,
        _abroad(gathered, {slug for slug, its_class in classes.items() if its_class == "system"}),
    )


def _abroad(gathered: _Gathered, systems: Collection[str]) -> frozenset[str]:
    nations, operators = gathered.having["nation"], gathered.having["operator"]
    told_abroad = nations[ABROAD]
    at_home = frozenset().union(*(some for key, some in nations.items() if key != ABROAD))
    run_abroad: set[str] = set()
    run_at_home: set[str] = set()
    for body, run in operators.items():
        (run_abroad if body in told_abroad else run_at_home).update(run)
    by_operator = run_abroad - run_at_home - at_home
    return frozenset(((told_abroad - at_home) | by_operator) & set(systems))


def _spread(gathered: _Gathered, products: Mapping[str, set[str]]) -> None:
    """Give systems what is said of the products they are built on."""
    for facet in FACETS.values():
        if facet.by_product:
            for slugs in gathered.having[facet.key].values():
                built = [products[slug] for slug in slugs if slug in products]
                slugs.update(*built)


def _flagged(schema: Schema) -> dict[tuple[str, str], tuple[str, ...]]:
    known = schema.vocabularies[FLAGS]
    terms: Iterable[tuple[str, Term]] = (
        (name, term)
        for name in FLAGGED
        for term in schema.vocabularies[schema.fields[name].vocabulary].values()
    )
    return {
        (name, term.key): tuple(flag for flag in term.flags if flag in known)
        for name, term in terms
        if term.flags
    }


_at_hand: AtHand[Index] = AtHand(DAYS_AT_HAND)
