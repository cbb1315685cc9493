"""P7: the texts say what is not protected, and nothing that is untrue of the running system."""

from __future__ import annotations

import re
from datetime import time, timedelta
from itertools import count
from pathlib import Path

import pytest

import bot
from bot.conversation.questionnaire.rows import QUESTIONS
from bot.conversation.values.commands import Command
from bot.conversation.values.effects import Say
from bot.departures import Slots
from bot.desk.citizens.intake import CODE_SESSION
from bot.encryption.session import FORGOTTEN_AFTER, REPLACED_AFTER
from bot.gateway.commands import COMMANDS
from bot.gateway.wording import Words
from bot.localisation import LANGUAGES, Texts
from bot.settings import read_settings
from tests.promises.desk import StillClock, Visitor, house_at

WORDS = Words(Texts.load())
UNPROTECTED = {
    "Telegram sees the account and the text": {
        "ru": r"Telegram види\w*\W.*аккаунт.*текст",
        "kk": r"Telegram\W.*аккаунт\w* да.*мәтін\w* да|Telegram\W.*аккаунт\w* да, мәтін\w* де",
    },
    "a seized running server can be read": {"ru": r"доступ к работающему серверу", "kk": r"компьютерді қолға түсір"},
    "members of the group can copy": {
        "ru": r"[Уу]частники группы.*скопировать",
        "kk": r"тобының қатысушылары.*көшіріп",
    },
    "style, voice, rare facts and the time give away": {
        "ru": r"по стилю, голосу, редким подробностям или по времени",
        "kk": r"мәнеріңізден, дауысыңыздан, сирек жайттан немесе уақытынан",
    },
    "nobody can promise whole anonymity": {
        "ru": r"Полной анонимности не может гарантировать никто",
        "kk": r"Толық анонимділікке ешкім кепілдік бере алмайды",
    },
    "messages stay in the chat until they are deleted": {"ru": r"пока Вы их не удалите", "kk": r"өзіңіз өшіргенше"},
    "deletion in Telegram is best effort": {
        "ru": r"не может ручаться, что на серверах Telegram не осталось копий",
        "kk": r"Telegram серверлерінде көшірмесі қалмайды деп кепілдік бере алмайды",
    },
    "work devices are watched": {"ru": r"не пользуйтесь рабочим телефоном", "kk": r"қызметтік телефонды"},
}
TOO_MUCH = re.compile(
    r"100\s?%|гаранти\w+ анонимност|полностью безопасн|никто (?:никогда )?не узнает|невозможно (?:узнать|установить)"
    r"|толық қауіпсіз|ешкім білмейді|мүмкін емес анықтау|анонимділікке кепілдік береміз",
    re.IGNORECASE,
)


async def _shown(folder: Path, *events: str) -> dict[str, str]:
    """What a citizen reads after *events*, in both languages: the house must show it, not only have it."""
    read: dict[str, str] = {}
    async with house_at(folder, StillClock()) as house:
        for language in LANGUAGES:
            visitor = Visitor(house.intake, 501 + len(read), count(1 + 1000 * len(read)), language=language)
            await visitor.command(Command.START)
            await visitor.press(f"lang:{language}")
            parts = [WORDS.view(view, language) for view in visitor.views()]
            for event in events:
                await visitor.press(event)
                parts += [WORDS.view(view, language) for view in visitor.views()]
            read[language] = "\n".join(parts)
    return read


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_notice_says_what_is_not_protected(tmp_path: Path, language: str) -> None:
    text = (await _shown(tmp_path, "privacy"))[language]
    missing = [what for what, said in UNPROTECTED.items() if not re.search(said[language], text)]
    assert missing == []


async def test_the_spans_in_the_notice_are_those_of_the_program(tmp_path: Path) -> None:
    """The traces of a draft, a case read by code, the wait of a card, the life of a draft."""
    text = (await _shown(tmp_path, "privacy"))["ru"]
    assert "в течение трёх суток" in text and timedelta(days=3) >= REPLACED_AFTER + FORGOTTEN_AFTER
    assert "не дольше часа" in text and timedelta(hours=1) >= CODE_SESSION
    settings = read_settings({"BOT_TOKEN": "1:playground"})
    assert settings.departures == Slots((time(10), time(16))) and "по рабочим дням (10:00, 16:00)" in text
    assert f"в Telegram, в зашифрованном виде, {settings.draft_lifetime // timedelta(hours=1)} ч после" in text


async def test_the_notice_stands_before_the_first_choice(tmp_path: Path) -> None:
    text = (await _shown(tmp_path))["ru"]
    assert "Telegram видит и Ваш аккаунт" in text and "Полной анонимности не может гарантировать никто" in text


async def test_every_screen_of_a_filing_can_be_worded_in_both_languages(tmp_path: Path) -> None:
    async with house_at(tmp_path, StillClock()) as house:
        for language in LANGUAGES:
            for level in ("code", "relay", "contact"):
                first = 10_000 * LANGUAGES.index(language) + 1_000 * ("code", "relay", "contact").index(level) + 1
                visitor = Visitor(house.intake, first, count(first), language=language)
                await visitor.file("Дәрігер ақша сұрады, деньги у врача.", "87010000000", level=level)
                assert all(WORDS.view(view, language) for view in visitor.views())


@pytest.mark.parametrize("language", LANGUAGES)
async def test_texts_name_only_commands_that_work(tmp_path: Path, language: str) -> None:
    shown = (await _shown(tmp_path, "privacy", "help", "status", "new:report"))[language]
    named = set(re.findall(r"(?<![\w/.:])/([a-z]+)\b", shown))
    assert {"status", "help"} & named
    assert named - set(Command) == set()


def test_texts_for_groups_name_only_commands_that_work() -> None:
    texts = Texts.load()
    source = "".join(path.read_text() for path in Path(bot.__file__).parent.rglob("*.py"))
    every = sorted(texts.keys())
    used = [key for key in every if key.startswith("a.") and f'"{key}"' in source]
    assert len(used) > 10
    for key in used:
        for language in LANGUAGES:
            named = set(re.findall(r"(?<![\w/.:])/([a-z]+)\b", texts.unfilled(key, language)))
            assert named - {entry.name for entry in COMMANDS.entries} == set(), key


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_text_promises_too_much(tmp_path: Path, language: str) -> None:
    shown = (await _shown(tmp_path, "privacy", "help", "status"))[language]
    asked = " ".join(Texts.load().unfilled(row.ask, language) for row in QUESTIONS)
    assert TOO_MUCH.findall(shown + asked) == []
    assert TOO_MUCH.findall("Мы гарантируем анонимность, 100 %") != []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_preview_says_that_nothing_is_sent_yet(language: str) -> None:
    said = {"ru": "Пока Вы не видите номер обращения, не считайте его отправленным", "kk": "нөмір"}[language]
    assert said in WORDS.say(Say("preview.not_sent"), language)


def test_a_push_says_nothing_of_a_case() -> None:
    for language in LANGUAGES:
        text = WORDS.say(Say("notify.discreet"), language)
        assert len(text) < 60 and not re.search(r"обращени|өтініш|корруп|адал|№|\d", text, re.IGNORECASE)
