"""The lanes of the outbox, their names, and which kinds of items go first."""

from __future__ import annotations

FIRST = 0  # previews, confirmations, prompts: somebody waits for them
TALK = 10  # questions and answers
CARD = 20
FILES = 30  # new cases

OFFICE = "office:"
CASE = "case:"
OFFICER = "officer:"
ADMIN = "admin:"
GROUP = "group:"


def office_lane(region: str) -> str:
    """Everything for the staff group of *region*, whichever group that is at the time."""
    return f"{OFFICE}{region}"


def case_lane(case_id: str) -> str:
    """Everything for the citizen of one case; no lane is shared between two cases of one citizen."""
    return f"{CASE}{case_id}"


def group_lane(mark: bytes) -> str:
    """A group as such: what it must hear though it serves no region, or not this one any more."""
    return f"{GROUP}{mark.hex()[:32]}"


def officer_lane(mark: bytes) -> str:
    """An officer's private chat."""
    return f"{OFFICER}{mark.hex()[:32]}"


def admin_lane(mark: bytes) -> str:
    """An admin's private chat."""
    return f"{ADMIN}{mark.hex()[:32]}"


def region_of(lane: str) -> str | None:
    """The region whose office the lane belongs to."""
    return lane.removeprefix(OFFICE) if lane.startswith(OFFICE) else None


def case_of(lane: str) -> str | None:
    """The case whose citizen the lane belongs to."""
    return lane.removeprefix(CASE) if lane.startswith(CASE) else None
