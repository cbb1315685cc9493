"""The faults of the house, drawn once; a test compares the drawing with the code.

    AdaldyqError                    bot.errors                    anything that this house raises on purpose
    ├── SettingsError               bot.errors                    the environment is wrong: every problem at once
    ├── MissingTextError            bot.localisation              a text or one of its values is missing
    ├── DamagedTextsError           bot.parsed_texts              a translator's file that cannot be parsed
    ├── CatalogueError              bot.catalogue.reading         shipped catalogue data is damaged
    ├── KeyFileError                bot.encryption.errors         a file that holds keys cannot be used
    │   ├── KeyringError            bot.encryption.errors         … the keyring: nothing may be filed without it
    │   └── SessionKeyError         bot.encryption.errors         … the session keys: open drafts hang on them
    ├── QuestionError               bot.desk.citizens.questionnaire  a row of the questionnaire could not work
    ├── StandingUnaskedError        bot.desk.people               Telegram is asked first whether they are a member
    ├── OfficeDamagedError          bot.desk.outgoing.chats       a group's row cannot be read: its lane waits
    ├── SealBrokenError             bot.encryption.errors         a box was altered, moved or swapped
    ├── KeyForgottenError           bot.encryption.errors         the key of a box is no longer held
    ├── ScrubberError               bot.anonymise.scrub.runner    our own scrubbing machinery failed
    ├── OverdrawnError              bot.anonymise.scrub.metafile_painter  a drawing of orders asks for too much painting
    ├── RefusalError                bot.anonymise.scrub.verdicts  a file is refused; a value once it leaves the worker
    ├── NoAnswerError               bot.gateway.silence           no answer came, and why: the transport tells PTB
    ├── UnreachableError            bot.gateway.reach             Telegram refuses the token or does not answer
    ├── ServesElsewhereError        bot.gateway.office_mark       the bot serves with another database: no start
    ├── DemoError                   bot.commands.demo             the demo's bot ended or did not answer
    ├── PortTakenError              bot.commands.play             another program listens there
    ├── PlaygroundRefusedError      bot.playground.errors         beside a real token there is no playground
    ├── PlaygroundUseError          bot.playground.errors         no Telegram client could do this
    ├── ClosedDoorError             bot.playground.errors         the playground is shut while a call waits
    └── RefusedCallError            bot.playground.errors         the answer to a call is an error
        ├── ViolationError          bot.playground.errors         … the call breaks the Bot API's rules
        └── FloodError              bot.playground.errors         … the call is over Telegram's budget
    StoreError                      storage.errors                storage knows only the bot's terms
    ├── StoreUnavailableError       storage.errors                stops intake until the store works again
    ├── StoreDamagedError           storage.errors                a damaged page: whoever needs it fails, others go on
    │   └── RowDamagedError         storage.errors                … or one row, which is named
    ├── DatabaseUrlError            storage.errors                DATABASE_URL cannot be understood
    ├── SchemaError                 storage.errors                the tables are not of this version: no start
    ├── AlreadyRunningError         storage.errors                another process holds the database: no start
    └── LockLostError               storage.errors                the lock was lost: this process ends
    NetworkError                    telegram.error                the library's own: what the transport meets
    ├── NoConnectionError           bot.gateway.transport         there was no way out: nothing has left us
    └── LostAnswerError             bot.gateway.transport         no answer came: it may have had its effect
    ValueError                      builtins                      Python's own: these two never leave their room
    ├── BadLineError                bot.commands.identify         a line of the input is no message
    └── BrokenStreamError           bot.anonymise.scrub.bitstreams  the coded bytes are not as their codec demands

What Telegram answers is no exception of ours: `bot/gateway/outcomes.py` turns it into a value. Ordinary outcomes
(a refused file, a wrong code, a busy lane) are values, never exceptions.
"""

from __future__ import annotations


class AdaldyqError(Exception):
    """Anything that this house raises on purpose."""


class SettingsError(AdaldyqError):
    """The environment cannot be used; `problems` names every reason and what to do, never a value."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
