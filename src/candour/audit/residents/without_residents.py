"""Forces whose events are set against no residents: one rule for every audit that counts them.

A rate per resident says something where those who live in an area are those who are met there.
Where hardly anyone lives, it is a number about visitors over a number about others.
"""

WITHOUT_RESIDENTS = {
    "city-of-london": "hardly anyone lives there, and those {met} live elsewhere",
    "btp": "it polices railways, where nobody lives",
    "british-transport-police": "it polices railways, where nobody lives",
}


def why_no_residents(force: str, met: str) -> str:
    """Why what a force does can't be set against residents, as a clause; "" where it can.

    `met` is what was done to people there, in the passive.

    >>> why_no_residents("city-of-london", "searched")
    'hardly anyone lives there, and those searched live elsewhere'
    >>> why_no_residents("kent", "searched")
    ''
    """
    return WITHOUT_RESIDENTS.get(force, "").format(met=met)
