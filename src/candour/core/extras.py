"""Libraries that a public site does without: in which extra each is, and how it is had.

Serving the register needs none of them. They are imported when they are first used, so that what
needs one says so then, in a sentence, and everything else works.
"""

from importlib import import_module
from types import ModuleType

# By the top folder of the library: what it is called, and the extra that brings it.
EXTRAS = {
    "PIL": ("Pillow", "audit"),
    "convertbng": ("convertbng", "audit"),
    "docx": ("python-docx", "word"),
    "duckdb": ("DuckDB", "audit"),
    "ibis": ("Ibis", "audit"),
    "numba": ("Numba", "audit"),
    "numpy": ("NumPy", "audit"),
    "nutpie": ("nutpie", "thresholds"),
    "pandas": ("pandas", "audit"),
    "psycopg": ("Psycopg", "postgres"),
    "pyarrow": ("PyArrow", "audit"),
    "pypdf": ("pypdf", "audit"),
    "pypdfium2": ("pypdfium2", "audit"),
    "pyspark": ("PySpark", "spark"),
    "python_calamine": ("python-calamine", "audit"),
    "scipy": ("SciPy", "audit"),
    "shapely": ("Shapely", "audit"),
    "weasyprint": ("WeasyPrint", "pdf"),
}


class Late:
    """A library that is imported when something of it is first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._module: ModuleType | None = None

    def __getattr__(self, attribute: str) -> object:
        if self._module is None:
            self._module = import_module(self._name)
        value = getattr(self._module, attribute)
        setattr(self, attribute, value)  # so that a loop asks here once
        return value


def how_to_get(error: BaseException) -> str:
    """Say how what an import lacked is had, or "" where no extra brings it.

    Examples
    --------
    >>> how_to_get(ModuleNotFoundError(name="weasyprint"))
    "This needs WeasyPrint, which is not installed here: pip install 'candour[pdf]' brings it."
    """
    name = (getattr(error, "name", "") or "").partition(".")[0]
    if not isinstance(error, ModuleNotFoundError) or name not in EXTRAS:
        return ""
    library, extra = EXTRAS[name]
    return (
        f"This needs {library}, which is not installed here: "
        f"pip install 'candour[{extra}]' brings it."
    )
