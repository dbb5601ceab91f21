"""The forces as tiles of one size, laid out like the islands: a real outline misleads by area."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from candour.register.forces import Force, Knowledge
from candour.web import words
from candour.web.addresses import subject_address

SIDE = 100  # of a tile, in the units of the drawing
COLUMNS, ROWS = 7, 10
FEW_ENOUGH_TO_NAME = 8
KNOWN = {
    Knowledge.CLASH: "denied and shown",
    Knowledge.SHOWN: "with a system named",
    Knowledge.PARTLY: "something said of its use",
    Knowledge.NOT_KNOWN: "not known",
}
ENDED = "ended"  # a system is named, and none was last said to be in use or on trial
NAMED_TOO = "with a system, "  # what a title that counts systems has said
IN_USE, NONE_IN_USE = "last said to be in use or on trial", f"{NAMED_TOO}none last said in use"
MARKS = {
    Knowledge.CLASH: "clash",
    Knowledge.SHOWN: "provided",
    Knowledge.PARTLY: "partly",
    Knowledge.NOT_KNOWN: "silent",
}
LABELS = {MARKS[level]: KNOWN[level] for level in KNOWN} | {
    MARKS[Knowledge.SHOWN]: IN_USE,
    ENDED: NONE_IN_USE,
}

# Row by row from the north: name on a tile, letters on a small one, column. British Transport
# Police, which has no area, stands by itself in the north-east.
LAYOUT: tuple[tuple[tuple[str, str, str, int], ...], ...] = (
    (
        ("police-scotland", "Scotland", "SCO", 3),
        ("british-transport-police", "Railways", "BTP", 7),
    ),
    (
        ("police-service-of-northern-ireland", "N Ireland", "NI", 1),
        ("northumbria-police", "N’umbria", "NBR", 4),
    ),
    (
        ("cumbria-constabulary", "Cumbria", "CMB", 3),
        ("durham-constabulary", "Durham", "DUR", 4),
        ("cleveland-police", "Cleveland", "CLE", 5),
    ),
    (
        ("lancashire-constabulary", "Lancs", "LAN", 3),
        ("west-yorkshire-police", "W Yorks", "WYK", 4),
        ("north-yorkshire-police", "N Yorks", "NYK", 5),
        ("humberside-police", "Humber", "HUM", 6),
    ),
    (
        ("merseyside-police", "Mersey", "MER", 2),
        ("greater-manchester-police", "Manch.", "GMP", 3),
        ("south-yorkshire-police", "S Yorks", "SYK", 4),
        ("nottinghamshire-police", "Notts", "NOT", 5),
        ("lincolnshire-police", "Lincs", "LIN", 6),
    ),
    (
        ("north-wales-police", "N Wales", "NWA", 1),
        ("cheshire-constabulary", "Cheshire", "CHE", 2),
        ("staffordshire-police", "Staffs", "STA", 3),
        ("derbyshire-constabulary", "Derbys", "DER", 4),
        ("leicestershire-police", "Leics", "LEI", 5),
        ("cambridgeshire-constabulary", "Cambs", "CAM", 6),
        ("norfolk-constabulary", "Norfolk", "NOR", 7),
    ),
    (
        ("dyfed-powys-police", "Dyfed", "DYP", 1),
        ("west-mercia-police", "W Mercia", "WME", 2),
        ("west-midlands-police", "W Mids", "WMI", 3),
        ("warwickshire-police", "Warks", "WAR", 4),
        ("northamptonshire-police", "N’hants", "NHA", 5),
        ("bedfordshire-police", "Beds", "BED", 6),
        ("suffolk-constabulary", "Suffolk", "SUF", 7),
    ),
    (
        ("south-wales-police", "S Wales", "SWA", 1),
        ("gwent-police", "Gwent", "GWE", 2),
        ("gloucestershire-constabulary", "Gloucs", "GLO", 3),
        ("thames-valley-police", "Thames", "TVP", 4),
        ("hertfordshire-constabulary", "Herts", "HRT", 5),
        ("metropolitan-police", "London", "MET", 6),
        ("essex-police", "Essex", "ESX", 7),
    ),
    (
        ("avon-and-somerset-police", "Avon", "A&S", 2),
        ("wiltshire-police", "Wilts", "WIL", 3),
        ("hampshire-constabulary", "Hants", "HAN", 4),
        ("surrey-police", "Surrey", "SUR", 5),
        ("city-of-london-police", "City", "CTY", 6),
        ("kent-police", "Kent", "KEN", 7),
    ),
    (
        ("devon-and-cornwall-police", "Devon", "D&C", 1),
        ("dorset-police", "Dorset", "DOR", 3),
        ("sussex-police", "Sussex", "SSX", 5),
    ),
)
PLACES = {
    slug: (name, letters, (column - 1) * SIDE, row * SIDE)
    for row, tiles in enumerate(LAYOUT)
    for slug, name, letters, column in tiles
}  # columns are counted from 1


@dataclass(frozen=True, slots=True)
class Tile:
    """One force: its corner in the units of the drawing, its mark, and the sentence of both."""

    address: str
    name: str
    letters: str
    x: int
    y: int
    mark: str
    systems: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Tiles:
    """The drawing; `counts` are what its marks mean and how many forces have each.

    `point` is what the drawing comes to, as its title; `which` are the forces counted in it.
    """

    tiles: tuple[Tile, ...]
    counts: tuple[tuple[str, str, int], ...]
    point: str
    which: str
    width: int = COLUMNS * SIDE
    height: int = ROWS * SIDE


def tiles(forces: Iterable[Force]) -> Tiles:
    """Draw those of some forces that have a place; the table beneath has all."""
    drawn = list(forces)
    return Tiles(
        tuple(_tile(force) for force in drawn if force.slug in PLACES),
        _counts(drawn),
        point(drawn),
        which(drawn),
    )


def _counts(forces: Sequence[Force]) -> tuple[tuple[str, str, int], ...]:
    """What the marks mean; of those with a system named, whether one is still said to be used."""
    order = [MARKS[level] for level in KNOWN]
    order.insert(order.index(MARKS[Knowledge.SHOWN]) + 1, ENDED)
    return tuple((mark, LABELS[mark], sum(mark_of(f) == mark for f in forces)) for mark in order)


def mark_of(force: Force) -> str:
    """The shape of a force: a system that stopped or is only planned is none in use."""
    has_ended = force.known is Knowledge.SHOWN and not force.using
    return ENDED if has_ended else MARKS[force.known]


def known_words(force: Force) -> str:
    """What is known of a force, in words; in a table it stands beside the same shape."""
    return LABELS[mark_of(force)]


def named_under(
    forces: Sequence[Force],
) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """The marks that few forces have, what they mean, and the forces by name with their pages."""
    return tuple(
        (
            mark,
            label,
            tuple((f.name, subject_address("body", f.slug)) for f in forces if mark_of(f) == mark),
        )
        for mark, label, number in _counts(forces)
        if 0 < number <= FEW_ENOUGH_TO_NAME
    )


def which(forces: Sequence[Force]) -> str:
    """How many forces are counted, and which of them police no area.

    A number of forces is quoted beside others that leave those out.

    Examples
    --------
    >>> which([])
    '0 police forces'
    """
    others = [force.name for force in forces if not force.has_area]
    total = words.counted(len(forces), "police force")
    areas = len(forces) - len(others)
    if not others or not areas:
        return total
    special = others[0] if len(others) == 1 else words.counted(len(others), "special force")
    return f"{total}: the {areas} of an area, and {special}"


def point(forces: Sequence[Force]) -> str:
    """How many forces have a system named, mark by mark as they are drawn: the drawing's title.

    Examples
    --------
    >>> point([])
    'No force is in the register yet'
    """
    if not forces:
        return "No force is in the register yet"
    named = [force for force in forces if force.systems]
    verb = "has" if len(named) == 1 else "have"
    total = words.counted(len(forces), "police force")
    counts = [(label, number) for mark, label, number in _counts(named) if number]
    each = ", ".join(f"{number} {label.removeprefix(NAMED_TOO)}" for label, number in counts)
    return f"{len(named)} of {total} {verb} a system named here" + (f": {each}" if each else "")


def _tile(force: Force) -> Tile:
    name, letters, x, y = PLACES[force.slug]
    number = len(force.systems)
    counted = words.counted(number, "system")
    told = f"{counted} named, {force.using} last said to be in use or on trial"
    sentence = f"{force.name}: {KNOWN[force.known]}; {told if number else counted}"
    address = subject_address("body", force.slug)
    return Tile(address, name, letters, x, y, mark_of(force), number, sentence)
