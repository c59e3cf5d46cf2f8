"""Every endpoint under generated requests, good and bad: no error of ours, nothing that the document does not say.

Bounded and the same each time: a few examples an endpoint from a fixed seed, and of the 18,000 requests that go to
the edges of what the document allows a part. Most of those try the same few readers of values again and again;
PARVIS_LONG_TESTS=1 sends them all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.generation.meta import TestPhase
from schemathesis.generation.modes import GenerationMode
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from parvis.api.web.root import groups, openapi_document
from parvis.project.wsgi import application
from tests.factories.accounts import make_user
from tests.factories.api import make_token

NAMES = sorted(one.function.__name__ for group in groups() for one in group.all)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
# Asked of every endpoint in test_every_endpoint: another method; no token, which is put in here anyway.
ELSEWHERE = ("unspecified_http_method", "missing_parameter")
ONE_IN_GOOD, ONE_IN_BAD = 4, 12


@pytest.fixture(scope="module")
def operations() -> dict[str, Any]:
    """The document's operations by their names. Read here: who only collects tests needs none of it."""
    schema = schemathesis.openapi.from_dict(openapi_document())
    schema.app = application
    schema.config.update(base_url="http://localhost")
    found = (result.ok() for result in schema.get_all_operations())
    return {one.definition.raw["operationId"]: one for one in found}


@pytest.fixture
def token(db: Any, settings: Any, files_folder: Any, tmp_path: Any) -> Iterator[str]:
    settings.DATA_FOLDER = tmp_path
    settings.ALLOWED_HOSTS = ["*"]
    settings.API_REQUESTS_A_MINUTE = settings.API_OPEN_REQUESTS_A_MINUTE = 1_000_000
    # All requests share the test's transaction: the end of one must not close its connection.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield make_token(make_user(roles=("administrator",)))
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def is_asked(case: Any) -> bool:
    """All that is drawn, a part of what goes to the edges: more of the good, which gets further into the code."""
    at_edge = case.meta.phase.data
    if case.meta.phase.name != TestPhase.COVERAGE or os.environ.get("PARVIS_LONG_TESTS"):
        return True
    if at_edge.scenario in ELSEWHERE and at_edge.parameter in (None, "Authorization"):
        return False
    one_in = ONE_IN_GOOD if case.meta.generation.mode == GenerationMode.POSITIVE else ONE_IN_BAD
    named = f"{case.operation.label} {at_edge.scenario} {at_edge.parameter} {at_edge.location} {at_edge.description}"
    return crc32(named.encode()) % one_in == 0


@pytest.mark.parametrize("name", NAMES)
def test_nothing_surprises(name: str, operations: dict[str, Any], token: str) -> None:
    @seed(20261121)
    @settings(
        max_examples=2,
        phases=[Phase.explicit, Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    def ask(case: Any) -> None:
        if is_asked(case):
            case.headers["Authorization"] = f"Bearer {token}"
            case.validate_response(case.call(), checks=CHECKS)

    operation = operations[name]
    build_operation_test(
        config=operation.schema.config,
        operation=operation,
        test_func=ask,
        given_kwargs={},
        feedback=FeedbackSources(),
    )()


def test_every_operation_of_the_document_is_asked(operations: dict[str, Any]) -> None:
    assert sorted(operations) == NAMES
