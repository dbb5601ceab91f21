"""What readers wrote to the keeper. Nothing of it is published, exported or backed up."""

from django.db import models

REFERENCE_LENGTH = 11  # R-7K3M-QX2P


class Report(models.Model):
    """One report of an error, or one reply. It holds what its form asks for and nothing else.

    Unlike all that the register keeps, it can be deleted, and is: `services.drop_what_is_over`.
    """

    class Kind(models.TextChoices):
        ERROR = "error", "Something is wrong"
        REPLY = "reply", "A reply of a body that is named"
        REMOVE = "remove", "Something should not be here"

    reference = models.CharField(max_length=REFERENCE_LENGTH, unique=True)
    form = models.CharField(max_length=40, unique=True, help_text="The form that it came with.")
    kind = models.CharField(max_length=8, choices=Kind)
    about = models.CharField(max_length=200, help_text="Address of the page, or identifier.")
    text = models.TextField()
    source = models.CharField(max_length=500, help_text="Where others can read it.")
    speaks_for = models.CharField(max_length=200, help_text="Of a reply: body and office.")
    answer_to = models.CharField(max_length=254, help_text="E-mail address, if one was given.")
    received_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.reference
