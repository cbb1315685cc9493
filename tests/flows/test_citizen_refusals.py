"""An office's file that Telegram does not take in the citizen's chat: another form, or a word instead; no silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground import Group, Message
from tests.flows import planted
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import OnDesk, put_case
from tests.flows.test_files_office import choices, preview_of, release
from tests.waiting import until

MISSED = "не удалось отправить: Telegram его не принял"


async def answered(r: Rehearsal) -> tuple[Group, OnDesk, Message]:
    """A relay case that the office has answered by voice, opened by its citizen; what shows the answer."""
    group = await r.bind("mangystau")
    dana = group.members[1]
    case = await put_case(r, "Врач требует деньги", level="relay")
    card = await newest(group, "Врач требует деньги")
    said = await group.by(dana).send_voice(planted.voice(), reply_to=card)
    await release(group, await preview_of(group, said))
    await case.chat.wait_for(lambda m: m.button("Показать") is not None, PATIENCE)
    await case.chat.press("Показать")
    shown = await case.chat.wait_for(lambda m: any(":files:" in data for data in choices(m)), PATIENCE)
    return group, case, shown


async def fetch(case: OnDesk, shown: Message) -> None:
    """Ask for the office's files."""
    await case.chat.press(next(data for data in choices(shown) if ":files:" in data), shown)


async def test_a_voice_that_the_citizens_privacy_refuses_comes_as_sound(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        _, case, shown = await answered(r)
        case.chat.refuse_voices()
        await fetch(case, shown)
        got = await case.chat.wait_for(lambda m: m.from_bot and m.media is not None, PATIENCE)
        assert got.media == "audio"
        (call,) = [call for call in planted.uploads(r.play.calls, case.chat.id) if call.ok]
        assert call.method == "sendAudio" and planted.names([call]) == [f"{case.number}-1.ogg"]
        assert r.play.violations == []


@pytest.mark.parametrize("kind", ["refuse", "500"])
async def test_a_file_that_is_taken_in_no_form_is_said_to_be_missing_and_the_office_hears_it(
    tmp_path: Path, kind: str
) -> None:
    async with rehearsal(tmp_path) as r:
        group, case, shown = await answered(r)
        for method in ("sendVoice", "sendAudio", "sendDocument"):
            if kind == "refuse":
                words = "Bad Request: VOICE_MESSAGES_FORBIDDEN"
                r.play.fail(method, kind="refuse", times=None, description=words, chat=case.chat.id)
            else:
                r.play.fail(method, kind="500", times=None, chat=case.chat.id)
        await fetch(case, shown)
        await until(lambda: any(MISSED in m.text for m in case.chat.from_bot), r.play, meanwhile=r.pass_by)
        told = await newest(group, "не дошёл до гражданина")
        assert case.number in told.text
        await case.chat.send("/start")
        await newest(case.chat, "Требуют взятку, собирают")
        assert r.play.violations == []


async def test_the_sound_whose_answers_are_lost_comes_three_times_at_most(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        _, case, shown = await answered(r)
        r.play.fail("sendVoice", kind="drop-after", times=None, chat=case.chat.id)
        await fetch(case, shown)
        await until(lambda: len(r.play.calls_of("sendVoice")) == 3, r.play, meanwhile=r.pass_by)
        await case.chat.send("/start")
        await newest(case.chat, "Требуют взятку, собирают")
        copies = [m.text for m in case.chat.from_bot if m.media == "voice"]
        assert ["могло прийти дважды" in text for text in copies] == [False, True, True]
