from pathlib import Path

import pytest

from chatbot.config import Secret, load_settings
from chatbot.errors import ConfigError
from chatbot.paths import Paths, find_paths


def paths_with(tmp_path: Path, text: str, mode: int = 0o600) -> Paths:
    paths = Paths(tmp_path / "data", tmp_path, tmp_path)
    paths.config_file.write_text(text)
    paths.config_file.chmod(mode)
    return paths


def test_an_absent_file_is_normal(tmp_path: Path) -> None:
    settings = load_settings(Paths(tmp_path, tmp_path, tmp_path), environment={"USER": "ana"})
    assert (settings.user, settings.backend, settings.memory_mode) == ("ana", "auto", "hybrid")
    assert not settings.api_key


def test_the_command_line_wins_over_environment_and_file(tmp_path: Path) -> None:
    paths = paths_with(
        tmp_path, 'user = "file"\n[backend]\nkind = "offline"\nmodel = "small"\nbase_url = "http://a/v1"\n'
    )
    environment = {"USER": "login", "OPENAI_BASE_URL": "http://b/v1", "OPENAI_API_KEY": "k1"}
    settings = load_settings(paths, environment=environment)
    assert (settings.user, settings.backend, settings.model, settings.base_url) == (
        "file",
        "offline",
        "small",
        "http://b/v1",
    )
    settings = load_settings(paths, "ana", "openai", "large", "http://c/v1", environment)
    assert (settings.user, settings.backend, settings.model, settings.base_url) == (
        "ana",
        "openai",
        "large",
        "http://c/v1",
    )


def test_a_key_goes_to_the_host_that_it_was_set_for_and_to_no_other(tmp_path: Path) -> None:
    file = paths_with(tmp_path, '[backend]\nbase_url = "https://a/v1"\napi_key = "file-key"\n')
    for settings, own in (
        (load_settings(file, environment={}), "https://A/other/path"),
        (
            load_settings(file, environment={"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://localhost:1/v1"}),
            "http://localhost:1",
        ),
        (load_settings(Paths(tmp_path, tmp_path / "no", tmp_path), environment={"OPENAI_API_KEY": "k"}), ""),
    ):
        assert settings.key_for(own)
        for other in (
            "https://evil/v1",
            "http://a/v1",
            "https://a:8443/v1",
            "https://a.evil/v1",
            "https://user@evil/v1",
        ):
            assert not settings.key_for(other)
    assert not load_settings(file, environment={}).key_for("")


def test_an_address_on_the_command_line_gets_no_key_of_another_host(tmp_path: Path) -> None:
    from chatbot.assemble import wish_of

    settings = load_settings(
        Paths(tmp_path, tmp_path, tmp_path), base_url="https://evil/v1", environment={"OPENAI_API_KEY": "k"}
    )
    assert not wish_of(settings).api_key
    assert wish_of(settings, base_url="https://api.openai.com/v1").api_key.reveal() == "k"


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    paths = paths_with(tmp_path, '[backend]\napi_key = "file-key"\n', mode=0o644)
    with pytest.raises(ConfigError) as caught:
        load_settings(paths, environment={})
    assert "chmod 600" in caught.value.hint
    assert "file-key" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[backend]\nkind = 'gpt'\n", "backend.kind"),
        ("[backend]\nkeind = 'auto'\n", "keind"),
        ("user = 3\n", "user"),
        ("user = \n", "TOML"),
        ("keys = { send = 3 }\n", "keys"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, text: str, named: str) -> None:
    paths = paths_with(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_settings(paths, environment={})
    assert str(paths.config_file) in caught.value.message
    assert named in caught.value.message


def test_a_file_that_is_no_text_or_too_large_is_refused(tmp_path: Path) -> None:
    paths = paths_with(tmp_path, "")
    paths.config_file.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_settings(paths, environment={})
    paths.config_file.write_bytes(b"#" * 300_000)
    with pytest.raises(ConfigError, match="larger"):
        load_settings(paths, environment={})


def test_a_secret_shows_itself_to_nobody() -> None:
    secret = Secret("sk-very-secret")
    assert "very" not in repr(secret) + str(secret) + f"{secret}"
    assert secret.reveal() == "sk-very-secret"


def test_home_and_data_folder(tmp_path: Path) -> None:
    paths = find_paths("", {"CHATBOT_HOME": str(tmp_path)})
    assert (paths.data, paths.config_file) == (tmp_path / "data", tmp_path / "config" / "config.toml")
    assert find_paths(str(tmp_path / "x"), {"CHATBOT_HOME": str(tmp_path)}).data == tmp_path / "x"
