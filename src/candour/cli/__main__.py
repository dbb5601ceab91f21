"""Lets `python -m candour.cli` be `candour`."""

from candour.cli.main import main

if __name__ == "__main__":  # and not where a process that helps reads this again
    main()
