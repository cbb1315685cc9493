"""What goes to experts, and comes from them, as parcels: words are masked here, before anything leaves the desk."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk import talk
from bot.desk.history import Happening, list_history
from bot.desk.masking import mask_for_outsiders
from bot.desk.outgoing import chats
from bot.desk.outgoing.chats import OfficeChat
from bot.desk.outgoing.items import PostOpinion, ShowToExpert, TellExpert
from bot.desk.outgoing.posts import PostRole, list_posts, posted_in
from bot.desk.outgoing.unheard import unheard
from bot.desk.parcels.cards import Opening, open_card, open_topic
from bot.desk.parcels.values import Addition, ExpertFile, ExpertPost, Files, Notice
from bot.desk.referrals import find_referral
from bot.desk.safe import Safe
from bot.terms import Language, Side, Status
from storage import cases
from storage.cases import CaseRow


def open_expert_post(item: TellExpert, at: Opening) -> ExpertPost | None:
    """The case under masks, or the expert's own words; None when it is not with them, or others took their place."""
    row = cases.get_case(at.connection, item.case)
    referral = None if row is None else find_referral(at.connection, row, at.safe)
    if row is None or referral is None or row.status is not Status.EXPERT or referral.expert.id != item.chat:
        return None
    group = chats.group_of(at.connection, row.region, at.safe)
    language = group.language if group else Language.KAZAKH
    if item.reminds:
        return ExpertPost(item.chat, language, row.id, row.number, row.sphere, referral.due_on, reminds=True)
    if item.seq is not None:
        if referral.draft != item.seq or not referral.text:
            return None
        return ExpertPost(
            item.chat, language, row.id, row.number, row.sphere, referral.due_on, at.parts_done,
            opinion=referral.text, seq=item.seq,
        )  # fmt: skip
    if item.added is not None:
        words = _citizens_words(at.connection, row, at.safe).get(item.added)
        if words is None:
            return None
        return ExpertPost(
            item.chat, language, row.id, row.number, row.sphere, referral.due_on, at.parts_done,
            later=(mask_for_outsiders(words),), added=True,
        )  # fmt: skip
    key = at.safe.open_case_key(row.id, row.wrapped_key)
    answers = talk.open_answers(key, row)
    typed = {
        name: mask_for_outsiders(value)
        for name, value in answers.items()
        if value and name not in (talk.COUNT, talk.ATTACHED, talk.PAST)
    }
    said = _citizens_words(at.connection, row, at.safe)
    waiting = unheard(at.connection, row, at.turn)
    shown = (words for seq, words in said.items() if seq < referral.since and seq not in waiting)
    later = tuple(mask_for_outsiders(words) for words in shown)
    return ExpertPost(
        item.chat, language, row.id, row.number, row.sphere, referral.due_on, at.parts_done,
        answers=typed, later=later,
    )  # fmt: skip


def open_expert_file(item: ShowToExpert, at: Opening) -> ExpertFile | None:
    """The file under the case; None when the case is not with them, or the file was not opened to them."""
    row = cases.get_case(at.connection, item.case)
    referral = None if row is None else find_referral(at.connection, row, at.safe)
    if row is None or referral is None or row.status is not Status.EXPERT or referral.expert.id != item.chat:
        return None
    if item.file not in referral.files:
        return None
    group = chats.group_of(at.connection, row.region, at.safe)
    language = group.language if group else Language.KAZAKH
    placed = list_posts(at.connection, row.id, at.safe)
    shown = [post.spot for post in placed if post.role is PostRole.EXPERT and post.spot.chat == item.chat]
    under = min((spot.message for spot in shown), default=None)
    return ExpertFile(Files(item.chat, language, row.number, (item.file,), item.n, item.n, under, at.parts_done))


def open_opinion(item: PostOpinion, row: CaseRow, group: OfficeChat, at: Opening) -> Addition | None:
    """What the expert wrote, under the card."""
    said = [entry for entry in list_history(at.connection, row, at.safe) if entry.seq == item.seq]
    if not said or said[0].what is not Happening.OPINION:
        return None
    under = posted_in(at.connection, row.id, group.chat, at.safe)
    card = open_card(row, group, at, 0) if under is None else None
    topic, by = open_topic(row, group, at), said[0].by
    return Addition(
        group.chat, group.language, row.number, said[0].why, at.parts_done, under, card, topic=topic,
        expert="" if by is None else by.name,
    )  # fmt: skip


def tell_of_opinion(row: CaseRow, group: OfficeChat, at: Opening) -> Notice:
    """There is an opinion: all that a group may read that holds no words."""
    under, topic = posted_in(at.connection, row.id, group.chat, at.safe), open_topic(row, group, at)
    told = {"case_no": row.number}
    return Notice(group.chat, group.language, "s.expert_came", told, under, role=PostRole.NOTICE, topic=topic)


def _citizens_words(connection: Connection, row: CaseRow, safe: Safe) -> dict[int, str]:
    """What the citizen wrote after filing, by the numbers of the messages."""
    key = safe.open_case_key(row.id, row.wrapped_key)
    said = cases.list_talk(connection, row.id, aside=safe.damages.met)
    words = {entry.seq: talk.words_or_none(key, entry) or {} for entry in said if entry.side is Side.CITIZEN}
    return {seq: text for seq, each in words.items() if (text := str(each.get("text") or ""))}
