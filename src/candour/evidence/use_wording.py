"""The sentence of a headline of use: never stronger than what was said, and never timeless."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from candour.core.days import Days, Edge
from candour.core.voice import Voice, marked
from candour.evidence import use_tellings as use
from candour.evidence.statements import PLANNED, Statement
from candour.evidence.use import Chosen, Standing
from candour.evidence.use_exact import lies_in, start_of
from candour.evidence.use_tellings import Telling, words_day

EDGES = (marked("before"), marked("after"))  # words that days in the content begin with
# How each state is told of: of the days given, or without any.
SAID = {
    use.IN_USE: marked("said to be in use"),
    use.IN_TRIAL: marked("said to be on trial"),
    use.OCCASIONAL: marked("said to be no longer in regular use"),
    use.ON_HOLD: marked("on hold"),
    use.NEVER: marked("never deployed"),
    use.DENIED: marked("said not to be in use"),
    use.STOPPED: marked("said to have stopped"),
    "in-development": marked("said to be in development"),
    "planned": marked("said to be planned"),
}
# How a state is told of that a source's own words give no days of, and so may lie back.
HAVING = {
    use.IN_USE: marked("said to have been in use"),
    use.IN_TRIAL: marked("said to have been on trial"),
}
# How a writer's own present tense is told of, where it is all there is.
DESCRIBED = {
    use.IN_USE: marked("described in the present tense as in use"),
    use.IN_TRIAL: marked("described in the present tense as on trial"),
    use.OCCASIONAL: marked("described in the present tense as no longer in regular use"),
    "in-development": marked("described in the present tense as in development"),
}


def worded(chosen: Chosen, day: date, *, name: Callable[[str], str], voice: Voice) -> str:
    """Put together what leads, what else is said of the same days, and what is not known."""
    words = _Words(name, voice)
    riders = [words.rider(telling) for telling in chosen.riders]
    if not chosen.lead:
        return words.joined([voice.say("nothing read says whether it was used"), *riders])
    lead = chosen.lead[0]
    leading = words.clause(chosen.lead)
    if chosen.standing in {Standing.THEN, Standing.NOT_THEN, Standing.DISPUTED}:
        leading = words.so_then(leading, lead, day)
    parts = [*words.last_use(lead), leading, *riders, *words.first_use(chosen.first)]
    if ending := _ending(chosen):
        parts.append(voice.say(ending).format(day=voice.long_day(day)))
    return words.joined(parts)


def _ending(chosen: Chosen) -> str:
    if chosen.standing is Standing.AROUND:
        return marked("that does not settle {day}")
    if chosen.standing is Standing.LATER:
        return marked("nothing read tells of {day}")
    if chosen.standing not in {Standing.LAST_IN_USE, Standing.LAST_OTHER}:
        return ""
    if chosen.lead[0].state in {use.IN_USE, use.OCCASIONAL} and not chosen.is_ended:
        return marked("nothing read says it stopped")
    return marked("nothing later read")


@dataclass(frozen=True, slots=True)
class _Words:
    name: Callable[[str], str]
    voice: Voice

    def joined(self, parts: Sequence[str]) -> str:
        whole = parts[0]
        for part in parts[1:]:
            whole = self.voice.say("{one}; {another}").format(one=whole, another=part)
        return whole

    def rider(self, telling: Telling) -> str:
        if telling.state == use.CALLED_USED:
            clause = self.voice.say("a list or glossary calls it used")
            return self._by(clause, (telling,))
        return self.clause((telling,))

    def clause(self, some: Sequence[Telling]) -> str:
        """What one or more who say the same tell: the state, its days, and who says so."""
        said = self._by(self._state_and_days(some), some)
        if not some[0].part:
            return said
        return self.voice.say("of a part ({part}), {told}").format(part=some[0].part, told=said)

    def last_use(self, lead: Telling) -> list[str]:
        """The last use within the days of an end, where that is told more closely than the end."""
        use_told = lead.closer
        if lead.state != use.STOPPED or use_told is None:
            return []
        statement = use_told.statement
        days = statement.value if isinstance(statement.value, Days) else statement.valid
        assert days is not None
        clause = self.voice.say("last said to be in use {when}")
        return [self._by(clause.format(when=self._point(days, days.end)), (use_told,))]

    def first_use(self, statements: Iterable[Statement]) -> list[str]:
        """When it was first used, as those say who tell it most closely."""
        first = self.voice.say("first used {when}")
        return [
            self._who(first.format(when=self.when(statement.value)), statement.said_by)
            for statement in statements
            if isinstance(statement.value, Days)
        ]

    def so_then(self, clause: str, lead: Telling, day: date) -> str:
        """Add the day asked about, unless it is the very day told of."""
        days = lead.statement.valid
        if days is not None and days.start == days.end == Edge(day, day):
            return clause
        said = self.voice.say("{told}, and so on {day}")
        return said.format(told=clause, day=self.voice.long_day(day))

    def _by(self, clause: str, some: Sequence[Telling]) -> str:
        return self._who(clause, [slug for telling in some for slug in telling.statement.said_by])

    def _who(self, clause: str, slugs: Iterable[str]) -> str:
        *first, last = (self.name(slug) for slug in dict.fromkeys(slugs))
        who = last
        if first:
            both = self.voice.say("{first} and {last}")
            who = both.format(first=", ".join(first), last=last)
        return self.voice.say("{said} ({who})").format(said=clause, who=who)

    def _state_and_days(self, some: Sequence[Telling]) -> str:
        say, lead = self.voice.say, some[0]
        state = say(SAID[lead.state])
        if lead.is_undated:
            return self._undated(lead, state)
        days = lead.statement.valid
        assert days is not None
        alone = {use.STOPPED: self._stopped, use.NEVER: self._never, PLANNED: self._planned}
        if lead.state in alone:
            return alone[lead.state](lead, days, state)
        if self._is_own_present(lead, days) and lead.state in DESCRIBED:
            clause = say("{state} {when}")
            return clause.format(state=say(DESCRIBED[lead.state]), when=self._point(days, days.end))
        if lead.is_open:
            return self._open(lead, state, self._starts(some))
        return say("{state} {when}").format(state=state, when=self.when(days))

    def _is_own_present(self, telling: Telling, days: Days) -> bool:
        """Whether a source's own words tell of nothing but the day it came out."""
        spoken = telling.statement
        is_own = spoken.said_on is None and not spoken.via
        return is_own and spoken.public_on is not None and days.end == spoken.public_on.end

    def _undated(self, telling: Telling, state: str) -> str:
        """A state told of without days, in words whose own day may be known."""
        say, spoken = self.voice.say, words_day(telling.statement)
        public = telling.statement.public_on
        if spoken is None and public is not None:
            clause = say("{said}, in words without a day reported {when}")
            return clause.format(said=state, when=self._point(public, public.end))
        state = say(HAVING.get(telling.state, SAID[telling.state]))
        single = telling.state in {use.STOPPED, use.ON_HOLD, use.OCCASIONAL}
        missing = say("on a day not given") if single else say("on days not given")
        if telling.state != use.NEVER:
            state = say("{state}, {missing}").format(state=state, missing=missing)
        if spoken is None:
            return state
        clause = say("{said}, as told {when}")
        return clause.format(said=state, when=self._point(spoken, spoken.end))

    def _stopped(self, telling: Telling, days: Days, state: str) -> str:
        """An end on the days given, or by the day of the words where it lay before them."""
        spoken = telling.statement.said_on
        if days.start.earliest is None and spoken is not None:
            clause = self.voice.say("said {when} to have stopped")
            return clause.format(when=self._point(spoken, spoken.end))
        clause = self.voice.say("{state} {when}")
        return clause.format(state=state, when=self._point(days, days.start))

    def _planned(self, telling: Telling, days: Days, state: str) -> str:
        """A plan, of the day of the words or of days that then lay ahead."""
        say, spoken = self.voice.say, words_day(telling.statement)
        if spoken is None:
            return say("{state} {when}").format(state=state, when=self.when(days))
        when_told = self._point(spoken, spoken.end)
        ahead = days.start.earliest
        if ahead is None or spoken.end.latest is None or ahead <= spoken.end.latest:
            return say("said {when} to be planned").format(when=when_told)
        clause = say("said {when} to be planned for {days}")
        return clause.format(when=when_told, days=self._edge(days.text.partition("/")[0]))

    def _never(self, telling: Telling, days: Days, state: str) -> str:
        say, spoken = self.voice.say, words_day(telling.statement)
        if spoken is None or days.end != spoken.end:
            clause = say("{state} up to {day}")
            return clause.format(state=state, day=self._edge(days.text.rpartition("/")[2]))
        clause = say("{state}, as said {when}")
        return clause.format(state=state, when=self._point(spoken, spoken.end))

    def _open(self, telling: Telling, state: str, starts: str) -> str:
        """A state that had begun, told of without an end: up to the day of the words at most."""
        say, statement = self.voice.say, telling.statement
        since = say("{state} since {start}").format(state=state, start=starts)
        if telling.closer is not None:
            closer = self._edge(self._start_text(telling.closer))
            since = say("{state} since {start}").format(state=state, start=closer)
            since = self._by(since, (telling.closer,))
        if telling.is_ended or (statement.public_on is None and statement.said_on is None):
            return since
        spoken = words_day(statement)
        if spoken is None:
            assert statement.public_on is not None
            public = self._point(statement.public_on, statement.public_on.end)
            return say("{said}, in words reported {when}").format(said=since, when=public)
        is_present = telling.state in DESCRIBED and statement.said_on is None
        clause = (
            say("{said}, and described in the present tense {when}")
            if is_present
            else say("{said}, as said {when}")
        )
        return clause.format(said=since, when=self._point(spoken, spoken.end))

    def _starts(self, some: Iterable[Telling]) -> str:
        """The first days given, earliest first; of two where one lies in the other, one."""
        edges = {
            text: start_of(telling) for telling in some for text in [self._start_text(telling)]
        }
        rough = {
            text
            for text, edge in edges.items()
            if any(other != edge and lies_in(other, edge) for other in edges.values())
        }
        exact = sorted(
            edges.keys() - rough, key=lambda text: (edges[text].latest or date.max, text)
        )
        *first, last = (self._edge(text) for text in exact)
        if not first:
            return last
        return self.voice.say("{first} or {last}").format(first=", ".join(first), last=last)

    @staticmethod
    def _start_text(telling: Telling) -> str:
        days = telling.statement.valid
        return days.text.partition("/")[0] if days is not None else ""

    def when(self, days: Days) -> str:
        """Word the days of a statement as the source gives them."""
        say = self.voice.say
        start, slash, end = days.text.partition("/")
        if not slash:
            return self._point(days, days.start)
        if start and end:
            clause = say("from {start} to {end}")
            return clause.format(start=self._edge(start), end=self._edge(end))
        if end:
            return say("until {end}").format(end=self._edge(end))
        return say("since {start}").format(start=self._edge(start))

    def _point(self, days: Days, edge: Edge) -> str:
        """One end of some days, with the word that stands before it."""
        start, _, end = days.text.partition("/")
        text = start if edge == days.start and start else end or start
        is_one_day = text.count("-") > 1
        if text.startswith(EDGES):
            return self._edge(text)
        clause = self.voice.say("on {day}") if is_one_day else self.voice.say("in {day}")
        return clause.format(day=self._edge(text))

    def _edge(self, text: str) -> str:
        """Turn 2024-08 into August 2024; leave a year as it is."""
        word, _, rest = text.rpartition(" ")
        year, *more = rest.split("-")
        clause = self.voice.say(word) if word else ""
        if not more:
            return f"{clause} {rest}".strip()
        day = date(int(year), int(more[0]), int(more[1]) if len(more) > 1 else 1)
        shown = self.voice.long_day(day) if len(more) > 1 else self.voice.month(day)
        return f"{clause} {shown}".strip()
