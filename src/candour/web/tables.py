"""The same data for machines: JSON, and CSV where the page is a table. Long lists are streamed."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

HTML, JSON, CSV = "", "json", "csv"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """How a table is written: line by line, under which media type, and whether with a name."""

    lines: Callable[[Iterable[Row]], Iterator[str]]
    media_type: str
    is_a_file: bool = False


class _Echo:
    """A file that hands every line straight back."""

    def write(self, line: str) -> str:
        return line


def json_page(data: Any) -> HttpResponse:
    """One thing as JSON. Without indents: those would more than double the time it takes."""
    text = json.dumps(data, ensure_ascii=False)
    return HttpResponse(text + "\n", content_type="application/json")


def table(rows: Iterable[Row], form: str, *, name: str) -> HttpResponseBase:
    """A list of rows in the form asked for; `name` is what the file is called when saved."""
    written = FORMS[form]
    answer = StreamingHttpResponse(written.lines(rows), content_type=written.media_type)
    if written.is_a_file:
        answer["Content-Disposition"] = f'inline; filename="{name}.{form}"'
    return answer


def _json_lines(rows: Iterable[Row]) -> Iterator[str]:
    before = "[\n"
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before != "[\n" else "[]\n"


def _csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    stream = iter(rows)
    first = next(stream, None)
    if first is None:
        return
    # "extras": a quantity that is a range has one column more; it belongs to JSON alone.
    writer = csv.DictWriter(_Echo(), list(first), restval="", extrasaction="ignore")
    yield writer.writeheader()
    for row in chain([first], stream):
        yield writer.writerow({key: _cell(value) for key, value in row.items()})


def _cell(value: Any) -> str:
    """A value in one cell: lists with semicolons, whatever is deeper as JSON."""
    if value is None:
        return ""
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


# Every form a list can be had in, by what its address ends with: a new one is a line here.
FORMS = {
    JSON: Form(_json_lines, "application/json"),
    CSV: Form(_csv_lines, "text/csv; charset=utf-8", is_a_file=True),
}
