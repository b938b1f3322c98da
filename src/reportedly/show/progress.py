"""How far the work on several stories is, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import rich.progress


class Progress:
    """How far the work is; this one shows nothing."""

    def advance(self) -> None:
        """One more story is done."""

    def aside(self) -> AbstractContextManager[None]:
        """While something else may be written to the terminal."""
        return nullcontext()


class _Bar(Progress):
    """A bar on standard error, which goes when all is done."""

    def __init__(self, bar: rich.progress.Progress, total: int) -> None:
        self._bar = bar
        self._task = bar.add_task("Reading", total=total)

    def advance(self) -> None:
        self._bar.advance(self._task)

    @contextmanager
    def aside(self) -> Iterator[None]:
        self._bar.stop()
        yield
        self._bar.start()


@contextmanager
def progress_of(total: int) -> Iterator[Progress]:
    """A bar for several stories on a terminal; for one, or where standard error is no terminal, nothing."""
    if total < 2 or not sys.stderr.isatty():
        yield Progress()
        return
    import rich.progress
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with rich.progress.Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        yield _Bar(bar, total)


@contextmanager
def tally(doing: str) -> Iterator[Callable[[int, str], None]]:
    """How many stories are done, where nobody knows how many there are: yields what takes the number and what they came to."""
    if not sys.stderr.isatty():
        yield lambda number, so_far: None
        return
    import rich.progress
    from rich.console import Console
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:,} stories"), TimeElapsedColumn())
    console = Console(stderr=True)
    with rich.progress.Progress(*columns, TextColumn("{task.fields[so_far]}"), console=console, transient=True) as bar:
        task = bar.add_task(doing, total=None, so_far="")
        yield lambda number, so_far: bar.update(task, completed=number, so_far=so_far)
