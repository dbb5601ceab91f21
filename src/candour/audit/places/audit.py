"""Audit places: which groups live where police are sent, or where what draws them is recorded."""

from dataclasses import dataclass
from math import exp
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from candour.audit.errors import PlanError
from candour.audit.findings import Finding, Input
from candour.audit.geography.boundaries import Boundaries, read_boundaries
from candour.audit.geography.codes import refuse_mixed, refuse_northern_ireland
from candour.audit.geography.deprivation import Deprivation, bands_within, read_deprivation
from candour.audit.geography.populations import SmallAreas, read_small_areas
from candour.audit.geography.residents import Residents
from candour.audit.geography.shapes import Areas
from candour.audit.places import sentences as words
from candour.audit.places.crime import read_crime
from candour.audit.places.exposure import Exposure, concentration, exposure
from candour.audit.places.lived_at import LivedAt, read_lived_at
from candour.audit.places.model import Ground, Model, NotModelled, models
from candour.audit.places.overlay import Overlay, chosen, inner_points, overlay
from candour.audit.places.placement import CannotPlace, Null, SpatialTest, against_chance
from candour.audit.places.question import PlacesQuestion, fine_bands
from candour.audit.places.redrawn import Under, with_ranges
from candour.audit.places.rows import (
    Account,
    Band,
    Comparison,
    Ends,
    ExposureRow,
    GroupByDeprivation,
    ModelRow,
    Places,
    Test,
)
from candour.audit.places.strata import (
    ByDeprivation,
    NoDeprivation,
    by_deprivation,
    tell_of_few,
    together,
)
from candour.audit.places.targets import Targets, read_targets
from candour.audit.statistics.families import LEVEL, holm
from candour.tables.errors import CannotRead

__all__ = ["PlacesQuestion", "audit_places"]

AS_TESTED = 1e-3  # how far a ratio may lie from the one tested, which counts half a person more
DIGITS = 5  # significant ones of a model's numbers

Bands = NDArray[np.int64]
Floats = NDArray[np.float64]
PrintedBands = tuple[Bands, dict[int, int]]  # of each area, and of those taken together the last


@dataclass(frozen=True, slots=True)
class Files:
    """The files of an audit of places."""

    targets: Path
    areas: Path
    population: Path
    deprivation: Path | None = None
    crime: Path | None = None
    lived_at: Path | None = None

    def inputs(self) -> tuple[Input, ...]:
        files = (
            self.targets,
            self.areas,
            self.population,
            self.deprivation,
            self.crime,
            self.lived_at,
        )
        return tuple(Input.of(path) for path in files if path is not None)


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """The areas studied, in the order of the population, with all that is known of each."""

    small: SmallAreas
    boundaries: Boundaries
    shapes: NDArray[np.object_]
    index: Areas
    bands: Bands | None  # of deprivation
    deprivation: Deprivation | None
    crime: Floats | None = None  # recorded events of each
    lived_at: LivedAt | None = None

    @property
    def residents(self) -> Residents:
        return self.small.residents

    def fine_bands(self) -> Bands | None:
        """Bands of density and deprivation together; None where deprivation is not known."""
        if self.deprivation is None or self.bands is None:
            return None
        everyone = self.residents.everyone
        dense, deprived = fine_bands(len(self.small.codes))
        density = bands_within(everyone / shapely.area(self.shapes), everyone, bands=dense)
        poor = -(-self.bands * deprived // 10)
        return np.asarray(density * 100 + poor)

    def printed_bands(self, covered: Floats, reference: str) -> PrintedBands | None:
        """Bands of deprivation as they are printed, and of those taken together the last.

        They are taken together only where bands that are not shown could be worked out.
        """
        if self.bands is None:
            return None
        if tell_of_few(self.residents, covered, self.bands, reference=reference):
            return together(self.bands, covered)
        return self.bands, {}

    def under(self, question: PlacesQuestion, bands: Bands | None) -> Under:
        """What a map of targets is drawn again over, in the bands that are printed."""
        return Under(
            self.residents,
            self.shapes,
            bands,
            self.fine_bands(),
            question.reference,
            self.lived_at,
        )

    def ground(self) -> Ground:
        """What models take in of each area."""
        x, y = inner_points(self.shapes)
        deprivation = None if self.bands is None else -self.bands.astype(np.float64)
        return Ground(shapely.area(self.shapes), x, y, deprivation, self.crime)


def audit_places(files: Files, question: PlacesQuestion) -> Finding[Places]:
    """Audit targets against those who live in and around them.

    The areas studied are those that the population has a row for; other outlines are left out
    and counted.

    Raises
    ------
    CannotRead, NotOnTheGrid, NoShape, MixedVintages
        If a file is not what it should be: says which, and where in it.
    PlanError, Unfit
        If the question makes no sense, or the outlines are too rough for the targets.
    TooFewAreas
        If targets touch fewer than ten areas.
    NobodyLivesThere, NoDeprivation, TooCoarse
    """
    study = study_of(files, question)
    targets = read_targets(files.targets)
    if targets.vintage is not None:
        refuse_mixed([study.small.vintage, targets.vintage])
    allocation = chosen(targets, question.allocation, has_people=study.lived_at is not None)
    plan = question.plan(
        allocation=allocation,
        deprivation=study.deprivation,
        areas=len(study.small.codes),
        groups=len(study.residents.groups),
    )
    laid = overlay(
        targets,
        study.small.codes,
        study.shapes,
        study.boundaries,
        question.allocation,
        study.lived_at,
    )
    printed = study.printed_bands(laid.covered, question.reference)
    result = _result(study, targets, laid, question, printed)
    if targets.redrawings is not None:
        under = study.under(question, printed[0] if printed else None)
        result = with_ranges(result, targets.redrawings, under, allocation)
    return Finding(
        plan=plan,
        inputs=files.inputs(),
        sentences=words.sentences(result, plan),
        result=result,
        assumptions=words.assumptions(result, plan),
        does_not_show=words.does_not_show(result, plan),
        explains=words.explains(result),
    )


def study_of(files: Files, question: PlacesQuestion) -> Study:
    """Read population, outlines and deprivation, and match them by code."""
    small = read_small_areas(files.population)
    refuse_northern_ireland(small.name, small.codes)
    for name in (question.reference, *([question.group] if question.group else [])):
        if name not in small.residents.groups:
            raise PlanError(
                f"{small.name} has no group '{name}': it has {', '.join(small.residents.groups)}."
            )
    boundaries = read_boundaries(files.areas)
    refuse_mixed([small.vintage, boundaries.vintage])
    shapes = _shapes(small, boundaries)
    deprivation = (
        read_deprivation(files.deprivation, domain=question.domain) if files.deprivation else None
    )
    if question.null is Null.BANDED and deprivation is None:
        raise PlanError("The banded null keeps deprivation: give --deprivation FILE.")
    bands = _bands(small, deprivation) if deprivation is not None else None
    index = Areas.of(small.codes, shapes)
    crime = read_crime(files.crime, small.codes, beside=small.vintage) if files.crime else None
    lived_at = read_lived_at(files.lived_at, small.codes) if files.lived_at else None
    return Study(small, boundaries, shapes, index, bands, deprivation, crime, lived_at)


def _shapes(small: SmallAreas, boundaries: Boundaries) -> NDArray[np.object_]:
    place = {code: k for k, code in enumerate(boundaries.codes)}
    lacking = [code for code in small.codes if code not in place]
    if lacking:
        raise CannotRead(
            small.name,
            f"{len(lacking):,} of its {len(small.codes):,} areas have no outline in "
            f"{boundaries.name}, {lacking[0]} for one. Give outlines of the same areas; codes of "
            "2011 and 2021 differ.",
        )
    return boundaries.shapes[[place[code] for code in small.codes]]


def _bands(small: SmallAreas, deprivation: Deprivation) -> Bands:
    refuse_mixed([small.vintage, deprivation.vintage])
    lacking = sum(code not in deprivation.values for code in small.codes)
    if lacking:
        raise NoDeprivation(lacking)
    return deprivation.bands(small.codes, small.residents.everyone)


def _result(
    study: Study,
    targets: Targets,
    laid: Overlay,
    question: PlacesQuestion,
    printed: PrintedBands | None,
) -> Places:
    residents, reference = study.residents, question.reference
    exposed = exposure(residents, laid.covered, reference=reference)
    others = [group for group in residents.groups if group != reference]
    strata = _strata(study, laid, others, reference, printed)
    fine = study.fine_bands()
    tests, test, why_not = _tests(study, laid, others, fine, question)
    adjusted = holm([one.p_value for one in tests.values()]) if tests else []
    p_holm = dict(zip(tests, adjusted, strict=True))
    by_group = {row.group: row for row in exposed}
    modelled, why_not_modelled = _models(study, laid, question)
    return Places(
        exposure=tuple(_row(row) for row in exposed),
        test=test,
        by_deprivation={group: _by_deprivation(row) for group, row in strata.items()},
        comparisons=tuple(
            Comparison(
                group=group,
                reference=reference,
                within_bands=_within(residents, laid, fine, group, reference),
                ratio=by_group[group].ratio,
                difference=by_group[group].difference,
                expected=strata[group].expected if group in strata else None,
                p_value=tests[group].p_value if group in tests else None,
                p_holm=p_holm.get(group),
                by_chance=_by_chance(tests.get(group), by_group[group].ratio, len(tests)),
            )
            for group in others
        ),
        concentration=concentration(residents, laid.covered),
        accounted_for=_account(study, targets, laid, why_not, why_not_modelled),
        models=modelled,
    )


def _models(
    study: Study, laid: Overlay, question: PlacesQuestion
) -> tuple[tuple[ModelRow, ...], str | None]:
    """The nested models of the groups that the plan names, or why there are none."""
    groups = np.array(study.residents.groups)
    members = groups == question.group if question.group else groups != question.reference
    try:
        nested = models(study.residents, laid.covered, study.ground(), group=members)
    except NotModelled as error:
        return (), str(error)
    return tuple(_model_row(one, question.tested) for one in nested), None


def _model_row(model: Model, group: str) -> ModelRow:
    odds = model.odds_ratio
    left = model.left_over
    return ModelRow(
        group=group,
        covariates=", ".join(model.covariates),
        odds_ratio=_settled(odds.value),
        odds_low=_settled(odds.low),
        odds_high=_settled(odds.high),
        p_value=_settled(odds.p_value),
        areas=model.areas,
        areas_marked=model.targeted,
        left_over=None if left is None else _settled(left.value),
        holds_recorded_crime=model.holds_recorded_crime,
    )


def _settled(number: float) -> float:
    """As many digits as a search for a maximum settles, alike on every machine."""
    return float(f"{number:.{DIGITS}g}")


def _strata(
    study: Study,
    laid: Overlay,
    groups: list[str],
    reference: str,
    printed: PrintedBands | None,
) -> dict[str, ByDeprivation]:
    if printed is None:
        return {}
    bands, lasts = printed
    return {
        group: by_deprivation(
            study.residents, laid.covered, bands, group=group, reference=reference, lasts=lasts
        )
        for group in groups
    }


def _within(
    residents: Residents, laid: Overlay, fine: Bands | None, group: str, reference: str
) -> float | None:
    if fine is None:
        return None
    return by_deprivation(residents, laid.covered, fine, group=group, reference=reference).within


def _tests(
    study: Study,
    laid: Overlay,
    others: list[str],
    fine: Bands | None,
    question: PlacesQuestion,
) -> tuple[dict[str, SpatialTest], Test | None, str]:
    """A test of each group, the one the plan names, and why there is none where there is not.

    Each is of the same placements: chance starts anew from the same seed.
    """
    groups = np.array(study.residents.groups)

    def spatial_test(members: NDArray[np.bool_]) -> SpatialTest:
        return against_chance(
            study.index,
            study.residents,
            laid.points,
            group=members,
            reference=groups == question.reference,
            null=question.null,
            bands=fine,
            rng=np.random.default_rng(question.seed),
            placements=question.placements,
        )

    try:
        tests = {group: spatial_test(groups == group) for group in others}
        planned = (
            tests[question.group] if question.group else spatial_test(groups != question.reference)
        )
    except CannotPlace as error:
        return {}, None, str(error)
    return tests, _test(planned, question), ""


def _by_chance(test: SpatialTest | None, ratio: float | None, comparisons: int) -> Ends | None:
    """What chance gives for the ratio that was tested; None where another ratio is told."""
    if test is None or not ratio or abs(exp(test.statistic) / ratio - 1) > AS_TESTED:
        return None
    low, high = test.by_chance(LEVEL / comparisons)
    return Ends(low=_settled(low), high=_settled(high))


def _test(test: SpatialTest, question: PlacesQuestion) -> Test:
    return Test(
        group=question.tested,
        statistic=test.statistic,
        expected=test.expected,
        p_value=test.p_value,
        alternative=test.alternative,
        null=str(test.null),
        placements=test.placements,
        targets_kept=test.kept,
    )


def _row(row: Exposure) -> ExposureRow:
    return ExposureRow(
        group=row.group,
        residents=row.residents,
        in_targets=row.in_targets,
        share=row.share,
        ratio=row.ratio,
        bounds=Ends(low=row.bounds.low, high=row.bounds.high) if row.bounds else None,
    )


def _by_deprivation(row: ByDeprivation) -> GroupByDeprivation:
    return GroupByDeprivation(
        observed=row.observed,
        expected=row.expected,
        within=row.within,
        strata=tuple(
            Band(
                band=one.stratum,
                to=one.last if one.last > one.stratum else None,
                residents=one.residents,
                share=one.share,
                ratio=one.ratio,
            )
            for one in row.strata
        ),
    )


def _account(
    study: Study, targets: Targets, laid: Overlay, why_not: str, why_not_modelled: str | None
) -> Account:
    covered = laid.covered
    return Account(
        areas=covered.size,
        residents=int(study.residents.everyone.sum()),
        shapes_left_out=len(study.boundaries.codes) - covered.size,
        shapes_mended=len(study.index.repaired),
        corners_of_an_area=study.boundaries.corners,
        outlines_generalised=study.boundaries.are_generalised,
        targets=len(targets.lines),
        targets_outside=laid.outside,
        areas_marked=int((covered > 0).sum()),
        areas_in_part=int(((covered > 0) & (covered < 1)).sum()),
        not_tested=why_not,
        not_modelled=why_not_modelled,
    )
