"""Jumps of a rehearsal's clock: whoever started the bot writes to its standard input how far ahead it is, in seconds.

It is the whole lead that is written and not the step, so that a line which comes twice, or comes to a bot that was just
started with `--ahead`, moves nothing.
"""

from __future__ import annotations

import asyncio
import sys

from bot.playground.jumping import JumpingClock


async def follow_jumps(clock: JumpingClock) -> None:
    """Jump whenever a line says so; return when there is nobody left who could write one."""
    lines = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    try:
        while line := await lines.readline():
            clock.jump(max(0.0, float(line) - clock.skipped))
    finally:
        transport.close()


async def jump_bot(process: asyncio.subprocess.Process, clock: JumpingClock) -> None:
    """Let the clock of a bot that was started with `--jumps` come as far as *clock*; one that has ended stays."""
    if process.stdin is None or process.returncode is not None:
        return
    process.stdin.write(f"{clock.skipped}\n".encode())
    await process.stdin.drain()
