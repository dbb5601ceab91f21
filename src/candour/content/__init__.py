"""What we know, as data. The only code here says where the files are."""

from pathlib import Path

FOLDER = Path(__file__).parent
