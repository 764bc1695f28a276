"""Schemathesis asks whatever the OpenAPI document allows, and much that it does not."""

from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from service.api.app import create_app
from service.settings import Settings

DOCUMENT = create_app(Settings(database_url="postgresql://nowhere")).openapi()
schema = schemathesis.openapi.from_dict(DOCUMENT)


@schema.parametrize()
@settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_the_service_keeps_what_its_document_says(
    case: schemathesis.Case[Any], client: httpx.Client
) -> None:
    # What JSON Schema cannot say is refused too: cursors of other lists, a low above its high.
    case.call_and_validate(
        base_url=str(client.base_url), excluded_checks=[positive_data_acceptance]
    )
