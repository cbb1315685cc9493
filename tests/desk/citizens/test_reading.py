"""Reading: the case as its citizen may see it, with what was sent and nothing that was not."""

from __future__ import annotations

from bot.chance import Chance
from bot.conversation.values.events import CaseOpened, TalkLine
from bot.conversation.values.own_acts import OwnAct
from bot.desk.citizens.reading import open_by_code, open_by_id
from bot.desk.officers.previews import Ruling, decide_preview, keep_preview
from bot.desk.people import Spot
from bot.encryption.codes import new_code
from tests.desk.house import GROUP, Desk, press


def test_the_code_and_nothing_like_it_opens_the_case(desk: Desk) -> None:
    case = desk.put_case()
    today = desk.turn.today
    assert open_by_code(desk.connection, case.code, desk.turn) == CaseOpened(
        case.id, case.row.number, "waiting", today, None, (),
        may=frozenset({OwnAct.WITHDRAW, OwnAct.UNLINK, OwnAct.PRESSED, OwnAct.PLAIN}), region="mangystau",
    )
    for wrong in (new_code(Chance.seeded(9)), case.code[:-1], "", case.row.number):
        assert open_by_code(desk.connection, wrong, desk.turn) is None
    assert open_by_id(desk.connection, "0" * 32, desk.turn) is None


def test_the_talk_holds_what_was_sent_without_links_that_telegram_would_make(desk: Desk) -> None:
    desk.bind()
    case = desk.put_case()
    desk.add_words(case, "Тағы @dana жазды")
    for text, send in (("Хабарласыңыз: t.me/dana", True), ("Қате жауап", False)):
        seq = keep_preview(desk.connection, desk.about(case), text, Spot(GROUP, 50), desk.turn)
        decide_preview(desk.connection, press(99), desk.turn, decision=Ruling(case.id, seq, send=send))
    keep_preview(desk.connection, desk.about(case), "Әлі жіберілген жоқ", Spot(GROUP, 52), desk.turn)
    opened = open_by_id(desk.connection, case.id, desk.turn)
    assert opened is not None
    ours, theirs = opened.talk
    assert ours == TalkLine(True, "Тағы @dana жазды", desk.turn.today)
    assert not theirs.ours and theirs.text.startswith("Хабарласыңыз") and "t.me/" not in theirs.text
