"""Add: stories handed in as files, as text or by an address, read while one watches."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Annotated, Any, BinaryIO, TypeAlias
from urllib.parse import urlsplit

from fastapi import APIRouter, Body, FastAPI, File, Form, HTTPException, Path, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from pydantic import BaseModel, BeforeValidator, Field
from starlette.concurrency import run_in_threadpool

from reportedly import pipeline
from reportedly.errors import BadOption
from reportedly.ledger import Ledger
from reportedly.ledger.uploads import Handed, Upload
from reportedly.read.known import Known
from reportedly.serve.dependencies import Editor, OpenLedger
from reportedly.serve.desk import Desk, spool_folder
from reportedly.serve.rendering import page
from reportedly.serve.spool import Spool, is_taken

LONGEST_TEXT = 1_000_000  # characters of a story that is pasted
LONGEST_PIECE = 8 << 20  # bytes of a file that comes in pieces
SHOWN = 20  # uploads on the page
LISTED = 500  # stories of an upload on its page
PACE = 0.4  # seconds between two looks at how far the reading is
LONGEST_WATCH = 600.0  # seconds; then the browser asks again


def _none_if_empty(given: object) -> object:
    return None if isinstance(given, str) and not given.strip() else given


Fact: TypeAlias = Annotated[Annotated[str, Field(max_length=500)] | None, BeforeValidator(_none_if_empty)]
Number = Annotated[int, Path(ge=1, lt=2**63)]
Token = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]
Name = Annotated[str, Path(max_length=1000)]


class Facts(BaseModel):
    """What is known of all stories that are handed in; what is left out is taken from the stories."""

    title: Fact = None
    publisher: Fact = None
    published: Fact = Field(default=None, description="2024, 2024-03, 2024-03-29 or 2024-03-29T12:15+03:00")

    def given(self) -> dict[str, str]:
        """Those that were. Raises BadOption for a date that is none."""
        known = Known(published=self.published, title=self.title, publisher=self.publisher).checked()
        return {name: value for name in ("title", "publisher", "published") if (value := getattr(known, name)) is not None}


class PastedStory(Facts):
    """A story as text."""

    text: str = Field(min_length=1, max_length=LONGEST_TEXT)


class NamedStory(Facts):
    """A story by its address in the public web."""

    address: str = Field(min_length=1, max_length=2000)


class Begun(BaseModel):
    """An upload whose files come in pieces."""

    token: str


class Held(BaseModel):
    """How much of a file is there."""

    size: int


class Progress(BaseModel):
    """An upload, and what became of its stories so far."""

    id: int
    name: str
    who: str
    at: str
    state: str = Field(description="waiting, reading or done")
    reading: str | None = Field(description="The story that is being read.")
    stories: int | None = Field(description="How many there are, once that is known.")
    done: int
    finished: str | None
    handed: list[dict[str, Any]] = Field(default=[], description="What became of each, the failures first.")


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """The desk works as long as the application does."""
    app.state.desk = await run_in_threadpool(_open_desk, app)
    yield
    await run_in_threadpool(app.state.desk.stop)


router = APIRouter(lifespan=_lifespan)


def _open_desk(app: FastAPI) -> Desk:
    ledger: Ledger = app.state.ledger
    folder = spool_folder(ledger.name, app.state.settings.spool)
    desk = Desk(ledger.engine, Spool.open(folder), getattr(app.state, "make_reader", pipeline.load))
    desk.start()
    return desk


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


# Pages


@router.get("/add", response_class=HTMLResponse, include_in_schema=False)
def add(request: Request, ledger: OpenLedger, user: Editor) -> Response:
    return _form(request, ledger)


def _form(request: Request, ledger: Ledger, status: int = 200, wrong: str = "", **given: str) -> Response:
    """The page; where something was wrong, with what was given, so that nobody types it twice."""
    most = request.app.state.settings.upload_bytes // 2**20
    fields = {"title": "", "publisher": "", "published": "", "text": "", "address": ""} | given
    return page(request, "add.html", status, uploads=ledger.uploads(SHOWN), wrong=wrong, given=fields, most=most)


@router.post("/add/files", response_class=HTMLResponse, include_in_schema=False)
def add_files(
    request: Request,
    ledger: OpenLedger,
    user: Editor,
    files: Annotated[list[UploadFile], File()],
    publisher: Annotated[str, Form(max_length=500)] = "",
    published: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    return _on(request, ledger, _files, user.name, files, Facts(publisher=publisher, published=published))


@router.post("/add/text", response_class=HTMLResponse, include_in_schema=False)
def add_text(request: Request, ledger: OpenLedger, user: Editor, story: Annotated[PastedStory, Form()]) -> Response:
    return _on(request, ledger, _text, user.name, story)


@router.post("/add/address", response_class=HTMLResponse, include_in_schema=False)
def add_address(request: Request, ledger: OpenLedger, user: Editor, story: Annotated[NamedStory, Form()]) -> Response:
    return _on(request, ledger, _address, user.name, story)


def _on(request: Request, ledger: Ledger, hand_in: Any, who: str, *what: Any) -> Response:
    """To the page where one watches; back to the form where that was not to be."""
    try:
        number = hand_in(_desk(request), ledger, who, *what, request.app.state.settings.upload_bytes)
    except BadOption as error:
        given = what[-1].model_dump(exclude_none=True)
        return _form(request, ledger, 400, str(error), **given)
    return RedirectResponse(f"/add/{number}", 303)


@router.get("/add/{number}", response_class=HTMLResponse, include_in_schema=False)
def watch(request: Request, ledger: OpenLedger, user: Editor, number: Number) -> Response:
    upload = _upload(ledger, number)
    handed = ledger.handed_in(number, LISTED)
    return page(request, "add_watch.html", upload=upload, handed=handed, listed=LISTED)


# The same for programs


@router.get("/api/add")
def handed_in(
    ledger: OpenLedger, user: Editor, limit: Annotated[int, Query(ge=1, le=500)] = SHOWN,
    offset: Annotated[int, Query(ge=0, lt=10**9)] = 0,
) -> list[Progress]:  # fmt: skip
    """What was handed in, the last first."""
    return [_progress(upload) for upload in ledger.uploads(limit, offset)]


@router.post("/api/add/text", status_code=201)
def hand_in_text(request: Request, ledger: OpenLedger, user: Editor, story: PastedStory) -> Progress:
    """Hand in a story as text."""
    return _progress(ledger.upload(_text(_desk(request), ledger, user.name, story)))


@router.post("/api/add/address", status_code=201)
def hand_in_address(request: Request, ledger: OpenLedger, user: Editor, story: NamedStory) -> Progress:
    """Hand in a story by its address in the public web; it is fetched when its turn comes."""
    return _progress(ledger.upload(_address(_desk(request), ledger, user.name, story)))


@router.post("/api/add/files", status_code=201)
def hand_in_files(
    request: Request, ledger: OpenLedger, user: Editor, files: Annotated[list[UploadFile], File()],
    publisher: Annotated[str, Form(max_length=500)] = "", published: Annotated[str, Form(max_length=100)] = "",
) -> Progress:  # fmt: skip
    """Hand in files: all that ``reportedly add`` takes."""
    facts = Facts(publisher=publisher, published=published)
    most = request.app.state.settings.upload_bytes
    return _progress(ledger.upload(_files(_desk(request), ledger, user.name, files, facts, most)))


@router.get("/api/add/{number}")
def progress(
    ledger: OpenLedger, user: Editor, number: Number, limit: Annotated[int, Query(ge=0, le=5000)] = LISTED,
    offset: Annotated[int, Query(ge=0, lt=10**9)] = 0,
) -> Progress:  # fmt: skip
    """How far the reading of an upload is."""
    return _progress(_upload(ledger, number), ledger.handed_in(number, limit, offset))


@router.get("/api/add/{number}/events", response_class=StreamingResponse)
async def events(request: Request, ledger: OpenLedger, user: Editor, number: Number) -> StreamingResponse:
    """The same as server-sent events, one whenever anything is new, until all is read."""
    await run_in_threadpool(_upload, ledger, number)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # proxies hold nothing back
    return StreamingResponse(_told(request, ledger, number), media_type="text/event-stream", headers=headers)


async def _told(request: Request, ledger: Ledger, number: int) -> AsyncIterator[str]:
    last = None
    for _ in range(int(LONGEST_WATCH / PACE)):
        if await request.is_disconnected() or request.app.state.desk.is_stopping:
            return
        upload = await run_in_threadpool(ledger.upload, number)
        if upload != last:
            handed = await run_in_threadpool(ledger.handed_in, number, LISTED)
            yield f"event: progress\ndata: {_progress(upload, handed).model_dump_json()}\n\n"
            last = upload
        if upload.state == "done":
            return
        await asyncio.sleep(PACE)


# Files that come in pieces, so that an upload outlasts a server that is started anew in its middle


@router.post("/api/add/pieces", status_code=201)
def begin_pieces(request: Request, user: Editor) -> Begun:
    """Begin an upload whose files come in pieces."""
    return Begun(token=_desk(request).spool.begin())


@router.get("/api/add/pieces/{token}/{name}")
def held(request: Request, user: Editor, token: Token, name: Name) -> Held:
    """How much of a file is there: where to go on after an interruption."""
    return Held(size=_desk(request).spool.size_of(token, name))


@router.put(
    "/api/add/pieces/{token}/{name}",
    openapi_extra={"requestBody": {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def put_piece(request: Request, user: Editor, token: Token, name: Name, at: Annotated[int, Query(ge=0, lt=2**40)]) -> Held:
    """Put a piece of at most 8 MiB to a file, which is ``at`` bytes long before. A piece that is not the next changes nothing."""
    piece = bytearray()
    async for part in request.stream():
        piece += part
        if len(piece) > LONGEST_PIECE:
            raise HTTPException(413, f"A piece has at most {LONGEST_PIECE // 2**20} MiB.")
    most = request.app.state.settings.upload_bytes
    return Held(size=await run_in_threadpool(_desk(request).spool.append, token, name, at, bytes(piece), most))


@router.post("/api/add/pieces/{token}", status_code=201)
def end_pieces(request: Request, ledger: OpenLedger, user: Editor, token: Token, facts: Annotated[Facts, Body()]) -> Progress:
    """All files are there: read them."""
    desk = _desk(request)
    given = facts.given()
    names = [path.name for path in desk.spool.files(token)]
    _check(names)
    if desk.spool.name_of(token) in ledger.open_spools():
        raise BadOption("This upload is being read already.")
    return _progress(ledger.upload(_hand_in(desk, ledger, user.name, token, _called(names), given)))


# Handing in


def _files(desk: Desk, ledger: Ledger, who: str, files: list[UploadFile], facts: Facts, most: int) -> int:
    given = facts.given()
    named = [file for file in files if file.filename]
    _check(file.filename or "" for file in named)
    streams = [(file.filename or "", file.file) for file in named]
    return _spooled(desk, ledger, who, streams, given, most, _called([name for name, _ in streams]))


def _text(desk: Desk, ledger: Ledger, who: str, story: PastedStory, most: int = 2**30) -> int:
    given = story.given()
    text = story.text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise BadOption("There is no word in this story; paste its text.")
    title = given.get("title") or next(line.strip() for line in text.splitlines() if line.strip())
    name = f"{re.sub(r'[^0-9A-Za-z]+', '-', title)[:60].strip('-') or 'pasted'}.txt"
    data = io.BytesIO(text.encode("utf-8", "replace"))
    return _spooled(desk, ledger, who, [(name, data)], given, most, title[:120])


def _address(desk: Desk, ledger: Ledger, who: str, story: NamedStory, most: int = 0) -> int:
    """It waits without files. Whether it is one of the public web is looked at when it is fetched."""
    address = story.address.strip()
    try:
        parts = urlsplit(address)
        fits = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        fits = False
    if not fits or not address.isprintable():
        raise BadOption(f"{address[:80]!r} is no address of a page; it should begin with http:// or https://.")
    token = desk.spool.begin()
    return _hand_in(desk, ledger, who, token, address, story.given(), address)


def _spooled(
    desk: Desk, ledger: Ledger, who: str, files: Iterable[tuple[str, BinaryIO]], given: dict[str, str], most: int, name: str
) -> int:
    """Keep the files until they are read. Of what cannot be kept nothing stays behind."""
    token = desk.spool.begin()
    try:
        for filename, stream in files:
            desk.spool.write(token, filename, stream, most)
    except (BadOption, OSError):
        desk.spool.forget(token)
        raise
    return _hand_in(desk, ledger, who, token, name, given)


def _hand_in(
    desk: Desk, ledger: Ledger, who: str, token: str, name: str, given: dict[str, str], address: str | None = None
) -> int:
    number = ledger.hand_in(name, desk.spool.name_of(token), who, given, address)
    desk.wake()
    return number


def _check(names: Iterable[str]) -> None:
    """Raises BadOption where there is no file, or none that could hold a story."""
    found = list(names)
    if not found:
        raise BadOption("Choose a file first.")
    if not any(is_taken(name) for name in found):
        raise BadOption(
            f"{found[0][:80]!r} is nothing that stories come in; hand in text, HTML, CSV, JSON, feeds, WARC, zip or tar."
        )


def _called(names: list[str]) -> str:
    return names[0][:200] if len(names) == 1 else f"{names[0][:120]} and {len(names) - 1} more"


def _upload(ledger: Ledger, number: int) -> Upload:
    try:
        return ledger.upload(number)
    except BadOption as error:
        raise HTTPException(404, str(error)) from error


def _progress(upload: Upload, handed: Iterable[Handed] = ()) -> Progress:
    known = {name: getattr(upload, name) for name in Progress.model_fields if name != "handed"}
    return Progress(**known, handed=[asdict(one) for one in handed])
