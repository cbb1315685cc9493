"""Programs of the machine that the house can do without: where each is found, and what is missed without it."""

from __future__ import annotations

import shutil

from bot.frozen import frozen


@frozen
class OptionalProgram:
    """One program, under any of its *names*; *missed* says what does not work without it, and how it is had."""

    names: tuple[str, ...]
    missed: str

    def find(self) -> str | None:
        """Where it is; None when this machine has none of that name."""
        return next((path for name in self.names if (path := shutil.which(name))), None)

    def describe(self) -> str:
        """Whether it is here, in one line."""
        path = self.find()
        return f"{self.names[0]} is {path}" if path else f"without {self.names[0]} {self.missed}"


BROWSER = OptionalProgram(
    # Debian's name, Ubuntu's, and those of Google's own packages: whatever of Chromium is installed serves.
    ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"),
    "the tests of the playground's page are skipped (`make browser` installs it); the bot itself never needs it",
)
OFFICE = OptionalProgram(
    ("soffice",), "DOCX and XLSX alone are taken of office files, other ones are refused (`make office` installs it)"
)
ROOMS = OptionalProgram(("bwrap",), "LibreOffice cannot be shut in and is not used (`make office` installs it)")
OPTIONAL_PROGRAMS = (BROWSER, OFFICE, ROOMS)
