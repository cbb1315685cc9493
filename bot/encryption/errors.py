"""The faults of the encryption room.

AdaldyqError
 ├── KeyFileError          a file that holds keys cannot be used
 │    ├── KeyringError     ... the keyring: stop, nothing may be filed without it
 │    └── SessionKeyError  ... the session keys: only open drafts hang on them
 ├── SealBrokenError       a box was changed, cut, swapped or moved
 └── KeyForgottenError     a box is whole, but the key that sealed it is no longer held
"""

from __future__ import annotations

from bot.errors import AdaldyqError


class KeyFileError(AdaldyqError):
    """A file that holds keys is missing, unreadable, damaged or open to others."""


class KeyringError(KeyFileError):
    """The keyring is missing, unreadable, damaged, or open to others."""


class SessionKeyError(KeyFileError):
    """The session keys are unreadable, damaged, cannot be written, or are open to others."""


class SealBrokenError(AdaldyqError):
    """What was sealed does not open here: it was changed, cut, swapped or moved."""


class KeyForgottenError(AdaldyqError):
    """The key that sealed this is no longer held: forgotten, destroyed, or another keyring's."""
