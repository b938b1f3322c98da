"""Stories read by all cores: processes that take one story at a time and give back what came of it.

Each has its own line to the process that started them. When that one is gone, even by ``kill -9``, the lines are cut and they
end; when one of them dies, its story is listed as a failure and another takes its place.
"""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Protocol, Unpack

from reportedly.errors import ModelError, ReportedlyError, UnreadableFile
from reportedly.records import Document, Reading

if TYPE_CHECKING:
    from reportedly.read.known import Facts


class Reads(Protocol):
    """What reads a story: ``pipeline.Reader``."""

    @property
    def produced_by(self) -> Mapping[str, object]: ...

    def read(self, document: Document) -> Reading: ...


MOST_LOST = 8  # processes that may die in a row before we give up: the fault is not the stories'
MOST_WAITING = 500  # stories that are read and wait for one before them
Judge = Callable[[Document], bool]  # whether a story is in the ledger already


class Story(Protocol):
    """What is to be read: an item of a collection, or a document of the ledger. It is sent to another process."""

    @property
    def name(self) -> str: ...

    @property
    def mark(self) -> str | None: ...

    def document(self, **facts: Unpack[Facts]) -> Document: ...


@dataclass(frozen=True, slots=True)
class Job:
    """How stories are read; sent once to each process."""

    make_reader: Callable[[], Reads]
    make_judge: Callable[[], Judge]
    facts: Facts  # what is known of all stories


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one story: a reading, or only its text where that is in the ledger already, or what was wrong."""

    name: str
    mark: str | None
    reading: str | None = None  # JSON: unlike objects that point at each other, it can be sent however deeply reports are nested
    document: Document | None = None
    error: Exception | None = None


class Crash(ReportedlyError):
    """A story that could not be read, though no fault of the story is known: the reason asks for a report of the error."""


def read_all(stories: Iterable[Story], job: Job, count: int) -> Iterator[Outcome]:
    """The outcome of each story, in the order of the stories. ``count`` processes; 1 reads in this one.

    Takes few more stories than there are processes, so that a million stories need the memory of some.
    """
    if count == 1:
        desk = _Desk(job)
        yield from (desk.outcome_of(story) for story in stories)
        return
    crew = _Crew(job, count)
    try:
        yield from crew.read_all(iter(stories))
    finally:
        crew.dismiss()


class _Desk:
    """Where stories are read, in this process or another."""

    def __init__(self, job: Job) -> None:
        self._facts = job.facts
        self._reader = job.make_reader()
        self._is_known = job.make_judge()

    def outcome_of(self, story: Story) -> Outcome:
        try:
            document = story.document(**self._facts)
            if self._is_known(document):
                return Outcome(story.name, story.mark, document=document)
            return Outcome(story.name, story.mark, reading=self._reader.read(document).to_json())
        except ReportedlyError as error:
            return Outcome(story.name, story.mark, error=error)
        except Exception as error:  # an error of ours costs this story and is listed with all that is needed to mend it
            return Outcome(story.name, story.mark, error=_crash(error))


def _crash(error: Exception) -> Crash:
    where = traceback.extract_tb(error.__traceback__)[-1]
    return Crash(
        f"reportedly failed on this story by an error of its own; please report it: {type(error).__name__}: {error}"
        f" ({where.name}, line {where.lineno} of {where.filename.rpartition('reportedly/')[2]})."
    )


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    line: Connection
    story: Story | None = None  # what it is at
    number: int = 0  # of the story among all


class _Crew:
    """The processes, each at one story at a time."""

    def __init__(self, job: Job, count: int) -> None:
        self._job = job
        self._context = multiprocessing.get_context("spawn")  # a fork would share the database's connection and locks
        self._workers = [self._hire() for _ in range(count)]
        self._lost_in_a_row = 0
        self._last = 0  # number of the story given out last

    def read_all(self, stories: Iterator[Story]) -> Iterator[Outcome]:
        """Whatever is done before one that was given out earlier waits for it: the same stories make the same ledger."""
        numbered = enumerate(stories)
        done: dict[int, Outcome] = {}
        due = 0
        while True:
            self._give_out(numbered, due)
            busy = {worker.line: worker for worker in self._workers if worker.story}
            if not busy:
                return
            for line in wait(list(busy)):
                worker = busy[line]  # type: ignore[index]  # wait() also knows sockets and handles
                done[worker.number] = self._receive(worker)
                worker.story = None
            while due in done:
                yield done.pop(due)
                due += 1

    def dismiss(self) -> None:
        """Cut the lines; a process in the middle of a story is not waited for."""
        for worker in self._workers:
            worker.line.close()
        for worker in self._workers:
            if worker.story:
                worker.process.terminate()
            worker.process.join()

    def _hire(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._job), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _give_out(self, numbered: Iterator[tuple[int, Story]], due: int) -> None:
        """A story for each process that has none, unless too many wait for a slow one already."""
        for worker in self._workers:
            if worker.story or self._last - due > MOST_WAITING or (given := next(numbered, None)) is None:
                continue
            self._last, worker.story = given
            worker.number = self._last
            try:
                worker.line.send(worker.story)
            except BrokenPipeError:  # it died between two stories; _receive will find the line cut
                continue

    def _receive(self, worker: _Worker) -> Outcome:
        """Raises what kept the process from beginning at all, such as ModelError."""
        assert worker.story
        try:
            message: Outcome | ReportedlyError = worker.line.recv()
        except (EOFError, ConnectionResetError):
            return self._lost(worker, worker.story)
        if isinstance(message, ReportedlyError):
            raise message
        self._lost_in_a_row = 0
        return message

    def _lost(self, worker: _Worker, story: Story) -> Outcome:
        """A process died over a story: the story is listed, and another process takes the place."""
        worker.process.join()
        how = f"exit code {worker.process.exitcode}"
        self._lost_in_a_row += 1
        if self._lost_in_a_row > MOST_LOST:
            raise ModelError(f"{MOST_LOST} processes in a row died ({how}) without reading a story; try one worker to see why.")
        error = UnreadableFile(f"{story.name}: the process that read it died ({how}), perhaps for want of memory; try it alone.")
        fresh = self._hire()
        worker.process, worker.line = fresh.process, fresh.line
        return Outcome(story.name, story.mark, error=error)


def _serve(line: Connection, job: Job) -> None:
    """What each process does until its line is cut."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the one that started us decides
    try:
        desk = _Desk(job)
    except ReportedlyError as error:
        line.send(error)
        return
    while True:
        try:
            story: Story = line.recv()
        except (EOFError, ConnectionResetError):
            return
        outcome = desk.outcome_of(story)
        try:
            line.send(outcome)
        except BrokenPipeError:
            return
