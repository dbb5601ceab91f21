"""The life of a subject as a picture: a lane for each speaker, and what each said of which days.

In a lane what is told has its name on the left. A bar lies over the days that a statement speaks
of, from the first that is certain or possible to the last; where no end is given it runs to the day
of the words. A ring is the day on which the words came out. The table beneath says the same in
words.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from candour.audit.reports.drawing import QUIET, RED, Scale, dot, line, panel, text
from candour.audit.reports.letters import width_of, wrapped
from candour.evidence.speakers import REGISTER_ITSELF
from candour.evidence.statements import Statement
from candour.evidence.timeline import Entry, Told
from candour.evidence.use_tellings import IN_TRIAL, USE_FIELDS, USING
from candour.web import words

MOST_LANES, MOST_ROWS, MOST_YEARS_NAMED = 8, 10, 6
MOST_NAMED = 2  # speakers who are named below the title
ROOM = 4  # between two bars on one line
FEWEST = 4  # dated statements: fewer are read sooner than a picture of them
RING = 2.5
TOP, NAMES_GAP, EDGE = 34, 8, 14
MARK = 11  # the room of a red mark


@dataclass(frozen=True, slots=True)
class Layout:
    """How large a picture is drawn, in its own units.

    Attributes
    ----------
    names : how wide the column of what is told is
    size : of its words
    row : how far one line of a lane lies below another
    """

    width: float
    names: float
    size: float
    row: float

    @property
    def gap(self) -> float:
        """Between two things that are told, so that a name on two lines is one."""
        return self.row / 3


WIDE = Layout(width=1100, names=250, size=14.5, row=18)
NARROW = Layout(width=328, names=112, size=12.5, row=14)
LEGEND = ("Bar: the days it speaks of", "ring: came out · ≠ contradicted")
TELLING = {
    Told.BEFORE: "told beforehand",
    Told.DURING: "told at the time",
    Told.AFTER: "told afterwards",
    Told.UNDATED: "of days not given",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """An entry with the days it is drawn over."""

    entry: Entry
    start: date
    end: date


def life_told(entries: Sequence[Entry]) -> str:
    """How many dated statements there are, by how many, and when they were told; a sentence."""
    of_others = [entry for entry in entries if entry.lead.said_by != (REGISTER_ITSELF,)]
    if not of_others:
        return ""
    speakers = {slug for entry in of_others for slug in entry.lead.said_by}
    when = Counter(entry.told for entry in of_others)
    clauses = [f"{when[key]} {phrase}" for key, phrase in TELLING.items() if when[key]]
    counted = words.counted(
        len(of_others), "dated statement or table", "dated statements or tables"
    )
    tail = f": {words.listed(clauses)}" if clauses else ""
    return f"{counted} by {words.counted(len(speakers), 'speaker')}{tail}."


def life_point(entries: Sequence[Entry], *, of: str = "") -> str:
    """What the picture comes to, as its title: of which days use is told, by how many, and clashes.

    It tells the days that are told of, and no use between them. `of` is what is used, where the
    entries tell of several things.
    """
    of_others = [entry for entry in entries if entry.lead.said_by != (REGISTER_ITSELF,)]
    told = [(entry, bar) for entry in of_others if _tells_use(entry) and (bar := _bar(entry))]
    if not told:
        counted = words.counted(len(of_others), "dated statement", "dated statements")
        return f"{counted}: when it was said, and of which days"
    first = min(bar.start for _, bar in told).year
    last = max(bar.end for _, bar in told).year
    speakers = {slug for entry, _ in told for slug in entry.lead.said_by}
    days = f"in {first}" if first == last else f"from {first} to {last}"
    is_trial = all(entry.lead.value == IN_TRIAL for entry, _ in told)
    used = f"{'A trial' if is_trial else 'Use'}{of} is told of {days}"
    clashing = sum(entry.is_disputed for entry, _ in told)
    verb = "clashes" if clashing == 1 else "clash"
    clashes = f"; {clashing} of {len(told)} statements {verb} with others" if clashing else ""
    return f"{used}, by {words.counted(len(speakers), 'speaker')}{clashes}"


def _tells_use(entry: Entry) -> bool:
    """Whether it says that something was used or tried; a first or last use is one."""
    lead = entry.lead
    return lead.field in USE_FIELDS and (lead.field != "use" or lead.value in USING)


def life_contradicted(entries: Sequence[Entry], name: Callable[[str], str]) -> str:
    """Of whose dated statements how many are contradicted, below the title; "" where none is.

    The two who have most are named: a bare sum is quoted as though it were of the subject's own
    word. What several say together counts for each of them.
    """
    of_others = [entry for entry in entries if entry.lead.said_by != (REGISTER_ITSELF,)]
    spoken = Counter(slug for entry in of_others for slug in set(entry.lead.said_by))
    disputed = Counter(
        slug for entry in of_others if entry.is_disputed for slug in sorted(set(entry.lead.said_by))
    )
    if not disputed:
        return ""
    most = [slug for slug, _number in disputed.most_common(MOST_NAMED)]
    clauses = [f"{disputed[slug]} of {spoken[slug]} by {name(slug)}" for slug in most]
    clauses[0] = clauses[0].replace(" by ", " dated statements by ", 1)
    others = len(disputed) - len(most)
    if others:
        clauses.append(f"some by {words.counted(others, 'other', 'others')}")
    return f"Contradicted: {words.listed(clauses)}"


NOT_DRAWN = Markup("")


@dataclass(frozen=True, slots=True)
class LifePictures:
    """The life of a subject drawn for more than one width; each is empty where there is none.

    Attributes
    ----------
    wide : everything, for a screen
    use, rest : what is told of use, and all else, for a phone
    """

    wide: Markup = NOT_DRAWN
    use: Markup = NOT_DRAWN
    rest: Markup = NOT_DRAWN

    def __bool__(self) -> bool:
        return bool(self.wide)


def life_pictures(
    entries: Sequence[Entry], name: Callable[[str], str], called: Callable[[Statement], str]
) -> LifePictures:
    """Draw the lanes; nothing where few statements are dated.

    `name` is of a speaker by its slug, `called` of what a statement tells.
    """
    bars = [bar for entry in entries if (bar := _bar(entry)) is not None]
    bars = [bar for bar in bars if bar.entry.lead.said_by != (REGISTER_ITSELF,)]
    if len(bars) < FEWEST:
        return LifePictures()
    of_use = [bar for bar in bars if bar.entry.lead.field in USE_FIELDS]
    of_others = [bar for bar in bars if bar not in of_use]
    says = life_told(entries)
    return LifePictures(
        _drawn_lanes(bars, says, WIDE, name, called),
        _drawn_lanes(of_use, says, NARROW, name, called),
        _drawn_lanes(of_others, says, NARROW, name, called),
    )


def _drawn_lanes(
    bars: Sequence[Bar],
    says: str,
    layout: Layout,
    name: Callable[[str], str],
    called: Callable[[Statement], str],
) -> Markup:
    if not bars:
        return NOT_DRAWN
    first = min(bar.start for bar in bars).year
    last = max(max(bar.end, bar.entry.out_on or bar.end) for bar in bars).year + 1
    left = layout.names + NAMES_GAP
    years = Scale(first, max(last, first + 2), left, layout.width - EDGE)
    parts, y = [], float(TOP)
    for label, lane in _lanes(bars, name):
        drawn, y = _lane(label, lane, years, y, called, layout)
        parts += drawn
    parts = [*_years(years, y, layout), *parts, *_legend(y, layout)]
    foot = y + layout.row * (2 + len(_legend_lines(layout))) + 4
    return Markup(panel("", says, parts, height=foot, width=layout.width).svg)  # noqa: S704


def _bar(entry: Entry) -> Bar | None:
    days = entry.days
    edges = (days.start.earliest, days.start.latest, days.end.earliest, days.end.latest)
    known = [edge for edge in edges if edge is not None]
    if not known:
        return None
    start = days.start.earliest or known[0]
    end = days.end.latest or (None if days.end.is_known else entry.lead.known_to) or known[-1]
    return Bar(entry, start, max(start, end))


def _lanes(bars: Sequence[Bar], name: Callable[[str], str]) -> list[tuple[str, list[Bar]]]:
    """A lane for each speaker, in the order in which each speaks first; the rest share the last."""
    by_speaker: dict[str, list[Bar]] = defaultdict(list)
    for bar in bars:
        by_speaker[bar.entry.lead.said_by[0]].append(bar)
    most = sorted(by_speaker, key=lambda slug: -len(by_speaker[slug]))
    kept = set(most if len(most) <= MOST_LANES else most[: MOST_LANES - 1])
    lanes = [(name(slug), lane) for slug, lane in by_speaker.items() if slug in kept]
    rest = [bar for slug, lane in by_speaker.items() if slug not in kept for bar in lane]
    others = len(by_speaker) - len(kept)
    return [*lanes, (f"{others} others", rest)] if rest else lanes


@dataclass(slots=True)
class _Line:
    """One line of a lane: what is drawn over it, and where its rings stand."""

    spans: list[tuple[float, float]] = field(default_factory=list)
    rings: list[float] = field(default_factory=list)

    def has_room(self, start: float, taken: float, ring: float | None) -> bool:
        """Whether a bar, its mark and its ring cover nothing; rings of one day may coincide."""
        apart = all(start - ROOM >= high or taken + ROOM <= low for low, high in self.spans)
        clear = all(
            not start - RING < other < taken + RING or (ring is not None and abs(other - ring) < 1)
            for other in self.rings
        )
        ring_clear = ring is None or all(
            not low - RING < ring < high + RING for low, high in self.spans
        )
        return apart and clear and ring_clear

    def take(self, start: float, taken: float, ring: float | None) -> None:
        self.spans.append((start, taken))
        if ring is not None:
            self.rings.append(ring)


def _lane(
    label: str,
    bars: Sequence[Bar],
    years: Scale,
    top: float,
    called: Callable[[Statement], str],
    layout: Layout,
) -> tuple[list[str], float]:
    """A lane in as many lines as keep its bars apart, each line with the name of what it tells.

    What finds no room is counted beside the speaker.
    """
    told: dict[str, list[Bar]] = defaultdict(list)
    for bar in bars:
        told[called(bar.entry.lead)].append(bar)
    parts: list[str] = []
    lines = left_out = 0
    named = wrapped(label, layout.width, layout.size, is_bold=True)
    y = top + layout.row * (len(named) + 0.2)
    for topic, own in told.items():
        words_of = wrapped(topic, layout.names, layout.size)
        step = layout.row * len(words_of)
        drawn, taken, over = _topic(own, years, y, MOST_ROWS - lines, layout, step)
        left_out += over
        for line_of in range(taken):
            at = y + line_of * step + layout.size * 0.82
            parts += [
                text(0, at + place * layout.row, part, kind="report-quiet", size=layout.size,
                     within=layout.width)
                for place, part in enumerate(words_of)
            ]  # fmt: skip
        parts += drawn
        lines += taken
        y += taken * step + (layout.gap if taken else 0)
    if left_out:
        named[-1] = f"{named[-1]} ({left_out} more in words)"
    name = [
        text(0, top + 10 + place * layout.row, part, kind="report-title", size=layout.size,
             within=layout.width)
        for place, part in enumerate(named)
    ]  # fmt: skip
    return [*name, *parts], y + layout.row / 2


def _topic(
    bars: Sequence[Bar], years: Scale, top: float, room: int, layout: Layout, step: float
) -> tuple[list[str], int, int]:
    """The bars of one thing that is told, how many lines they take, how many find no room."""
    parts: list[str] = []
    lines: list[_Line] = []
    left_out = 0
    for bar in bars:
        start, end = years.at(_year(bar.start)), years.at(_year(bar.end))
        end = max(end, start + 3)
        ring = years.at(_year(bar.entry.out_on)) if bar.entry.out_on is not None else None
        free = _beyond(end, ring)
        taken = free + (MARK if bar.entry.is_disputed else 0)
        place = next((n for n, x in enumerate(lines) if x.has_room(start, taken, ring)), len(lines))
        if place >= room:
            left_out += 1
            continue
        if place == len(lines):
            lines.append(_Line())
        lines[place].take(start, taken, ring)
        at = top + layout.size * 0.4 + place * step
        parts += _told(bar, start, end, ring, free, at, layout.width)
    return parts, len(lines), left_out


def _told(
    bar: Bar,
    start: float,
    end: float,
    ring: float | None,
    free: float,
    at: float,
    width: float,
) -> list[str]:
    """The bar of a statement, its mark where it is contradicted, and the ring of its coming out."""
    parts = [_drawn(start, end, at)]
    if bar.entry.is_disputed:
        parts.append(_crossed(min(free + 1, width - MARK), at + 4))
    if ring is not None:
        parts.append(dot(ring, at, "report-open", radius=RING))
    return parts


def _beyond(end: float, ring: float | None) -> float:
    """Where a bar leaves room for a mark: beside the ring too, where that stands by its end.

    >>> _beyond(100.0, None), _beyond(100.0, 103.0), _beyond(100.0, 200.0)
    (100.0, 106.5, 100.0)
    """
    if ring is None or not end - RING < ring < end + MARK + RING:
        return end
    return max(end, ring + RING + 1)


def _drawn(start: float, end: float, at: float) -> str:
    return (
        f'<line x1="{start:.1f}" y1="{at:.1f}" x2="{end:.1f}" y2="{at:.1f}" class="life-bar" '
        f'stroke="{QUIET}" stroke-width="5"/>'
    )


def _crossed(x: float, y: float) -> str:
    """The mark of a contradiction: red, and a shape for those who don't see red."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" class="life-disputed" fill="{RED}" font-size="11" '
        'font-weight="bold">≠</text>'
    )


def _years(years: Scale, bottom: float, layout: Layout) -> list[str]:
    span = int(years.high - years.low)
    step = next(step for step in (1, 2, 5, 10, 20, 50) if span / step <= MOST_YEARS_NAMED)
    shown = [year for year in range(int(years.low), int(years.high) + 1) if year % step == 0]
    grid = [line(years.at(year), TOP, years.at(year), bottom, "report-grid") for year in shown]
    named = [
        text(years.at(year), bottom + layout.row, str(year), kind="report-quiet", anchor="middle",
             size=layout.size, within=layout.width)
        for year in shown
    ]  # fmt: skip
    return [*grid, *named, line(years.start, bottom, years.end, bottom, "report-axis")]


def _legend(bottom: float, layout: Layout) -> list[str]:
    return [
        text(0, bottom + layout.row * (2.4 + place), part, kind="report-quiet", size=layout.size,
             within=layout.width)
        for place, part in enumerate(_legend_lines(layout))
    ]  # fmt: skip


def _legend_lines(layout: Layout) -> tuple[str, ...]:
    whole = " · ".join(LEGEND)
    return (whole,) if width_of(whole, layout.size) <= layout.width else LEGEND


def _year(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 366
