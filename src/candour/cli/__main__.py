"""Lets `python -m candour.cli` be `candour`."""

from candour.cli.main import main

main()
