"""Referrals: a case is with an expert, who has it in private under masks, until a day, and owes an opinion.

Rules
- A referral lasts as long as the status says so: whatever else is done with the case ends it, and the expert's chat
  loses every word of the case.
- Who has it, and what they are writing, is sealed under the data key of the case.
- Of a code-only case the hour at which its citizen ends it must say nothing: the expert's chat loses it later.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection

from bot.desk import talk
from bot.desk.outgoing.desks import private_lane
from bot.desk.outgoing.items import DeleteMessage, ItemKind, ShowToExpert, TellExpert, WipePosts
from bot.desk.outgoing.posting import AT_ONCE, open_item, put_item, quiet_wait
from bot.desk.outgoing.posts import PlacedPost, PostRole, list_posts
from bot.desk.outgoing.unheard import unheard
from bot.desk.people import Officer, Spot
from bot.desk.rules import Turn
from bot.desk.safe import NOT_OPENED, Safe
from bot.encryption.places import Field, Table
from bot.frozen import frozen, replace
from bot.terms import Side, Status
from storage import cases, outbox, referrals
from storage.cases import CaseRow
from storage.referrals import ReferralRow

OF_EXPERTS = (PostRole.EXPERT, PostRole.EXPERT_FILE)
"""What stands in the chat of an expert as such."""


@frozen
class Referral:
    """With whom a case is, and until when. `draft` numbers the opinion `text` that they have not sent yet.

    What was written before number `since` of the talk stands on their card; what came later was sent by itself.

    `files` are those of the citizen's clean files that the office has opened to the expert.
    """

    expert: Officer
    field: str
    due_on: date
    since: int
    draft: int = 0
    text: str = ""
    files: tuple[str, ...] = ()


def find_referral(connection: Connection, row: CaseRow, safe: Safe) -> Referral | None:
    """With which expert the case is; None when with none, or its row is damaged, which is noted."""
    found = referrals.get_referral(connection, row.id)
    if found is None:
        return None
    try:
        key = safe.open_case_key(row.id, row.wrapped_key)
        said = key.open(found.box, table=Table.REFERRALS, field=Field.EXPERT)
    except NOT_OPENED:
        return None
    return Referral(
        Officer(said["id"], said["name"]),
        said["field"],
        date.fromisoformat(said["due_on"]),
        said["since"],
        said["draft"],
        said["text"],
        tuple(said["files"]),
    )


def is_with(connection: Connection, row: CaseRow, officer: Officer, safe: Safe) -> bool:
    """Whether the case is with *officer* as its expert: they owe an opinion on it, and do not work at it."""
    referral = find_referral(connection, row, safe) if row.status is Status.EXPERT else None
    return referral is not None and referral.expert.id == officer.id


def forget_file(connection: Connection, case_id: str, file_id: str, turn: Turn) -> bool:
    """The expert could not be shown the file: it is open to them no more; False when the case is with nobody."""
    row = cases.get_case(connection, case_id)
    referral = None if row is None else find_referral(connection, row, turn.safe)
    if row is None or referral is None or file_id not in referral.files:
        return False
    left = tuple(each for each in referral.files if each != file_id)
    rewrite_referral(connection, row, replace(referral, files=left), turn)
    return True


def clear_late_file(
    connection: Connection, case_id: str, files: Sequence[str], spots: Sequence[Spot], turn: Turn
) -> None:
    """*files* of the case have just arrived at *spots*, in an expert's chat: they go again unless open to them now."""
    row = cases.get_case(connection, case_id)
    referral = None if row is None or row.status is not Status.EXPERT else find_referral(connection, row, turn.safe)
    for spot in spots:
        is_open = referral is not None and referral.expert.id == spot.chat and set(files) <= set(referral.files)
        if not is_open:
            put_item(connection, DeleteMessage(spot), private_lane(spot.chat, turn), turn)


def keep_referral(connection: Connection, row: CaseRow, referral: Referral, turn: Turn, *, look_on: date) -> None:
    """The case is with an expert, as *referral* says; somebody looks at its term on *look_on*."""
    said = {
        "id": referral.expert.id,
        "name": referral.expert.name,
        "field": referral.field,
        "due_on": referral.due_on.isoformat(),
        "since": referral.since,
        "draft": referral.draft,
        "text": referral.text,
        "files": list(referral.files),
    }
    key = turn.safe.open_case_key(row.id, row.wrapped_key)
    box = key.seal(said, table=Table.REFERRALS, field=Field.EXPERT)
    referrals.put_referral(connection, ReferralRow(row.id, row.region, look_on, box))


def rewrite_referral(connection: Connection, row: CaseRow, referral: Referral, turn: Turn) -> None:
    """What is known of the referral is *referral* now; its term is looked at when it was to be."""
    found = referrals.get_referral(connection, row.id)
    look_on = referral.due_on + timedelta(days=1) if found is None else found.look_on
    keep_referral(connection, row, referral, turn, look_on=look_on)


@frozen
class OpenableFile:
    """File `n` of message `seq` of the talk, or of the case itself; `later` counts the messages, 0 for the case."""

    id: str
    seq: int
    n: int
    later: int


def list_files(connection: Connection, row: CaseRow, turn: Turn) -> list[OpenableFile]:
    """The citizen's files in the order in which they came: those of the case, then those of each later message.

    Without those that have not left for the office yet.
    """
    safe, waiting = turn.safe, unheard(connection, row, turn)
    said = cases.list_talk(connection, row.id, aside=safe.damages.met)
    later = (entry.seq for entry in said if entry.side is Side.CITIZEN and entry.seq not in waiting)
    seqs = (talk.OF_THE_CASE, *later)
    return [
        OpenableFile(file_id, seq, n, later)
        for later, seq in enumerate(seqs)
        for n, file_id in enumerate(talk.citizen_files(connection, row, seq, safe), start=1)
    ]


def tell_expert(connection: Connection, item: TellExpert, turn: Turn, *, wait: timedelta = AT_ONCE) -> None:
    """Put *item* into the lane of the expert's private chat."""
    put_item(connection, item, private_lane(item.chat, turn), turn, wait=wait)


def show_to_expert(connection: Connection, row: CaseRow, chat: int, turn: Turn) -> None:
    """All of the case that its expert may read goes into *chat*.

    For who has let the bot in again what was to be wiped there waits, and would hold it up for as long as an hour; it
    is theirs again, and is wiped when this referral ends.
    """
    lane, others = str(private_lane(chat, turn)), (*OF_EXPERTS, PostRole.WIPED)
    stands = [post for post in list_posts(connection, row.id, turn.safe) if post.spot.chat == chat]
    if all(post.role in others for post in stands):
        for wipe in outbox.list_of_case(connection, lane, ItemKind.WIPE, row.id):
            if not outbox.is_claimed(connection, wipe.id):
                outbox.withdraw(connection, wipe.id)
    tell_expert(connection, TellExpert(row.id, chat), turn)


def tell_expert_of_words(connection: Connection, row: CaseRow, seq: int, turn: Turn, *, wait: timedelta) -> None:
    """The citizen has written message *seq*: whichever expert has the case reads it, under masks, too."""
    referral = find_referral(connection, row, turn.safe)
    if referral is not None:
        tell_expert(connection, TellExpert(row.id, referral.expert.id, added=seq), turn, wait=wait)


def tell_expert_again(connection: Connection, row: CaseRow, turn: Turn) -> None:
    """All that the case's expert has of it once more, as it is now: its words under masks, files opened to them, their
    opinion that waits to go. Nothing where the case is with nobody, or is on its way to them."""
    referral = find_referral(connection, row, turn.safe)
    if referral is None:
        return
    lane = private_lane(referral.expert.id, turn)
    for waiting in outbox.list_of_case(connection, str(lane), ItemKind.EXPERT, row.id):
        if open_item(waiting, turn.safe) == TellExpert(row.id, referral.expert.id):
            return
    # What the citizen has written until now stands on the card itself; what still waits for its slot comes by itself.
    shown = replace(referral, since=cases.next_seq(connection, row.id))
    rewrite_referral(connection, row, shown, turn)
    show_to_expert(connection, row, referral.expert.id, turn)
    for each in list_files(connection, row, turn):
        if each.id in referral.files:
            put_item(connection, ShowToExpert(row.id, referral.expert.id, each.id, each.n), lane, turn)
    if referral.text:
        tell_expert(connection, TellExpert(row.id, referral.expert.id, referral.draft), turn)


def end_referral(connection: Connection, row: CaseRow, turn: Turn, *, quietly: bool) -> None:
    """The case is with no expert any more: their chat loses it, *quietly* as late as what a citizen has caused."""
    referral = find_referral(connection, row, turn.safe)
    if not referrals.drop_referral(connection, row.id):
        return
    chats = {post.spot.chat for post in _posts(connection, row, turn.safe)}
    chats |= set() if referral is None else {referral.expert.id}
    wait = quiet_wait(connection, row, turn) if quietly else AT_ONCE
    for chat in sorted(chats):
        lane = private_lane(chat, turn)
        put_item(connection, WipePosts(row.id, row.region, chat), lane, turn, wait=wait)
    for post in _posts(connection, row, turn.safe):
        if post.role is PostRole.EXPERT_FILE:
            put_item(connection, DeleteMessage(post.spot), private_lane(post.spot.chat, turn), turn, wait=wait)


def _posts(connection: Connection, row: CaseRow, safe: Safe) -> list[PlacedPost]:
    return [post for post in list_posts(connection, row.id, safe) if post.role in OF_EXPERTS]
