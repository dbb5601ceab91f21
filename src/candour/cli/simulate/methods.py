"""`candour simulate methods`: which documented methods there are, with sources and parameters."""

from dataclasses import asdict

from candour.cli.simulate.running import AsJson, print_json


def methods(as_json: AsJson = False) -> None:
    """List the methods, where each is described, and what it is run with.

    Example:

        candour simulate methods --json
    """
    from candour.simulation.methods.catalogue import DESCRIBED

    if as_json:
        print_json({"methods": [asdict(method) for method in DESCRIBED]})
        return
    for method in DESCRIBED:
        print(f"{method.name}: {method.does}")
        print(f"  described in: {method.source}")
        for own in method.parameters:
            print(f"  {own.name}: {own.value:g} {own.unit} ({own.source})")
        if len(method.variants) > 1:
            print(f"  variants: {', '.join(method.variants)}")
