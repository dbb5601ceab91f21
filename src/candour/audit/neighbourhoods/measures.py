"""Who lives in the most deprived fifth of a district, and how two things lie over its areas."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from candour.audit.geography.deprivation import bands_within
from candour.audit.geography.residents import Residents
from candour.audit.neighbourhoods.rows import THIRDS, ClassRow, ResidentsRow

FIFTHS = 5
FEWEST_AREAS = 10  # of a fifth: no figure rests on fewer
Floats = NDArray[np.float64]
Classes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class District:
    """The areas of a district that have a value of one index.

    Attributes
    ----------
    index : the year of the index
    deprivation : of each area, the higher the more deprived; shape (n_areas,)
    """

    name: str
    index: str
    residents: Residents
    deprivation: Floats

    def most_deprived(self) -> NDArray[np.bool_]:
        """Areas that hold the most deprived fifth of residents; shape (n_areas,)."""
        bands = bands_within(self.deprivation, self.residents.everyone, bands=FIFTHS)
        return np.asarray(bands == 1)

    def share_of(self, group: str) -> Floats:
        """Of each area's residents, those of a group; 0 where nobody lives."""
        everyone = self.residents.everyone
        own = self.residents.of(group)
        return np.divide(own, everyone, out=np.zeros_like(everyone), where=everyone > 0)

    def thirds(self, group: str) -> tuple[Classes, Classes]:
        """Thirds of deprivation and of the group's share, 3 the highest, as many residents each."""
        everyone = self.residents.everyone
        both = (self.deprivation, self.share_of(group))
        of_both = [THIRDS + 1 - bands_within(one, everyone, bands=THIRDS) for one in both]
        return of_both[0], of_both[1]


def residents_rows(district: District, reference: str) -> list[ResidentsRow]:
    """A row for each group, the reference's among them."""
    here = district.most_deprived()
    beside = _share(district, reference, here)
    rows = []
    for group in district.residents.groups:
        own = district.residents.of(group)
        share = _share(district, group, here)
        rows.append(
            ResidentsRow(
                district=district.name,
                index=district.index,
                group=group,
                residents=int(own.sum()),
                in_most_deprived=int(own[here].sum()),
                share=share,
                ratio=None if group == reference or not beside else share / beside,
                rank_correlation=rank_correlation(district.share_of(group), district.deprivation),
                areas=here.size,
                areas_most_deprived=int(here.sum()),
            )
        )
    return rows


def _share(district: District, group: str, here: NDArray[np.bool_]) -> float:
    own = district.residents.of(group)
    whole = float(own.sum())
    return float(own[here].sum()) / whole if whole else 0.0


def together(rows: list[ResidentsRow], *, name: str, reference: str) -> list[ResidentsRow]:
    """The rows of several districts summed: each district's own most deprived fifth."""
    summed = []
    for index, group in dict.fromkeys((row.index, row.group) for row in rows):
        own, others = (
            [row for row in rows if (row.index, row.group) == (index, one)]
            for one in (group, reference)
        )
        share, beside = _share_of(own), _share_of(others)
        summed.append(
            ResidentsRow(
                district=name,
                index=index,
                group=group,
                residents=sum(row.residents for row in own),
                in_most_deprived=sum(row.in_most_deprived for row in own),
                share=share,
                ratio=None if group == reference or not beside else share / beside,
                rank_correlation=None,
                areas=sum(row.areas for row in own),
                areas_most_deprived=sum(row.areas_most_deprived for row in own),
            )
        )
    return summed


def _share_of(rows: list[ResidentsRow]) -> float:
    residents = sum(row.residents for row in rows)
    return sum(row.in_most_deprived for row in rows) / residents if residents else 0.0


def class_rows(district: District, group: str) -> list[ClassRow]:
    """The nine squares of a legend, with what lies in each."""
    deprivation, share = district.thirds(group)
    own, everyone = district.residents.of(group), district.residents.everyone
    rows = []
    for across in range(1, THIRDS + 1):
        for up in range(1, THIRDS + 1):
            here = (deprivation == across) & (share == up)
            rows.append(
                ClassRow(
                    district=district.name,
                    index=district.index,
                    group=group,
                    deprivation=across,
                    group_share=up,
                    areas=int(here.sum()),
                    residents=int(everyone[here].sum()),
                    of_group=int(own[here].sum()),
                )
            )
    return rows


def rank_correlation(one: Floats, other: Floats) -> float | None:
    """Spearman's rank correlation, ties at their mean rank; None where one does not vary.

    Parameters
    ----------
    one, other : ndarray of float, shape (n_areas,)

    Returns
    -------
    float or None
        From -1 (opposite order) by 0 (none) to 1 (the same order).

    Notes
    -----
    It is of areas, each counting alike, and describes them: neighbours resemble each other, so no
    p-value for independent areas would hold, and none is given.

    Examples
    --------
    >>> rank_correlation(np.array([1.0, 2.0, 3.0]), np.array([5.0, 9.0, 30.0]))
    1.0
    """
    from scipy.stats import rankdata

    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    return float(np.round(np.corrcoef(rankdata(one), rankdata(other))[0, 1], 12))
