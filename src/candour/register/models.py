"""What the register keeps.

Statements, pages, findings, recordings and change sets are only ever added to; the database
itself holds that (append_only.py). Everything under "worked out" can be made anew.
"""

from typing import ClassVar

from django.db import models


class ChangeSet(models.Model):
    """What changed at one moment; the hash covers its entries and the hash before it."""

    number = models.PositiveIntegerField(primary_key=True)
    made_at = models.DateTimeField(db_index=True)
    made_by = models.CharField(max_length=200)
    why = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"Change {self.number}: {self.why}"


class Statement(models.Model):
    """A statement in its canonical form, with the columns that questions are asked of."""

    id = models.CharField(max_length=40, primary_key=True)
    subject = models.CharField(max_length=80)
    field = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    value_key = models.CharField(
        max_length=80, help_text="The term, slug or kind of silence; empty for other values."
    )
    source = models.CharField(max_length=80, db_index=True)
    canonical = models.TextField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject", "field"]),
            models.Index(fields=["field", "value_key"]),
            models.Index(fields=["value_key"]),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.field}"


class Recorded(models.Model):
    """Something that stands in the register from one change set until another."""

    asserted_in = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="+")
    retracted_in = models.ForeignKey(
        ChangeSet, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        abstract = True


class Recording(Recorded):
    """That a statement stood in the register."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="recordings")
    subject = models.CharField(max_length=80)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "retracted_in"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["statement"],
                condition=models.Q(retracted_in=None),
                name="a_statement_stands_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} from {self.asserted_in_id}"


class Page(Recorded):
    """How a subject's file was laid out: its class, rows, checks and contradictions."""

    slug = models.CharField(max_length=80)
    subject_class = models.CharField(max_length=12)
    name = models.TextField(help_text="The name of the subject, for lists and links.")
    layout = models.JSONField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_class", "retracted_in", "slug"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(retracted_in=None), name="a_page_stands_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Finding(Recorded):
    """The result of an audit, as its file has it."""

    name = models.CharField(max_length=80, help_text="Short name, which is that of its file.")
    identifier = models.CharField(max_length=40, db_index=True)
    audit = models.CharField(max_length=20)
    title = models.TextField()
    lead = models.TextField(help_text="Its first sentence.")
    text = models.TextField(help_text="All of it, as JSON in the order in which it is read.")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["audit", "retracted_in"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(retracted_in=None),
                name="a_finding_stands_once",
            ),
            models.UniqueConstraint(
                fields=["identifier"],
                condition=models.Q(retracted_in=None),
                name="a_finding_has_one_name",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class FindingSubject(models.Model):
    """A body or a system that a finding is about."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="subjects")
    slug = models.CharField(max_length=80, db_index=True)
    refused = models.TextField(help_text="Why its data could not answer; empty where they could.")

    def __str__(self) -> str:
        return f"{self.slug} in {self.finding_id}"


# worked out from the above, and made anew after each change


class Redirect(models.Model):
    """A slug that now leads to another subject."""

    slug = models.CharField(max_length=80, primary_key=True)
    to = models.CharField(max_length=80, db_index=True)

    def __str__(self) -> str:
        return f"{self.slug} to {self.to}"


class WorkedOut(models.Model):
    """A verdict, derived number, contradiction or gap as it stands today, as lists print it."""

    class Kind(models.TextChoices):
        CHECK = "check", "Check"
        DERIVED = "derived", "Derived number"
        CONTRADICTION = "contradiction", "Contradiction"
        GAP = "gap", "Gap"

    kind = models.CharField(max_length=14, choices=Kind)
    key = models.CharField(max_length=130)
    state = models.CharField(max_length=40, help_text="Verdict, kind of clash, or state of a gap.")
    row = models.JSONField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "state"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.state}"


class WorkedOutSubject(models.Model):
    """Which subjects something worked out concerns."""

    result = models.ForeignKey(WorkedOut, on_delete=models.CASCADE, related_name="subjects")
    slug = models.CharField(max_length=80, db_index=True)

    def __str__(self) -> str:
        return f"{self.slug}: {self.result_id}"


class SearchWord(models.Model):
    """A word of a name, with three-letter pieces to find it by when it is misspelt."""

    word = models.CharField(max_length=80, primary_key=True)

    def __str__(self) -> str:
        return self.word


class SearchPiece(models.Model):
    piece = models.CharField(max_length=3)
    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, related_name="pieces")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["piece"])]

    def __str__(self) -> str:
        return f"{self.piece} in {self.word_id}"
