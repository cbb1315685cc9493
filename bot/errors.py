"""The faults of the house, drawn once.

    AdaldyqError
    ├── SettingsError            the environment is wrong: every problem at once
    ├── MissingTextError         a text or one of its values is missing        (localisation)
    ├── CatalogueError           shipped catalogue data is damaged             (catalogue)
    ├── KeyringError             the keyring is missing, foreign or damaged    (encryption.keyring)
    ├── SealBrokenError          a box was altered, moved or swapped           (encryption.envelope)
    ├── KeyForgottenError        the session key of a box is gone              (encryption.session)
    ├── ScrubberError            our own scrubbing machinery failed            (anonymise.scrub)
    └── TelegramError …          what the Bot API answered                     (gateway.transport)

Faults of the store (`storage.errors`) stand apart, because storage knows nothing of the bot but its terms:
StoreUnavailableError stops intake, SchemaError and AlreadyRunningError stop the start.
Ordinary outcomes (a refused file, a wrong code, a busy lane) are values, never exceptions.
"""

from __future__ import annotations


class AdaldyqError(Exception):
    """Anything that this house raises on purpose."""


class SettingsError(AdaldyqError):
    """The environment cannot be used; `problems` names every reason and what to do, never a value."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
