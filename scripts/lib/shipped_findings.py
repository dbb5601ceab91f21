"""The findings that ship: what is asked of which data. No number is typed in here.

Numbers come from the files in data/, whose README says where they are from, and from the figures
of the register's own content, which a finding names by the identifiers of their statements. A
finding that comes out as it stands, but for the version of the code, stays as it stands.
"""

import csv
import io
import runpy
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from candour.audit.accuracy import kind as accuracy
from candour.audit.accuracy.claims import audit_claim
from candour.audit.accuracy.published import ClaimQuestion, ShareOf
from candour.audit.accuracy.rows import Claim, PrintedScores
from candour.audit.accuracy.scores_together import audit_scores
from candour.audit.accuracy.scores_words import in_title
from candour.audit.findings import Finding, Input
from candour.audit.force import kind as force
from candour.audit.force.audit import ForceQuestion, audit_force
from candour.audit.headlines import Setting, statements
from candour.audit.kinds import Kind
from candour.audit.lists import composition_sentences
from candour.audit.lists import kind as lists
from candour.audit.lists.composition import CompositionQuestion, audit_composition
from candour.audit.lists.parts import Count, PartsQuestion, audit_parts
from candour.audit.lists.readings import Read, in_readings
from candour.audit.per_resident.title import number_in_title, range_in_title
from candour.audit.periods import Period
from candour.audit.residents.ethnicity import Ethnicity
from candour.audit.stops import kind as stops
from candour.audit.stops.audit import StopsQuestion, audit_stops
from candour.config.kinds import KINDS
from candour.content import FOLDER
from candour.core.hashing import sha256_hex
from candour.evidence.collection import Collection
from candour.evidence.fields import read_schema
from candour.evidence.findings import FOLDER_NAME, KeptFinding, read_findings, write_finding
from candour.evidence.quantities import Quantity
from candour.evidence.reading import read_collection
from candour.evidence.statements import Statement

# By their paths: this folder is no package.
places = runpy.run_path(str(Path(__file__).with_name("places_findings.py")))["places"]
located = runpy.run_path(str(Path(__file__).with_name("located_findings.py")))["located"]
neighbours = runpy.run_path(str(Path(__file__).with_name("neighbourhoods_findings.py")))
neighbourhoods = neighbours["neighbourhoods"]
simulated = runpy.run_path(str(Path(__file__).with_name("simulated_findings.py")))["simulated"]
evaluations = runpy.run_path(str(Path(__file__).with_name("evaluation_findings.py")))

DATA = Path(__file__).resolve().parents[2] / "data"
CENSUSES = (
    DATA / "census/census2021_ethnicity_force.csv",
    DATA / "census/census2011_ethnicity_force.csv",
)
OPEN = (
    "Contains public sector information licensed under the Open Government Licence v3.0 "
    "(data.police.uk; Office for National Statistics)."
)
HOME_OFFICE = (
    "Contains public sector information licensed under the Open Government Licence v3.0 "
    "(Home Office; Office for National Statistics)."
)
PRINTED = (
    "Numbers as printed in the sources that their statements name; contains public sector "
    "information licensed under the Open Government Licence v3.0 (Office for National Statistics)."
)
STOPS, FORCE = "police-stop-and-search", "police-use-of-force-2019-20"
REPORT = "automated-racism"
VHA, IOM = "mps-violence-harm-assessment", "wmp-integrated-offender-management"
ESSEX, THAMES = "essex-knife-crime-and-violence-model", "tvp-knife-crime-prediction"
NINE = "avon-and-somerset-predictive-data-science-models"
NINE_LICENCE = (
    "Scores as printed by Avon and Somerset Police in its reply 698-25, which names no licence."
)
NO_ANSWER_YET = (
    "The force's reply was read only in part: its answers on right and wrong flags and on the data "
    "used lie beyond that part. No answer of the force to this is known since that reply, on "
    "29 November 2026.",
)
KNIVES = "wmp-knife-crime-prediction"

# Which groups of the census each group on the list stands beside. The police have no code for
# people of mixed background, and count them under another: both ends are shown.
BESIDE_CENSUS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "mixed-as-other": {
        "White": ("white",),
        "Black": ("black",),
        "Asian": ("asian",),
        "Other": ("other", "mixed"),
    },
    "mixed-as-black": {
        "White": ("white",),
        "Black": ("black", "mixed"),
        "Asian": ("asian",),
        "Other": ("other",),
    },
}
READINGS = {
    "mixed-as-other": "people of mixed background counted as Other",
    "mixed-as-black": "people of mixed background counted as Black",
}
R = TypeVar("R")
Rows = list[tuple[str, ...]]
AREA = "the Metropolitan Police area (London)"
MET = "Metropolitan Police"  # as the census table by police force area calls it


class Shipped:
    """Works the findings out, for a collection of content."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection

    def all(self) -> Iterator[KeptFinding]:
        """Give every finding that ships, in the order of their names."""
        yield from sorted(self._made(), key=lambda found: found.name)

    def _made(self) -> Iterator[KeptFinding]:
        yield from self._stops()
        yield self._force()
        yield from self._lists()
        yield from self._parts()
        yield from self._claims()
        yield from self._scores()

    @cached_property
    def bodies(self) -> dict[str, str]:
        """The body for each force, by the code that data.police.uk has for it."""
        return {
            str(code.value): body.slug
            for body in self.collection.of_class("body")
            for code in body.of("code")
            if code.qualifier("scheme") == "data.police.uk"
        }

    # from files

    def _stops(self) -> Iterator[KeptFinding]:
        asked = {
            "stops-2019-20": (
                "Searches, {fit} of {all} police areas, 2019/20",
                "stops-2019-04-to-2020-03.csv.gz",
                StopsQuestion(Period.parse("2019-04..2020-03"), count="count"),
                STOPS,
            ),
            "stops-metropolitan-2021": (
                "Searches by the Met, June to October 2021",
                "stops-metropolitan-2021-06-to-2021-10.csv.gz",
                StopsQuestion(
                    Period.parse("2021-06..2021-10"), forces=("metropolitan",), count="count"
                ),
                STOPS,
            ),
            "stops-greater-manchester-2019": (
                "Searches, Greater Manchester, January to June 2019",
                "stops-greater-manchester-2019-01-to-2019-06.csv.gz",
                StopsQuestion(
                    Period.parse("2019-01..2019-06"), forces=("greater-manchester",), count="count"
                ),
                STOPS,
            ),
            "stops-london-2023-2025": (
                "Met searches, 2023–25, by officers’ word",
                "stops-london-2023-2025-officer-defined.csv",
                StopsQuestion(
                    Period.parse("2023-01..2025-12"),
                    Ethnicity.OFFICER,
                    forces=("metropolitan",),
                    count="count",
                ),
                "met-stop-and-search-2023-2025",
            ),
        }
        for name, (title, file, question, source) in asked.items():
            finding = audit_stops([DATA / "stops" / file], CENSUSES, question)
            concerned = stops.KIND.concerned(finding.result)
            number = {"fit": len(concerned.compared), "all": len(concerned.forces)}
            said = f"{title.format(**number)}: {number_in_title(stops.summary(finding))}"
            if question.ethnicity is Ethnicity.OFFICER:
                said += range_in_title(stops.summary(finding))
            yield self._on_forces(name, said, finding, stops.KIND, source, OPEN)

    def _force(self) -> KeptFinding:
        finding = audit_force(
            DATA / "force/force_by_ethnicity_2019-20.csv.gz",
            CENSUSES,
            ForceQuestion(Period.parse("2019-04..2020-03")),
            incidents=DATA / "force/force_incidents_2019-20.csv",
        )
        title = "Tactics of force, 2019/20, as officers saw people"
        said = f"{title}: {number_in_title(force.summary(finding))}"
        return self._on_forces("force-2019-20", said, finding, force.KIND, FORCE, HOME_OFFICE)

    def _on_forces(
        self, name: str, title: str, finding: Finding[R], kind: Kind[R], source: str, licence: str
    ) -> KeptFinding:
        concerned = kind.concerned(finding.result)
        bodies = {force: self.bodies[force] for force in concerned.forces}
        day = date.today().isoformat()  # noqa: DTZ011 - the day on the calendar of whoever ships it
        setting = Setting(bodies=bodies, source=source, public_on=day)
        return KeptFinding(
            name=name,
            title=title,
            about=tuple(bodies.values()),
            refused=concerned.refused_bodies(bodies),
            source=source,
            licence=licence,
            public_on=day,
            statements=statements(finding, kind.headlines(finding), setting),
            finding=finding.as_dict(),
        )

    # from the register's own figures

    def figure(self, slug: str, handle: str) -> Statement:
        return self.collection.subjects[slug].by_handle[handle]

    def count(self, slug: str, handle: str, name: str) -> Count:
        """A printed count, with its statement as what it was read from."""
        statement = self.figure(slug, handle)
        assert isinstance(statement.value, Quantity)
        return Count(name, int(statement.value.value), (input_of(statement),))

    def _lists(self) -> Iterator[KeptFinding]:
        """One list, two months of it and two ways to count: one finding with four readings."""
        months = {
            "2024-05": ("May 2024", ("White", "Black", "Asian", "Other")),
            "2024-08": ("August 2024", ("White", "Black", "Asian", "Arab")),
        }
        read = [
            self._reading(month, in_words, keys, reading)
            for month, (in_words, keys) in months.items()
            for reading in READINGS
        ]
        finding = in_readings(
            "the Violence Harm Assessment of the Metropolitan Police, 2024",
            f"residents of {AREA}, by the census of 2021",
            read,
        )
        title = (
            "Met Violence Harm Assessment, 2024: "
            f"{composition_sentences.number_in_title(finding.result)}"
        )
        shipped = self._on_system("vha-2024", title, VHA, finding, lists.COMPOSITION)
        yield replace(
            shipped,
            replaces=tuple(f"vha-{month}-{reading}" for month in months for reading in READINGS),
        )

    def _reading(self, month: str, in_words: str, keys: tuple[str, ...], reading: str) -> Read:
        """The list of one month beside the census, with one way to count mixed backgrounds."""
        statements = [self.figure(VHA, f"ethnicity-{month}.{key}") for key in keys]
        whole = self.count(VHA, f"listed-{month}.total", "on the list")
        finding = audit_composition(
            DATA / f"lists/vha-{month}.csv",
            DATA / f"lists/london-2021-{reading}.csv",
            CompositionQuestion("group", "White", count="count", is_official=True),
        )
        finding = replace(
            finding,
            inputs=(*finding.inputs, *(input_of(each) for each in statements), *whole.inputs),
            does_not_show=(*finding.does_not_show, *_of_groups(in_words, statements, whole)),
        )
        locator = ", ".join(dict.fromkeys(each.locator for each in statements))
        return Read(f"{in_words}, {READINGS[reading]}", month, locator, finding)

    def _parts(self) -> Iterator[KeptFinding]:
        bands = [
            self.count(IOM, f"bands.{key}", f"in the band the model calls “{key}”")
            for key in ("super high", "high", "high/medium", "low harm")
        ]
        in_bands = Count(
            "in the four published bands",
            sum(band.people for band in bands),
            tuple(each for band in bands for each in band.inputs),
        )
        scored = self.count(IOM, "nominals.total", "with a harm score and a prediction")
        yield self._on_system(
            "iom-bands",
            f"West Midlands Police’s IOM model: {bands[0].people:,} of {scored.people:,} people "
            "with a score are in its top band",
            IOM,
            audit_parts(
                PartsQuestion(
                    "People in each band of the Integrated Offender Management model",
                    tuple(bands),
                    (scored, in_bands),
                    of="Integrated Offender Management model of West Midlands Police",
                    fills_whole=True,
                    unsaid=(
                        "Where the people stand who have a score and are in no published band.",
                        "On which day the bands were counted.",
                    ),
                )
            ),
            lists.PARTS,
        )
        acquisitive = self.count(
            IOM,
            "super-high-acquisitive.total",
            "in the band “super high” and connected to acquisitive crime",
        )
        yield self._on_system(
            "iom-top-band-acquisitive",
            f"West Midlands IOM model, day not told: {acquisitive.people:,} of "
            f"{bands[0].people:,} in its top band connected to acquisitive crime, not violence",
            IOM,
            audit_parts(
                PartsQuestion(
                    "People in the top band of the Integrated Offender Management model who are "
                    "connected to acquisitive crime",
                    (acquisitive,),
                    (replace(bands[0], name="in the band “super high”"),),
                    of="Integrated Offender Management model of West Midlands Police",
                    unsaid=(
                        "On which day the band was counted: the report’s text does not say.",
                        "Violence: acquisitive crime is theft and the like, and whether the same "
                        "people are connected to violence too is not said.",
                        "What crimes the others in the band are connected to.",
                    ),
                )
            ),
            lists.PARTS,
        )
        met = self.count(ESSEX, "met-criteria.total", "said to have met the criteria")
        assessed = self.count(ESSEX, "assessed.total", "assessed and given a score")
        in_data = self.count(ESSEX, "people-in-data.total", "in the rolling data")
        yield self._on_system(
            "essex-knife-crime-2024",
            f"Essex Police’s knife crime model, June 2024: {met.people:,} people met its criteria, "
            f"of {assessed.people:,} or {in_data.people:,}",
            ESSEX,
            audit_parts(
                PartsQuestion(
                    "People who met the criteria of Essex Police’s Knife Crime and Violence Model",
                    (met,),
                    (assessed, in_data),
                    of="Knife Crime and Violence Model of Essex Police, June 2024",
                    unsaid=(
                        "Whether the criteria are a score above the threshold.",
                        "Whether those in the rolling data are those who were assessed: the two "
                        "readings are as far apart as that.",
                        "How many of those who met the criteria went on to do what was predicted: "
                        "no accuracy was published.",
                    ),
                )
            ),
            lists.PARTS,
        )

    def _claims(self) -> Iterator[KeptFinding]:
        claims = {
            "tvp-knife-crime-accuracy": (
                THAMES,
                "right.total",
                "Thames Valley Police’s knife crime model: {printed} of those predicted to commit "
                "a knife crime do, the force said",
                ShareOf.FLAGGED,
                "people",
                "a knife crime within a year",
            ),
            "wmp-knife-crime-accuracy": (
                KNIVES,
                "accuracy.correct share",
                "West Midlands Police’s knife crime tool: {printed} said to be right, not said of "
                "what",
                ShareOf.UNKNOWN,
                "",
                "",
            ),
        }
        for name, (slug, handle, title, share_of, unit, outcome) in claims.items():
            statement = self.figure(slug, handle)
            assert isinstance(statement.value, Quantity)
            question = ClaimQuestion(statement.value.printed, share_of, unit=unit, outcome=outcome)
            finding = replace(audit_claim(question), inputs=(input_of(statement),))
            assert isinstance(finding.result, Claim)
            told = title.format(printed=statement.value.printed)
            yield self._on_system(name, told, slug, finding, accuracy.KIND)

    def _scores(self) -> Iterator[KeptFinding]:
        finding = audit_scores(
            DATA / "scores/avon-and-somerset-2025.csv",
            beside=NO_ANSWER_YET,
            of="Models of Avon and Somerset Police",
        )
        assert isinstance(finding.result, PrintedScores)
        title = f"Avon and Somerset Police’s nine models: {in_title(finding.result)}"
        found = self._on_system(
            "avon-and-somerset-scores-2025", title, NINE, finding, accuracy.KIND
        )
        yield replace(found, source="avon-and-somerset-foi-698-25", licence=NINE_LICENCE)

    def _on_system(
        self,
        name: str,
        title: str,
        slug: str,
        finding: Finding[R],
        kind: Kind[R],
        *,
        locator: str = "",
        period: str = "",
        note: str = "",
    ) -> KeptFinding:
        day = date.today().isoformat()  # noqa: DTZ011 - as above
        system = self.collection.subjects[slug]
        setting = Setting({}, REPORT, day, subject=slug, locator=locator, period=period, note=note)
        return KeptFinding(
            name=name,
            title=title,
            about=(slug, *system.slugs("operator")),
            refused={},
            source=REPORT,
            licence=PRINTED,
            public_on=day,
            statements=statements(finding, kind.headlines(finding), setting),
            finding=finding.as_dict(),
        )

    # the small tables that are written from content and census

    def tables(self) -> dict[Path, str]:
        """The lists beside the census, as the files that the audits of them read."""
        made = {}
        names = {"Arab": "Other"}  # the census of 2021 counts Arab among the other groups
        for month, keys in (
            ("2024-05", ("White", "Black", "Asian", "Other")),
            ("2024-08", ("White", "Black", "Asian", "Arab")),
        ):
            rows: Rows = [("group", "count", "as_printed", "statement")]
            for key in keys:
                statement = self.figure(VHA, f"ethnicity-{month}.{key}")
                assert isinstance(statement.value, Quantity)
                printed = statement.qualifier("group")
                number = str(int(statement.value.value))
                rows.append((names.get(key, key), number, printed, statement.id))
            made[DATA / f"lists/vha-{month}.csv"] = _csv(rows)
        residents = _residents()
        for reading, groups in BESIDE_CENSUS.items():
            counted: Rows = [("group", "population", "census_groups")]
            counted += [
                (group, str(sum(residents[each] for each in beside)), " and ".join(beside))
                for group, beside in groups.items()
            ]
            made[DATA / f"lists/london-2021-{reading}.csv"] = _csv(counted)
        made.update(evaluations["tables"](self.collection))
        return made


def _of_groups(month: str, statements: list[Statement], whole: Count) -> Iterator[str]:
    """What the groups of a list leave open, from the printed numbers themselves."""
    yield (
        "What people on the list say of themselves: its groups are those of the police, who have "
        "none for people of mixed background, while the census counts people's own answers. Both "
        "ends are shown: those people counted as Other, and as Black."
    )
    groups = [each.qualifier("group") for each in statements]
    if any("Arab" in group for group in groups):
        yield (
            f"Those printed as Arab / North African in {month} stand beside the census group Other."
        )
    numbers = [each.value.value for each in statements if isinstance(each.value, Quantity)]
    left = whole.people - int(sum(numbers))
    if left:
        yield (
            f"Anything about {left} of the {whole.people:,} people listed in {month}: no group is "
            "published."
        )


def input_of(statement: Statement) -> Input:
    """A statement as what a finding was worked out from."""
    return Input(f"{statement.subject}: {statement.id}", sha256_hex(statement.canonical))


def _residents() -> dict[str, int]:
    with CENSUSES[0].open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if MET in row.values():
                return {key: int(row[key]) for key in ("asian", "black", "mixed", "other", "white")}
    raise LookupError(f"{CENSUSES[0].name} has no row for {MET}.")


def _csv(rows: Rows) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


# what stands already


def kept(new: KeptFinding, old: KeptFinding | None) -> KeptFinding:
    """The finding as it stands, if nothing but the version of the code and the day is new."""
    if old is None:
        return new
    as_before = _aged(new, old)
    return old if as_before.text == old.text else new


def _aged(new: KeptFinding, old: KeptFinding) -> KeptFinding:
    """The new finding as the old version of the code, on the old day, would have named it."""
    finding = KINDS.read({**new.finding, "version": old.finding["version"]})
    aged = finding.as_dict()
    known = {new.identifier: finding.identifier, new.public_on: old.public_on}
    statements = []
    for statement in new.statements:
        data = statement.as_dict()
        data["public_on"] = known.get(data["public_on"], data["public_on"])
        named = data["qualifiers"]["finding"]
        data["qualifiers"]["finding"] = known.get(named, named)
        statements.append(Statement.from_dict(data))
    return replace(new, public_on=old.public_on, statements=tuple(statements), finding=aged)


def shipped(collection: Collection, standing: Mapping[str, KeptFinding]) -> dict[str, str]:
    """The text of every file that ships, by the name of the finding."""
    made = (
        *Shipped(collection).all(),
        *places(),
        *located(standing),
        *neighbourhoods(collection, standing),
        *simulated(standing),
        *evaluations["evaluated"](collection),
    )
    return {found.name: write_finding(kept(found, standing.get(found.name))) for found in made}


def main(*, check: bool) -> int:
    collection = read_collection(FOLDER, read_schema(FOLDER))
    standing, _ = read_findings(FOLDER)
    folder = FOLDER / FOLDER_NAME
    wanted = Shipped(collection).tables()
    differ = [path for path, text in wanted.items() if not _is(path, text)]
    if not check:
        for path in differ:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8")
    files = {folder / f"{n}.json": text for n, text in shipped(collection, standing).items()}
    differ += [path for path, text in files.items() if not _is(path, text)]
    gone = [path for path in sorted(folder.glob("*.json")) if path not in files]
    for path in (*differ, *gone):
        print(f"{path.relative_to(FOLDER.parents[2]) if path in files else path.name}")
    if check:
        print(f"{len(differ) + len(gone)} of {len(files)} findings would come out otherwise.")
        return 1 if differ or gone else 0
    folder.mkdir(exist_ok=True)
    for path in differ:
        if path in files:
            path.write_text(files[path], encoding="utf-8")
    for path in gone:
        path.unlink()
    print(f"{len(files)} findings; {len(differ)} files written, {len(gone)} removed.")
    return 0


def _is(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
