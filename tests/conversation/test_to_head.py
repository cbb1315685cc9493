"""Words for the head alone: asked for at the case, looked through like any, and never given as anything else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation.machine import step
from bot.conversation.values.draft import Screen, Visit
from bot.conversation.values.effects import ActOnCase, AddFacts
from bot.conversation.values.events import CaseOpened, Event, FactsAdded
from bot.conversation.values.own_acts import Aim, NotActed, OwnAct, WhyNot
from tests.conversation.scenes import (
    CASE,
    OPENED,
    PHONE,
    WORDS,
    choices_in,
    file,
    menu,
    occasion,
    play,
    pressed,
    said,
    views_of,
)

ASKED = replace(OPENED, may=frozenset({OwnAct.PRESSED, OwnAct.SAFE}), asks_safety=True)
WANT, SAFE = f"want:pressed:{CASE}", f"want:safe:{CASE}"
THREAT = "Директор обещал уволить, если не заберу жалобу."


def at_case(case: CaseOpened = ASKED, language: str = "ru") -> Visit:
    return play(menu(language), case)


def shown(visit: Visit, event: Event | str) -> str:
    after = step(visit, pressed(event, visit) if isinstance(event, str) else event, occasion())
    return "\n".join(WORDS.draw(view, after.visit.spoken).text for view in views_of(after.effects))


def effects(visit: Visit, event: Event | str) -> tuple[object, ...]:
    return step(visit, pressed(event, visit) if isinstance(event, str) else event, occasion()).effects


@pytest.mark.parametrize(
    ("language", "question"),
    [("kk", "қысым жасалып жатқан жоқ па"), ("ru", "Не давят ли на Вас")],
)
def test_the_case_asks_and_offers_both_answers_above_the_others(language: str, question: str) -> None:
    (view,) = views_of(step(menu(language), ASKED, occasion()).effects)
    assert question in WORDS.draw(view, language).text
    assert choices_in(view).index(WANT) < choices_in(view).index(SAFE)
    quiet = replace(ASKED, asks_safety=False, may=frozenset({OwnAct.PRESSED}))
    (view,) = views_of(step(menu(language), quiet, occasion()).effects)
    assert question not in WORDS.draw(view, language).text
    assert WANT in choices_in(view) and SAFE not in choices_in(view)


def test_no_is_one_press() -> None:
    assert ActOnCase(CASE, OwnAct.SAFE) in effects(at_case(), SAFE)


def test_words_go_to_the_head_and_what_reveals_is_asked_about_first() -> None:
    visit = play(at_case(), WANT)
    assert (visit.screen, visit.aim) == (Screen.FACTS, Aim.TO_HEAD)
    assert "только руководитель офиса" in shown(at_case(), WANT)
    assert AddFacts(CASE, THREAT, (), Aim.TO_HEAD) in effects(play(visit, said(THREAT)), "give")
    found = play(visit, said(f"Звонят с {PHONE}"), "give")
    assert found.screen is Screen.CHECK
    (review,) = views_of(effects(play(visit, said(f"Звонят с {PHONE}")), "give"))  # type: ignore[arg-type]
    masked = play(found, next(choice for choice in choices_in(review) if "mask" in choice))
    assert (masked.screen, masked.aim, PHONE in masked.facts.text) == (Screen.FACTS, Aim.TO_HEAD, False)


@pytest.mark.parametrize(
    "way",
    [
        ("give",),
        (NotActed(CASE, OwnAct.PRESSED, WhyNot.GONE), "give"),
        (f"facts:{CASE}", "give"),
        (f"case:{CASE}", ASKED, f"facts:{CASE}", "give"),
        (f"want:reopen:{CASE}", "give"),
        (f"case:{CASE}", said("И ещё угрожали дочери."), "give"),
        (WANT, "give"),
    ],
)
def test_such_words_are_given_to_nobody_else_whatever_is_pressed(way: tuple[Event | str, ...]) -> None:
    visit = play(play(at_case(), WANT), said(THREAT), *way[:-1])
    given = [each for each in effects(visit, way[-1]) if isinstance(each, AddFacts)]
    assert [(each.aim, THREAT in each.text) for each in given] == [(Aim.TO_HEAD, True)]


def test_they_begin_no_report() -> None:
    visit = play(play(at_case(), WANT), said(THREAT))
    assert play(visit, "toreport").draft is None


def test_what_waits_for_the_office_goes_or_is_deleted_first() -> None:
    visit = play(at_case(), f"facts:{CASE}", said("Добавлю: очередь так и стоит."), f"case:{CASE}", ASKED)
    assert "офису не отправлено" in shown(visit, WANT)
    assert play(visit, WANT).aim is Aim.ADD


def test_files_are_not_taken_and_that_is_said() -> None:
    visit = play(at_case(), WANT)
    assert "Файл здесь руководителю не передать" in shown(visit, file("a"))
    assert play(visit, file("a")).facts_files == ()


def test_afterwards_it_is_said_who_reads_it_or_that_nobody_does_yet() -> None:
    visit = play(play(at_case(), WANT), said(THREAT))
    assert "Руководитель офиса получит это лично" in shown(visit, FactsAdded(Aim.TO_HEAD))
    assert "нет руководителя, которому бот может написать" in shown(visit, FactsAdded(Aim.TO_HEAD, waits=True))
    assert play(visit, FactsAdded(Aim.TO_HEAD)).facts.parts == ()


def test_who_types_the_answer_reads_who_would_read_it_and_sends_it_to_the_head_with_one_press() -> None:
    typed = play(at_case(), said(THREAT))
    (view,) = views_of(step(at_case(), said(THREAT), occasion()).effects)
    assert "прочитает группа сотрудников" in WORDS.draw(view, "ru").text
    assert choices_in(view).index("tohead") < choices_in(view).index("give")
    alone = play(typed, "tohead")
    assert AddFacts(CASE, THREAT, (), Aim.TO_HEAD) in effects(alone, "give")
    assert "только руководитель офиса" in shown(typed, "tohead")


def test_where_nobody_asked_nothing_is_said_of_readers_and_files_go_to_no_head() -> None:
    quiet = replace(ASKED, asks_safety=False, may=frozenset({OwnAct.PRESSED}))
    (view,) = views_of(step(at_case(quiet), said(THREAT), occasion()).effects)
    assert "tohead" not in choices_in(view)
    with_file = play(at_case(), said(THREAT), file("a"))
    (view,) = views_of(effects(with_file, f"facts:{CASE}"))  # type: ignore[arg-type]
    assert "tohead" not in choices_in(view)
    assert play(with_file, "tohead").aim is Aim.ADD
