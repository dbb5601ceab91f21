"""What may be asked in an address: days, slugs, terms, words, and which part of a list."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from candour.api.cursors import CURSOR_PATTERN, LONGEST_CURSOR, Cursor, read_cursor
from candour.api.errors import Refused, echo
from candour.core.days import FIRST_YEAR, LAST_YEAR
from candour.register.moments import Moment

WHOLE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DAY_PATTERN = r"^[12]\d{3}-\d{2}-\d{2}$"
SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
STATEMENT_PATTERN = r"^s1-[a-z2-7]{26}$"
LONGEST_SLUG = 80
LONGEST_WORDS = 200
MOST_ROWS = 500
FARTHEST = 1_000_000


# single values


def day_of(text: object) -> date:
    """Read a whole day of the years that content may speak of."""
    try:
        day = date.fromisoformat(str(text)) if WHOLE_DAY.fullmatch(str(text)) else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(
            f"must be a day from {FIRST_YEAR} to {LAST_YEAR}, written like 2024-08-31."
        )
    return day


def cursor_of(text: object) -> Cursor:
    return read_cursor(str(text)[: LONGEST_CURSOR + 1])


def words_of(text: str) -> str:
    if "\0" in text:
        raise ValueError("holds a null character, which can't be looked for.")
    return text.strip()


Day = Annotated[
    date,
    PlainValidator(day_of),
    WithJsonSchema({"type": "string", "format": "date", "pattern": DAY_PATTERN}),
]
GoingOn = Annotated[
    Cursor,
    PlainValidator(cursor_of),
    WithJsonSchema({"type": "string", "pattern": CURSOR_PATTERN}),
]
Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=LONGEST_SLUG)]
Words = Annotated[str, StringConstraints(max_length=LONGEST_WORDS), AfterValidator(words_of)]
StatementKey = Annotated[str, StringConstraints(pattern=STATEMENT_PATTERN)]


@dataclass(frozen=True)
class OneOf:
    """A text that must be one of some keys, such as the terms of a vocabulary.

    The keys are asked for when they are needed: they stand in the content, not in the code.
    """

    keys: Callable[[], Iterable[str]]

    def check(self, text: str) -> str:
        terms = list(self.keys())
        if text in terms:
            return text
        near = get_close_matches(text, terms, n=1)
        hint = f"Did you mean {near[0]}?" if near else "The schema lists what it can be."
        raise ValueError(f"can't be {echo(text)}. {hint}")

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "enum": list(self.keys())}


# what may be asked together


class Parameters(BaseModel):
    """The parameters of an address. One that is not known, or is given twice, is refused."""

    @model_validator(mode="before")
    @classmethod
    def refuse_others(cls, data: Any, info: ValidationInfo) -> Any:
        assert info.context is not None
        taken = [field.alias or name for name, field in cls.model_fields.items()]
        _refuse_others(info.context["request"], taken)
        return data


def no_parameters(request: HttpRequest) -> None:
    """Refuse whatever is asked of an address that takes no parameters."""
    _refuse_others(request, [])


def _refuse_others(request: HttpRequest, allowed: list[str]) -> None:
    for name, values in request.GET.lists():
        if name not in allowed:
            raise Refused(_unknown(name, allowed), name[:LONGEST_SLUG])
        if len(values) > 1:
            raise Refused(f"'{name}' is given {len(values)} times; once is enough.", name)


def _unknown(name: str, allowed: list[str]) -> str:
    near = get_close_matches(name.replace("-", "_"), allowed, n=1)
    if near:
        return f"There is no parameter {echo(name)}. Did you mean {near[0]}?"
    if not allowed:
        return f"There is no parameter {echo(name)}: this address takes none."
    return f"There is no parameter {echo(name)}. There are {', '.join(allowed)}."


class Paging(Parameters):
    """Which part of a long list."""

    limit: int = Field(
        100, ge=1, le=MOST_ROWS, description="How many rows to give at most.", examples=[20]
    )
    offset: int = Field(
        0, ge=0, le=FARTHEST, description="How many rows to leave out first.", examples=[0]
    )
    cursor: GoingOn | None = Field(
        None,
        description=(
            "Where to go on, as `next` has it; its parts are of the list as it stood when the "
            "first was asked for."
        ),
        examples=[str(Cursor("statements", 1, ("durham-hart", 1)))],
    )


AS_OF: Any = Field(
    None,
    description="The register as it stood at the end of this day, in London.",
    examples=["2026-12-31"],
)


class AsOf(Parameters):
    """The day on which it stood in the register."""

    as_of: Day | None = AS_OF

    @property
    def moment(self) -> Moment:
        return Moment(as_of=self.as_of)


class Moments(AsOf):
    """The days asked about: three different questions, never mixed."""

    on: Day | None = Field(
        None,
        description="Only what may have been true on this day.",
        examples=["2021-03-14"],
    )
    known: Day | None = Field(
        None,
        description=(
            "What was public by this day: texts read that were out, and what a later text says "
            "had been published (`first_public`). It is not what any person knew, or ought to have."
        ),
        examples=["2025-03-01"],
    )

    @property
    def moment(self) -> Moment:
        return Moment(true_on=self.on, known_on=self.known, as_of=self.as_of)

    @property
    def in_iso(self) -> dict[str, str]:
        pairs = (("on", self.on), ("known", self.known), ("as_of", self.as_of))
        return {name: day.isoformat() for name, day in pairs if day is not None}
