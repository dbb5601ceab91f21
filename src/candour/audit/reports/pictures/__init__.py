"""The pictures of a finding: each in words as well, and each readable without colour."""

from candour.audit.plans import Finding
from candour.audit.reports.pictures import calibration, funnel, icons, ratios, shares, sweep, trend
from candour.audit.reports.pictures.drawing import Picture

DRAWN_BY = (
    icons.picture,
    shares.error_rates,
    shares.hit_rates,
    ratios.forest,
    ratios.small_areas,
    funnel.picture,
    trend.picture,
    calibration.picture,
    sweep.picture,
)

__all__ = ["Picture", "pictures"]


def pictures(finding: Finding) -> list[Picture]:
    """Every picture that the tables of a finding allow, the most telling first."""
    return [found for draw in DRAWN_BY if (found := draw(finding)) is not None]
