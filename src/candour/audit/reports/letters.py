"""How wide words are, in a font as wide as any that a reader's machine is likely to have.

A report carries no font: it is set in one of the reader's own. So places for words are measured in
DejaVu Sans, which is what a bare machine has and, with Verdana, the widest of the common ones.
Words that fit in it fit in all the others.
"""

# Advance widths of DejaVu Sans 2.37 and its bold, in thousandths of the size of the letters.
REGULAR = {
    275: "'", 278: "ijl", 295: "IJ", 318: ",. ’·", 337: "/:;\\|", 352: "f", 361: "-", 390: "()[]",
    392: "t", 401: "!", 411: "r", 460: '"', 500: "*_`–", 518: "“”", 521: "s", 525: "z", 531: "?",
    550: "c", 557: "L", 575: "F", 579: "k", 592: "vxyŷ", 603: "P", 611: "TY", 612: "oô", 613: "aâ",
    615: "eé", 632: "E", 634: "hnu", 635: "bdgpqS", 636: "0123456789${}£", 656: "K", 684: "AV",
    685: "XZ", 686: "B", 695: "R", 698: "C", 732: "U", 748: "N", 752: "H", 770: "D", 775: "G",
    780: "&", 787: "OQ", 818: "wŵ", 838: "#+<=>^~×−", 863: "M", 950: "%", 974: "m", 989: "W",
    1000: "@—…",
}  # fmt: skip
BOLD = {
    306: "'", 343: "ijl", 348: " ", 365: "/\\|", 372: "IJ", 380: ",.’·", 400: ":;", 415: "-",
    435: "f", 456: "!", 457: "()[]", 478: "t", 493: "r", 500: "_`–", 521: '"', 523: "*", 580: "?",
    582: "z", 593: "c", 595: "s", 637: "L", 645: "x", 652: "vyŷ", 657: "“”", 665: "k", 675: "aâ",
    678: "eé", 682: "T", 683: "EF", 687: "oô", 696: "0123456789$£", 712: "hnu{}", 716: "bdgpq",
    720: "S", 724: "Y", 725: "Z", 733: "P", 734: "C", 762: "B", 770: "R", 771: "X", 774: "AV",
    775: "K", 812: "U", 821: "G", 830: "D", 837: "HN", 838: "#+<=>^~×−", 850: "OQ", 872: "&",
    924: "wŵ", 995: "M", 1000: "@—…", 1002: "%", 1042: "m", 1103: "W",
}  # fmt: skip
OTHER = 1000  # a letter in neither table, taken to be as wide as almost any


def _by_letter(table: dict[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in table.items() for letter in letters}


WIDTHS = {False: _by_letter(REGULAR), True: _by_letter(BOLD)}  # by whether it is bold


def width_of(words: str, size: float, *, is_bold: bool = False) -> float:
    """How wide words are at most, in the units of `size`.

    >>> round(width_of("Devon and Cornwall", 12))
    121
    """
    widths = WIDTHS[is_bold]
    return sum(widths.get(letter, OTHER) for letter in words) * size / 1000


def wrapped(words: str, room: float, size: float, *, is_bold: bool = False) -> list[str]:
    """The words on as many lines as they need, none of them cut; a word alone may be wider.

    >>> wrapped("Devon and Cornwall", 121, 12), wrapped("Devon and Cornwall", 75, 12)
    (['Devon and Cornwall'], ['Devon and', 'Cornwall'])
    >>> wrapped("Data protection impact assessment", 112, 12.5)
    ['Data protection', 'impact', 'assessment']
    """
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, is_bold=is_bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shortened(words: str, room: float, size: float, *, is_bold: bool = False) -> str:
    """The words, or as many of their letters as there is room for, and an ellipsis.

    >>> shortened("Devon and Cornwall", 121, 12), shortened("Devon and Cornwall", 60, 12)
    ('Devon and Cornwall', 'Devon…')
    """
    if width_of(words, size, is_bold=is_bold) <= room:
        return words
    ends = range(len(words) - 1, 0, -1)
    cut = (f"{words[:end].rstrip()}…" for end in ends)
    return next(
        (shortened for shortened in cut if width_of(shortened, size, is_bold=is_bold) <= room), "…"
    )
