"""The questions, one a page: what each asks, its choices, and the answers put in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from candour.law.answers import NATION_OF, Age, ForWhom, Request, Situation
from candour.law.bodies import DataLaw, Force, read_kinds
from candour.law.holidays import Country, Nation
from candour.law.routes import What
from candour.law.voice import marked
from candour.web.help.form import (
    FIELDS,
    NONE,
    Form,
    Given,
    Question,
    Wrong,
)
from candour.web.help.law_texts import day_in_words, texts


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be picked. A name of the register is not translated."""

    value: str
    label: str
    hint: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class OptionGroup:
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question as its page shows it.

    `kind` is how it is answered: body, radios, day, reply or checkboxes.
    """

    key: Question
    kind: str
    name: str
    heading: str
    hint: str
    groups: tuple[OptionGroup, ...]
    number: int
    total: int
    wrong: tuple[Wrong, ...]
    typed: dict[str, str]
    kept: tuple[tuple[str, str], ...]

    def wrong_at(self, field: str) -> str:
        return next((each.message for each in self.wrong if each.field == field), "")

    @property
    def options(self) -> Iterable[Option]:
        return (option for group in self.groups for option in group.options)


@dataclass(frozen=True, slots=True)
class Summed:
    """One answer in words, on the page that sums them up."""

    key: Question
    question: str
    answer: str
    is_name: bool = False


KINDS = {
    Question.WHERE: "body",
    Question.KIND: "radios",
    Question.NATION: "radios",
    Question.WHAT: "radios",
    Question.WHEN: "day",
    Question.REPLY: "reply",
    Question.WHOM: "radios",
    Question.AGE: "radios",
    Question.CARE: "checkboxes",
}


def question_shown(
    question: Question, form: Form, *, forces: Sequence[Force], tells_wrong: bool
) -> QuestionShown:
    """Build the page of a question; `forces` are read by the first question alone."""
    heading, hint = _asks(question, form.given)
    place = form.questions.index(question) + 1 if question in form.questions else 1
    own = FIELDS[question]
    answered_before = tuple(name for name in form.posted.values if name not in {*own, "at", "go"})
    return QuestionShown(
        key=question,
        kind=KINDS[question],
        name=own[0],
        heading=heading,
        hint=hint,
        groups=_groups(question, form, forces),
        number=place,
        total=max(len(form.questions), place),
        wrong=tuple(form.wrong.get(question, ())) if tells_wrong else (),
        typed={name: form.posted.last(name) for name in own},
        kept=tuple(form.posted.pairs(answered_before)),
    )


def _asks(question: Question, given: Given) -> tuple[str, str]:
    """The question and the help below it."""
    if question is Question.WHEN and given.what is What.GENERAL:
        return _("Which day is it about?"), _(
            "For instance the day a system was brought in, or the day you learned of it."
        )
    return {
        Question.WHERE: (
            _("Which force or other body was it?"),
            _("Pick the one that stopped, visited, wrote or refused, or type its name."),
        ),
        Question.KIND: (
            _("What kind of body is it?"),
            _("The record does not hold that name. The law differs by kind of body."),
        ),
        Question.NATION: (
            _("In which part of the UK was it?"),
            _("This body works in more than one part, or we do not know where. The law differs."),
        ),
        Question.WHAT: (
            _("What happened?"),
            _("Pick what fits best. Do not tell us more: we need no names and no story."),
        ),
        Question.WHEN: (
            _("When was it?"),
            _("Last days are counted from here. Do you know only the month? Leave the day out."),
        ),
        Question.REPLY: (
            _("Has a reply come?"),
            _("Only if you asked them for something before. It settles what comes next."),
        ),
        Question.WHOM: (_("Who is this for?"), ""),
        Question.AGE: (
            _("How old is the child?"),
            _("Some steps differ by age. You can go on without an answer."),
        ),
        Question.CARE: (
            _("Is one of these so?"),
            _("If it is, what you write can do harm. Then an adviser comes first."),
        ),
    }[question]


# choices


def _groups(question: Question, form: Form, forces: Sequence[Force]) -> tuple[OptionGroup, ...]:
    chosen = set(form.posted.all(FIELDS[question][0]))
    if question is Question.WHERE:
        return _force_groups(form.given.force, forces)
    if question is Question.REPLY:
        return _reply_groups(form)
    options = {
        Question.KIND: lambda: _kinds(form.given),
        Question.NATION: lambda: _nations(form.given),
        Question.WHAT: lambda: _what(form.given),
        Question.WHEN: tuple,
        Question.WHOM: _whom,
        Question.AGE: _ages,
        Question.CARE: _care,
    }[question]()
    marked = (Option(o.value, o.label, o.hint, o.value in chosen) for o in options)
    return (OptionGroup("", tuple(marked)),)


def _kinds(given: Given) -> Iterable[Option]:
    """The bodies of the register that come near to what was typed, then the kinds there are."""
    for body in given.near:
        yield Option(f"body:{body.slug}", body.name, _("A body of the record"))
    for kind in read_kinds().values():
        yield Option(kind.id, _(kind.name))


def _nations(given: Given) -> Iterable[Option]:
    """The legal systems for police; for other bodies the countries, whose law differs more."""
    is_police = given.force is not None and given.force.is_police
    parts = Nation if is_police else Country
    return (Option(each, _(each.label)) for each in parts)


def _what(given: Given) -> Iterable[Option]:
    """What can have happened with a body of that kind."""
    known = given.force.kind.what if given.force is not None else tuple(What)
    return (Option(What(each), _(What(each).label)) for each in known)


def _ages() -> Iterable[Option]:
    yield Option(Age.FROM_16, _("16 or 17"))
    yield Option(Age.FROM_12, _("12 to 15"))
    yield Option(Age.UNDER_12, _("Under 12"))
    yield Option("", _("I would rather not say"))


def _reply_groups(form: Form) -> tuple[OptionGroup, ...]:
    """Replies by what was asked for, those alone that such a body can give."""
    chosen = form.posted.last("reply")
    groups: dict[str, list[Option]] = {}
    for reply in texts().replies.values():
        force, nation = form.given.force, form.given.law_of
        if force is None or reply.may_come_from(force, nation):
            label = request_in_words(reply.request)
            option = Option(reply.id, reply.name, is_chosen=reply.id == chosen)
            groups.setdefault(label, []).append(option)
    return tuple(OptionGroup(label, tuple(options)) for label, options in groups.items())


def request_in_words(request: Request, law: DataLaw | None = None) -> str:
    """Name what was asked for, and of whom where the law on data differs."""
    if request is Request.OWN_DATA and law is not None:
        return {
            DataLaw.PART_3: _("Your own data, from police, prosecutors, prison or probation"),
            DataLaw.UK_GDPR: _("Your own data, from a council, school, landlord, firm or the like"),
            DataLaw.PART_4: _("Your own data, from MI5, MI6 or GCHQ"),
        }[law]
    return {
        Request.OWN_DATA: _("You asked for your own data"),
        Request.INFORMATION: _("You asked for information about systems"),
        Request.DECISION: _("You asked about a decision by machine"),
        Request.COMPLAINT: _("You complained"),
        Request.HOMELESS_REVIEW: _("You asked for a review on homelessness"),
    }[request]


def _whom() -> Iterable[Option]:
    hints = {
        ForWhom.SELF: _("Are you 17 or younger? Then pick the next one."),
        ForWhom.CHILD: _("You are 17 or younger, or you help someone who is."),
        ForWhom.CLIENT: _("Someone asked you to act for them."),
        ForWhom.PUBLIC_INTEREST: _("An organisation or a person, with no client."),
    }
    return (Option(each, _(WHOM_LABELS[each]), hints.get(each, "")) for each in ForWhom)


def _care() -> Iterable[Option]:
    labels = texts().situations
    yield from (Option(each, labels[each]) for each in Situation)
    yield Option(NONE, _("None of these"))


WHOM_LABELS = {
    ForWhom.SELF: marked("Me"),
    ForWhom.CHILD: marked("A child or young person"),
    ForWhom.CLIENT: marked("Someone else, with their authority"),
    ForWhom.PUBLIC_INTEREST: marked("The public interest"),
}


def _force_groups(chosen: Force | None, forces: Sequence[Force]) -> tuple[OptionGroup, ...]:
    """Forces by the part of the UK they work in; a body picked elsewhere is added."""
    every = list(forces)
    if chosen is not None and chosen.slug not in {each.slug for each in every}:
        every.append(chosen)
    slug = chosen.slug if chosen is not None else ""
    groups: dict[str, list[Option]] = {label: [] for label in _group_labels()}
    for each in sorted(every, key=lambda force: force.name):
        groups[_group_of(each)].append(Option(each.slug, each.name, is_chosen=each.slug == slug))
    return tuple(OptionGroup(label, tuple(options)) for label, options in groups.items() if options)


def _group_labels() -> tuple[str, ...]:
    return (
        _("England"),
        _("Wales"),
        _("Scotland"),
        _("Northern Ireland"),
        _("In the whole UK"),
        _("Other public bodies"),
    )


def _group_of(force: Force) -> str:
    england, wales, scotland, northern_ireland, whole, others = _group_labels()
    labels = {"wales": wales, "scotland": scotland, "northern-ireland": northern_ireland}
    if not force.is_police:
        return others
    known = [each for each in force.nations if each in NATION_OF]
    if len(known) != 1:
        return whole
    return labels.get(known[0], england)


# answers in words


def summed_up(form: Form) -> tuple[Summed, ...]:
    """Every answer in words, in the order of the questions."""
    return tuple(
        Summed(each, _asks(each, form.given)[0], _in_words(each, form.given), _is_name(each))
        for each in form.questions
    )


def _is_name(question: Question) -> bool:
    return question is Question.WHERE


def _in_words(question: Question, given: Given) -> str:
    answers = {
        Question.WHERE: given.force.name if given.force else "",
        Question.NATION: _(given.nation.label) if given.nation else "",
        Question.WHAT: _(given.what.label) if given.what else "",
        Question.KIND: _(given.force.kind.name) if given.force else "",
        Question.WHEN: given.day.in_words() if given.day else "",
        Question.REPLY: _reply_in_words(given),
        Question.AGE: _age_in_words(given.age),
        Question.WHOM: _(WHOM_LABELS[given.for_whom]) if given.for_whom else "",
        Question.CARE: _care_in_words(given),
    }
    return answers[question]


def _reply_in_words(given: Given) -> str:
    if not given.reply:
        return _("No")
    name = texts().replies[given.reply].name
    return f"{name}, {day_in_words(given.replied_on)}" if given.replied_on else name


def _age_in_words(age: Age | None) -> str:
    if age is None:
        return _("Not said")
    return {
        Age.FROM_16: _("16 or 17"),
        Age.FROM_12: _("12 to 15"),
        Age.UNDER_12: _("Under 12"),
    }[age]


def _care_in_words(given: Given) -> str:
    labels = texts().situations
    chosen = [labels[each] for each in Situation if each in (given.situations or ())]
    return " ".join(chosen) or _("None of these")
