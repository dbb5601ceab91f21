"""Checkpoints and proofs, as readers take them away."""

import json

import pytest

from candour.evidence.checkpoints import new_key, read_checkpoint
from candour.evidence.proofs import BadProof, read_proof, verify_proof
from candour.register import models
from candour.register.checkpoints import keep_checkpoint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]
PAGE = "/data/checkpoints/"


def text_of(client, address):
    return client.get(address).content.decode()


def test_before_anything_is_signed_the_page_says_so(client):
    page = text_of(client, PAGE)
    assert "None signed here yet" in page
    head = models.ChangeSet.objects.filter(origin__name="candour").latest("number").hash
    assert head in page
    data = client.get("/data/checkpoints.json").json()
    assert data["signed"] == []
    assert data["now"]["candour"]["head"] == head
    assert client.get("/data/checkpoints/1.json").status_code == 404


def test_what_is_signed_is_published_to_the_byte(client):
    checkpoint = keep_checkpoint(new_key())
    assert read_checkpoint(text_of(client, "/data/checkpoints/1.json")) == checkpoint
    page = text_of(client, PAGE)
    assert checkpoint.key in page
    assert "/data/checkpoints/1.json" in page
    for number in (0, 2, 2**40):
        assert client.get(f"/data/checkpoints/{number}.json").status_code == 404


def test_the_page_of_a_statement_offers_its_proof_and_it_holds(client):
    checkpoint = keep_checkpoint(new_key())
    keys = models.Recording.objects.order_by("statement_id").values_list("statement_id", flat=True)
    for key in [*keys[:400:80], *headlines()[:1], *ended()[:1]]:
        assert f"/statements/{key}.proof.json" in text_of(client, f"/statements/{key}/")
        answer = client.get(f"/statements/{key}.proof.json")
        proof = read_proof(answer.content.decode())
        report = verify_proof(proof, checkpoint)
        assert report.is_valid, (key, report.differences)
        assert report.checked


def headlines():
    rows = models.Statement.objects.filter(canonical__contains='"finding":"f1-')
    return list(rows.values_list("id", flat=True))


def ended():
    rows = models.Recording.objects.exclude(retracted_in=None).order_by("id")
    return list(rows.values_list("statement_id", flat=True))


def test_a_proof_of_something_else_is_not_valid(client):
    checkpoint = keep_checkpoint(new_key())
    key = ended()[0]
    data = client.get(f"/statements/{key}.proof.json").json()

    def named(change):
        other = json.loads(json.dumps(data))
        change(other)
        report = verify_proof(read_proof(json.dumps(other)), checkpoint)
        return [str(difference) for difference in report.differences]

    def say_something_else(proof):
        proof["lines"][0]["line"]["assert"]["subject"] = "somebody-else"

    def be_of_another(proof):
        proof["statement"] = "s1-other"

    def leave_out_what_came_after(proof):
        proof["after"] = {origin: [] for origin in proof["after"]}

    def alter_what_came_after(proof):
        next(iter(proof["after"].values()))[0]["root"] = "0" * 64

    def move_the_day(proof):
        proof["lines"][0]["header"]["made_at"] = "2020-01-01T00:00:00+00:00"

    assert named(lambda proof: None) == []
    assert any("not the one" in text for text in named(say_something_else))
    assert any("does not speak of s1-other" in text for text in named(be_of_another))
    assert any("does not reach the head" in text for text in named(leave_out_what_came_after))
    assert any("does not" in text for text in named(alter_what_came_after))
    assert any("does not" in text for text in named(move_the_day))
    for text in ("", "{}", "[" * 100_000, json.dumps({**data, "more": 1})):
        with pytest.raises(BadProof):
            read_proof(text)


def test_there_is_no_proof_of_what_is_not_there(client):
    assert client.get("/statements/s1-none.proof.json").status_code == 404
