"""Which updates were decided: a repeated one changes nothing."""

from __future__ import annotations

from sqlalchemy import Connection, delete, text

from storage.schema import seen_updates

HOUR = 3600
_MARK = text("INSERT INTO seen_updates (mark, expires_at) VALUES (:mark, :expires_at) ON CONFLICT (mark) DO NOTHING")


def mark_seen(connection: Connection, mark: bytes, *, expires_at: int) -> bool:
    """Remember *mark* at least until *expires_at*; False when it was there before, so that the update is a repeat.

    Kept by the hour: the exact second of every update would be a diary of who wrote when.
    """
    return connection.execute(_MARK, {"mark": mark, "expires_at": -(-expires_at // HOUR) * HOUR}).rowcount == 1


def forget_seen(connection: Connection, *, now: int) -> int:
    """Delete the marks that Telegram can no longer repeat; their number."""
    return connection.execute(delete(seen_updates).where(seen_updates.c.expires_at <= now)).rowcount
