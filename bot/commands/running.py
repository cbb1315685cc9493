"""What every command needs: settings from the environment, an exit code with a next step for every failure."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping

from bot.errors import AdaldyqError, SettingsError
from bot.settings import Settings, read_settings
from storage.errors import StoreError

OK, FAILED, MISUSED = 0, 1, 2


def settings_of(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings; SettingsError lists every problem."""
    return read_settings(os.environ if environ is None else environ)


def guarded(command: Callable[[], int]) -> int:
    """Run *command*; a known failure becomes clear words on standard error and a non-zero code."""
    try:
        return command()
    except SettingsError as fault:
        for problem in fault.problems:
            print(f"• {problem}", file=sys.stderr)
    except (AdaldyqError, StoreError) as fault:
        print(str(fault), file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return FAILED
