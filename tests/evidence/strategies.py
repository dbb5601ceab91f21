"""Hypothesis strategies for what content files may hold: hostile texts, statements, subjects."""

# Tables of cases read best with one case to a line, however long.
# ruff: noqa: E501

from hypothesis import strategies as st

from candour.core.days import Days, parse_days
from candour.core.errors import CandourError
from candour.evidence.changes import diff_subject
from candour.evidence.collection import (
    CheckSpec,
    Collection,
    ContradictionSpec,
    Row,
    Side,
    SubjectFile,
)
from candour.evidence.plain_files import hidden_sign
from candour.evidence.quantities import parse_quantity
from candour.evidence.speakers import is_ours
from candour.evidence.statements import BASES, Silence, Statement
from candour.evidence.weights import STRENGTHS
from tests.evidence import making

# What trips YAML up: indicators, things read as other things, quotes, marks, long words.
HOSTILE = (
    "yes", "no", "on", "null", "~", "NaN", "0x1F", "1e3", "66.60", "2021", "2021-03-14", "12:30:00",
    "- a", "-", "?", ": b", "a: b", "a:", "a #b", "#a", "a, b", "{a}", "[a]", "{", "]", "&a", "*a", "!t",
    "|", ">", "%a", "@a", "`a`", "'", '"', "it's", 'say "no"', "\\", "\\n", "a\\", "<<", "=", "---", "...",
    "é ñ ß", "日本語", "–£€", "👮🏾", "a\u00a0b", "\u2028line", "\u0085next",
    "word " * 60, "w" * 150,
)  # fmt: skip

characters = st.characters(exclude_categories=["Cs", "Cc"])
texts = (
    st.one_of(
        st.sampled_from(HOSTILE),
        st.text(characters, min_size=1, max_size=40),
        st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=3).map(" ".join),
    )
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text and not hidden_sign(text))
)
slugs = st.sampled_from(["authors", "force", "other-force", "candour"])
days = st.sampled_from(
    [
        "2021",
        "2021-03",
        "2021-03-14",
        "2020/",
        "/2018",
        "2013/2018",
        "before 2016/",
        "2020-09/2021-03",
    ]
).map(parse_days)
maybe_days = st.none() | days
hedges = st.sampled_from(["", "almost ", "more than ", "at least ", "up to ", "about ", "<"])
numbers = st.builds(
    "{}{:,}{}".format, hedges, st.integers(0, 10**7), st.sampled_from(["", "%", " times", "k"])
)


@st.composite
def quantities(draw):
    given_beside = draw(
        st.sampled_from(
            [{}, {}, {"value": "3"}, {"stated": "truncated"}, {"value": "6", "high": "7"}]
        )
    )
    printed = draw(numbers) if "value" not in given_beside else draw(numbers | texts)
    try:
        return parse_quantity(
            printed, unit=draw(st.sampled_from(["people", "stops"])), **given_beside
        )
    except CandourError:
        return parse_quantity("3", unit="people")


silences = st.builds(
    Silence,
    kind=st.sampled_from(["withheld", "none-exists", "not-held", "source-silent"]),
    act=st.just("") | texts,
    reason=st.just("") | texts,
    asked_on=st.sampled_from(["", "2024-11-28"]),
)

attributes = {
    "said_by": st.sets(slugs, min_size=1, max_size=2).map(lambda found: tuple(sorted(found))),
    "source": st.just("report"),
    "locator": st.sampled_from(["1", "2", "4.1 n508"]) | texts,
    "basis": st.sampled_from(BASES),
    "via": st.sampled_from(["", "authors", "force"]),
    "said_on": maybe_days,
    "public_on": st.sampled_from(["2025-02-20", "2019"]).map(parse_days),
    "valid": maybe_days,
    "first_public": st.just(None) | st.just(parse_days("2018")),
}
notes = st.just(()) | st.builds(lambda text: (("note", text),), texts)
with_area = st.just(()) | st.builds(lambda a, n: (("area", a), ("note", n)), texts, texts)


def made_of(field, kind, values, qualifiers=notes):
    return st.builds(
        Statement,
        subject=st.just("tool"), field=st.just(field), kind=st.just(kind), value=values,
        qualifiers=qualifiers, **attributes,
    ).map(as_files_say_it)  # fmt: skip


def as_files_say_it(said: Statement) -> Statement:
    """Others than the source's author speak through someone; the register alone finds silences."""
    if said.said_by == ("candour",) or is_ours(making.schema(), "tool", said.field, said.value):
        return replaced(said, said_by=("candour",), via="", basis="inferred")
    return said if said.via or said.said_by == ("authors",) else replaced(said, via="authors")


def replaced(one: Statement, **changes) -> Statement:
    """The same statement with some parts changed (its cached name left behind)."""
    kept = {name: getattr(one, name) for name in one.__dataclass_fields__}
    return Statement(**{**kept, **changes})


silent = st.sampled_from(["dpia", "cost", "procedure", "purpose"])
statements = st.one_of(
    made_of("purpose", "text", texts),
    made_of("use", "term", st.sampled_from(["in-use", "stopped", "on-hold"]), with_area),
    made_of("inputs", "term", st.sampled_from(["police-intelligence", "custody-record"])),
    made_of("inputs", "closure", st.sampled_from(["yes", "no"]), st.just(())),
    made_of("operator", "subject", slugs),
    made_of("first-use", "days", days),
    silent.flatmap(lambda field: made_of(field, "silence", silences)),
)

keys = st.from_regex(r"[a-z0-9]{1,8}( [a-z]{1,5})?", fullmatch=True).filter(
    lambda key: key != "total"
)
figure_qualifiers = st.builds(
    lambda measure, rest: tuple(sorted({"measure": measure, **rest}.items())),
    st.sampled_from(making.MEASURES),
    st.dictionaries(
        st.sampled_from(["area", "denominator", "note", "probably"]), texts, max_size=2
    ),
)


@st.composite
def figure_rows(draw, block):
    """A block of figures: a total, values by group, or shares, as its file would have them."""
    common = draw(made_of("people-profiled", "quantity", quantities(), figure_qualifiers))
    rows = []
    for key in draw(st.lists(keys, min_size=1, max_size=3, unique=True)):
        share = draw(st.booleans())
        printed = draw(st.integers(0, 100))
        value = parse_quantity(f"{printed}%" if share else f"{printed}", unit="people")
        named = dict(common.qualifiers) | {"group": key}
        rows.append(
            Row(
                f"{block}.{key}{' share' if share else ''}",
                replaced(common, value=value, qualifiers=tuple(sorted(named.items()))),
            )
        )
    if draw(st.booleans()):
        rows.insert(0, Row(f"{block}.total", common))
    return rows


IDENTITY = (
    making.statement("The Tool", field="name"),
    making.term("person-score", "kind", said_by=("candour",), basis="inferred"),
    making.term("in-scope", "in-scope", said_by=("candour",), basis="inferred"),
)


@st.composite
def subjects(draw):
    """A system's file as it would be read: rows in the order of fields, handles given to each."""
    said = draw(st.lists(statements, max_size=8, unique_by=lambda s: s.id))
    operator = [s for s in said if s.field == "operator"] or [making.link("force", "operator")]
    use = [s for s in said if s.field == "use"] or [making.term("in-use", "use")]
    rest = [s for s in said if s.field not in {"operator", "use", "first-use", "inputs", "dpia"}]
    first_use = [s for s in said if s.field == "first-use"][:1]
    dpia = [s for s in said if s.field == "dpia"][:1]
    inputs = [s for s in said if s.field == "inputs" and s.kind == "term"]
    closure = [s for s in said if s.kind == "closure"][:1]
    told_apart = use[:1] if len(use) > 1 else use
    everything = [*IDENTITY, *operator, *told_apart, *first_use, *closure, *inputs, *rest, *dpia]
    order = making.schema().order
    everything.sort(key=lambda s: (order[s.field], s.kind != "closure"))
    rows = [Row(f"{s.field}.k{n}", s) for n, s in enumerate(everything)]
    rows = [
        Row("inputs.complete", r.statement) if r.statement.kind == "closure" else r for r in rows
    ]
    seen = {row.statement.id for row in rows}
    for block in draw(
        st.lists(st.sampled_from(["listed", "by group", "c"]), max_size=2, unique=True)
    ):
        for row in draw(figure_rows(block)):
            if row.statement.id not in seen:
                seen.add(row.statement.id)
                rows.append(row)
    checks: tuple[CheckSpec, ...] = ()
    declared: tuple[ContradictionSpec, ...] = ()
    if draw(st.booleans()):
        figures = [row.handle for row in rows if row.statement.kind == "quantity"]
        if figures:
            checks = (
                CheckSpec("tool", "", f"{figures[0]} = {figures[-1]}", draw(st.just("") | texts)),
            )
        sides = tuple(Side(draw(texts), (row.handle,)) for row in rows[:2])
        declared = (
            ContradictionSpec(
                "tool",
                "clash",
                "wording",
                sides,
                draw(texts),
                draw(st.just("") | texts),
                strength=draw(st.sampled_from(("", *STRENGTHS))),
                first=(first := draw(st.just("") | texts)),
                rank=draw(st.integers(1, 98) | st.just(0)) if first else 0,
            ),
        )
    return SubjectFile("tool", "system", tuple(rows), checks, declared)


__all__ = ["Collection", "Days", "diff_subject", "statements", "subjects", "texts"]
