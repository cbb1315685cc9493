"""For every test: a real PostgreSQL, started once in each process that runs tests; how many those are; and what to say
aloud at the end when a program was missed."""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.missing import MISSING
from tests.postgres import postgresql_server, postgresql_url

__all__ = ["postgresql_server", "postgresql_url"]

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")  # no test depends on how fast the machine is


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: many tests wait, for a process that starts or for a lock that is held."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A skip that nobody sees would look like a pass: what was not tested is told as the last thing."""
    skipped = [str(each.longrepr) for each in terminalreporter.stats.get("skipped", [])]
    counts = [(sum(why in each for each in skipped), why) for why in MISSING]
    if any(count for count, _ in counts):
        terminalreporter.section("not tested", yellow=True, bold=True)
    for count, why in counts:
        if count:
            terminalreporter.write_line(f"{count} tests were skipped. {why}", yellow=True)
