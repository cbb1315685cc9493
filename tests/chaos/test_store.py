"""Faults of the store, and of single rows: intake waits for the store, and one bad thing stops nobody else."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.playground import PrivateChat
from storage import outbox
from storage.engine import Database
from tests.chaos.stage import RunningBot, Stage, cards_of, newest, reach_preview, staged, until
from tests.flows.office import choose_language, send_preview, tap

STOPPED = "intake has stopped"


async def logged(bot: RunningBot, words: str) -> None:
    """Return when the bot's log holds *words*."""
    await until(lambda: words in bot.log.read_text(), bot.play)


async def alerts_of(stage: Stage) -> PrivateChat:
    """The admin's private chat, where alerts arrive."""
    alerts = stage.play.private(stage.admin)
    await alerts.send("/start")
    await newest(alerts, "Тілді таңдаңыз")
    return alerts


async def test_a_locked_database_stops_intake_and_repeats_no_delivery(stage: Stage) -> None:
    """A card is on its way and a citizen presses while somebody holds the database: later both are done, once."""
    bot = await stage.start()
    group = await stage.bind()
    chat, other = stage.citizen(), stage.citizen("Болат")
    await choose_language(other)
    await reach_preview(chat, "Дело при закрытой базе.")
    stage.play.fail("sendMessage", kind="slow", seconds=2)
    number, _ = await send_preview(chat)
    await newest(group, number)  # it stands in the group; the bot does not know yet
    with closing(stage.connect()) as connection:
        connection.execute("BEGIN IMMEDIATE")
        await other.press("Сообщить о нарушении")
        await logged(bot, STOPPED)
        await logged(bot, "waits to be settled")
        assert not any("В каком регионе" in each.text for each in other.messages)
        connection.execute("ROLLBACK")
    await newest(other, "В каком регионе")
    await stage.all_sent()
    assert len(cards_of(group, number)) == 1


@contextmanager
def small_disk(folder: Path) -> Iterator[Callable[[RunningBot, bool], None]]:
    """*folder* as a disk of its own, and what fills it or frees it: a real one where we may mount it.

    Elsewhere the bot's files may not grow: SQLite meets another error and the same fault of the disk.
    """
    mounting = ["mount", "-t", "tmpfs", "-o", "size=6m,mode=700", "none", str(folder)]
    if os.geteuid() or subprocess.run(mounting, check=False, capture_output=True).returncode:
        yield _limit_growth
        return
    ballast = folder / "ballast"

    def fill(bot: RunningBot, full: bool) -> None:
        if not full:
            ballast.unlink()
            return
        with ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"\0" * 4096)
            except OSError:
                return

    try:
        yield fill
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _limit_growth(bot: RunningBot, full: bool) -> None:
    _, hard = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (4096 if full else hard, hard))


async def test_a_full_disk_stops_intake_until_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path) as fill:
        async with staged(tmp_path) as stage:
            bot = await stage.start()
            group = await stage.bind()
            chat = stage.citizen()
            await reach_preview(chat, "Диск полон.")
            await stage.all_sent()
            with closing(stage.connect()) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            fill(bot, True)
            await chat.press("Отправить")
            await logged(bot, STOPPED)
            assert not any("зарегистрировано" in each.text for each in chat.messages)
            fill(bot, False)
            receipt = await newest(chat, "Обращение зарегистрировано")
            assert await newest(group, "Диск полон.")
            assert "Проверьте" not in receipt.text


async def test_a_second_process_is_told_who_holds_the_database(either_stage: Stage) -> None:
    first = await either_stage.start()
    await newest_of_start(either_stage)
    second = await either_stage.start()
    assert await second.end() == 1
    assert f"Already running: process {first.process.pid} on" in second.log.read_text()
    assert "Traceback" not in second.log.read_text()


async def newest_of_start(stage: Stage) -> None:
    """Return when the bot serves."""
    chat = stage.citizen()
    await chat.send("/start")
    await newest(chat, "Тілді таңдаңыз")


async def test_an_update_that_cannot_be_read_blocks_nobody(stage: Stage) -> None:
    await stage.start()
    alerts = await alerts_of(stage)
    stage.play.world.updates.put("message", {"message_id": {"no": "number"}, "chat": "nowhere"}, lane=1)
    chat = stage.citizen()
    await choose_language(chat)
    await newest(alerts, "Есть необработанные сообщения")


async def test_an_update_that_fails_twice_is_set_aside_and_its_sender_told(stage: Stage) -> None:
    """Something of ours fails for one person only: the others go on."""
    bot = await stage.start()
    alerts = await alerts_of(stage)
    chat, other = stage.citizen(), stage.citizen("Болат")
    await choose_language(other)
    with closing(stage.connect()) as connection:
        connection.execute("BEGIN IMMEDIATE")
        sound = [row[0] for row in connection.execute("SELECT actor FROM visits")]
        connection.execute("ROLLBACK")
    await choose_language(chat)
    with closing(stage.connect()) as connection:
        spared = ", ".join(f"x'{actor.hex()}'" for actor in sound)
        connection.execute(
            f"CREATE TRIGGER fails BEFORE UPDATE ON visits WHEN NEW.unsent AND NEW.actor NOT IN ({spared}) "
            "BEGIN SELECT RAISE(ABORT, 'planted'); END"
        )
    await chat.press("Сообщить о нарушении")
    await newest(chat, "Этот шаг не выполнен")
    await newest(alerts, "Есть необработанные сообщения")
    await tap(other, "Сообщить о нарушении", "В каком регионе")
    assert "нарушении" not in bot.log.read_text()


async def test_a_card_that_cannot_be_opened_is_set_aside_alone(stage: Stage) -> None:
    bot = await stage.start()
    alerts = await alerts_of(stage)
    group = await stage.bind()
    await group.remove_bot(stage.admin)
    numbers = []
    for name, story in (("Айгүл", "Дело о дороге."), ("Болат", "Дело о воде.")):
        chat = stage.citizen(name)
        await reach_preview(chat, story)
        numbers.append((await send_preview(chat))[0])
    assert await bot.stop() == 0
    with closing(stage.connect()) as connection:
        assert connection.execute("UPDATE cases SET box = zeroblob(300) WHERE number = ?", numbers[:1]).rowcount == 1
    await stage.start()
    await group.add_bot(by=stage.admin)
    await newest(group, f"🆕 {numbers[1]}")
    await newest(alerts, "Сообщение не доставлено")


async def test_times_far_in_the_future_count_as_due(stage: Stage) -> None:
    """The clock was years ahead once: neither an item nor a lane may wait for that."""
    bot = await stage.start()
    group = await stage.bind()
    await group.remove_bot(stage.admin)
    chat = stage.citizen()
    await reach_preview(chat, "Часы спешили.")
    number, _ = await send_preview(chat)
    await bot.stop()
    later = int(stage.clock.timestamp()) + 10 * 365 * 24 * 3600
    with closing(stage.connect()) as connection:
        assert connection.execute("UPDATE outbox SET not_before = ?, due_at = ?", (later, later)).rowcount == 1
        assert connection.execute("UPDATE lanes SET not_before = ?, suspended = NULL", (later,)).rowcount == 1
        assert connection.execute("UPDATE queues SET next_at = ?", (later,)).rowcount == 1
    await group.add_bot(by=stage.admin)
    stage.play.world.updates.drop_all()
    await stage.start()
    await newest(group, f"🆕 {number}")


async def test_a_lease_far_in_the_future_counts_as_due(tmp_path: Path) -> None:
    async with await Database.open(f"sqlite:///{tmp_path}/one.db") as database:
        await database.migrate()
        about = {"lane": "office:x", "kind": "card", "priority": 20, "not_before": 100}
        await database.write(outbox.enqueue, **about)  # type: ignore[arg-type]
        claim = {"lease": 10 * 365 * 24 * 3600, "limit": 9}
        first = await database.write(outbox.claim_due, now=100, **claim)  # type: ignore[arg-type]
        again = await database.write(outbox.claim_due, now=101, **claim)  # type: ignore[arg-type]
    assert [item.id for item in again] == [item.id for item in first]


async def test_a_lane_opened_again_ends_the_claims_of_before(tmp_path: Path) -> None:
    """A refusal that comes late, from before the bot was added again, must not close the lane once more."""
    async with await Database.open(f"sqlite:///{tmp_path}/one.db") as database:
        await database.migrate()
        about = {"lane": "office:x", "kind": "card", "priority": 20, "not_before": 100}
        await database.write(outbox.enqueue, **about)  # type: ignore[arg-type]
        (item,) = await database.write(outbox.claim_due, now=100, lease=120, limit=9)
        assert await database.read(outbox.is_claimed, item.id)
        await database.write(outbox.resume_lane, "office:x")
        assert not await database.read(outbox.is_claimed, item.id)
