"""Pages that are one file and need nothing else: no network, no other script or style than those in them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


def page(template: str, styles: Iterable[str], scripts: Iterable[str], values: Mapping[str, Any]) -> str:
    """A template of ``page/`` with these values, its styles and scripts, and the ``policy`` that lets nothing else in."""
    css, js = ("\n".join(map(_part, names)) for names in (styles, scripts))
    policy = f"default-src 'none'; style-src '{digest(css)}'; script-src '{digest(js)}'; base-uri 'none'; form-action 'none'"
    return _templates().get_template(template).render(values, css=Markup(css), js=Markup(js), policy=policy)


@cache
def _part(name: str) -> str:
    return resources.files("reportedly.show").joinpath("page", name).read_text(encoding="utf-8")


@cache
def _templates() -> Environment:
    loader = PackageLoader("reportedly.show", "page")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def digest(part: str) -> str:
    """A hash as a content security policy has it: only this very style and script are let in."""
    return "sha256-" + base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
