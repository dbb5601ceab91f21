"""The day in the address of a source is this register's to tell, not the source's."""

import pytest

from candour.content import FOLDER
from candour.evidence.address_days import holds_day
from candour.evidence.reading import read_collection, read_with_problems
from tests.evidence.making import REPORT, make_folder, schema, write_files

ADDRESS = "website: https://paper.example/2025/02/20/a-story\n"
BARE = "published: 2025-02-20\n"


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "content")


def problems_of(folder, report):
    write_files(folder, {"sources/report": report})
    return [(p.field, p.message) for p in read_with_problems(folder, schema())[1]]


def test_a_day_that_stands_in_the_address_is_not_put_into_the_mouth_of_the_source(folder):
    ((field, message),) = problems_of(folder, REPORT + ADDRESS)
    assert field.startswith("published")
    assert "address" in message
    assert "said_by: candour" in message


@pytest.mark.parametrize(
    "published",
    [
        "published: {value: 2025-02-20, said_by: candour, remark: the day in its address}\n",
        "published: {value: 2025-02-20, remark: the text prints it below its title}\n",
        "published: 2025-02-21\n",
        "published: {silence: not-in-the-part-read}\n",
    ],
)
def test_what_the_register_tells_or_the_text_prints_or_the_address_lacks_is_taken(
    folder, published
):
    assert problems_of(folder, REPORT.replace(BARE, published) + ADDRESS) == []


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://paper.example/2019/03/12/story", "2019-03-12"),
        ("https://paper.example/2019/mar/12/story", "2019-03-12"),
        ("https://paper.example/2019/march/12/", "2019-03-12"),
        ("https://paper.example/2019/3/2/", "2019-03-02"),
        ("https://paper.example/story-20190312-x", "2019-03-12"),
        ("https://paper.example/2019-03-12-story", "2019-03-12"),
        ("https://paper.example/2020/10/story", "2020-10"),
        ("https://paper.example/blog/2017/story", "2017"),
    ],
)
def test_days_are_found_as_addresses_write_them(address, day):
    assert holds_day(address, day)


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://paper.example/2019/03/story", "2019-03-12"),
        ("https://paper.example/2019/03/121/", "2019-03-12"),
        ("https://paper.example/12019/03/12/", "2019-03-12"),
        ("https://paper.example/2019/may/12/", "2019-03-12"),
        ("https://paper.example/?id=20171", "2017"),
        ("https://paper.example/2019/", "2019/"),
        ("", "2019"),
    ],
)
def test_another_day_and_other_digits_are_not_taken_for_it(address, day):
    assert not holds_day(address, day)


def test_no_source_of_the_register_takes_its_day_from_its_own_address():
    sources = read_collection(FOLDER, schema()).of_class("source")
    told = [
        s
        for source in sources
        for s in source.of("published")
        if "address" in s.qualifier("remark")
    ]
    assert len(told) >= 15
    assert {s.said_by for s in told} == {("candour",)}
