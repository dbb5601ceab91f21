"""Each origin its own chain: what stood in one chain is turned into chains of the new form.

A change set whose hash the content that ships knows is of that content. Of the others, those that
hold findings alone were recorded here; those that touch files are drafts, edits of the files that
were loaded here before they were recorded. A load used to withdraw findings that its files did not
know: such a finding is of the drafts as well, as what took it back is. All reached this
installation when they were made.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db import migrations

from candour.content import FOLDER
from candour.evidence.chain import SHIPPED, ChangeSet, Entry, group_digest
from candour.evidence.chain_files import read_chain
from candour.evidence.findings import KeptFinding
from candour.evidence.first_log import Turning
from candour.register.origins import DRAFTS, new_name

BATCH = 1_000


class CannotTurnBack(Exception):
    """There are change sets that the first form of the log can't hold."""


def turn(apps: Any, schema_editor: Any) -> None:
    model = {
        name: apps.get_model("register", name)
        for name in ("Origin", "ChangeSet", "ChangeGroup", "Recording", "Page", "Finding")
    }
    if not model["ChangeSet"].objects.exists():
        return
    known = {change_set.was for change_set in read_chain(FOLDER)} - {""}
    _Turned(model, known).all()


class _Turned:
    def __init__(self, model: dict[str, Any], known: set[str]) -> None:
        self.model = model
        self.known = known
        self.here = new_name()
        self.subjects: dict[str, str] = {}
        self.origins: dict[str, Any] = {}
        self.turning: dict[str, Turning] = {}
        self.arrived_at: Any = None
        self.recorded_here: set[int] = set()

    def all(self) -> None:
        self._origin(SHIPPED)
        self.recorded_here = self._recorded_here()
        for row in self.model["ChangeSet"].objects.order_by("number"):
            self._one(row)

    def _recorded_here(self) -> set[int]:
        """Numbers of change sets that hold findings alone, which no other kind of set ended."""
        shipped = self.model["ChangeSet"].objects.filter(hash__in=self.known)
        files = set(shipped.values_list("number", flat=True))
        for end in ("asserted_in", "retracted_in"):
            files |= set(self.model["Page"].objects.values_list(end, flat=True))
        everything = set(self.model["ChangeSet"].objects.values_list("number", flat=True))
        here = everything - files
        spans = list(self.model["Finding"].objects.values_list("asserted_in", "retracted_in"))
        while True:
            mixed = {
                end
                for began, ended in spans
                if ended is not None and (began in here) != (ended in here)
                for end in (began, ended)
            }
            if not mixed & here:
                return here
            here -= mixed

    def _origin(self, name: str, **of: Any) -> Any:
        if name not in self.origins:
            self.origins[name] = self.model["Origin"].objects.create(name=name, **of)
            acts_for = SHIPPED if "drafts_of" in of else ""
            self.turning[name] = Turning(name, self.subjects, acts_for)
        return self.origins[name]

    def _one(self, row: Any) -> None:
        entries = list(old_entries(self.model, row.number))
        owner = shipped = self.origins[SHIPPED]
        if row.hash in self.known:
            origin = shipped
        elif row.number in self.recorded_here:
            owner = origin = self._origin(self.here, is_here=True)
        else:
            name = DRAFTS.format(here=self.here, origin=SHIPPED)
            origin = self._origin(name, drafts_of=shipped)
        header = {
            "made_at": row.made_at.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
            "made_by": row.made_by,
            "why": row.why,
        }
        turned = self.turning[origin.name].turn(header, entries, row.hash)
        self._keep(row, turned, origin, owner)

    def _keep(self, row: Any, turned: ChangeSet, origin: Any, owner: Any) -> None:
        self.arrived_at = max(self.arrived_at or row.made_at, row.made_at)
        self.model["ChangeSet"].objects.filter(number=row.number).update(
            origin=origin,
            position=turned.number,
            arrived_at=self.arrived_at,
            previous=turned.previous,
            hash=turned.hash,
            was=turned.was,
        )
        for name in ("Recording", "Page", "Finding"):
            self.model[name].objects.filter(asserted_in=row.number).update(origin=owner)
        group = self.model["ChangeGroup"]
        group.objects.bulk_create(
            (
                group(
                    change_set_id=row.number,
                    about=about,
                    digest=group_digest(about, [line.digest for line in lines]),
                    salts=json.dumps([line.salt for line in lines]),
                )
                for about, lines in (
                    (about, list(some))
                    for about, some in groupby(turned.lines, lambda line: line.about)
                )
            ),
            batch_size=BATCH,
        )


def old_entries(model: dict[str, Any], number: int) -> Iterator[Entry]:
    """The entries of a change set as the first form of the log has them, in its order."""
    findings, headlines = _findings(model["Finding"], number)
    recordings = model["Recording"].objects
    retracts, asserts = defaultdict(list), defaultdict(list)
    gone = recordings.filter(retracted_in=number).order_by("statement_id")
    for subject, key in gone.values_list("subject", "statement_id"):
        if key not in headlines:
            retracts[subject].append({"retract": key})
    made = recordings.filter(asserted_in=number).order_by("id")
    for subject, key, text in made.values_list("subject", "statement_id", "statement__canonical"):
        if key not in headlines:
            asserts[subject].append({"assert": json.loads(text)})
    pages = {page.slug: page.layout for page in model["Page"].objects.filter(asserted_in=number)}
    removed = set(
        model["Page"].objects.filter(retracted_in=number).values_list("slug", flat=True)
    )
    for slug in sorted(retracts.keys() | asserts.keys() | pages.keys() | removed):
        yield from retracts[slug]
        yield from asserts[slug]
        if slug in pages:
            yield {"page": pages[slug]}
        elif slug in removed:
            yield {"remove": slug}
    yield from findings


def _findings(model: Any, number: int) -> tuple[list[Entry], set[str]]:
    entries: dict[str, Entry] = {}
    headlines: set[str] = set()
    for row in model.objects.filter(retracted_in=number):
        found = KeptFinding.from_text(row.text)
        headlines |= {statement.id for statement in found.statements}
        entries[found.name] = {"withdraw": found.name}
    for row in model.objects.filter(asserted_in=number):
        found = KeptFinding.from_text(row.text)
        headlines |= {statement.id for statement in found.statements}
        entries[found.name] = {"finding": found.as_dict()}
    return [entries[name] for name in sorted(entries)], headlines


def turn_back(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("register", "ChangeSet").objects
    if rows.filter(was="").exists():
        raise CannotTurnBack("The register holds change sets that its first form can't hold.")
    previous = "0" * 64
    for row in rows.order_by("number"):
        rows.filter(number=row.number).update(hash=row.was, previous=previous)
        previous = row.was
    apps.get_model("register", "ChangeGroup").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("register", "0006_origins")]

    operations = [migrations.RunPython(turn, turn_back)]
