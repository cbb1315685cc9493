"""Places: where a sealed box belongs. A box opens only in the table, row and field that it was sealed for."""

from __future__ import annotations

from enum import StrEnum


class Table(StrEnum):
    """The tables that hold boxes or wrapped keys. A name is part of every box sealed under it: never rename one."""

    ADDRESSES = "addresses"
    ADMINS = "admins"
    AUDIT = "audit"
    CASES = "cases"
    CHARTERS = "charters"
    CONTACTS = "contacts"
    DEEDS = "deeds"
    EXPERTS = "experts"
    EXPERT_LINKS = "expert_links"
    FILES = "files"
    FILE_CHUNKS = "file_chunks"
    FORMER_OFFICES = "former_offices"
    HISTORY = "history"
    MOVES = "moves"
    OBSERVERS = "observers"
    OFFICERS = "officers"
    OFFICES = "offices"
    OUTBOX = "outbox"
    POSTS = "posts"
    SEARCHES = "searches"
    REFERRALS = "referrals"
    ROLES = "roles"
    TALK = "talk"
    TEMPLATES = "templates"
    TOPICS = "topics"
    UNKNOWN_GROUPS = "unknown_groups"
    WISHES = "wishes"


class Field(StrEnum):
    """The fields that are sealed under a row's own data key; messages and chunks are named by their number."""

    ANSWERS = "answers"
    CHAT = "chat"
    CONTACT = "contact"
    EXPERT = "expert"
    FACTS = "facts"
    WORK = "work"
