"""Templates -> pages. Everything a template prints is escaped; names and words of stories stand in isolation (``bdi``)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.loaders import ChoiceLoader
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from reportedly import __version__
from reportedly.ledger.query import CHOICES
from reportedly.show import events, when, wording

NAV = (  # address, name, who may
    ("/search", "Search", "reader"),
    ("/actors", "Actors", "reader"),
    ("/timeline", "Timeline", "reader"),
    ("/compare", "Compare", "reader"),
    ("/network", "Network", "reader"),
    ("/review", "Review", "editor"),
    ("/add", "Add", "editor"),
)
ASSETS = (("reportedly.serve", "static"), ("reportedly.show", "page"))  # packages and their folders with styles and scripts
SUFFIXES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def page(request: Request, template: str, status: int = 200, /, **values: Any) -> HTMLResponse:
    """A page from ``templates/``, with the navigation, who is signed in, and the token that forms need."""
    state = request.state
    sessions = request.app.state.sessions
    known = {
        "request": request,
        "viewer": getattr(state, "viewer", None),
        "csrf": sessions.csrf(state.session) if hasattr(state, "session") else "",
        "asks_who": request.app.state.settings.asks_who,
        "path": request.url.path,
        "ledger_name": request.app.state.ledger.name.rpartition("/")[2],  # where it lies is nobody's business
    }
    return HTMLResponse(environment().get_template(template).render(known | values), status)


@cache
def environment() -> Environment:
    """The templates of the workbench, and those of the single page of one story (``show/page``)."""
    loader = ChoiceLoader([PackageLoader("reportedly.serve", "templates"), PackageLoader("reportedly.show", "page")])
    found = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    found.globals |= {
        "asset": asset,
        "nav": NAV,
        "version": __version__,
        "wording": wording,
        "signs": events.SIGNS,
        "choices": CHOICES,
    }
    found.filters |= {
        "bdi": bdi,
        "visible": wording.visible,
        "day": wording.day,
        "when": when.in_words,
        "percent": wording.percent,
        "count": wording.count,
    }
    return found


def bdi(text: object) -> Markup:
    """Words of a story or of a user, set apart: their direction and their control characters change nothing around them."""
    return Markup("<bdi>{}</bdi>").format(wording.visible(str(text)))


def asset(name: str) -> str:
    """The address of a style or script; it changes with what it holds, so that browsers may keep it for good."""
    return f"/static/{name}?v={_digests()[name]}"


@cache
def assets() -> dict[str, Traversable]:
    """The styles and scripts by name."""
    return {file.name: file for file in _files()}


def _files() -> Iterator[Traversable]:
    for package, folder in ASSETS:
        for file in resources.files(package).joinpath(folder).iterdir():
            if file.is_file() and "." + file.name.rpartition(".")[2] in SUFFIXES:
                yield file


@cache
def _digests() -> dict[str, str]:
    return {name: hashlib.sha256(file.read_bytes()).hexdigest()[:12] for name, file in assets().items()}
