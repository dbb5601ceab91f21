"""Nobody who studied what is another's speaks of their own; no printed name is called coined."""

from candour.content import FOLDER
from candour.evidence.fields import read_schema
from candour.evidence.reading import open_collection
from candour.evidence.speakers import REGISTER_ITSELF, TITLES

BELONGS = frozenset(
    {"operator", "developed-by", "supplied-by", "holder", "part-of", "author", "used-by"}
)
STUDIES = frozenset({"university", "oversight-body", "parliament", "international-body"})
STUDY_AUTHORS = ("-study-authors", "-evaluators")
# What a speaker holds, claims or asks for is on its own word, of whatever it speaks.
HELD = frozenset(
    {
        *("view", "duty", "rights", "discrimination", "limitation", "claimed-effect", "harm"),
        *("name", "also", "formerly", "role"),
    }
)


def test_what_researchers_and_overseers_found_of_others_is_not_their_own_word():
    collection = open_collection(FOLDER, read_schema(FOLDER))
    methods = {method.slug for method in collection.of_class("method")}  # to define is to hold
    kinds = {body.slug: body.first_text("kind") for body in collection.of_class("body")}
    statements = list(collection.statements())
    belonging = {(s.subject, str(s.value)) for s in statements if s.field in BELONGS}
    makers = {str(s.value) for s in statements if s.field in {"developed-by", "supplied-by"}}

    def is_of_its_own(speaker: str, subject: str) -> bool:
        parents = {value for body, value in belonging if body == speaker}
        owners = {value for owned, value in belonging if owned == subject} | {subject}
        return speaker in makers | owners or bool(parents & owners)

    own_words = [s for s in statements if s.basis == "self-declared" and s.via]
    wrong = {
        (s.subject, s.field, speaker)
        for s in own_words
        if s.field not in HELD and not (s.field == "description" and s.subject in methods)
        for speaker in s.said_by
        if kinds.get(speaker) in STUDIES or speaker.endswith(STUDY_AUTHORS)
        if not any(is_of_its_own(one, s.subject) for one in s.said_by)
    }

    assert own_words
    assert not wrong


# Words that the report prints in a row, and not as the name of this thing: a longer name cut short
# or taken from another thing, letters that are a word, a description that names nobody.
COINED_OF_PRINTED_WORDS = frozenset(
    {
        *("academic-sociology", "nec-software-solutions", "delphi-geo-spatial-analysis"),
        *("parliamentary-office-of-science-and-technology", "darat-details"),
        *("durham-hart-accuracy-evaluation", "essex-kcvm-procedure", "mps-vha-dpia"),
        *("essex-risk-terrain-modelling", "merseyside-delphi", "merseyside-risk-terrain-modelling"),
    }
)


def test_a_name_that_the_report_prints_is_not_said_to_be_coined():
    collection = open_collection(FOLDER, read_schema(FOLDER))
    words = collection.files.sources["automated-racism"].words
    assert words is not None

    coined = {
        statement.subject
        for statement in collection.statements()
        if statement.field in TITLES and statement.said_by == (REGISTER_ITSELF,)
        if statement.source == "automated-racism" and words.prints(str(statement.value))
    }

    assert coined == COINED_OF_PRINTED_WORDS
