"""Kinds that can't be put together: one of them has no label."""

from dataclasses import replace

from candour.audit.kinds import Kinds
from tests.audit.lamps.kind import LAMPS

KINDS = Kinds(replace(LAMPS, label=""))
