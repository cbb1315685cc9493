"""Words that put right what was sent: by a button of the case, or by its code."""

from __future__ import annotations

from bot.conversation.machine import step
from bot.conversation.values.case_choices import Correct
from bot.conversation.values.commands import Command
from bot.conversation.values.draft import Screen
from bot.conversation.values.effects import AddFacts
from bot.conversation.values.events import CaseLocked, Commanded, Pressed
from bot.conversation.values.own_acts import Aim
from tests.conversation.scenes import CASE, OPENED, menu, occasion, play, pressed, said


def test_words_written_to_correct_are_given_as_a_correction() -> None:
    case = play(menu(), Commanded(Command.STATUS), OPENED)
    written = play(case, "fix", said("Не 5, а 15 декабря."))
    effects = step(written, pressed("give", written), occasion()).effects
    (given,) = (each for each in effects if isinstance(each, AddFacts))
    assert (given.case, given.aim) == (CASE, Aim.CORRECT)
    assert play(case, said("Кабинет 12."), "fix").aim is Aim.CORRECT  # what waited as an addition puts right instead
    assert play(case, "fix", "case", said("Кабинет 12.")).aim is Aim.ADD  # who has gone back adds again
    by_code = play(menu(), Pressed(Correct(CASE), 0, "ru"), CaseLocked())
    assert (by_code.screen, play(by_code, OPENED).aim) == (Screen.ADD_CODE, Aim.CORRECT)
    assert play(by_code, "menu").aim is Aim.ADD
