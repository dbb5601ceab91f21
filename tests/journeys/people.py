"""Eighteen people who ask whether it was used on them, and what each must leave with.

The days of those whose story has a date are worked out by hand from the words of the rules; of the
others, whose story lies some days back, they are counted by `tests.law.counting`. All of them ask
on one day, at which the site they ask is started.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.law.counting import by_hand

MOMENT = datetime(2026, 12, 1, 10, tzinfo=ZoneInfo("Europe/London"))
# Each rule read by hand for 14 October 2025: "beginning with" ends on the day before.
SOUTHEND_DAYS = {
    "C17": date(2026, 1, 13),  # three months beginning with the search
    "C12": date(2026, 1, 14),  # three months after the grounds arose
    "C7": date(2026, 4, 13),  # six months beginning with the act
    "C11": date(2026, 10, 13),  # one year beginning with the act
    **dict.fromkeys(("C16", "D11"), date(2031, 10, 14)),  # six years after
}
# 1 August 2026.
MANCHESTER_DAYS = {
    "C12": date(2026, 11, 1),
    "C7": date(2027, 1, 31),
    "C11": date(2027, 7, 31),
    **dict.fromkeys(("C16", "D11"), date(2032, 8, 1)),
}
# 1 October 2026; in Scotland court review counts its first day, and damages have five years.
SCOTTISH_DAYS = {
    "C18": date(2027, 4, 1),  # six months after the search
    "C12": date(2026, 12, 31),
    "C7": date(2027, 3, 31),
    "C11": date(2027, 9, 30),
    **dict.fromkeys(("C16", "D11"), date(2031, 10, 1)),
}
NORTHERN_IRISH_DAYS = {
    "C12": date(2027, 1, 1),
    "C8": date(2027, 3, 31),
    "C11": date(2027, 9, 30),
    "C5": date(2027, 10, 1),  # the Police Ombudsman: twelve months
    **dict.fromkeys(("C16", "D11"), date(2032, 10, 1)),
}
EVIDENCE_FIRST = ("keep-evidence", "D1", "restrict", "D2", "D3")


# The clocks of courts in each legal system; D11 is for police, and G11 for everyone else.
COURTS = {
    "england-wales": {"C12": "JR3M", "C7": "EQA6M", "C16": "TORT6Y", "D11": "TORT6Y"},
    "scotland": {"C12": "JR3M-S", "C7": "EQA6M", "C16": "DELICT5Y", "D11": "DELICT5Y"},
    "northern-ireland": {
        "C12": "JR3M-NI",
        "C8": "EQA6M-NI",
        "C16": "TORT6Y-NI",
        "D11": "TORT6Y-NI",
    },
}


def counted(day, nation, more):
    """The last days of courts in a legal system for something on a day, and of `more` clocks."""
    clocks = {**COURTS[nation], "C11": "HRA1Y", **more}
    return {name: by_hand(clock, day, nation) for name, clock in clocks.items()}


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, what they answer, and what they must leave with.

    `on` is a day, or how many days ago. `typed` is the start of the force's name, as typed in the
    list, or a name after "typed". `order` are steps that come in this order, `first` those that
    stand before all others. `letter` is the step whose letter is opened; `part` the part of the
    UK, where it is asked. `clocks` run besides the usual ones, and those of `without` do not.
    """

    id: str
    force: str
    slug: str
    typed: str
    nation: str
    what: str
    on: date | int
    whom: str
    care: str
    systems: tuple[str, ...]
    order: tuple[str, ...]
    there: tuple[str, ...]
    elsewhere: tuple[str, ...]
    later: tuple[str, ...]
    helpers: tuple[str, ...]
    says: tuple[str, ...] = ()
    days: dict[str, date] = field(default_factory=dict)
    foi: str = "P1"
    letter: str = "D1"
    first: tuple[str, ...] = ()
    age: str = ""
    reply: str = ""
    part: str = ""
    clocks: dict[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()

    def day(self, today):
        return self.on if isinstance(self.on, date) else today - timedelta(days=self.on)

    def last_days(self, today):
        """The last day of every step that has one."""
        if self.days:
            return self.days
        found = counted(self.day(today), self.nation, self.clocks)
        return {name: day for name, day in found.items() if name not in self.without}

    @property
    def is_body(self):
        return self.whom == "public-interest"


IN_ENGLAND: dict[str, Any] = {
    "nation": "england-wales",
    "elsewhere": ("P2", "C3", "C5", "C8", "C13", "D14"),
    "later": ("C2", "P3", "P5", "D7"),
    "helpers": ("Equality Advisory and Support Service", "Law Centres Network"),
}
SOUTHEND: dict[str, Any] = {
    **IN_ENGLAND,
    "force": "Essex Police",
    "slug": "essex-police",
    "typed": "Essex P",
    "what": "stop-and-search",
    "on": date(2025, 10, 14),
    "care": "none",
    "systems": ("Grip hotspot mapping", "Knife Crime and Violence Model"),
    "order": ("keep-evidence", "C17", "C12", *EVIDENCE_FIRST[1:]),
    "there": ("C1", "C7", "D4", "D6", "D8", "P1"),
    "first": ("keep-evidence", "d1", "solicitor", "c1"),
    "days": SOUTHEND_DAYS,
}
SIGNS = "A child who understands this signs for themselves."
PEOPLE = (
    Person(
        **SOUTHEND
        | {
            "id": "a boy of 16 stopped in Southend",
            "whom": "child",
            "age": "16-or-17",
            "elsewhere": (*IN_ENGLAND["elsewhere"], "C6", "C10"),
            "helpers": ("Just for Kids Law",),
            "says": (SIGNS,),
            "letter": "keep-evidence",
        }
    ),
    Person(
        **SOUTHEND
        | {
            "id": "his mother, with his authority",
            "whom": "client",
            "says": ("Get the person's written authority first.",),
            "letter": "authority",
        }
    ),
    Person(
        **IN_ENGLAND,
        id="someone told “standard risk” by Avon and Somerset",
        force="Avon and Somerset Police",
        slug="avon-and-somerset-police",
        typed="Avon and S",
        what="told-a-score",
        on=20,
        whom="self",
        care="none",
        systems=("Offender Management App",),
        order=("keep-evidence", "C12", "D1", "D5", "restrict", "D2", "C1", "C11", "D3"),
        there=("P1", "D6", "D8", "explanation", "partners"),
        first=("keep-evidence", "d1", "solicitor", "c1", "d5"),
        says=("You can still ask what part a system played.",),
    ),
    Person(
        **IN_ENGLAND,
        id="someone banned from an event by letter in Manchester",
        force="Greater Manchester Police",
        slug="greater-manchester-police",
        typed="Greater M",
        what="letter-or-ban",
        on=date(2026, 8, 1),
        whom="self",
        care="none",
        systems=("Xcalibre gang profiling",),
        order=("keep-evidence", "C12", *EVIDENCE_FIRST[1:]),
        there=("C1", "C7", "C11", "D5", "P1"),
        first=("keep-evidence", "d1", "solicitor", "c1", "d5"),
        days=MANCHESTER_DAYS,
        letter="restrict",
    ),
    Person(
        **IN_ENGLAND | {"elsewhere": ("D1", "D3", "C1", "C7", "C11", "keep-evidence", "restrict"),
                        "later": ("P3", "P5")},
        id="an organisation with no client",
        force="Metropolitan Police Service",
        slug="metropolitan-police",
        typed="Metropolitan",
        what="general",
        on=date(2026, 11, 1),
        whom="public-interest",
        care="",
        systems=("Violence Harm Assessment", "Gangs Matrix"),
        order=("C12", "explanation", "P1", "P7", "C10", "C6"),
        there=(),
        says=("You need no client for these.",),
        days={"C12": date(2027, 2, 1)},
        first=("p1", "solicitor", "c10", "c6", "explanation"),
        letter="P1",
    ),
    Person(
        id="someone in Scotland",
        force="Police Scotland",
        slug="police-scotland",
        typed="Police Scot",
        nation="scotland",
        what="stop-and-search",
        on=date(2026, 10, 1),
        whom="self",
        care="none",
        systems=("Data science to foresee crime (Police Scotland)",),
        order=("keep-evidence", "C12", "C7", *EVIDENCE_FIRST[1:]),
        there=("P2", "C3", "C18", "D8"),
        elsewhere=("P1", "C1", "C5", "C6", "C8", "C17", "D12"),
        later=("P4", "P6", "C4"),
        helpers=("Equality Advisory and Support Service", "Scottish Association of Law Centres"),
        says=(
              "Police Investigations and Review Commissioner",
              "Scottish Information Commissioner"),
        days=SCOTTISH_DAYS,
        first=("keep-evidence", "c18", "d1", "solicitor", "c3"),
        foi="P2",
        letter="P2",
    ),
    Person(
        id="someone in Northern Ireland",
        force="Police Service of Northern Ireland",
        slug="police-service-of-northern-ireland",
        typed="Police Service",
        nation="northern-ireland",
        what="visit-or-warning",
        on=date(2026, 10, 1),
        whom="self",
        care="none",
        systems=("Hotspot mapping (Police Service of Northern Ireland)",),
        order=("keep-evidence", "C12", "C8", "D1", "restrict", "D2", "C5", "D3"),
        there=("P1", "C5", "C8", "D8"),
        elsewhere=("P2", "C1", "C3", "C6", "C7", "C10", "C17", "D12", "D14"),
        later=("P3", "P5"),
        helpers=("Equality Commission for Northern Ireland",),
        says=("Complain to the Police Ombudsman",),
        days=NORTHERN_IRISH_DAYS,
        first=("keep-evidence", "d1", "solicitor", "c5", "d5"),
        letter="C5",
    ),
    Person(
        **IN_ENGLAND | {"helpers": ("Find a legal aid adviser",)},
        id="someone with a charge pending",
        force="Essex Police",
        slug="essex-police",
        typed="Essex P",
        what="arrest-or-charge",
        on=33,
        whom="self",
        care="charged",
        systems=("Knife Crime and Violence Model",),
        order=("keep-evidence", "C12", *EVIDENCE_FIRST[1:]),
        there=("C1", "C7", "C11", "P1"),
        says=("Speak to an adviser before you do anything here.",
              "put no facts about what happened in writing"),
        letter="",
        first=("solicitor", "keep-evidence"),
        clocks={"C17A": "CUSTODY12M"},
    ),
    Person(
        id="a homeless person whom a council refused",
        force="Wibbleton Borough Council",
        slug="wibbleton",
        typed="typed Wibbleton Borough Council",
        nation="england-wales",
        part="england",
        what="homeless",
        on=3,
        whom="self",
        care="none",
        systems=(),
        order=("H1", "C12", "C15", "A1"),
        there=("P1", "D6", "G5", "C7"),
        elsewhere=("D1", "D7", "C1", "C13", "C17", "keep-evidence"),
        later=("A2", "H2", "P3"),
        helpers=("Shelter England", "Find a legal aid adviser"),
        first=("h1", "c15", "solicitor", "a1"),
        clocks={"G11": "TORT6Y", "H1": "HA202-21D"},
        without=("D11",),
        letter="H1",
    ),
    Person(
        id="a mother whose child of nine was reported under Prevent",
        force="Wibbleton Academy",
        slug="wibbleton",
        typed="typed Wibbleton Academy",
        nation="england-wales",
        part="england",
        what="prevent",
        on=10,
        whom="child",
        age="under-12",
        care="none",
        systems=(),
        order=("C12", "V3", "V1", "V4"),
        there=("V2", "V5", "C7"),
        elsewhere=("D1", "C15", "C1", "C6", "C13", "C17"),
        later=("A4",),
        helpers=("Just for Kids Law",),
        says=("Some limits wait until you grow up. Most do not.",),
        first=("v3", "v1", "solicitor", "v2"),
        clocks={"G11": "TORT6Y"},
        without=("D11",),
        letter="V3",
    ),
    Person(
        id="someone with a probation score",
        force="Ministry of Justice",
        slug="ministry-of-justice",
        typed="typed Ministry of Justice",
        nation="england-wales",
        what="assessed",
        on=10,
        whom="self",
        care="none",
        systems=("OASys",),
        order=("C12", "R1", "R2", "D2", "R3"),
        there=("D6", "P1"),
        elsewhere=("D1", "C1", "C17", "A2", "R6", "R8"),
        later=("R4", "A3"),
        helpers=("Prison Reform Trust",),
        first=("r1", "r2", "d2", "r3", "solicitor"),
        clocks={"R3": "PROB1Y"},
        letter="R1",
    ),
    Person(
        id="someone whose data request was refused under section 45(4)",
        force="Essex Police",
        slug="essex-police",
        typed="Essex P",
        nation="england-wales",
        what="told-a-score",
        on=40,
        whom="self",
        care="none",
        reply="Refused under section 45(4)",
        systems=("Knife Crime and Violence Model",),
        order=("keep-evidence", "C12", "D1", "D6", "D8"),
        there=("D7", "D10", "notice"),
        elsewhere=("P3", "P5", "C17", "C13"),
        later=("C2", "D9"),
        helpers=("Citizens Advice",),
        says=("They may do so only as far as it is needed",),
        first=("notice", "d7", "d6", "d8", "solicitor"),
        letter="D7",
    ),
    # Six of the table of personas, each of another nation, kind of body, age and reply.
    Person(
        id="a girl of 15 on whom social services in Wales acted",
        force="Wibbleton County Council",
        slug="wibbleton",
        typed="typed Wibbleton County Council",
        nation="england-wales",
        part="wales",
        what="children",
        on=10,
        whom="child",
        age="12-to-15",
        care="none",
        systems=(),
        order=("C12", "C15", "A1"),
        there=("P1", "D6", "C7"),
        elsewhere=("D1", "H1", "C6", "C13", "keep-evidence"),
        later=("A2",),
        helpers=("Just for Kids Law",),
        says=("Some limits wait until you grow up. Most do not.",
              "called a litigation friend"),
        first=("c15", "solicitor", "a1"),
        clocks={"G11": "TORT6Y"},
        without=("D11",),
        letter="C15",
    ),
    Person(
        id="someone in Scotland whom a council did not answer",
        force="Wibbleton Council",
        slug="wibbleton",
        typed="typed Wibbleton Council",
        nation="scotland",
        part="scotland",
        what="refused-service",
        on=60,
        whom="self",
        care="none",
        reply="No reply to a request for information",
        systems=(),
        order=("C12", "C15", "A1"),
        there=("P2", "P4", "C7"),
        elsewhere=("P1", "P3", "P5", "D1", "C3", "C6"),
        later=("P6", "A2"),
        helpers=("Law Society of Scotland",),
        says=("Ask the body for a review first.",),
        first=("p4", "p6", "solicitor"),
        clocks={"G11": "DELICT5Y"},
        without=("D11",),
        foi="P2",
        letter="P4",
    ),
    Person(
        id="a homeless person in Northern Ireland",
        force="Northern Ireland Housing Executive",
        slug="wibbleton",
        typed="typed Housing Executive",
        nation="northern-ireland",
        what="homeless",
        on=3,
        whom="self",
        care="none",
        systems=(),
        order=("H1", "C12", "C15", "A1"),
        there=("P1", "D6", "C8"),
        elsewhere=("D1", "C7", "C5", "P2", "keep-evidence"),
        later=("A2", "H2"),
        helpers=("Housing Rights", "Law Centre NI"),
        says=("Ask the Housing Executive to review its decision.",),
        first=("h1", "c15", "solicitor", "a1"),
        clocks={"G11": "TORT6Y-NI", "H1": "HNI11A-28D"},
        without=("D11",),
        letter="H1",
    ),
    Person(
        id="a pupil of 16 in Scotland reported under Prevent",
        force="Wibbleton Academy",
        slug="wibbleton",
        typed="typed Wibbleton Academy",
        nation="scotland",
        part="scotland",
        what="prevent",
        on=10,
        whom="child",
        age="16-or-17",
        care="none",
        systems=(),
        order=("C12", "V3", "V1", "V4"),
        there=("V2", "V5", "C7", "P2"),
        elsewhere=("D1", "C15", "C3", "C6", "P1"),
        later=("A4",),
        helpers=("Scottish Child Law Centre",),
        says=("At 16 or 17 in Scotland no limit waits.",),
        first=("v3", "v1", "solicitor", "v2"),
        clocks={"G11": "DELICT5Y"},
        without=("D11",),
        foi="P2",
        letter="V3",
    ),
    Person(
        id="a caseworker in Northern Ireland whose client got no yes or no",
        force="Police Service of Northern Ireland",
        slug="police-service-of-northern-ireland",
        typed="Police Service",
        nation="northern-ireland",
        what="told-a-score",
        on=40,
        whom="client",
        care="none",
        reply="Neither confirm nor deny, on your data",
        systems=("Hotspot mapping (Police Service of Northern Ireland)",),
        order=("keep-evidence", "C12", "C8", "D1", "D6", "D8"),
        there=("D7", "D10", "C5"),
        elsewhere=("P3", "P5", "C1", "C7", "C17"),
        later=("D9",),
        helpers=("Advice NI",),
        says=("It is a restriction, with a right to have it checked.",),
        first=("d7", "d6", "d8", "d10", "solicitor"),
        clocks={"C5": "PONI12M"},
        letter="D7",
    ),
    Person(
        id="someone to whom a hospital trust gave a part",
        force="Wibbleton NHS Trust",
        slug="wibbleton",
        typed="typed Wibbleton NHS Trust",
        nation="england-wales",
        part="england",
        what="refused-service",
        on=40,
        whom="self",
        care="none",
        reply="Refused or held back by a council, school or firm",
        systems=(),
        order=("C12", "C15", "A1", "D6", "D8"),
        there=("ask-reasons", "D10", "C7"),
        elsewhere=("D7", "D1", "C1", "P3", "keep-evidence"),
        later=("A2", "D9"),
        helpers=("Citizens Advice",),
        says=("There is no check by the regulator",),
        first=("ask-reasons", "d6", "d8", "d10", "solicitor"),
        clocks={"G11": "TORT6Y"},
        without=("D11",),
        letter="C15",
    ),
)  # fmt: skip
