"""The process that reads what was handed in, so that pages are served meanwhile. The model is loaded once, at the first story.

It takes one upload after the other, and of each one story after the other, straight into the ledger. When the server that started
it is gone, even by ``kill -9``, its line is cut and it ends; the upload waits for the next.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing.connection import Connection as Line
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from reportedly.errors import FetchError, InputError, ReportedlyError, UnreadableFile
from reportedly.ledger import store, uploads
from reportedly.ledger.database import open_database, read_transaction, write_transaction
from reportedly.ledger.uploads import MOST_TRIES, Lost, Outcome, Upload
from reportedly.ledger.workers import Reads
from reportedly.read.intake.item import Data, Item, Trouble, mark_of
from reportedly.read.items import items_of
from reportedly.read.known import Facts
from reportedly.records import Document, Reading
from reportedly.serve.spool import Spool

MOST_STORIES = 20_000  # of one upload; whoever has more has files that reportedly add takes
PAUSE = 1.0  # seconds between two looks whether something waits
PULSE = 15.0  # seconds between two signs of life


def work(where: str, folder: Path, make_reader: Callable[[], Reads], line: Line) -> None:
    """What the process does until its line is cut."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server decides
    engine = open_database(where)
    spool = Spool.open(folder)
    me = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
    line.send(me)
    while not _is_cut(line, 0.0):
        if upload := _claimed(engine, spool, me):
            with suppress(Lost):
                _Desk(engine, spool, me, make_reader, line).read(upload)
        elif _is_cut(line, PAUSE):
            break
    with write_transaction(engine) as connection:
        uploads.release(connection, me, blame=False)
    engine.dispose()


def _is_cut(line: Line, patience: float) -> bool:
    """Wait so long for a sign that something was handed in; whether the server is gone."""
    try:
        while line.poll(patience):
            line.recv()
            patience = 0.0
    except (EOFError, OSError):
        return True
    return False


def _claimed(engine: Engine, spool: Spool, me: str) -> Upload | None:
    """Looks before it claims: writers take turns, and there is mostly nothing."""
    with read_transaction(engine) as connection:
        if not uploads.is_due(connection, spool.id):
            return None
    with write_transaction(engine) as connection:
        return uploads.claim(connection, spool.id, me)


class _Cut(Lost):
    """The server is gone; what is read is kept, the rest waits."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where one upload is read."""

    engine: Engine
    spool: Spool
    me: str
    make_reader: Callable[[], Reads]
    line: Line

    def read(self, upload: Upload) -> None:
        """Read what is left of an upload. Raises Lost where another process has it."""
        ended = threading.Event()
        pulse = threading.Thread(target=self._live, args=(upload.id, ended), daemon=True)
        pulse.start()
        try:
            if upload.stories is None:
                self._beat(upload, stories=sum(1 for _ in self._items(upload)))
            for number, item in enumerate(self._items(upload), start=1):
                if number > upload.done:
                    self._story(upload, number, item)
                    if _is_cut(self.line, 0.0):
                        raise _Cut
            with write_transaction(self.engine) as connection:
                uploads.finish(connection, upload.id, self.me)
        finally:
            ended.set()
            pulse.join()
        self.spool.forget(upload.spool.partition("/")[2])

    def _live(self, number: int, ended: threading.Event) -> None:
        while not ended.wait(PULSE):
            try:
                with write_transaction(self.engine) as connection:
                    uploads.beat(connection, number, self.me)
            except (Lost, ReportedlyError):
                return  # the one who reads will find out by the next story

    def _beat(self, upload: Upload, **values: object) -> None:
        with write_transaction(self.engine) as connection:
            uploads.beat(connection, upload.id, self.me, **values)

    def _items(self, upload: Upload) -> Iterator[Item | Trouble]:
        """The stories, in the same order each time."""
        if upload.address is not None:
            return iter([_at(upload.address)])
        folder = self._folder(upload)
        names = sorted(str(path) for path in folder.iterdir()) if folder.is_dir() else []
        if not names:
            gone = UnreadableFile("What was handed in is not in its folder any more; hand it in again.")
            return iter([Trouble(upload.name, gone)])
        return islice(items_of(names), MOST_STORIES)

    def _folder(self, upload: Upload) -> Path:
        return self.spool.folder / upload.spool.partition("/")[2]

    def _story(self, upload: Upload, number: int, item: Item | Trouble) -> None:
        """Read a story and keep what came of it, the reading and the note of it together."""
        name = self._short(upload, item.name)
        if number == upload.done + 1 and upload.tries >= MOST_TRIES:
            died = UnreadableFile(f"{name}: the process that read it died {upload.tries} times; try it alone, or report it.")
            self._keep(upload, number, name, None, died)
            return
        self._beat(upload, reading=name)
        try:
            if isinstance(item, Trouble):
                raise item.error
            found = self._read(upload, item)
        except ReportedlyError as error:
            self._keep(upload, number, name, None, error)
        except Exception as error:  # an error of ours costs this story and is listed with what is needed to mend it
            self._keep(upload, number, name, None, _crash(error))
        else:
            self._keep(upload, number, name, found, None)

    def _read(self, upload: Upload, item: Item) -> Document | Reading:
        """The story's reading; only its text where the ledger has that."""
        facts: Facts = {key: value for key, value in upload.facts.items() if value}  # type: ignore[assignment]
        story = item.document(**facts)
        if story.uri is not None and story.uri.startswith("file:"):
            story = replace(story, uri=None)  # where it lies here for a moment is nobody's address
        with read_transaction(self.engine) as connection:
            known = store.is_known(connection, story)
        return story if known else self.make_reader().read(story)

    def _keep(self, upload: Upload, number: int, name: str, found: Document | Reading | None, error: Exception | None) -> None:
        place = store.Found(f"upload {upload.id}: {name}" if upload.address is None else name)
        with write_transaction(self.engine) as connection:
            outcome, document_id, reason = self._kept(connection, place, found, error)
            if reason is not None:
                reason = self._short(upload, reason)
            uploads.note(connection, upload.id, self.me, number, name, outcome, document_id, reason)

    def _kept(
        self, connection: Connection, place: store.Found, found: Document | Reading | None, error: Exception | None
    ) -> tuple[Outcome, int | None, str | None]:
        """What came of it; a story that cannot be kept leaves nothing behind but its reason."""
        try:
            with connection.begin_nested():
                if isinstance(found, Reading):
                    kept = store.put(connection, found, place)
                    return kept.kind, kept.document_id, None
                if found is not None:
                    return "again", store.see_again(connection, found, place), None
        except InputError as refused:
            error = refused
        return "failed", None, str(error)

    def _short(self, upload: Upload, words: str) -> str:
        """Without the folder in which it lies for a moment."""
        return words.replace(f"{self._folder(upload)}{os.sep}", "")


def _at(address: str) -> Item | Trouble:
    """The page at an address of the public web."""
    from reportedly.read.web import fetch

    try:
        found = fetch(address, public=True)
    except FetchError as error:
        return Trouble(address, error)
    return Item(address, mark_of(found.data), Data(found.data, found.uri, found.page, found.charset))


def _crash(error: Exception) -> Exception:
    where: Any = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{where.name}, line {where.lineno} of {where.filename.rpartition('reportedly/')[2]}"
    return UnreadableFile(
        f"reportedly failed by an error of its own; please report it: {type(error).__name__}: {error} ({place})."
    )
