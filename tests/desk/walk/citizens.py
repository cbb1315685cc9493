"""What citizens do in the walk: write, add, rate, withdraw, cut links."""

from __future__ import annotations

from bot.conversation.values.case_choices import Stars
from bot.conversation.values.draft import Given
from bot.conversation.values.effects import AddFacts, FileCase
from bot.conversation.values.own_acts import Aim, OwnAct
from bot.desk.citizens import filing, own_acts
from bot.encryption.codes import new_code
from storage import cases as case_rows
from tests.desk.house import CITIZEN, CONTACT, QUESTIONS
from tests.desk.walk.town import CITIZENS, GROUPS, HEADS_ALONE, MOST_CASES, Town

LONG = " сөз" * 1200
"""More than one message of Telegram holds."""
AIMS = (Aim.ADD, Aim.ADD, Aim.CORRECT, Aim.REOPEN, Aim.TO_HEAD)
ACTS = (OwnAct.WITHDRAW, OwnAct.DECLINE, OwnAct.DECLINE, OwnAct.REVIEW, OwnAct.REVIEW, OwnAct.UNLINK, OwnAct.UNCONTACT)


def file_case(town: Town) -> object:
    """A new report, with a file or without; one in three goes past the group."""
    if len(town.cases) >= MOST_CASES:
        return None
    rng = town.rng
    words = f"{CITIZENS}{len(town.cases)}"
    answers = {
        "kind": "report",
        "region": rng.choice(list(GROUPS)),
        "sphere": "health",
        "violation": "bribe",
        "text": words + (LONG if rng.random() < 0.2 else ""),
        "level": rng.choice(["relay", "code", "contact", "contact"]),
        "contact": CONTACT,
        "urgent": "no",
    }
    is_past = rng.random() < 0.35
    answers |= {"past": "head"} if is_past else {}
    files = (town.desk.put_file(),) if rng.random() < 0.7 else ()
    given = {name: Given(value) for name, value in answers.items()}
    effect = FileCase(given, new_code(town.turn.rules.chance), "kk", files)
    filed = filing.file_case(town.connection, effect, CITIZEN, town.turn, QUESTIONS)
    row = case_rows.find_by_number(town.connection, filed.number)
    assert row is not None
    town.cases.append(row.id)
    if is_past:
        town.past.add(row.id)
    return row.number, answers["level"], is_past


def add_words(town: Town) -> object:
    """Later words, with a file or without, for one of the aims that there are."""
    case = town.pick_case()
    files = (town.desk.put_file(),) if town.rng.random() < 0.7 else ()
    aim = town.rng.choice(AIMS)
    words = f"{CITIZENS} {HEADS_ALONE}" if aim is Aim.TO_HEAD else f"{CITIZENS} тағы"
    return aim, case, filing.add_facts(town.connection, AddFacts(case, words, files, aim), town.turn)


def act(town: Town) -> object:
    """Whatever else can be done with one's own case, often with bad stars before."""
    case = town.pick_case()
    if town.rng.random() < 0.4:
        own_acts.rate_case(town.connection, case, town.turn, stars=Stars.ONE)
    wanted = town.rng.choice(ACTS)
    return case, own_acts.act_on_case(town.connection, case, town.turn, act=wanted)
