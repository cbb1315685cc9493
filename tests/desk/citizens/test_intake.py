"""Intake: one arrival is one transaction; repeated, forged, late and expired ones change nothing that they must not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.chance import Chance
from bot.conversation.values.case_choices import ShowNotice
from bot.conversation.values.choices import read_choice
from bot.conversation.values.commands import Command
from bot.conversation.values.effects import EraseChat
from bot.conversation.values.events import ChatChanged, Commanded, FileSettled, Pressed
from bot.desk.citizens.arrivals import OWN_NEWS, Arrival, ExpiredVisit
from bot.desk.citizens.intake import CODES_AN_HOUR, HIGHEST_MOST_FILES, NOTHING
from bot.desk.citizens.transaction import ADDITIONS_AN_HOUR, BEGUN_AN_HOUR, FILED_A_DAY
from bot.desk.rules import Turn
from bot.encryption.codes import new_code
from bot.encryption.session import SessionKeys
from bot.terms import Language
from storage import cases
from tests.desk.citizens.room import LIFETIME, STORY, TEXTS, Room, opened, to_preview
from tests.desk.house import CITIZEN, OnDesk, put_case
from tests.promises.desk import Visitor
from tests.storage.rows import all_visits, whole


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """An intake of which nobody has heard yet."""
    async with opened(tmp_path) as made:
        yield made


async def test_a_repeated_update_changes_nothing_and_shows_the_step_again(room: Room) -> None:
    visitor = room.visitor()
    await visitor.command("start")
    first = await room.intake.take(Arrival(77, CITIZEN, Commanded(Command.HELP)))
    row = await room.database.read(all_visits)
    again = await room.intake.take(Arrival(77, CITIZEN, Commanded(Command.HELP)))
    assert again.step == first.step
    assert await room.database.read(all_visits) == row
    assert await room.count("seen_updates") == 2


async def test_filing_leaves_nothing_of_the_account_and_a_repeated_send_files_nothing(room: Room) -> None:
    visitor = room.visitor()
    await to_preview(visitor)
    assert visitor.decision is not None
    (send,) = [read_choice(choice) for choice in visitor.offered() if choice.startswith("send:")]
    assert send is not None
    pressed = Arrival(500, CITIZEN, Pressed(send, visitor.decision.step, Language.RUSSIAN))
    filed = await room.intake.take(pressed)
    assert (filed.filed, filed.saved, "receipt.filed" in str(filed.effects)) == (True, None, True)
    assert [await room.count(name) for name in ("visits", "cases", "addresses")] == [0, 1, 0]
    repeated = await room.intake.take(pressed)
    assert (repeated.filed, "submit.check_by_code" in str(repeated.effects)) == (False, True)
    assert await room.count("cases") == 1


async def test_wrong_codes_are_limited_and_a_right_one_begins_no_count_anew(room: Room) -> None:
    turn = Turn(room.intake.rules, room.clock.now())
    case = await room.database.write(put_case, turn)
    visitor = room.visitor(4712)
    await visitor.command("start")
    await visitor.press("lang:ru")
    for seed in range(CODES_AN_HOUR - 1):
        await visitor.type(new_code(Chance.seeded(seed)))
    await visitor.type(case.code)
    assert case.row.number in str(visitor.says())
    await visitor.type(new_code(Chance.seeded(100)))
    await visitor.type(case.code)
    assert "err.code_attempts" in visitor.said()
    room.clock.pass_by(timedelta(hours=1))
    await visitor.type(case.code)
    assert case.row.number in str(visitor.says())


async def test_what_telegram_tells_of_the_chat_is_marked_as_seen_and_answered_with_nothing(room: Room) -> None:
    pinned = Arrival(41, 4712, ChatChanged())
    for _ in range(2):
        assert (await room.intake.take(pinned)).effects == ()
    assert (await room.count("seen_updates"), await room.count("visits")) == (1, 0)
    visitor = await writing(room)
    before = visitor.decision
    assert (await visitor.take(ChatChanged())).effects == ()
    assert before is not None and visitor.decision is not None and visitor.decision.step == before.step


async def writing(room: Room) -> Visitor:
    """Somebody whose report is begun."""
    visitor = room.visitor(4712)
    await visitor.command(Command.START)
    await visitor.press("lang:ru")
    await visitor.press("new:report")
    return visitor


async def test_whoever_begins_and_gives_up_again_and_again_is_not_sent_away(room: Room) -> None:
    visitor = room.visitor(4712)
    await visitor.command("start")
    await visitor.press("lang:ru")
    for _ in range(FILED_A_DAY + 2):
        await visitor.press("new:report")
        await visitor.press("=mangystau")
        await visitor.command("cancel")
        await visitor.press("drop")
    await visitor.press("new:report")
    assert not {"err.daily_limit", "err.begun_limit"} & {say.key for say in visitor.says()}


async def test_a_days_filings_are_counted_as_they_were_sent_and_the_next_begins_when_it_may(room: Room) -> None:
    visitor = room.visitor(4712)
    await visitor.command("start")
    await visitor.press("lang:ru")
    for _ in range(FILED_A_DAY):
        await visitor.file(STORY)
        await visitor.command("new")
    await visitor.press("new:report")
    refused = next(say for say in visitor.says() if say.key == "err.daily_limit")
    assert refused.values == {"sent": FILED_A_DAY, "hours": 24}
    for language in ("kk", "ru"):
        told = TEXTS.text("err.daily_limit", language, sent=FILED_A_DAY, hours=24)
        assert all(number in told for number in ("112", "1424", str(FILED_A_DAY)))
    assert await room.count("cases") == FILED_A_DAY
    room.clock.pass_by(timedelta(days=1, minutes=1))
    await visitor.press("new:report")
    assert "err.daily_limit" not in visitor.said()


async def test_a_flood_of_beginnings_is_held_back_in_words_that_are_true_of_it(room: Room) -> None:
    visitor = room.visitor(4712)
    await visitor.command("start")
    await visitor.press("lang:ru")
    for _ in range(BEGUN_AN_HOUR):
        await visitor.press("new:report")
        await visitor.command("cancel")
    await visitor.press("new:report")
    refused = next(say for say in visitor.says() if say.key == "err.begun_limit")
    assert refused.values == {"max": BEGUN_AN_HOUR, "minutes": 61}
    room.clock.pass_by(timedelta(minutes=61))
    await visitor.press("new:report")
    assert "err.begun_limit" not in visitor.said()


async def test_additions_to_one_case_are_limited_whoever_holds_its_code_and_nothing_written_is_lost(room: Room) -> None:
    turn = Turn(room.intake.rules, room.clock.now())
    case, other = [await room.database.write(put_case, turn) for _ in range(2)]
    holders = [room.visitor(4712 + place) for place in range(3)]
    for holder in holders:
        await holder.command("start")
        await holder.press("lang:ru")
    for n in range(ADDITIONS_AN_HOUR):
        await add(holders[n % 3], case, f"Ещё {n}.")
        assert "info.added" in holders[n % 3].said()
    late = holders[0]
    await add(late, case, "Последнее слово.")
    refused = next(say for say in late.says() if say.key == "err.additions_limit")
    assert refused.values == {"max": ADDITIONS_AN_HOUR, "minutes": 61}
    await add(holders[1], other, "К другому.")
    assert "info.added" in holders[1].said()
    room.clock.pass_by(timedelta(minutes=61))
    await late.press("give")
    assert "info.added" in late.said()
    kept = await room.database.read(cases.list_talk, case.id, aside=whole)
    assert len(kept) == ADDITIONS_AN_HOUR + 1


async def add(visitor: Visitor, case: OnDesk, text: str) -> None:
    """Open the case by its code, write *text* and send it."""
    await visitor.type(case.code)
    await visitor.press("facts")
    await visitor.type(text)
    await visitor.press("give")


async def test_a_forged_notice_opens_nobodys_case(room: Room) -> None:
    turn = Turn(room.intake.rules, room.clock.now())
    case = await room.database.write(put_case, turn, level="relay")
    owner, stranger = room.visitor(CITIZEN), room.visitor(4712)
    for visitor in (owner, stranger):
        await visitor.command("start")
        await visitor.press("lang:ru")
        await visitor.take(Pressed(ShowNotice(case.id), 0, Language.RUSSIAN))
    assert case.row.number in str(owner.says())
    assert case.row.number not in str(stranger.says()) and "status.ask_code" in stranger.said()


async def test_news_of_a_file_whose_visit_is_gone_leaves_no_trace(room: Room) -> None:
    news = Arrival(OWN_NEWS, CITIZEN, FileSettled("f" * 32, clean=True, notes=()))
    for settled in (True, False):
        assert await room.intake.take(replace(news, settle=lambda _, settled=settled: settled)) == NOTHING
    assert [await room.count(name) for name in ("visits", "seen_updates")] == [0, 0]


async def test_the_end_of_a_file_and_its_news_are_one_transaction(room: Room) -> None:
    visitor = room.visitor()
    await visitor.command("start")
    before = await room.database.read(all_visits)

    def end(connection: Connection) -> bool:
        raise RuntimeError("the end of the job failed")

    with pytest.raises(RuntimeError):
        await room.intake.take(Arrival(OWN_NEWS, CITIZEN, FileSettled("f" * 32, clean=True, notes=()), settle=end))
    assert await room.database.read(all_visits) == before


async def test_a_step_is_unsent_until_this_very_step_was_seen(room: Room) -> None:
    visitor = room.visitor()
    first = await visitor.command("start")
    second = await visitor.press("lang:ru")
    assert first.saved is not None and second.saved is not None
    await room.intake.shown([first.saved])
    (waiting,) = await room.waiting.unsent()
    assert (waiting.chat_id, waiting.decision.step, waiting.decision.saved) == (CITIZEN, second.step, second.saved)
    await room.intake.shown([second.saved])
    assert await room.waiting.unsent() == []


async def test_who_waits_at_a_preview_is_found_after_an_outage(room: Room) -> None:
    reader, writer = room.visitor(4712), room.visitor(4713)
    await reader.command("start")
    await to_preview(writer)
    (waiting,) = await room.waiting.at_preview()
    assert waiting.chat_id == 4713 and "preview.title" in str(waiting.decision.effects)


async def test_after_a_long_stop_what_is_told_as_gone_is_neither_shown_nor_offered(room: Room) -> None:
    """Its citizen reads that it was deleted: "not sent yet", or a preview with "send", would deny that."""
    reader, writer, late = room.visitor(4712), room.visitor(4713), room.visitor(4714)
    await reader.command("start")
    await to_preview(writer)
    room.clock.pass_by(LIFETIME - timedelta(minutes=1))
    await to_preview(late)
    before = int(room.clock.timestamp())
    assert await room.waiting.unsent_additions(before, before + 1) == []
    room.clock.pass_by(timedelta(minutes=1))
    now = int(room.clock.timestamp())
    assert [each.chat_id for each in await room.waiting.at_preview()] == [4714]
    assert sorted(each.chat_id for each in await room.waiting.unsent()) == [4712, 4714]
    slept = now - 3 * int(LIFETIME.total_seconds())
    for since in (None, slept):  # a start, and a process that was stopped for days and goes on
        assert await room.waiting.unsent_additions(since, now) == []
    assert (await room.intake.offer_addition(4713)).effects == ()  # listed a moment ago, over now
    assert [gone.chat_id for gone in await room.waiting.expire()] == [4713]
    room.clock.pass_by(timedelta(hours=4))
    assert await room.waiting.unsent_additions(slept, int(room.clock.timestamp())) == [4714]
    assert (await room.intake.offer_addition(4714)).effects != ()


async def test_drafts_are_told_before_they_are_forgotten_and_other_visits_are_not(room: Room) -> None:
    reader, writer = room.visitor(4712), room.visitor(4713)
    await reader.command("start")
    await to_preview(writer)
    room.clock.pass_by(LIFETIME - timedelta(seconds=1))
    assert await room.waiting.expire() == []
    room.clock.pass_by(timedelta(seconds=1))
    (gone,) = await room.waiting.expire()
    assert gone == ExpiredVisit(4713, "ru", gone.actor, ("err.session_expired",))
    assert await room.count("visits") == 1
    await writer.command("start")
    await room.waiting.forget(gone.actor)
    assert await room.count("visits") == 1
    room.clock.pass_by(LIFETIME)
    await room.waiting.forget(gone.actor)
    assert await room.count("visits") == 0


async def test_a_visit_whose_session_key_is_gone_is_as_if_it_had_never_been(room: Room, tmp_path: Path) -> None:
    await to_preview(room.visitor())
    other = SessionKeys.open_or_create(tmp_path / "other.json", room.clock.now(), Chance())
    room.intake.session = room.intake.opener.session = other
    assert (await room.waiting.unsent(), await room.waiting.at_preview()) == ([], [])
    room.clock.pass_by(LIFETIME)
    assert await room.waiting.expire() == []
    assert await room.count("visits") == 0


@pytest.mark.parametrize(("most", "taken"), [(0, False), (1, True), (HIGHEST_MOST_FILES, True), (21, False)])
async def test_the_limit_of_files_is_set_within_its_bounds_and_kept(room: Room, most: int, taken: bool) -> None:
    before = room.intake.questions.most_files
    assert await room.intake.set_most_files(most) == taken
    room.intake.questions = replace(room.intake.questions, most_files=before)
    await room.intake.read_settings()
    assert room.intake.questions.most_files == (most if taken else before)


async def test_an_erased_chat_leaves_no_row_of_its_account_and_a_late_answer_asks_again(tmp_path: Path) -> None:
    async with opened(tmp_path) as room:
        visitor = room.visitor()
        await to_preview(visitor)
        await visitor.command("erase")
        await visitor.press("wipe")
        assert "erase.unsent" in visitor.said()
        await visitor.press("wipe-sure", step=1)
        assert "erase.chat_confirm" in visitor.said()
        assert await room.count("visits") == 1
        visitor.decision = await visitor.command("erase")
        decision = await visitor.press("wipe-sure")
        assert decision.erased and decision.saved is not None and decision.saved.erased is not None
        assert await room.count("visits") == 1  # the wish alone: whoever starts next goes on with it
        (again,) = await room.waiting.unsent()
        assert again.decision.erased and isinstance(again.decision.effects[0], EraseChat)
        await room.intake.shown([again.decision.saved])  # type: ignore[list-item] - it has one
        assert await room.count("visits") == 0
