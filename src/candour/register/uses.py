"""The headlines of use of systems, as the register tells of them on a day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from candour.core.voice import PLAIN, Voice
from candour.evidence.collection import SubjectFile
from candour.evidence.use import Headline, Standing, headline
from candour.evidence.use_tellings import USE_FIELDS
from candour.register import selectors
from candour.register.at_hand import AtHand
from candour.register.moments import NOW, Moment

Names = Mapping[str, tuple[str, str]]  # slug: name and class
DAYS_KEPT = 8


def headlines(
    about: Mapping[str, SubjectFile],
    *,
    today: date,
    moment: Moment = NOW,
    names: Names | None = None,
    voice: Voice = PLAIN,
) -> dict[str, Headline]:
    """Return the headlines of those of some subjects that are systems, as read at the moment.

    The day asked about is that of the moment, or today. What is said not to be true on that day
    is a part of what is told of it, so such statements are read again here. `names` are those of
    the speakers, where the caller has them.
    """
    systems = {
        slug: subject for slug, subject in about.items() if subject.subject_class == "system"
    }
    if systems and moment.true_on is not None:
        systems = selectors.brief(systems, USE_FIELDS, replace(moment, true_on=None))
        names = None
    if systems and names is None:
        names = selectors.names(speakers(systems))

    def name(slug: str) -> str:
        return (names or {}).get(slug, (slug, ""))[0]

    by_slug = {}
    for slug, subject in systems.items():
        use = headline(subject.statements, moment.true_on or today, name=name, voice=voice)
        if moment.known_on is not None and use.standing is Standing.NOTHING:
            sentence = voice.say("nothing read that was public by {day} says whether it was used")
            use = replace(use, sentence=sentence.format(day=voice.long_day(moment.known_on)))
        by_slug[slug] = use
    return by_slug


def last_said(*, today: date, moment: Moment = NOW) -> Mapping[str, str]:
    """The term of use that leads the headline of each system; "" where nothing read says any.

    What was last said of a system, where `use` has all that was ever said. Kept in the process.
    """
    return _last_said_at_hand.answer(
        moment, selectors.schema(), lambda: _last_said(today, moment), today
    )


def _last_said(today: date, moment: Moment) -> Mapping[str, str]:
    slugs = selectors.listed("system", selectors.Filters({}), moment)
    systems = selectors.brief(slugs.values_list("slug", flat=True), USE_FIELDS, moment)
    uses = headlines(systems, today=today, moment=moment, names={})
    return {slug: use.state for slug, use in uses.items()}


_last_said_at_hand: AtHand[Mapping[str, str]] = AtHand(DAYS_KEPT)


def speakers(about: Mapping[str, SubjectFile]) -> set[str]:
    """Those who tell of the use of some systems."""
    return {
        slug
        for subject in about.values()
        if subject.subject_class == "system"
        for field in USE_FIELDS
        for statement in subject.of(field)
        for slug in statement.said_by
    }
