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

from candour.audit.reports.drawing import QUIET, RED, WIDTH, Scale, dot, line, panel, text
from candour.audit.reports.letters import shortened, width_of
from candour.evidence.speakers import REGISTER_ITSELF
from candour.evidence.timeline import Entry, Told
from candour.web import words

MOST_LANES, MOST_ROWS, MOST_YEARS_NAMED = 8, 10, 6
MOST_NAMED = 2  # speakers in the title
ROOM = 4  # between two bars on one line
FEWEST = 4  # dated statements: fewer are read sooner than a picture of them
RING = 2.5
TOP, LABEL, ROW, GAP, FOOT, MARK = 34, 16, 13, 8, 46, 11
NAMES, NAMES_GAP = 112, 8  # the column of what is told, and what sets it apart from the bars
SIZE, EDGE = 11, 14
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


def life_point(entries: Sequence[Entry], name: Callable[[str], str]) -> str:
    """What the picture comes to, as its title: of whose statements how many are contradicted.

    The two who have most are named: a bare sum is quoted as though it were of the subject's own
    word. What several say together counts for each of them.
    """
    of_others = [entry for entry in entries if entry.lead.said_by != (REGISTER_ITSELF,)]
    spoken = Counter(slug for entry in of_others for slug in set(entry.lead.said_by))
    disputed = Counter(
        slug for entry in of_others if entry.is_disputed for slug in sorted(set(entry.lead.said_by))
    )
    if not disputed:
        counted = words.counted(len(of_others), "dated statement", "dated statements")
        return f"{counted}: when it was said, and of which days"
    most = [slug for slug, _number in disputed.most_common(MOST_NAMED)]
    clauses = [f"{disputed[slug]} of {spoken[slug]} by {name(slug)}" for slug in most]
    clauses[0] = clauses[0].replace(" by ", " dated statements by ", 1)
    others = len(disputed) - len(most)
    if others:
        clauses.append(f"some by {words.counted(others, 'other', 'others')}")
    return f"Contradicted: {words.listed(clauses)}"


def life_picture(
    entries: Sequence[Entry], name: Callable[[str], str], called: Callable[[str], str]
) -> Markup:
    """Draw the lanes; nothing where few statements are dated.

    `name` is of a speaker by its slug, `called` of what is told by its field.
    """
    bars = [bar for entry in entries if (bar := _bar(entry)) is not None]
    bars = [bar for bar in bars if bar.entry.lead.said_by != (REGISTER_ITSELF,)]
    if len(bars) < FEWEST:
        return Markup("")
    lanes = _lanes(bars, name)
    first = min(bar.start for bar in bars).year
    last = max(max(bar.end, bar.entry.out_on or bar.end) for bar in bars).year + 1
    years = Scale(first, max(last, first + 2), NAMES + NAMES_GAP, WIDTH - EDGE)
    parts, y = [], float(TOP)
    for label, lane in lanes:
        drawn, y = _lane(label, lane, years, y, called)
        parts += drawn
    parts = [*_years(years, y), *parts, _legend(y)]
    return Markup(panel("", life_told(entries), parts, height=y + FOOT).svg)  # noqa: S704


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
    called: Callable[[str], str],
) -> tuple[list[str], float]:
    """A lane in as many lines as keep its bars apart, those of one thing under one name.

    What finds no room is counted beside the speaker.
    """
    told: dict[str, list[Bar]] = defaultdict(list)
    for bar in bars:
        told[called(bar.entry.lead.field)].append(bar)
    parts: list[str] = []
    rows = left_out = 0
    for topic, own in told.items():
        words_of = _in_lines(topic)
        drawn, lines, over = _topic(own, years, top + LABEL + rows * ROW, MOST_ROWS - rows)
        left_out += over
        if not lines:
            continue
        parts += [
            text(0, top + LABEL + (rows + place) * ROW + 9, part, kind="report-quiet", size=SIZE)
            for place, part in enumerate(words_of)
        ]
        parts += drawn
        rows += max(lines, len(words_of))
    if left_out:
        label = f"{label} ({left_out} more in words)"
    name = text(0, top + 10, label, kind="report-title", size=SIZE)
    return [name, *parts], top + LABEL + max(rows, 1) * ROW + GAP


def _topic(bars: Sequence[Bar], years: Scale, top: float, room: int) -> tuple[list[str], int, int]:
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
        parts += _told(bar, start, end, ring, free, top + 5 + place * ROW)
    return parts, len(lines), left_out


def _in_lines(topic: str) -> list[str]:
    """A name on one line, or on two where its column is too narrow for it.

    >>> _in_lines("Use"), _in_lines("Data protection impact assessment")
    (['Use'], ['Data protection', 'impact assessment'])
    """
    if width_of(topic, SIZE) <= NAMES:
        return [topic]
    line = topic
    while " " in line and width_of(line, SIZE) > NAMES:
        line = line.rpartition(" ")[0]
    rest = shortened(topic.removeprefix(line).strip(), NAMES, SIZE)
    return [part for part in (line, rest) if part]


def _told(
    bar: Bar, start: float, end: float, ring: float | None, free: float, at: float
) -> list[str]:
    """The bar of a statement, its mark where it is contradicted, and the ring of its coming out."""
    parts = [_drawn(start, end, at)]
    if bar.entry.is_disputed:
        parts.append(_crossed(min(free + 1, WIDTH - MARK), at + 4))
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


def _years(years: Scale, bottom: float) -> list[str]:
    span = int(years.high - years.low)
    step = next(step for step in (1, 2, 5, 10, 20, 50) if span / step <= MOST_YEARS_NAMED)
    shown = [year for year in range(int(years.low), int(years.high) + 1) if year % step == 0]
    grid = [line(years.at(year), TOP, years.at(year), bottom, "report-grid") for year in shown]
    named = [
        text(
            years.at(year), bottom + 14, str(year), kind="report-quiet", anchor="middle", size=SIZE
        )
        for year in shown
    ]
    return [*grid, *named, line(years.start, bottom, years.end, bottom, "report-axis")]


def _legend(bottom: float) -> str:
    legend = "Bar: the days it speaks of · ring: came out · ≠ contradicted"
    return text(0, bottom + 36, legend, kind="report-quiet", size=SIZE)


def _year(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 366
