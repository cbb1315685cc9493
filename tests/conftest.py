"""Fixtures for every test: a real PostgreSQL, started once and shared."""

from tests.postgres import postgresql_server, postgresql_url

__all__ = ["postgresql_server", "postgresql_url"]
