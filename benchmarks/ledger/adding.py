"""Adding stories: how many a second, in how much memory, into how large a file, beside reading them alone."""

from __future__ import annotations

import os
import random
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.corpora import REPOSITORY

PARAGRAPHS = (2, 6)  # of a story: as long as an agency's usual dispatch
EVERY = 0.2  # seconds between two looks at the memory
COMMAND = Path(sys.executable).with_name("reportedly")


@dataclass(frozen=True, slots=True)
class Run:
    """What adding some stories came to."""

    stories: int
    words: int
    seconds: float
    peak_mb: float  # of all processes together
    file_mb: float

    @property
    def stories_per_second(self) -> float:
        return self.stories / self.seconds


def write_stories(folder: Path, count: int, seed: int = 5, whole: bool = True) -> int:
    """Stories to read: our own dispatches, if ``whole``, then others of their paragraphs in new company; how many words."""
    chance = random.Random(seed)
    texts = [path.read_text("utf-8") for path in _own()]
    paragraphs = [paragraph for text in texts for paragraph in re.split(r"\n\s*\n", text) if len(paragraph) > 80]
    words = 0
    folder.mkdir(parents=True)
    for number in range(count):
        text = texts[number] if whole and number < len(texts) else _mixed(paragraphs, chance)
        words += len(text.split())
        (folder / f"{number:06}.txt").write_text(text, encoding="utf-8")
    return words


def _own() -> list[Path]:
    found: Iterator[Path] = (REPOSITORY / "training" / "stories").glob("made-*.txt")
    return sorted(found)


def _mixed(paragraphs: list[str], chance: random.Random) -> str:
    return "\n\n".join(chance.sample(paragraphs, chance.randint(*PARAGRAPHS)))


def add(folder: Path, ledger: Path, words: int, workers: int) -> Run:
    """``reportedly add`` as a user runs it."""
    start = time.perf_counter()
    command = [str(COMMAND), "add", str(folder), "--ledger", str(ledger), "--workers", str(workers)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        watch = _Watch(process.pid)
        if process.wait():
            raise RuntimeError(f"{' '.join(command)} failed with exit code {process.returncode}")
        seconds = time.perf_counter() - start
    with sqlite3.connect(ledger) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Run(len(os.listdir(folder)), words, seconds, watch.peak() / 2**20, ledger.stat().st_size / 2**20)


def add_at_once(folders: Sequence[Path], ledger: Path) -> float:
    """Seconds that several ``reportedly add``, with one process each, take into one ledger at the same time."""
    start = time.perf_counter()
    commands = [[str(COMMAND), "add", str(folder), "--ledger", str(ledger), "--workers", "1"] for folder in folders]
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for command in commands]
    for command, process in zip(commands, running, strict=True):
        if process.wait():
            raise RuntimeError(f"{' '.join(command)} failed with exit code {process.returncode}")
    return time.perf_counter() - start


def read_alone(folder: Path, words: int) -> Run:
    """``reportedly read`` of the same stories on one core, kept nowhere."""
    start = time.perf_counter()
    command = [str(COMMAND), "read", str(folder), "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        watch = _Watch(process.pid)
        if process.wait():
            raise RuntimeError(f"{' '.join(command)} failed with exit code {process.returncode}")
    return Run(len(os.listdir(folder)), words, time.perf_counter() - start, watch.peak() / 2**20, 0.0)


class _Watch:
    """Looks at the memory of a process and its children, what they share counted once, until it ends."""

    def __init__(self, process: int) -> None:
        self._most = 0
        self._thread = threading.Thread(target=self._look, args=(psutil.Process(process),), daemon=True)
        self._thread.start()

    def peak(self) -> int:
        self._thread.join()
        return self._most

    def _look(self, process: psutil.Process) -> None:
        while True:
            try:
                family = [process, *process.children(recursive=True)]
                self._most = max(self._most, sum(one.memory_full_info().pss for one in family))
            except psutil.NoSuchProcess:
                if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
                    return
            time.sleep(EVERY)
