"""Cards, previews and verdicts: what stands in them, and that they fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.anonymise.plain import defang
from bot.catalogue.workdays import WorkCalendar
from bot.clock import Clock
from bot.conversation.questionnaire.questions import Grow, Question
from bot.conversation.questionnaire.rows import QUESTIONS
from bot.desk.citizens.questionnaire import build_questions
from bot.desk.parcels.values import Addition, Card, Preview, Verdict
from bot.desk.people import Officer
from bot.desk.referrals import Referral
from bot.gateway.cards import Cards
from bot.gateway.labels import alert_text
from bot.gateway.posts import Post
from bot.gateway.wording import Words, units
from bot.localisation import LANGUAGES, Texts
from bot.terms import Language
from storage.cases import CaseRow

WORDS = Words(Texts.load())
NUMBER = "12-26-10042"
ROW = CaseRow(
    id="c" * 32,
    number=NUMBER,
    region="mangystau",
    kind="report",
    sphere="health",
    topic="bribe",
    status="registered",
    level="relay",
    language="kk",
    filed_on=date(2026, 3, 2),
    changed_on=date(2026, 3, 2),
    due_on=date(2026, 3, 6),
    wrapped_key=b"",
    box=b"",
)
ANSWERS: dict[str, str | None] = {
    "district": "Ақтау",
    "locality": None,
    "org": "№ 2 поликлиника",
    "official": "Бас дәрігер",
    "when": "2026-03-01",
    "text": "Ақша сұрады.",
}
DONE = ("s.sent", "s.stored_for_code", "s.stored_contact", "s.not_sent", "s.reveal_asking", "s.reveal_opening")
REFUSALS = (
    "s.no_rights",
    "s.gone",
    "s.decided_before",
    "s.group_public",
    "s.reveal_none",
    "s.wish_over",
    "s.reveal_not_yours",
    "a.not_bound",
    "a.move_over",
    "a.group_public",
    "a.group_linked",
    "a.telegram_silent",
)


class StandingClock(Clock):
    """The morning of 2 March 2026 in Astana."""

    def now(self) -> datetime:
        return datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


CARDS = Cards(WORDS, build_questions(WORDS.texts), WorkCalendar(), StandingClock())


def card(language: str = "kk", **changes: object) -> Card:
    answers = {**ANSWERS, **{name: value for name, value in changes.items() if name in ANSWERS}}
    row = replace(ROW, **{name: value for name, value in changes.items() if name not in ANSWERS})  # type: ignore[arg-type]
    return Card(-100, language, row, answers, has_contact=row.level == "contact", parts_done=0)  # type: ignore[arg-type]


def preview(text: str) -> Preview:
    return Preview(-100, "ru", "c" * 32, NUMBER, 7, text, "kk", 55, 0)


def labels(post: Post) -> list[str]:
    return [] if post.keyboard is None else [button.text for row in post.keyboard.inline_keyboard for button in row]


def test_card_lists_all_answers_in_the_language_of_the_group() -> None:
    (post,) = CARDS.card(card("ru"))
    assert post.text.split("\n") == [
        f"🆕 {NUMBER}",
        f"Статус: {WORDS.text('st.registered', 'ru')}",
        f"Ответственный: {WORDS.text('s.unassigned', 'ru')}",
        f"Вид: {WORDS.text('kind.report', 'ru')}",
        "Регион: Мангистауская область",
        "Сфера: Здравоохранение",
        "Нарушение: Требование взятки",
        "Район/город: Ақтау",
        "Орган/учреждение: № 2 поликлиника",
        "Должностное лицо: Бас дәрігер",
        "Когда: 01.03.2026",
        f"Способ отправки: {WORDS.text('value.anon_relay', 'ru')}",
        "Язык обращения: казахский",
        "Срок: 06.03.2026 (4 рабочих дня)",
        "",
        "Ақша сұрады.",
    ]
    assert "Мерзімі: 06.03.2026 (4 жұмыс күні)" in CARDS.card(card("kk"))[0].text


def test_card_names_the_expert_and_their_day() -> None:
    referral = Referral(Officer(31, "Сәуле @s"), "science", date(2026, 3, 5), since=1)
    kk, ru = (CARDS.card(replace(card(name, status="expert"), referral=referral))[0].text for name in ("kk", "ru"))
    named = defang("Сәуле @s")  # what somebody calls themselves becomes no link
    assert named != "Сәуле @s"
    assert f"\nСарапшы: {named}, мерзімі: 05.03.2026\n" in kk
    assert f"\nЭксперт: {named}, до 05.03.2026\n" in ru


@pytest.mark.parametrize(
    ("words", "warned"),
    [
        ("Звоните: 8 701 234 56 78.", ("телефона. Проверьте",)),
        ("Лицевой счёт 4500213 закрыт.", ("или о другом человеке: номер лицевого счёта или счётчика.",)),
        ("Лицевой счёт 4500213, 8 701 234 56 78.", ("телефона. Проверьте", "или о другом человеке")),
        ("Заведующий Иванов Иван Иванович получил замечание.", ()),
    ],
)
def test_a_preview_warns_of_what_is_certain_and_apart_of_what_could_be_anybodys(
    words: str, warned: tuple[str, ...]
) -> None:
    body = CARDS.preview_body(preview(words), Language.RUSSIAN)
    assert all(each in body for each in warned)
    assert ("⚠️" in body) is any("Проверьте" in each for each in warned)
    assert ("другом человеке" in body) is any("другом человеке" in each for each in warned)


def test_card_of_a_proposal_names_its_goal_and_level() -> None:
    (post,) = CARDS.card(card("kk", kind="proposal", topic="openness", level="code", due_on=None))
    assert post.text.split("\n")[3:7] == [
        "Түрі: Ұсыныс",
        "Өңір: Маңғыстау облысы",
        "Сала: Денсаулық сақтау",
        "Мақсаты: Мемлекеттік орган ашықтығы",
    ]
    assert f"Жіберу тәсілі: {WORDS.text('value.anon_code', 'kk')}" in post.text


def test_long_texts_stand_below_the_lines_each_under_its_label() -> None:
    more = Question("more", Grow(), "text.ask_report", label="label.org")
    cards = Cards(WORDS, build_questions(WORDS.texts, (*QUESTIONS, more)), WorkCalendar(), StandingClock())
    shown = card("ru")
    (post,) = cards.card(replace(shown, answers={**shown.answers, "more": "Первое.\nВторое."}))
    assert post.text.endswith("\n\nАқша сұрады.\n\nОрган/учреждение:\nПервое.\nВторое.")


def test_card_past_its_term_names_the_day_and_says_so() -> None:
    assert "\nСрок: 27.02.2026. Срок нарушен\n" in CARDS.card(card("ru", due_on=date(2026, 2, 27)))[0].text


@pytest.mark.parametrize("text", ["сөз " * 3000, "a@b." * 1024, "😀" * 4000, "x" * 9000])
def test_long_card_is_split_and_every_part_names_the_case(text: str) -> None:
    posts = CARDS.card(card("ru", text=text, level="contact"))
    assert len(posts) > 1
    assert all(units(post.text) <= 4096 for post in posts)
    assert all(NUMBER in post.text.split("\n")[0] for post in posts)
    assert [labels(post) for post in posts[:-1]] == [[] for _ in posts[1:]]
    assert labels(posts[-1])[-1] == "Открыть контакты"
    assert [post.part for post in posts] == list(range(1, len(posts) + 1))


@pytest.mark.parametrize("text", ["@a" * 2048, "😀" * 2048, "с " * 2048, "/x\n" * 1365, "q" * 4096])
def test_preview_of_the_longest_reply_fits_with_its_verdict(text: str) -> None:
    posts = CARDS.preview(preview(text))
    assert all(units(post.text) <= 4096 for post in posts)
    assert [bool(labels(post)) for post in posts] == [False] * (len(posts) - 1) + [True]
    assert [post.reply_to for post in posts] == [55] + [None] * (len(posts) - 1)
    shown = "".join(post.text for post in posts)
    assert shown.count(text[0]) >= text.count(text[0])
    for key in ("s.sent", "s.stored_for_code", "s.stored_contact", "s.not_sent", "s.preview_replaced"):
        verdict = CARDS.verdict(Verdict(-100, "ru", 9, NUMBER, text, "kk", key))
        assert units(verdict.text) <= 4096 and verdict.keyboard is None
        assert NUMBER in verdict.text and verdict.text.endswith(WORDS.text(key, "ru"))


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_preview_without_words_announces_none_and_warns_of_a_voice_and_of_a_lost_link(language: str) -> None:
    def told(key: str) -> str:
        return WORDS.text(key, language)

    bare = replace(preview(""), language=language, files=1, voiced=True)
    (wordless,) = CARDS.preview(bare)
    assert told("s.preview_files") in wordless.text and told("s.preview") not in wordless.text
    assert wordless.text.endswith(told("s.voice_warning"))
    (linked,) = CARDS.preview(replace(bare, text="Ответ", files=0, voiced=False, linked=True))
    assert told("s.preview") in linked.text and linked.text.endswith(told("s.link_left"))
    (plain,) = CARDS.preview(replace(bare, text="Ответ", files=0, voiced=False))
    assert told("s.voice_warning") not in plain.text and told("s.link_left") not in plain.text
    verdict = CARDS.verdict(Verdict(-100, language, 9, NUMBER, "", "kk", "s.sent", 1, voiced=True))
    assert verdict.text == f"{NUMBER}\n\n{told('s.sent')}"


def test_short_verdict_shows_number_words_and_outcome() -> None:
    verdict = CARDS.verdict(Verdict(-100, "ru", 9, NUMBER, "Ответ", "kk", "s.sent"))
    assert verdict.text == f"{NUMBER}\n\nОтвет\n\nОтправлено."


def test_addition_stands_under_the_card_or_brings_it_along() -> None:
    (alone,) = CARDS.addition(Addition(-100, "ru", NUMBER, "Ещё", 0, 41))
    assert (alone.reply_to, NUMBER in alone.text) == (41, True)
    first, second = CARDS.addition(Addition(-100, "ru", NUMBER, "Ещё", 0, None, card("ru")))
    assert first.text.startswith(f"🆕 {NUMBER}") and second.text == alone.text


@pytest.mark.parametrize("key", [*DONE, *REFUSALS])
def test_answers_to_presses_fit_in_one_language(key: str) -> None:
    assert all(units(alert_text(WORDS, key, language)) <= 200 for language in (*LANGUAGES, None))
    assert alert_text(WORDS, key, "ru") == WORDS.text(key, "ru")
