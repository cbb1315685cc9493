"""The office's work and the promises: nobody who did it is named to the citizen (P4), nothing of it lies in clear (P1),
and a citizen's own step leaves no hour behind (P3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.conversation.values.events import CaseOpened, News
from bot.conversation.views.menus import case_view
from bot.desk.citizens.reading import TOLD, open_by_code, open_by_id
from bot.desk.history import Happening, note
from bot.desk.officers.previews import Ruling, decide_preview, keep_preview
from bot.desk.officers.written import WrittenWords, take_words
from bot.desk.outgoing.items import QUIET, AskWords, PushCitizen, RefreshCard
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Push
from bot.desk.people import Officer, Spot
from bot.desk.presses import CaseAct, CloseAs, HandTo, SendOn, WorkOn
from bot.desk.rules import Turn
from bot.desk.work import Work, keep_work
from bot.encryption.places import Table
from bot.gateway.cards import Cards
from bot.terms import Language, Level, Result, Status
from storage import schema
from tests.desk.house import GROUP, NOW, QUESTIONS, WORDS, Desk, OnDesk, claim, new_rules, open_engine, press
from tests.promises.searching import find, numbers, texts

ZHULDYZ = Officer(431_009_850_017, "Жұлдыз Сейтжанова")
AIDAR = Officer(431_009_850_018, "Айдар Сейтжанов")
NAMES = texts("Жұлдыз", "Айдар", "Сейтжан")
ACCOUNTS = numbers({"zhuldyz": ZHULDYZ.id, "aidar": AIDAR.id, "group": GROUP})
WHY, NOTED, BODY, OUTSIDE = "Құпиясебеп", "Ішкіжазба", "Айдаһарминистрлігі", "ЗТ431009850"
DELAY = (timedelta(minutes=2), timedelta(minutes=20))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose code-only citizens are waited for."""
    engine = open_engine(tmp_path)
    with engine.connect() as connection:
        yield Desk(connection, Turn(new_rules(delay=DELAY), NOW))
    engine.dispose()


def shown(desk: Desk, case: OnDesk) -> dict[str, bytes]:
    """All that its citizen can see of the case: the value, the view in both languages, and the push."""
    opened = open_by_code(desk.connection, case.code, desk.turn)
    assert isinstance(opened, CaseOpened) and opened == open_by_id(desk.connection, case.id, desk.turn)
    found = {"value": repr(opened).encode()}
    for language in Language:
        found[f"view {language}"] = WORDS.view(case_view(opened, draft_waits=False), language).encode()
    cards = Cards(WORDS, QUESTIONS, desk.turn.rules.calendar, _Clock())  # type: ignore[arg-type]
    for row in desk.rows():
        parcel = open_parcel(desk.connection, row, desk.turn)
        if isinstance(parcel, Push):
            found[f"push {row.id}"] = repr(cards.push(parcel)).encode()
    return found


class _Clock:
    def now(self) -> object:
        return NOW


ABOUT = {
    Happening.EXTENDED: "2026-05-01",
    Happening.TRANSFERRED: "abai",
    Happening.REDIRECTED: "police",
    Happening.CLOSED: "measures",
    Happening.FIRST_CLOSED: "measures",
    Happening.DUPLICATE: "12-26-77777",
    Happening.HANDED_OVER: AIDAR.name,
}


@pytest.mark.parametrize("what", Happening)
@pytest.mark.parametrize("status", [each for each in Status if each is not Status.WAITING])
def test_nothing_of_who_did_it_reaches_the_citizen(desk: Desk, what: Happening, status: Status) -> None:
    case = desk.put_carded(status)
    note(desk.connection, desk.row(case), what, ZHULDYZ, desk.turn, why=WHY, about=ABOUT.get(what, ""))
    keep_work(desk.connection, desk.row(case), Work(ZHULDYZ, AIDAR, 1, BODY, OUTSIDE), desk.turn)
    seen = shown(desk, case)
    assert find(NAMES | ACCOUNTS | texts(BODY, OUTSIDE, "12-26-77777"), seen) == []
    assert find(NAMES, {"planted": ZHULDYZ.name.encode()}) != []
    if what not in TOLD:
        assert find(texts(WHY), seen) == []  # the office's own


def test_the_citizen_reads_the_reason_of_whatever_costs_them_something(desk: Desk) -> None:
    for what in (Happening.EXTENDED, Happening.TRANSFERRED, Happening.REJECTED):
        case = desk.put_carded()
        note(desk.connection, desk.row(case), what, ZHULDYZ, desk.turn, why=WHY, about=ABOUT.get(what, ""))
        seen = shown(desk, case)
        assert all(WHY.encode() in seen[f"view {language}"] for language in Language), what


def test_of_every_happening_it_is_decided_whether_its_citizen_reads_it() -> None:
    own = {
        *("released", "handed_over", "asked", "replied", "answered", "taken_back", "noted", "opinion"),
        *("expert_declined", "expert_late", "expert_recalled", "expert_unreached"),
        *("outside", "conflict", "commented", "unlinked", "contact_removed", "safety_asked", "safe", "pressed"),
    }
    assert set(Happening) - set(TOLD) == own
    assert set(TOLD.values()) == set(News)


def ask_and_write(desk: Desk, case: OnDesk, act: CaseAct, words: str) -> None:
    """Zhuldyz presses *act* and writes its words."""
    desk.decide(WorkOn(act, case.id), ZHULDYZ)
    wish = [item.wish for item in desk.items() if isinstance(item, AskWords)][-1]
    take_words(desk.connection, WrittenWords(wish, words, ZHULDYZ, Spot(GROUP, 70)), desk.about(case), desk.turn)


def work_through(desk: Desk) -> list[OnDesk]:
    """Cases with which everything was done that has words, a name or a body in it; one wish waits with its words."""
    case, other = desk.put_carded(), desk.put_carded()
    desk.decide(WorkOn(CaseAct.TAKE, other.id), AIDAR)
    desk.decide(WorkOn(CaseAct.TAKE, case.id), ZHULDYZ)
    ask_and_write(desk, case, CaseAct.NOTE, NOTED)
    ask_and_write(desk, case, CaseAct.OUTSIDE, OUTSIDE)
    ask_and_write(desk, case, CaseAct.EXTEND, f"10.04.2026 {WHY}")
    seq = keep_preview(desk.connection, desk.about(case), "Тексердік.", Spot(GROUP, 50), desk.turn)
    sent = Ruling(case.id, seq, send=True)
    decide_preview(desk.connection, press(999, ZHULDYZ), desk.turn, decision=sent)
    desk.decide(HandTo(case.id, desk.safe.person_mark(AIDAR.id).hex()[:16]), ZHULDYZ)
    ask_and_write(desk, case, CaseAct.REDIRECT, BODY)
    desk.decide(SendOn(case.id, "police"), ZHULDYZ)
    desk.decide(CloseAs(case.id, Result.MEASURES), ZHULDYZ)
    ask_and_write(desk, case, CaseAct.REOPEN, WHY)
    ask_and_write(desk, case, CaseAct.REJECT, WHY)
    desk.decide(WorkOn(CaseAct.CONFLICT, other.id), ZHULDYZ)
    desk.decide(WorkOn(CaseAct.REJECT, other.id), ZHULDYZ)
    wish = [item.wish for item in desk.items() if isinstance(item, AskWords)][-1]
    take_words(desk.connection, WrittenWords(wish, WHY, None, Spot(GROUP, 71)), desk.about(other), desk.turn)
    return [case, other]


def test_no_name_no_reason_no_note_and_no_body_lies_in_clear(desk: Desk, tmp_path: Path) -> None:
    case, _ = work_through(desk)
    done = {entry.what for entry in desk.history(case)}
    assert done >= {"taken", "noted", "outside", "extended", "answered", "handed_over", "redirected", "closed"}
    desk.connection.commit()
    disk = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert "desk.db" in disk
    assert find(NAMES | ACCOUNTS | texts(WHY, NOTED, BODY, OUTSIDE), disk) == []
    assert find(texts("mangystau"), disk) != []


def test_everything_that_was_done_with_a_case_leaves_the_citizen_without_a_name(desk: Desk) -> None:
    for case in work_through(desk):
        assert find(NAMES | ACCOUNTS | texts(NOTED, OUTSIDE), shown(desk, case)) == []
    assert any(isinstance(item, PushCitizen) for item in desk.items())


@pytest.mark.parametrize("hours", [0, 7])
def test_a_code_only_citizens_answer_refreshes_no_card_at_once_and_leaves_no_moment(desk: Desk, hours: int) -> None:
    case = desk.put_carded(Status.QUESTION, level=Level.CODE)
    desk.pass_by(timedelta(hours=hours))
    desk.add_words(case, "Дүйсенбіде болды")
    assert desk.row(case).status is Status.IN_WORK
    refreshes = [item for item in desk.items() if isinstance(item, RefreshCard)]
    assert refreshes == [RefreshCard(case.id, QUIET)]
    assert "refresh" not in [row.kind for row in claim(desk.connection, desk.turn)]
    (row,) = desk.connection.execute(select(schema.history)).all()
    key = desk.safe.open_case_key(case.id, case.row.wrapped_key)
    said = key.open(bytes(row.box), table=Table.HISTORY, field=str(row.seq))
    # Whatever the hour was, the same stands there: nothing of it but the day.
    assert (said, row.day) == ({"what": "replied", "why": "", "about": ""}, desk.turn.today)
    assert desk.work(case) == Work()
