"""What the register keeps.

Statements, pages, findings, recordings and change sets are only ever added to; the database
itself holds that (append_only.py). Everything under "worked out" can be made anew.
"""

from typing import ClassVar

from django.db import models


class Origin(models.Model):
    """Whose content it is: each origin has its own chain, and takes back only what it recorded.

    Files may be edited and loaded here before anyone has recorded the edit. Such drafts have a
    chain of their own and stand for the origin of the files, until its chain has gone on.
    """

    name = models.CharField(max_length=80, unique=True)
    is_here = models.BooleanField(default=False, help_text="What this installation records.")
    drafts_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="drafts"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_here"],
                condition=models.Q(is_here=True),
                name="one_origin_is_this_installation",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ChangeSet(models.Model):
    """What an origin changed at one moment; the hash covers its lines and the hash before it.

    `number` counts the change sets of all origins in the order in which they reached this
    installation; `position` is its place in the chain of its origin. A day asked about is a day
    here, so `arrived_at` never goes back; `made_at` is the day in its own log.
    """

    number = models.PositiveIntegerField(primary_key=True)
    origin = models.ForeignKey(Origin, on_delete=models.PROTECT, related_name="change_sets")
    position = models.PositiveIntegerField()
    arrived_at = models.DateTimeField(db_index=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    why = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    was = models.CharField(
        max_length=64, help_text="Its hash in the first form of the log, where it had one."
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["origin", "position"], name="a_chain_does_not_fork")
        ]

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
            models.Index(fields=["kind", "subject"]),
            models.Index(fields=["kind", "field", "subject"]),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.field}"


class ChangeGroup(models.Model):
    """The salts of a change set's lines about one subject, in their order.

    What the lines say stands in recordings, pages and findings. Of a line that was taken out by
    order, its digest stands here, with the day and the reason.
    """

    change_set = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="groups")
    about = models.CharField(max_length=90)
    digest = models.CharField(max_length=64)
    salts = models.TextField(help_text="A JSON list: a salt, or what is left of a line.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["change_set", "about"], name="a_group_stands_once")
        ]

    def __str__(self) -> str:
        return f"{self.about} in {self.change_set_id}"


class Recorded(models.Model):
    """Something that stands in the register from one change set until another."""

    origin = models.ForeignKey(Origin, on_delete=models.PROTECT, related_name="+")
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
        indexes: ClassVar = [
            models.Index(fields=["subject", "retracted_in"]),
            models.Index(fields=["asserted_in", "subject"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["origin", "statement"],
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
        indexes: ClassVar = [
            models.Index(fields=["subject_class", "retracted_in", "slug"]),
            models.Index(fields=["subject_class", "name", "slug"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["origin", "slug"],
                condition=models.Q(retracted_in=None),
                name="a_page_stands_once",
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
                fields=["origin", "name"],
                condition=models.Q(retracted_in=None),
                name="a_finding_stands_once",
            ),
            models.UniqueConstraint(
                fields=["origin", "identifier"],
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


class FieldTable(models.Model):
    """The table of fields by which content was loaded; the newest is in force."""

    digest = models.CharField(max_length=64)
    texts = models.JSONField(help_text="Its files by their paths in a content folder.")

    def __str__(self) -> str:
        return self.digest

    @classmethod
    def in_force(cls) -> "FieldTable | None":
        return cls.objects.order_by("-id").first()


class Checkpoint(models.Model):
    """What the chains had come to on a day, signed by whoever keeps this installation."""

    text = models.TextField(help_text="As its file has it.")

    def __str__(self) -> str:
        return f"Checkpoint {self.pk}"


# worked out from the above, and kept up with each change; all of it can be made anew


class PageLink(models.Model):
    """That a page's checks or contradictions point at a slug, or that an old slug leads to it."""

    class How(models.TextChoices):
        POINTS = "points", "Points at"
        REDIRECT = "redirect", "Was at"

    # Not held by the database: what is worked out must not stand in the way of what is kept.
    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="links", db_constraint=False
    )
    how = models.CharField(max_length=8, choices=How)
    slug = models.CharField(max_length=80)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["slug", "how"])]

    def __str__(self) -> str:
        return f"{self.page_id} {self.how} {self.slug}"


class Redirect(models.Model):
    """A slug that now leads to another subject."""

    slug = models.CharField(max_length=80, primary_key=True)
    to = models.CharField(max_length=80, db_index=True)

    def __str__(self) -> str:
        return f"{self.slug} to {self.to}"


class WorkedOut(models.Model):
    """A verdict, derived number, contradiction or gap, as the row that lists print.

    It followed from what stood since the change set `began`, until `ended`; from what stands
    today where that is empty. So what followed on another day is asked as what follows today is.
    """

    class Kind(models.TextChoices):
        CHECK = "check", "Check"
        DERIVED = "derived", "Derived number"
        CONTRADICTION = "contradiction", "Contradiction"
        GAP = "gap", "Gap"

    kind = models.CharField(max_length=14, choices=Kind)
    key = models.CharField(max_length=130)
    state = models.CharField(max_length=40, help_text="Verdict, kind of clash, or state of a gap.")
    item = models.CharField(
        max_length=40, help_text="The item of a gap; what a contradiction touches; else empty."
    )
    place = models.CharField(max_length=90, help_text="Where it stands in a list.")
    digest = models.CharField(max_length=64, help_text="Of all that it says.")
    row = models.JSONField()
    began = models.PositiveIntegerField()
    ended = models.PositiveIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "ended", "place", "id"]),
            models.Index(fields=["kind", "ended", "state", "place"]),
            models.Index(fields=["kind", "ended", "item", "state"]),
            models.Index(fields=["kind", "ended", "item", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.state}"


class KeptCount(models.Model):
    """How many there were of something once a change set was in; lists of all need not count."""

    change = models.PositiveIntegerField()
    what = models.CharField(max_length=14, help_text="Subjects, statements, or a kind of result.")
    item = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    number = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["change", "what"])]

    def __str__(self) -> str:
        return f"{self.number} {self.what} {self.item} {self.state}"


class WorkedOutBy(models.Model):
    """The rules by which everything above was worked out last; one row."""

    rules = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.rules


class WorkedOutSubject(models.Model):
    """Which subjects something worked out concerns."""

    result = models.ForeignKey(WorkedOut, on_delete=models.CASCADE, related_name="subjects")
    slug = models.CharField(max_length=80, db_index=True)
    is_about = models.BooleanField(
        default=True, help_text="Whether it rests on statements about it; else on its systems'."
    )

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
