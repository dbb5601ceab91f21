"""A finding on rates per resident, as the sentences and tables that audits share read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from candour.audit.findings import Plan
from candour.audit.per_resident import rows as of
from candour.audit.per_resident.denominators import leading, plausible
from candour.audit.per_resident.leads import Frame
from candour.audit.per_resident.rows import Bound, Rate, Ratio, Standardised
from candour.audit.per_resident.subject import Subject
from candour.audit.periods import Period

FEW = 3  # forces that are taken one by one


@dataclass(frozen=True, slots=True)
class Summary:
    """What the rates of a finding come to.

    Attributes
    ----------
    subject : the words of the audit
    plan : of the finding
    whose_word : by whose word people are of a group, in a sentence
    basis : the same in a few words, to stand beside each number
    is_filled : whether missing ethnicity was filled from what officers put down
    refused : the forces that were not compared, each with the reason
    no_ethnicity : why none is recorded, in a clause; "" where that is not known
    """

    subject: Subject
    plan: Plan
    rates: Sequence[Rate]
    ratios: Sequence[Ratio]
    bounds: Sequence[Bound]
    standardised: Sequence[Standardised] = ()
    whose_word: str = ""
    basis: str = ""
    no_ethnicity: str = ""
    is_filled: bool = False
    refused: Mapping[str, str] = field(default_factory=dict)

    @property
    def events(self) -> str:
        return self.subject.events

    @property
    def reference(self) -> str:
        return self.plan.reference

    @property
    def leading(self) -> of.Year | None:
        """The residents that the plan leads with."""
        return leading(self.plan)

    @property
    def leading_ratios(self) -> list[Ratio]:
        """The ratios that a reader is shown first: those with an interval."""
        return of.with_interval(self.ratios, self.leading)

    @property
    def frame(self) -> Frame:
        return Frame(
            self.subject,
            self.reference,
            "",
            primary=self.plan.option("primary"),
            denominators=plausible(self.plan),
            weeks=self.weeks,
            is_filled=self.is_filled,
        )

    @property
    def weeks(self) -> int:
        """How many whole weeks the plan covers; 0 where it names no months."""
        period = Period.of_plan(self.plan.period)
        return period.weeks if period else 0

    @property
    def months(self) -> int:
        """How many months the plan covers; 0 where it names none."""
        period = Period.of_plan(self.plan.period)
        return len(period.months) if period else 0
