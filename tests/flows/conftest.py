"""Whole houses shared by the stories: started at the first asking, gone with the test run."""

from collections.abc import Iterator

import pytest

from tests.house import House, a_house


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """A running Ugoda on SQLite. Its data stay from story to story: make your own, never count everything."""
    with a_house("sqlite") as house:
        yield house


@pytest.fixture(scope="session")
def postgres_house() -> Iterator[House]:
    """The same on PostgreSQL."""
    with a_house("postgres") as house:
        yield house
