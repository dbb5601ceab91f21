"""The groups of the census as people read them."""

from candour.audit.residents.ethnicity import GROUPS, NAMES
from candour.core.voice import sentence


def group(name: str) -> str:
    """How a group is called in running text.

    >>> group("black"), group("White"), group("Caucasian")
    ('Black', 'white', 'Caucasian')
    """
    return NAMES.get(name.lower(), name)


def heading(name: str) -> str:
    """How a group is called where it stands first."""
    called = group(name)
    return sentence(called) if name.lower() in GROUPS else called


def people(name: str) -> str:
    """The people of a group.

    >>> people("black"), people("other"), people("Caucasian")
    ('Black people', 'people of other groups', 'people of the group Caucasian')
    """
    if name not in GROUPS:
        return f"people of the group {name}"
    if name in {"mixed", "other"}:
        return f"people of {group(name)} groups"
    return f"{group(name)} people"


def residents(group: str) -> str:
    """The residents of a group.

    >>> residents("black"), residents("mixed"), residents("other")
    ('Black residents', 'residents of mixed background', 'residents of other groups')
    """
    special = {"mixed": "residents of mixed background", "other": "residents of other groups"}
    return special.get(group, f"{NAMES.get(group, group)} residents")


def people_as_named(name: str) -> str:
    """The people of a group that a file names: a known one in our words, else in its own.

    >>> people_as_named("Black"), people_as_named("Gypsy or Irish Traveller")
    ('Black people', 'Gypsy or Irish Traveller people')
    """
    return people(name.lower()) if name.lower() in GROUPS else f"{name} people"


def residents_as_named(name: str) -> str:
    """The residents of a group that a file names: a known one in our words, else in its own.

    >>> residents_as_named("Black"), residents_as_named("Gypsy or Irish Traveller")
    ('Black residents', 'Gypsy or Irish Traveller residents')
    """
    return residents(name.lower()) if name.lower() in GROUPS else f"{name} residents"
