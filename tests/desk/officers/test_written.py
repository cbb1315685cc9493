"""Words that an act takes: whoever writes them does it, once and by name; what will not do is asked for again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.desk.history import Happening, HistoryEntry
from bot.desk.officers.written import DOUBLE_TAP, WrittenWords, ask_words, confirm_words, take_words
from bot.desk.outgoing.items import AskWho, AskWords, PushCitizen, RefreshCard, SayInGroup
from bot.desk.people import Done, Officer, Refused, Spot
from bot.desk.status import AT_AN_END
from bot.desk.wishes import WISH_LASTS, Wanted, find_wish
from bot.desk.work import Work
from bot.terms import Status
from tests.desk.house import CARD, DANA, GROUP, OTHER_GROUP, YERLAN, Desk, OnDesk, press

SPOT = Spot(GROUP, 50)
WHY = "Өтініштің мәні жоқ"
LATEST = {"max_date": "2026-05-27"}
"""Two months after 27 March, on which the term of a case ends that was filed on 2 March 2026."""


def asked(desk: Desk, wanted: Wanted, status: Status = Status.IN_WORK) -> tuple[OnDesk, str]:
    """A case of which Dana wants something that takes words, and her wish; nothing waits to be sent."""
    case = desk.put_carded(status)
    assert ask_words(desk.connection, press(CARD), desk.about(case), wanted, desk.turn) == Done("s.write_below")
    (prompt,) = desk.items()
    assert isinstance(prompt, AskWords)
    desk.empty_outbox()
    return case, prompt.wish


def say(desk: Desk, case: OnDesk, wish: str, text: str, officer: Officer | None = DANA) -> list[str]:
    """*officer* writes *text* below the question; the keys of what is said of it."""
    words = WrittenWords(wish, text, officer, SPOT)
    take_words(desk.connection, words, desk.about(case), desk.turn)
    return desk.said()


def last(desk: Desk, case: OnDesk) -> tuple[Happening, Officer | None, str, str]:
    """What was done last, by whom, why and about what."""
    entry: HistoryEntry = desk.history(case)[-1]
    return entry.what, entry.by, entry.why, entry.about


def test_a_double_tap_asks_once_another_officer_or_another_act_asks_again(desk: Desk) -> None:
    case, _ = asked(desk, Wanted.NOTE)
    ask_words(desk.connection, press(CARD), desk.about(case), Wanted.NOTE, desk.turn)
    assert desk.items() == []
    ask_words(desk.connection, press(CARD, YERLAN), desk.about(case), Wanted.NOTE, desk.turn)
    ask_words(desk.connection, press(CARD), desk.about(case), Wanted.BODY, desk.turn)
    desk.pass_by(timedelta(seconds=DOUBLE_TAP))
    ask_words(desk.connection, press(CARD), desk.about(case), Wanted.NOTE, desk.turn)
    found = [item.wanted for item in desk.items() if isinstance(item, AskWords)]
    assert found == [Wanted.NOTE, Wanted.BODY, Wanted.NOTE]


def test_the_question_for_a_new_term_names_the_latest(desk: Desk) -> None:
    case = desk.put_carded(Status.IN_WORK)
    assert case.row.due_on == date(2026, 3, 27)
    ask_words(desk.connection, press(CARD), desk.about(case), Wanted.EXTENSION, desk.turn)
    (prompt,) = desk.items()
    assert isinstance(prompt, AskWords) and prompt.values == LATEST


def test_a_note_is_the_offices_own(desk: Desk) -> None:
    case, wish = asked(desk, Wanted.NOTE)
    assert say(desk, case, wish, "  Ауруханаға қоңырау шалу ") == ["s.note_saved"]
    assert last(desk, case) == (Happening.NOTED, DANA, "Ауруханаға қоңырау шалу", "")
    assert not any(isinstance(item, PushCitizen) for item in desk.items())


def test_a_number_elsewhere_is_kept_and_a_later_one_takes_its_place(desk: Desk) -> None:
    case, wish = asked(desk, Wanted.OUTSIDE)
    assert say(desk, case, wish, "ЗТ-2026-1") == ["s.outside_saved"]
    assert (desk.work(case).outside, last(desk, case)[3]) == ("ЗТ-2026-1", "ЗТ-2026-1")
    assert not any(isinstance(item, PushCitizen) for item in desk.items())


def test_a_body_without_a_button_is_named_in_words(desk: Desk) -> None:
    case, wish = asked(desk, Wanted.BODY)
    assert say(desk, case, wish, "Тұрғын үй инспекциясы") == ["s.redirected"]
    assert (desk.row(case).status, desk.work(case).body) == (Status.REDIRECTED, "Тұрғын үй инспекциясы")
    assert PushCitizen(case.id) in desk.items()


def test_a_term_is_extended_and_the_first_one_remembered(desk: Desk) -> None:
    case, wish = asked(desk, Wanted.EXTENSION)
    assert say(desk, case, wish, "10.04.2026 құжаттарды күтеміз") == ["s.extended"]
    assert desk.row(case).due_on == date(2026, 4, 10)
    assert desk.work(case) == Work(first_due=date(2026, 3, 27))
    assert last(desk, case) == (Happening.EXTENDED, DANA, "құжаттарды күтеміз", "2026-04-10")
    assert RefreshCard(case.id) in desk.items() and PushCitizen(case.id) in desk.items()
    assert desk.row(case).status is Status.IN_WORK


def test_a_rejection_has_a_reason(desk: Desk) -> None:
    case, wish = asked(desk, Wanted.REJECTION)
    assert say(desk, case, wish, WHY) == ["s.rejected"]
    assert (desk.row(case).status, last(desk, case)) == (Status.REJECTED, (Happening.REJECTED, DANA, WHY, ""))
    assert PushCitizen(case.id) in desk.items()


def test_a_duplicate_names_the_first_case(desk: Desk) -> None:
    first = desk.put_carded()
    case, wish = asked(desk, Wanted.DUPLICATE)
    assert say(desk, case, wish, f"№ {first.row.number}") == ["s.duplicate_done"]
    assert (desk.row(case).status, last(desk, case)[3]) == (Status.DUPLICATE, first.row.number)
    assert (desk.row(first).status, desk.work(first).joined) == (first.row.status, (case.id,))


@pytest.mark.parametrize("status", AT_AN_END)
def test_no_case_is_a_duplicate_of_one_at_which_nobody_works(desk: Desk, status: Status) -> None:
    """Its citizen reads that both are looked into together; of two that name each other neither would be."""
    first = desk.put_carded(status)
    case, wish = asked(desk, Wanted.DUPLICATE)
    say(desk, case, wish, first.row.number)
    (again,) = [item for item in desk.items() if isinstance(item, AskWords)]
    assert again.again and desk.row(case).status is Status.IN_WORK


@pytest.mark.parametrize("status", [*AT_AN_END, Status.ANSWERED])
def test_a_case_is_opened_again_with_a_new_term(desk: Desk, status: Status) -> None:
    if status is Status.WITHDRAWN:
        case = desk.put_carded(status)
        refused = ask_words(desk.connection, press(CARD), desk.about(case), Wanted.REOPENING, desk.turn)
        assert (refused, desk.items()) == (Refused("s.cannot_reopen"), [])
        return
    case, wish = asked(desk, Wanted.REOPENING, status)
    desk.pass_by(timedelta(minutes=59))
    assert say(desk, case, wish, "Жаңа мәлімет бар") == ["s.reopened_short"]
    assert desk.row(case).status is Status.REOPENED
    assert desk.row(case).due_on == desk.turn.rules.calendar.due_on(desk.turn.today, 15)
    assert last(desk, case) == (Happening.REOPENED, DANA, "Жаңа мәлімет бар", "")


BAD = {
    Wanted.NOTE: " ",
    Wanted.OUTSIDE: "9" * 121,
    Wanted.BODY: "б" * 121,
    Wanted.EXTENSION: "ертең",
    Wanted.REJECTION: "жоқ",
    Wanted.DUPLICATE: "99-26-99999",
    Wanted.REGION: "Маңғыстау\nосында",
    Wanted.REOPENING: "жоқ",
}


@pytest.mark.parametrize("wanted", BAD)
def test_words_that_will_not_do_are_asked_for_again_and_change_nothing(desk: Desk, wanted: Wanted) -> None:
    status = Status.CLOSED if wanted is Wanted.REOPENING else Status.IN_WORK
    case, wish = asked(desk, wanted, status)
    for _ in range(2):
        assert say(desk, case, wish, BAD[wanted]) == []
        (again,) = desk.items()
        assert isinstance(again, AskWords) and (again.wish, again.again, again.reply_to) == (wish, True, SPOT)
        desk.empty_outbox()
    assert (desk.row(case), desk.history(case)) == (case.row, [])
    assert find_wish(desk.connection, wish, desk.turn) is not None


def test_every_act_that_takes_words_can_be_misunderstood() -> None:
    assert set(BAD) == set(Wanted) - {Wanted.CONTACTS, Wanted.GROUP}  # of what is past groups: test_past_the_group


def test_the_same_question_is_answered_once(desk: Desk) -> None:
    case, wish = asked(desk, Wanted.REJECTION)
    say(desk, case, wish, WHY)
    desk.empty_outbox()
    assert say(desk, case, wish, WHY, YERLAN) == ["s.wish_over"]
    assert desk.items() == [SayInGroup("s.wish_over", reply_to=SPOT)]
    assert len(desk.history(case)) == 1


def test_whoever_writes_the_words_does_the_act(desk: Desk) -> None:
    case, wish = asked(desk, Wanted.REJECTION)
    say(desk, case, wish, WHY, YERLAN)
    assert last(desk, case)[1] == YERLAN


def test_what_was_decided_meanwhile_is_not_decided_again(desk: Desk) -> None:
    case, wish = asked(desk, Wanted.REJECTION)
    other = desk.put_carded(Status.IN_WORK)

    ask_words(desk.connection, press(CARD, YERLAN), desk.about(case), Wanted.REJECTION, desk.turn)
    (prompt,) = [item for item in desk.items() if isinstance(item, AskWords)]
    say(desk, case, prompt.wish, "Басқа себеп", YERLAN)
    desk.empty_outbox()
    assert say(desk, case, wish, WHY) == ["s.at_an_end"]
    assert [entry.why for entry in desk.history(case)] == ["Басқа себеп"]
    assert desk.row(other) == other.row


def test_a_wish_is_over_after_its_hour_and_for_another_case(desk: Desk) -> None:
    case, wish = asked(desk, Wanted.REJECTION)
    other = desk.put_carded(Status.IN_WORK)
    assert say(desk, other, wish, WHY) == ["s.wish_over"]
    desk.empty_outbox()
    desk.pass_by(WISH_LASTS)
    assert say(desk, case, wish, WHY) == ["s.wish_over"]
    assert (desk.history(case), desk.history(other)) == ([], [])


def test_words_of_nobody_wait_for_a_press_that_says_whose_they_are(desk: Desk) -> None:
    case, wish = asked(desk, Wanted.REJECTION)
    assert confirm_words(desk.connection, press(51), desk.turn, wish=wish) == Refused("s.reveal_not_yours")
    assert say(desk, case, wish, WHY, None) == []
    assert desk.items() == [AskWho(case.id, wish, SPOT)]
    assert desk.history(case) == []
    foreign = press(51, YERLAN, OTHER_GROUP)
    assert confirm_words(desk.connection, foreign, desk.turn, wish=wish) == Refused("s.no_rights")
    assert confirm_words(desk.connection, press(51, YERLAN), desk.turn, wish=wish) == Done(
        "s.rejected", {"case_no": case.row.number}
    )
    assert last(desk, case) == (Happening.REJECTED, YERLAN, WHY, "")
    assert confirm_words(desk.connection, press(51), desk.turn, wish=wish) == Refused("s.wish_over")
    assert len(desk.history(case)) == 1


def test_a_case_goes_to_no_office_that_does_not_exist(desk: Desk) -> None:
    case, wish = asked(desk, Wanted.REGION)
    assert say(desk, case, wish, "Атырау\nСонда болған") == ["s.transfer_no_office"]
    assert (desk.row(case), desk.history(case)) == (case.row, [])


@pytest.mark.parametrize("wanted", [Wanted.EXTENSION, Wanted.BODY, Wanted.REJECTION, Wanted.DUPLICATE, Wanted.REGION])
@pytest.mark.parametrize("status", AT_AN_END)
def test_a_case_at_an_end_is_opened_first(desk: Desk, status: Status, wanted: Wanted) -> None:
    case = desk.put_carded(status)
    refused = ask_words(desk.connection, press(CARD), desk.about(case), wanted, desk.turn)
    assert (refused, desk.items()) == (Refused("s.at_an_end"), [])


def test_a_reply_to_a_refusal_answers_nobody_and_one_to_what_was_done_answers_the_citizen(desk: Desk) -> None:
    case, wish = asked(desk, Wanted.NOTE)
    say(desk, case, wish, "Жазба")
    say(desk, case, wish, "Жазба")
    notices = {item.key: item.case for item in desk.items() if isinstance(item, SayInGroup)}
    assert notices == {"s.note_saved": case.id, "s.wish_over": None}
