"""One system in Easy Read."""

from collections.abc import Iterable, Mapping, Sequence

from candour.evidence.gaps import State
from candour.evidence.statements import Statement
from candour.register.facets import FLAGS, Index
from candour.register.subject_pages import OnSubject
from candour.web import words
from candour.web.addresses import subject_address
from candour.web.pages.drawn import ON_A_LIST
from candour.web.pages.easy import (
    EasyPage,
    Line,
    Times,
    clash_lines,
    part,
    same_number_lines,
    silence_lines,
    times,
    to_do,
    use_lines,
)

# What each kind of system does, as its help in the vocabulary says it.
KINDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "person-score": (("person", "It gives people a number, or puts them on a list."),),
    "place-prediction": (
        ("place", "It picks out places."),
        ("warning", "It guesses that crime will happen there."),
    ),
    "hotspot-mapping": (
        ("place", "It is a map of what happened before."),
        ("person", "It is used to send police to places."),
    ),
    "incident-grading": (
        ("paper", "It looks at something that was told to police."),
        ("warning", "It guesses if that may happen again."),
    ),
    "group-database": (
        ("paper", "It is a list of people."),
        ("person", "It says that they belong to a group or a gang."),
    ),
    "analytics-platform": (("search", "It looks for patterns in records."),),
    "records-tool": (("paper", "It sorts, joins or sums up records."),),
    "proposal-tool": (
        ("person", "It looks at what is known of a person."),
        ("paper", "It says what could be done about them."),
    ),
    "work-grading": (("paper", "It gives marks to the work of staff."),),
}
# What each flag means that a system can carry; None where another says it or it needs many words.
FLAGGED: Mapping[str, str | None] = {
    "health": "Health, drugs or alcohol.",
    "children": "Children or young people.",
    "victims": "People who were hurt by a crime.",
    "suspicion-only": "People who were never charged with a crime.",
    "family": "Family.",
    "home-address": "Where people live.",
    "location": None,
    "proxy": "Things that can stand for race, or for being poor.",
    "protected-characteristic": "Things like age, sex or race.",
    "special-category": None,
    "association": "Who people know.",
    "expression": "What people say or post.",
}
GROUP, REFERENCE = "Black", "white"


def easy_system(about: OnSubject, index: Index) -> EasyPage:
    subject, names = about.subject, about.names
    address = subject_address("system", subject.slug)
    follows = about.consequences

    def name(slug: str) -> str:
        return names.get(slug, (slug, ""))[0]

    gaps = [row["state"] for row in follows.worked_out.gaps]
    said_by = [name(slug) for slug in follows.use.said_by] if follows.use else []
    operators = [name(slug) for slug in subject.slugs("operator")]
    return EasyPage(
        subject.name,
        address,
        "a computer system",
        (
            *part("What it is", _kind_lines(subject.first_text("kind"))),
            *part("Who has it", _operator_lines(operators)),
            *part("Is it used?", use_lines(follows.use, said_by)),
            *part("Who is on it?", _on_it(about.headlines)),
            *part("What people said it is about", _flag_lines(subject.slug, index)),
            *part(
                "What we do not know",
                silence_lines(sum(state != State.PUBLISHED for state in gaps), len(gaps)),
            ),
            *part("Words that do not fit", clash_lines(len(follows.worked_out.contradictions))),
            to_do(f"/routes/letters/?system={subject.slug}"),
        ),
        f"/routes/?system={subject.slug}",
        f"/routes/letters/?system={subject.slug}",
    )


def _kind_lines(kind: str) -> Iterable[Line]:
    return (Line(picture, text) for picture, text in KINDS.get(kind, ()))


def _operator_lines(operators: Sequence[str]) -> list[Line]:
    if not operators:
        return [Line("question", "Nobody told us who has it.")]
    verb = "run it, ran it or planned it" if len(operators) > 1 else "runs it, ran it or planned it"
    return [Line("person", f"{words.listed(operators)} {verb}.")]


def _flag_lines(slug: str, index: Index) -> Iterable[Line]:
    carried = index.subjects.get(FLAGS, {})
    for flag, phrase in FLAGGED.items():
        if phrase and slug in carried.get(flag, ()):
            yield Line("talk", phrase)


def _on_it(headlines: Mapping[str, Sequence[Statement]]) -> list[Line]:
    """Black people beside white people on a list: only where every count of it is clear."""
    counted = [s for statements in headlines.values() for s in statements if _is_of_a_list(s)]
    if not counted:
        return []
    newest = max(s.qualifier("period") for s in counted)
    ratios = [times(s) for s in counted if s.qualifier("period") == newest]
    told = [ratio for ratio in ratios if ratio is not None]
    if len(told) != len(ratios) or not all(ratio.is_clearly_more for ratio in told):
        return []
    return [
        Line("scales", "Black people are on it more often than white people."),
        Line("scales", f"{_how_often(told)} as often."),
        *same_number_lines({newest}),
    ]


def _is_of_a_list(statement: Statement) -> bool:
    pair = statement.qualifier("group"), statement.qualifier("compared_with").lower()
    is_pair = pair[0] == GROUP and pair[1].removesuffix(" people") == REFERENCE
    return is_pair and statement.qualifier("measure").startswith(ON_A_LIST)


def _how_often(ratios: Sequence[Times]) -> str:
    least, most = min(r.value for r in ratios), max(r.value for r in ratios)
    if f"{least:.0f}" == f"{most:.0f}":
        return f"About {least:.0f} times"
    return f"About {least:.0f} to {most:.0f} times"
