"""What was read is kept in batches: a transaction for each story would wait for the disk each time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from reportedly.ledger.workers import Outcome

BATCH = 64  # stories in a transaction at most
LONGEST_WAIT = 2.0  # seconds that a finished story waits to be kept; what a kill can cost


def keep_in_batches(outcomes: Iterable[Outcome], keep: Callable[[list[Outcome]], None]) -> None:
    """Hand the outcomes on, some at a time; after an interruption those that are done as well."""
    batch: list[Outcome] = []
    since = time.monotonic()
    try:
        for outcome in outcomes:
            batch.append(outcome)
            if len(batch) == BATCH or time.monotonic() - since > LONGEST_WAIT:
                keep(batch)
                batch, since = [], time.monotonic()
    except KeyboardInterrupt:
        keep(batch)
        raise
    keep(batch)
