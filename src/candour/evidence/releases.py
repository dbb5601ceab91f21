"""A release, or any dump of a register, verified offline: every byte of it follows from something.

The chains prove themselves, file by file and to the byte. The content files must be what the
chains lead to, written in their stable form, and the tables what the chains make. What neither
covers (the table of fields, the gaps, the vocabularies, the days of arrival) is covered by
checkpoints, and by the list of digests that a release holds. That list is in the form of
`sha256sum`, so that anybody can try it with no Candour.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from candour.core.errors import CandourError
from candour.core.hashing import canonical_json, file_digest, sha256_hex
from candour.evidence.chain import BadChangeLog, ChangeSet
from candour.evidence.chain_files import (
    ARRIVALS,
    CHANGES,
    change_sets_in,
    file_of,
    origins_in,
    own_origin,
    read_chain,
)
from candour.evidence.changes import replay
from candour.evidence.checkpoints import (
    Arrival,
    BadCheckpoint,
    Checkpoint,
    NothingSigned,
    heads_of_arrivals,
    read_checkpoint,
)
from candour.evidence.collection import Collection
from candour.evidence.content_files import subject_files
from candour.evidence.fields import FOLDERS, Schema, read_schema, schema_texts
from candour.evidence.findings import FOLDER_NAME as FINDINGS
from candour.evidence.findings import KeptFinding, write_finding
from candour.evidence.released.holding import hold_tables
from candour.evidence.verified import Verified, hold_against, hold_list_against, several

SUMS = "SHA256SUMS"
OF_A_RELEASE = ("release.json", "tables")  # what no dump has
CHECKPOINTS = "checkpoints"
ORIGINS = "origins"  # the folder for content files of all origins but the first
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, OSError, CandourError)


def sums_text(digests: Mapping[str, str]) -> str:
    """The digests of some files by their paths, as `sha256sum` writes and reads them."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))


def digests_in(folder: Path) -> dict[str, str]:
    """The digest of every file in a folder but the list of digests itself."""
    files = (path for path in folder.rglob("*") if path.is_file() and path != folder / SUMS)
    return {path.relative_to(folder).as_posix(): file_digest(path) for path in files}


def listed_digests(folder: Path) -> dict[str, str]:
    """What a folder's list of digests says of its files; nothing where there is none."""
    path = folder / SUMS
    return dict(_listed(path.read_bytes())) if path.is_file() else {}


def is_release(folder: Path) -> bool:
    return bool(origins_in(folder))


def verify_release(folder: Path, against: Checkpoint | None = None, *, key: str = "") -> Verified:
    """Hold a folder's files against its chains, and these against a checkpoint.

    Raises
    ------
    CandourError
        If the folder holds no chain.
    BadCheckpoint
        If the checkpoint's own signature does not fit.
    NothingSigned
        If a key is named, and neither folder nor caller has a checkpoint.
    """
    if not is_release(folder):
        raise CandourError(
            f"{folder} holds no chain (changes/<origin>/…): it is no release and no dump."
        )
    if against is not None:
        against.check_signature(key)
    elif key and not any((folder / CHECKPOINTS).glob("*.json")):
        raise NothingSigned("A release without checkpoints")
    report = Verified()
    _hold_sums(folder, report)
    chains = _read_chains(folder, report)
    _hold_content(folder, report)
    hold_tables(folder, report, has_sums=(folder / SUMS).is_file())
    _hold_checkpoints(folder, chains, report, key=key)
    if against is not None:
        report.rests_on = f"Held against the checkpoint of {against.day}, kept elsewhere."
        _hold_heads(folder, against, chains, report)
    return report


def hashes_in(folder: Path, report: Verified) -> tuple[dict[str, list[str]], dict[str, int]]:
    """The hash of each change set by origin, worked out anew; and how many lines are gone."""
    return _hashes_and_removed(_read_chains(folder, report))


def _hashes_and_removed(
    chains: Mapping[str, list[ChangeSet]],
) -> tuple[dict[str, list[str]], dict[str, int]]:
    hashes = {origin: [each.hash for each in own] for origin, own in chains.items()}
    removed = {
        origin: sum(bool(line.gone) for each in own for line in each.lines)
        for origin, own in chains.items()
    }
    return hashes, removed


# the list of digests


def _hold_sums(folder: Path, report: Verified) -> None:
    path = folder / SUMS
    if not path.is_file() and any((folder / name).exists() for name in OF_A_RELEASE):
        report.differs(SUMS, "is not there, and every release has it")
        return
    if not path.is_file():
        report.note(
            f"There is no {SUMS}, so what the chains do not lead to (the table of fields, gaps, "
            "vocabularies) is held against checkpoints alone."
        )
        return
    data = path.read_bytes()
    listed = dict(_listed(data))
    present = sorted(str(file.relative_to(folder)) for file in _files(folder) if file != path)
    for name in present:
        if name not in listed:
            report.differs(name, f"is not listed in {SUMS}")
        elif listed[name] != file_digest(folder / name):
            report.differs(name, f"is not what its digest in {SUMS} is of")
    for name in sorted(listed.keys() - set(present)):
        report.differs(name, f"is listed in {SUMS} and is not there")
    whole = "".join(f"{digest}  {name}\n" for name, digest in sorted(listed.items()))
    if whole.encode("utf-8") != data:
        report.differs(SUMS, "is not as it was written")
    report.checked.append(f"{len(present)} files against {SUMS}")


def _listed(data: bytes) -> Iterator[tuple[str, str]]:
    for line in data.decode("utf-8", "backslashreplace").split("\n"):
        digest, _, name = line.partition("  ")
        if name:
            yield name, digest


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() or path.is_symlink())


# the chains


def _read_chains(folder: Path, report: Verified) -> dict[str, list[ChangeSet]]:
    chains: dict[str, list[ChangeSet]] = {}
    for origin in origins_in(folder):
        chains[origin] = []
        try:
            for change_set in read_chain(folder, origin):
                chains[origin].append(change_set)
                _hold_file(folder, change_set, report)
        except (BadChangeLog, OSError) as error:
            report.differs(f"chain of '{origin}'", str(error))
    _hold_arrivals(folder, chains, report)
    number = sum(map(len, chains.values()))
    report.checked.append(
        f"{several(number, 'change set')} of {several(len(chains), 'chain')}, to the byte"
    )
    for own in chains.values():
        for change_set in own:
            _note_what_was_taken_out(change_set, report)
    return chains


def _hold_file(folder: Path, change_set: ChangeSet, report: Verified) -> None:
    path = folder / file_of(change_set)
    if path.exists() and path.read_bytes() != change_set.text().encode("utf-8"):
        report.differs(file_of(change_set), "is not written as Candour writes it")


def _note_what_was_taken_out(change_set: ChangeSet, report: Verified) -> None:
    for line in change_set.lines:
        if line.gone:
            left = dict(line.gone)
            report.note(
                f"{file_of(change_set)}, {line.about}: a line was taken out on {left['removed']}: "
                f"{left['why']}"
            )


def _hold_arrivals(
    folder: Path, chains: Mapping[str, list[ChangeSet]], report: Verified
) -> list[Arrival]:
    """When change sets arrived at the installation that was dumped, where there were several."""
    name = f"{CHANGES}/{ARRIVALS}"
    path = folder / name
    if not path.is_file():
        if len(chains) > 1:
            report.note(f"There is no {name}: when change sets arrived is not told.")
        return []
    rest = {origin: iter(change_sets) for origin, change_sets in chains.items()}
    arrivals, texts, last = [], [], ""
    try:
        for text in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(text)
            change_set = next(rest[row["origin"]])
            texts.append(f"{canonical_json(row)}\n")
            if (change_set.number, change_set.hash) != (row["change"], row["hash"]):
                report.differs(name, f"does not fit {file_of(change_set)}")
            if row["arrived_at"] < last:
                report.differs(name, f"{file_of(change_set)} arrived before the one before it")
            last = row["arrived_at"]
            arrivals.append(_arrival(change_set, last))
    except (*UNREADABLE, StopIteration):
        report.differs(name, "does not fit the chains beside it")
        return []
    if path.read_bytes() != "".join(texts).encode("utf-8") or any(
        next(change_sets, None) is not None for change_sets in rest.values()
    ):
        report.differs(name, "does not hold every change set, or is not as it was written")
    return arrivals


def _arrival(change_set: ChangeSet, arrived_at: str, installation: str = "") -> Arrival:
    texts = sorted(
        (finding.name, sha256_hex(finding.text))
        for finding in (
            KeptFinding.from_dict(entry["finding"])
            for entry in change_set.entries
            if "finding" in entry
        )
    )
    return Arrival(
        change_set.origin,
        change_set.number,
        change_set.hash,
        arrived_at,
        change_set.origin == installation,
        tuple(digest for _, digest in texts),
    )


# the content files


def _hold_content(folder: Path, report: Verified) -> None:
    """Write what the chains lead to once more, and hold the files against it."""
    try:
        schema = read_schema(folder)
        first = own_origin(folder)
        expected = dict(_content(folder, schema, first))
    except UNREADABLE as error:
        report.differs("content files", f"what they must be can't be worked out: {error}")
        return
    for name, text in expected.items():
        path = folder / name
        if not path.is_file():
            report.differs(name, "follows from the chains and is not there")
        elif path.read_bytes() != text.encode("utf-8"):
            report.differs(name, "is not what the chains lead to")
    for name in sorted({str(path.relative_to(folder)) for path in _content_files(folder)}):
        if name not in expected:
            report.differs(name, "is there and does not follow from the chains")
    report.checked.append(f"{several(len(expected), 'content file')}, to the byte")


def _content(folder: Path, schema: Schema, first: str) -> Iterator[tuple[str, str]]:
    change_sets = list(change_sets_in(folder))
    for owner in sorted({change_set.owner for change_set in change_sets}):
        collection = replay(each for each in change_sets if each.owner == owner)
        prefix = "" if owner == first else f"{ORIGINS}/{owner}/"
        for name, text in _files_of(collection, schema):
            yield f"{prefix}{name}", text


def _files_of(collection: Collection, schema: Schema) -> Iterator[tuple[str, str]]:
    yield from subject_files(collection.subjects, schema)
    for name, finding in collection.findings.items():
        yield f"{FINDINGS}/{name}.json", write_finding(finding)


def _content_files(folder: Path) -> Iterator[Path]:
    homes = [folder, *(folder / ORIGINS).glob("*")]
    for home in homes:
        for name in FOLDERS:
            yield from (home / name).glob("*.yaml")
        yield from (home / FINDINGS).glob("*.json")


# checkpoints


def _hold_checkpoints(
    folder: Path, chains: Mapping[str, list[ChangeSet]], report: Verified, *, key: str
) -> None:
    """Hold the chains against the checkpoints beside them."""
    paths = sorted((folder / CHECKPOINTS).glob("*.json"))
    for path in paths:
        name = f"{CHECKPOINTS}/{path.name}"
        try:
            checkpoint = read_checkpoint(path.read_bytes().decode("utf-8"))
            checkpoint.check_signature(key)
        except (BadCheckpoint, UnicodeDecodeError) as error:
            report.differs(name, str(error))
            continue
        _hold_heads(folder, checkpoint, chains, report)
    if paths:
        report.checked.append(f"{several(len(paths), 'checkpoint')} that it holds")


def _hold_heads(
    folder: Path,
    checkpoint: Checkpoint,
    chains: Mapping[str, list[ChangeSet]],
    report: Verified,
) -> None:
    hashes, removed = _hashes_and_removed(chains)
    hold_against(checkpoint, hashes, report, removed=removed)
    _hold_fields(folder, checkpoint, hashes, report)
    dated = _dated(folder, chains, checkpoint.installation)
    if dated:
        hold_list_against(
            checkpoint.arrivals,
            list(heads_of_arrivals(dated)),
            report,
            name=f"{CHANGES}/{ARRIVALS}",
            one="arrival",
            day=checkpoint.day,
        )


def _dated(folder: Path, chains: Mapping[str, list[ChangeSet]], installation: str) -> list[Arrival]:
    silent = Verified()
    by_name = {(each.origin, each.number): each for own in chains.values() for each in own}
    return [
        _arrival(by_name[arrival.origin, arrival.change], arrival.arrived_at, installation)
        for arrival in _hold_arrivals(folder, chains, silent)
    ]


def _hold_fields(
    folder: Path, checkpoint: Checkpoint, hashes: Mapping[str, list[str]], report: Verified
) -> None:
    """The table of fields is that of the checkpoint, where nothing came in since."""
    try:
        digest = sha256_hex(canonical_json(schema_texts(folder)))
    except UNREADABLE as error:
        report.differs("table of fields", f"can't be read: {error}")
        return
    if digest == checkpoint.fields:
        return
    lengths = {origin: head.length for origin, head in checkpoint.chains.items()}
    sentence = f"the table of fields is not the one that was in force on {checkpoint.day}"
    if lengths == {origin: len(own) for origin, own in hashes.items()}:
        report.differs("fields.yaml, gaps.yaml and vocabularies/", sentence)
    else:
        report.note(
            f"{sentence.capitalize()}: the release and the checkpoint are not of the same moment."
        )
