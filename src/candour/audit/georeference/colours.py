"""Which class of a legend each pixel is of, told by colours as the eye parts them.

Distances are those of OKLab, in which equal steps look equal [1]_, times 100: black and white are
100 apart, and two greys of which few people see that they differ about 2.

References
----------
.. [1] Ottosson, B. (2020). A perceptual color space for image processing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from candour.audit.georeference.errors import LegendUnreadable
from candour.core.extras import Late

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

Floats: TypeAlias = "NDArray[np.float64]"
Bytes: TypeAlias = "NDArray[np.uint8]"
Classes: TypeAlias = "NDArray[np.int16]"

NO_CLASS = -1
TOLERANCE = 8.0
TOO_CLOSE = 4.0  # colours of two classes that near can't be told apart in print
UNSURE = 0.25  # a pixel whose second colour is less than a quarter further off than its first
LINE_WIDTH = 2.0
HEX = re.compile(r"#[0-9a-fA-F]{6}")
KEYS = ("classes", "background", "tolerance", "line-width")

TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


@dataclass(frozen=True, slots=True, eq=False)
class Legend:
    """Which colours stand for which class.

    Attributes
    ----------
    classes : their names, in order
    of_colour : ndarray of int16, shape (n_colours,): the class of each colour; -1 for background
    colours : ndarray of float, shape (n_colours, 3): in OKLab times 100
    tolerance : a pixel further than this from every colour is of no class
    line_width : of the outline drawn around areas, in pixels
    """

    classes: tuple[str, ...]
    of_colour: Classes
    colours: Floats
    tolerance: float = TOLERANCE
    line_width: float = LINE_WIDTH


@dataclass(frozen=True, slots=True)
class Sorted:
    """What became of the pixels of one class.

    Attributes
    ----------
    pixels : of the class
    unsure : share of them whose second colour is of another class and nearly as close
    nearest : the class or background whose colour is closest to one of its own; empty for none
    apart : how far off that is
    """

    name: str
    pixels: int
    unsure: float
    nearest: str
    apart: float


def read_legend(path: Path) -> Legend:
    """Read a legend: `classes` (a name and a colour or several each), `background`, and more.

    Raises
    ------
    LegendUnreadable
        Says which key, and what to write.
    """
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        raise LegendUnreadable(path.name, "there is no such file.") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise LegendUnreadable(path.name, "this is no YAML in UTF-8.") from None
    if not isinstance(data, dict) or not isinstance(data.get("classes"), dict):
        raise LegendUnreadable(
            path.name, "write `classes:` and below it a name and a colour each: High: '#d7191c'."
        )
    unknown = [str(key) for key in data if key not in KEYS]
    if unknown:
        raise LegendUnreadable(path.name, f"'{unknown[0]}' is none of {', '.join(KEYS)}.")
    return _legend(path.name, data)


def _legend(name: str, data: Mapping[str, Any]) -> Legend:
    classes = {
        str(key): _colours(name, f"classes.{key}", of) for key, of in data["classes"].items()
    }
    background = _colours(name, "background", data.get("background") or ["#ffffff", "#000000"])
    places = [k for k, colours in enumerate(classes.values()) for _ in colours]
    rgb = [colour for colours in classes.values() for colour in colours] + background
    legend = Legend(
        tuple(classes),
        np.array([*places, *[NO_CLASS] * len(background)], dtype=np.int16),
        oklab(np.array(rgb, dtype=np.uint8)),
        _positive(name, data, "tolerance", TOLERANCE),
        _positive(name, data, "line-width", LINE_WIDTH),
    )
    _refuse_close(name, legend)
    return legend


def _colours(name: str, key: str, told: Any) -> list[list[int]]:
    every: Sequence[Any] = told if isinstance(told, list) else [told]
    for one in every:
        if not isinstance(one, str) or not HEX.fullmatch(one):
            raise LegendUnreadable(
                name, f"{key}: '{one}' is no colour; write it as '#d7191c', in quotes."
            )
    return [[int(one[k : k + 2], 16) for k in (1, 3, 5)] for one in every]


def _positive(name: str, data: Mapping[str, Any], key: str, default: float) -> float:
    value = data.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 100:  # noqa: PLR2004
        raise LegendUnreadable(name, f"{key}: '{value}' is no number above 0 and below 100.")
    return float(value)


def _refuse_close(name: str, legend: Legend) -> None:
    for k, one in enumerate(legend.classes):
        nearest, apart = nearest_other(legend, k)
        if apart < TOO_CLOSE:
            raise LegendUnreadable(
                name,
                f"colours of '{one}' and '{nearest}' are {apart:.1f} apart, too close to be told "
                f"apart in print (at least {TOO_CLOSE:.0f}). Put them into one class.",
            )


def nearest_other(legend: Legend, which: int) -> tuple[str, float]:
    """The class or background whose colour is closest to one of a class's own, and how far off."""
    own = legend.colours[legend.of_colour == which]
    other = legend.of_colour != which
    distances = np.linalg.norm(own[:, None] - legend.colours[other][None], axis=2).min(axis=0)
    if not distances.size:
        return "", float("inf")
    place = int(distances.argmin())
    of = int(legend.of_colour[other][place])
    return "background" if of == NO_CLASS else legend.classes[of], float(distances[place])


def oklab(rgb: Bytes) -> Floats:
    """Colours in OKLab times 100, shape (n, 3), of sRGB bytes, shape (n, 3)."""
    part = rgb.astype(np.float64) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004
    return np.asarray(np.cbrt(linear @ np.transpose(TO_LMS)) @ np.transpose(TO_LAB) * 100)


def classify(pixels: Bytes, legend: Legend) -> tuple[Classes, tuple[Sorted, ...]]:
    """The class of each pixel, and how sure it is.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width, 3)
    legend : Legend

    Returns
    -------
    classes : ndarray of int16, shape (height, width): -1 where none
    sorted : one for each class
    """
    packed = (pixels.astype(np.uint32) << np.array([16, 8, 0], dtype=np.uint32)).sum(
        axis=2, dtype=np.uint32
    )
    unique, place, counts = np.unique(packed, return_inverse=True, return_counts=True)
    rgb = np.stack([unique >> 16, unique >> 8 & 255, unique & 255], axis=1).astype(np.uint8)
    distances = np.linalg.norm(oklab(rgb)[:, None] - legend.colours[None], axis=2)
    nearest = distances.argmin(axis=1)
    first = distances[np.arange(len(unique)), nearest]
    of = np.where(first <= legend.tolerance, legend.of_colour[nearest], NO_CLASS).astype(np.int16)
    others = legend.of_colour[None, :] != legend.of_colour[nearest][:, None]
    second = np.where(others, distances, np.inf).min(axis=1)
    unsure = second * (1 - UNSURE) < first
    told = tuple(
        Sorted(
            name,
            int(counts[of == k].sum()),
            float(counts[(of == k) & unsure].sum() / max(counts[of == k].sum(), 1)),
            *nearest_other(legend, k),
        )
        for k, name in enumerate(legend.classes)
    )
    return of[place].reshape(packed.shape), told
