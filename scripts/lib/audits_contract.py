"""The contract on imports between audits: a folder with a `kind.py` is one, so no list is kept."""

import re
from collections.abc import Iterable
from typing import cast

from grimp import ImportGraph
from importlinter.contracts.layers import Layer, LayersContract, ModuleTail
from importlinter.domain.contract import ContractCheck

KIND_OF_AN_AUDIT = re.compile(r"candour\.audit\.(\w+)\.kind")


class AuditsContract(LayersContract):
    """Layers, with all audits side by side above those that the contract names."""

    type_name = "audits"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001 # theirs
        kinds = (KIND_OF_AN_AUDIT.fullmatch(module) for module in graph.modules)
        audits = {ModuleTail(kind[1]) for kind in kinds if kind}
        below: list[Layer] = list(cast("Iterable[Layer]", self.layers))
        # The library types a contract's fields as what reads them, not as what was read.
        self.layers = [Layer(audits, is_independent=True), *below]  # type: ignore[assignment]
        return super().check(graph, verbose)
