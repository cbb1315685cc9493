"""Keyboards under messages: what Telegram demands of them beyond their shape.

Rules
- At most 100 buttons, at most 8 in a row, no empty rows.
- An inline button has a label and exactly one action.
"""

from bot.playground.errors import violation
from bot.playground.shapes import Json

MOST_BUTTONS, MOST_IN_A_ROW = 100, 8
DECORATION = frozenset({"text", "icon_custom_emoji_id", "style"})
STYLES = frozenset({"danger", "success", "primary"})


def check_markup(markup: Json | None) -> None:
    """Raise ViolationError when Telegram would refuse that markup."""
    if markup is None:
        return
    if "inline_keyboard" in markup:
        _check_rows(markup["inline_keyboard"])
        for row in markup["inline_keyboard"]:
            for button in row:
                _check_inline_button(button)
    elif "keyboard" in markup:
        _check_rows(markup["keyboard"])
        if not all(button["text"] for row in markup["keyboard"] for button in row):
            raise violation("keyboard button text must be non-empty")
    elif markup.get("remove_keyboard") is False or markup.get("force_reply") is False:
        raise violation("remove_keyboard and force_reply can only be true")


def _check_rows(rows: list[list[Json]]) -> None:
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise violation("reply markup is too long")
    if any(len(row) > MOST_IN_A_ROW for row in rows):
        raise violation(f"a keyboard row holds at most {MOST_IN_A_ROW} buttons")
    if not all(rows):
        raise violation("a keyboard row must not be empty")


def _check_inline_button(button: Json) -> None:
    if not button["text"].strip():
        raise violation("inline keyboard button text must be non-empty")
    actions = button.keys() - DECORATION
    if len(actions) != 1:
        raise violation("can't parse inline keyboard button: exactly one action is needed")
    if button.get("style", "primary") not in STYLES:
        raise violation("inline keyboard button style is invalid")
    if "url" in button and not button["url"].startswith(("http://", "https://", "tg://", "t.me/")):
        raise violation("inline keyboard button URL is invalid: wrong HTTP URL")


def inline_part(markup: Json | None) -> Json | None:
    """The markup as a message carries it: only inline keyboards travel with messages, empty ones do not."""
    return markup if markup and markup.get("inline_keyboard") else None
