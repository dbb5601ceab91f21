"""Check that every relative link in the Markdown leads to a file, and to a heading in it.

Addresses of other hosts are not asked: a check must not need the network.
"""

import re
import sys
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import unquote

FENCE = re.compile(r"^( {0,3})(```|~~~).*?^ {0,3}\2", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\]\(<?([^)\s>]+)>?(?:\s+[\"'][^)]*)?\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
ELSEWHERE = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def main(root: Path) -> int:
    broken = [f"{page.relative_to(root)}: {link}" for page in pages(root) for link in dead(page)]
    print("\n".join(broken) or "Every link leads somewhere.")
    return 1 if broken else 0


def pages(root: Path) -> list[Path]:
    """Return the Markdown files in a folder, but for what .gitignore names and what is hidden.

    No git is asked: a downloaded copy has none.
    """
    ignored = [line for line in _lines(root / ".gitignore") if not line.startswith("#")]
    at_root = {name.strip("/") for name in ignored if name.startswith("/")}
    anywhere = {name.rstrip("/") for name in ignored if not name.startswith("/")}
    return [page for page in _below(root, at_root, anywhere) if page.suffix == ".md"]


def _below(folder: Path, here: AbstractSet[str], anywhere: AbstractSet[str]) -> Iterator[Path]:
    """Yield the files below a folder, in order, that neither set of patterns names."""
    for path in sorted(folder.iterdir()):
        if any(fnmatch(path.name, pattern) for pattern in (".*", *here, *anywhere)):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _below(path, frozenset(), anywhere)
        elif path.is_file():
            yield path


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def dead(page: Path) -> Iterator[str]:
    """Yield the links of a page that lead nowhere."""
    for link in links(page.read_text(encoding="utf-8")):
        address, _, anchor = link.partition("#")
        target = (page.parent / unquote(address)).resolve() if address else page
        leads_to_page = target.suffix == ".md" and target.is_file()
        if not target.exists() or (anchor and leads_to_page and anchor not in anchors(target)):
            yield link


def links(markdown: str) -> list[str]:
    """Return the relative links in a text, leaving out what is code.

    >>> links("[a](b.md#c) `[no](code.md)` [web](https://example.org)")
    ['b.md#c']
    """
    prose = CODE.sub("", FENCE.sub("", markdown))
    found = [first or second for first, second in LINK.findall(prose)]
    return [link for link in found if not ELSEWHERE.match(link)]


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings; a repeated heading gets a number."""
    seen: dict[str, int] = {}
    names = set()
    for heading in HEADING.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        name = anchor_of(heading)
        names.add(f"{name}-{seen[name]}" if name in seen else name)
        seen[name] = seen.get(name, 0) + 1
    return names


def anchor_of(heading: str) -> str:
    """Return the anchor that code hosts give a heading.

    >>> anchor_of("What's in `content/`?")
    'whats-in-content'
    """
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", text).strip().lower())


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parents[2]))
