"""Chance that is the same whatever the number of workers: one stream a replicate."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from candour.core.extras import Late
from candour.simulation.errors import CannotSimulate
from candour.tables.fan_out import FanOut

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = Late("numpy")

Seeds: TypeAlias = "NDArray[np.uint32]"
Result = TypeVar("Result")

Workers = int | FanOut  # threads of this machine, or a cluster

BLOCKS = 50  # enough that a bar moves and workers end together
BLOCKS_OF_A_CLUSTER = 64


def seeds_of(seed: int, replicates: int) -> Seeds:
    """Give each replicate a seed of its own, which depends on nothing but `seed` and its place.

    The first seeds are the same however many are asked for, so that a longer run begins with the
    shorter one.
    """
    if seed < 0:
        raise CannotSimulate(f"A seed is a whole number from 0; {seed} is below it.")
    if replicates < 1:
        raise CannotSimulate(f"At least one run is needed; {replicates} were asked for.")
    return np.random.SeedSequence(seed).generate_state(replicates).astype(np.uint32)


def blocks(seeds: Seeds, most: int = BLOCKS) -> list[Seeds]:
    """Part seeds into blocks, in order: a unit of work for one worker."""
    return [block for block in np.array_split(seeds, min(most, seeds.size)) if block.size]


def in_blocks(
    run: Callable[[Seeds], Result],
    seeds: Seeds,
    *,
    workers: Workers = 1,
    moved: Callable[[int, int], None] = lambda done, of: None,
) -> list[Result]:
    """Run each block of replicates, by threads where the work releases the interpreter's lock.

    The results come in the order of the seeds, so that neither the number of workers nor which
    of them is quicker changes a number; nor does it whether they are threads or a cluster.
    """
    if isinstance(workers, int) and workers < 1:
        raise CannotSimulate(f"At least one worker is needed; {workers} were asked for.")
    parts = blocks(seeds, BLOCKS if isinstance(workers, int) else BLOCKS_OF_A_CLUSTER)
    results: list[Result] = []
    for result in _mapped(run, parts, workers):
        results.append(result)
        moved(len(results), len(parts))
    return results


def _mapped(
    run: Callable[[Seeds], Result], parts: Sequence[Seeds], workers: Workers
) -> Iterator[Result]:
    if isinstance(workers, FanOut):
        yield from workers.map(run, parts)
        return
    if workers == 1:
        yield from map(run, parts)
        return
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(run, parts)
