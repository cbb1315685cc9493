"""Limits counted in memory only, under a key made at start: no row ever links an account to a case."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MOST_CHATS = 50_000


class Limit:
    """At most *most* happenings of one chat within *span*; forgotten when the process ends."""

    def __init__(self, most: int, span: timedelta, now: Callable[[], datetime]) -> None:
        self.most = most
        self.span = span
        self.now = now
        self._key = secrets.token_bytes(32)
        self._happened: dict[bytes, deque[datetime]] = {}

    def left(self, chat_id: int) -> int:
        """How many more are allowed now."""
        return self.most - len(self._recent(chat_id))

    def count(self, chat_id: int) -> None:
        """One more happened."""
        happened = self._recent(chat_id)
        happened.append(self.now())
        self._happened[self._name(chat_id)] = happened
        if len(self._happened) > MOST_CHATS:
            self._happened.pop(next(iter(self._happened)))

    def clear(self, chat_id: int) -> None:
        """Begin anew for *chat_id*."""
        self._happened.pop(self._name(chat_id), None)

    def minutes(self, chat_id: int) -> int:
        """Whole minutes until the next one is allowed, at least 1."""
        happened = self._recent(chat_id)
        if not happened:
            return 1
        return max(1, int((happened[0] + self.span - self.now()).total_seconds() // 60) + 1)

    def _recent(self, chat_id: int) -> deque[datetime]:
        happened = self._happened.get(self._name(chat_id), deque())
        while happened and happened[0] <= self.now() - self.span:
            happened.popleft()
        return happened

    def _name(self, chat_id: int) -> bytes:
        return hmac.digest(self._key, str(chat_id).encode(), hashlib.sha256)
