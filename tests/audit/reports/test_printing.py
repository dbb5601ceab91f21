"""The PDF: tagged, named, in the order in which the page is read, and asking nothing of anyone."""

import builtins
import io

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from candour.audit.reports import CannotPrint, printing
from candour.audit.reports.answers import QUESTIONS
from tests.support.reports import as_pdf, main_html, pictures, title_of, whole_page

pytestmark = pytest.mark.slow  # each report is laid out as a PDF

KINDS = ("stops", "composition")
STRUCTURE = {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD", "/Caption", "/Figure"}


@pytest.fixture(scope="module")
def printed(findings):
    """The PDF of each kind, made once."""
    made = {}

    def reader(kind):
        if kind not in made:
            made[kind] = as_pdf(findings[kind])
        return PdfReader(io.BytesIO(made[kind]))

    return reader


def elements(node):
    """All elements of the tree of tags, in reading order, with the pieces of text they hold."""
    node = node.get_object()
    if isinstance(node, list):
        for each in node:
            yield from elements(each)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


def tags(pdf):
    return [each["/S"] for each in elements(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"])]


def in_tag_order(pdf):
    """The text of the document in the order of its tags: what a screen reader would say."""
    pieces = {place: marked_text(page) for place, page in enumerate(pdf.pages)}
    numbers = {page.indirect_reference.idnum: place for place, page in enumerate(pdf.pages)}
    said = []

    def walk(node, page):
        node = node.get_object()
        if isinstance(node, int):
            said.append(pieces[page].get(int(node), ""))
        elif isinstance(node, list):
            for each in node:
                walk(each, page)
        elif isinstance(node, DictionaryObject):
            if "/Pg" in node:
                page = numbers[node.raw_get("/Pg").idnum]
            if "/K" in node:
                walk(node["/K"], page)

    walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"], 0)
    return " ".join(" ".join(said).split()).replace("\N{NO-BREAK SPACE}", " ")


def marked_text(page):
    """The text in each numbered piece of marked content of a page."""
    found: dict[int, str] = {}
    open_pieces: list[int | None] = []

    def before(operator, operands, *_):
        if operator == b"BDC":
            properties = operands[1]
            number = properties.get("/MCID") if hasattr(properties, "get") else None
            open_pieces.append(number)
        elif operator == b"BMC":
            open_pieces.append(None)
        elif operator == b"EMC" and open_pieces:
            open_pieces.pop()

    def text(piece, *_):
        inside = [each for each in open_pieces if each is not None]
        if inside:
            found[int(inside[-1])] = found.get(int(inside[-1]), "") + piece

    page.extract_text(visitor_operand_before=before, visitor_text=text)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_pdf_is_tagged_and_says_what_it_is(printed, findings, kind):
    pdf = printed(kind)
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] in (True, "true")
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] in (True, "true")
    assert pdf.metadata.title == title_of(findings[kind])
    about = root["/Metadata"].get_data().decode()
    assert "pdfuaid:part" in about.replace(" ", "")
    _, below = pdf.outline
    assert [each["/Title"] for each in below if "/Title" in each][:5] == list(QUESTIONS)


@pytest.mark.parametrize("kind", KINDS)
def test_headings_lists_tables_and_figures_are_tagged_as_such(printed, findings, kind):
    found = set(tags(printed(kind)))
    wanted = STRUCTURE - (set() if pictures(findings[kind]) else {"/Figure"})
    assert wanted <= found
    assert tags(printed(kind)).count("/H1") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_each_picture_has_its_words(printed, findings, kind):
    alternatives = [
        str(each.get("/Alt", ""))
        for each in elements(printed(kind).trailer["/Root"]["/StructTreeRoot"]["/K"])
        if each["/S"] == "/Figure"
    ]
    said = [panel.says for each in pictures(findings[kind]) for panel in each.panels]
    assert alternatives == said


@pytest.mark.parametrize("kind", KINDS)
def test_header_cells_say_what_they_head(printed, kind):
    cells = [
        each
        for each in elements(printed(kind).trailer["/Root"]["/StructTreeRoot"]["/K"])
        if each["/S"] in {"/TH", "/TD"}
    ]
    heads = {str(each["/ID"]) for each in cells if each["/S"] == "/TH"}
    body = [each["/A"].get_object()["/Headers"] for each in cells if each["/S"] == "/TD"]
    assert all(str(head) in heads for headers in body for head in headers)
    assert {len(headers) for headers in body} <= {1, 2}  # its row; and its column if it has one
    assert any(len(headers) == 2 for headers in body)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_read_in_the_order_of_the_page(printed, findings, kind):
    """Title, sentences, the five answers with what is not shown, then the figures."""
    finding, text = findings[kind], in_tag_order(printed(kind))
    wanted = [
        title_of(finding).split(",")[0],
        finding.sentences[0][:40],
        *QUESTIONS[:4],
        finding.does_not_show[0][:40],
        QUESTIONS[4],
        "The figures",
        "What it rests on",
        "Every row accounted for",
        finding.identifier[:12],
        "All tables",
    ]
    places = [text.find(each) for each in wanted]
    assert -1 not in places, wanted[places.index(-1)]
    assert places == sorted(places)


@pytest.mark.parametrize("kind", ["stops", "stops by officers", "force", "scores", "forecasts"])
def test_the_five_answers_are_on_the_first_sheet(findings, kind):
    """The tables in full make no difference to it, and take long."""
    page = whole_page(findings[kind], title="", most_rows=1)
    page = page[: page.index('<div class="report-appendix">')]
    pdf = PdfReader(io.BytesIO(printing.laid_out(page)))
    first = " ".join(pdf.pages[0].extract_text().split())
    assert [question for question in QUESTIONS if question not in first] == []
    last = findings[kind].does_not_show[-1].split()[-1]
    assert last in first


def test_headings_are_tagged_in_the_order_of_the_page(printed):
    found = [tag for tag in tags(printed("stops")) if tag.startswith("/H") and tag != "/Headers"]
    assert found[0] == "/H1"
    assert found[1:6] == ["/H2"] * 5


def test_nothing_that_a_listener_needs_is_missing(findings, caplog):
    """The library that lays out pages says so where a picture has no words."""
    as_pdf(findings["claim"])
    assert [each.message for each in caplog.records if each.levelname == "ERROR"] == []


def test_it_fetches_nothing(findings, monkeypatch):
    asked = []

    def refuse(url, *_, **__):
        asked.append(url)
        raise PermissionError(url)

    monkeypatch.setattr(printing, "_refuse", refuse)
    assert as_pdf(findings["claim"]).startswith(b"%PDF-")
    assert not asked
    monkeypatch.undo()
    with pytest.raises(PermissionError, match=r"asks nothing of any other place"):
        printing._refuse("https://example.org/a.png")


def test_without_pango_one_sentence_says_so(findings, monkeypatch):
    real = builtins.__import__

    def missing(name, *rest):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(CannotPrint, match=r"Pango is not installed\. On Debian: apt-get install"):
        as_pdf(findings["claim"])
    assert main_html(findings["claim"])


def test_the_command_writes_a_page_a_pdf_and_the_numbers(run, tmp_path):
    status, _, _ = run(
        "audit", "accuracy", "--flagged", "1000", "--share", "0.17", "--share-of", "flagged",
        "--out", tmp_path,
    )  # fmt: skip
    assert status == 0
    assert {each.name for each in tmp_path.iterdir()} == {
        "finding.json", "pictures", "report.html", "report.pdf", "tables",
    }  # fmt: skip
    readings = (tmp_path / "tables/readings.csv").read_text(encoding="utf-8")
    assert readings.startswith("reading,")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_without_pango_the_command_still_writes_the_rest(run, tmp_path, monkeypatch):
    def missing(*_, **__):
        raise CannotPrint("The PDF can't be made: Pango is not installed.")

    monkeypatch.setattr("candour.audit.reports.as_pdf", missing)
    status, out, err = run(
        "audit", "accuracy", "--share", "0.17", "--share-of", "flagged", "--out", tmp_path
    )
    assert (status, bool(out)) == (0, True)
    assert "The PDF can't be made: Pango is not installed." in err
    assert {each.name for each in tmp_path.iterdir()} == {
        "finding.json", "pictures", "report.html", "tables",
    }  # fmt: skip
    assert {each.name for each in (tmp_path / "pictures").iterdir()} == {"people.svg", "people.png"}
