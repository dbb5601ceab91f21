"""The reading guide gives no number that is not worked out elsewhere."""

import json
from pathlib import Path

from candour.audit.evaluations.power import chance_to_see, fewest_events
from candour.content import FOLDER

GUIDE = Path(__file__).resolve().parents[3] / "docs/explanation/did-it-work.md"


def test_the_numbers_of_the_reading_guide_are_those_of_findings_and_of_the_design():
    text = " ".join(GUIDE.read_text(encoding="utf-8").split())
    assert "only from about 130 crimes on" in text
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
    assert "from about 200 to 110" in text
    assert (basildon["before_low"] + basildon["before_high"]) // 2 == 200
    assert (basildon["after_low"] + basildon["after_high"]) // 2 == 110
