"""The closed table of labels of ethnicity: every way that offices and forces write a group.

Sources of the lists: the harmonised standards of the ONS for the censuses of 2011 and 2021 (their
headings, their details, and the codes W1 to O9 that forces use for them), the older list of 16
groups and "not stated", the codes for appearance of the Police National Computer (IC1 to IC6) and
the reasons N1 to N4 for which nobody was asked (PACE code A). What is not in the table is nobody's
group: it is refused by name.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from html import unescape
from itertools import product

from candour.core.footnotes import unmarked

MISSING = "missing"

# What stands before a detail, or alone: in lower case, words only.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "asian": (
        "asian", "asians", "asian welsh",
        "asian british", "asian asian british", "asian or asian british",
        "british asian", "asian asian british asian welsh", "asian scottish",
        "asian asian british or asian welsh", "asian asian scottish or asian british",
        "asian asian scottish asian british", "asian or asian scottish or asian british",
        "asian ethnic group", "asian or british asian", "asiaidd", "south asian",
    ),
    "black": (
        "black", "blacks", "black black british black welsh", "black welsh", "black scottish",
        "black british", "black black british", "black or black british",
        "british black", "black african caribbean", "black african caribbean black british",
        "black african caribbean or black british", "black caribbean african black british",
        "african caribbean", "afro caribbean",
        "black black british black welsh caribbean or african", "caribbean or black",
        "black black british caribbean or african", "african", "black ethnic group",
        "black black british black welsh caribbean african", "african scottish or african british",
        "caribbean or black scottish or caribbean british", "black or african or caribbean",
        "black or british black", "black african or black caribbean",
        "black african caribbean or black", "black african black caribbean or black british",
        "african african scottish or african british", "african or african british", "du",
        "caribbean caribbean scottish or caribbean british",
        "black black scottish or black british", "african or caribbean",
    ),
    "mixed": (
        "mixed", "mixed race", "dual heritage", "mixed multiple", "mixed or multiple", "multiple",
        "mixed multiple ethnic groups", "mixed multiple ethnic group", "mixed ethnic group",
        "mixed or multiple ethnic groups", "mixed or multiple ethnic group", "mixed heritage",
        "mixed ethnicity", "multiple ethnic groups", "mixed or dual heritage",
        "any mixed or multiple ethnic groups", "any mixed or multiple ethnic group", "cymysg",
        "mixed dual heritage", "mixed and multiple", "mixed and multiple ethnic groups", "biracial",
    ),
    "white": (
        "white", "whites", "white ethnic group", "white people", "gwyn",
    ),
    "other": (
        "other", "other ethnic group", "other ethnic groups", "other ethnicity", "others",
        "any other ethnic group", "any other", "other groups", "other group", "any other group",
        "any other ethnicity", "all other ethnic groups", "arall", "other ethnicities",
        "any other ethnic group please describe", "any other ethnic group please specify",
    ),
}  # fmt: skip
# The older list puts Chinese people with the others; the details decide.
CHINESE_OR_OTHER = (
    "chinese or other ethnic group", "chinese or other", "chinese or other ethnic groups",
    "other including chinese", "chinese and other", "chinese other",
)  # fmt: skip
# Details that mean one group whether or not a heading stands before them.
DETAILS: Mapping[str, tuple[str, ...]] = {
    "asian": (
        "indian", "pakistani", "bangladeshi", "chinese", "any other asian background",
        "any other asian", "other asian", "other asian background", "asian other", "asian indian",
        "asian pakistani", "asian bangladeshi", "asian chinese", "indian or british indian",
        "pakistani or british pakistani", "chinese or british chinese",
        "bangladeshi or british bangladeshi", "asian any other asian background",
        "all other asian background", "indian sub continent", "other asian ethnic group",
        "filipino", "chinese chinese scottish or chinese british",
        "pakistani pakistani scottish or pakistani british",
        "indian indian scottish or indian british",
        "bangladeshi bangladeshi scottish or bangladeshi british",
    ),
    "black": (
        "caribbean", "african", "black caribbean", "black african", "black other", "other black",
        "any other black background", "any other black", "other black background",
        "any other black african caribbean background", "other black african caribbean background",
        "any other black african or caribbean background", "african background",
        "any other black black british or caribbean background", "west indian",
        "black african caribbean background", "any other african", "any other african background",
        "any other black black british black welsh caribbean or african background",
        "any other black black british or caribbean",
        "other black african or caribbean background", "any other caribbean or black",
        "other african", "other caribbean or black", "somali", "black african somali",
    ),
    "mixed": (
        "white and black caribbean", "white and black african", "white and asian",
        "white black caribbean", "white black african", "white asian",
        "mixed white and black caribbean", "mixed white and black african",
        "mixed white and asian", "any other mixed background", "any other mixed", "other mixed",
        "other mixed background", "mixed other", "any other mixed multiple ethnic background",
        "any other mixed or multiple ethnic background", "any other multiple ethnic background",
        "any other mixed multiple background", "other mixed or multiple ethnic groups",
        "other mixed multiple ethnic background", "other mixed or multiple ethnic background",
        "any other mixed or multiple background", "black caribbean and white",
        "black african and white", "asian and white", "other mixed ethnic background",
    ),
    "white": (
        "british", "english welsh scottish northern irish british", "irish", "white british",
        "english welsh scottish northern irish or british", "english", "scottish", "welsh",
        "northern irish", "english welsh scottish or northern irish british",
        "english scottish welsh northern irish british", "british english welsh",
        "white english welsh scottish northern irish british", "white irish", "white english",
        "white scottish", "white welsh", "white northern irish", "gypsy", "traveller", "roma",
        "gypsy or irish traveller", "gypsy irish traveller", "gypsy traveller", "irish traveller",
        "gypsy or traveller", "gypsy roma", "gypsy roma traveller", "gypsy roma and traveller",
        "gypsy roma or traveller", "roma gypsy traveller", "white roma", "white gypsy",
        "white gypsy or irish traveller", "white irish traveller", "any other white background",
        "any other white", "other white", "other white background", "white other", "polish",
        "white polish", "other white british", "other british", "white other british",
        "any other white ethnic group", "showman showwoman", "other white ethnic group",
        "traveller of irish heritage", "romany gypsy", "white non british", "white european",
        "white eastern european", "eastern european",
        # as they appear to officers
        "white north european", "white northern european", "north european", "northern european",
        "white south european", "white southern european", "south european", "southern european",
        "dark european", "mediterranean",
    ),
    "other": (
        "arab", "other ethnic group arab", "any other background not listed", "arab british",
        "arab or british arab", "arab scottish or arab british", "middle eastern", "arabic",
        "middle eastern or north african", "arab or north african", "arabic or north african",
        "north african or arab", "middle eastern north african",
        "arab middle eastern or north african", "arab arab scottish or arab british",
    ),
}  # fmt: skip
FAR_EASTERN = (
    "chinese japanese or south east asian", "chinese japanese or any other south east asian",
    "chinese japanese south east asian", "chinese japanese se asian", "oriental",
    "south east asian", "chinese japanese or se asian",
)  # fmt: skip
# Where nothing is said, whatever stands before it.
NOTHING = (
    "", "not stated", "not known", "unknown", "not recorded", "refused", "declined",
    "not provided", "prefer not to say", "not specified", "unspecified", "missing", "blank",
    "null", "nan", "n a", "na", "none", "nil", "no data", "not disclosed", "not given",
    "undefined", "unclassified", "not available", "data not available", "not applicable",
    "unrecorded", "not defined", "no entry", "not asked", "ethnicity not stated",
    "ethnicity unknown", "ethnicity not known", "unknown ethnicity", "ethnicity not recorded",
    "not stated refused", "refused to say", "did not wish to say", "nk", "nr", "not obtained",
    "information not obtained", "declined to state", "person declined", "not completed",
    "not known not provided", "unknown not stated", "not stated unknown", "not known not recorded",
    "refused to state", "refused to provide", "not reported", "don t know", "dont know",
    "do not know", "unknown or not stated", "not stated or unknown", "not stated not known",
    "officer not stated", "not known or not stated", "no ethnicity recorded", "ns not stated",
    "not understood", "unknown other", "person does not understand what is required",
    "person did not understand what was required", "person declines to define ethnicity",
    "person declined to define ethnicity", "vehicle only", "n k",
    "officer s presence is urgently required elsewhere",
    "officer s presence urgently required elsewhere", "situation involving public disorder",
    "public disorder", "not stated by person", "no value", "tbc", "declined to define",
    "urgently required elsewhere", "does not apply", "not applicable no person", "no response",
    "not collected", "data not held", "not held", "no information held", "heb ei nodi",
    "does not wish to say", "do not wish to say", "heb ei ddatgan", "anhysbys",
    "not answered", "withheld", "undisclosed", "unk", "not stated person declined",
)  # fmt: skip
CODES: Mapping[str, str] = {
    **{f"w{digit}": "white" for digit in "12349"},
    **{f"m{digit}": "mixed" for digit in "1239"},
    **{f"a{digit}": "asian" for digit in "12349"},
    **{f"b{digit}": "black" for digit in "129"},
    "o1": "asian", "o2": "other", "o9": "other", "ns": MISSING, "n s": MISSING,
    **{f"n{digit}": MISSING for digit in "01234"},
    "w": "white", "m": "mixed", "a": "asian", "b": "black", "o": "other", "u": MISSING,
    "ic1": "white", "ic2": "white", "ic3": "black", "ic4": "asian", "ic5": "asian",
    "ic6": "other", "ic0": MISSING, "ic7": MISSING, "ic9": MISSING,
    **{f"ic {digit}": group for digit, group in {
        "0": MISSING, "1": "white", "2": "white", "3": "black", "4": "asian", "5": "asian",
        "6": "other", "7": MISSING, "9": MISSING,
    }.items()},
}  # fmt: skip
NUMBERS = {
    "0": MISSING,
    "1": "white",
    "2": "white",
    "3": "black",
    "4": "asian",
    "5": "asian",
    "6": "other",
    "7": MISSING,
    "9": MISSING,
}  # fmt: skip - of the Police National Computer; alone they could be anything
NEAREST, SHORT = 3, 3  # labels named; letters, up to which a label is like too many
# Of a label that says mixed, and of whom, in an order that no list has: "Black/White mixed".
MIXED_OF_TWO = re.compile(
    r"(?P<start>mixed|mixed race|dual heritage)?\s?"
    r"(white (and )?(black|asian|black caribbean|black african|caribbean|african)"
    r"|(black|asian|black caribbean|black african|caribbean|african) (and )?white)"
    r"(?(start)| (mixed|mixed race|dual heritage))( background| heritage)?"
)
# Words that turn a label round: whoever it counts is of all groups but one.
NOT_OF = re.compile(r"^(not|non)\b|\b(than|except|excluding|excl|apart from|minus|but not)\b")
TOTALS = frozenset({
    "total", "totals", "grand total", "all", "all groups", "overall", "sum", "all ethnicities",
    "all ethnic groups", "all people", "all persons", "persons", "everyone", "both sexes",
    "all sexes", "all ages", "all months", "all forces", "sub total", "subtotal", "both",
    "all usual residents", "usual residents", "all residents", "total population",
    "all categories", "whole population", "total all ethnic groups", "total all", "population",
    "total usual residents", "all ethnicities total", "total residents", "total people",
    "cyfanswm", "pawb", "cyfan", "y cyfan",
})  # fmt: skip
# Words for several groups at once: whoever they count could be in any of them.
SEVERAL = frozenset({
    "bme", "bame", "non white", "ethnic minority", "ethnic minorities", "minority ethnic",
    "black and minority ethnic", "black asian and minority ethnic", "global majority",
    "asian and black", "black and asian", "mixed and other", "other and mixed",
    "all other groups", "ethnic minority groups", "minority groups",
})  # fmt: skip


@lru_cache(maxsize=4096)
def group_of(label: str | None) -> str | None:
    """Return the group of a label, MISSING where none is stated, None for no known label.

    Case, spaces, dashes, strokes and "&" make no difference, nor do a code before or behind.

    >>> group_of("Black/African/Caribbean/Black British - African"), group_of("Not Stated")
    ('black', 'missing')
    >>> group_of("Other ethnic group - Not stated"), group_of("Chinese"), group_of("Male")
    ('missing', 'asian', None)
    >>> group_of("White & Asian"), group_of("Other Black"), group_of("A9"), group_of("IC3 - Black")
    ('mixed', 'black', 'asian', 'black')
    """
    words = _words(label or "")
    groups = _table()
    if words in groups:
        return groups[words]
    return (
        _with_code(words, groups)
        or _of_parts(label or "", groups)
        or ("mixed" if MIXED_OF_TWO.fullmatch(words) else None)
    )


def nearest_labels(label: str) -> tuple[str, ...]:
    """The known labels that look most like one that is not known.

    >>> nearest_labels("Wite British")[0], nearest_labels("WB")
    ('white british', ())
    """
    if len(_words(label)) <= SHORT:
        return ()
    stated = [known for known, group in _table().items() if group != MISSING or known in NOTHING]
    return tuple(get_close_matches(_words(label), stated, n=NEAREST, cutoff=0.6))


def known_instead(label: str) -> str:
    """What a refusal adds: the known labels nearest to one that is not.

    >>> known_instead("zzzzzz")
    ''
    >>> known_instead("Not white")
    '; it spans several groups, so give the numbers of each'
    """
    if spans_several(label):
        return "; it spans several groups, so give the numbers of each"
    if _words(label) in TOTALS:
        return "; rows that add up others would count them twice: leave them out"
    nearest = [f"'{near}'" for near in nearest_labels(label)]
    if not nearest:
        return ""
    if len(nearest) == 1:
        return f"; the nearest known is {nearest[0]}"
    return f"; the nearest known are {', '.join(nearest[:-1])} and {nearest[-1]}"


def is_total(label: str) -> bool:
    """Whether a label is of everyone.

    >>> is_total("All usual residents"), is_total("All categories: Ethnic group"), is_total("All")
    (True, True, True)
    >>> is_total("White: Total"), is_total("All other ethnic groups")
    (False, False)
    """
    words = _words(label)
    return words in TOTALS or words.startswith(("all categories ", "total all "))


def spans_several(label: str) -> bool:
    """Whether a label is a word for several groups at once, as "BAME" or "not white"."""
    words = _words(label)
    return words in SEVERAL or (NOT_OF.search(words) is not None and group_of(label) is None)


def is_heading(label: str) -> bool:
    """Whether a label is that of a whole group, which others may be parts of.

    >>> is_heading("White"), is_heading("White - British"), is_heading("Mixed/Multiple")
    (True, False, True)
    """
    words = _words(label)
    return any(words in headings for headings in HEADINGS.values())


def _with_code(words: str, groups: Mapping[str, str]) -> str | None:
    """The group of a label with a code at one end of it, if the two agree."""
    first, _, behind = words.partition(" ")
    before, _, last = words.rpartition(" ")
    for code, rest in ((first, behind), (last, before)):
        group = groups.get(rest) if rest else None
        if group is not None and CODES.get(code, NUMBERS.get(code)) == group:
            return group
    return None


def _of_parts(label: str, groups: Mapping[str, str]) -> str | None:
    """The group of a label with a stroke or brackets in it, each part of which means that group.

    So "Unknown/Not recorded" and "Black (Afro-Caribbean)"; "White / Asian" means two.
    """
    parts = [_words(part) for part in re.split(r"[/()|,;]| or ", label) if _words(part)]
    meant = {groups.get(part) for part in parts}
    return meant.pop() if len(parts) > 1 and len(meant) == 1 else None


@lru_cache(maxsize=4096)
def _words(label: str) -> str:
    text = (
        unmarked(unescape(label))
        .lower()
        .replace("&", " and ")
        .replace("\ufeff", "")
        .replace("’", "'")
    )
    words = re.sub(r"[^a-z0-9]+", " ", text).split()
    return " ".join(words)


@lru_cache(maxsize=1)
def _table() -> Mapping[str, str]:
    return dict(_entries())


def _entries() -> Iterator[tuple[str, str]]:
    """Every label in words, with its group; of two entries for one, the later holds."""
    for group, headings in HEADINGS.items():
        yield from ((heading, group) for heading in headings)
        details = DETAILS[group]
        yield from (
            (f"{heading} {detail}", group) for heading, detail in product(headings, details)
        )
        yield from ((detail, group) for detail in details)
    for heading in CHINESE_OR_OTHER:
        yield heading, "other"
        yield from ((f"{heading} {detail}", "other") for detail in (*HEADINGS["other"], "arab"))
        yield f"{heading} chinese", "asian"
    # What stands with the others in one list and by itself in another.
    for heading in HEADINGS["other"]:
        yield f"{heading} chinese", "asian"
        yield f"{heading} any other ethnic group", "other"
        yield f"{heading} any other", "other"
        yield f"{heading} other", "other"
        yield f"{heading} any other background", "other"
        for detail in ("gypsy", "gypsy or irish traveller", "irish traveller", "roma"):
            yield f"{heading} {detail}", "white"
    for group in ("asian", "black", "mixed", "white"):
        for heading in HEADINGS[group]:
            for rest in ("other", "any other", "any other background", "other background"):
                yield f"{heading} {rest}", group
    yield from ((label, "asian") for label in FAR_EASTERN)
    yield from CODES.items()
    every = [heading for headings in HEADINGS.values() for heading in headings]
    for heading, nothing in product((*every, *CHINESE_OR_OTHER), NOTHING):
        if nothing and nothing != "none":
            yield f"{heading} {nothing}", MISSING
    yield from ((nothing, MISSING) for nothing in NOTHING)
