"""For all tests: a home of their own, and no network but this machine's own."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples in every run, however slow the machine: a failure is the code's. CHATBOT_TEST_FRESH=1 draws others.
settings.register_profile(
    "chatbot",
    deadline=None,
    derandomize=not os.environ.get("CHATBOT_TEST_FRESH"),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("chatbot")

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder; nothing of the machine's user, keys or settings is seen."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("CHATBOT_HOME", str(folder / "chatbot"))
    for variable in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    return folder


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refuses every connection that leaves the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX:
            host = address[0] if isinstance(address, tuple) else address
            if host not in LOOPBACK:
                raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]  # any address that the caller may give

    monkeypatch.setattr(socket.socket, "connect", guarded)
    yield
