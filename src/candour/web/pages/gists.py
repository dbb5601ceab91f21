"""What a folded section holds, in the few words that stand beside its heading."""

from collections.abc import Callable, Iterable, Sequence

from candour.web import words
from candour.web.pages.bodies import SystemOf
from candour.web.pages.clashes import clashes_counted
from candour.web.pages.subject import SectionShown, SubjectPage

NOTHING_SAID = "nothing said"
SHORT, NAMED = 30, 2  # letters of a value that is shown beside a heading, and how many of them are
FEW = 3  # fields of which values say enough without the names of the fields


def gists(page: SubjectPage, systems: Sequence[SystemOf] = ()) -> dict[str, str]:
    """The words beside each heading of a page, by the key of its section."""
    by_section = {shown.section.key: _gist(page, shown) for shown in page.sections}
    if page.subject_class == "body":
        by_section["systems"] = (
            words.counted(len(systems), "entry", "entries") if systems else "none"
        )
    return by_section


def _gist(page: SubjectPage, section: SectionShown) -> str:
    block = section.section.block
    if block == "facts":
        return _facts(section)
    return BLOCKS[block](page) if block in BLOCKS else ""


def _facts(section: SectionShown) -> str:
    """The first values where they are short, else what they tell of; never a bare count."""
    facts = [fact for fact in (*section.facts, *section.brief) if fact.values]
    statements = [shown for fact in facts for shown in fact.values]
    if not statements:
        return NOTHING_SAID
    short = [s.value.text for s in statements if len(s.value.text) <= SHORT and not s.is_silence]
    if len(facts) <= FEW and len(short) * 2 > len(statements):
        return _first_of(dict.fromkeys(short), len({s.value.text for s in statements}))
    told = _first_of(dict.fromkeys(fact.label for fact in facts), len(facts))
    return f"{told}: {words.counted(len(statements), 'statement')}"


def _first_of(names: Iterable[str], every: int) -> str:
    """A few names, and how many more there are.

    >>> _first_of(["Arrests", "Stops"], 2), _first_of(["A", "B", "C", "D"], 9)
    ('Arrests, Stops', 'A, B and 7 more')
    """
    first = list(names)[:NAMED]
    more = f" and {every - len(first)} more" if every > len(first) else ""
    return f"{', '.join(first)}{more}"


def _questions_told_of(page: SubjectPage) -> str:
    answered = sum(bool(statements) for _, statements in page.asked)
    return f"{answered} of {len(page.asked)} questions told of" if page.asked else ""


def _gaps(page: SubjectPage) -> str:
    items = page.gaps.asked
    return f"{len(page.gaps.open)} of {items} things asked" if items else "not asked"


def _figures(page: SubjectPage) -> str:
    fails = sum(count for mark, _, count in page.verdict_counts if mark == "fails")
    failing = f", {fails} {'fails' if fails == 1 else 'fail'} when recomputed" if fails else ""
    return words.counted(page.figures, "printed number") + failing


def _findings(page: SubjectPage) -> str:
    return words.counted(len(page.findings), "finding") if page.findings else "not audited"


def _mentions(page: SubjectPage) -> str:
    return words.counted(sum(len(group.statements) for group in page.mentions), "statement")


def _corroborated(page: SubjectPage) -> str:
    independent = sum(one.is_independent for one in page.corroborated)
    number = words.counted(len(page.corroborated), "value")
    return f"{number}, {independent} by independent sources" if page.corroborated else ""


def _timeline(page: SubjectPage) -> str:
    return words.counted(len(page.timeline), "dated statement") if page.timeline else "no days"


BLOCKS: dict[str, Callable[[SubjectPage], str]] = {
    "asked": _questions_told_of,
    "gaps": _gaps,
    "figures": _figures,
    "findings": _findings,
    "mentions": _mentions,
    "timeline": _timeline,
    "corroborated": _corroborated,
    "derived": lambda page: words.counted(len(page.derived), "number"),
    "contradictions": lambda page: clashes_counted(page.clashes),
    "history": lambda page: words.counted(len(page.changes), "change"),
    "sources": lambda page: words.counted(len(page.sources), "source"),
}
