"""The findings that ship of evaluations: what high counts do by themselves, and three claims.

Of London, places with nothing evaluated: how high counts go on, and what a pilot could see there.
Of Southend, Basildon and Grip, what their printed totals can show. Every number of a claim is read
from its statement; the sizes of the choices and their length are fixed here.
"""

import runpy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from candour.audit.evaluations import kind as evaluations
from candour.audit.evaluations.places_alone import FallsQuestion, audit_places_alone, in_title
from candour.audit.evaluations.rows import Falls
from candour.audit.evaluations.totals import audit_totals
from candour.audit.findings import Input
from candour.audit.in_words import share
from candour.core.hashing import sha256_hex
from candour.evidence.collection import Collection
from candour.evidence.findings import KeptFinding
from candour.evidence.quantities import Quantity
from candour.evidence.statements import Statement

_path = str(Path(__file__).with_name("kept_finding.py"))
kept: Callable[..., KeptFinding] = runpy.run_path(_path)["kept"]

DATA = Path(__file__).resolve().parents[2] / "data/evaluations"
COUNTS = DATA / "london-recorded-crime-by-month.csv.gz"
CLAIMS = DATA / "southend-basildon-grip.csv"
LONDON = "London’s 4,994 small areas"
CHOSEN, TENTH, SPAN = 20, 499, 3  # areas, a tenth of them, and months: a pilot of 90 days
LICENCE = (
    "Contains public sector information licensed under the Open Government Licence v3.0 "
    "(data.police.uk)."
)
PRINTED = "Numbers as printed in the report that their statements name."
REPORT = "automated-racism"
SOUTHEND, BASILDON, GRIP = "southend-harm-spots", "essex-risk-terrain-modelling", "grip"
GRIP_ESSEX = "essex-grip-hotspots"
SPIKING = "criterion.spiking"
READ_IN = "Amnesty’s report"
COLUMNS = (
    *("claim", "fall", "fewer", "units", "treated_at_once", "periods", "tests", "drawn"),
    *("chosen_by_count", "confounders", "also", "not_read", "statement"),
)
LARGER = (
    "What patrol spots are like: a small area of the census holds some 1,700 people and is larger "
    "than a spot of 150 metres, which has fewer events and returns further."
)
NOT_READ = (
    "What the studies themselves print: only the report that tells of them was read, and the "
    "numbers wanting here may stand in them."
)
ASKED = {
    "robbery": ("falls-london-robbery", "robbery", CHOSEN, "recorded robberies"),
    "robbery, a tenth": ("falls-london-robbery-tenth", "robbery", TENTH, "recorded robberies"),
    "all": ("falls-london-all", "all", CHOSEN, "recorded crimes"),
}


@dataclass(frozen=True)
class Claims:
    """The three claims, from the register's own figures."""

    collection: Collection

    def statement(self, slug: str, handle: str) -> Statement:
        return self.collection.subjects[slug].by_handle[handle]

    def printed(self, slug: str, handle: str) -> str:
        value = self.statement(slug, handle).value
        assert isinstance(value, Quantity)
        return value.printed

    def number(self, slug: str, handle: str) -> str:
        value = self.statement(slug, handle).value
        assert isinstance(value, Quantity)
        return str(int(value.value))

    def rests_on(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """The statements behind each claim."""
        return {
            "Southend, foot patrols of 2020": (
                (SOUTHEND, "street-crime-effect.total"),
                (SOUTHEND, "hot-spots.total"),
                (SOUTHEND, "areas-per-day.total"),
                (SOUTHEND, "study-length.total"),
                (SOUTHEND, "offences.total"),
            ),
            "Basildon, risk terrain modelling, Sept 2020 to Mar 2021": (
                (BASILDON, "violence-change.total"),
                (BASILDON, "violence-fewer.total"),
                (BASILDON, "target-areas.total"),
                (BASILDON, SPIKING),
            ),
            "Grip, its twenty forces": ((GRIP, "forces-england-and-wales.total"),),
        }

    def table(self) -> str:
        """The claims as the file that the audit reads."""
        southend, basildon, grip = self.rests_on()
        cells = {
            southend: {
                "fall": self.printed(SOUTHEND, "street-crime-effect.total"),
                "units": self.number(SOUTHEND, "hot-spots.total"),
                "treated_at_once": self.number(SOUTHEND, "areas-per-day.total"),
                "periods": self.number(SOUTHEND, "study-length.total"),
                "drawn": "yes",
                "chosen_by_count": "yes",
                "also": f"{self.number(SOUTHEND, 'offences.total')} offences, not said of what "
                "place or time",
                "not_read": "the Cambridge study of the patrols",
            },
            basildon: {
                "fall": self.printed(BASILDON, "violence-change.total"),
                "fewer": self.number(BASILDON, "violence-fewer.total"),
                "units": self.number(BASILDON, "target-areas.total"),
                # Said of the place, and by nobody of its counts: n313.
                "chosen_by_count": "yes",
                "confounders": "the lockdowns of 2020 and 2021",
                "not_read": "the force’s evaluation and the study it backed",
            },
            grip: {"tests": self.number(GRIP, "forces-england-and-wales.total")},
        }
        rows = [",".join(COLUMNS)]
        for claim, numbers in cells.items():
            ids = " ".join(self.statement(*one).id for one in self.rests_on()[claim])
            whole = {"claim": claim, "statement": ids, **numbers}
            rows.append(",".join(_quoted(whole.get(column, "")) for column in COLUMNS))
        return "\n".join(rows) + "\n"

    def inputs(self) -> tuple[Input, ...]:
        statements = [self.statement(*one) for ones in self.rests_on().values() for one in ones]
        return tuple(
            Input(f"{one.subject}: {one.id}", sha256_hex(one.canonical)) for one in statements
        )


def _quoted(text: str) -> str:
    return f'"{text}"' if "," in text else text


def tables(collection: Collection) -> dict[Path, str]:
    """The small table that is written from the content."""
    return {CLAIMS: Claims(collection).table()}


def evaluated(collection: Collection) -> Iterator[KeptFinding]:
    """Give the findings on London, and the one on the three claims."""
    robbery: Falls | None = None
    for name, outcome, chosen, events in ASKED.values():
        finding = audit_places_alone(
            COUNTS,
            FallsQuestion(
                unit="lsoa21_code",
                time="month",
                outcome=outcome,
                chosen=chosen,
                span=SPAN,
                events=events,
                what=LONDON,
            ),
        )
        finding = replace(finding, does_not_show=(*finding.does_not_show, LARGER))
        robbery = robbery or finding.result
        title = f"London’s {chosen} areas with the most {events}, three months on"
        said = f"{title}: {in_title(finding.result, finding.plan)}"
        yield kept(finding, name=name, title=said, about=("metropolitan-police",), licence=LICENCE)
    assert robbery is not None
    yield _three_claims(collection, robbery)


def _three_claims(collection: Collection, robbery: Falls) -> KeptFinding:
    claims = Claims(collection)
    finding = audit_totals(
        CLAIMS, what="Southend, Basildon, Grip", read_in=READ_IN, beside=_beside(robbery)
    )
    finding = replace(
        finding,
        inputs=(*finding.inputs, *claims.inputs()),
        does_not_show=(NOT_READ, *finding.does_not_show),
    )
    about = (SOUTHEND, BASILDON, GRIP_ESSEX, GRIP, "essex-police", "home-office")
    return kept(
        finding,
        name="claims-southend-basildon-grip",
        title=evaluations.KIND.title(finding),
        about=about,
        licence=PRINTED,
        source=REPORT,
    )


def _beside(robbery: Falls) -> tuple[str, ...]:
    """What is known from elsewhere, said after the claims."""
    ratio = robbery.ratio.value or 1.0
    return (
        "Places chosen for a bad spell get better by themselves: in London the "
        f"{robbery.chosen} areas with the most recorded robberies over three months had "
        f"{share(1 - ratio)} fewer over the next three, with no trial there. For Basildon it can’t "
        "be told how much of the fall is that; in Southend both sides were the same spots, which "
        "takes it out of the comparison.",
        "Of Basildon, the study that the force backed says that twelve weeks after the end "
        "violence was about where it had been before. Of Grip, the Home Office’s evaluation says "
        "that few forces had a significant fall, and few is no number: it can’t be set beside what "
        "chance would give. Two later reviews by Essex Police found none of significance, and by "
        "the first of them violence rose in three patrolled areas (Southend, Chelmsford and "
        "Colchester) beside areas that were not patrolled.",
    )
