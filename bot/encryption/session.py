"""Session keys: what an account leaves before filing hangs on them, and they are forgotten.

Rules:

1. The newest key seals and hashes; it is replaced after a day. A replaced key still opens
   for 48 hours, then it is gone from the file and from here.
2. The file is in no backup. Losing it loses open drafts only, so a start without the file makes it anew; a
   damaged one stops the start, because damage has a cause that somebody should see. A running bot still has the
   keys, and puts them back (bot/background/key_watch.py).
3. A key is on disk before anything is sealed under it.
4. A clock that was ahead must not keep a key alive: a time later than now counts as now.
   One that jumps ahead forgets no key that was still in use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.chance import Chance
from bot.encryption.box import KEY_BYTES, VERSION, bind, open_box, seal_box
from bot.encryption.errors import KeyForgottenError, SealBrokenError, SessionKeyError
from bot.encryption.keyedhash import KeyedHashes, derive_key
from bot.encryption.keyfile import KeyFile, parse, render
from bot.encryption.padding import pad, unpad

FORMAT = "adaldyq session keys 1"
# Promise P3. The second is how long a bot may delete a citizen's messages, and how long a draft waits
# (docs/decisions.md); no key outlives the two together.
REPLACED_AFTER = timedelta(hours=24)
FORGOTTEN_AFTER = timedelta(hours=48)
ID_BYTES = 4  # random; tells apart the few keys of one file


@dataclass(frozen=True, slots=True)
class SessionKey:
    """One day's key: its id (8 hex digits), when it was made and replaced, its secret."""

    id: str
    made: datetime
    replaced: datetime | None
    secret: bytes = field(repr=False)
    cipher: AESGCM = field(init=False, repr=False, compare=False)
    hashes: KeyedHashes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cipher", AESGCM(derive_key(self.secret, "adaldyq session seal")))
        object.__setattr__(self, "hashes", KeyedHashes(self.secret, label="adaldyq session pseudonym"))

    @classmethod
    def create(cls, now: datetime, chance: Chance) -> Self:
        """Draw the key of a new day."""
        return cls(id=chance.octets(ID_BYTES).hex(), made=now, replaced=None, secret=chance.octets(KEY_BYTES))


class SessionKeys:
    """The session keys of this bot: the newest seals, the others open until they are forgotten.

    Reading is safe from any thread while one rotates: the keys are swapped as one value.
    """

    __slots__ = ("_by_id", "_chance", "_file", "_keys")

    def __init__(self, file: KeyFile, keys: Sequence[SessionKey], chance: Chance) -> None:
        self._file = file
        self._chance = chance
        self._hold(tuple(keys))

    def __repr__(self) -> str:
        return f"SessionKeys(path={self._file.path}, held={len(self._keys)})"

    @classmethod
    def open_or_create(cls, path: Path, now: datetime, chance: Chance) -> Self:
        """Open the session keys at *path*, or make them anew; what is due is done at once.

        SessionKeyError when the file is damaged, unreadable or open to others.
        """
        file = KeyFile(path=path, name="session key file", fault=SessionKeyError)
        text = file.read()
        if text is None:
            keys = (SessionKey.create(_whole_second(now), chance),)
            file.write_new(_spell(keys))
            return cls(file, keys, chance)
        file.discard_unfinished()  # an unfinished rotation holds keys that must be forgotten some day
        opened = cls(file, _parse_keys(text, path), chance)
        opened.rotate_if_due(now)
        return opened

    def rotate_if_due(self, now: datetime) -> bool:
        """Replace a day-old key and forget those replaced 48 hours ago; True when the keys changed.

        Writes and syncs a file when it does. A crash leaves the keys of before or of after.
        """
        keys = _rotated(self._keys, _whole_second(now), self._chance)
        if keys == self._keys:
            return False
        self._file.replace(_spell(keys))
        self._hold(keys)
        return True

    def is_kept(self) -> bool:
        """Whether the file holds these keys; SessionKeyError when it cannot be read, is damaged, or open to others."""
        text = self._file.read()
        return text is not None and _ids(_parse_keys(text, self._file.path)) == _ids(self._keys)

    def write_back(self) -> None:
        """Put these keys into their file again, whatever became of it; they are the ones that drafts hang on."""
        try:
            self._file.write_new(_spell(self._keys))
        except SessionKeyError:
            if not self._file.path.exists():
                raise
            self._file.replace(_spell(self._keys))

    def pseudonyms(self, purpose: str, value: bytes | str | int) -> tuple[bytes, ...]:
        """The keyed hashes (32 bytes) of *value* for *purpose*, under the newest key first."""
        return tuple([key.hashes.digest(purpose, value) for key in self._keys])

    def seal(self, plain: bytes, *, context: str) -> bytes:
        """Seal *plain*, padded, under the newest key so that it opens in this *context* only."""
        newest = self._keys[0]
        sealed = seal_box(newest.cipher, pad(plain), place=bind("session", context, newest.id), chance=self._chance)
        return VERSION + bytes.fromhex(newest.id) + sealed

    def open(self, box: bytes, *, context: str) -> bytes:
        """Open a box of this *context*.

        KeyForgottenError when its key is gone (the draft is lost, nothing else),
        SealBrokenError when it was changed, cut or moved.
        """
        if len(box) <= 1 + ID_BYTES or box[:1] != VERSION:
            raise SealBrokenError("A box sealed for a session was cut or changed.")
        key = self._by_id.get(box[1 : 1 + ID_BYTES])
        if key is None:
            raise KeyForgottenError("A box was sealed under a session key that is forgotten.")
        place = bind("session", context, key.id)
        return unpad(open_box(key.cipher, box[1 + ID_BYTES :], place=place))

    def _hold(self, keys: tuple[SessionKey, ...]) -> None:
        self._by_id = {bytes.fromhex(key.id): key for key in keys}
        self._keys = keys


def _rotated(keys: tuple[SessionKey, ...], now: datetime, chance: Chance) -> tuple[SessionKey, ...]:
    """What *keys*, newest first, become at *now*."""
    newest, *older = [_not_after(key, now) for key in keys]
    kept = [key for key in older if key.replaced is not None and now - key.replaced < FORGOTTEN_AFTER]
    if now - newest.made < REPLACED_AFTER:
        return (newest, *kept)
    return (SessionKey.create(now, chance), replace(newest, replaced=now), *kept)


def _not_after(key: SessionKey, now: datetime) -> SessionKey:
    if key.made <= now and (key.replaced is None or key.replaced <= now):
        return key
    return replace(key, made=min(key.made, now), replaced=key.replaced and min(key.replaced, now))


def _ids(keys: Sequence[SessionKey]) -> list[str]:
    return [key.id for key in keys]


def _whole_second(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(microsecond=0)


def _spell(keys: Sequence[SessionKey]) -> str:
    return render({"format": FORMAT, "keys": [_spell_key(key) for key in keys]})


def _spell_key(key: SessionKey) -> dict[str, str | None]:
    return {
        "id": key.id,
        "made": key.made.isoformat(),
        "replaced": None if key.replaced is None else key.replaced.isoformat(),
        "secret": key.secret.hex(),
    }


def _parse_keys(text: str, path: Path) -> tuple[SessionKey, ...]:
    content = parse(text)
    if content is None or content.get("format") != FORMAT:
        raise SessionKeyError(
            f"The session key file {path} is damaged. Find out why; then delete it and start again: "
            "open drafts are lost, cases are not."
        )
    return tuple(_read_key(entry) for entry in content["keys"])


def _read_key(entry: Mapping[str, Any]) -> SessionKey:
    replaced = entry["replaced"]
    return SessionKey(
        id=entry["id"],
        made=datetime.fromisoformat(entry["made"]),
        replaced=replaced and datetime.fromisoformat(replaced),
        secret=bytes.fromhex(entry["secret"]),
    )
