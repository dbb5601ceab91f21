"""The words of printed numbers: hedges, counts, fractions, multiples and scales."""

from decimal import Decimal

HEDGES_BEFORE = (
    ("no more than", "up to"),
    ("not more than", "up to"),
    ("at most", "up to"),
    ("up to", "up to"),
    ("as many as", "up to"),
    ("as much as", "up to"),
    ("a maximum of", "up to"),
    ("<=", "up to"),
    ("≤", "up to"),
    ("no fewer than", "at least"),
    ("no less than", "at least"),
    ("not less than", "at least"),
    ("at least", "at least"),
    ("a minimum of", "at least"),
    (">=", "at least"),
    ("≥", "at least"),
    ("just over", "just over"),
    ("slightly over", "just over"),
    ("just under", "just under"),
    ("slightly under", "just under"),
    ("fewer than", "less than"),
    ("less than", "less than"),
    ("under", "less than"),
    ("below", "less than"),
    ("<", "less than"),
    ("more than", "more than"),
    ("in excess of", "more than"),
    ("over", "more than"),
    ("above", "more than"),
    (">", "more than"),
    ("almost", "almost"),
    ("nearly", "almost"),
    ("close to", "almost"),
    ("in the region of", "about"),
    ("approximately", "about"),
    ("approx.", "about"),
    ("around", "about"),
    ("roughly", "about"),
    ("about", "about"),
    ("circa", "about"),
    ("c.", "about"),
    ("some", "about"),
    ("~", "about"),
    ("≈", "about"),
)
HEDGES_BEHIND = (
    ("+", "at least"),
    (" or more", "at least"),
    (" or greater", "at least"),
    (" or above", "at least"),
    (" or over", "at least"),
    (" and over", "at least"),
    (" and above", "at least"),
    (" or less", "up to"),
    (" or fewer", "up to"),
    (" or below", "up to"),
    (" or under", "up to"),
    (" and under", "up to"),
    (" or so", "about"),
)

UP_TO_NINETEEN = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
BY_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ARTICLES = ("a", "an")
WORDS = (
    {word: number for number, word in enumerate(UP_TO_NINETEEN)}
    | {word: 10 * number for number, word in enumerate(BY_TENS, 2)}
    | dict.fromkeys(ARTICLES, 1)
    | {"nought": 0}
)

ONE_PART = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twelfth": 12,
    "twentieth": 20,
    "hundredth": 100,
    "thousandth": 1000,
}
MANY_PARTS = {f"{word}s": whole for word, whole in ONE_PART.items() if whole > ONE_PART["half"]}
WITHOUT_ARTICLE = ("half", "quarter")  # the others are places as well: "third" may be the third

MULTIPLES = {"twice": 2, "double": 2, "thrice": 3, "triple": 3} | {
    f"{word}fold": number for number, word in enumerate(UP_TO_NINETEEN[2:11], 2)
}

DOZEN = "dozen"
LETTERS = {"k": 3, "m": 6, "bn": 9}  # zeros
ZEROS = {"thousand": 3, "million": 6, "billion": 9}
SCALES = {scale: Decimal(10**zeros) for scale, zeros in (LETTERS | ZEROS).items()} | {
    DOZEN: Decimal(12)
}
# Units that are written with the letter of a scale: 150m, 5k.
WRITTEN = {
    "m": frozenset(
        {*("m", "m2", "metre", "metres", "mile", "miles", "minute", "minutes", "month", "months")}
    ),
    "k": frozenset({"k", "km", "km2", "kilometre", "kilometres", "kilogram", "kilograms", "kg"}),
}
