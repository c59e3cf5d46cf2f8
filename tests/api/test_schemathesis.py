"""Every endpoint under generated requests, good and bad: no error of ours, nothing that the document does not say.

Bounded and the same each time: a few examples an endpoint, from a fixed seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from parvis.api.web.root import openapi_document
from parvis.project.wsgi import application
from tests.factories.accounts import make_user
from tests.factories.api import make_token

schema = schemathesis.openapi.from_dict(openapi_document())
schema.app = application
schema.config.update(base_url="http://localhost")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


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


@schema.parametrize()
@seed(20261121)
@settings(
    max_examples=2,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
def test_nothing_surprises(case: Any, token: str) -> None:
    case.headers["Authorization"] = f"Bearer {token}"
    case.validate_response(case.call(), checks=CHECKS)
