"""What an office does in the walk: presses under cards and previews, and replies, in the group and in private."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk import experts
from bot.desk.colleagues import list_colleagues
from bot.desk.expert_presses import OpenFile, SendToExpert
from bot.desk.officers import again, casework, heads, opinions, previews, replies
from bot.desk.officers.heads import HeadDecision, HeadReply
from bot.desk.officers.leaving import take_back
from bot.desk.officers.opinions import ExpertReply
from bot.desk.officers.previews import Ruling
from bot.desk.officers.replies import Reply
from bot.desk.outgoing.desks import has_desk
from bot.desk.outgoing.posts import PlacedPost, PostRole, Prompt
from bot.desk.people import Done, Officer, Spot
from bot.desk.presses import CardPage, CaseAct, CasePress, CloseAs, HandTo, SendOn, ShowPage, WorkOn
from bot.desk.referrals import list_files
from bot.desk.wishes import Wanted, find_wish
from bot.frozen import replace
from bot.terms import Result, Status
from tests.desk.house import DANA, YERLAN
from tests.desk.walk.town import ASEL, GROUPS, OFFICES, PEOPLE, Town

OFTEN = (CaseAct.CONFLICT, *3 * (CaseAct.DUPLICATE,), CaseAct.HEAD, CaseAct.TRANSFER, CaseAct.RELEASE)
"""What is pressed more often than the rest, for it takes a case from one chat into another."""
PREVIEWS = (PostRole.PREVIEW,)
TRANSFER = "Абай\nСол жақтың мәселесі екен", "Маңғыстау\nОсы жақтікі екен"


def press_in_group(town: Town) -> object:
    """Somebody of a group presses a button under a post of a case there."""
    found = _pick_in_group(town)
    if found is None:
        return None
    who, case, post = found
    return _press(town, who, case, post.spot)


def press_in_private(town: Town) -> object:
    """Somebody presses a button under a post of a case in their private chat, or asks for the case once more."""
    who = _pick_private(town)
    found = town.pick_post(who.id)
    if found is None:
        return None
    case, post = found
    if town.rng.random() < 0.2:
        return who.name, "again", town.ask(who, post.spot, lambda press: again.show_again(
            town.connection, press, town.turn, case_id=case))  # fmt: skip
    return _press(town, who, case, post.spot)


def reply_in_group(town: Town) -> object:
    """Somebody of a group answers a post of a case: with what it asks for, or with an answer to the citizen."""
    found = _pick_in_group(town, to_answer=True)
    if found is None:
        return None
    who, _, post = found
    return _reply(town, who, post.spot, _pick_words(town, post.role))


def reply_in_private(town: Town) -> object:
    """Somebody answers a post of a case in their private chat: as whoever has the case, its head or its expert."""
    who = _pick_private(town)
    found = town.pick_post(who.id, to_answer=True)
    if found is None:
        return None
    post = found[1]
    text, spot = _pick_words(town, post.role), Spot(who.id, town.chats.next_number())
    to_head = HeadReply(spot, post.spot.message, who, text)
    if heads.is_for_head(town.connection, to_head, town.turn):
        return who.name, "head", town.ask(who, spot, lambda press: heads.take_head_reply(
            town.connection, replace(to_head, standing=press.standing), town.turn))  # fmt: skip
    opinion = ExpertReply(spot, post.spot.message, who, text)
    if opinions.is_for_expert(town.connection, opinion, town.turn):
        return who.name, "opinion", opinions.take_opinion(town.connection, opinion, town.turn)
    return _reply(town, who, post.spot, text)


def decide_preview(town: Town) -> object:
    """An answer that waits under its buttons is sent, dropped, or taken back, wherever it stands."""
    in_group, rng = _pick_in_group(town, PREVIEWS), town.rng
    who = in_group[0] if in_group else rng.choice(PEOPLE)
    found = town.pick_post(who.id, PREVIEWS) if in_group is None or rng.random() < 0.5 else in_group[1:]
    if found is None or found[1].seq is None:
        return None
    case, post = found
    seq = post.seq
    if rng.random() < 0.2:
        return who.name, "take back", town.ask(who, post.spot, lambda press: take_back(
            town.connection, press, town.turn, case_id=case, seq=seq))  # fmt: skip
    ruling = Ruling(case, seq, send=rng.random() < 0.7, asks=rng.random() < 0.4, sure=rng.random() < 0.3)
    return who.name, ruling, town.ask(who, post.spot, lambda press: previews.decide_preview(
        town.connection, press, town.turn, decision=ruling))  # fmt: skip


def decide_as_head(town: Town) -> object:
    """The head sends or drops what they wrote to a citizen."""
    found = town.pick_post(ASEL.id, (PostRole.HEAD,))
    if found is None or not found[1].seq:
        return None
    case, post = found
    decision = HeadDecision(case, post.seq, town.rng.random() < 0.8)
    return town.ask(ASEL, post.spot, lambda press: heads.decide_as_head(
        town.connection, press, town.turn, decision=decision))  # fmt: skip


def _press(town: Town, who: Officer, case: str, spot: Spot) -> object:
    choice = _pick_choice(town, case)
    outcome = town.ask(who, spot, lambda press: casework.decide(
        town.connection, press, town.turn, choice=choice))  # fmt: skip
    if outcome != Done("s.write_below") or town.rng.random() < 0.3:
        return who.name, choice, outcome
    town.road.send()
    found = [each for each in town.list_posts(case, spot.chat) if isinstance(each.role, Prompt)]
    words = [_reply(town, who, each.spot, _pick_words(town, each.role)) for each in found[-1:]]
    return who.name, choice, outcome, words


def _reply(town: Town, who: Officer, answered: Spot, text: str) -> object:
    spot = Spot(answered.chat, town.chats.next_number())
    reply = Reply(spot, answered.message, "", True, who, text)
    town.ask(who, spot, lambda press: replies.take_reply(
        town.connection, replace(reply, standing=press.standing), town.turn))  # fmt: skip
    return who.name, answered, text


def _pick_in_group(
    town: Town, roles: Sequence[PostRole] = (), *, to_answer: bool = False
) -> tuple[Officer, str, PlacedPost] | None:
    """Somebody of a group, and a post of a case there."""
    who, group = town.rng.choice((DANA, YERLAN, ASEL)), town.rng.choice(list(GROUPS.values()))
    if who.id not in town.road.members[group]:
        return None
    found = town.pick_post(group, roles, to_answer=to_answer)
    return None if found is None else (who, *found)


def _pick_private(town: Town) -> Officer:
    """Who has some case in private, mostly, or anybody."""
    holder = has_desk(town.connection, town.pick_case(), town.turn)
    return holder if holder is not None and town.rng.random() < 0.7 else town.rng.choice(PEOPLE)


def _pick_choice(town: Town, case: str) -> CasePress:
    """Any button that hangs under a card; those rather that lead on from where the case is."""
    row, rng, safe = town.row(case), town.rng, town.desk.safe
    if rng.random() < 0.6 and row.status in (Status.REGISTERED, Status.REOPENED):
        return WorkOn(CaseAct.TAKE, case)
    opened = [OpenFile(case, each.seq, each.n) for each in list_files(town.connection, row, town.turn)]
    if row.status is Status.EXPERT and rng.random() < 0.6:
        return rng.choice([*opened, WorkOn(CaseAct.RECALL, case)])
    colleagues = list_colleagues(town.connection, row.region, safe)
    known = experts.list_experts(town.connection, row.region, safe)
    return rng.choice([
        *(WorkOn(act, case) for act in (rng.choice(OFTEN), rng.choice(OFTEN), rng.choice(list(CaseAct)))),
        rng.choice([CloseAs(case, Result.MEASURES), SendOn(case, "police"), ShowPage(CardPage.MORE, case), *opened]),
        *(HandTo(case, each.digits) for each in rng.sample(colleagues, min(1, len(colleagues)))),
        *(SendToExpert(case, each.digits) for each in rng.sample(known, min(1, len(known)))),
    ])  # fmt: skip


def _pick_words(town: Town, role: object) -> str:
    """What is asked for, mostly, where the post asks for words; else an answer to the citizen."""
    wish = find_wish(town.connection, role.wish, town.turn) if isinstance(role, Prompt) else None
    if wish is None or town.rng.random() < 0.1:
        return f"{OFFICES} жазды"
    match wish.wanted:
        case Wanted.DUPLICATE:
            near = [town.row(each) for each in town.cases if each != wish.case]
            near = [each for each in near if each.region == town.row(wish.case).region] or near
            return town.rng.choice(near or [town.row(wish.case)]).number
        case Wanted.REGION:
            return town.rng.choice(TRANSFER)
        case Wanted.EXTENSION:
            return "20.03.2026 себебі күрделі"
        case Wanted.OUTSIDE:
            return "ЖТ-2026-001"
        case _:
            return "Полиция органы қарасын"
