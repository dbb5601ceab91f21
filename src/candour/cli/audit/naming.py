"""Which force an option names: by its code at data.police.uk, name, former name or letters.

The finder is that of every other command (`evidence/body_finder.py`). Audits know forces by the
codes of data.police.uk, which the register holds.
"""

from collections.abc import Iterable
from pathlib import Path

from candour.content import FOLDER
from candour.core.errors import CandourError

POLICE_UK = "data.police.uk"  # the scheme of the codes by which audits name forces


class NotAForce(CandourError):
    """A body that data.police.uk has no code for."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is no force of data.police.uk. Name a police force, such as essex or btp."
        )


def codes_of(names: Iterable[str], folder: Path = FOLDER) -> tuple[str, ...]:
    """Return the code of each force that is named, in their order.

    A name that comes near no body of the register goes on as it is: the audit holds it against
    the forces of the files it was given.

    Raises
    ------
    UnknownBody
        If a name fits more than one body, or none and comes near some.
    NotAForce
        If it is a body without a code.
    """
    wanted = list(names)
    if not wanted:
        return ()
    from candour.audit.residents.populations import slug_of
    from candour.evidence.body_finder import UnknownBody, names_of
    from candour.evidence.fields import read_schema
    from candour.evidence.reading import open_collection

    collection = open_collection(folder, read_schema(folder))
    bodies = names_of(collection.of_class("body"))
    codes = []
    for name in wanted:
        try:
            body = collection.subjects[bodies.find(name)]
        except UnknownBody as error:
            if error.near:
                raise
            codes.append(slug_of(name))
            continue
        codes.append(
            _code(
                body.name,
                [
                    str(code.value)
                    for code in body.of("code")
                    if code.qualifier("scheme") == POLICE_UK
                ],
            )
        )
    return tuple(codes)


def _code(name: str, codes: list[str]) -> str:
    if not codes:
        raise NotAForce(name)
    return codes[0]
