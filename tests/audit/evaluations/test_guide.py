"""The reading guide gives no number that is not worked out elsewhere."""

import json
from pathlib import Path

from candour.audit.evaluations.power import chance_to_see, fewest_events
from candour.content import FOLDER

GUIDE = Path(__file__).resolve().parents[3] / "docs/explanation/did-it-work.md"


def test_the_numbers_of_the_reading_guide_are_those_of_findings_and_of_the_design():
    text = " ".join(GUIDE.read_text(encoding="utf-8").split())
    assert "it takes at least about 130 crimes to tell a fall of 31% from luck" in text
    assert round(fewest_events(0.4, 0.69) or 0, -1) == 130
    assert "If there were 100, a true fall of 31% would be missed more often than seen" in text
    assert chance_to_see(100, 0.4, 0.69) < 0.5

    robbery = json.loads((FOLDER / "findings/falls-london-robbery.json").read_text("utf-8"))
    finding = robbery["finding"]
    assert (finding["chosen"], finding["span"]) == (20, 3)
    fall = round(100 * (1 - finding["ratio"]["value"]))
    assert f"had some {fall}% fewer over the next three" in text

    claims = json.loads(
        (FOLDER / "findings/claims-southend-basildon-grip.json").read_text("utf-8")
    )["finding"]
    basildon = claims["claims"][1]
    assert "about 200 before and 110 after; the source does not print it" in text
    assert (basildon["before_low"] + basildon["before_high"]) // 2 == 200
    assert (basildon["after_low"] + basildon["after_high"]) // 2 == 110


def test_the_guide_and_the_finding_tell_basildon_alike_and_regression_comes_first():
    text = " ".join(GUIDE.read_text(encoding="utf-8").split())
    kept = json.loads((FOLDER / "findings/claims-southend-basildon-grip.json").read_text("utf-8"))
    finding = next(one for one in kept["finding"]["sentences"] if one.startswith("Basildon"))
    guide = text.partition("**Basildon")[2].partition("**Grip")[0]
    for said in (
        "Read together, −45% and 90 fewer would mean about 200 before",
        "both spells were as long and crimes came singly, luck alone would seldom give it",
        "such places get better by themselves",
        "can’t be put down to",
    ):
        assert said.lower() in finding.lower()
        assert said.lower() in guide.lower()
    assert guide.index("spiking") < guide.index("Read together") < guide.index("lockdowns")
    for wrong in ("which means", "more than luck", "more than chance"):
        assert wrong not in finding
        assert wrong not in guide


def test_the_guide_asks_of_elsewhere_of_other_counts_of_money_of_harm_and_of_models():
    text = " ".join(GUIDE.read_text(encoding="utf-8").split())
    questions = GUIDE.read_text(encoding="utf-8").count("\n## ") - 2
    assert (questions, "Nine questions" in text) == (9, True)
    for said in (
        "Was it measured here?",
        "What else was counted, and which was chosen beforehand?",
        "Money saved",
        "Harm that is weighted",
        "model that is right x%",
        "few is no number",
        "277 offences, not said of what place or time",
        "the Cambridge study itself was not read",
    ):
        assert said in text
    assert "one force or none" not in text
    claims = json.loads(
        (FOLDER / "findings/claims-southend-basildon-grip.json").read_text("utf-8")
    )["finding"]
    cut = json.dumps(claims, ensure_ascii=False)
    assert "277 offences, not said of what place or time" in cut
