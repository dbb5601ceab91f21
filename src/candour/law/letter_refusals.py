"""Letters that make no sense as asked for, each with one sentence that says what to do."""

from candour.core.errors import CandourError
from candour.law.answers import ForWhom
from candour.law.bodies import Force
from candour.law.holidays import Nation
from candour.law.letter_files import LetterSpec
from candour.law.systems import SystemFacts


class UnknownLetter(CandourError):
    def __init__(self, kind: str, known: tuple[str, ...]) -> None:
        self.kind, self.known = kind, known
        super().__init__(f"'{kind}' is no letter of this register. Use one of {', '.join(known)}.")


class LetterNotThere(CandourError):
    """A letter that has no use in a part of the UK."""

    def __init__(self, letter: LetterSpec, nation: Nation) -> None:
        self.kind, self.nation, self.nations = letter.kind, nation, letter.nations
        where = " and ".join(each.label for each in letter.nations)
        super().__init__(f"The letter '{letter.kind}' is for {where}, not for {nation.label}.")


class LetterOfOwnForce(CandourError):
    """A letter that in one part of the UK goes to its own police alone."""

    def __init__(self, letter: LetterSpec, force: Force, nation: Nation) -> None:
        self.kind, self.force, self.nation = letter.kind, force, nation
        super().__init__(
            f"In {nation.label} the letter '{letter.kind}' goes to the police force of that part "
            f"alone. For {force.name} use subject-access, which asks for your own data."
        )


class LetterNotForChild(CandourError):
    """A letter that a child is not sent to."""

    def __init__(self, letter: LetterSpec) -> None:
        self.kind = letter.kind
        super().__init__(
            f"The letter '{letter.kind}' is for bodies that speak of policing as a whole. It is "
            "not made for a child."
        )


class LetterForPolice(CandourError):
    """A letter about the police, asked for about another body."""

    def __init__(self, letter: LetterSpec, force: Force) -> None:
        self.kind, self.force = letter.kind, force
        super().__init__(
            f"The letter '{letter.kind}' is about the police, and {force.name} is no police force. "
            "Pick a force, or another letter."
        )


class LetterForOtherBodies(CandourError):
    """A letter that rests on law which does not bind the body asked for."""

    def __init__(self, letter: LetterSpec, force: Force) -> None:
        self.kind, self.force = letter.kind, force
        super().__init__(
            f"The letter '{letter.kind}' rests on law that does not bind {force.name} "
            f"({force.kind.name.lower()}). Pick another letter."
        )


class LetterNeedsPerson(CandourError):
    """A letter about a person, asked for in nobody's name, or one that only they can sign."""

    def __init__(self, letter: LetterSpec, for_whom: ForWhom) -> None:
        self.kind, self.for_whom, self.open_to = letter.kind, for_whom, letter.for_whom
        people = " or ".join(letter.for_whom)
        super().__init__(
            f"The letter '{letter.kind}' is about a person, who signs it or gives authority. Use "
            f"--for {people}; in the public interest, foi-request needs no one."
        )


class NothingLeftOpen(CandourError):
    """A letter that asks what the register leaves open, of a body of which it asks nothing."""

    def __init__(self, letter: LetterSpec, force: Force) -> None:
        self.kind, self.force = letter.kind, force
        super().__init__(
            f"The register asks nothing of {force.name}: it shows no system in scope with it. Use "
            "foi-request, which asks about every system it may have."
        )


class NotTheirSystem(CandourError):
    """A system that the register shows with another body."""

    def __init__(self, system: SystemFacts, force: Force) -> None:
        self.system, self.force = system, force
        whose = " and ".join(system.operators) or "no body that is named"
        super().__init__(
            f"The register shows {system.name} with {whose}, not with {force.name}. "
            "Check the two, or leave the system out."
        )
