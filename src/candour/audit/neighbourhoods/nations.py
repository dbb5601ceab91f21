"""The nations whose districts can be told of, each with its own index of deprivation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Nation:
    """A nation with a census and an index of deprivation by small area.

    Attributes
    ----------
    index : what its index of deprivation is called, in a sentence
    income_score : what the score of its Income domain is, in a sentence
    """

    name: str
    index: str
    income_score: str


ENGLAND = Nation(
    "England",
    "the English indices of deprivation",
    "the share of people in an area on low income",
)
WALES = Nation(
    "Wales",
    "the Welsh Index of Multiple Deprivation",
    "made from an area’s place in the order of all areas of Wales by the share of people on low "
    "income (it tells which of two areas is the more deprived, and not by how much)",
)
NATIONS = {nation.name: nation for nation in (ENGLAND, WALES)}
