"""Parcels: an outbox item opened, with all that its rendering needs. Made in the transaction that claims the item."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias, assert_never

from sqlalchemy import Connection

from bot.conversation.views.file_list import VOICED
from bot.desk.files import media_of
from bot.desk.holders import find_head, may_open_contacts
from bot.desk.outgoing import chats, relay
from bot.desk.outgoing.chats import OfficeChat
from bot.desk.outgoing.desks import has_desk, private_lane
from bot.desk.outgoing.item_rows import case_of
from bot.desk.outgoing.items import (
    SHOWN_MINUTES,
    AnswerCommand,
    AskWho,
    AskWords,
    DeleteMessage,
    EditPreview,
    Item,
    LeaveGroup,
    LetGo,
    PostAddition,
    PostCard,
    PostFiles,
    PostOpinion,
    PushCitizen,
    RefreshCard,
    RemindOffice,
    SayInChat,
    SayInGroup,
    SendContacts,
    ShowHistory,
    ShowPreview,
    ShowToExpert,
    TellDigest,
    TellExpert,
    TellHead,
    TellOfCitizen,
    TurnCard,
    WipePosts,
)
from bot.desk.outgoing.lanes import OfficeLane, OfficerLane, read_lane
from bot.desk.outgoing.posting import open_item
from bot.desk.outgoing.posts import PostRole, Prompt, posted_in
from bot.desk.parcels import cards, experts, terms
from bot.desk.parcels.cards import Opening, is_bare, open_card, open_topic
from bot.desk.parcels.prompts import question, said_again
from bot.desk.parcels.values import (
    Addition,
    Contacts,
    Deletion,
    Files,
    HeadPost,
    Later,
    Leaving,
    Notice,
    Parcel,
    Preview,
    Push,
    Verdict,
    Worded,
    WordsDue,
)
from bot.desk.people import Spot
from bot.desk.presses import GiveReason, StaffPress, read_staff_press
from bot.desk.rules import Turn
from bot.desk.talk import open_words
from bot.encryption.places import Field, Table
from bot.frozen import frozen, replace
from bot.terms import Desk, Language, Side, TalkState
from storage import cases, contacting, files
from storage.cases import CaseRow
from storage.outbox import OutboxItem

BARE_TEXTS: Mapping[str, str] = {
    "s.transferred_in": "n.transferred_in",
    "s.from_head": "n.from_head",
    "s.extended": "n.extended",
}
"""How what is told with a typed reason reads where no reason may stand."""
WITHOUT_WORDS = ("s.citizen_withdrew", "s.joined_left")
"""What is told of citizens in every group: a status and numbers. Nobody can take such a case to read it in private."""


def open_parcel(connection: Connection, row: OutboxItem, turn: Turn) -> Parcel | Later | None:
    """What *row* is about now; None when it is about nothing any more (the address was cut, the case is gone).

    Later when the office is not to be told at this hour.
    """
    item, lane = open_item(row, turn.safe), read_lane(row.lane)
    region = lane.region if isinstance(lane, OfficeLane) else None
    group = None if region is None else chats.group_of(connection, region, turn.safe)
    at = Opening(connection, turn, row.parts_done, group, region)
    return _open(item, at if not isinstance(lane, OfficerLane) else _in_private(item, lane, at))


def _in_private(item: Item, lane: OfficerLane, at: Opening) -> Opening:
    """The chat of who has the case in private takes the place of the group; nobody else's does, but for its wiping."""
    case = case_of(item)
    row = None if case is None else cases.get_case(at.connection, case)
    if row is None:
        return at
    group, officer = chats.group_of(at.connection, row.region, at.safe), has_desk(at.connection, row.id, at.turn)
    language = group.language if group else row.language
    wiped = item.chat if isinstance(item, WipePosts) else None
    chat = wiped or (officer.id if officer else 0)
    mine = chat and str(private_lane(chat, at.turn)) == str(lane)
    if group is None and wiped is None and row.desk is Desk.GROUP:
        mine = False  # nobody can be asked whether they belong to an office that has no group: it comes when it has one
    return replace(at, group=OfficeChat(chat, language) if mine else None, region=row.region)


def _open(item: Item, at: Opening) -> Parcel | Later | None:
    match item:
        case PushCitizen():
            return _push(item, at)
        case SendContacts():
            return _contacts(item, at)
        case TellHead():
            return _head_post(item, at)
        case TellExpert():
            return experts.open_expert_post(item, at)
        case ShowToExpert():
            return experts.open_expert_file(item, at)
        case SayInGroup(reply_to=Spot() as spot) if spot.is_private:
            return _said_in_private(item, spot, at)
        case DeleteMessage(spot):
            return Deletion(spot.chat, spot.message)
        case LetGo(case, seq, spot, sending):
            return WordsDue(spot.chat, case, seq, spot, sending)
        case SayInChat():
            return _said_in_chat(item)
        case LeaveGroup(chat):
            bound_meanwhile = chats.served_by(at.connection, chat, at.safe) is not None
            return None if bound_meanwhile else Leaving(chat)
        case AnswerCommand(chat, _, parts, buttons, instead, of_cases, copied):
            pressed = None if instead is None else instead.within(chat)
            return Worded(chat, parts[at.parts_done :], buttons, pressed, of_cases, copied)
        case _:
            return None if at.group is None else _open_for_office(item, at.group, at)


def _open_for_office(item: OfOffice, group: OfficeChat, at: Opening) -> Parcel | Later | None:
    match item:
        case SayInGroup():
            return _notice(item, group, at)
        case WipePosts():
            return cards.open_wiping(item, group, at)
        case TellDigest():
            return terms.open_digest(item, group, at)
        case _:
            row = cases.get_case(at.connection, item.case)
            # What another office has meanwhile is not this group's business any more.
            if row is None or row.region != at.region or _is_hidden(row, group):
                return None
            open_it = _open_bare if is_bare(row.region, group, at) else _open_for_case
            return open_it(item, row, group, at)


OfCase: TypeAlias = (
    PostCard
    | PostAddition
    | PostFiles
    | PostOpinion
    | ShowPreview
    | EditPreview
    | AskWords
    | AskWho
    | RefreshCard
    | TurnCard
    | ShowHistory
    | RemindOffice
    | TellOfCitizen
)
OfOffice: TypeAlias = SayInGroup | WipePosts | TellDigest | OfCase


def _open_for_case(item: OfCase, row: CaseRow, group: OfficeChat, at: Opening) -> Parcel | Later | None:
    match item:
        case PostCard():
            return open_card(row, group, at, at.parts_done)
        case PostAddition():
            return _addition(item, row, group, at)
        case PostOpinion():
            return experts.open_opinion(item, row, group, at)
        case ShowPreview(seq=seq):
            return _preview(row, seq, group, at)
        case EditPreview():
            return _verdict(item, row, group, at)
        case PostFiles(_, _, file_ids, first, total):
            under = posted_in(at.connection, row.id, group.chat, at.safe)
            topic = open_topic(row, group, at)
            return Files(group.chat, group.language, row.number, file_ids, first, total, under, at.parts_done, topic)
        case AskWords():
            return _prompt(item, row, group, at)
        case RefreshCard() | TurnCard() | ShowHistory():
            return cards.open_shown(item, row, group, at)
        case RemindOffice():
            return terms.open_reminder(item, row, group, at)
        case TellOfCitizen(_, key, values):
            under = posted_in(at.connection, row.id, group.chat, at.safe)
            topic = open_topic(row, group, at)
            return Notice(group.chat, group.language, key, values, under, role=PostRole.NOTICE, topic=topic)
        case AskWho(_, wish, spot):
            told, asked = {"case_no": row.number}, (GiveReason(wish),)
            return Notice(
                group.chat, group.language, "s.reveal_who", told, spot.within(group.chat), asked, PostRole.NOTICE
            )
        case unexpected:
            assert_never(unexpected)


def _prompt(item: AskWords, row: CaseRow, group: OfficeChat, at: Opening) -> Notice:
    """The question for the words that an act takes, or that they will not do: what answers either is the words."""
    key, number = (said_again(item.wanted), {}) if item.again else (question(item.wanted), {"case_no": row.number})
    under, role = item.reply_to.within(group.chat), Prompt(item.wish)
    values, topic = {**item.values, **number}, open_topic(row, group, at)
    return Notice(group.chat, group.language, key, values, under, role=role, topic=topic)


def _push(item: PushCitizen, at: Opening) -> Push | None:
    row = cases.get_case(at.connection, item.case)
    address = None if row is None else relay.read_address(at.connection, row.id, at.safe)
    if row is None or address is None:
        return None
    return Push(address.chat, row.language, row.id, row.number if address.plain else "")


def _contacts(item: SendContacts, at: Opening) -> Contacts | None:
    """None too for whoever may not open them any more: a role may end while the line is down."""
    row, box = cases.get_case(at.connection, item.case), contacting.get_contact(at.connection, item.case)
    if row is None or box is None or not may_open_contacts(at.connection, row.region, item.chat, at.safe):
        return None
    key = at.safe.open_case_key(row.id, row.wrapped_key)
    text = key.open(box, table=Table.CONTACTS, field=Field.CONTACT)["contact"]
    group = chats.group_of(at.connection, row.region, at.safe)
    return Contacts(item.chat, group.language if group else Language.KAZAKH, row.number, text, SHOWN_MINUTES)


def _head_post(item: TellHead, at: Opening) -> HeadPost | None:
    """None when the chat is not that of the head of the office that has the case now."""
    row = cases.get_case(at.connection, item.case)
    head = None if row is None else find_head(at.connection, row.region, at.safe)
    if row is None or head is None or head.officer.id != item.chat:
        return None
    group = chats.group_of(at.connection, row.region, at.safe)
    mine = OfficeChat(item.chat, group.language if group else Language.KAZAKH)
    said = None if item.seq is None else _said(row, item.seq, at)
    if said is not None and said.side is Side.TO_HEAD:  # also while the region has no group
        return HeadPost(open_card(row, mine, at, at.parts_done), None, said.text)
    if group is None:
        return None
    preview = None if item.seq is None else _preview(row, item.seq, mine, at, heads=True)
    if item.seq is not None and preview is None:
        return None
    return HeadPost(open_card(row, mine, at, at.parts_done), preview)


def _said_in_chat(item: SayInChat) -> Notice:
    """Buttons that another program has spelled are left out: their press could not be read."""
    read: list[StaffPress | None] = [read_staff_press(spelled) for spelled in item.presses]
    presses = tuple(press for press in read if press is not None)
    labels = tuple(label for label, press in zip(item.labels, read, strict=False) if press is not None)
    reply_to = None if item.reply_to is None else item.reply_to.within(item.chat)
    return Notice(item.chat, None, item.key, item.values, reply_to, presses, labels=labels)


def _said_in_private(item: SayInGroup, spot: Spot, at: Opening) -> Notice:
    """What is said to somebody of the office where they wrote: they know what it answers."""
    role = None if item.case is None else PostRole.ASKING if item.asks else PostRole.NOTICE
    language = None if at.group is None else at.group.language
    return Notice(spot.chat, language, item.key, item.values, spot.message, role=role)


def _news(row: CaseRow, group: OfficeChat, at: Opening, key: str = "", **values: Any) -> Notice:
    """There is something new in the case: all that a group may read that holds no words. *key* says what, if given."""
    under, topic = posted_in(at.connection, row.id, group.chat, at.safe), open_topic(row, group, at)
    is_taken = has_desk(at.connection, row.id, at.turn) is not None
    said = key or ("n.news" if is_taken else "n.news_untaken")
    told = {"case_no": row.number, **values}
    return Notice(group.chat, group.language, said, told, under, role=PostRole.NOTICE, topic=topic)


def _told_bare(item: SayInGroup, row: CaseRow, group: OfficeChat, at: Opening) -> Notice | None:
    """What is said with a typed reason, where none may stand: the reason stands in the history, in private.

    None when another office has the case now.
    """
    if row.region != at.region:
        return None
    values = {name: value for name, value in item.values.items() if name not in ("said", "case_no")}
    return _news(row, group, at, BARE_TEXTS.get(item.key, ""), **values)


def _open_bare(item: OfCase, row: CaseRow, group: OfficeChat, at: Opening) -> Parcel | Later | None:
    """What a group that may hold no words gets of *item*: its words are for the private chat of who has the case."""
    match item:
        case PostCard() | RefreshCard() | TurnCard() | RemindOffice():
            return _open_for_case(item, row, group, at)
        case TellOfCitizen(key=key) if key in WITHOUT_WORDS:
            return _open_for_case(item, row, group, at)
        case PostAddition() | TellOfCitizen():
            return _news(row, group, at)
        case PostOpinion():
            return experts.tell_of_opinion(row, group, at)
        case PostFiles() | ShowPreview() | EditPreview() | AskWords() | AskWho() | ShowHistory():
            return None
        case unexpected:
            assert_never(unexpected)


def _is_hidden(row: CaseRow, group: OfficeChat) -> bool:
    """Whether the group must not know of the case, whoever has put the item into its lane: the last of all guards."""
    return row.desk is Desk.HEAD and group.chat < 0


def _notice(item: SayInGroup, group: OfficeChat, at: Opening) -> Notice | None:
    reply_to = None if item.reply_to is None else item.reply_to.within(group.chat)
    role = None if item.case is None else PostRole.ASKING if item.asks else PostRole.NOTICE
    row = None if item.case is None else cases.get_case(at.connection, item.case)
    if row is not None and _is_hidden(row, group):
        return None
    topic = None if row is None else open_topic(row, group, at)
    if row is not None and at.region is not None and "said" in item.values and is_bare(at.region, group, at):
        return _told_bare(item, row, group, at)
    return Notice(group.chat, group.language, item.key, item.values, reply_to, role=role, topic=topic)


def _addition(item: PostAddition, row: CaseRow, group: OfficeChat, at: Opening) -> Addition | None:
    """All that the citizen wrote in the messages of *item*; what the office said between them is not theirs."""
    found = (_said(row, seq, at) for seq in range(item.seq, (item.last or item.seq) + 1))
    mine = [said for said in found if said is not None and said.side is Side.CITIZEN and said.text]
    if not mine:
        return None
    under = posted_in(at.connection, row.id, group.chat, at.safe, without=item.seq)
    card = open_card(row, group, at, 0) if under is None else None
    text, topic = "\n\n".join(said.text for said in mine if not said.corrects), open_topic(row, group, at)
    fixes = tuple((said.day, said.text) for said in mine if said.corrects)
    replies, reopens = any(said.replies for said in mine), any(said.reopens for said in mine)
    told = Addition(group.chat, group.language, row.number, text, at.parts_done, under, card, replies, topic, reopens)
    return replace(told, fixes=fixes)


def _preview(row: CaseRow, seq: int, group: OfficeChat, at: Opening, *, heads: bool = False) -> Preview | None:
    """None when it was decided meanwhile, or comes again when the last of its files is clean.

    The *heads* words stand in their private chat alone, all others in the group.
    """
    said = _said(row, seq, at)
    if said is None or said.heads is not heads or said.state != TalkState.PREVIEW:
        return None
    if files.waits_in_talk(at.connection, row.id, seq):
        return None
    under = said.reply_to.within(group.chat) if said.reply_to else None
    return Preview(
        group.chat,
        group.language,
        row.id,
        row.number,
        seq,
        said.text,
        row.language,
        under,
        at.parts_done,
        len(said.files),
        _is_voiced(said, at),
        said.linked,
        said.asks,
        open_topic(row, group, at),
    )


def _verdict(item: EditPreview, row: CaseRow, group: OfficeChat, at: Opening) -> Verdict | None:
    """None when the preview stands in a group that the region has left."""
    said, message = _said(row, item.seq, at), item.spot.within(group.chat)
    if said is None or message is None:
        return None
    return Verdict(
        group.chat,
        group.language,
        message,
        row.number,
        said.text,
        row.language,
        item.told,
        len(said.files),
        _is_voiced(said, at),
        said.linked,
        said.asks,
        item.values,
        (row.id, item.seq) if item.doubted or item.anew else None,
        (row.id, item.seq) if item.returns else None,
        item.anew,
    )


def _is_voiced(said: _Said, at: Opening) -> bool:
    """Whether a voice may be heard in the files of *said*."""
    return not VOICED.isdisjoint(media_of(at.connection, said.files, at.safe))


@frozen
class _Said:
    """One message of a talk, opened: its words, the files that came with it, what an officer's answers."""

    side: Side
    state: TalkState
    text: str
    files: tuple[str, ...]
    reply_to: Spot | None
    linked: bool
    asks: bool
    replies: bool
    reopens: bool
    heads: bool
    corrects: bool
    day: date


def _said(row: CaseRow, seq: int, at: Opening) -> _Said | None:
    entry = cases.get_talk(at.connection, row.id, seq)
    if entry is None:
        return None
    words = open_words(at.safe.open_case_key(row.id, row.wrapped_key), seq, entry.box)
    reply_to = Spot(**words["reply_to"]) if "reply_to" in words else None
    attached, linked = tuple(words.get("files", ())), bool(words.get("linked"))
    asks, replies = bool(words.get("asks")), bool(words.get("replies"))
    text, reopens = words.get("text", ""), bool(words.get("reopens"))
    heads, corrects = "head" in words, bool(words.get("corrects"))
    does = (asks, replies, reopens, heads, corrects)
    return _Said(entry.side, entry.state, text, attached, reply_to, linked, *does, entry.day)
