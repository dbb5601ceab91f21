"""The audit of evaluations, as everything else knows it: of a panel, of places, of totals."""

from collections.abc import Iterable

from candour.audit.evaluations import answers, lead, pictures, places_alone, tables, totals_words
from candour.audit.evaluations.rows import Evaluation, Falls, Result, read
from candour.audit.exhibits import AnyTable, KeyNumber, Picture
from candour.audit.findings import Finding
from candour.audit.in_words import times
from candour.audit.kinds import Answers, Concerned, Kind
from candour.audit.verdicts import side, span

LABEL = "Did it work"
Texts = Iterable[str]


def title(finding: Finding[Result]) -> str:
    result, plan = finding.result, finding.plan
    what = plan.option("what") or (finding.inputs[0].name if finding.inputs else "")
    if isinstance(result, Evaluation):
        return f"{LABEL}: {what}: {lead.in_title(result, plan)}"
    if isinstance(result, Falls):
        return f"Highest counts of {what}: {places_alone.in_title(result, plan)}"
    return f"{what}: {totals_words.in_title(result, plan.option('read_in'))}"


def events(finding: Finding[Result]) -> str:
    return finding.plan.option("events") or "events"


def compared(finding: Finding[Result]) -> Texts:
    result = finding.result
    if isinstance(result, Evaluation):
        return answers.compared(result, finding.plan)
    if isinstance(result, Falls):
        return answers.falls_compared(result, finding.plan)
    return totals_words.compared(result)


def what_was_found(finding: Finding[Result]) -> Texts:
    result = finding.result
    if isinstance(result, Evaluation):
        return answers.what_was_found(result, finding.plan)
    if isinstance(result, Falls):
        return answers.falls_found(result, finding.plan)
    told = totals_words.sentences(result, finding.plan.option("read_in"))
    return told[1 : 1 + len(result.claims)]


def how_sure(finding: Finding[Result]) -> Texts:
    result = finding.result
    if isinstance(result, Evaluation):
        return answers.how_sure(result, finding.plan)
    if isinstance(result, Falls):
        return answers.falls_how_sure(result, finding.plan)
    return totals_words.how_sure(result)


def what_would_change_it(finding: Finding[Result]) -> Texts:
    result = finding.result
    if isinstance(result, Evaluation):
        return answers.what_would_change_it(result, finding.plan)
    if isinstance(result, Falls):
        return answers.falls_would_change(result, finding.plan)
    return totals_words.what_would_change_it(result)


def first_table(finding: Finding[Result]) -> AnyTable | None:
    result = finding.result
    if isinstance(result, Evaluation):
        return tables.beside(result)
    if isinstance(result, Falls):
        return tables.falls(result)
    return tables.claims(result)


def key_number(finding: Finding[Result]) -> KeyNumber | None:
    """The effect with its range, or what followed where nothing was evaluated; of totals none."""
    result = finding.result
    if isinstance(result, Evaluation):
        effect = result.effect
        return KeyNumber(
            f"{times(effect.estimate)} times",
            "the rate that stands for no treatment",
            f"range {span(effect.low, effect.high)}",
            is_clear=bool(side(effect.low, effect.high)),
        )
    if isinstance(result, Falls) and result.ratio.value is not None:
        ratio = result.ratio
        return KeyNumber(
            _fewer(ratio.value or 0.0),
            "than the count they were chosen by, with no trial there",
            f"{_from_to(ratio.low or 0.0, ratio.high or 0.0)}, from choice to choice",
        )
    return None


def _fewer(ratio: float) -> str:
    """A ratio as so much fewer, or more.

    >>> _fewer(0.797), _fewer(1.02)
    ('20.3% fewer', '2.0% more')
    """
    return f"{100 * abs(1 - ratio):.1f}% {'fewer' if ratio < 1 else 'more'}"


def _from_to(low: float, high: float) -> str:
    """Two ratios as so much fewer or more, the word told once where both go one way.

    >>> _from_to(0.75, 0.997), _from_to(0.853, 1.131)
    ('0.3% to 25.0% fewer', '14.7% fewer to 13.1% more')
    """
    if high <= 1:
        return f"{_fewer(high).removesuffix(' fewer')} to {_fewer(low)}"
    if low >= 1:
        return f"{_fewer(low).removesuffix(' more')} to {_fewer(high)}"
    return f"{_fewer(low)} to {_fewer(high)}"


def first_picture(finding: Finding[Result]) -> Picture | None:
    result = finding.result
    if isinstance(result, Evaluation):
        return pictures.effect_picture(result)
    if isinstance(result, Falls):
        return pictures.falls_picture(result)
    return pictures.totals_picture(result)


def event_picture(finding: Finding[Result]) -> Picture | None:
    result = finding.result
    return pictures.event_picture(result) if isinstance(result, Evaluation) else None


KIND = Kind(
    name="evaluation",
    label=LABEL,
    read=read,
    title=title,
    events=events,
    concerned=lambda result: Concerned(),
    # A rate ratio of a measure is no disproportionality of groups: none becomes a statement.
    headlines=lambda f: None,
    not_compared=lambda f: (),
    answers=Answers(
        compared=compared,
        what_was_found=what_was_found,
        how_sure=how_sure,
        what_would_change_it=what_would_change_it,
    ),
    first_table=first_table,
    pictures=(first_picture, event_picture),
    headings=tables.HEADINGS,
    key_number=key_number,
    command="candour.cli.audit.evaluation:evaluation",
)
