"""The terms: what stands in databases is never renamed, and each is explained where it is defined."""

from __future__ import annotations

import inspect
from enum import StrEnum

from bot import terms
from storage import schema

TERMS = {
    name: defined
    for name, defined in vars(terms).items()
    if isinstance(defined, type) and issubclass(defined, StrEnum) and defined is not StrEnum
}


def test_the_terms_are_those_that_stand_in_databases() -> None:
    """Whoever adds one adds it here; whoever renames or removes one breaks every database and backup there is."""
    assert {name: [term.value for term in defined] for name, defined in TERMS.items()} == {
        "Kind": ["report", "proposal"],
        "Level": ["code", "relay", "contact"],
        "Language": ["kk", "ru"],
        "Status": [
            *("waiting", "registered", "answered", "in_work", "question", "expert", "with_head", "redirected"),
            *("closed", "rejected", "duplicate", "withdrawn", "reopened"),
        ],
        "Desk": ["group", "head"],
        "ExpertField": ["business", "science", "civil", "media"],
        "Result": [
            *("measures", "explained", "not_confirmed", "forwarded", "proposal_used", "proposal_not", "other"),
        ],
        "Side": ["citizen", "to_head", "office"],
        "TalkState": ["preview", "leaving", "sent", "dropped"],
        "OutboxState": ["pending", "set-aside"],
        "SetAside": ["refused", "too-large", "answer-lost", "server-errors", "cannot-open", "faulty"],
        "Cleaning": ["waiting", "clean"],
        "MoveStep": ["asked", "agreed"],
        "DeedKind": [
            *("bound", "bound-again", "unbound", "move-asked"),
            *("admin-added", "admin-removed", "stopped", "withdrawn"),
        ],
        "OfficeRole": ["head", "contacts", "curator"],
        "Chore": ["head", "previews", "missing", "words", "waiting"],
        "Reminder": ["silent", "crime", "half-time", "due-soon", "overdue"],
        "Suspension": ["public", "removed", "silenced", "unbound", "forbidden", "damaged", "gone", "topic", "no-files"],
    }


def test_who_waits_goes_first_and_what_nobody_waits_for_last() -> None:
    """They stand in databases as numbers: a queue of a lane is found by one of these and by no other."""
    assert [(each.name, each.value) for each in terms.Priority] == [
        ("FIRST", 0),
        ("TALK", 10),
        ("CARD", 20),
        ("FILES", 30),
        ("REFRESH", 40),
    ]


def test_each_term_says_in_one_line_what_it_means_and_who_sees_it() -> None:
    explained = {name: inspect.cleandoc(defined.__doc__ or "") for name, defined in TERMS.items()}
    assert [name for name, said in explained.items() if "\n" in said or len(said) < 40] == []


def test_the_schema_refuses_what_is_no_term() -> None:
    checks = {
        str(check.name): str(check.sqltext)  # type: ignore[attr-defined]  # a CHECK has one
        for table in schema.metadata.tables.values()
        for check in table.constraints
        if hasattr(check, "sqltext")
    }
    assert {name: text for name, text in checks.items() if " IN " in text} == {
        "ck_cases_desk": "desk IN ('group', 'head')",
        "ck_cases_kind": "kind IN ('report', 'proposal')",
        "ck_cases_level": "level IN ('code', 'relay', 'contact')",
        "ck_cases_status": "status IN ('waiting', 'registered', 'answered', 'in_work', 'question', 'expert', "
        "'with_head', 'redirected', 'closed', 'rejected', 'duplicate', 'withdrawn', 'reopened')",
        "ck_cases_language": "language IN ('kk', 'ru')",
        "ck_talk_side": "side IN ('citizen', 'to_head', 'office')",
        "ck_talk_state": "state IN ('preview', 'leaving', 'sent', 'dropped')",
        "ck_offices_language": "language IN ('kk', 'ru')",
        "ck_charters_language": "language IN ('kk', 'ru')",
        "ck_former_offices_language": "language IN ('kk', 'ru')",
        "ck_moves_step": "step IN ('asked', 'agreed')",
        "ck_deeds_kind": "kind IN ('bound', 'bound-again', 'unbound', 'move-asked', 'admin-added', 'admin-removed', "
        "'stopped', 'withdrawn')",
        "ck_roles_role": "role IN ('head', 'contacts', 'curator')",
        "ck_outbox_state": "state IN ('pending', 'set-aside')",
        "ck_reminders_told": "told IN ('silent', 'crime', 'half-time', 'due-soon', 'overdue')",
        "ck_chores_kind": "kind IN ('head', 'previews', 'missing', 'words', 'waiting')",
        "ck_files_state": "state IN ('waiting', 'clean')",
    }
