"""The kinds of audit that Candour knows, in the order in which lists have them.

Adding an audit is a folder in `audit/` (or, for what rests on made-up worlds, in `simulation/`) and
one line here. A kind that lacks a part does not get past its making: see `audit/kinds.py`.
"""

from candour.audit.accuracy.kind import KIND as ACCURACY
from candour.audit.bands.kind import KIND as BANDS
from candour.audit.evaluations.kind import KIND as EVALUATION
from candour.audit.force.kind import KIND as FORCE
from candour.audit.kinds import Kinds
from candour.audit.lists.kind import COMPOSITION, PARTS
from candour.audit.neighbourhoods.kind import KIND as NEIGHBOURHOODS
from candour.audit.places.kind import KIND as PLACES
from candour.audit.places.types_kind import KIND as PLACES_BY_TYPE
from candour.audit.scores.kind import KIND as SCORES
from candour.audit.stops.kind import KIND as STOPS
from candour.audit.thresholds.kind import KIND as THRESHOLDS
from candour.simulation.findings.city import KIND as CITY
from candour.simulation.findings.lists import KIND as LIST
from candour.simulation.findings.replays import KIND as REPLAY
from candour.simulation.findings.urn import KIND as URN

KINDS = Kinds(
    SCORES,
    BANDS,
    COMPOSITION,
    STOPS,
    THRESHOLDS,
    FORCE,
    PARTS,
    ACCURACY,
    PLACES,
    PLACES_BY_TYPE,
    NEIGHBOURHOODS,
    EVALUATION,
    REPLAY,
    URN,
    CITY,
    LIST,
)
