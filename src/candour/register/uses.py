"""The headlines of use of systems, as the register tells of them on a day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from candour.core.voice import PLAIN, Voice
from candour.evidence.collection import SubjectFile
from candour.evidence.use import Headline, Standing, headline
from candour.evidence.use_tellings import USE_FIELDS
from candour.register import selectors
from candour.register.moments import NOW, Moment

Names = Mapping[str, tuple[str, str]]  # slug: name and class


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
