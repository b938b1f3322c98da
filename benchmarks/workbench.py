"""How long the workbench takes for its pages on a ledger: ``python -m benchmarks.workbench LEDGER [ROUNDS]``.

Each page is asked for within this process, without a network, for speakers, words and stories drawn from the ledger itself; every
address is another. The time is the server's, to the last byte of the answer.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from sqlalchemy import func, select
from starlette.testclient import TestClient

from reportedly.ledger import Ledger
from reportedly.ledger.database import open_database, read_transaction
from reportedly.ledger.schema import document, statement
from reportedly.serve.app import create_app
from reportedly.serve.settings import Settings

ROUNDS = 40
SEED = 7


def main() -> None:
    where = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    app = create_app(where, Settings(requests_a_minute=10**6))
    draws = dict(pages(where, rounds))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        client.get("/")
        print(f"{'ms':28}{'p50':>8}{'p95':>8}{'most':>8}{'p95 cpu':>9}{'most kB':>9}")
        for name, addresses in draws.items():
            times, works, sizes = zip(*(timed(client, address) for address in addresses), strict=True)
            figures = f"{share(times, 0.5):8.1f}{share(times, 0.95):8.1f}{max(times):8.1f}{share(works, 0.95):9.1f}"
            print(f"{name:28}{figures}{max(sizes) / 1000:9.0f}")


def share(values: Sequence[float], of: float) -> float:
    """The value that this share of all lie below."""
    return sorted(values)[min(len(values) - 1, int(len(values) * of))]


def timed(client: TestClient, address: str) -> tuple[float, float, int]:
    """Milliseconds, those of them that this process had a processor, and the bytes of the answer."""
    begin, worked = time.perf_counter(), time.process_time()
    answer = client.get(address)
    took, work = 1000 * (time.perf_counter() - begin), 1000 * (time.process_time() - worked)
    if answer.status_code != 200:
        sys.exit(f"{address} was answered {answer.status_code}: {answer.text[:300]}")
    return took, work, len(answer.content)


def pages(where: str, rounds: int) -> Iterator[tuple[str, list[str]]]:
    """The addresses of each kind of page."""
    choice = random.Random(SEED)
    with Ledger.open(where) as ledger:
        people = [known.id for known in ledger.actors(limit=200)]
    drawn = statements(where, choice, rounds)
    words = [" ".join(choice.sample(sorted(set(words.split())), 2)) for words, *_ in drawn]
    stories = [f"/stories/{digest.removeprefix('sha256:')[:16]}" for _, digest, _ in drawn]

    def searches(**fixed: object) -> list[str]:
        return [f"/search?{urlencode(fixed | {'speaker': choice.choice(people)})}" for _ in range(rounds)]

    yield "start", ["/"] * rounds
    yield "search, two words", [f"/search?{urlencode({'words': two})}" for two in words]
    yield "search, one word", [f"/search?{urlencode({'words': two.split()[0]})}" for two in words]
    yield "search, everything", [f"/search?offset={20 * number}" for number in range(min(rounds, 14))]
    yield "search, a speaker", searches()
    yield "search, speaker and type", searches(type="AGREE", status="future")
    yield (
        "search, said in a year",
        [f"/search?said_after={year}&said_before={year + 1}" for year in range(2000, 2000 + min(rounds, 25))],
    )
    yield "search.csv", [f"/search.csv?{urlencode({'words': two})}" for two in words]
    kinds = [choice.choice(("ACCUSE", "AGREE", "REJECT", "CONSULT", "REQUEST", "ASSAULT")) for _ in range(rounds)]
    years = [choice.randint(2014, 2023) for _ in range(rounds)]
    for page in ("/network", "/timeline", "/api/timeline"):
        yield f"{page}, a type", [f"{page}?type={kind}&confidence=0.{number:03}" for number, kind in enumerate(kinds)]
        yield f"{page}, a speaker", [f"{page}?speaker={choice.choice(people)}" for _ in range(rounds)]
        yield f"{page}, said in a year", [f"{page}?said_after={year}&said_before={year + 1}" for year in years]
    yield "story", stories
    yield "statement", [f"{story}/{local}" for story, (_, _, local) in zip(stories, drawn, strict=True)]
    yield "actors", [f"/actors?offset={50 * number}" for number in range(rounds)]
    yield "actor", [f"/actors/{number}" for number in choice.sample(people, min(rounds, len(people)))]


def statements(where: str, choice: random.Random, number: int) -> list[tuple[str, str, str]]:
    """The words of some statements, their stories' digests, and their ids there."""
    engine = open_database(where)
    with read_transaction(engine) as connection:
        last = connection.execute(select(func.max(statement.c.id))).scalar_one()
        asked = select(statement.c.content, document.c.digest, statement.c.local).join(document)
        asked = asked.where(func.length(statement.c.content) > 40)
        rows = [
            connection.execute(asked.where(statement.c.id >= choice.randint(1, last)).order_by(statement.c.id).limit(1)).one()
            for _ in range(number)
        ]
    engine.dispose()
    return [(row.content, row.digest, row.local) for row in rows]


if __name__ == "__main__":
    main()
