"""The tests mirror the source: a test stands in the folder of what it tests.

The rule, and no list of folders: below `tests/`, each folder with tests is one of `src/candour`, or
one of the few for what crosses all folders. A module of tests imports the package it stands for, or
asks it through its door, as a reader, a program or a person at a command would.
"""

import ast
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
# What crosses all folders: a person's day, the pages of docs, code as text, the ground of tests.
ACROSS = {"journeys", "docs", "architecture", "support"}
DOORS = {"client", "page", "run", "run_json"}  # fixtures by which a test asks from outside


def folders_with_tests(root):
    return sorted({path.parent.relative_to(root / "tests") for path in modules(root)})


def modules(root):
    """Test modules that stand for a folder of the source."""
    for path in sorted((root / "tests").rglob("test_*.py")):
        if path.relative_to(root / "tests").parts[0] not in ACROSS:
            yield path


def astray(root):
    """Folders of tests that mirror no folder of the source."""
    source = root / "src/candour"
    return [str(each) for each in folders_with_tests(root) if not (source / each).is_dir()]


def untested(root):
    """Top folders of the source that hold code and have no folder of tests."""
    tested = {each.parts[0] for each in folders_with_tests(root)}
    holding = {
        path.relative_to(root / "src/candour").parts[0]
        for path in (root / "src/candour").rglob("*.py")
        if path.parent != root / "src/candour"
    }
    return sorted(holding - tested)


def out_of_place(root):
    """Test modules that import other parts of Candour, never their own, and use no door."""
    return [
        str(path.relative_to(root))
        for path in modules(root)
        if not stands_for(path, package_of(path.parent.relative_to(root / "tests")))
    ]


def package_of(folder):
    return ".".join(("candour", *folder.parts))


def stands_for(path, package):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    own, others, doors = False, False, False
    for node in ast.walk(tree):
        for name in imported(node):
            own |= name == package or name.startswith(f"{package}.")
            others |= name == "candour" or name.startswith("candour.")
        doors |= isinstance(node, ast.arg) and node.arg in DOORS
    return own or doors or not others


def imported(node):
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


@pytest.mark.parametrize("fault", [astray, untested, out_of_place])
def test_the_tests_mirror_the_source(fault):
    assert fault(REPOSITORY) == []


@pytest.mark.parametrize(
    ("file", "text", "fault", "named"),
    [
        ("tests/gadgets/test_one.py", "", astray, "gadgets"),
        ("tests/law/clocks/test_one.py", "", astray, "law/clocks"),
        ("src/candour/gadgets/one.py", "", untested, "gadgets"),
        (
            "tests/law/test_one.py",
            "from candour.evidence import checks\n",
            out_of_place,
            "tests/law/test_one.py",
        ),
    ],
)
def test_a_test_that_stands_in_no_place_is_found(tmp_path, file, text, fault, named):
    for path in ("src/candour/law/one.py", "tests/law/test_law.py", file):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text if path == file else "import candour.law\n")
    assert fault(tmp_path) == [named]


@pytest.mark.parametrize(
    "text",
    [
        "import candour.law.one\n",
        "from candour import law\n",
        "from candour.evidence import checks\n\ndef test_it(client): ...\n",
        "",
    ],
)
def test_a_test_of_its_own_folder_is_in_its_place(tmp_path, text):
    (tmp_path / "tests/law").mkdir(parents=True)
    (tmp_path / "tests/law/test_one.py").write_text(text)
    assert out_of_place(tmp_path) == []
