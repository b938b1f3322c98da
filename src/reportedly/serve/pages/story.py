"""A story as it was published, with everything that was read in it; and one statement with its evidence.

The parts of the page are those of ``reportedly read --format html`` (``show/html.py``), with ways on to speakers and statements.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Path, Request
from fastapi.responses import HTMLResponse, Response

from reportedly.errors import BadOption
from reportedly.ledger import Hit, Ledger
from reportedly.ledger.happenings import Passage, Weighed
from reportedly.records import Actor, Reading, Statement
from reportedly.serve.dependencies import OpenLedger, Viewer
from reportedly.serve.record import Record
from reportedly.serve.rendering import page
from reportedly.show import explain, html, wording
from reportedly.show.accounts import SIGNS

router = APIRouter()
SHORT = 16  # digits of a digest in an address: enough to tell any story from all others

Digest = Annotated[str, Path(pattern=r"^(sha256:)?[0-9a-fA-F]{6,64}$", description="the story's digest, or its first digits")]
Local = Annotated[str, Path(max_length=16, description='the statement\'s id in the story, such as "s3"')]


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where the story was found."""

    name: str
    seen: str
    is_web: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """One field of a statement, and what it rests on."""

    field: str
    value: str
    by: str
    words: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Other:
    """An account of another story, and what a statement is to it."""

    sign: str
    words: str  # "disputes", "is disputed by"
    account: Passage
    grounds: tuple[str, ...]
    happening: int


@dataclass(frozen=True, slots=True)
class Testimony:
    """A statement with what it rests on."""

    document: str
    statement: str
    words: str
    chain: tuple[str | None, ...]  # who vouches for it, outermost first; None for the unnamed
    form: str
    implied: bool
    said_on: str | None
    confidence: float
    evidence: tuple[Evidence, ...]
    compared: tuple[Weighed, ...]  # accounts of other stories that were compared with it, and what they are to it
    akin: tuple[Hit, ...]  # what other stories say of the same actors in like words


@router.get("/stories/{digest}", response_class=HTMLResponse, include_in_schema=False)
def story(request: Request, digest: Digest, ledger: OpenLedger, user: Viewer) -> Response:
    reading = _reading(ledger, digest)
    return page(request, "story_page.html", **_parts(reading), sightings=_sightings(ledger, reading), address=_address(reading))


@router.get("/stories/{digest}/{local}", response_class=HTMLResponse, include_in_schema=False)
def statement(request: Request, digest: Digest, local: Local, ledger: OpenLedger, user: Viewer, part: bool = False) -> Response:
    """One statement: its evidence, and what others say of the same; ``part``: without the page around it."""
    reading = _reading(ledger, digest)
    said = _statement(reading, local)
    parts = _parts(reading)
    card = next(card for card in parts["cards"] if card.statement is said)
    return page(
        request,
        "statement_part.html" if part else "statement.html",
        **parts,
        card=card,
        said=said,
        lineage=list(zip(said.lineage, card.chain, strict=True)),
        others=_others(ledger, reading, local),
        akin=ledger.akin(reading.document.id, local),
        address=_address(reading),
        model=explain.of_statement(said, reading)[0].by,
    )


@router.get("/api/stories/{digest}")
def record(digest: Digest, ledger: OpenLedger, user: Viewer) -> Record:
    """The whole reading of a story, corrections applied, in the form of schema ``reportedly/1``."""
    return Record.model_validate(_reading(ledger, digest).to_dict())


@router.get("/api/stories/{digest}/statements/{local}")
def testimony(digest: Digest, local: Local, ledger: OpenLedger, user: Viewer) -> Testimony:
    """One statement of a story, with its evidence, and what other stories say of the same."""
    reading = _reading(ledger, digest)
    said = _statement(reading, local)
    return Testimony(
        document=reading.document.id,
        statement=said.id,
        words=said.text,
        chain=tuple(speaker.name if speaker else None for speaker in said.chain),
        form=said.form,
        implied=said.implied,
        said_on=said.said_on,
        confidence=said.confidence,
        evidence=tuple(_evidence(reason) for reason in explain.of_statement(said, reading)),
        compared=tuple(ledger.compared(reading.document.id, local)),
        akin=ledger.akin(reading.document.id, local),
    )


def _others(ledger: Ledger, reading: Reading, local: str) -> list[Other]:
    """Accounts of other stories that were compared with a statement, each with what the statement is to it."""
    found = []
    for one in ledger.compared(reading.document.id, local):
        first = (one.a.document, one.a.statement) == (reading.document.id, local)
        sign, active, passive = SIGNS[one.relation]
        grounds = ("so says a person, not the rules",) if one.by_person else tuple(ground.sentence for ground in one.reasons)
        found.append(
            Other(sign, active if first else passive, one.b if first else one.a, tuple(dict.fromkeys(grounds)), one.happening)
        )
    return found


def _reading(ledger: Ledger, digest: str) -> Reading:
    try:
        return ledger.reading(digest)
    except BadOption as error:
        raise HTTPException(404, str(error)) from error


def _statement(reading: Reading, local: str) -> Statement:
    for said in reading.statements:
        if said.id == local:
            return said
    raise HTTPException(404, f"The story has no statement {local}; it may have been corrected since.")


def _address(reading: Reading) -> str:
    return f"/stories/{reading.document.id.removeprefix('sha256:')[:SHORT]}"


def _parts(reading: Reading) -> dict[str, Any]:
    address = _address(reading)
    links = html.Links(_of_speaker, lambda said: f"{address}/{quote(said.id)}")
    return html.parts(reading, numbered=False, links=links) | {"speaker_link": _of_speaker}


def _of_speaker(actor: Actor) -> str | None:
    """The page of an actor whom the ledger knows."""
    number = actor.links.get("ledger", "")
    return f"/actors/{number}" if number.isdecimal() else None


def _sightings(ledger: Ledger, reading: Reading) -> list[Sighting]:
    found = ledger.sightings(reading.document.id)
    return [Sighting(name, seen, name.lower().startswith(("http://", "https://"))) for name, seen in found]


def _evidence(reason: explain.Reason) -> Evidence:
    start, end = reason.span if reason.span else (None, None)
    return Evidence(reason.field, wording.visible(reason.value), reason.by, reason.words, start, end)
