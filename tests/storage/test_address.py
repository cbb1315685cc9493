"""Addresses that lead nowhere are told as such, before anything is made, and never quoted."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.engine import Database
from storage.errors import DatabaseUrlError, StoreUnavailableError
from storage.lock import hold

SECRET = "Qw5rTz"


def names_in(folder: Path) -> list[str]:
    """What lies in *folder*, however deep."""
    return sorted(path.name for path in folder.rglob("*"))


async def test_a_folder_is_refused_and_keeps_its_mode(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o755)
    with pytest.raises(DatabaseUrlError, match="must lead to a file: name one in a folder"):
        await Database.open(f"sqlite:///{folder}")
    assert folder.stat().st_mode & 0o777 == 0o755
    assert names_in(tmp_path) == ["shared"]


@pytest.mark.parametrize("path", ["/dev/null", "{folder}/", "{folder}/a%00b"])
async def test_what_can_be_no_file_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(DatabaseUrlError, match="must lead to a file"):
        await Database.open(f"sqlite:///{path.format(folder=tmp_path)}")
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("place", ["host:five", "127.0.0.1:-5", "....", "127.0.0.1/a?sslmode=" + SECRET])
async def test_a_server_nobody_can_have_is_no_traceback(place: str) -> None:
    url = f"postgresql://bot:{SECRET}@{place}"
    for opening in (Database.open(url), hold(url).__aenter__()):
        with pytest.raises(DatabaseUrlError) as caught:
            await opening
        fault = caught.value
        assert "write it as postgresql://name:password@host" in str(fault)
        assert fault.__suppress_context__
        assert SECRET not in f"{fault}{fault.__cause__!r}"


async def test_a_server_that_is_not_there_leads_to_a_next_step(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError, match="cannot be reached; check that the server runs"):
        await Database.open(f"postgresql:///adaldyq?host={tmp_path}")


async def test_a_place_that_cannot_be_made_leads_to_a_next_step() -> None:
    with pytest.raises(StoreUnavailableError, match=r"cannot be made or kept private: .+ \(chown\), or choose another"):
        await Database.open("sqlite:////proc/adaldyq/a.db")
