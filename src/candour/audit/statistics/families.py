"""Many comparisons at once: how surprising each is, given that all were looked at."""

from collections.abc import Sequence

LEVEL = 0.05  # of a p-value adjusted for its family, from which on no difference is called clear


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjust p-values so that the chance of even one false alarm in the family stays as said.

    Parameters
    ----------
    p_values : sequence of float in [0, 1]
        One for each comparison of the family, in any order. The family must be fixed before the
        data are read: leaving out the dull ones afterwards undoes the guarantee.

    Returns
    -------
    list of float
        In the same order, each at least as large as given and at most 1.

    Notes
    -----
    Step-down Bonferroni [1]_. It holds however the comparisons depend on one another.

    References
    ----------
    .. [1] Holm (1979). A simple sequentially rejective multiple test procedure. Scandinavian
       Journal of Statistics 6, 65-70.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    by_size = sorted(range(len(p_values)), key=lambda place: p_values[place])
    for rank, place in enumerate(by_size):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = largest
    return adjusted
