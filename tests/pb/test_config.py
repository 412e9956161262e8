from pathlib import Path

import pytest

from pb.config import BadSetting, Settings


def test_the_first_start_makes_a_secret_that_only_its_owner_reads(tmp_path: Path) -> None:
    first = Settings.from_environment({"PB_INSTANCE": str(tmp_path)})
    again = Settings.from_environment({"PB_INSTANCE": str(tmp_path)})
    assert len(first.secret_key) == 64
    assert again.secret_key == first.secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_two_deployments_never_share_a_secret(tmp_path: Path) -> None:
    one = Settings.from_environment({"PB_INSTANCE": str(tmp_path / "one")})
    other = Settings.from_environment({"PB_INSTANCE": str(tmp_path / "other")})
    assert one.secret_key != other.secret_key


@pytest.mark.parametrize(("name", "text"), [("PB_PORT", "eight"), ("PB_PORT", "-1"), ("PB_HTTPS", "true")])
def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(BadSetting, match=name):
        Settings.from_environment({"PB_INSTANCE": str(tmp_path), name: text})


def test_settings_cannot_be_changed(settings: Settings) -> None:
    with pytest.raises(AttributeError):
        settings.port = 1  # type: ignore[misc]
