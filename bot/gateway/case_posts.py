"""What is told about a case beside its card: its history, and that another office has it."""

from __future__ import annotations

from datetime import date

from bot.anonymise.plain import defang
from bot.desk.history import Happening, HistoryEntry
from bot.desk.parcels.values import History, Wiping
from bot.desk.people import THE_BOT
from bot.gateway.posts import Post
from bot.gateway.wording import MESSAGE_UNITS, Words, split
from bot.terms import Language

ROOM = 120
"""Units kept free, as in every post about a case."""


class CasePosts:
    """Renders them in the language of the group."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def history(self, history: History) -> list[Post]:
        """Every entry in a line of its own, oldest first; each part of a long one begins with the number."""
        language, number = history.language, history.row.number
        filed = self._row(history.row.filed_on, "happening.filed", "", language)
        lines = [filed, *(self._line(entry, language) for entry in history.entries)]
        title = self.words.text("s.history_title", language, {"case_no": number})
        first, *others = split(defang("\n".join((title, *lines))), MESSAGE_UNITS - ROOM)
        return [Post(first, None, history.reply_to), *(Post(f"{number}\n{part}") for part in others)]

    def wiped(self, wiping: Wiping) -> Post:
        """What stands in place of whatever the chat had of the case."""
        told = {"case_no": wiping.number} | ({"region": wiping.region} if wiping.region else {})
        return Post(self.words.text(wiping.key, wiping.language, told))

    def _line(self, entry: HistoryEntry, language: Language) -> str:
        """What was done, about what and why, and by whom."""
        about = self._about(entry, language)
        said = "".join((f": {about}" if about else "", f" ({entry.why})" if entry.why else ""))
        return self._row(entry.day, f"happening.{entry.what}", said, language) + f" · {self._by(entry, language)}"

    def _by(self, entry: HistoryEntry, language: Language) -> str:
        if entry.by is None or entry.by == THE_BOT:
            return self.words.text("value.citizen" if entry.by is None else "value.bot", language)
        return entry.by.name

    def _row(self, day: date, key: str, said: str, language: Language) -> str:
        return f"{self.words.texts.day(day, language)} · {self.words.text(key, language)}{said}"

    def _about(self, entry: HistoryEntry, language: Language) -> str:
        match entry.what:
            case Happening.TRANSFERRED:
                return self.words.value("region", entry.about, language)
            case Happening.REDIRECTED:
                return self.words.value("body", entry.about, language)
            case Happening.EXTENDED:
                return self.words.value("due_date", entry.about, language)
            case Happening.CLOSED | Happening.FIRST_CLOSED:
                return self.words.text(f"result.{entry.about}", language)
            case _:
                return entry.about
