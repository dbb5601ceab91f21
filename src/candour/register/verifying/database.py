"""The database verified: guard, chains, rows and what follows; and held against checkpoints."""

from collections.abc import Sequence

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from candour.core.errors import CandourError
from candour.core.progress import UNWATCHED, Progress
from candour.evidence.checkpoints import (
    BadCheckpoint,
    Checkpoint,
    NothingSigned,
    heads_of_arrivals,
    heads_of_field_tables,
    read_checkpoint,
)
from candour.evidence.verified import Verified, hold_against, hold_list_against
from candour.register import models
from candour.register.append_only import (
    broken,
    is_search_led_astray,
    missing_guards,
    strangers,
)
from candour.register.checkpoints import arrivals, installation_name
from candour.register.verifying.cells import hold_cells
from candour.register.verifying.chains import (
    UNREADABLE,
    Chains,
    read_chains,
    removed_lines,
    taken_out,
)
from candour.register.verifying.rows import hold_field_tables, hold_rows, hold_statements
from candour.register.verifying.worked_out import hold_what_follows


def verify_database(
    against: Checkpoint | None = None,
    *,
    key: str = "",
    work_out: bool = True,
    progress: Progress = UNWATCHED,
) -> Verified:
    """Hold everything in the database against its chains, and these against a checkpoint.

    Parameters
    ----------
    against : Checkpoint, optional
        One that was kept elsewhere. Without it the answer is only that the database agrees with
        itself.
    key : str
        Public key that signs the checkpoints of this register, known from elsewhere.
    work_out : bool
        Whether to work out again what follows, which takes longest.
    progress : Progress

    Raises
    ------
    CandourError
        If the database is of another version of Candour, or holds nothing.
    BadCheckpoint
        If the checkpoint's own signature does not fit.
    """
    _refuse_other_versions()
    if against is not None:
        against.check_signature(key)
    elif key and not models.Checkpoint.objects.exists():
        raise NothingSigned("A database without checkpoints")
    report = Verified()
    _hold_guards(report)
    if not hold_cells(report):
        report.note("The rest was not looked at: it can't be read past what is named here.")
        return report
    with progress.during("Reading the chains"):
        chains = read_chains(report)
    with progress.during("Holding every row against them"):
        texts = hold_statements(report)
        hold_rows(chains, texts, report)
        digests = hold_field_tables(report)
    kept = _hold_checkpoints(chains, digests, report, key=key)
    if against is not None:
        _hold_against(against, chains, digests, report, kept=kept)
    if work_out:
        with progress.during("Working out again what follows"):
            _work_out(report)
    _note_what_was_taken_out(chains, report)
    return report


def _work_out(report: Verified) -> None:
    if is_search_led_astray(connection):
        report.differs("search", "its words do not lead to the texts that they stand in")
    try:
        hold_what_follows(report)
    except UNREADABLE as error:
        if not report.differences:
            raise
        report.differs("what follows", f"can't be worked out from what stands: {error}")


def _refuse_other_versions() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CandourError(
            "The database is empty, or of another version of Candour. Bring it up to date with "
            "`candour serve` or `candour content load`, then verify it."
        )
    if not models.ChangeSet.objects.exists() and not models.Checkpoint.objects.exists():
        raise CandourError("The register is empty: there is nothing to verify.")


def _hold_guards(report: Verified) -> None:
    for name in missing_guards(connection):
        report.differs(
            f"trigger {name}",
            "is missing, altered or not of the register: the past could be rewritten",
        )
    for one in strangers(connection):
        report.differs(
            one.name, f"{one.what} and is not of the register: it could alter what passes"
        )
    report.checked.append("the triggers that refuse to rewrite the past")
    for told in broken(connection):
        report.differs("the database itself", told)
    report.checked.append("tables and indexes, by the database's own check")


def _hold_checkpoints(
    chains: Chains, digests: Sequence[str], report: Verified, *, key: str
) -> list[str]:
    """Hold the database against the checkpoints that it keeps itself."""
    kept = list(models.Checkpoint.objects.order_by("pk").values_list("text", flat=True))
    for number, text in enumerate(kept, 1):
        try:
            checkpoint = read_checkpoint(text)
            checkpoint.check_signature(key)
        except BadCheckpoint as error:
            report.differs(f"checkpoint {number}", str(error))
            continue
        _hold_heads(checkpoint, chains, digests, report)
    report.checked.append(f"checkpoints that are published here: {len(kept)}")
    return kept


def _hold_against(
    checkpoint: Checkpoint,
    chains: Chains,
    digests: Sequence[str],
    report: Verified,
    *,
    kept: Sequence[str],
) -> None:
    report.rests_on = f"Held against the checkpoint of {checkpoint.day}, kept elsewhere."
    is_own = checkpoint.installation == installation_name()
    if not is_own and kept:
        is_own = any(f'"installation": "{checkpoint.installation}"' in text for text in kept)
    if is_own:
        _hold_heads(checkpoint, chains, digests, report)
        if checkpoint.text() not in kept:
            report.differs(
                f"checkpoint of {checkpoint.day}", "is no longer among those published here"
            )
        return
    known = {name: head for name, head in checkpoint.chains.items() if name in chains.hashes}
    if not known:
        report.differs("chains", "none of those of the checkpoint is held here")
    report.rests_on += (
        f" It was made by another installation, {checkpoint.installation}, so only the chains that "
        f"both hold are compared: {', '.join(sorted(known)) or 'none'}."
    )
    shared = Checkpoint(
        checkpoint.day,
        checkpoint.installation,
        known,
        checkpoint.arrivals,
        checkpoint.field_tables,
    )
    hold_against(shared, chains.hashes, report, removed=removed_lines(chains))


def _hold_heads(
    checkpoint: Checkpoint, chains: Chains, digests: Sequence[str], report: Verified
) -> None:
    hold_against(checkpoint, chains.hashes, report, removed=removed_lines(chains))
    day = checkpoint.day
    hold_list_against(
        checkpoint.arrivals,
        list(heads_of_arrivals(arrivals())),
        report,
        name="when and in which order change sets came here",
        one="arrival",
        day=day,
    )
    hold_list_against(
        checkpoint.field_tables,
        list(heads_of_field_tables(digests)),
        report,
        name="tables of fields",
        one="table",
        day=day,
    )


def _note_what_was_taken_out(chains: Chains, report: Verified) -> None:
    for where, line in taken_out(chains):
        left = dict(line.gone)
        report.note(
            f"{where}, {line.about}: a line was taken out on {left['removed']}: {left['why']}"
        )
