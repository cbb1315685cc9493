"""A file that holds keys: private (0600), whole or absent, checked when read.

Rules:

1. A new file appears whole or not at all, and never over another one.
2. A replaced file is replaced in one step; the bytes of the old one are then overwritten.
   On journalling, copy-on-write or flash storage that is best effort.
3. What a crash leaves beside the file (``<name>.new``) is overwritten and removed by the next write.
4. No fault carries what the file holds, neither in its words nor in a chained exception.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256, Hash

from bot.encryption.errors import KeyFileError
from bot.frozen import frozen

LARGEST = 64 * 1024  # bytes; chosen: room for hundreds of keys, and a wrong path to something huge is not read
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def render(content: Mapping[str, Any]) -> str:
    """Write *content* as one line of JSON with a checksum, so that damage is noticed at once."""
    return json.dumps({**content, "checksum": _checksum(content)}) + "\n"


def parse(text: str) -> dict[str, Any] | None:
    """Read what `render` wrote; None when anything in it was changed, cut or added."""
    try:
        content = json.loads(text)
        if not isinstance(content, dict):
            return None
        checksum = content.pop("checksum", None)
        return content if checksum == _checksum(content) else None
    except (ValueError, RecursionError):
        return None  # a JSONDecodeError holds the whole text: it must not be chained to a fault


def _checksum(content: Mapping[str, Any]) -> str:
    digest = Hash(SHA256())
    digest.update(json.dumps(content, sort_keys=True).encode())
    return digest.finalize()[:8].hex()


@frozen
class KeyFile:
    """The file at *path*, called *name* in words, whose faults are of class *fault*."""

    path: Path
    name: str
    fault: type[KeyFileError]

    def read(self) -> str | None:
        """Read the text, or None when there is no file. Refuses what others may read."""
        try:
            # O_NONBLOCK: a pipe put in its place must not hang the start.
            opened = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        except FileNotFoundError:
            return None
        except OSError as reason:
            raise self._failed("cannot be opened", reason) from None
        try:
            self._refuse_unsafe(os.fstat(opened))
            # Not ASCII means damaged; "replace" lets the checksum say so.
            return os.read(opened, LARGEST).decode("ascii", "replace")
        except OSError as reason:
            raise self._failed("cannot be read", reason) from None
        finally:
            os.close(opened)

    def write_new(self, text: str) -> None:
        """Create the file with *text*, durable on return; refuses to overwrite ("File exists").

        A crash leaves either no file or the whole one.
        """
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.discard_unfinished()
            _write(self._unfinished, text)
            try:
                self.path.hardlink_to(self._unfinished)  # unlike a rename, refuses to overwrite
            finally:
                self.discard_unfinished()
            _sync_folder(self.path.parent)
        except OSError as reason:
            raise self._failed("cannot be written", reason) from None

    def replace(self, text: str) -> None:
        """Put *text* in the place of the file's content, durable on return, and overwrite the old bytes.

        A crash leaves the old content or the new one, never a mixture.
        """
        try:
            self.discard_unfinished()
            _write(self._unfinished, text)
            with self.path.open("r+b", buffering=0) as old:
                self._unfinished.replace(self.path)
                _sync_folder(self.path.parent)
                _overwrite(old.fileno())
        except OSError as reason:
            raise self._failed("cannot be replaced", reason) from None

    def discard_unfinished(self) -> None:
        """Overwrite and remove what a crash in the middle of a write left behind."""
        try:
            with self._unfinished.open("r+b", buffering=0) as left:
                # A crash just after the hard link: these are the bytes of the file itself.
                if os.fstat(left.fileno()).st_nlink == 1:
                    _overwrite(left.fileno())
            self._unfinished.unlink()
        except FileNotFoundError:
            return
        except OSError as reason:
            raise self._failed("has an unfinished copy that cannot be removed", reason) from None

    @property
    def _unfinished(self) -> Path:
        return self.path.with_name(self.path.name + ".new")

    def _refuse_unsafe(self, found: os.stat_result) -> None:
        if not stat.S_ISREG(found.st_mode):
            raise self.fault(f"The {self.name} {self.path} is not a file.")
        if found.st_mode & OTHERS:
            mode = stat.S_IMODE(found.st_mode)
            raise self.fault(
                f"The {self.name} {self.path} is open to other accounts (mode {mode:03o}): "
                f"run chmod 600 {self.path}, and think about who may have read it."
            )
        if found.st_size > LARGEST:
            raise self.fault(f"The {self.name} {self.path} is far too large to be one.")

    def _failed(self, what: str, reason: OSError) -> KeyFileError:
        return self.fault(f"The {self.name} {self.path} {what}: {reason.strerror}.")


def _write(path: Path, text: str) -> None:
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(opened, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(opened)


def _overwrite(opened: int) -> None:
    os.pwrite(opened, bytes(os.fstat(opened).st_size), 0)
    os.fsync(opened)


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
