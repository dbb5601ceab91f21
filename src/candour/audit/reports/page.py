"""A finding as a page: plain answers first, then a table, then pictures, then all it rests on."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from candour.audit.plans import Finding, Row
from candour.audit.reports import headings, tables, words
from candour.audit.reports.answers import Answer, five_answers
from candour.audit.reports.first_tables import first_table
from candour.audit.reports.pictures import Picture, pictures
from candour.audit.titles import title_of
from candour.audit.verdicts import NINETEEN

STYLE_FOLDER = Path(__file__).parent / "style"  # holds what a site serves, and nothing else
STYLE = (STYLE_FOLDER / "report.css").read_text(encoding="utf-8")
SHEET_WORDS = 730  # of sentences and answers, that fit on a first sheet of A4
NOT_COMPARED = "was not compared"  # such sentences are counted in the answers, and told below
MOST_ROWS = 400
LEVELS = 6


def as_html(finding: Finding, *, title: str = "") -> str:
    """Return the whole report as one HTML file that asks nothing of any other place."""
    return whole_page(finding, title=title, most_rows=MOST_ROWS)


def main_html(finding: Finding, *, level: int = 1, title: str = "") -> str:
    """The report without the page around it: one `div`, with no style and no script in it.

    Parameters
    ----------
    finding : Finding
    level : int, default 1
        The level of its own heading; 2 where the page has a heading already.
    title : str
        Its heading; by default one made of the plan.
    """
    return _body(finding, level=level, title=title or title_of(finding), most_rows=MOST_ROWS)


def whole_page(finding: Finding, *, title: str, most_rows: int) -> str:
    """A page that stands by itself, its tables cut to so many rows."""
    title = title or title_of(finding)
    body = _body(finding, level=1, title=title, most_rows=most_rows)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{STYLE}</style>\n</head>\n"
        f'<body class="report-page">\n<main>\n{body}\n</main>\n</body>\n</html>\n'
    )


def _body(finding: Finding, *, level: int, title: str, most_rows: int) -> str:
    def heading(text: str, *, below: int = 1) -> str:
        rank = min(level + below, LEVELS)
        return f"<h{rank}>{escape(text)}</h{rank}>"

    table = first_table(finding)
    answers = five_answers(finding)
    lead, more = _first_and_rest(finding.sentences, answers)
    explained = (*([NINETEEN] if _has_ranges(answers) else []), *finding.explains)
    parts = [
        heading(title, below=0),
        _lead(lead),
        _five(answers, heading),
        *([heading("The figures"), tables.html(table)] if table else []),
        *([heading("More of what was found"), _items(more)] if more else []),
        *(_picture(each, heading) for each in pictures(finding)),
        *([heading("How to read it"), _items(explained)] if explained else []),
        heading("What it rests on"),
        _items(finding.assumptions),
        heading("Every row accounted for"),
        _pairs("Rows read, and what became of them", _in_words(finding.accounted_for)),
        heading("The plan, fixed before the data were read"),
        _pairs("The plan", _in_words(finding.plan.as_dict())),
        _pairs("Files, with the SHA-256 of each", {i.name: i.sha256 for i in finding.inputs})
        if finding.inputs
        else "",
        f'<p class="report-name">Finding <code>{finding.identifier}</code>, made with Candour '
        f"{escape(finding.version)}.</p>",
        _appendix(finding, heading, most_rows),
    ]
    return '<div class="report">\n' + "\n".join(part for part in parts if part) + "\n</div>"


def _first_and_rest(
    sentences: Sequence[str], answers: Sequence[Answer]
) -> tuple[list[str], list[str]]:
    """The sentences that lead, as many as leave room for the answers on the first sheet."""
    telling = [text for text in sentences if NOT_COMPARED not in text]
    room = SHEET_WORDS - sum(len(text.split()) for each in answers for text in each.says)
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
        for each in answers
        for text in each.says
    )


def _lead(sentences: Sequence[str]) -> str:
    paragraphs = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    return f'<div class="report-lead">{paragraphs}</div>'


def _five(answers: Sequence[Answer], heading: Any) -> str:
    boxes = "".join(
        f'<div class="report-answer">{heading(each.question)}<div>{_said(each.says)}</div></div>'
        for each in answers
    )
    return f'<div class="report-five">{boxes}</div>'


def _said(texts: Sequence[str]) -> str:
    return _items(texts) if len(texts) > 1 else "".join(f"<p>{escape(text)}</p>" for text in texts)


def _items(texts: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def _picture(picture: Picture, heading: Any) -> str:
    panels = "".join(f'<div class="report-panel">{panel.svg}</div>' for panel in picture.panels)
    return (
        f"{heading(picture.heading)}<p>{escape(picture.how_to_read)}</p>"
        f'<div class="report-panels">{panels}</div>'
    )


def _in_words(pairs: Mapping[str, Any]) -> dict[str, str]:
    return {
        key.replace("_", " ").capitalize(): tables.text_of(key, value)
        for key, value in pairs.items()
    }


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


def _appendix(finding: Finding, heading: Any, most_rows: int) -> str:
    filled = [(name, rows) for name, rows in finding.tables.items() if rows]
    if not filled:
        return ""
    events = words.events(finding)
    folded = "".join(
        _folded(name, rows, heading, events=events, most_rows=most_rows) for name, rows in filled
    )
    return (
        f'<div class="report-appendix">{heading("All tables")}<p>The same numbers with all their '
        f"digits are in the JSON of this finding.</p>{folded}</div>"
    )


def _folded(name: str, rows: Sequence[Row], heading: Any, *, events: str, most_rows: int) -> str:
    ordered = tables.in_order(rows)
    left = len(rows) - most_rows
    cut = f"<p>{left:,} more rows are in the JSON.</p>" if left > 0 else ""
    table = tables.from_rows(name, ordered[:most_rows], events=events)
    size = f"{len(rows):,} row{'s' if len(rows) > 1 else ''}"
    return (
        f"<details><summary>{heading(headings.caption(name), below=2)} "
        f"<span>({size})</span></summary>{tables.html(table)}{cut}</details>"
    )
