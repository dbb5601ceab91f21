"""What a finding on the make-up of a list says in words."""

from candour.audit.in_words import times
from candour.audit.lists.composition_question import CompositionQuestion
from candour.audit.lists.rows import Composition
from candour.audit.residents.ethnicity import GROUPS
from candour.audit.residents.group_names import group, residents
from candour.audit.verdicts import side, span

ASSUMPTIONS = (
    "People on the list are counted once, and independently of one another.",
    "Ratios: conditional exact and mid-P; shares: Wilson; all at 95%. Residents are taken "
    "as known exactly.",
)
DOES_NOT_SHOW = (
    "Not adjusted for age: lists hold mostly young people, and groups differ in age. A "
    "population by age and group would be needed.",
    "Why people are on the list, or whether any of them should be.",
)
VERDICTS = {
    1: "listed at a clearly higher rate than",
    -1: "listed at a clearly lower rate than",
    0: "no clear difference from",
}


def sentences(question: CompositionQuestion, result: Composition) -> tuple[str, ...]:
    """What stands first: the list in a sentence, where it has a name, then group by group."""
    by_group = {row.group: row for row in result.groups}
    texts = []
    for row in result.ratios:
        own = by_group[row.group]
        if row.ratio is None or own.share_of_list is None:
            continue
        people = _residents_of(row.group)
        texts.append(
            f"{people[:1].upper()}{people[1:]}: {VERDICTS[side(row.low, row.high)]} "
            f"{_residents_of(row.reference)}, "
            f"{times(row.ratio)} times the {group(row.reference)} rate (range "
            f"{span(row.low, row.high)}), before allowing for age. "
            f"{own.share_of_list.value:.1%} of those listed are of this group, and "
            f"{own.share_of_population:.1%} of residents."
        )
    if not texts:
        return ("No group could be compared with the reference.",)
    return (*_named(question), *texts)


def _named(question: CompositionQuestion) -> tuple[str, ...]:
    if not question.listed:
        return ()
    counted = f", with {question.counted}" if question.counted else ""
    beside = question.residents or "the residents of its area"
    return (f"{question.listed[:1].upper()}{question.listed[1:]} is set beside {beside}{counted}.",)


def _residents_of(name: str) -> str:
    return residents(name.lower()) if name.lower() in GROUPS else f"{name} residents"
