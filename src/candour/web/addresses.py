"""Where everything is found. Written out here because `reverse` would cost a third of a page.

A test holds these against urls.py.
"""

from candour.evidence.fields import FOLDER_OF


def subject_address(subject_class: str, slug: str) -> str:
    """The page of a subject; a slug of unknown class is sent on from the first folder."""
    return f"/{FOLDER_OF.get(subject_class, 'systems')}/{slug}/"


def list_address(subject_class: str) -> str:
    return f"/{FOLDER_OF[subject_class]}/"


def statement_address(key: str) -> str:
    return f"/statements/{key}/"


def term_address(facet: str, key: str) -> str:
    return f"/terms/{facet}/{key}/"


def finding_address(key: str) -> str:
    return f"/findings/{key}/"


def change_address(number: int) -> str:
    return f"/changes/{number}/"


def data_address(address: str, form: str) -> str:
    """The same address with a form in place of the last slash.

    Examples
    --------
    >>> data_address("/systems/durham-hart/", "json")
    '/systems/durham-hart.json'
    """
    return f"{address.removesuffix('/')}.{form}"
