"""What a finding on places says in words: within bands first, and what its p-value refers to."""

from collections.abc import Iterator

from candour.audit.findings import Plan
from candour.audit.in_words import p_value, rate, share, times, whole
from candour.audit.places.lead import by_importance, nothing_clear, residents_called
from candour.audit.places.model import GROUP_SHARE
from candour.audit.places.placement import Null
from candour.audit.places.rows import Comparison, ModelRow, Places
from candour.core.voice import sentence

NOT_BLIND = (
    "It is the p-value of targets placed blind to where people live; a small one may say only "
    "that targets are in towns, and shifts alone reject too often where a group lives together"
)
NOT_BLIND_IN_BANDS = (
    "It is the p-value of targets placed blind to where groups live among areas alike in density "
    "and deprivation"
)


def sentences(result: Places, plan: Plan) -> tuple[str, ...]:
    """What stands first: each group, within bands where there are any; then the test."""
    texts = [_group(result, row, plan) for row in by_importance(result)]
    return (
        *nothing_clear(result, plan),
        *texts,
        _coverage(result, plan),
        *_redrawn(result),
        *_test(result, plan),
        *_models(result, plan),
    )


def _group(result: Places, row: Comparison, plan: Plan) -> str:
    here, there = result.exposure_of(row.group), result.exposure_of(row.reference)
    where = plan.option("targets") or "the targets"
    shares = (
        f"{share(here.share)} of {residents_called(row.group)} and {share(there.share)} of "
        f"{residents_called(row.reference)}"
    )
    if row.ratio is None:
        return f"{sentence(shares)} live in {where}: no ratio has a value."
    if row.within_bands is None or row.expected is None:
        return (
            f"{sentence(shares)} live in {where}: {times(row.ratio)} times the share, before "
            "allowing for deprivation."
        )
    return (
        f"Among areas alike in density and {plan.option('domain')} deprivation, the share of "
        f"{residents_called(row.group)} who live in {where} is {times(row.within_bands)} "
        f"times that of {residents_called(row.reference)}. Over all areas {shares} live there, "
        f"{times(row.ratio)} times; it would be {times(row.expected)} times if in each tenth of "
        "deprivation all were exposed alike."
    )


def _coverage(result: Places, plan: Plan) -> str:
    account = result.accounted_for
    part = f", {whole(account.areas_in_part)} of them in part" if account.areas_in_part else ""
    return (
        f"The targets lie in {whole(account.areas_marked)} of {whole(account.areas)} small "
        f"areas{part}. Residents are those of the census."
    )


def _redrawn(result: Places) -> Iterator[str]:
    """What the error of a printed map leaves of each ratio; nothing for any other targets."""
    account = result.accounted_for
    if account.redrawings is None:
        return
    told = []
    for row in by_importance(result):
        alike = row.within_redrawn is not None
        ends = row.within_redrawn or row.ratio_redrawn
        which = "among areas alike" if alike else "over all areas"
        if ends is not None:
            told.append(
                f"{times(ends.low)} to {times(ends.high)} times for "
                f"{residents_called(row.group)} {which}"
            )
    yield (
        "The targets were read off a printed map. Drawn again "
        f"{whole(account.redrawings)} times within its error, 95 of 100 give "
        f"{'; '.join(told) or 'no ratio that has a value'}."
    )


def _test(result: Places, plan: Plan) -> Iterator[str]:
    test = result.test
    if test is None:
        yield f"Not tested against chance placement: {result.accounted_for.not_tested}"
        return
    banded = test.null == str(Null.BANDED)
    how = "shifted and turned over the area studied"
    if banded:
        how += ", each falling only on areas of its own band of density and deprivation"
    yield (
        f"Against {whole(test.placements)} patterns of the same targets, {how}, the difference "
        f"between {residents_called(test.group)} and {residents_called(plan.reference)} has p = "
        f"{p_value(test.p_value).replace('below ', '< ')}. "
        f"{NOT_BLIND_IN_BANDS if banded else NOT_BLIND}."
    )


def _models(result: Places, plan: Plan) -> Iterator[str]:
    """The first model and the last without recorded crime: what a check on the ratios comes to."""
    rows = [row for row in result.models or () if not row.holds_recorded_crime]
    if not rows:
        return
    first, last = rows[0], rows[-1]
    text = (
        "As a check, in a model of which areas are targets: for ten points more of "
        f"{residents_called(first.group)} among an area’s residents, the odds are {_odds(first)}"
    )
    if last is not first:
        beside = last.covariates.removeprefix(f"{GROUP_SHARE}, ").replace(", ", " and ")
        text += f"; with {beside} beside it, {_odds(last)}"
    yield (
        f"{text}. These ranges take areas as independent, and neighbours are alike, so they are "
        "too narrow."
    )


def _odds(row: ModelRow) -> str:
    return f"{times(row.odds_ratio)} times ({rate(row.odds_low)} to {rate(row.odds_high)})"


def assumptions(result: Places, plan: Plan) -> tuple[str, ...]:
    account = result.accounted_for
    texts = [
        "Residents are counted by a census, not sampled: shares have no sampling error. What is "
        "uncertain is where targets lie, where in an area people live, and how places have changed "
        "since the census.",
        "The targets are as the file tells them; where they overlap, a part counts once.",
        f"Points and outlines are on the {plan.option('grid')}; an area covers its own border.",
        _allocated(plan),
    ]
    if account.outlines_generalised:
        texts.append(
            f"The outlines are strongly generalised ({account.corners_of_an_area} corners an area "
            f"at the median): {_over_rough_outlines(plan)}."
        )
    if account.shapes_mended:
        texts.append(f"{whole(account.shapes_mended)} outlines crossed themselves and were mended.")
    if account.targets_outside:
        texts.append(
            f"{whole(account.targets_outside)} of {whole(account.targets)} targets touch none of "
            "the areas studied, and are in no figure."
        )
    if result.test is not None and result.test.null == str(Null.SHIFT):
        texts.append(
            "The test by shifts rejects too often where a group lives close together in the middle "
            "of the area: on London, in simulation, up to twice as often as its level says. The "
            "banded test does not."
        )
    if result.by_deprivation:
        texts.append(
            f"Deprivation is the {plan.option('domain')} domain: an overall index would contain "
            "recorded crime, which policing shapes. Bands of equal density and deprivation hold "
            "areas that still differ in other ways."
        )
    return tuple(texts)


def _over_rough_outlines(plan: Plan) -> str:
    if plan.option("allocation") == "people":
        return "shares are told by points and not by them, and only chance placement uses them"
    return "nothing finer than a whole area was laid over them"


def _allocated(plan: Plan) -> str:
    return {
        "code": "Targets are whole areas, told by their codes.",
        "point": "An area is in a target as a whole where a point inside it is.",
        "people": "An area is divided by the points where its people live, as a file tells them: "
        "as much of each group is taken to live in a target as of those points. An area "
        "with one point counts as a whole, though a target may cut it; where one is divided, the "
        "bounds say what the share can be if its groups live apart.",
        "area": "Of an area that a target covers in part, as much of each group is taken to live "
        "in it as of its land; the bounds say what the share can be if that is wrong.",
    }[plan.option("allocation")]


def does_not_show(result: Places, plan: Plan) -> tuple[str, ...]:
    return (
        "Whether police went to the targets, what they did there, or what happened to anyone.",
        "Who passes through, works or is stopped in a place: residents are those who sleep there.",
        "Anything about a person, or about a place: the result holds sums of groups only.",
        "Why targets lie where they do. Deprivation is set beside the figures and is no part of "
        "them that could be taken off: it does not fall on groups by chance.",
        *(
            []
            if result.by_deprivation
            else ["How much goes with deprivation: no file of it was given."]
        ),
    )


HIDDEN = (
    "Bands in which fewer than ten areas are marked are not shown, nor any that would tell of them "
    "when taken from all."
)
TOGETHER = (
    "Tenths of deprivation in which fewer than ten areas are marked are taken together with those "
    "beside them, in every number: what is printed of the others would otherwise tell of them."
)


def _are_together(result: Places) -> bool:
    return any(band.to for row in result.by_deprivation.values() for band in row.strata)


def explains(result: Places) -> tuple[str, ...]:
    """What readers of the tables have to know."""
    texts = [
        "The share of a group is the number of its residents in targets over all of its residents "
        "in the areas studied; the ratio sets it over the share of the reference.",
    ]
    if result.by_deprivation:
        texts.append(TOGETHER if _are_together(result) else HIDDEN)
    if result.models:
        texts.append(
            "Models of being a target take in one covariate more each, in an order fixed "
            "beforehand, with Firth’s penalty; no more than one for each ten targets."
        )
    if any(row.holds_recorded_crime for row in result.models or ()):
        texts.append(
            "The model with recorded crime stands last and in no headline: recorded crime is "
            "shaped by policing, so what it takes off a difference may be what policing put there."
        )
    if result.accounted_for.not_modelled:
        texts.append(f"Nothing was modelled: {result.accounted_for.not_modelled}.")
    return tuple(texts)
