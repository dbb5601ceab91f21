"""Which tables of the register are only ever added to, and what may be written into them when.

Conditions are SQL that both engines read the same way: comparisons and EXISTS, without functions,
since a client may put functions of its own in the place of SQLite's.
"""

from dataclasses import dataclass

Columns = tuple[str, ...]

REFUSAL = "the register is only ever added to"
CHANGE_SETS = "register_changeset"
KEPT_WHOLE = {
    "register_statement": "id",
    "register_origin": "id",
    CHANGE_SETS: "number",
    "register_changegroup": "id",
    "register_findingsubject": "id",
    "register_fieldtable": "id",
    "register_checkpoint": "id",
}
RECORDED: dict[str, Columns] = {
    "register_recording": ("origin_id", "statement_id", "subject", "asserted_in_id"),
    "register_page": (
        *("origin_id", "slug", "subject_class", "name", "layout"),
        "asserted_in_id",
    ),
    "register_finding": (
        *("origin_id", "name", "identifier", "audit", "title", "lead", "text"),
        "asserted_in_id",
    ),
}
NOUGHTS = "0" * 64


@dataclass(frozen=True, slots=True)
class Guarded:
    """A table that is there now.

    Attributes
    ----------
    name : its name
    columns : the columns it has
    unique : conditions under which a new row, NEW, would take the place of one that stands
    """

    name: str
    columns: frozenset[str]
    unique: tuple[str, ...] = ()

    @property
    def is_recorded(self) -> bool:
        return self.name in RECORDED

    @property
    def fixed(self) -> Columns:
        """The columns of a recorded row that never change."""
        return tuple(name for name in RECORDED[self.name] if name in self.columns)

    @property
    def must_not_be_added(self) -> tuple[str, ...]:
        """Conditions under which a row may not be added, beside taking the place of another."""
        if self.is_recorded:
            return "NEW.retracted_in_id IS NOT NULL", sealed("NEW.asserted_in_id")
        if self.name == "register_changegroup":
            return (sealed("NEW.change_set_id"),)
        if self.name == "register_findingsubject":
            return (FINDING_IS_SEALED,)
        return _out_of_order(self.columns) if self.name == CHANGE_SETS else ()

    def rewrites(self, *, differs: str) -> str:
        """When an update of a recorded row is more than its end, set once.

        `differs` is how the engine says that two values are not the same, nothing included.
        """
        changed = (f"NEW.{name} {differs} OLD.{name}" for name in ("id", *self.fixed))
        return " OR ".join(
            (
                "OLD.retracted_in_id IS NOT NULL",
                "NEW.retracted_in_id IS NULL",
                *changed,
                "NEW.retracted_in_id <= OLD.asserted_in_id",
            )
        )


@dataclass(frozen=True, slots=True)
class Stranger:
    """Something of nobody of us that comes between a table and who writes or reads it."""

    name: str
    what: str


def sealed(number: str) -> str:
    """That a change set is closed: its row, which is written last, stands."""
    return f"EXISTS (SELECT 1 FROM {CHANGE_SETS} WHERE number = {number})"


FINDING_IS_SEALED = (
    f"EXISTS (SELECT 1 FROM register_finding AS f JOIN {CHANGE_SETS} AS c "
    "ON c.number = f.asserted_in_id WHERE f.id = NEW.finding_id)"
)


def _out_of_order(columns: frozenset[str]) -> tuple[str, ...]:
    """Change sets come one by one: by number here, by position in their chain, by day here."""
    own = "origin_id = NEW.origin_id AND"
    order = (
        _leaps("number", ""),
        *((_leaps("position", own),) if "position" in columns else ()),
    )
    if "position" not in columns or "arrived_at" not in columns:
        return order
    return (
        *order,
        f"NEW.position = 1 AND NEW.previous <> '{NOUGHTS}'",
        "NEW.position <> 1 AND NOT EXISTS (SELECT 1 FROM register_changeset WHERE "
        f"{own} position = NEW.position - 1 AND hash = NEW.previous)",
        f"EXISTS (SELECT 1 FROM {CHANGE_SETS} WHERE arrived_at > NEW.arrived_at)",
    )


def _leaps(column: str, own: str) -> str:
    standing = f"SELECT 1 FROM {CHANGE_SETS} WHERE {own}"
    return (
        f"NEW.{column} < 1 OR EXISTS ({standing} {column} >= NEW.{column}) OR "
        f"NEW.{column} <> 1 AND NOT EXISTS ({standing} {column} = NEW.{column} - 1)"
    )
