"""The key files while the bot runs: whether they are still there, so that a loss is told while it can be mended.

Rules
- The running bot has its keys in memory and goes on without the files; the next start would not.
- The session file is put back from memory: drafts hang on it, and nobody else writes it.
- The keyring is never written: an admin may have moved it on purpose. What is wrong is told, and what to do.
- What lasts is told to admins at once, then at growing intervals; what has passed is forgotten.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from bot.encryption.errors import KeyFileError, KeyringError, SessionKeyError
from bot.encryption.keyring import Keyring
from bot.encryption.session import SessionKeys
from bot.repeats import Repeats

HOUR = 3600.0
TOLD_AGAIN = (HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR)
"""Seconds; chosen: the bot works meanwhile, so whoever mends it is reminded, and not woken."""

log = logging.getLogger(__name__)


class KeyTrouble(StrEnum):
    """What is wrong with a key file, by the key of the text that tells it."""

    KEYRING_GONE = "a.keyring_gone"
    KEYRING_OTHER = "a.keyring_other"
    KEYRING_UNREADABLE = "a.keyring_unreadable"
    SESSION_PUT_BACK = "a.session_put_back"
    SESSION_NOT_KEPT = "a.session_not_kept"


class KeyWatch:
    """Looks at the files of the keys that this process holds."""

    def __init__(
        self,
        keyring: Keyring,
        keyring_file: Path | None,
        session: SessionKeys,
        repeats: Repeats,
        tell: Callable[[KeyTrouble], Awaitable[None]],
    ) -> None:
        self.keyring = keyring
        self.keyring_file = keyring_file
        self.session = session
        self.repeats = repeats
        self.tell = tell

    async def look(self) -> None:
        """Look at both files; put the session file back if it is not what it should be."""
        for trouble in (self._keyring_trouble(), self._session_trouble()):
            if trouble is not None:
                await self._tell(trouble)

    async def rotate(self, now: datetime) -> None:
        """Let the session keys turn if they are due; when the file cannot be written that is told, and tried again."""
        try:
            self.session.rotate_if_due(now)
        except SessionKeyError as fault:
            log.error("the session keys could not be replaced: %s", fault)
            await self._tell(KeyTrouble.SESSION_NOT_KEPT)

    def _keyring_trouble(self) -> KeyTrouble | None:
        if self.keyring_file is None:
            return None
        try:
            found = Keyring.read(self.keyring_file)
        except KeyringError as fault:
            log.error("the keyring cannot be read any more: %s", fault)
            return KeyTrouble.KEYRING_UNREADABLE if self.keyring_file.exists() else KeyTrouble.KEYRING_GONE
        if found.fingerprint() == self.keyring.fingerprint():
            return None
        log.error("the keyring was replaced by another one: put back the one that was made with this database")
        return KeyTrouble.KEYRING_OTHER

    def _session_trouble(self) -> KeyTrouble | None:
        try:
            if self.session.is_kept():
                return None
        except KeyFileError as fault:
            log.error("the session key file cannot be read any more: %s", fault)
        try:
            self.session.write_back()
        except KeyFileError as fault:
            log.error("the session keys could not be put back: %s", fault)
            return KeyTrouble.SESSION_NOT_KEPT
        log.warning("the session key file was gone or changed, and was put back")
        return KeyTrouble.SESSION_PUT_BACK

    async def _tell(self, trouble: KeyTrouble) -> None:
        if self.repeats.admit(trouble) is not None:
            await self.tell(trouble)
