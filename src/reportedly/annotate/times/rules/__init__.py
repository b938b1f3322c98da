"""All rules, by what they read; importing this package enters them into ``rule.RULES``.

Of two rules that match the same words the one entered first counts, so the more telling modules stand first.
"""

from reportedly.annotate.times.rules import (  # noqa: F401
    clock,
    counted,
    days,
    durations,
    fiscal,
    no_times,
    periods,
    repeated,
    vague,
    years,
)
