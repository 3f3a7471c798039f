"""How much chance there is in a survey's figure: its margin of error at 95 per cent, and its response rate."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

Z = Decimal("1.96")
TENTH = Decimal("0.1")


def of_share(percent: Decimal, answers: int, asked: int | None = None) -> Decimal | None:
    """The margin of a share in per cent; None where it cannot be told (no answers, or no share)."""
    if answers < 1 or not 0 <= percent <= 100:
        return None
    return _rounded((percent * (100 - percent) / answers).sqrt() * _finite(answers, asked))


def of_mean(deviation: Decimal, answers: int, asked: int | None = None) -> Decimal | None:
    """The margin of a mean, in its unit, by the standard deviation of the answers."""
    if answers < 1 or deviation < 0:
        return None
    return _rounded(deviation / Decimal(answers).sqrt() * _finite(answers, asked))


def response_rate(answers: int, asked: int) -> Decimal | None:
    """Answers of those asked, in per cent."""
    if asked < 1 or not 0 <= answers <= asked:
        return None
    return (Decimal(100 * answers) / asked).quantize(TENTH, ROUND_HALF_UP)


def _finite(answers: int, asked: int | None) -> Decimal:
    """Where many of all were asked there is less chance left; where all answered, none."""
    if asked is None or asked <= 1 or asked < answers:
        return Decimal(1)
    return (Decimal(asked - answers) / (asked - 1)).sqrt()


def _rounded(error: Decimal) -> Decimal:
    return (Z * error).quantize(TENTH, ROUND_HALF_UP)
