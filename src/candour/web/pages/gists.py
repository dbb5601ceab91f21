"""What a folded section holds, in the few words that stand beside its heading."""

from collections.abc import Callable, Sequence

from candour.web import words
from candour.web.pages.bodies import SystemOf
from candour.web.pages.clashes import clashes_counted
from candour.web.pages.subject import SectionShown, SubjectPage

NOTHING_SAID = "nothing said"


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
    statements = sum(len(fact.values) for fact in (*section.facts, *section.brief))
    return words.counted(statements, "statement") if statements else NOTHING_SAID


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
