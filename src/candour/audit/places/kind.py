"""The audit of places, as everything else knows it."""

from candour.audit.exhibits import AnyTable, Column, KeyNumber, Panel, Picture, Table
from candour.audit.findings import Finding
from candour.audit.in_words import NONE, p_value, rate, share, whole
from candour.audit.kinds import Answers, Concerned, Headings, Kind
from candour.audit.places import answers
from candour.audit.places.lead import (
    is_clear,
    leading_ratio,
    number_in_title,
    residents_called,
    told_first,
)
from candour.audit.places.placement import Null
from candour.audit.places.rows import Comparison, Ends, ExposureRow, Places, read
from candour.audit.reports.dots import Dot, limits_of
from candour.audit.reports.ratios import ratios_panel
from candour.audit.reports.shares import shares_panel
from candour.audit.reports.tables import between
from candour.audit.residents.group_names import group as group_of
from candour.audit.residents.group_names import heading

LABEL = "Who lives where police are sent"


def title(finding: Finding[Places]) -> str:
    what = finding.plan.option("targets")
    plain = LABEL
    if what:
        plain = f"Who lives in {what}"
    elif finding.inputs:
        plain = f"Who lives in the targets of {finding.inputs[0].name}"
    number = number_in_title(finding.result)
    return f"{plain}: {number}" if number else plain


def first_table(finding: Finding[Places]) -> AnyTable:
    """Group by group: within bands first, then over all areas."""
    compared = {row.group: row for row in finding.result.comparisons}
    reference = finding.plan.reference

    def ratio_cell(row: ExposureRow, value: str) -> str:
        own: Comparison | None = compared.get(row.group)
        return "1 (compared with)" if own is None else rate(getattr(own, value))

    group_column: Column[ExposureRow] = Column(
        "Group", lambda row: heading(row.group), is_number=False
    )
    ratio_columns: list[Column[ExposureRow]] = [
        Column(f"Ratio to the {group_of(reference)} share", lambda row: ratio_cell(row, "ratio"))
    ]
    if finding.result.by_deprivation:
        ratio_columns[:0] = [
            Column("Ratio among areas alike", lambda row: ratio_cell(row, "within_bands")),
            Column("Ratio that tenths alone give", lambda row: ratio_cell(row, "expected")),
        ]
    if any(row.by_chance for row in finding.result.comparisons):
        ratio_columns.append(
            Column("Ratio by chance placement", lambda row: _by_chance(compared.get(row.group)))
        )
    columns: list[Column[ExposureRow]] = [
        group_column,
        *ratio_columns,
        Column("Residents", lambda row: whole(row.residents)),
        Column("In targets", lambda row: whole(row.in_targets)),
        Column("Share in targets", _share),
    ]
    note = ""
    if any(row.bounds for row in finding.result.exposure):
        note = "In brackets: what the share can be, as targets cover areas in part"
    return Table("Residents in targets", columns, finding.result.exposure, note)


def _by_chance(row: Comparison | None) -> str:
    ends = row.by_chance if row else None
    return NONE if ends is None else between(ends.low, ends.high, rate)


def _share(row: ExposureRow) -> str:
    if row.bounds is None:
        return share(row.share) or NONE
    return f"{share(row.share)} ({between(row.bounds.low, row.bounds.high, share)})"


def shares_picture(finding: Finding[Places]) -> Picture:
    rows = finding.result.exposure
    dots = [
        Dot(
            heading(row.group),
            row.share,
            row.bounds.low if row.bounds else None,
            row.bounds.high if row.bounds else None,
        )
        for row in rows
    ]
    return Picture(
        "The share of each group who live in targets",
        "Each dot is a group. A bar, where there is one, is what the share can be wherever in "
        "their areas its people live.",
        [shares_panel("Share in targets", dots)],
        name="shares",
        table="exposure",
        point=_shares_point(finding),
    )


def _shares_point(finding: Finding[Places]) -> str:
    """Two shares side by side: of the group that is told of first, and of the reference."""
    row = told_first(finding.result)
    if row is None:
        return ""
    own, other = (finding.result.exposure_of(name) for name in (row.group, row.reference))
    what = finding.plan.option("targets") or "targets"
    return (
        f"{share(own.share)} of {residents_called(row.group)} and {share(other.share)} of "
        f"{residents_called(row.reference)} live in {what}, whatever else sets areas apart"
    )


def key_number(finding: Finding[Places]) -> KeyNumber | None:
    """The ratio of the title with its p, and behind both what it is over all areas.

    Where it is not clear, that stands beside the number among areas alike: a headline of its own,
    beside the plain ratio, would seem to speak of that. Chance placement that keeps density and
    deprivation tests the ratio among areas alike, and its p stands beside that one; placement
    blind to both tests the plain ratio.
    """
    row = told_first(finding.result)
    if row is None:
        return None
    alike = ", in areas alike in density and deprivation" if row.within_bands else ""
    over_all = f"{rate(row.ratio)} times over all areas" if row.within_bands and row.ratio else ""
    if row.by_chance and row.ratio:
        given = between(row.by_chance.low, row.by_chance.high, rate)
        over_all = f"{rate(row.ratio)} times over all areas, where chance gives {given}"
    chance = (
        f"p\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{p_value(row.p_holm)}"
        if row.p_holm is not None
        else ""
    )
    test = finding.result.test
    is_of_leading = not over_all or (test is not None and test.null == str(Null.BANDED))
    beside, behind = (chance, "") if is_of_leading else ("", chance)
    number, span = f"{rate(leading_ratio(row))} times", "; ".join(filter(None, (over_all, behind)))
    told = f"the {group_of(row.reference)} share for {residents_called(row.group)}{alike}"
    tested = f" ({beside})" if beside else ""
    is_open = row.p_holm is not None and not is_clear(row)
    return KeyNumber(number, f"{told}{tested}", span, is_clear=not is_open)


def ratios_picture(finding: Finding[Places]) -> Picture | None:
    """Three ratios for each group; None without deprivation."""
    reference = group_of(finding.plan.reference)
    shown = []
    for row in finding.result.comparisons:
        named = (
            (f"{heading(row.group)}: alike", row.within_bands, None),
            ("over all", row.ratio, row.by_chance),
            ("tenths alone", row.expected, None),
        )
        shown += [_dot(name, value, chance) for name, value, chance in named if value]
    if not finding.result.by_deprivation or not shown:
        return None
    in_words = "; ".join(f"{dot.name} {rate(dot.value)}" for dot in shown)
    return Picture(
        f"Ratios to the {reference} share",
        "For each group: the ratio among areas alike in density and deprivation, the ratio over "
        "all areas, and the ratio there would be if in each tenth of deprivation all were exposed "
        f"alike.{_bars(finding)} At 1 the shares are the same. Equal steps mean equal multiplying.",
        [
            ratios_panel(
                "Group by group",
                f"Ratios to the {reference} share: {in_words}.",
                shown,
                limits=limits_of(shown, also=(1.0,)),
                label=f"ratio to the {reference} share",
                value=rate,
            )
        ],
        name="ratios",
        table="comparisons",
        small=_small(finding, reference),
    )


def _bars(finding: Finding[Places]) -> str:
    """What the bars of the picture are, where there are any."""
    test = finding.result.test
    if test is None or not any(row.by_chance for row in finding.result.comparisons):
        return ""
    kept = " among areas alike" if test.null == str(Null.BANDED) else ""
    return (
        f" A bar is where targets placed by chance{kept} put the ratio over all areas in 95 of 100 "
        "cases, all groups counted: a dot inside it is no clear difference."
    )


def _dot(name: str, value: float, chance: Ends | None, *, stands_out: bool = False) -> Dot:
    """A ratio, and behind it what chance placement gives, where that is known."""
    low, high = (chance.low, chance.high) if chance else (None, None)
    return Dot(name, value, low, high, stands_out=stands_out)


def _small(finding: Finding[Places], reference: str) -> Panel:
    """Two marks a group: among areas alike, and over all of them with what chance gives."""
    shown = [
        _dot(f"{heading(row.group)}{how}", value, chance, stands_out=is_alike)
        for row in finding.result.comparisons
        for how, value, chance, is_alike in (
            (", areas alike", row.within_bands, None, True),
            (", all areas", row.ratio, row.by_chance, False),
        )
        if value
    ]
    in_words = "; ".join(f"{dot.name} {rate(dot.value)}{_chance_of(dot)}" for dot in shown)
    bars = "; bars: chance" if any(dot.low for dot in shown) else ""
    return ratios_panel(
        "",
        f"Ratios to the {reference} share: {in_words}.",
        shown,
        limits=limits_of(shown, also=(0.7, 1.0, 2.0)),
        label=f"ratio to the {reference} share (diamonds: areas alike{bars})",
        value=rate,
    )


def _chance_of(dot: Dot) -> str:
    return f" (by chance {between(dot.low, dot.high, rate)})" if dot.low else ""


KIND = Kind(
    name="places",
    label=LABEL,
    read=read,
    title=title,
    events=lambda f: "residents",
    concerned=lambda result: Concerned(),
    # Exposure of residents is no rate of what was done to people: no ratio becomes a statement.
    headlines=lambda f: None,
    not_compared=lambda f: (),
    answers=Answers.of(answers),
    first_table=first_table,
    pictures=(ratios_picture, shares_picture),
    headings=Headings(
        captions={
            "exposure": "Residents in targets",
            "comparisons": "Beside the reference",
            "models": "Models of being a target, for ten points more of the group",
        },
        columns={
            "residents": "Residents",
            "in_targets": "In targets",
            "exposure.share": "Share in targets",
            "bounds": "What the share can be",
            "exposure.redrawn": "Share, the map redrawn",
            "ratio_redrawn": "Ratio, the map redrawn",
            "difference_redrawn": "Difference, the map redrawn",
            "expected_redrawn": "Ratio of tenths alone, the map redrawn",
            "within_redrawn": "Ratio among areas alike, the map redrawn",
            "within_bands": "Ratio among areas alike in density and deprivation",
            "by_chance": "Ratio by chance placement, 95 of 100",
            "expected": "Ratio that tenths of deprivation alone would give",
            "comparisons.difference": "Difference of the shares",
            "areas_marked": "Areas marked",
            "models.areas": "Areas",
            "covariates": "Taken in",
            "odds_ratio": "Odds ratio",
            "left_over": "Moran’s I of what is left",
            "holds_recorded_crime": "With recorded crime",
        },
        intervals={"odds_": "Range, areas taken as independent"},
        shares=frozenset({"comparisons.difference", "low", "high"}),
        counts=frozenset({"residents", "in_targets"}),
    ),
    key_number=key_number,
    command="candour.cli.audit.areas:areas",
)
