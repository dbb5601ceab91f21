"""The kinds of audit of a Candour that audits street lamps too: one line."""

from candour.audit.kinds import Kinds
from candour.config.kinds import KINDS as SHIPPED
from tests.audit.lamps.kind import LAMPS

KINDS = Kinds(*SHIPPED.values(), LAMPS)
