"""What a pilot could see: treatment drawn anew each period, and so many events in all."""

from candour.audit.evaluations.power import chance_to_see, smallest_ratio
from candour.audit.evaluations.rows import PilotRow

TENTH, FIFTH, THIRD = 0.1, 0.2, 1 / 3


def pilot_row(pilot: str, events: int, share: float) -> PilotRow:
    """Of so many events on both sides, how often true falls of some sizes would be seen.

    Parameters
    ----------
    pilot : str
        What it is called.
    events : int
        On days with and without treatment together, each independent of the others: at best.
    share : float in (0, 1)
        Of unit-periods under treatment.
    """

    def seen(ratio: float) -> float:
        return chance_to_see(events, share, ratio)

    smallest = smallest_ratio(seen)
    return PilotRow(
        pilot=pilot,
        events=events,
        share=share,
        smallest_fall=None if smallest is None else 1 - smallest,
        seen_at_tenth=seen(1 - TENTH),
        seen_at_fifth=seen(1 - FIFTH),
        seen_at_third=seen(1 - THIRD),
    )
