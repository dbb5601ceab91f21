"""The country in the API, on the real content."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]


def test_every_system_in_scope_is_answered_on_its_official_record(client):
    told = client.get("/api/v1/official-records").json()
    assert (told["day"], told["count"], told["of_police"]) == ("2026-08-17", 142, 2)
    assert {row["state"] for row in told["systems"]} <= {"has-record", "not-found"}
    missing = [row["slug"] for row in told["systems"] if row["state"] == "not-found"]
    assert missing
    assert not [
        row["slug"]
        for row in told["systems"]
        if row["state"] == "not-found" and row["looked_on"] != "2026-08-17"
    ]


def test_a_record_named_here_is_one_that_the_copy_holds(client):
    told = client.get("/api/v1/official-records").json()
    with_record = {row["slug"]: row["link"] for row in told["systems"] if row["record"]}
    links = {record["link"] for record in told["records"]}
    assert "hampshire-and-thames-valley-darat" in with_record
    assert {link for link in with_record.values() if link} <= links


def test_coverage_tells_of_all_forces_and_of_how_many_nothing_is_known(client):
    told = client.get("/api/v1/coverage").json()
    assert told["count"] == len(told["bodies"])
    assert told["nothing_known"] == sum(row["nothing_known"] for row in told["bodies"])
    assert sum(row["kind"] == "territorial-force" for row in told["bodies"]) == 45


def test_what_others_count_stands_beside_our_own_number(client):
    counted = client.get("/api/v1/coverage").json()["counted"]
    assert {row["printed"] for row in counted["others"]} >= {"70", "27"}
    assert counted["ours"] > counted["ours_in_scope"] > 0
    assert "Neither count is part of the other" in counted["difference"]
