"""What can go wrong in the playground.

AdaldyqError
├── PlaygroundRefusedError   beside a real token there is no playground
├── PlaygroundUseError       a person was told to do what no Telegram client can do
├── ClosedDoorError          the playground is being shut while a call waits
└── RefusedCallError         the answer to a call is an error, in Telegram's words
    ├── ViolationError       the call breaks the Bot API's rules; noted for the test
    └── FloodError           the call is over Telegram's budget
"""

from bot.errors import AdaldyqError


class PlaygroundRefusedError(AdaldyqError):
    """The playground does not start beside a real token."""


class PlaygroundUseError(AdaldyqError):
    """No Telegram client could do this."""


class ClosedDoorError(AdaldyqError):
    """The playground is shutting down."""


class RefusedCallError(AdaldyqError):
    """A call that is answered with an error: *code*, *description* and perhaps *parameters*."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class ViolationError(RefusedCallError):
    """A call that breaks the Bot API's rules: a mistake of the bot, never of circumstances."""

    def __init__(self, description: str, *, code: int = 400) -> None:
        super().__init__(code, description)


class FloodError(RefusedCallError):
    """A call over the budget; it may be tried again after *seconds* of the server's clock."""

    def __init__(self, seconds: int) -> None:
        super().__init__(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def bad_request(description: str) -> RefusedCallError:
    """An ordinary refusal, not a mistake of the bot: circumstances were against it."""
    return RefusedCallError(400, f"Bad Request: {description}")


def forbidden(description: str) -> RefusedCallError:
    """A refusal because the bot may not be there."""
    return RefusedCallError(403, f"Forbidden: {description}")


def violation(description: str) -> ViolationError:
    """A refusal that is the bot's own mistake."""
    return ViolationError(f"Bad Request: {description}")
