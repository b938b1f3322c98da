"""The application: its rings of protection, its pages, and what it answers when something is wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.middleware import Middleware

from reportedly import __version__
from reportedly.errors import InputError, LedgerError, ReportedlyError
from reportedly.ledger import Ledger
from reportedly.serve.dependencies import check_csrf
from reportedly.serve.pages import ROUTERS, start
from reportedly.serve.rendering import SUFFIXES, assets, page
from reportedly.serve.security import KnownHost, LimitedRate, LimitedSize, SecureHeaders, SignedIn
from reportedly.serve.sessions import Sessions
from reportedly.serve.settings import Settings
from reportedly.serve.trailed import Trailed
from reportedly.serve.users import Users

DESCRIPTION = (
    "Who said what, on whose authority: the ledger, searched, read and corrected. Everything the pages do can be done here."
)
FOREVER = "public, max-age=31536000, immutable"


class Wrong(BaseModel):
    """What the API says when it cannot do what was asked."""

    detail: str


def create_app(ledger: str, settings: Settings) -> FastAPI:
    """The workbench over the ledger at a path or at ``postgresql://...``, which is made if there is none.

    Raises LedgerError where it cannot be used, BadOption where the settings' files cannot.
    """
    users = Users(settings.users, settings.token_file)
    sessions = Sessions(_secret(settings), settings.session_hours)
    app = FastAPI(
        title="reportedly",
        version=__version__,
        description=DESCRIPTION,
        openapi_url="/api/openapi.json",
        docs_url=None,  # FastAPI's own pages of documentation load scripts from elsewhere
        redoc_url=None,
        lifespan=_lifespan,
        dependencies=[Depends(check_csrf)],
        responses={"4XX": {"model": Wrong, "description": "What is wrong, in a sentence"}},
        middleware=[
            Middleware(SecureHeaders),
            Middleware(KnownHost, settings=settings),
            Middleware(LimitedSize, settings=settings),
            Middleware(LimitedRate, settings=settings),
            Middleware(SignedIn, settings=settings, users=users, sessions=sessions),
            Middleware(Trailed),
        ],
    )
    app.state.ledger = Ledger.open(ledger, create=True)
    app.state.settings, app.state.users, app.state.sessions = settings, users, sessions
    app.state.held = start.Held()
    app.add_api_route("/static/{name}", _static, include_in_schema=False)
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(StarletteHTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _not_meant)
    app.add_exception_handler(ReportedlyError, _trouble)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.ledger.close()


def _secret(settings: Settings) -> bytes:
    if settings.secret_file is None:
        return settings.secret
    from reportedly.errors import BadOption

    try:
        found = settings.secret_file.read_bytes().strip()
    except OSError as error:
        raise BadOption(f"{settings.secret_file} cannot be read: {error}.") from error
    if len(found) < 32:
        raise BadOption(f"The secret in {settings.secret_file} is too short; make one by: openssl rand -hex 32.")
    return found


def _static(name: str) -> Response:
    """A style or script, by its name among those there are: no path leads elsewhere."""
    file = assets().get(name)
    if file is None:
        raise HTTPException(404, "There is no such file.")
    kind = SUFFIXES["." + name.rpartition(".")[2]]
    return Response(file.read_bytes(), media_type=kind, headers={"Cache-Control": FOREVER})


# What is wrong, in a sentence: as a page, or as JSON


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, StarletteHTTPException)
    sentence = "There is nothing here." if error.status_code == 404 and error.detail == "Not Found" else str(error.detail)
    return _sentence(request, error.status_code, sentence, dict(error.headers or {}))


async def _not_meant(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = "; ".join(f"{part['loc'][-1]}: {part['msg']}" for part in error.errors()[:5])
    return _sentence(request, 422, f"This cannot be meant: {wrong}.")


async def _trouble(request: Request, error: Exception) -> Response:
    status = 400 if isinstance(error, InputError) else 503 if isinstance(error, LedgerError) else 500
    return _sentence(request, status, str(error))


def _sentence(request: Request, status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": sentence}, status, headers)
    if not hasattr(request.state, "session"):
        return PlainTextResponse(f"{sentence}\n", status, headers)
    found = page(request, "wrong.html", status, sentence=sentence, phrase=HTTPStatus(status).phrase)
    found.headers.update(headers or {})
    return found
