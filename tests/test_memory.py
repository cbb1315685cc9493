import ctypes
import os
import subprocess
import sys

import pytest

WASTE = """
import sys
from bot.memory import give_back

def resident():
    return int(open("/proc/self/statm").read().split()[1])

held = [bytearray(4_096) for _ in range(5_000)]  # small enough to come from the heap
last = bytearray(4_096)                         # holds the heap's end, so that nothing goes by itself
del held
before = resident()
give_back()
print(before - resident())
"""


@pytest.mark.skipif(sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="only glibc can")
def test_pages_that_hold_nothing_go_back() -> None:
    said = subprocess.run([sys.executable, "-c", WASTE], capture_output=True, text=True, check=True, env=os.environ)
    assert int(said.stdout) > 2_000, "of the five thousand pages that were free"
