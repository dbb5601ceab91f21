"""Pages in Easy Read: one idea a line, short sentences, a drawn picture beside each.

Every line is made of what the register holds; none is written for one system or one force. Where
a thing can't be said shortly and truly, the line is left out.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from candour.core.voice import month_and_year
from candour.evidence import use_tellings as use
from candour.evidence.quantities import Quantity
from candour.evidence.statements import Statement
from candour.evidence.use import Headline
from candour.web import words
from candour.web.pages.force_ratios import ends_of, interval_of

EASY = "easy-read/"  # after the address of the page that it is of

# What is said of use, by the state that leads; the rule of `evidence/use.py` picks it.
SAID_OF_USE = {
    use.IN_USE: "said it was used.",
    use.IN_TRIAL: "said it was being tried out.",
    use.OCCASIONAL: "said it is not used often any more.",
    use.ON_HOLD: "said it was put on hold.",
    use.NEVER: "said it was never used.",
    use.DENIED: "said it is not used.",
    use.STOPPED: "said it has stopped.",
    use.CALLED_USED: "wrote it on a list of things that are used.",
    "in-development": "said it was being made.",
    "planned": "said it was planned.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One idea, and the name of the picture beside it; `link` leads on."""

    picture: str
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class EasyPage:
    """A page in Easy Read; `address` is that of the page with more words."""

    name: str
    address: str
    about: str
    parts: tuple[Part, ...]
    routes: str
    letters: str


def part(heading: str, lines: Iterable[Line]) -> tuple[Part, ...]:
    """A part with its lines; none where there is nothing to say."""
    told = tuple(lines)
    return (Part(heading, told),) if told else ()


# use


def use_lines(headline: Headline | None, who: Sequence[str]) -> list[Line]:
    """What was said of use, by whom, of which time; never that it is used today."""
    if headline is None or not headline.state:
        return [Line("question", "Nobody told us if it was used.")]
    speakers = " and ".join(who[:2]) if len(who) <= 2 else "Some people"  # noqa: PLR2004
    lines = [Line("talk", f"{speakers or 'Somebody'} {SAID_OF_USE[headline.state]}")]
    if piece := _part_of_it(headline):
        lines.append(Line("paper", f"That is about one part of it: {piece}."))
    if headline.is_disputed:
        lines.append(Line("clash", "Others said the opposite."))
    if headline.last_told is not None:
        told = month_and_year(headline.last_told)
        lines.append(Line("clock", f"What they said goes up to {told}."))
    lines.append(Line("question", "We do not know about today."))
    return lines


def _part_of_it(headline: Headline) -> str:
    """The part that the leading word is of; an end in one area is no end elsewhere."""
    lead = headline.statements[0] if headline.statements else None
    if lead is None:
        return ""
    area = "" if headline.state in use.USING else lead.qualifier("area")
    return lead.qualifier(use.PART) or area


# ratios


@dataclass(frozen=True, slots=True)
class Times:
    """How many times as often, and the ends of its range."""

    value: float
    low: float
    high: float

    @property
    def is_clearly_more(self) -> bool:
        return self.low > 1.0

    @property
    def is_clearly_less(self) -> bool:
        return self.high < 1.0


def times(statement: Statement) -> Times | None:
    """The ratio of a finding with the wider of its ranges; None where it has no range."""
    interval = interval_of(statement)
    if not isinstance(statement.value, Quantity) or not interval:
        return None
    value = float(statement.value.value)
    return Times(value, *ends_of(interval, value))


def same_number_lines(periods: Collection[str]) -> list[Line]:
    """Whom and which days ratios are of; the days only where all are of the same."""
    if not periods:
        return []
    lines = [Line("person", "That is for the same number of people living there.")]
    period = next(iter(periods))
    if len(periods) == 1 and period:
        lines.append(Line("clock", f"It was counted for {words.period_in_words(period)}."))
    return lines


# what is not public, clashes, and what to do


def silence_lines(open_: int, asked: int) -> list[Line]:
    if not asked:
        return []
    lines = [Line("search", f"We looked for {_things(asked)} about it.")]
    if not open_:
        return [*lines, Line("paper", "They are all public.")]
    is_all = open_ == asked
    how_many = "None of them is public." if is_all else f"{open_:,} of them are not public."
    return [*lines, Line("lock", how_many)]


def _things(number: int) -> str:
    return "1 thing" if number == 1 else f"{number:,} things"


def clash_lines(number: int) -> list[Line]:
    if not number:
        return []
    often = {1: "Once", 2: "Twice"}.get(number, f"{number:,} times")
    return [
        Line("clash", f"{often} we found words that do not fit together."),
        Line("paper", "We show both. We do not say who is right."),
    ]


def to_do(link_to_letters: str) -> Part:
    return Part(
        "What you can do",
        (
            Line("person", "You can ask what they know about you."),
            Line("paper", "There are letters you can print.", link_to_letters),
            Line("clock", "Some things must be done fast. We show the last day."),
        ),
    )
