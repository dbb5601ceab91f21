"""Where rows are counted: by which engine, on which machines, with how much memory."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version

from candour.core.progress import Progress
from candour.tables.errors import BadMachine

MEMORY = "2GB"
SIZE = re.compile(r"(\d+(?:\.\d+)?) ?([KMGT])(i?)B?", re.IGNORECASE)
POWERS = {"K": 1, "M": 2, "G": 3, "T": 4}
LEAST = {"duckdb": 400_000_000, "spark": 1_000_000_000}  # below it they stop halfway
ADDRESS = re.compile(r"(sc|spark)://\S+")


class EngineKind(StrEnum):
    DUCKDB = "duckdb"
    SPARK = "spark"


@dataclass(frozen=True, slots=True)
class Machine:
    """The engine that counts, and what it may take.

    Parameters
    ----------
    kind : EngineKind
    memory : str
        The most it may hold, as 2GB: in this process with DuckDB, in one process of Spark's with
        Spark. With a Spark Connect server it is the server's business.
    spark : str
        The address of a cluster: spark://HOST:PORT of a standalone master, sc://HOST:PORT of a
        Spark Connect server. Without one Spark runs on this machine.
    threads : int, optional
        How many to use on this machine; all by default.
    progress : Progress
        Where the engine tells how far it is.

    Raises
    ------
    BadMachine
        If the memory is no size or too small, or an address is none or has no Spark to go with it.

    Notes
    -----
    None of this is part of a finding's identity: every engine counts the same.
    """

    kind: EngineKind = EngineKind.DUCKDB
    memory: str = MEMORY
    spark: str = ""
    threads: int | None = None
    progress: Progress = field(default_factory=Progress, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.bytes < LEAST[self.kind]:
            raise BadMachine(
                f"{self.memory} is too little memory for {self.kind}: give it at least "
                f"{LEAST[self.kind] // 1_000_000} MB, as --memory 2GB."
            )
        if self.spark and self.kind is not EngineKind.SPARK:
            raise BadMachine("A Spark address was given, but not the engine: add --engine spark.")
        if self.spark and not ADDRESS.fullmatch(self.spark):
            raise BadMachine(
                f"'{self.spark}' is no address of Spark: write spark://HOST:PORT for a standalone "
                "master, or sc://HOST:PORT for a Spark Connect server."
            )

    @property
    def bytes(self) -> int:
        """The memory in bytes.

        >>> Machine(memory="2GB").bytes, Machine(memory="1.5 GiB").bytes
        (2000000000, 1610612736)
        """
        size = SIZE.fullmatch(self.memory.strip())
        if not size:
            raise BadMachine(f"'{self.memory}' is no amount of memory: write it as 2GB or 500MB.")
        number, power, binary = size.groups()
        return int(float(number) * (1024 if binary else 1000) ** POWERS[power.upper()])

    @property
    def engine_and_version(self) -> str:
        """The engine with its version here, as a finding says it."""
        package = {EngineKind.DUCKDB: "duckdb", EngineKind.SPARK: "pyspark"}[self.kind]
        try:
            return f"{self.kind} {version(package)}"
        except PackageNotFoundError:
            return str(self.kind)


LAPTOP = Machine()
