"""What experts do in the walk: send an opinion, drop it, or leave the case."""

from __future__ import annotations

from bot.desk.expert_presses import DeclineCase, DropAsExpert, SendAsExpert
from bot.desk.officers import opinions
from bot.desk.people import GroupPress, Spot
from bot.desk.referrals import find_referral
from tests.desk.walk.town import EXPERTS, Town


def decide(town: Town) -> object:
    """A press in the private chat of an expert, of whoever has the case or of another."""
    case, who = town.pick_case(), town.rng.choice(EXPERTS)
    referral = find_referral(town.connection, town.row(case), town.desk.safe)
    if referral is not None and town.rng.random() < 0.8:
        who = referral.expert
    draft = 1 if referral is None else referral.draft
    choice = town.rng.choice([SendAsExpert(case, draft), DropAsExpert(case, draft), DeclineCase(case)])
    press = GroupPress(Spot(who.id, town.chats.next_number()), who)
    return who.name, choice, opinions.decide_as_expert(town.connection, press, town.turn, choice=choice)
