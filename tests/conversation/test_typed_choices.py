"""What typed words do at the questions with buttons: they settle, they narrow, they are kept, and are told."""

from __future__ import annotations

import pytest

from bot.catalogue.spheres import groups
from bot.conversation.machine import current_view, step
from bot.conversation.questionnaire.questions import open_question
from bot.conversation.step import Step
from bot.conversation.values.draft import Draft, Given, Screen, Visit
from bot.conversation.values.effects import Say, Show, View
from bot.localisation import LANGUAGES
from tests.conversation.scenes import (
    CASE,
    OPENED,
    REPORT,
    STORY,
    WORDS,
    answer_of,
    choices_in,
    menu,
    occasion,
    play,
    pressed,
    questions,
    said,
    views_of,
    visits,
)

MOST_CHARACTERS = 700
"""On a screen of 360 pixels that is one screenful; what is longer pushes its own beginning out of sight."""


def at_group(language: str = "ru") -> Visit:
    return play(menu(language), "new:report", "=mangystau")


def view_of(result: Step) -> View:
    (view,) = views_of(result.effects)
    return view


def keys(view: View) -> list[str]:
    return [paragraph.key for paragraph in view.paragraphs if isinstance(paragraph, Say)]


def given(visit: Visit, *names: str) -> dict[str, str | None]:
    return {name: answer_of(visit, name) for name in names}


@pytest.mark.parametrize(
    ("language", "word", "sphere", "told"),
    [("ru", "полиция", "police", "Сфера: Полиция"), ("kk", "сотта", "courts", "Сала: Соттар")],
)
def test_one_word_at_the_group_settles_group_and_sphere_and_is_shown(
    language: str, word: str, sphere: str, told: str
) -> None:
    result = step(at_group(language), said(word), occasion())
    assert given(result.visit, "group", "sphere") == {"group": "law", "sphere": sphere}
    assert keys(view_of(result))[-1] == "violation.ask"
    assert WORDS.view(view_of(result), language).startswith(told)


def test_a_short_phrase_settles_the_sphere_that_it_names() -> None:
    visit = play(at_group(), said("в полиции деньги требуют"))
    told = "в полиции деньги требуют"  # it tells more than a name, so it is in the text too
    assert given(visit, "group", "sphere", "text") == {"group": "law", "sphere": "police", "text": told}
    assert given(play(at_group(), said("в полиции")), "sphere", "text") == {"sphere": "police", "text": None}


def test_several_spheres_are_offered_and_a_press_settles_both() -> None:
    result = step(at_group(), said("мусор"), occasion())
    assert choices_in(view_of(result))[:3] == ["named:environment", "named:utilities", "all"]
    assert given(result.visit, "group", "sphere") == {"group": None, "sphere": None}
    pressed_one = play(result.visit, "named:utilities")
    assert given(pressed_one, "group", "sphere") == {"group": "service", "sphere": "utilities"}
    everything = step(result.visit, pressed("all", result.visit), occasion())
    assert view_of(everything) == current_view(at_group(), occasion())


def test_the_name_of_a_group_offers_it_beside_the_sphere_it_may_mean() -> None:
    result = step(at_group("kk"), said("халыққа қызмет көрсету"), occasion())
    assert choices_in(view_of(result))[:3] == ["=service", "named:con", "all"]
    assert answer_of(play(at_group(), said("государственные органы")), "group") == "state"
    assert given(play(at_group(), said("другое")), "group", "sphere") == {"group": "other", "sphere": "other"}


def test_a_hint_is_offered_and_never_settled() -> None:
    result = step(at_group(), said("директор"), occasion())
    assert keys(view_of(result))[0] == "err.one_guess"
    assert answer_of(result.visit, "sphere") is None


def test_a_direction_is_found_by_a_word_and_so_is_a_sphere_beyond() -> None:
    asked = play(menu(), "new:report", "=atyrau")
    assert given(play(asked, said("балықшылар")), "direction", "sphere") == {"direction": "fisheries", "sphere": None}
    beyond = play(asked, said("гаишники"))
    assert given(beyond, "direction", "group") == {"direction": "all", "group": "law"}
    assert answer_of(beyond, "sphere") == "road_police"


def test_a_word_at_the_spheres_of_a_group_finds_those_of_others() -> None:
    asked = play(at_group(), "=service")
    assert given(play(asked, said("садике")), "group", "sphere") == {"group": "service", "sphere": "kindergarten"}
    assert given(play(asked, said("военкомат")), "group", "sphere") == {"group": "state", "sphere": "military"}


@pytest.mark.parametrize(("language", "word"), [("ru", "просят деньги"), ("kk", "пара сұрады"), ("ru", "взятка")])
def test_a_kind_of_violation_is_named_by_words(language: str, word: str) -> None:
    result = step(play(at_group(language), "=law", "=police"), said(word), occasion())
    assert answer_of(result.visit, "violation") == "bribe"
    assert keys(view_of(result))[0] == "line.value"


def test_a_goal_is_named_by_words() -> None:
    asked = play(menu(), "new:proposal", "=mangystau", "=law", "=police")
    assert answer_of(play(asked, said("зарплата")), "goal") == "pay"


def test_a_region_named_by_a_word_is_named_in_the_next_question() -> None:
    result = step(play(menu(), "new:report"), said("жанаозен"), occasion())
    assert WORDS.view(view_of(result), "ru").startswith("Регион: Мангистауская область\n\nЧего это касается?")


def test_a_typed_day_is_shown_and_a_rough_one_too() -> None:
    asked = play(menu(), *REPORT, "edit:when")
    for typed, value, told in (
        ("позавчера", "2026-03-03", "Когда: 03.03.2026"),
        ("до сих пор", "ongoing", "Когда: продолжается сейчас"),
    ):
        result = step(asked, said(typed), occasion())
        assert answer_of(result.visit, "when") == value
        assert WORDS.view(view_of(result), "ru").startswith(told)


def test_a_story_is_kept_and_what_it_names_is_only_offered() -> None:
    result = step(at_group(), said(STORY), occasion())
    assert given(result.visit, "text", "sphere") == {"text": STORY, "sphere": None}
    assert keys(view_of(result))[:2] == ["text.kept_early", "err.one_guess"]
    assert "named:health" in choices_in(view_of(result))
    short = "полицияда ұрып тастады баламды"
    assert given(play(at_group("kk"), said(short)), "text", "sphere") == {"text": short, "sphere": "police"}


def test_words_that_name_nothing_are_asked_again() -> None:
    result = step(at_group(), said("абракадабра"), occasion())
    assert keys(view_of(result))[:2] == ["err.not_found", "group.ask"]
    assert result.visit == at_group()


def test_another_sphere_can_be_chosen_from_the_preview_by_word_or_by_group() -> None:
    asked = play(visits()["full preview"], "edit:sphere")
    assert given(play(asked, said("полиция")), "group", "sphere") == {"group": "law", "sphere": "police"}
    assert "edit:group" in choices_in(current_view(asked, occasion()))
    wider = play(asked, "edit:group", "=service")
    assert keys(current_view(wider, occasion())) == ["sphere.ask"]
    assert answer_of(play(wider, "=school"), "sphere") == "school"


def test_the_last_offered_button_of_an_answered_question_is_stale() -> None:
    asked = play(at_group(), said("мусор"))
    answered = play(asked, "named:utilities")
    late = step(answered, pressed("named:environment", asked), occasion())
    assert answer_of(late.visit, "sphere") == "utilities"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_of_the_spheres_is_one_screenful(language: str) -> None:
    screens = {"groups": at_group(language)}
    screens |= {group.id: play(at_group(language), f"={group.id}") for group in groups()}
    lengths = {name: len(WORDS.view(current_view(visit, occasion()), language)) for name, visit in screens.items()}
    assert {name: length for name, length in lengths.items() if length > MOST_CHARACTERS} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_groups_tell_in_a_line_each_what_they_hold(language: str) -> None:
    text = WORDS.view(current_view(at_group(language), occasion()), language)
    for group in groups():
        assert group.hint is not None
        assert f"• {group.label[language]}: {group.hint[language]}" in text


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("рахмет", "talk.thanks"),
        ("здравствуйте", "start.welcome"),
        ("а когда ответите?", "talk.when"),
        ("алло, вы тут?", "talk.here"),
        ("ок", "talk.agreed"),
        ("абракадабра", "err.nothing_open"),
    ],
)
def test_what_is_said_at_the_menu_is_answered_with_the_way_on(words: str, key: str) -> None:
    result = step(menu(), said(words), occasion())
    assert keys(view_of(result)) == [key]
    assert "status" in choices_in(view_of(result))
    assert result.visit == menu()


def test_when_is_answered_with_the_term_and_the_way_to_the_case() -> None:
    view = view_of(step(menu(), said("жауап қашан болады?"), occasion()))
    assert "15 рабочих дней" in WORDS.view(view, "ru")
    assert choices_in(view) == ["status", "menu"]


def test_thanks_at_a_case_are_no_addition_and_leave_it_open() -> None:
    opened = play(menu(), OPENED)
    result = step(opened, said("Рахмет!"), occasion())
    assert result.visit == opened
    assert keys(view_of(result)) == ["talk.thanks_case"]
    assert choices_in(view_of(result)) == [f"facts:{CASE}", f"case:{CASE}"]
    writing = play(opened, said("кабинет был 12"))
    assert writing.screen is Screen.FACTS
    assert play(writing, said("спасибо")).facts == writing.facts
    assert play(opened, said("рахмет, бірақ кабинет 12 еді")).facts.text == "рахмет, бірақ кабинет 12 еді"
    assert play(opened, said("да, приду")).facts.text == "да, приду"


def test_thanks_where_the_text_is_asked_are_no_text_and_a_greeting_is() -> None:
    asked = play(menu(), *REPORT[:5])
    thanked = step(asked, said("спасибо"), occasion())
    assert (answer_of(thanked.visit, "text"), keys(view_of(thanked))[0]) == (None, "talk.not_text")
    assert answer_of(play(asked, said("Здравствуйте")), "text") == "Здравствуйте"


def test_a_settled_word_counts_as_one_action_of_the_way_to_the_preview() -> None:
    visit = play(menu(), "new:report", said("актау"), said("полиция"), said("взятка"), said(STORY), "done", "=code")
    assert visit.draft is not None and open_question(questions(), visit.draft.answers) is None
    assert visit.draft.answers["sphere"] == Given("police")


def test_the_draft_of_an_offer_is_shown_anew() -> None:
    result = step(at_group(), said("мусор"), occasion())
    (shown,) = [effect for effect in result.effects if isinstance(effect, Show)]
    assert shown.anew
    assert isinstance(result.visit.draft, Draft)
