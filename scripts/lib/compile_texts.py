"""Compile each translation in src/candour/locale from its .po to the .mo that Django reads.

python scripts/lib/compile_texts.py          writes the files
python scripts/lib/compile_texts.py --check  changes nothing, and fails where one is stale
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

UNDATED = datetime(2026, 1, 1, tzinfo=UTC)  # the same text gives the same file on any day
LOCALE = Path(__file__).resolve().parents[2] / "src/candour/locale"


def compiled(po: Path) -> bytes:
    with po.open("rb") as file:
        catalog = read_po(file)
    catalog.creation_date = catalog.revision_date = UNDATED
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def main(arguments: list[str]) -> int:
    stale = []
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        mo, data = po.with_suffix(".mo"), compiled(po)
        if not mo.is_file() or mo.read_bytes() != data:
            stale.append(po.parent.parent.name)
            if "--check" not in arguments:
                mo.write_bytes(data)
    print(f"Compiled: {', '.join(stale) or 'nothing to do'}.")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
