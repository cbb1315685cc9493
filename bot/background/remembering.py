"""Remembering: what of a parcel has arrived is a post of its case from now on, or goes again if the case has left."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.background.sender import Posted
from bot.desk.outgoing.lanes import read_lane
from bot.desk.outgoing.posts import CasePost, PostRole, Role, remember_post
from bot.desk.outgoing.strays import clear_strays
from bot.desk.parcels.values import (
    Addition,
    Card,
    ExpertFile,
    ExpertPost,
    Files,
    HeadPost,
    History,
    Notice,
    Parcel,
    Preview,
)
from bot.desk.people import Spot
from bot.desk.referrals import clear_late_file
from bot.desk.rules import Turn
from storage.outbox import OutboxItem


def remember(
    connection: Connection, item: OutboxItem, parcel: Parcel | None, arrived: Sequence[Posted], turn: Turn
) -> None:
    """Let replies to what has arrived find its case. What holds its words, in a chat that it has left, goes again."""
    role = _role(parcel)
    if role is None or item.case_id is None:
        return
    spots = [Spot(post.chat, post.message_id) for post in arrived]
    for post, spot in zip(arrived, spots, strict=True):
        stands = CasePost(item.case_id, *((PostRole.CARD, post.part) if post.part else (role, item.seq)))
        remember_post(connection, spot, stands, turn.safe)
    if isinstance(parcel, ExpertFile):
        clear_late_file(connection, item.case_id, parcel.files.file_ids, spots, turn)
    if _has_words(parcel):
        lane, are_files = read_lane(item.lane), isinstance(parcel, Files)
        as_head = isinstance(parcel, HeadPost)
        clear_strays(connection, item.case_id, spots, lane, turn, are_files=are_files, as_head=as_head)


def _has_words(parcel: Parcel | None) -> bool:
    """Whether it holds what a citizen or an officer wrote in a case of an office; an expert's are wiped when known."""
    match parcel:
        case Card(bare=bare):
            return not bare
        case Notice(values=values):
            return "said" in values
        case Addition() | Preview() | Files() | History() | HeadPost():
            return True
        case _:
            return False


def _role(parcel: Parcel | None) -> Role | None:
    """What a post of *parcel* is looked up as, None when nobody answers it."""
    match parcel:
        case Card():
            return PostRole.CARD
        case Addition(expert=expert):
            return PostRole.NOTICE if expert else PostRole.ADDITION
        case ExpertPost():
            return PostRole.EXPERT
        case ExpertFile():
            return PostRole.EXPERT_FILE
        case Preview():
            return PostRole.PREVIEW
        case Files():
            return PostRole.FILES
        case Notice(role=role):
            return role
        case History():
            return PostRole.NOTICE
        case HeadPost():
            return PostRole.HEAD
        case _:
            return None
