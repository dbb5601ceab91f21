"""The order of a page loses nothing: every field finds a place on every page."""

import pytest

from candour.content import FOLDER
from candour.evidence.fields import CLASSES, read_schema
from candour.web.page_order import IN_THE_HEAD, SYSTEM, sections_of

SCHEMA = read_schema(FOLDER)


def test_a_system_is_read_in_a_readers_order():
    keys = [section.key for section in SYSTEM]
    assert keys[:3] == ["use", "who", "people"]
    assert keys[3:9] == ["purpose", "operation", "data", "outcomes", "not-known", "reviews"]
    assert keys.index("figures") < keys.index("contradictions") < keys.index("timeline")
    assert keys[-2:] == ["cite", "report"]


@pytest.mark.parametrize("subject_class", CLASSES)
def test_every_section_names_known_fields_once_and_one_takes_the_rest(subject_class):
    sections = sections_of(subject_class)
    named = [key for section in sections for key in section.fields]
    assert len(named) == len(set(named))
    assert set(named) | set(IN_THE_HEAD) <= set(SCHEMA.fields)
    assert sum(section.takes_rest for section in sections) == 1
    assert len({section.key for section in sections}) == len(sections)
