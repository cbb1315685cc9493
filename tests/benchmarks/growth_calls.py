"""Calls of everything that storage/ does with a connection, each about a few rows of a store of any size.

A test asks that no function is left out: whoever adds one adds a call of it here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeAlias

from sqlalchemy import Connection

from bot.terms import Chore, Level, Priority, Reminder, SetAside, Side, Status, Suspension, TalkState
from storage import (
    admins,
    audit,
    cases,
    chores,
    contacting,
    damage,
    deeds,
    dialect,
    facts,
    files,
    history,
    identity,
    moves,
    office_days,
    office_ways,
    officers,
    offices,
    outbox,
    posts,
    ratings,
    readings,
    reminders,
    roles,
    safety,
    tallies,
    terms,
    topics,
    unknown_groups,
    updates,
    visits,
    wishes,
    workdays,
)
from storage.audit import AuditRow
from storage.chores import ChoreRow
from storage.damage import DamagedRow
from storage.errors import StoreDamagedError
from storage.facts import Fact
from storage.history import HistoryRow
from storage.office_ways import OfficeWays
from storage.officers import OfficerRow
from storage.offices import OfficeRow
from storage.reminders import ReminderRow
from storage.workdays import ChangedDay
from tests.benchmarks.growth_expert_calls import OF_EXPERTS
from tests.benchmarks.growth_list_calls import OF_LISTS
from tests.benchmarks.growth_world import (
    ACTOR,
    ASIDE,
    DEED,
    FORMER,
    FREE,
    KEPT,
    LATER,
    LEASED,
    MARK,
    MOVE,
    NOTICE,
    OFFICE,
    REGION,
    ROLE,
    UNKNOWN,
    WAITING,
    WISH,
)
from tests.storage.rows import CASE, DAY, DUE, NOW, numbered_case

Call: TypeAlias = Callable[[Connection], Any]
LIMIT = 4
"""A page that is full in the smallest store that a test asks for."""
NEW_CASE = numbered_case(0, region=REGION)
NEW = "9" * 32
REMINDER = ReminderRow(CASE.id, REGION, DAY, DAY + timedelta(days=1), None)
"""As it was begun when CASE was filed."""
OFFICE_ROW = OfficeRow(REGION, b"another group", b"box", "ru", DAY)  # type: ignore[arg-type]  # as it lies there
CHORE = ChoreRow(REGION, Chore.MISSING, "")
JOB: Mapping[str, Any] = {"job": b"job", "wrapped_key": b"key", "expires_at": LATER, "sender": b"sender"}
ITEM: Mapping[str, Any] = {"lane": OFFICE, "kind": "addition", "priority": Priority.TALK, "not_before": NOW}
CLAIM: Mapping[str, Any] = {"now": NOW, "lease": 120, "limit": 5}
TO_SENT: Mapping[str, Any] = {"before": TalkState.PREVIEW, "day": DAY}



def fail(met: StoreDamagedError) -> None:
    """No row of these stores is damaged."""
    raise met


SLICE: Mapping[str, Any] = {"after": None, "limit": LIMIT, "aside": fail}
OF_CITIZENS: Mapping[str, Call] = {
    "dialect.lock_actor": lambda c: dialect.lock_actor(c, ACTOR),
    "updates.mark_seen": lambda c: updates.mark_seen(c, b"this update", expires_at=LATER),
    "updates.forget_seen": lambda c: updates.forget_seen(c, now=NOW),
    "visits.load_visit": lambda c: visits.load_visit(c, [ACTOR, b"older"]),
    "visits.save_visit": lambda c: visits.save_visit(c, ACTOR, b"new", expires_at=LATER),
    "visits.rewrite_visit": lambda c: visits.rewrite_visit(c, ACTOR, b"new"),
    "visits.delete_shown": lambda c: visits.delete_shown(c, ACTOR, b"box"),
    "visits.mark_shown": lambda c: visits.mark_shown(c, [(ACTOR, b"box")]),
    "visits.delete_visits": lambda c: visits.delete_visits(c, [ACTOR, b"older"]),
    "visits.is_running": lambda c: visits.is_running(c, [ACTOR, b"older"], now=NOW),
    "visits.are_there": visits.are_there,
    "visits.list_visits": lambda c: visits.list_visits(c, **SLICE),
    "visits.list_visits, unsent": lambda c: visits.list_visits(c, **SLICE, unsent_only=True),
    "visits.list_visits, ending": lambda c: visits.list_visits(c, **SLICE, ending=(NOW, NOW + 600)),
    "visits.list_visits, unsent and ending": lambda c: visits.list_visits(
        c, **SLICE, unsent_only=True, ending=(NOW, LATER)
    ),
    "visits.expired_visits": lambda c: visits.expired_visits(c, now=NOW, limit=LIMIT, aside=fail),
    "visits.delete_expired": lambda c: visits.delete_expired(c, ACTOR, now=LATER),
    "files.insert_job": lambda c: files.insert_job(c, NEW, **JOB),
    "files.claim_job": lambda c: files.claim_job(c, now=NOW, lease=600, aside=fail),
    "files.list_slice": lambda c: files.list_slice(c, **SLICE),
    "files.count_chunks": lambda c: files.count_chunks(c, KEPT),
    "files.put_chunk": lambda c: files.put_chunk(c, WAITING, 1, b"box"),
    "files.settle_clean": lambda c: files.settle_clean(c, WAITING, b"facts"),
    "files.drop_job": lambda c: files.drop_job(c, WAITING),
    "files.release_jobs": files.release_jobs,
    "files.release_job": lambda c: files.release_job(c, WAITING, not_before=LATER),
    "files.drop_files": lambda c: files.drop_files(c, [FREE]),
    "files.drop_of_talk": lambda c: files.drop_of_talk(c, CASE.id, 1),
    "files.move_to_talk": lambda c: files.move_to_talk(c, [KEPT], 2),
    "files.waits_in_talk": lambda c: files.waits_in_talk(c, CASE.id, 1),
    "files.are_waiting": lambda c: files.are_waiting(c, [WAITING]),
    "files.drop_expired": lambda c: files.drop_expired(c, now=NOW),
    "files.give_to_case": lambda c: files.give_to_case(c, [FREE], CASE.id, None),
    "files.get_file": lambda c: files.get_file(c, KEPT),
    "files.get_chunks": lambda c: files.get_chunks(c, KEPT),
}
OF_CASES: Mapping[str, Call] = {
    "cases.insert_case": lambda c: cases.insert_case(c, NEW_CASE, code_mark=b"new code"),
    "contacting.insert_address": lambda c: contacting.insert_address(c, "0" * 31 + "2", b"box"),
    "contacting.insert_contact": lambda c: contacting.insert_contact(
        c, "0" * 31 + "2", b"", consent_on=DAY, consent_text="1"
    ),
    "contacting.list_marked": lambda c: contacting.list_marked(c, [MARK, b"none"]),
    "contacting.mark_address": lambda c: contacting.mark_address(c, CASE.id, b"new mark"),
    "contacting.delete_address": lambda c: contacting.delete_address(c, CASE.id),
    "contacting.delete_contact": lambda c: contacting.delete_contact(c, CASE.id),
    "cases.change_level": lambda c: cases.change_level(c, CASE.id, Level.CODE),
    "safety.put_check": lambda c: safety.put_check(c, CASE.id, DAY),
    "safety.drop_check": lambda c: safety.drop_check(c, CASE.id),
    "safety.list_checks": lambda c: safety.list_checks(c, DAY, limit=LIMIT),
    "safety.list_to_head": safety.list_to_head,
    "ratings.count_rating": lambda c: ratings.count_rating(c, REGION, 5),
    "readings.count_read": lambda c: readings.count_read(c, REGION, "2026-03", 2),
    "readings.read_in_month": lambda c: readings.read_in_month(c, REGION, "2026-03"),
    "ratings.stars_of_region": lambda c: ratings.stars_of_region(c, REGION),
    "cases.number_of": lambda c: cases.number_of(c, CASE.id),
    "cases.list_slice": lambda c: cases.list_slice(c, **SLICE),
    "cases.list_undecided": lambda c: cases.list_undecided(c, limit=LIMIT, aside=fail),
    "cases.list_talk": lambda c: cases.list_talk(c, CASE.id, aside=fail),
    "cases.get_case": lambda c: cases.get_case(c, CASE.id),
    "cases.find_by_code": lambda c: cases.find_by_code(c, MARK),
    "cases.find_by_number": lambda c: cases.find_by_number(c, CASE.number),
    "contacting.rewrite_address": lambda c: contacting.rewrite_address(c, CASE.id, b"box"),
    "contacting.get_address": lambda c: contacting.get_address(c, CASE.id),
    "contacting.get_contact": lambda c: contacting.get_contact(c, CASE.id),
    "cases.change_status": lambda c: cases.change_status(
        c, CASE.id, Status.ANSWERED, before=(Status.REGISTERED,), today=DAY
    ),
    "cases.lock_case": lambda c: cases.lock_case(c, CASE.id),
    "cases.put_work": lambda c: cases.put_work(c, CASE.id, b"box", assignee=MARK),
    "cases.change_due": lambda c: cases.change_due(c, CASE, DAY, today=DAY),
    "cases.change_region": lambda c: cases.change_region(c, CASE.id, "region-1", today=DAY),
    "history.add_entry": lambda c: history.add_entry(c, CASE.id, HistoryRow(9, DAY, b"box")),
    "history.list_entries": lambda c: history.list_entries(c, CASE.id, aside=fail),
    "officers.put_officer": lambda c: officers.put_officer(c, REGION, OfficerRow(b"new", b"box", DAY)),
    "officers.list_officers": lambda c: officers.list_officers(c, REGION, aside=fail),
    "officers.drop_officer": lambda c: officers.drop_officer(c, REGION, MARK),
    "cases.get_desk": lambda c: cases.get_desk(c, CASE.id),
    "cases.list_places": lambda c: cases.list_places(c, REGION, Status.ANSWERED, limit=LIMIT),
    "cases.add_talk": lambda c: cases.add_talk(
        c, CASE.id, 9, side=Side.CITIZEN, state=TalkState.SENT, day=DAY, box=b"box"
    ),
    "cases.next_seq": lambda c: cases.next_seq(c, CASE.id),
    "cases.rewrite_talk": lambda c: cases.rewrite_talk(c, CASE.id, 1, b"new"),
    "cases.get_talk": lambda c: cases.get_talk(c, CASE.id, 1),
    "cases.change_talk": lambda c: cases.change_talk(c, CASE.id, 1, TalkState.SENT, **TO_SENT),
    "reminders.begin_term": lambda c: reminders.begin_term(c, CASE.id, REGION, today=DAY),
    "reminders.look_again": lambda c: reminders.look_again(c, CASE.id, today=DAY),
    "reminders.get_reminder": lambda c: reminders.get_reminder(c, CASE.id),
    "reminders.list_due": lambda c: reminders.list_due(c, REGION, today=DUE, limit=LIMIT),
    "reminders.move_on": lambda c: reminders.move_on(c, REMINDER, told=Reminder.SILENT, look_on=DUE),
    "reminders.stop_looking": lambda c: reminders.stop_looking(c, CASE.id),
    "terms.count_due": lambda c: terms.count_due(c, REGION, (Status.REGISTERED,), since=DAY, until=DUE, most=LIMIT),
    "tallies.count_moved": lambda c: tallies.count_moved(c, REGION, Status.REGISTERED, Status.ANSWERED),
    "tallies.count_transferred": lambda c: tallies.count_transferred(c, REGION, "region-1", Status.REGISTERED),
    "tallies.how_many": lambda c: tallies.how_many(c, REGION, Status.WAITING),
    "tallies.was_served": lambda c: tallies.was_served(c, REGION),
    "tallies.by_region": lambda c: tallies.by_region(c, Status.WAITING),
    "posts.change_role": lambda c: posts.change_role(c, b"new", "wiped"),
    "posts.put_post": lambda c: posts.put_post(c, b"new", case_id=CASE.id, role="card", seq=None, box=b"box"),
    "posts.find_post": lambda c: posts.find_post(c, MARK),
    "posts.list_posts": lambda c: posts.list_posts(c, CASE.id, aside=fail),
    "posts.list_slice": lambda c: posts.list_slice(c, **SLICE),
    "posts.drop_post": lambda c: posts.drop_post(c, MARK),
    "topics.put_topic": lambda c: topics.put_topic(c, CASE.id, b"another box"),
    "topics.get_topic": lambda c: topics.get_topic(c, CASE.id),
    "topics.mark_closed": lambda c: topics.mark_closed(c, CASE.id, closed=True),
    "office_ways.is_notice_only": lambda c: office_ways.is_notice_only(c, REGION),
    "office_ways.get_ways": lambda c: office_ways.get_ways(c, REGION),
    "office_ways.put_ways": lambda c: office_ways.put_ways(c, REGION, OfficeWays(at_once=True)),
    "posts.point_post": lambda c: posts.point_post(c, MARK, seq=1),
}
OF_OFFICES: Mapping[str, Call] = {
    "offices.lock_region": lambda c: offices.lock_region(c, REGION),
    "offices.get_office": lambda c: offices.get_office(c, REGION),
    "offices.find_office": lambda c: offices.find_office(c, b"group 0"),
    "offices.put_office": lambda c: offices.put_office(c, OFFICE_ROW),
    "offices.delete_office": lambda c: offices.delete_office(c, REGION),
    "offices.set_language": lambda c: offices.set_language(c, REGION, OFFICE_ROW.language),
    "offices.list_offices": lambda c: offices.list_offices(c, aside=fail),
    "offices.bound_regions": offices.bound_regions,
    "offices.region_of": lambda c: offices.region_of(c, b"group 0"),
    "offices.put_former": lambda c: offices.put_former(c, FORMER),
    "offices.get_former": lambda c: offices.get_former(c, REGION),
    "offices.list_former": lambda c: offices.list_former(c, FORMER.mark),
    "offices.all_former": lambda c: offices.all_former(c, aside=fail),
    "offices.delete_former": lambda c: offices.delete_former(c, REGION),
    "office_days.begin_day": lambda c: office_days.begin_day(c, REGION, DAY),
    "office_days.count_reminders": lambda c: office_days.count_reminders(c, REGION),
    "office_days.add_reminders": lambda c: office_days.add_reminders(c, REGION, 1),
    "workdays.list_days": lambda c: workdays.list_days(c, since=DAY, until=DUE, aside=fail),
    "workdays.put_day": lambda c: workdays.put_day(c, ChangedDay(DUE, is_workday=False)),
    "workdays.drop_day": lambda c: workdays.drop_day(c, DAY),
    "roles.put_role": lambda c: roles.put_role(c, ROLE),
    "roles.get_role": lambda c: roles.get_role(c, REGION, MARK),
    "roles.list_roles": lambda c: roles.list_roles(c, REGION, aside=fail),
    "roles.list_of_person": lambda c: roles.list_of_person(c, MARK),
    "roles.drop_role": lambda c: roles.drop_role(c, REGION, MARK),
    "chores.start_chore": lambda c: chores.start_chore(c, REGION, Chore.WAITING, not_before=NOW),
    "chores.list_due": lambda c: chores.list_due(c, now=NOW),
    "chores.take_chore": lambda c: chores.take_chore(c, REGION, Chore.MISSING),
    "chores.move_cursor": lambda c: chores.move_cursor(c, CHORE, "cursor"),
    "chores.end_chore": lambda c: chores.end_chore(c, REGION, Chore.MISSING),
}
OF_ADMINS: Mapping[str, Call] = {
    "moves.put_move": lambda c: moves.put_move(c, MOVE, now=LATER),
    "moves.get_move": lambda c: moves.get_move(c, REGION, now=NOW),
    "moves.find_move": lambda c: moves.find_move(c, MOVE.id, now=NOW),
    "moves.list_moves": lambda c: moves.list_moves(c, now=NOW, aside=fail),
    "moves.list_due": lambda c: moves.list_due(c, now=NOW),
    "moves.agree_to_move": lambda c: moves.agree_to_move(c, MOVE.id, due_at=LATER, now=NOW),
    "moves.take_move": lambda c: moves.take_move(c, MOVE.id),
    "moves.drop_move": lambda c: moves.drop_move(c, REGION),
    "moves.forget_moves": lambda c: moves.forget_moves(c, now=NOW),
    "deeds.put_deed": lambda c: deeds.put_deed(c, replace(DEED, id=NEW)),
    "deeds.find_deed": lambda c: deeds.find_deed(c, DEED.id, now=NOW),
    "deeds.list_deeds": lambda c: deeds.list_deeds(c, REGION, now=NOW, aside=fail),
    "deeds.all_deeds": lambda c: deeds.all_deeds(c, aside=fail),
    "deeds.take_deed": lambda c: deeds.take_deed(c, DEED.id),
    "deeds.is_stopped": lambda c: deeds.is_stopped(c, DEED.mark, REGION, now=NOW),
    "deeds.count_deeds": lambda c: deeds.count_deeds(c, DEED.mark, now=NOW),
    "deeds.forget_deeds": lambda c: deeds.forget_deeds(c, now=NOW),
    "damage.put_damage": lambda c: damage.put_damage(c, DamagedRow("talk", NEW), day=DAY),
    "damage.forget_damage": lambda c: damage.forget_damage(c, "talk", before=DAY),
    "unknown_groups.find_group": lambda c: unknown_groups.find_group(c, MARK),
    "unknown_groups.put_group": lambda c: unknown_groups.put_group(c, UNKNOWN),
    "unknown_groups.list_since": lambda c: unknown_groups.list_since(c, before=NOW, limit=LIMIT),
    "unknown_groups.drop_group": lambda c: unknown_groups.drop_group(c, MARK),
    "admins.put_admin": lambda c: admins.put_admin(c, MARK, b"box"),
    "admins.is_admin": lambda c: admins.is_admin(c, MARK),
    "admins.list_admins": lambda c: admins.list_admins(c, aside=fail),
    "admins.get_admin": lambda c: admins.get_admin(c, b"admin 0"),
    "admins.remove_admin": lambda c: admins.remove_admin(c, b"admin 0", now=NOW),
    "admins.restore_admin": lambda c: admins.restore_admin(c, b"admin 0"),
    "admins.forget_removed": lambda c: admins.forget_removed(c, until=NOW),
    "admins.put_link": lambda c: admins.put_link(c, b"new", expires_at=LATER),
    "admins.use_link": lambda c: admins.use_link(c, MARK, now=NOW),
    "admins.drop_links": admins.drop_links,
    "admins.forget_links": lambda c: admins.forget_links(c, now=NOW),
    "audit.add_entry": lambda c: audit.add_entry(c, AuditRow(NEW, DAY, "revealed", CASE.id, b"box")),
    "audit.list_entries": lambda c: audit.list_entries(c, **SLICE),
    "audit.list_entries of a day": lambda c: audit.list_entries(c, **SLICE, day=DAY),
    "audit.next_day": audit.next_day,
    "wishes.all_wishes": wishes.all_wishes,
    "wishes.put_wish": lambda c: wishes.put_wish(c, NEW, CASE.id, b"box", expires_at=LATER),
    "wishes.get_wish": lambda c: wishes.get_wish(c, WISH, now=NOW),
    "wishes.list_wishes": lambda c: wishes.list_wishes(c, CASE.id, now=NOW),
    "wishes.drop_wish": lambda c: wishes.drop_wish(c, WISH),
    "wishes.forget_wishes": lambda c: wishes.forget_wishes(c, now=NOW),
    "facts.get_fact": lambda c: facts.get_fact(c, Fact.KEYRING),
    "facts.put_fact": lambda c: facts.put_fact(c, Fact.KEYRING, "0011"),
    "identity.name_store": lambda c: identity.name_store(c, "new"),
    "identity.beat": lambda c: identity.beat(c, store_id="", least=0, now=NOW),
}
OF_OUTBOX: Mapping[str, Call] = {
    "outbox.enqueue": lambda c: outbox.enqueue(c, **ITEM, case_id=CASE.id, seq=2),
    "outbox.put_box": lambda c: outbox.put_box(c, NOTICE, b"box"),
    "outbox.list_items": outbox.list_items,
    "outbox.claim_due": lambda c: outbox.claim_due(c, **CLAIM),
    "outbox.claim_due beside busy lanes": lambda c: outbox.claim_due(c, **CLAIM, without=[OFFICE, "office:x"]),
    "outbox.claim_due after a clock jump": lambda c: outbox.claim_due(c, **{**CLAIM, "now": NOW - 3600}),
    "outbox.next_due": lambda c: outbox.next_due(c, now=NOW, without=[OFFICE]),
    "outbox.is_claimed": lambda c: outbox.is_claimed(c, LEASED),
    "outbox.release_claims": outbox.release_claims,
    "outbox.settle_delivered": lambda c: outbox.settle_delivered(c, LEASED),
    "outbox.withdraw": lambda c: outbox.withdraw(c, NOTICE),
    "outbox.postpone": lambda c: outbox.postpone(c, LEASED, not_before=LATER, parts_done=1),
    "outbox.has_pending": lambda c: outbox.has_pending(c, OFFICE, "addition", CASE.id, 1),
    "outbox.has_due": lambda c: outbox.has_due(c, OFFICE, LIMIT, now=NOW),
    "outbox.list_unclaimed": lambda c: outbox.list_unclaimed(c, OFFICE, "move"),
    "outbox.list_of_case": lambda c: outbox.list_of_case(c, OFFICE, "addition", CASE.id),
    "outbox.find_untried": lambda c: outbox.find_untried(c, OFFICE, "addition", CASE.id),
    "outbox.find_untried of a message": lambda c: outbox.find_untried(c, OFFICE, "addition", CASE.id, seq=1),
    "outbox.delete_lane_items": lambda c: outbox.delete_lane_items(c, OFFICE, "move"),
    "outbox.set_aside": lambda c: outbox.set_aside(c, LEASED, SetAside.REFUSED),
    "outbox.get_aside": lambda c: outbox.get_aside(c, ASIDE),
    "outbox.list_aside": lambda c: outbox.list_aside(c, limit=LIMIT),
    "outbox.try_again": lambda c: outbox.try_again(c, ASIDE),
    "outbox.drop_aside": lambda c: outbox.drop_aside(c, ASIDE),
    "outbox.hold_lane": lambda c: outbox.hold_lane(c, OFFICE, not_before=LATER),
    "outbox.suspend_lane": lambda c: outbox.suspend_lane(c, OFFICE, Suspension.REMOVED),
    "outbox.resume_lane": lambda c: outbox.resume_lane(c, "office:closed"),
    "outbox.lane_state": lambda c: outbox.lane_state(c, OFFICE),
    "outbox.count_pending": outbox.count_pending,
    "outbox.count_pending of a lane": lambda c: outbox.count_pending(c, "office:closed"),
    "outbox.count_aside": outbox.count_aside,
    "outbox.hold_kind": lambda c: outbox.hold_kind(
        c, OFFICE, Priority.FILES, Suspension.SILENCED, not_before=LATER, now=NOW
    ),
    "outbox.release_kind": lambda c: outbox.release_kind(c, OFFICE, Priority.CARD),
    "outbox.kind_hold": lambda c: outbox.kind_hold(c, OFFICE, Priority.FILES),
    "outbox.list_holds": outbox.list_holds,
    "outbox.wake_holds": lambda c: outbox.wake_holds(c, OFFICE),
    "outbox.list_suspended": outbox.list_suspended,
    "outbox.oldest_due": outbox.oldest_due,
}
CALLS: Mapping[str, Call] = {
    **OF_CITIZENS,
    **OF_CASES,
    **OF_OFFICES,
    **OF_ADMINS,
    **OF_OUTBOX,
    **OF_LISTS,
    **OF_EXPERTS,
}
WHOLE: Mapping[str, str] = {
    "counting.days_of": "a month of a region, when an observer or an admin asks for its numbers",
    "wishes.all_wishes": "the doctor, when somebody calls it: whether every wish opens",
    "outbox.list_items": "once, at the first start of a version that seals items in another way",
}
"""What reads everything because that is its task, and how rarely it is done."""
