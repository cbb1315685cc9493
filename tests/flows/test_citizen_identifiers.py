"""Identifiers in a citizen's words, from the chat to the office: masked, kept or corrected before anything is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.citizens import Citizen
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import answer, put_case

PHONE = "8 701 234 56 78"
IIN = "880101300018"
STORIES = {
    "kk": f"Емханада пара сұрады. Менің нөмірім {PHONE}, ЖСН {IIN}. Жеке шот 4500213.",
    "ru": f"В поликлинике требуют взятку. Мой номер {PHONE}, ИИН {IIN}. Лицевой счёт 4500213.",
}
CLEAN = {"kk": "Емханада дәрігер пара сұрады, куәлар бар.", "ru": "В поликлинике врач требует взятку, есть свидетели."}
PHONE_MASK = "[телефон]"
IIN_MASK = {"kk": "[ЖСН]", "ru": "[ИИН]"}

LANGUAGES = pytest.mark.parametrize("language", ["kk", "ru"])


async def at_review(r: Rehearsal, language: str) -> Citizen:
    """A citizen whose report holds a telephone number and an IIN, where the preview would be."""
    citizen = Citizen(r.citizen(), language, r.clock)
    await citizen.choose_language()
    await citizen.tap("btn.new_report", "region.type_hint")
    await citizen.say("Ақтау", "group.ask")
    for choice in ("=service", "=health", "=bribe"):
        await citizen.press(choice)
    await citizen.see("text.ask_report")
    await citizen.say(STORIES[language], "anon.ask")
    asked = await citizen.tap("btn.anon_code", "pii.ask")
    assert [label for label in asked.labels if label[0] in "🙈👁"] == rows_of(language)
    return citizen


def rows_of(language: str) -> list[str]:
    """What was found, as it stands on the buttons."""
    asked = {"kk": "👁 4500213 · жеке шот", "ru": "👁 4500213 · лицевой счёт"}[language]
    return [asked, f"🙈 {PHONE} · телефон", f"🙈 {IIN} · {IIN_MASK[language].strip('[]')}"]


@LANGUAGES
async def test_everything_is_masked_at_once_and_the_office_sees_the_masks(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        citizen = await at_review(r, language)
        preview = await citizen.tap("btn.pii_mask_all", "preview.title")
        assert PHONE_MASK in preview.text and IIN_MASK[language] in preview.text
        assert citizen.text("pii.limits") in preview.text
        number, _ = await citizen.send()
        card = await newest(group, PHONE_MASK)
        assert number in card.text and IIN_MASK[language] in card.text
        assert all(PHONE not in message.text and IIN not in message.text for message in group.messages)
        assert r.play.violations == []


@LANGUAGES
async def test_what_is_marked_is_hidden_and_the_rest_stays(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        citizen = await at_review(r, language)
        account, _, iin = rows_of(language)
        for before, after in ((account, account.replace("👁", "🙈")), (iin, iin.replace("🙈", "👁"))):
            await citizen.press(before)
            await citizen.chat.wait_for(lambda message, label=after: label in message.labels, PATIENCE)
        preview = await citizen.tap("btn.pii_done", "preview.title")
        assert PHONE_MASK in preview.text and IIN in preview.text and "4500213" not in preview.text
        await citizen.send()
        card = await newest(group, PHONE_MASK)
        assert IIN in card.text and PHONE not in card.text and "4500213" not in card.text
        assert r.play.violations == []


@LANGUAGES
async def test_the_words_are_corrected_by_editing_the_message(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        citizen = await at_review(r, language)
        await citizen.tap("btn.pii_edit", "pii.retype")
        mine = next(message for message in citizen.chat.messages if PHONE in message.text and not message.from_bot)
        citizen.act()
        await citizen.chat.edit(mine, CLEAN[language])
        await citizen.see("text.edited")
        preview = await citizen.tap("btn.text_done", "preview.title")
        assert CLEAN[language] in preview.text
        await citizen.send()
        card = await newest(group, CLEAN[language])
        assert PHONE not in card.text
        assert r.play.violations == []


@LANGUAGES
async def test_an_institution_with_a_number_is_reviewed_too(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), language, r.clock)
        await citizen.choose_language()
        await citizen.file_up_to_sending("report")
        await citizen.tap("➕ " + citizen.text("label.org"), "org.ask")
        await citizen.say(f"№ 2 емхана, {PHONE}", "pii.ask")
        preview = await citizen.tap("btn.pii_done", "preview.title")
        assert f"№ 2 емхана, {PHONE_MASK}" in preview.text


@LANGUAGES
async def test_a_follow_up_is_reviewed_before_it_goes(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        citizen = Citizen(r.citizen(), language, r.clock)
        await citizen.choose_language()
        await citizen.file_up_to_sending("report")
        _, code = await citizen.send()
        await citizen.say("/status", "status.ask_code")
        await citizen.say(code, "status.no_answer")
        await citizen.tap("btn.add_info", "info.ask")
        await citizen.say(STORIES[language], "info.so_far")
        asked = await citizen.tap("btn.submit", "pii.ask")
        assert rows_of(language)[1] in asked.labels
        masked = await citizen.tap("btn.pii_mask_all", "pii.preview")
        assert PHONE_MASK in masked.text and PHONE not in masked.text
        assert citizen.text("pii.limits") in masked.text
        await citizen.tap("btn.submit", "info.added")
        await newest(group, IIN_MASK[language])
        assert all(PHONE not in message.text for message in group.messages)
        assert r.play.violations == []


@LANGUAGES
async def test_an_officer_is_warned_of_an_answer_that_asks_for_or_holds_personal_data(
    tmp_path: Path, language: str
) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        officer = group.members[1]
        case = await put_case(r, CLEAN[language], language=language)
        card = await newest(group, case.number)
        asks = {"kk": "Телефон нөміріңізді және аты-жөніңізді жазыңыз.", "ru": "Напишите Ваш телефон и ФИО."}
        warned = await answer(group, officer, card, asks[language])
        assert Citizen(case.chat, "ru", r.clock).text("s.pii_asked") in warned.text
        holds = await answer(group, officer, card, f"{CLEAN[language]} {PHONE}")
        known = Citizen(case.chat, "ru", r.clock)
        told = known.text("s.pii_in_reply", kinds=known.text("pii.kind_phone"))
        assert told in holds.text and known.text("s.pii_asked") not in holds.text
        calm = await answer(group, officer, card, CLEAN[language])
        assert told not in calm.text and known.text("s.pii_asked") not in calm.text
        assert r.play.violations == []
