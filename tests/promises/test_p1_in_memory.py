"""P1: what was filed is not kept in memory: from then on its words are sealed, here as on the disk."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_no_typed_text_is_reachable_after_it_was_filed() -> None:
    """In a process of its own, for this one remembers what its tests typed."""
    command = [sys.executable, "-m", "tests.promises.remembering"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (0, "1 0\n"), done.stderr
