"""Subjects as values: what each says under a field, and the names of checks and contradictions."""

from candour.evidence.collection import CheckSpec, Collection, ContradictionSpec, Side, SubjectFile
from tests.evidence.making import collection, link, silence, statement, subject, term


def test_a_check_as_data_holds_what_was_written_and_no_more():
    plain = CheckSpec("tool", "b", "a = c")
    full = CheckSpec("tool", "b", "a = c", "a remark", "a reason", line=9)
    assert plain.as_dict() == {"subject": "tool", "block": "b", "text": "a = c"}
    assert full.as_dict() == plain.as_dict() | {"remark": "a remark", "undecidable": "a reason"}
    assert CheckSpec(line=9, **full.as_dict()) == full


def test_a_contradiction_as_data_leaves_out_what_is_empty():
    sides = (Side("one", ("a.1",)), Side("other", ("b.1", "b.2")))
    spec = ContradictionSpec("tool", "clash", "scope", sides, "why")
    data = spec.as_dict()
    assert data == {
        "subject": "tool",
        "name": "clash",
        "kind": "scope",
        "sides": [
            {"said": "one", "statements": ["a.1"]},
            {"said": "other", "statements": ["b.1", "b.2"]},
        ],
        "reason": "why",
    }
    replied = ContradictionSpec("tool", "clash", "scope", sides, "why", "a reply")
    assert replied.as_dict() == data | {"reply": "a reply"}
    ranked = ContradictionSpec(
        "tool", "clash", "scope", sides, "why", first="Grave.", rank=2, strength="exclusive"
    )
    more = {"first": "Grave.", "rank": 2, "strength": "exclusive"}
    assert ranked.as_dict() == data | more
    assert replied.id != spec.id


def test_the_slugs_under_a_field_are_those_of_subjects_alone():
    home = subject(
        link("force", "operator"),
        silence("source-silent", "operator"),
        link("other-force", "operator"),
    )
    assert home.slugs("operator") == ["force", "other-force"]
    assert home.slugs("use") == []


def test_a_subject_without_a_name_or_text_goes_by_its_slug():
    assert subject(statement("The Tool", field="name")).name == "The Tool"
    assert subject(term("in-use", "use")).name == "tool"
    assert subject(silence("source-silent", "summary")).first_text("summary") == ""


def test_a_collection_knows_classes_and_names_through_redirects():
    tool = SubjectFile("tool", "system", (), redirects=("old-tool",))
    force = SubjectFile("force", "body", subject(statement("The Force", field="name")).rows)
    whole = collection(tool, force)
    assert whole.of_class("system") == [tool]
    assert whole.of_class("body") == [force]
    assert (whole.class_of("old-tool"), whole.class_of("force")) == ("system", "body")
    assert whole.class_of("nobody") == ""
    assert (whole.name_of("force"), whole.name_of("nobody")) == ("The Force", "nobody")
    assert list(whole.statements()) == list(force.statements)
    assert Collection({}).of_class("system") == []
