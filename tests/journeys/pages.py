"""One address for each type of page."""

from candour.content import FOLDER
from candour.evidence.findings import read_findings

SYSTEM = "/systems/mps-violence-harm-assessment/"
FINDINGS = {
    name: f"/findings/{found.identifier}/" for name, found in read_findings(FOLDER)[0].items()
}

PAGES = {
    "home": "/",
    "systems": "/systems/?nation=england",
    "bodies": "/bodies/?kind=territorial-force",
    "documents": "/documents/",
    "forces": "/forces/",
    "compare": "/compare/",
    "forces compared": "/compare/?with=essex-police&with=kent-police&with=metropolitan-police",
    "systems compared": "/compare/?with=durham-hart&with=mps-violence-harm-assessment",
    "forces of a nation": "/forces/?nation=wales&sort=clashes",
    "system": SYSTEM,
    "system on a day": f"{SYSTEM}?on=2021-03-14&known=2026-01-01",
    "long system": "/systems/essex-risk-terrain-modelling/",
    "body": "/bodies/metropolitan-police/",
    "body that is no force": "/bodies/amnesty-international/",
    "product": "/products/rtmdx/",
    "dataset": "/datasets/police-national-computer/",
    "document": "/documents/mps-vha-eia/",
    "method": "/methods/cambridge-crime-harm-index/",
    "source": "/sources/automated-racism/?section=4.1",
    "history": f"{SYSTEM}history/?from=2020-01-01&to=2030-01-01",
    "figures": "/figures/",
    "findings": "/findings/",
    "finding": FINDINGS["vha-2024-05-mixed-as-other"],
    "finding of a force": FINDINGS["stops-metropolitan-2021"],
    "finding of a printed claim": FINDINGS["wmp-knife-crime-accuracy"],
    "findings of a kind": "/findings/?audit=stops&about=essex-police",
    "derived numbers": "/figures/derived/",
    "derived numbers without a number": "/figures/derived/?state=not-comparable",
    "contradictions that touch people": "/contradictions/?touches=people",
    "figures that fail": "/figures/?verdict=fails",
    "contradictions": "/contradictions/",
    "gaps": "/gaps/",
    "gaps of an item": "/gaps/?item=dpia",
    "changes": "/changes/",
    "change": "/changes/1/",
    "search": "/search/?q=risk+terain",
    "routes": "/routes/",
    "all routes": "/routes/all/?nation=scotland",
    "route": "/routes/d1/",
    "clocks": "/routes/clocks/",
    "replies": "/routes/replies/",
    "limits": "/routes/limits/",
    "which force": "/routes/which-force/",
    "easy read": "/routes/easy-read/",
    "welsh": "/routes/cymraeg/",
    "about": "/about/",
    "feedback": "/feedback/",
    "data": "/data/",
    "nothing here": "/systems/violence-harm/",
    "no such address": "/nowhere/",
    "unreadable": "/systems/?on=yesterday",
}
