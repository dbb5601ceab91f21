"""Which of several bands says the most risk, where their names tell."""

import re
from collections.abc import Sequence

# From the least to the most, as forces and probation name bands of risk and of priority.
SCALES = (
    ("very low", "low", "standard", "medium", "moderate", "high", "very high", "critical"),
    ("green", "amber", "red"),
    ("bronze", "silver", "gold", "platinum"),
)
NUMBERED = re.compile(r"^(?:band|tier|level|decile|category|group)?\s*(\d+)$", re.IGNORECASE)


def _plain(band: str) -> str:
    words = " ".join(re.sub(r"[^a-z0-9]+", " ", band.lower()).split())
    return re.sub(r" ?\b(risk|band|priority|harm|score|rated?|of|level)\b ?", " ", words).strip()


def in_order(bands: Sequence[str]) -> list[str]:
    """Bands from the least to the most where a scale is known; else as letters go.

    >>> in_order(["High", "Low", "Medium risk"]), in_order(["10", "9"]), in_order(["Z", "A"])
    (['Low', 'Medium risk', 'High'], ['9', '10'], ['A', 'Z'])
    """
    for scale in SCALES:
        if all(_plain(band) in scale for band in bands):
            return sorted(bands, key=lambda band: scale.index(_plain(band)))
    if all(NUMBERED.match(band) for band in bands):
        return sorted(bands, key=lambda band: int(NUMBERED.sub(r"\1", band)))
    return sorted(bands)


def above_flagged(bands: Sequence[str], flagged: Sequence[str]) -> list[str]:
    """Bands that say more risk than one that counts as flagged, and don't count so themselves.

    >>> above_flagged(["Low", "High", "Very High"], ["high"]), above_flagged(["1", "2"], ["1"])
    (['Very High'], [])
    """
    chosen = {_plain(band) for band in flagged}
    for scale in SCALES:
        if chosen <= {*scale}:
            least = min((scale.index(band) for band in chosen), default=len(scale))
            return [
                band
                for band in bands
                if _plain(band) in scale
                and _plain(band) not in chosen
                and scale.index(_plain(band)) > least
            ]
    return []


def riskiest(bands: Sequence[str]) -> str:
    """The band that says the most risk; "" where only its holder knows.

    Numbers tell nothing: 1 is the first of ten for one force, the last for another.

    >>> riskiest(["High", "Low"]), riskiest(["1", "2"])
    ('High', '')
    """
    for scale in SCALES:
        if len(bands) > 1 and all(_plain(band) in scale for band in bands):
            return max(bands, key=lambda band: scale.index(_plain(band)))
    return ""
