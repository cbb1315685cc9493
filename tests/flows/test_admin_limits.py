"""/limits: how many files a case may have is the admin's to say, and survives a restart."""

from __future__ import annotations

from pathlib import Path

from tests.flows.office import choose_language, newest, rehearsal, tap
from tests.flows.planted import photo


async def test_an_admin_limits_the_files_of_a_case(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        admin = r.play.private(r.admin)
        await admin.send("/limits many")
        await newest(admin, "Файлов в одном обращении сейчас: до 10. Изменить (1–20): /limits 10")
        await admin.send("/limits 1")
        await newest(admin, "Сохранено. Файлов в одном обращении: не больше 1.")
        stranger = r.citizen("Қонақ")
        await stranger.send("/limits 5")
        await newest(stranger, "Тілді таңдаңыз")
        assert r.house.intake.questions.most_files == 1
        chat = r.citizen()
        await choose_language(chat)
        await tap(chat, "Сообщить о нарушении", "В каком регионе")
        await chat.send_photo(photo())
        await newest(chat, "Файл № 1")
        await chat.send_photo(photo())
        await newest(chat, "Больше файлов добавить нельзя")
    async with rehearsal(tmp_path) as again:
        await again.play.wait_until(lambda: bool(again.play.calls_of("getUpdates")))
        assert again.house.intake.questions.most_files == 1
