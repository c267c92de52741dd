from tests.support.openid.fixtures import provider, started_provider  # noqa: F401
