"""Who comes by a link begins with its region and sphere, is told so, and can change both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.catalogue.links import spell_link, spheres_of
from bot.catalogue.regions import REGIONS
from bot.conversation.machine import step
from bot.conversation.questionnaire.answering import asked_question
from bot.conversation.values.commands import Command
from bot.conversation.values.draft import Visit, value_of
from bot.conversation.values.events import Commanded
from bot.conversation.values.packing import dump_visit, load_visit
from bot.conversation.values.preset import Preset
from bot.desk.citizens.questionnaire import build_questions
from tests.conversation.scenes import STORY, TEXTS, WORDS, menu, occasion, play, pressed, questions, said, views_of

BY_LINK = Commanded(Command.START, "r47-health", 5)


def shown(visit: Visit, *events: object) -> str:
    """What the last of *events* shows, in the citizen's language."""
    *before, last = events
    known = play(visit, *before)  # type: ignore[arg-type]
    after = step(known, pressed(last, known) if isinstance(last, str) else last, occasion())  # type: ignore[arg-type]
    return "\n".join(WORDS.draw(view, after.visit.spoken).text for view in views_of(after.effects))


def answers(visit: Visit) -> dict[str, str | None]:
    assert visit.draft is not None
    return {name: value_of(visit.draft.answers, name) for name in visit.draft.answers}


def asked(visit: Visit) -> str:
    assert visit.draft is not None
    row = asked_question(visit.draft, questions())
    assert row is not None
    return row.name


@pytest.mark.parametrize(
    ("begins", "told"),
    [
        ("in:kk:report", "Сілтеме бойынша таңдалғаны:\nӨңір: Маңғыстау облысы\nСала: Денсаулық сақтау"),
        ("in:ru:proposal", "По ссылке выбрано:\nРегион: Мангистауская область\nСфера: Здравоохранение"),
    ],
)
def test_a_first_visit_by_a_link_is_asked_neither_region_nor_sphere(begins: str, told: str) -> None:
    assert told in shown(Visit(), BY_LINK, begins)
    visit = play(Visit(), BY_LINK, begins)
    assert answers(visit) == {"kind": begins[6:], "region": "mangystau", "group": "service", "sphere": "health"}
    assert (visit.preset, asked(visit)) == (None, "violation" if begins.endswith("report") else "goal")


def test_the_menu_says_what_waits_and_a_plain_start_forgets_it() -> None:
    assert "По ссылке выбрано:\nРегион: Мангистауская область" in shown(menu("ru"), BY_LINK)
    assert "Сілтеме бойынша таңдалғаны" in shown(Visit(), BY_LINK, "lang:kk")
    waiting = play(menu("ru"), BY_LINK)
    assert load_visit(dump_visit(waiting)).preset == Preset("mangystau", "health")
    assert "ссылке" not in shown(waiting, Commanded(Command.START))
    assert play(waiting, Commanded(Command.START)).preset is None
    assert "ссылке" not in shown(waiting, "new:report", Commanded(Command.HELP))


def test_what_was_chosen_is_changed_like_any_answer() -> None:
    visit = play(menu("ru"), BY_LINK, "new:report", "back", "=school")
    assert answers(visit)["sphere"] == "school"
    visit = play(visit, "back", "back", "back", "=astana")
    assert answers(visit) == {"kind": "report", "region": "astana"}


def test_a_draft_with_a_region_of_its_own_is_not_touched() -> None:
    begun = play(menu("ru"), "new:report", "=astana")
    visit = play(begun, BY_LINK, "resume")
    assert answers(visit)["region"] == "astana"


def test_words_told_before_anything_was_chosen_are_kept_with_what_the_link_chose() -> None:
    visit = play(Visit(), BY_LINK, said(STORY), "in:ru:report")
    assert answers(visit) | {"text": STORY} == answers(visit)
    assert answers(visit)["sphere"] == "health"


def test_a_link_that_says_nothing_is_told_and_begins_all_the_same() -> None:
    odd = Commanded(Command.START, "r99-x", 5)
    assert "Метка из ссылки не распознана" in shown(menu("ru"), odd)
    assert "Сілтемедегі белгі танылмады" in shown(Visit(), odd, "in:kk:report")
    assert "белгі" not in shown(menu("kk"), Commanded(Command.START, "сәлем", 5))
    assert asked(play(menu("ru"), odd, "new:report")) == "region"


@pytest.mark.parametrize("region", sorted(REGIONS))
def test_every_sphere_of_every_region_is_reached(region: str) -> None:
    real = build_questions(TEXTS)
    for sphere in spheres_of(region):
        visit = play(menu("ru"), Commanded(Command.START, spell_link(region, sphere), 5), "new:report")
        assert value_of(visit.draft.answers, "region") == region  # type: ignore[union-attr]
        told = visit.draft.answers  # type: ignore[union-attr]
        assert sphere in (value_of(told, "sphere"), value_of(told, "direction"))
        assert replace(visit, preset=None) == visit and real.read_link(spell_link(region, sphere)) is not None
