"""The API is what its OpenAPI document says, whatever is asked of it (schemathesis)."""

from __future__ import annotations

from typing import Any

import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance
from starlette.testclient import TestClient

from reportedly.serve.sessions import COOKIE

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
ENDLESS = ("/watch", "/events")  # go on for as long as stories are read


def test_answers_as_described(app: FastAPI, client: TestClient, csrf: dict[str, str]) -> None:
    """Every request of the document, with whatever its parameters and bodies may be."""
    cookies = {COOKIE: client.cookies[COOKIE]}
    schema = schemathesis.openapi.from_dict(client.get("/api/openapi.json").json())
    schema.app = app
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) > 15
    for operation in operations:
        if operation.path.endswith(ENDLESS):
            continue

        @settings(max_examples=15, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
        @given(case=operation.as_strategy())
        def answers(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(base_url="http://127.0.0.1", headers=csrf, cookies=cookies, checks=CHECKS)

        answers()
