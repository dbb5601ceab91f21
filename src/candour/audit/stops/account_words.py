"""What became of every row, as a sentence whose numbers add up to what was read."""

from candour.audit.names import listed
from candour.audit.stops.rows import Account


def sentence(account: Account, *, has_hidden: bool = False) -> str:
    """Each search that was read ends in exactly one of these; nothing is left out in silence.

    Hidden counts are in them at the middle of what they can be.
    """
    hidden = " Hidden counts are in these at the middle of what they can be." if has_hidden else ""
    parts = {
        "outside the period": account.out_of_period,
        "without ethnicity, so in no group": account.no_ethnicity,
        "of groups that are not compared": account.group_not_compared,
        "of forces that were not compared": account.unfit_force,
        "of other forces": account.other_force,
        "without a force": account.no_force,
        "without a month that can be read": account.no_month,
        "on lines that can't be read as rows": account.unreadable,
    }
    assert account.read == account.used + sum(parts.values())
    left_out = [f"{number:,} {what}" for what, number in parts.items() if number]
    if not left_out:
        return f"All {account.read:,} searches that were read are counted.{hidden}"
    return (
        f"Of {account.read:,} searches that were read, {account.used:,} are counted in a group; "
        f"the rest are {listed(left_out)}.{hidden}"
    )
