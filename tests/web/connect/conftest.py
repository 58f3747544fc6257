import pytest


@pytest.fixture
def description(app):
    """The description of the interface, as programs read it."""
    return app.test_client().get("/api/v1/openapi.json").json
