"""Every endpoint under generated requests, good and bad: no error of ours, nothing that the document does not say.

Bounded and the same each time: a few examples an endpoint, from a fixed seed.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
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
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@pytest.fixture
def token(db: Any, settings: Any, files_folder: Any, tmp_path: Any) -> str:
    settings.DATA_FOLDER = tmp_path
    settings.ALLOWED_HOSTS = ["*"]
    settings.API_REQUESTS_A_MINUTE = settings.API_OPEN_REQUESTS_A_MINUTE = 1_000_000
    return make_token(make_user(roles=("administrator",)))


@schema.parametrize()
@seed(20261121)
@settings(
    max_examples=6,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
def test_nothing_surprises(case: Any, token: str) -> None:
    case.headers["Authorization"] = f"Bearer {token}"
    case.operation.app = application
    response = case.call(app=application) if False else case.call(base_url="http://localhost/api/v1")
    case.validate_response(response, checks=CHECKS)
