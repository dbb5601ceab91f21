"""Audit who is in each band of a score, where no outcomes are known."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from candour.audit import ranks
from candour.audit.bands import sentences as words
from candour.audit.bands.comparing import band_ratios, in_bands
from candour.audit.bands.question import ALL, BandsQuestion
from candour.audit.bands.rows import BandAccount, Bands
from candour.audit.bands.table import Tabled, everybody_of, read_bands
from candour.audit.confidentiality.detail import GroupCounts
from candour.audit.confidentiality.held_back import held_back_words
from candour.audit.confidentiality.ledger import Ledger, ledger_of
from candour.audit.confidentiality.subtraction import Among, NotMissing, Shown
from candour.audit.confidentiality.suppression import Name, to_suppress
from candour.audit.errors import PlanError, Unfit
from candour.audit.findings import Finding, Input
from candour.audit.ranged_counts import NOBODY
from candour.audit.residents.group_counts import in_terms_of, residents_of
from candour.tables import LAPTOP, Machine, engine

__all__ = ["BandsQuestion", "audit_bands"]


def audit_bands(
    path: Path,
    question: BandsQuestion,
    population: Path | None = None,
    *,
    machine: Machine = LAPTOP,
    ledgers: Path | None = None,
) -> Finding[Bands]:
    """Audit a table of bands by group, or rows of people with their bands.

    Parameters
    ----------
    path : Path
    question : BandsQuestion
    population : Path, optional
        Residents by group: rates per resident are then compared, not shares of the list.
    machine : Machine
    ledgers : Path, optional
        The folder that keeps what was printed of each file, as for the audit of scores.

    Raises
    ------
    IdentifiesPeople, CannotRead, PlanError, Unfit, LedgerUnreadable
        As the audit of scores; and if the list holds a group that the population lacks.
    """
    question = replace(question, against_residents=population is not None)
    with engine(machine) as database:
        residents: Mapping[str, int] = {}
        if population is not None:
            residents = residents_of(database, population, question.group)
        source = Input.of(path, machine.progress)
        kept_in = None if question.hides_nothing else ledgers
        with ledger_of(kept_in, source.sha256, count=question.counted_by) as ledger:
            read = read_bands(database, path, question, also=ledger.columns)
            hides = not (question.hides_nothing or read.ranged)
            table, question = _as_asked(read, question)
            if residents:
                table, question = _by_residents(table, question, residents)
            hidden: set[Name] = set()
            settled = None
            to_print = _to_print(table, question)
            if hides:
                hidden = _hidden(table, ledger)
                settled = to_print.settled(
                    ledger,
                    hidden=hidden,
                    reference=question.reference,
                    everybody=everybody_of(read, question, ledger.columns),
                )
            shown = [
                group
                for group in table.groups
                if (group,) not in hidden and (settled is None or (group,) in settled.detail)
            ]
            if question.reference not in shown:
                raise Unfit(
                    f"The reference '{question.reference}' has bands of too few people to be "
                    "shown, or must be hidden to cover those of another group, in this run or an "
                    "earlier one on the same file. Counts that are published already need "
                    "--official."
                )
            if settled is not None:
                ledger.keep(to_print.printed(settled))
    held_back = tuple(name[0] for name in settled.held_back) if settled else ()
    result = _result(table, question, shown, residents, held_back)
    inputs = (source, Input.of(population)) if population is not None else (source,)
    return Finding(
        plan=question.plan(),
        inputs=inputs,
        sentences=(
            *_doubled(read),
            *words.sentences(result, against_residents=bool(residents)),
            *held_back_words(held_back, ()),
        ),
        result=result,
        assumptions=(*words.ASSUMPTIONS, *_published(question, read)),
        does_not_show=words.DOES_NOT_SHOW,
    )


def _doubled(table: Tabled) -> tuple[str, ...]:
    if table.counted_again:
        return (table.counted_again,)
    if not table.is_wide or not table.in_several_rows:
        return ()
    return (
        f"{table.in_several_rows} pairs of group and band stand in several rows of the table, "
        "whose numbers were added: see that it holds one period, and no sums.",
    )


def _published(question: BandsQuestion, table: Tabled) -> tuple[str, ...]:
    if question.public:
        return (f"The rows are public, so no group is hidden: {question.public}.",)
    if table.ranged and not question.is_official:
        return (
            "Whoever gave out the table has hidden small numbers in it already, so no more are "
            "hidden here.",
        )
    return ()


def _as_asked(table: Tabled, question: BandsQuestion) -> tuple[Tabled, BandsQuestion]:
    """Put together the bands that are asked about, or the scores from the threshold on.

    Raises
    ------
    PlanError
        If the table lacks a band that was named, or holds a score that is no number.
    """
    if question.threshold is not None:
        names = {band: _side(band, question) for band in table.bands}
        above = f"{question.band} from {question.threshold:g} on"
        return _renamed(table, names), replace(question, leads=(above,))
    if not question.leads:
        return table, question
    known = {band.casefold(): band for band in table.bands}
    for band in question.leads:
        if band.casefold() not in known:
            listed = ", ".join(ranks.in_order(table.bands))
            raise PlanError(f"There is no band '{band}', only: {listed}.")
    leads = [known[band.casefold()] for band in question.leads]
    together = " or ".join(leads)
    names = {band: together if band in leads else band for band in table.bands}
    return _renamed(table, names), replace(question, leads=(together,))


def _side(band: str, question: BandsQuestion) -> str:
    try:
        is_above = float(band) >= (question.threshold or 0.0)
    except ValueError:
        raise PlanError(f"'{band}' in column '{question.band}' is no score.") from None
    return f"{question.band} {'from' if is_above else 'below'} {question.threshold:g}" + (
        " on" if is_above else ""
    )


def _renamed(
    table: Tabled, bands: Mapping[str, str], groups: Mapping[str, str] | None = None
) -> Tabled:
    """The same people under other names, of which several may be one; "" is no group."""
    renamed = Tabled(
        totals=table.totals,
        everybody=table.everybody,
        no_group=table.no_group,
        no_band=table.no_band,
        in_several_rows=table.in_several_rows,
        is_wide=table.is_wide,
    )
    for (group, band), cell in table.cells.items():
        name = group if groups is None else groups[group]
        key = (name, bands.get(band, band))
        if not name:
            renamed.no_group += cell.high
            continue
        renamed.cells[key] = renamed.cells.get(key, NOBODY) + cell
        renamed.labels[name] = renamed.labels.get(name, frozenset()) | _labels(table, group)
        renamed.values[key[1]] = renamed.values.get(key[1], frozenset()) | _values(table, band)
    return renamed


def _labels(table: Tabled, group: str) -> frozenset[str]:
    return table.labels.get(group, frozenset({group}))


def _values(table: Tabled, band: str) -> frozenset[str]:
    return table.values.get(band, frozenset({band}))


def _by_residents(
    table: Tabled, question: BandsQuestion, residents: Mapping[str, int]
) -> tuple[Tabled, BandsQuestion]:
    """The table by the groups of the population, with the reference's name there."""
    means = in_terms_of(table.groups, residents, are_counts=table.is_wide or question.is_official)
    renamed = _renamed(table, {}, means)
    return renamed, replace(question, reference=means[question.reference] or question.reference)


def _hidden(table: Tabled, ledger: Ledger) -> set[Name]:
    """Groups with small cells, and those that cover them."""
    cells: dict[Name, tuple[int, ...]] = {
        (group,): tuple(table.cell(group, band).high for band in table.bands)
        for group in table.groups
    }
    return to_suppress(cells, is_guarded=ledger.is_kept)


def _to_print(table: Tabled, question: BandsQuestion) -> GroupCounts:
    people = sum(cell.high for cell in table.cells.values())
    return GroupCounts(
        question.asked,
        {group: _shown(group, table, question) for group in table.groups},
        Shown(((question.group, NotMissing()), (question.band, NotMissing())), people),
    )


def _shown(group: str, table: Tabled, question: BandsQuestion) -> Sequence[Shown]:
    return [
        Shown(
            (
                (question.group, Among(_labels(table, group))),
                (question.band, Among(_values(table, band))),
            ),
            table.cell(group, band).high,
        )
        for band in table.bands
    ]


def _result(
    table: Tabled,
    question: BandsQuestion,
    groups: Sequence[str],
    residents: Mapping[str, int],
    held_back: Sequence[str],
) -> Bands:
    bands = ranks.in_order(table.bands)
    everybody = sum((table.of_group(group) for group in table.groups), NOBODY)
    tables = [(table, bands)]
    if residents and len(bands) > 1:
        tables.append((_renamed(table, dict.fromkeys(table.bands, ALL)), [ALL]))
    ratios = band_ratios(tables, groups, question.reference, residents)
    lead = question.leads[0] if question.leads else ranks.riskiest(bands)
    return Bands(
        lead=lead or words.leading_band([row for row in ratios if row.band != ALL]),
        groups=tuple(in_bands(table, bands, groups)),
        ratios=ratios,
        accounted_for=BandAccount(
            people_from=everybody.low,
            people_to=everybody.high,
            no_group=table.no_group,
            no_band=table.no_band,
            cells=len(table.cells),
            cells_with_a_range=table.ranged,
            totals_checked=len(table.totals),
            groups_hidden=tuple(sorted({*table.groups} - {*groups} | {*held_back})),
        ),
    )
