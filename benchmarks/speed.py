"""How fast and how large: words per second on one core, cold start, peak memory.

Each contestant runs in a process of its own, pinned to one processor core and one thread, over the same stories, turn and turn
about, so that a machine that slows down slows both. Loading the model is timed apart. Seconds are those the process spent
on its processor: neighbours on a busy machine do not count.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from benchmarks.corpora import REPOSITORY, Story
from benchmarks.rivals import READERS

ROUNDS = 5
THREAD_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TOKENIZERS_PARALLELISM")


@dataclass(frozen=True, slots=True)
class Lap:
    """One pass of one contestant over all stories."""

    words: int
    seconds: float  # processor seconds for the whole job, text in, JSON out
    load_seconds: float  # processor seconds until a first sentence was read, imports included

    @property
    def words_per_second(self) -> float:
        """Words read in a second of processor time."""
        return self.words / self.seconds


@dataclass(frozen=True, slots=True)
class Footprint:
    """What ``reportedly read`` costs on one story, from the shell's point of view."""

    first_seconds: float  # the first run; the nearest to a cold start that can be had without emptying the disk cache
    seconds: float  # median of the runs after it
    peak_mb: float  # largest resident memory of any run


def race(contestants: Iterable[str], stories: list[Story], rounds: int = ROUNDS) -> dict[str, list[Lap]]:
    """Laps of every contestant, turn and turn about."""
    names = list(contestants)
    laps: dict[str, list[Lap]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            laps[name].append(_lap_in_own_process(name, stories))
    return laps


def ratio(ours: list[Lap], theirs: list[Lap]) -> float:
    """How many times as fast we are: the median over rounds, each round being a pair measured side by side."""
    return median(a.words_per_second / b.words_per_second for a, b in zip(ours, theirs, strict=True))


def footprint(command: list[str], rounds: int = ROUNDS) -> Footprint:
    """Time and memory of a command that reads one story, as whole processes."""
    runs = [_whole_process(command) for _ in range(rounds)]
    later = [seconds for seconds, _ in runs[1:]] or [runs[0][0]]
    return Footprint(runs[0][0], median(later), max(peak for _, peak in runs))


def _whole_process(command: list[str]) -> tuple[float, float]:
    """Wall-clock seconds and peak resident megabytes. Raises RuntimeError where the command fails."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed with exit code {process.returncode}")
    return seconds, usage.ru_maxrss / 1024  # Linux counts in kilobytes


def _lap_in_own_process(name: str, stories: list[Story]) -> Lap:
    environment = os.environ | dict.fromkeys(THREAD_SETTINGS, "1") | {"TOKENIZERS_PARALLELISM": "false"}
    command = [sys.executable, "-m", "benchmarks.speed", name]
    work = json.dumps([asdict(story) for story in stories])
    done = subprocess.run(command, input=work, env=environment, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=True)
    return Lap(**json.loads(done.stdout))


def _lap(name: str, stories: list[Story]) -> Lap:
    """Runs in the contestant's own process. Models are loaded lazily, so loading lasts until a sentence has been read."""
    _pin_to_one_core()
    started = time.process_time()
    read = READERS[name]()
    read(Story("first", "“We will wait,” the mayor told reporters on Tuesday."))
    loaded = time.process_time()
    for story in stories:
        json.dumps(read(story))
    return Lap(sum(s.words for s in stories), time.process_time() - loaded, loaded - started)


def _pin_to_one_core() -> None:
    """Linux only; elsewhere the thread settings alone must do."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def story_command(story: Path) -> list[str]:
    """The command a user types, from the environment that runs the benchmark."""
    return [str(Path(sys.executable).with_name("reportedly")), "read", str(story)]


if __name__ == "__main__":
    print(json.dumps(asdict(_lap(sys.argv[1], [Story(**s) for s in json.load(sys.stdin)]))))
