"""A finding as a page: the sentence that leads, pictures, plain answers, tables, all it rests on.

To be kept it stands in that order, whole; to be printed with the answers before the pictures, so
that the first sheet can be handed out alone. On a site its first screen is the sentence that leads,
the limits and the first picture; the rest is folded under the question it answers.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, TypeVar

from candour.audit.exhibits import AnyTable, KeyNumber, Panel, Picture
from candour.audit.findings import Finding
from candour.audit.kinds import Kind
from candour.audit.payloads import row_of
from candour.audit.reports import tables
from candour.audit.reports.answers import QUESTIONS, Answer, five_answers
from candour.audit.reports.fonts import STYLE_FOLDER, fonts_inline
from candour.audit.reports.headings import Named
from candour.audit.reports.sheets import pictures_of
from candour.audit.reports.tables import Cells
from candour.audit.reports.taking_away import PicturesAt, PicturesBeside
from candour.audit.reports.told_once import not_told, up_to_the_title, without

STYLE = (STYLE_FOLDER / "report.css").read_text(encoding="utf-8")
WHAT_WAS_FOUND, HOW_SURE = QUESTIONS[1:3]
TELLS_HOW_SURE = ("range", "clear in")
SHEET_WORDS = 730  # of sentences and answers, that fit on a first sheet of A4
NOT_COMPARED = "was not compared"  # such sentences are counted in the answers, and told below
MOST_LIMITS = 2
STORY_SENTENCES, STORY_WORDS = 3, 100  # that stand beside the first picture on a screen
MOST_PANELS_OPEN = 1  # of a picture, on a phone
MOST_ROWS = 400
MOST_ROWS_FIRST = 50  # of a table that stands first for want of one made for it
LEVELS = 6
ACCOUNTS = "accounted_for"  # the last key of every result: what became of every row

R = TypeVar("R")
Heading = Callable[[str], str]
Tables = Mapping[str, Sequence[Cells]]


def as_html(
    finding: Finding[R],
    kind: Kind[R],
    *,
    title: str = "",
    pictures_beside: PicturesBeside | None = None,
) -> str:
    """Return the whole report as one HTML file that asks nothing of any other place.

    `pictures_beside` are files that lie beside it, to which it then links.
    """
    page = _Page(finding, kind, title, 1, MOST_ROWS, pictures_beside=pictures_beside)
    return _standing_alone(page.title, page.kept_body())


def main_html(
    finding: Finding[R],
    kind: Kind[R],
    *,
    level: int = 1,
    title: str = "",
    pictures_at: PicturesAt | None = None,
) -> str:
    """The report without the page around it: one `div`, with no style and no script in it.

    Parameters
    ----------
    finding : Finding
    kind : Kind
        Of the audit that found it.
    level : int, default 1
        The level of its own heading; 2 where the page has a heading already.
    title : str
        Its heading; by default one made of the plan.
    pictures_at : PicturesAt, optional
        Where a site has the pictures as files, to which links then lead.
    """
    return _Page(finding, kind, title, level, MOST_ROWS, pictures_at).body()


def screen_html(
    finding: Finding[R],
    kind: Kind[R],
    *,
    title: str,
    pictures_at: PicturesAt | None = None,
    beside: str = "",
) -> str:
    """The report for a page of a site: one `div`, all but its first screen folded.

    `pictures_at` is where the site has its pictures as files, if it has; `beside` a sentence on
    how its numbers stand to those that the site has elsewhere.
    """
    return _Page(finding, kind, title, 1, MOST_ROWS, pictures_at).folded_body(beside)


def whole_page(finding: Finding[R], kind: Kind[R], *, title: str, most_rows: int) -> str:
    """A page that stands by itself, its tables cut to so many rows."""
    page = _Page(finding, kind, title, 1, most_rows)
    return _standing_alone(page.title, page.body())


def _standing_alone(title: str, body: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{fonts_inline()}{STYLE}</style>\n</head>\n"
        f'<body class="report-page">\n<main>\n{body}\n</main>\n</body>\n</html>\n'
    )


class _Page:
    """One finding to be set: what all the parts of its page need."""

    def __init__(
        self,
        finding: Finding[R],
        kind: Kind[R],
        title: str,
        level: int,
        most_rows: int,
        pictures_at: PicturesAt | None = None,
        pictures_beside: PicturesBeside | None = None,
    ) -> None:
        self.finding: Finding[Any] = finding
        self.kind: Kind[Any] = kind
        self.title = title or kind.title(finding)
        self.level = level
        self.most_rows = most_rows
        self.pictures_at = pictures_at
        self.pictures_beside = pictures_beside
        self.named = Named(kind.headings, kind.events(finding))
        self.result = row_of(finding.result)
        self.tables = tables_of(self.result)

    def heading(self, text: str, *, below: int = 1) -> str:
        rank = min(self.level + below, LEVELS)
        return f"<h{rank}>{escape(text)}</h{rank}>"

    def body(self) -> str:
        finding = self.finding
        table = self.first_table()
        answers = five_answers(finding, self.kind)
        lead, more = _first_and_rest(finding.sentences, answers)
        explained = (*([self.kind.ranges] if _has_ranges(answers) else []), *finding.explains)
        titled = (
            ("The figures", tables.html(table) if table else ""),
            ("More of what was found", _items(more) if more else ""),
            ("How to read it", _items(explained) if explained else ""),
            *self.basis(),
        )
        parts = [
            self.heading(self.title, below=0),
            _lead(lead),
            _five(answers, self.heading),
            *(self.drawn(picture) for picture in pictures_of(finding, self.kind).values()),
            *(f"{self.heading(heading)}\n{part}" for heading, part in titled if part),
            self.name(),
            self.appendix(),
        ]
        return '<div class="report">\n' + "\n".join(part for part in parts if part) + "\n</div>"

    def kept_body(self) -> str:
        """All of it, unfolded: pictures right behind what leads, and no sentence twice."""
        finding, table = self.finding, self.first_table()
        answers = five_answers(finding, self.kind)
        lead = up_to_the_title(finding.sentences, self.title)
        answers = without(answers, lead)
        more = not_told(finding.sentences[len(lead) :], answers, self.title)
        explained = (*([self.kind.ranges] if _has_ranges(answers) else []), *finding.explains)
        titled = (
            ("More of what was found", _items(more) if more else ""),
            ("The figures", tables.html(table) if table else ""),
            ("How to read it", _items(explained) if explained else ""),
            *self.basis(),
        )
        parts = [
            self.heading(self.title, below=0),
            _lead(lead),
            *(self.drawn(picture) for picture in pictures_of(finding, self.kind).values()),
            _five(answers, self.heading),
            *(f"{self.heading(heading)}\n{part}" for heading, part in titled if part),
            self.name(),
            self.appendix(),
        ]
        return '<div class="report">\n' + "\n".join(part for part in parts if part) + "\n</div>"

    def folded_body(self, beside: str) -> str:
        """The first screen, then each part folded; what a page of paper has, in another order."""
        finding, table = self.finding, self.first_table()
        answers = five_answers(finding, self.kind)
        pictures = list(pictures_of(finding, self.kind).values())
        figures = tables.html(table) if table else ""
        shown = self.drawn(pictures[0]) if pictures else figures
        story = _story(finding.sentences)
        rest = finding.sentences[len(story) :]
        small = pictures[0].small if pictures else None
        explained = (*([self.kind.ranges] if _has_ranges(answers) else []), *finding.explains)
        number = self.kind.key_number(finding)
        opened = 0 if small and not pictures[0].is_open else 1
        titled = [
            ("The figures", figures if pictures else ""),
            *((answer.question, _texts(_whole(answer, rest))) for answer in answers),
            *((_point(picture), self.panels(picture)) for picture in pictures[opened:]),
            ("How to read it", _items(explained) if explained else ""),
            *self.basis(),
        ]
        gists = {HOW_SURE: _how_sure(number)}
        parts = [
            self.heading(self.title, below=0),
            f'<div class="report-first"><div class="report-shown">{_number(number)}',
            f"{self.in_short(pictures[0], small) if small else shown}</div>",
            '<div class="report-story">',
            _lead(story),
            "" if small and pictures[0].is_open else _limits(finding.does_not_show),
            f'<p class="report-beside">{escape(beside)}</p>' if beside else "",
            "</div></div>",
            self.opened(pictures[0]) if small and pictures[0].is_open else "",
            *(self.fold(heading, part, gists.get(heading, "")) for heading, part in titled if part),
            self.name(),
            self.appendix(),
        ]
        return '<div class="report report-screen">\n' + "\n".join(filter(None, parts)) + "\n</div>"

    def fold(self, heading: str, part: str, gist: str = "") -> str:
        """A part that unfolds; where its answer is short, that stands beside the question."""
        beside = f'<span class="gist">{escape(gist)}</span>' if gist else ""
        return (
            f'<details class="question report-fold"><summary>{self.heading(heading)}{beside}'
            "</summary>\n"
            f'<div class="report-folded">{part}</div></details>'
        )

    def basis(self) -> tuple[tuple[str, str], ...]:
        """What a finding rests on, part by part, each with its heading."""
        finding = self.finding
        plan = _pairs("The plan", self.in_words(finding.plan.as_dict()))
        if finding.inputs:
            hashes = {file.name: file.sha256 for file in finding.inputs}
            plan = f"{plan}\n{_pairs('Files, with the SHA-256 of each', hashes)}"
        accounts = self.in_words(self.result[ACCOUNTS])
        return (
            ("What it rests on", _items(finding.assumptions)),
            ("Every row accounted for", _pairs("Rows read, and what became of them", accounts)),
            ("The plan, fixed before the data were read", plan),
        )

    def name(self) -> str:
        return (
            f'<p class="report-name">Finding <code>{self.finding.name}</code>, made with '
            f"Candour {escape(self.finding.version)}.</p>"
        )

    def first_table(self) -> AnyTable | None:
        """The audit's own, or where it has none to show, the first table with rows."""
        table = self.kind.first_table(self.finding)
        if table is not None and table.rows:
            return table
        filled = next((name for name, rows in self.tables.items() if rows), None)
        if filled is None:
            return None
        return tables.from_rows(filled, self.tables[filled][:MOST_ROWS_FIRST], self.named)

    def drawn(self, picture: Picture) -> str:
        return f"{self.heading(picture.heading)}{self.panels(picture)}"

    def in_short(self, picture: Picture, small: Panel) -> str:
        """A picture in its one low drawing; whole it stands folded below, and in its files."""
        alone = f'<div class="report-panel">{small.svg}</div>'
        if self.pictures_at is not None and not picture.is_open:
            return alone + self.pictures_at.take_away(picture)
        return alone

    def opened(self, picture: Picture) -> str:
        """A picture that is open, whole, beside its limits: maps are not looked at without."""
        limits = _limits(self.finding.does_not_show)
        return f'<div class="report-opened">{limits}{self.panels(picture)}</div>'

    def panels(self, picture: Picture) -> str:
        """How a picture is read, and its panels; on a phone those after the first fold."""
        drawn = [f'<div class="report-panel">{panel.svg}</div>' for panel in picture.panels]
        if self.pictures_at and len(drawn) > MOST_PANELS_OPEN:
            rest = f"{len(drawn) - 1} more of this picture"
            drawn[1:] = [
                f'<details class="narrowing report-more"><summary>{rest}<span class="hidden">: '
                f"{escape(picture.heading)}</span></summary>{''.join(drawn[1:])}</details>"
            ]
        panels = f'<div class="report-panels">{"".join(drawn)}</div>'
        how = f"<p>{escape(picture.how_to_read)}</p>"
        if self.pictures_at is None:
            taken = self.pictures_beside.take_away(picture) if self.pictures_beside else ""
            return f"{how}{panels}{taken}"
        return f"{panels}{self.pictures_at.take_away(picture, how)}"

    def in_words(self, pairs: Mapping[str, Any]) -> dict[str, str]:
        return {
            key.replace("_", " ").capitalize(): tables.text_of(key, value, self.named)
            for key, value in pairs.items()
        }

    def appendix(self) -> str:
        filled = [(name, rows) for name, rows in self.tables.items() if rows]
        if not filled:
            return ""
        folded = "".join(self.folded(name, rows) for name, rows in filled)
        return (
            f'<div class="report-appendix">{self.heading("All tables")}<p>The same numbers with '
            f"all their digits are in the JSON of this finding.</p>{folded}</div>"
        )

    def folded(self, name: str, rows: Sequence[Cells]) -> str:
        ordered = tables.in_order(rows)
        left = len(rows) - self.most_rows
        cut = f"<p>{left:,} more rows are in the JSON.</p>" if left > 0 else ""
        table = tables.from_rows(name, ordered[: self.most_rows], self.named)
        size = f"{len(rows):,} row{'s' if len(rows) > 1 else ''}"
        return (
            f"<details><summary>{self.heading(self.named.caption(name), below=2)} "
            f"<span>({size})</span></summary>{tables.html(table, among='among all')}{cut}</details>"
        )


def tables_of(result: Mapping[str, Any]) -> Tables:
    """The tables of a result as it is stored: its lists of rows."""
    return {
        key: value
        for key, value in result.items()
        if isinstance(value, list) and all(isinstance(row, Mapping) for row in value)
    }


def _first_and_rest(
    sentences: Sequence[str], answers: Sequence[Answer]
) -> tuple[list[str], list[str]]:
    """The sentences that lead, as many as leave room for the answers on the first sheet."""
    telling = [text for text in sentences if NOT_COMPARED not in text]
    room = SHEET_WORDS - sum(len(text.split()) for answer in answers for text in answer.texts)
    lead: list[str] = []
    for text in telling:
        room -= len(text.split())
        if lead and room < 0:
            break
        lead.append(text)
    return lead, [text for text in sentences if text not in lead]


def _has_ranges(answers: Sequence[Answer]) -> bool:
    return any(
        " range" in f" {text.lower()}" and "No range" not in text
        for answer in answers
        for text in answer.texts
    )


def _lead(sentences: Sequence[str]) -> str:
    paragraphs = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    return f'<div class="report-lead">{paragraphs}</div>'


def _story(sentences: Sequence[str]) -> Sequence[str]:
    """The sentence that leads and those after it, as far as they are read beside a picture."""
    story, words = 1, len(sentences[0].split()) if sentences else 0
    for sentence in sentences[1:STORY_SENTENCES]:
        words += len(sentence.split())
        if words > STORY_WORDS:
            break
        story += 1
    return sentences[:story]


def _whole(answer: Answer, rest: Sequence[str]) -> Sequence[str]:
    """An answer; to what was found, with all else that was, so that it stands in one place."""
    if answer.question != WHAT_WAS_FOUND:
        return answer.texts
    more = [text for text in rest if not any(text in told for told in answer.texts)]
    return (*answer.texts, *more)


def _how_sure(number: KeyNumber | None) -> str:
    """The parts of what limits a number that tell how sure it is: its range, and where clear."""
    parts = number.span.split("; ") if number else []
    return "; ".join(part for part in parts if part.startswith(TELLS_HOW_SURE))


def _number(number: KeyNumber | None) -> str:
    """The number that the finding leads with, large, with its range."""
    if number is None:
        return ""
    unclear = "" if number.is_clear else f" ({escape(number.unclear)})"
    span = f'<span class="report-span">{escape(number.span)}</span>' if number.span else ""
    return (
        f'<p class="report-key"><strong>{escape(number.number)}</strong> '
        f"{escape(number.of)}{unclear}{span}</p>"
    )


def _point(picture: Picture) -> str:
    """What a folded picture says, where it has a point of its own."""
    return picture.point or picture.heading


def _limits(does_not_show: Sequence[str]) -> str:
    """The first of what a finding does not show, beside what it does."""
    if not does_not_show:
        return ""
    limits = " ".join(escape(text) for text in does_not_show[:MOST_LIMITS])
    return f'<p class="report-limits"><strong>What this does not show:</strong> {limits}</p>'


def _five(answers: Sequence[Answer], heading: Heading) -> str:
    boxes = "".join(
        f'<div class="report-answer">{heading(answer.question)}'
        f"<div>{_texts(answer.texts)}</div></div>"
        for answer in answers
    )
    return f'<div class="report-five">{boxes}</div>'


def _texts(texts: Sequence[str]) -> str:
    return _items(texts) if len(texts) > 1 else "".join(f"<p>{escape(text)}</p>" for text in texts)


def _items(texts: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def _pairs(caption: str, pairs: Mapping[str, str]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(key)}</th><td>{escape(value)}</td></tr>'
        for key, value in pairs.items()
    )
    return (
        f'<div class="report-scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="report-pairs"><caption><span>{escape(caption)}</span></caption>'
        f"<tbody>{rows}</tbody></table></div>"
    )
