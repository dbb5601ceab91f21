"""Numbers as people read them: digits that a reading needs, and no more."""

from candour.audit.statistics.estimates import Estimate

NONE = "–"
CLOSE_TO_ONE = 0.1  # a ratio as near as this needs two decimals, or it would read as 1.0
TEN = 10
HUNDRED = 100
SMALLEST_P = 0.0001
MOST = 10**6  # residents that a rate is told of


def number(value: float | None, *, digits: int = 2) -> str:
    """A number for reading: thousands apart, and a dash where there is none.

    >>> number(1234.5), number(None)
    ('1,234.50', '–')
    """
    return NONE if value is None else f"{value:,.{digits}f}"


def interval(estimate: Estimate, *, digits: int = 2) -> str:
    """A value with its interval, in words.

    >>> interval(Estimate(3.599, 2.782, 4.587))
    '3.60 (95% interval 2.78 to 4.59)'
    """
    ends = estimate.reported()
    low, high = number(ends.low, digits=digits), number(ends.high, digits=digits)
    high = "no upper end" if ends.high is None else high
    return f"{number(ends.value, digits=digits)} (95% interval {low} to {high})"


def percent(estimate: Estimate) -> str:
    """A share with its interval, in per cent.

    >>> percent(Estimate(0.4485, 0.4256, 0.4716))
    '44.9% (95% interval 42.6% to 47.2%)'
    """
    return f"{estimate.value:.1%} (95% interval {estimate.low:.1%} to {estimate.high:.1%})"


def times(ratio: float) -> str:
    """A ratio for a sentence: fewer digits, but never so few that it turns into 1.

    >>> times(3.599), times(23.3), times(1.04), times(0.6), times(0.04)
    ('3.6', '23', '1.04', '0.60', '0.04')
    """
    if abs(ratio - 1) < CLOSE_TO_ONE:
        return f"{ratio:.2f}"
    if ratio < 1:
        return f"{ratio:.2f}" if ratio >= 1 / TEN else f"{ratio:.2g}"
    return f"{ratio:.1f}" if ratio < TEN else f"{ratio:,.0f}"


def points(share: float) -> str:
    """A difference of shares in percentage points with its sign; what is 0 as written has none.

    >>> points(0.0126), points(-0.0004)
    ('+1.3', '0.0')
    """
    written = f"{HUNDRED * share:+.1f}"
    return written[1:] if float(written) == 0 else written


def whole(number: float | None) -> str:
    return NONE if number is None else f"{number:,.0f}"


def rate(number: float | None) -> str:
    """A rate or a ratio with the digits that reading needs.

    >>> rate(12.345), rate(123.45), rate(0.0123), rate(1234.5), rate(17)
    ('12.35', '123.5', '0.012', '1,234', '17')
    """
    if number is None:
        return NONE
    if isinstance(number, int):
        return f"{number:,}"
    size = abs(number)
    if size == 0:
        return "0"
    if size < 1 / TEN:
        return f"{number:.2g}"
    return f"{number:,.{2 if size < TEN**2 else 1 if size < TEN**3 else 0}f}"


def alike(here: float | None, there: float | None) -> tuple[str, str]:
    """Two rates with as many digits as each other.

    >>> alike(135.17, 32.9), alike(4.751, 1.32), alike(4.0, None)
    (('135.2', '32.9'), ('4.75', '1.32'), ('4.00', '–'))
    """
    numbers = [number for number in (here, there) if number is not None]
    most = max(numbers, default=0)
    if any(0 < number < 1 / TEN for number in numbers):
        return rate(here), rate(there)
    digits = 2 if most < TEN**2 else 1 if most < TEN**3 else 0
    texts = [NONE if number is None else f"{number:,.{digits}f}" for number in (here, there)]
    return texts[0], texts[1]


def share(number: float | None) -> str:
    """A share of 0 to 1 in per cent.

    >>> share(0.4485), share(0.0004), share(None)
    ('44.9%', '0.04%', '–')
    """
    if number is None:
        return NONE
    return f"{number:.1%}" if abs(number) >= 1 / TEN**3 or number == 0 else f"{number:.2%}"


def in_hundred(number: float) -> str:
    """A share as a count of people in a hundred.

    >>> in_hundred(0.4485), in_hundred(0.004)
    ('45', 'fewer than 1')
    """
    people = round(number * TEN**2)
    return str(people) if people or number == 0 else "fewer than 1"


def p_value(number: float | None) -> str:
    """A p-value, without digits that nobody needs.

    >>> p_value(1e-9), p_value(0.0314)
    ('below 0.0001', '0.031')
    """
    if number is None:
        return NONE
    return f"below {SMALLEST_P:.4f}" if number < SMALLEST_P else f"{number:.2g}"


def of_each(smallest: float, *, least: float = 1) -> int:
    """Of how many residents rates are told, so that they read as 1 to 1,000.

    `smallest` is the smallest of the rates, as a share of 1; `least` what it should read as.

    >>> of_each(0.0048), of_each(0.000048), of_each(0), of_each(0.019, least=100)
    (1000, 100000, 1000, 10000)
    """
    thousand = TEN**3
    while 0 < smallest * thousand < least and thousand < MOST:
        thousand *= TEN
    return thousand
