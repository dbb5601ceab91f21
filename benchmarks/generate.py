"""A generated register: real content files of any size, the same for the same seed.

Systems are made as the real ones are: texts, terms, links, silences, figures with checks that
hold and a few that don't, statements that clash. They rest on bodies, documents, datasets,
products, methods and sources in the proportions a large register would have.
"""

import hashlib
import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import words
from candour.content import FOLDER as REAL_CONTENT
from candour.evidence.fields import Schema, read_schema
from candour.evidence.persons import PRIVATE_PERSON
from candour.evidence.speakers import is_ours
from candour.evidence.statements import Silence
from candour.evidence.writing import Plain, dump_yaml

SEED = 2025
SYSTEMS_PER_BODY = 10
SYSTEMS_PER_DOCUMENT = 2
OTHERS = {"datasets": 200, "products": 100, "methods": 50}
SOURCES = 20
AUTHOR = "register-of-tests"
FIRST_YEAR, LAST_YEAR = 2008, 2024
KEEPER = "candour"  # says what a register adds to its sources
DONE = "generated"
MEASURES = {  # beside those of the register: a measure is a term
    "generated-ethnicity": "people on the list by ethnicity",
    "generated-accuracy": "share of forecasts that came true",
    "generated-price": "paid to the vendor",
}


@dataclass(frozen=True, slots=True)
class Size:
    """What decides a generated register, besides the code and the table of fields."""

    systems: int
    seed: int = SEED

    @property
    def bodies(self) -> int:
        return max(self.systems // SYSTEMS_PER_BODY, 5)

    @property
    def documents(self) -> int:
        return max(self.systems // SYSTEMS_PER_DOCUMENT, 5)


def generated(size: Size, *, kept_in: Path) -> Path:
    """Return the folder of a generated register, made now unless it is kept from before."""
    folder = kept_in / f"content-{size.systems}-{size.seed}-{_fingerprint()}"
    if not (folder / DONE).exists():
        kept_in.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=kept_in))
        write(size, draft)
        shutil.rmtree(folder, ignore_errors=True)
        draft.rename(folder)
    return folder


def write(size: Size, folder: Path) -> None:
    """Write the content files of a generated register into an empty folder."""
    for name in ("fields.yaml", "gaps.yaml"):
        shutil.copy(REAL_CONTENT / name, folder / name)
    shutil.copytree(REAL_CONTENT / "vocabularies", folder / "vocabularies")
    measures = {key: {"label": label} for key, label in MEASURES.items()}
    (folder / "vocabularies/generated.yaml").write_text(dump_yaml({"measures": measures}))
    for name, document in Generator(size, read_schema(folder)).files():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(dump_yaml(document), encoding="utf-8")
    (folder / DONE).touch()


def _fingerprint() -> str:
    """What the files are made by and from: with any of it changed they are made anew."""
    here = Path(__file__)
    made_by = [here, here.with_name("words.py")]
    made_from = sorted(REAL_CONTENT.glob("*.yaml")) + sorted(
        (REAL_CONTENT / "vocabularies").glob("*.yaml")
    )
    digest = hashlib.sha256()
    for path in made_by + made_from:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


class Generator:
    """Makes files one after the other from one stream of random numbers."""

    def __init__(self, size: Size, schema: Schema) -> None:
        self.size, self.schema = size, schema
        self.random = random.Random(size.seed)  # noqa: S311 - the same register for the same seed
        self.terms = {name: tuple(terms) for name, terms in schema.vocabularies.items()}
        self.kinds = {
            of: [key for key, term in schema.vocabularies["kinds"].items() if of in term.of]
            for of in ("system", "product", "method", "dataset", "body", "document", "source")
        }
        # Those that a body can tell of itself; the others this register alone can tell.
        self.silences = [
            kind
            for kind in self.terms["silences"]
            if not is_ours(schema, "a-system", "dpia", Silence(kind))
        ]
        self.kinds["body"].remove(PRIVATE_PERSON)  # what they tell is kept to little
        self.bodies = [self._slug("body", number) for number in range(size.bodies)]
        self.documents = [f"assessment-{number:05}" for number in range(size.documents)]
        self.sources = [f"report-{number:02}" for number in range(SOURCES)]
        self.others = {
            folder: [f"{folder[:-1]}-{number:03}" for number in range(count)]
            for folder, count in OTHERS.items()
        }

    def files(self) -> Iterator[tuple[str, dict[str, Plain]]]:
        yield f"bodies/{AUTHOR}", self._author()
        yield f"bodies/{KEEPER}", {**self._author(), "name": "Candour", "kind": "register-keeper"}
        for number, slug in enumerate(self.sources):
            yield f"sources/{slug}", self._source(number)
        for slug in self.bodies:
            yield f"bodies/{slug}", self._body(slug)
        for slug in self.documents:
            yield f"documents/{slug}", self._document(slug)
        for folder, slugs in self.others.items():
            for slug in slugs:
                yield f"{folder}/{slug}", self._other(folder[:-1], slug)
        for number in range(self.size.systems):
            yield f"systems/system-{number:05}", self._system(number)

    # what is drawn

    def place(self) -> str:
        return (self.random.choice(words.STEMS) + self.random.choice(words.ENDINGS)).capitalize()

    def sentence(self, clauses: int = 1) -> str:
        draw = self.random.choice
        parts = [
            f"{draw(words.KINDS_OF)} {draw(words.NOUNS)} {draw(words.VERBS)} "
            f"{draw(words.KINDS_OF)} {draw(words.NOUNS)}, {draw(words.ENDS)}"
            for _ in range(clauses)
        ]
        return "; ".join(parts).capitalize()

    def section(self) -> str:
        number = self.random.randint
        return f"{number(1, 6)}.{number(1, 9)} n{number(1, 720)}"

    def day(self) -> str:
        number = self.random.randint
        year = number(FIRST_YEAR, LAST_YEAR)
        month, day = f"{year}-{number(1, 12):02}", f"{year}-06-{number(1, 30):02}"
        return self.random.choice((str(year), month, day))

    def chance(self, of_a_hundred: int) -> bool:
        return self.random.randrange(100) < of_a_hundred

    def term(self, vocabulary: str) -> str:
        return self.random.choice(self.terms[vocabulary])

    def _slug(self, stem: str, number: int) -> str:
        return f"{stem}-{number:04}"

    # what systems rest on

    def _head(self, of: str, name: str) -> dict[str, Plain]:
        return {
            "source": self.random.choice(self.sources),
            "at": self.section(),
            "name": name,
            "kind": self.random.choice(self.kinds[of]),
        }

    def _author(self) -> dict[str, Plain]:
        return {
            "source": self.sources[0],
            "at": "title page",
            "name": "Authors of the generated reports",
            "kind": "organisation",
        }

    def _source(self, number: int) -> dict[str, Plain]:
        return {
            "source": self.sources[number],
            "at": "title page",
            "name": f"Report {number} on data in policing",
            "kind": "report",
            "published": f"{2016 + number % 9}-02-20",
            "author": AUTHOR,
        }

    def _body(self, slug: str) -> dict[str, Plain]:
        file = self._head("body", f"{self.place()} Police {slug[-4:]}")
        file["nation"] = self.term("nations")
        file["code"] = [{"value": f"E2300{slug[-4:]}", "scheme": "Generated codes"}]
        if self.chance(10):
            denied: dict[str, Plain] = {
                "value": "denies-use", "said_by": slug, "basis": "disclosed", "key": "denied",
                "valid": f"{self.random.randint(2018, LAST_YEAR)}/",
            }  # fmt: skip
            file["predictive-use"] = [denied]
        file["disclosure"] = [{"value": self.term("disclosure"), "at": self.section()}]
        file["answer"] = [
            {"value": self.sentence(2), "said_by": slug, "basis": "disclosed", "at": self.section()}
        ]
        return file

    def _document(self, slug: str) -> dict[str, Plain]:
        file = self._head("document", f"Impact assessment {slug[-5:]}")
        file["dated"] = self.day()
        file["description"] = [self.sentence(2)]
        file["author"] = self.random.choice(self.bodies)
        return file

    def _other(self, of: str, slug: str) -> dict[str, Plain]:
        file = self._head(of, f"{self.place()} {of.capitalize()} {slug[-3:]}")
        file["summary"] = self.sentence(2)
        file["description"] = [self.sentence(), self.sentence(2)]
        return file

    # a system: about sixty statements

    def _system(self, number: int) -> dict[str, Plain]:
        draw = self.random.choice
        name = f"{self.place()} {draw(words.AIMS)} {draw(words.TOOLS)}"
        file = self._head("system", name)
        operator = self.bodies[number % len(self.bodies)]
        file["also"] = ["".join(word[0] for word in name.split()) + str(number)]
        file["summary"] = self.sentence(2)
        for field in ("in-scope", "ban-scope"):
            file[field] = {
                "value": "in-scope" if self.chance(85) else "out-of-scope", "note": self.sentence(),
            }  # fmt: skip
        file["nation"] = self.term("nations")
        file["operator"] = operator
        file |= self._use() | self._texts() | self._data() | self._outcomes()
        file |= self._reviews() | self._law() | self._people()
        file["product"] = [draw(self.others["products"])]
        file["method"] = [draw(self.others["methods"])]
        file["figures"] = self._figures()
        if self.chance(20):
            file["contradictions"] = self._declared(operator)
        return file

    def _said(self, value: str, *, share: int = 60, **more: str) -> Plain:
        """A value with its place, and in `share` of a hundred cases said by the operator."""
        entry: dict[str, Plain] = {"value": value}
        if self.chance(share):
            entry |= {"said_by": "operator", "basis": "disclosed"}
        return entry | {"at": self.section(), **more}

    def _use(self) -> dict[str, Plain]:
        began = self.random.randint(FIRST_YEAR, LAST_YEAR - 2)
        first: list[Plain] = [{"value": str(began), "said_by": "operator"}]
        if self.chance(10):
            first.append({"value": str(began - 2), "at": self.section()})
        use: list[Plain] = [
            self._said("in-use", share=0, valid=f"{began}/", key="since"),
            self._said("in-use", share=100, valid=f"{began + 1}-08", note=self.sentence()),
        ]
        if self.chance(5):
            use.append(self._said("denied", share=100, valid=f"{began + 1}"))
        return {
            "use": use,
            "first-use": first,
            "predictive": [self._said("called-predictive", share=0)],
            "targets": [self.term("targets")],
            "used-on": [self._said(self.sentence())],
            "used-in": [self.place()],
            "event": [self._said(self.sentence(), share=0, valid=self.day())],
        }

    def _texts(self) -> dict[str, Plain]:
        return {
            "purpose": [self._said(self.sentence(2)) for _ in range(2)],
            "operation": [self._said(self.sentence(2)) for _ in range(2)],
            "criterion": [self._said(self.sentence())],
            "technique": [self._said(self.sentence(2), share=90)],
            "procedure": [self._document_or_silence()],
        }

    def _document_or_silence(self) -> Plain:
        if self.chance(40):
            return self.random.choice(self.documents)
        silence: dict[str, Plain] = {
            "silence": self.random.choice(self.silences),
            "said_by": "operator",
        }
        if self.chance(20):
            silence |= {"act": "Freedom of Information Act 2000", "section": "s.31"}
            silence["asked_on"] = "2024-03-05"
        return silence

    def _data(self) -> dict[str, Plain]:
        systems = self.random.sample(self.others["datasets"], 2)
        inputs = [
            self._said(term, from_system=self.random.choice(systems))
            for term in self.random.sample(self.terms["inputs"], self.random.randint(4, 5))
        ]
        return {
            "inputs": {
                "complete": "yes" if self.chance(20) else "not known",
                **({"said_by": "operator", "basis": "disclosed"} if self.chance(20) else {}),
                "values": list(inputs),
            },
            "data-system": list(systems),
            "data-note": [self._said(self.sentence(2), share=0)],
        }

    def _outcomes(self) -> dict[str, Plain]:
        outcomes = self.random.sample(self.terms["outcomes"], 2)
        return {
            "outcomes": [self._said(term) for term in outcomes],
            "recipients": [self.random.choice(self.bodies)],
            "human-role": [self._said(self.sentence(), share=100)],
        }

    def _reviews(self) -> dict[str, Plain]:
        return {
            "evaluations": [self._document_or_silence()],
            "claimed-effect": [self._said(self.sentence(), share=100)],
            "limitation": [self._said(self.sentence(), share=100)],
        }

    def _law(self) -> dict[str, Plain]:
        return {
            "legal-basis": [self._said(self.sentence(), share=100)],
            "dpia": self._document_or_silence(),
            "eia": self._document_or_silence(),
            "oversight": [self._said(self.sentence(2))],
            "rights": [self._said(self.term("rights"), share=0, note=self.sentence())],
            "atrs-record": {"silence": "none-exists", "said_by": AUTHOR},
            "notice": [self._said(self.sentence(), share=100, key="not-told")],
        }

    def _people(self) -> dict[str, Plain]:
        return {
            "harm": [self._said(self.term("harms"), share=0, note=self.sentence())],
            "discrimination": [self._said(self.sentence(2), share=0)],
            "finding": [self._said(self.sentence(2), share=0)],
        }

    def _figures(self) -> dict[str, Plain]:
        parts = {group: self.random.randint(5, 900) for group in words.GROUPS}
        total = sum(parts.values()) + (7 if self.chance(5) else 0)
        shares = {group: f"{100 * part / total:.1f} per cent" for group, part in parts.items()}
        year = str(self.random.randint(2018, LAST_YEAR))
        shared: dict[str, Plain] = {
            "measure": "people who meet the inclusion rules", "unit": "people",
            "said_by": "operator", "basis": "disclosed", "period": year, "at": self.section(),
        }  # fmt: skip
        return {
            "listed": {"field": "people-profiled", **shared, "total": f"{total:,}"},
            "ethnicity": {
                "field": "composition", **shared,
                "measure": "people on the list by ethnicity",
                "values": {group: str(part) for group, part in parts.items()},
                "shares": dict(shares),
                "checks": ["parts of listed.total", "shares of listed.total"],
            },
            "accuracy": {
                "field": "accuracy", "measure": "share of forecasts that came true",
                "unit": "percent", "said_by": "operator", "period": year, "at": self.section(),
                "total": f"{self.random.randint(2, 60)} per cent",
            },
            "price": {
                "field": "cost", "measure": "paid to the vendor", "period": year,
                "at": self.section(), "total": f"£{self.random.randint(5, 900)},000",
            },
        }  # fmt: skip

    def _declared(self, operator: str) -> dict[str, Plain]:
        return {
            "open-or-secret": {
                "kind": "denied-and-shown",
                "sides": [
                    {"said": self.sentence(), "statements": [f"{operator}#answer.1"]},
                    {"said": self.sentence(), "statements": ["notice.not-told"]},
                ],
                "reason": self.sentence(2),
            }
        }
