"""The process that compares what waits, so that pages are served meanwhile.

It is started when somebody asks for what was compared while stories wait, and ends when none does. It writes into the ledger in
small steps, each whole; so it may end at any moment, and several servers may have one.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection as Line
from multiprocessing.process import BaseProcess

from sqlalchemy import Engine

GOODBYE = 5.0  # seconds that the process has to finish its step when the server stops
NICER = 10  # by how much others go first


@dataclass(slots=True)
class Comparer:
    """The server's side: one such process at a time."""

    engine: Engine
    _process: BaseProcess | None = None
    _line: Line | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def compare(self) -> None:
        """Let what waits be compared, unless that is being done."""
        with self._lock:
            if self._process is not None and self._process.is_alive():
                return
            self._end()
            context = multiprocessing.get_context("spawn")  # a fork would share the database's connections and locks
            self._line, theirs = context.Pipe()
            where = self.engine.url.render_as_string(hide_password=False)
            self._process = context.Process(target=work, args=(where, theirs), name="comparer", daemon=True)
            self._process.start()
            theirs.close()

    def stop(self) -> None:
        """End the process after its step."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._process is None or self._line is None:
            return
        self._line.close()
        self._process.join(GOODBYE)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join()
        self._process = self._line = None


class Cut(Exception):
    """The server is gone, or stops."""


def work(where: str, line: Line) -> None:
    """What the process does: compare all that waits, until that is done or its line is cut."""
    from reportedly.ledger import Ledger

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server decides
    if hasattr(os, "nice"):
        os.nice(NICER)

    def go_on(done: object) -> None:
        if line.poll():  # nothing is ever sent: there is only the end to be read
            raise Cut

    with Ledger.open(where) as ledger, suppress(Cut):
        ledger.bring_up_to_date(go_on)
