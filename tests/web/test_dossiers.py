"""A dossier: every statement an exhibit, in an order that can be listened to, of a day."""

import io
import re
from datetime import date

import pypdf
import pytest
from pypdf.generic import BooleanObject, DictionaryObject

from candour.core.hashing import canonical_json, sha256_hex
from tests.evidence.making import TOOL, make_folder
from tests.register.loading import edit_and_load, load_on, the

pytestmark = pytest.mark.django_db

FILES = {
    "systems/tool": TOOL
    + """\
summary: 'A tool & <b>more'
purpose: find people
dpia: {silence: withheld, section: '31'}
figures:
  listed:
    measure: people on the list
    field: people-profiled
    unit: people
    total: '1,413'
    values: {White: 400, Black: 1012}
    checks: [total = White + Black]
derived:
  share-black: {measure: share of the list, sum: listed.Black / listed.total, unit: percent}
"""
}


@pytest.fixture
def folder(tmp_path):
    folder = make_folder(tmp_path / "content", FILES)
    load_on(folder)
    return folder


def document(client, asked):
    answer = client.get(f"/dossier/page.html?{asked}")
    assert answer.status_code == 200, answer.content
    assert answer["Content-Disposition"].startswith("attachment")
    return answer.content.decode()


def test_every_statement_of_the_day_is_one_exhibit_with_its_identifier(client, folder):
    text = document(client, "of=tool&of=force")
    numbers = re.findall(r'<tr id="([A-Z]\d+)">', text)
    expected = {"A": the("tool"), "B": the("force")}
    for letter, subject in expected.items():
        own = sorted((n for n in numbers if n[0] == letter), key=lambda n: int(n[1:]))
        assert own == [f"{letter}{n}" for n in range(1, len(subject.statements) + 1)]
        for statement in subject.statements:
            assert text.count(statement.id) >= 1
    ids = [s.id for subject in expected.values() for s in subject.statements]
    assert sha256_hex(canonical_json(ids)) in text
    assert f"{len(ids)}, from 1 source" in text


def test_numbers_clashes_gaps_and_sources_name_their_exhibits(client, folder):
    text = document(client, "of=tool")
    by_measure = {s.qualifier("group"): n for n, s in enumerate(
        the("tool").statements, 1) if s.kind == "quantity"}  # fmt: skip
    (working,) = re.findall(r"Printed numbers recomputed.*?</table>", text, re.DOTALL)
    for number in by_measure.values():
        assert f"A{number}" in working
    assert "Fails" in working or "fails" in working
    assert "share of the list" in text
    assert "What is asked for, and how far it is published" in text
    assert ">The Report</th>" in text
    assert "A tool &amp; &lt;b&gt;more" in text


def test_a_dossier_as_of_a_day_is_the_same_whatever_came_later(client, folder):
    asked = "of=tool&as-of=2026-01-15"
    before = document(client, asked)
    edit_and_load(folder, {"systems/tool": TOOL + "purpose: find places\n"}, date(2026, 2, 1))
    assert document(client, asked) == before
    assert "find places" not in before
    assert "find places" in document(client, "of=tool")
    assert "15 January 2026" in before


def test_the_pdf_is_tagged_has_page_numbers_and_reads_in_order(client, folder):
    answer = client.get("/dossier.pdf?of=tool&of=force&as-of=2026-01-15")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    paper = pypdf.PdfReader(io.BytesIO(answer.content))
    root = paper.trailer["/Root"]
    assert isinstance(root, DictionaryObject)
    marks = root["/MarkInfo"]
    assert isinstance(marks, DictionaryObject)
    assert marks["/Marked"] == BooleanObject(True)
    assert str(root["/Lang"]).startswith("en")
    assert "/StructTreeRoot" in root
    assert paper.metadata is not None
    assert str(paper.metadata.title).startswith("The Tool and The Force: what is on record")
    pages = [page.extract_text() for page in paper.pages]
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
    whole = " ".join(pages)
    places = [whole.index(words) for words in ("Contents", "A. The Tool", "B. The Force")]
    assert places == sorted(places)
    assert whole.rindex("B. The Force") < whole.rindex("Where the exhibits were read")
    assert [one.title for one in paper.outline if not isinstance(one, list)]


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ("", 400, "Say with “of”"),
        ("of=nothing-here", 404, "nothing-here"),
        ("of=../x", 400, "short name"),
        ("of=tool&as-of=2020-01-01", 404, "on that day"),
        ("&".join(f"of=a{n}" for n in range(13)), 400, "12 times"),
        ("of=tool&colour=red", 400, "colour"),
    ],
)
def test_what_can_not_be_made_is_said_in_a_sentence(client, folder, asked, status, says):
    for address in ("/dossier/page.html", "/dossier.pdf"):
        answer = client.get(f"{address}?{asked}")
        assert answer.status_code == status
        assert says in answer.content.decode()


def test_a_dossier_that_is_too_long_for_paper_can_still_be_printed(client, folder, monkeypatch):
    monkeypatch.setattr("candour.web.views.dossiers.MOST_ON_PAPER", 3)
    answer = client.get("/dossier.pdf?of=tool")
    assert answer.status_code == 400
    assert "this document holds 3. Leave a page out" in answer.content.decode()
    assert document(client, "of=tool")


def test_a_page_leads_to_its_dossier_of_the_day(client, folder):
    page = client.get("/systems/tool/?as-of=2026-01-15").content.decode()
    assert 'href="/dossier/?of=tool&amp;as-of=2026-01-15"' in page
    chosen = client.get("/dossier/?of=tool&as-of=2026-01-15").content.decode()
    assert 'href="/dossier.pdf?of=tool&amp;as-of=2026-01-15"' in chosen
    assert client.get("/dossier/?of=nothing").status_code == 404
    assert client.get("/dossier/").status_code == 200
