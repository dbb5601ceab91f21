"""A finding is the same finding after it has been written down and read back."""

import json

from candour.audit.plans import Finding, Input, Plan


def finding(**changes):
    return Finding(
        **{
            "plan": Plan("stops", "searches", "white", ("a", "b"), options={"seed": 1}),
            "inputs": (Input("a.csv", "0" * 64),),
            "sentences": ("Searches were counted.",),
            "tables": {"rates": [{"group": "white", "stops": 3}], "ratios": []},
            "accounted_for": {"read": 3},
            "assumptions": ("None.",),
            "does_not_show": ("Why.",),
            "values": {"events": 3, "hit_rate": {"value": 0.5, "low": 0.1, "high": None}},
            **changes,
        }
    )


def test_a_finding_read_back_has_the_same_name_and_parts():
    made = finding()
    read = Finding.from_dict(json.loads(json.dumps(made.as_dict())))
    assert read.identifier == made.identifier
    assert read.as_dict() == made.as_dict()
    assert read.values == made.values
    assert read.tables["rates"] == made.tables["rates"]


def test_a_finding_of_another_version_keeps_its_version():
    old = finding(version="0.0.1")
    assert Finding.from_dict(old.as_dict()).version == "0.0.1"
    assert old.identifier != finding().identifier
