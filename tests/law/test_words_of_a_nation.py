"""Over all results: no one reads what is of another part of the UK, and all can read the steps."""

import re
from functools import cache

import pytest

from candour.law.holidays import Country
from candour.law.letters import read_letters
from candour.law.rules import read_rules
from tests.law.reading_age import school_years
from tests.law.sweep import results, texts_of

MOST_WORDS = 250
NINTH_YEAR = 9

ENGLISH_AND_WELSH = (
    *("county court", "High Court", "Limitation Act 1980", "Police and Criminal Evidence Act"),
    *("Police Reform Act", "Senior Courts Act", "Civil Procedure Rules", "litigation friend"),
    *("OASys", "Parole Board", "Prisons and Probation Ombudsman", "Channel", "Legal Aid Agency"),
)
ENGLISH = ("Housing Act 1996", "Housing Ombudsman", "Local Government", "Health Service Ombudsman")
OF_SCOTLAND = ("Court of Session", "sheriff", "LS/CMI", "Prescription and Limitation")
OF_NORTHERN_IRELAND = ("next friend", "Order 53", "Housing Executive", "Prisoner Ombudsman")
OF_GREAT_BRITAIN = ("Equality Act 2010, ss.29", "Equality Advisory and Support Service")
# Words of each part of the UK, none of which anyone elsewhere is to read.
NEVER = {
    Country.ENGLAND: (
        *("Scot", "Wales", "Welsh", "Cymru", "Northern Ireland", "(NI)", "Belfast"),
        *(*OF_SCOTLAND, *OF_NORTHERN_IRELAND),
    ),
    Country.WALES: (
        *("Scot", "England", "English", "Northern Ireland", "(NI)", "Belfast"),
        *(*OF_SCOTLAND, *OF_NORTHERN_IRELAND, *ENGLISH),
    ),
    Country.SCOTLAND: (
        *("England", "English", "Wales", "Welsh", "Cymru", "Northern Ireland", "(NI)", "Belfast"),
        *("under 18", "Under 18", "18th", "at 18"),
        *(*ENGLISH_AND_WELSH, *ENGLISH, *OF_NORTHERN_IRELAND),
    ),
    Country.NORTHERN_IRELAND: (
        *("England", "English", "Wales", "Welsh", "Cymru", "Scot"),
        *(*OF_SCOTLAND, *OF_GREAT_BRITAIN, *ENGLISH),
        *(word for word in ENGLISH_AND_WELSH if word not in {"county court", "High Court"}),
    ),
}
# Names that hold the name of a part of the UK, and say nothing of where they are read.
NAMES = re.compile(
    "England and Wales|Children's Commissioner for England|Women's Aid Federation of England|"
    "Welsh Women's Aid|"  # England and Wales are one legal system
    "The Prevent duty does not reach Northern Ireland"
)


@cache
def in_country(country):
    """All texts of a country's results, all who may help there, and the first steps of each."""
    texts, helpers, first = set(), set(), set()
    for body, result in results(country):
        texts.update(texts_of(body, result))
        helpers.update(result.helpers)
        first.add(tuple(line for step in result.first for line in first_lines(step)))
    return texts, helpers, first


def first_lines(step):
    """What is read of one of the first steps: its sentence, its day or state, its notes."""
    yield step.sentence
    if step.last_day is not None:
        yield f"Last day: {step.last_day:%A %d %B %Y} (100 days left)"
    elif step.route is not None:
        yield step.says
    yield from step.notes
    if step.letter:
        yield "Open the letter"


def foreign(country, texts):
    for text in texts:
        own = NAMES.sub("", text)
        yield from ((word, text) for word in NEVER[country] if word in own)


@pytest.mark.slow
@pytest.mark.parametrize("country", Country)
def test_no_result_names_what_is_of_another_part_of_the_uk(country):
    assert sorted(foreign(country, in_country(country)[0])) == []


def test_a_word_of_another_part_would_be_found():
    said = ["Go to the county court.", "A parent of someone under 18.", "Ask in Scotland."]
    assert {word for word, _ in foreign(Country.SCOTLAND, said)} == {"county court", "under 18"}
    assert {word for word, _ in foreign(Country.NORTHERN_IRELAND, said)} == {"Scot"}
    assert not list(foreign(Country.WALES, ["Police complaint in England and Wales"]))


@pytest.mark.slow
@pytest.mark.parametrize("country", Country)
def test_each_helper_is_one_of_the_country(country):
    _, helpers, _ = in_country(country)
    assert helpers
    for helper in helpers:
        assert helper.helps(country.nation, country), helper.name


@pytest.mark.slow
@pytest.mark.parametrize("country", Country)
def test_the_first_steps_are_at_most_250_words_that_a_pupil_of_the_ninth_year_can_read(country):
    for lines in in_country(country)[2]:
        assert len(" ".join(lines).split()) < MOST_WORDS, lines
        sentences = (line if line[-1] in ".?!" else f"{line}." for line in lines)
        assert school_years(" ".join(sentences)) <= NINTH_YEAR, lines


def test_a_rule_that_takes_the_place_of_another_is_the_law_there_and_leads_back():
    rules = read_rules().by_id
    for rule in rules.values():
        for part, name in rule.instead.items():
            country = part if isinstance(part, Country) else None
            nation = part.nation if isinstance(part, Country) else part
            there = rules[name]
            assert nation in there.nations, (rule.id, name)
            assert there.holds_in(country), (rule.id, name)
            if {*rule.nations} <= {*there.nations} and not there.countries:
                continue  # it is the law here too, as an Act of the UK is of its own bodies
            own = {*rule.nations, *rule.countries}
            assert own & {*there.instead}, (rule.id, name)


def test_no_letter_says_an_age_that_is_of_another_nations_law():
    for spec in read_letters().by_kind.values():
        for paragraph in spec.paragraphs:
            assert "under 18" not in paragraph.text, spec.kind
    assert "under 18" not in " ".join(read_letters().parts.opening.values())
