"""Experts: who gives opinions to an office. They are asked by a link, and agree in private.

Rules
- Whoever opens the link learns what is asked of them before anything is kept of them; the link is spent by their yes.
- An expert belongs to one region and one field there; they are in no group and see nothing but what they are given.
- Every change stands in the audit log and is told in the group of the region, and to the head.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.desk.audit import Action, record
from bot.desk.holders import may_run_office, name_of
from bot.desk.outgoing.items import SayInGroup
from bot.desk.outgoing.posting import tell_office
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.safe import NOT_OPENED, Safe
from bot.encryption.places import Table
from bot.frozen import frozen
from bot.terms import ExpertField
from storage import experts
from storage.experts import ExpertLinkRow, ExpertRow

LINK_LASTS = timedelta(hours=72)
"""Long enough to reach a professor over a weekend."""
LINK_PREFIX = "expert-"
SHOWN_BYTES = 8
"""So much of an expert's mark names them on a button: 64 bits tell the dozens of an office apart."""


@frozen
class Expert:
    """One expert of `region`, and the digits by which a button names them."""

    region: str
    digits: str
    officer: Officer
    field: ExpertField

    @property
    def name(self) -> str:
        """As they are called in what is told."""
        return name_of(self.officer)


@frozen
class Invitation:
    """What a link asks: to be an expert of `region` in `field`."""

    region: str
    field: ExpertField
    by: Officer


def make_link(connection: Connection, invitation: Invitation, turn: Turn) -> str:
    """A one-time start parameter that asks whoever opens it, for LINK_LASTS."""
    secret = turn.rules.chance.new_id()
    mark = turn.safe.link_mark(LINK_PREFIX + secret)
    said = {"region": invitation.region, "field": invitation.field, "id": invitation.by.id, "name": invitation.by.name}
    box = turn.safe.seal(said, table=Table.EXPERT_LINKS, row=mark.hex())
    experts.put_link(connection, ExpertLinkRow(mark, box), expires_at=turn.after(LINK_LASTS))
    return LINK_PREFIX + secret


def find_invitation(connection: Connection, secret: str, turn: Turn) -> Invitation | None:
    """What the link with *secret* asks; None when it was used, is old, cannot be read, or its maker may not ask now.

    Three days are long: an admin or a head who has been removed meanwhile must not leave an expert behind.
    """
    row = experts.get_link(connection, turn.safe.link_mark(LINK_PREFIX + secret), now=turn.seconds)
    if row is None:
        return None
    try:
        said = turn.safe.open(row.box, table=Table.EXPERT_LINKS, row=row.mark.hex())
    except NOT_OPENED:
        return None
    asked = Invitation(said["region"], ExpertField(said["field"]), Officer(said["id"], said["name"]))
    return asked if may_run_office(connection, asked.region, asked.by.id, turn) else None


def agree(connection: Connection, secret: str, person: Officer, turn: Turn) -> Expert | None:
    """*person* says yes: they are an expert from now on. None when the link is over; of them nothing is kept then."""
    invitation = find_invitation(connection, secret, turn)
    if invitation is None or not experts.use_link(
        connection, turn.safe.link_mark(LINK_PREFIX + secret), now=turn.seconds
    ):
        return None
    mark = turn.safe.person_mark(person.id)
    expert = Expert(invitation.region, mark[:SHOWN_BYTES].hex(), person, invitation.field)
    said = {"id": person.id, "name": person.name, "field": invitation.field, "since": turn.seconds}
    box = turn.safe.seal(said, table=Table.EXPERTS, row=_place(expert.region, mark))
    experts.put_expert(connection, ExpertRow(expert.region, mark, box))
    record(connection, Action.EXPERT_ADDED, invitation.by, _logged(expert), turn)
    told = {"person": expert.name, "field": expert.field}
    tell_office(connection, expert.region, SayInGroup("a.expert_added", told), turn)
    return expert


def refuse(connection: Connection, secret: str, turn: Turn) -> bool:
    """Whoever was asked says no: the link is over, and nothing is kept of them. False when it was over before."""
    return experts.use_link(connection, turn.safe.link_mark(LINK_PREFIX + secret), now=turn.seconds)


def list_experts(connection: Connection, region: str, safe: Safe) -> list[Expert]:
    """The experts of *region* by field and name; whose row is damaged is left out, and noted."""
    found = []
    for row in experts.list_experts(connection, region, aside=safe.damages.met):
        try:
            said = safe.open(row.box, table=Table.EXPERTS, row=_place(region, row.mark))
        except NOT_OPENED:
            continue
        officer = Officer(said["id"], said["name"])
        found.append(Expert(region, row.mark[:SHOWN_BYTES].hex(), officer, ExpertField(said["field"])))
    return sorted(found, key=lambda each: (tuple(ExpertField).index(each.field), each.officer.name, each.digits))


def find_expert(connection: Connection, region: str, digits: str, safe: Safe) -> Expert | None:
    """The expert of *region* whom a button names by *digits*."""
    return next((each for each in list_experts(connection, region, safe) if each.digits == digits), None)


def remove_expert(connection: Connection, expert: Expert, by: Officer, turn: Turn) -> bool:
    """*expert* is none any more; False when they were none before. What they have is given back by whoever asks."""
    if not experts.drop_expert(connection, expert.region, turn.safe.person_mark(expert.officer.id)):
        return False
    record(connection, Action.EXPERT_REMOVED, by, _logged(expert), turn)
    return True


def _place(region: str, mark: bytes) -> str:
    return f"{region}/{mark.hex()}"


def _logged(expert: Expert) -> str:
    """As the log names who was asked for what."""
    return f"{expert.field} {expert.region}: {expert.officer.name} ({expert.officer.id})"
