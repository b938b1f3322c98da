"""The server's side of reading: starts the process that reads as soon as something waits, and another when it dies."""

from __future__ import annotations

import logging
import multiprocessing
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection as Line
from multiprocessing.process import BaseProcess
from pathlib import Path

from sqlalchemy import Engine

from reportedly.errors import LedgerError
from reportedly.ledger import uploads
from reportedly.ledger.database import read_transaction, write_transaction
from reportedly.ledger.workers import Reads
from reportedly.serve.reading import work
from reportedly.serve.spool import Spool

LOOK = 5.0  # seconds between two looks whether another server's upload was left behind
LONGEST_REST = 60.0  # seconds before a process is started again that dies again and again
GOODBYE = 5.0  # seconds that a process has to finish its story when the server stops
log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Process:
    """A process that reads."""

    process: BaseProcess
    line: Line
    name: str | None = None  # as it calls itself in the ledger, once it has said so


@dataclass(slots=True)
class Desk:
    """One process that reads, kept alive by a thread of the server."""

    engine: Engine
    spool: Spool
    make_reader: Callable[[], Reads]
    _wake: threading.Event = field(default_factory=threading.Event)
    _stopping: bool = False
    _deaths: int = 0
    _rest_until: float = 0.0
    _running: _Process | None = None
    _thread: threading.Thread | None = None

    @property
    def is_stopping(self) -> bool:
        return self._stopping

    def start(self) -> None:
        """Begin to look for what waits. What nobody needs in the spool is removed."""
        with read_transaction(self.engine) as connection:
            self.spool.sweep(uploads.open_spools(connection))
        self._thread = threading.Thread(target=self._watch, name="desk", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Something was handed in."""
        self._wake.set()

    def stop(self) -> None:
        """End the process: it may finish its story; what is left waits for the next start."""
        self._stopping = True
        self._wake.set()
        if self._thread:
            self._thread.join()
        if running := self._running:
            self._hear(running)
            running.line.close()
            running.process.join(GOODBYE)
            if running.process.is_alive():
                running.process.terminate()
                running.process.join()
            self._release(running, blame=False)

    def _watch(self) -> None:
        while not self._stopping:
            try:
                self._look()
            except LedgerError as error:  # the database may be back by the next look
                log.warning("%s", error)
            self._wake.wait(LOOK if self._running is None else 1.0)
            self._wake.clear()

    def _look(self) -> None:
        running = self._running
        if running is not None:
            self._hear(running)
            if not running.process.is_alive():
                self._running = None
                self._deaths += 1
                self._rest_until = time.monotonic() + min(2.0**self._deaths / 2, LONGEST_REST)
                log.warning("The process that reads died (exit code %s).", running.process.exitcode)
                self._release(running, blame=True)
        if self._running is None and self._is_due() and time.monotonic() >= self._rest_until:
            self._running = self._hired()
        elif self._running is not None and self._wake.is_set():
            with suppress(OSError):
                self._running.line.send(None)

    def _is_due(self) -> bool:
        with read_transaction(self.engine) as connection:
            return uploads.is_due(connection, self.spool.id)

    def _hired(self) -> _Process:
        context = multiprocessing.get_context("spawn")  # a fork would share the database's connections and locks
        ours, theirs = context.Pipe()
        where = self.engine.url.render_as_string(hide_password=False)
        process = context.Process(target=work, args=(where, self.spool.folder, self.make_reader, theirs), daemon=True)
        process.start()
        theirs.close()
        return _Process(process, ours)

    def _hear(self, running: _Process) -> None:
        with suppress(EOFError, OSError):
            if running.name is None and running.line.poll():
                running.name = running.line.recv()

    def _release(self, running: _Process, blame: bool) -> None:
        if running.name is not None:
            with write_transaction(self.engine) as connection:
                uploads.release(connection, running.name, blame)


def spool_folder(ledger: str, named: Path | None) -> Path:
    """Where files wait: the folder named, else one beside the ledger's file, else one where the server was started."""
    if named is not None:
        return named
    return Path("reportedly-uploads") if "://" in ledger else Path(f"{ledger}-uploads")
