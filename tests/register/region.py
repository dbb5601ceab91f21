"""A small made-up region: forces of which much, little and nothing is said, and what they run."""

from tests.evidence.making import FORCE, OTHER_FORCE, REPORT, TOOL

HEAD = 'source: report\nat: "1"\nname: {}\nkind: {}\n'
RECORD = "https://www.gov.uk/algorithmic-transparency-records/a-tool"


def body(name: str, kind: str, *lines: str) -> str:
    return HEAD.format(name, kind) + "".join(f"{line}\n" for line in lines)


def system(name: str, *lines: str) -> str:
    return TOOL.replace("The Tool", name) + "".join(f"{line}\n" for line in lines)


CLASH = """\
role: [It does one thing, It does another]
contradictions:
  differ:
    kind: wording
    reason: They differ.
    sides:
      - {said: One thing, statements: [role.1]}
      - {said: Another, statements: [role.2]}
"""
REGION = {
    "sources/newspaper": REPORT.replace("The Report", "The Paper"),
    "bodies/force": FORCE
    + "nation: england\n"
    + "predictive-use: {value: denies-use, said_by: force}\n"
    + "disclosure: [asked, answered, no-reply, refused]\n",
    "bodies/other-force": OTHER_FORCE
    + "nation: wales\n"
    + "predictive-use: {silence: not-found, said_by: candour}\n",
    "bodies/rail-force": body("A Force of Railways", "special-force", "predictive-use: says-uses")
    + CLASH,
    "bodies/far-force": body("Far Force", "territorial-force", "nation: abroad"),
    "bodies/vendor": body("Vendor", "vendor"),
    "documents/paper": body("A paper", "impact-assessment", "website: https://example.org/dpia"),
    "documents/record": body("A record", "web-page", f"website: {RECORD}"),
    "documents/other-record": body("Other record", "web-page", "website: https://example.org/r"),
    "methods/scoring": body("Scoring", "scoring-rule"),
    "products/engine": body("Engine", "software", "supplied-by: vendor", "method: scoring"),
    "systems/tool": system(
        "The Tool",
        "ban-scope: in-scope",
        "dpia: paper",
        "inputs: [ethnicity, age]",
        "atrs-record: {silence: not-found, said_by: candour, valid: 2026-08-17}",
    ),
    "systems/second": system(
        "Another Tool",
        "ban-scope: out-of-scope",
        "nation: scotland",
        "purpose: find people",
        "product: engine",
        "used-on: Victims of crime, and a child",
        "atrs-record: {value: record, valid: 2026-08-17}",
    ),
    "systems/third": system("Zeta", "nation: abroad", "atrs-record: other-record").replace(
        "operator: force", "operator: far-force"
    ),
    "datasets/lake": body("The Lake", "police-record-system", "operator: rail-force"),
}
