"""Secrets that are typed reach no file: not as a message, draft, memory, title, receipt or log line."""

from pathlib import Path

import pytest

from chatbot.assemble import assemble
from chatbot.config import Settings
from chatbot.log import log_to
from chatbot.memory.secrets import MASK
from chatbot.paths import Paths
from tests.scripted_model import Script, ScriptedModel

CORE = "a1B2c3D4e5"
SECRETS = {
    "my key is sk-proj-" + CORE * 4: "sk-proj-" + CORE * 4,
    "use ghp_" + CORE * 4: "ghp_" + CORE * 4,
    "AKIA" + "ABCD1234EFGH5678 is the one": "AKIA" + "ABCD1234EFGH5678",
    "my password is hunter2zz": "hunter2zz",
    "postgres://ana:s3cretzz!@db.example.org/x": "s3cretzz",
    "card 4111 1111 1111 1111 please": "4111 1111 1111 1111",
    "remember that my pin is 48213": "48213",
    "Authorization: Bearer " + CORE * 3: CORE * 3,
}


def masked_settings(home: Path, mask: bool) -> Settings:
    return Settings(Paths(home / "data", home / "config", home / "state"), "ana", mask_secrets=mask)


@pytest.mark.parametrize("mask", [True, False])
async def test_what_was_typed_is_masked_wherever_it_is_kept(tmp_path: Path, mask: bool) -> None:
    settings = masked_settings(tmp_path, mask)
    log_to(settings.paths.log_file)
    companion = assemble(settings)
    echoes = [text if "password" not in text and "://" not in text and "pin" not in text else "" for text in SECRETS]
    replies = [Script(("I note ", text, "."), cut=number % 3 == 0) for number, text in enumerate(echoes)]
    companion.seat.model = ScriptedModel(*replies)
    session = await companion.sessions.create("plain")
    for text in SECRETS:
        await session.send(text).wait()
    asked = str(companion.seat.model.requests)
    companion.files.backups.create("test")
    await companion.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*.json*"))
    typed = [secret for secret in SECRETS.values() if secret.encode() in kept]
    if mask:
        assert typed == []
        assert MASK.encode() in kept
        assert all(secret not in asked for secret in SECRETS.values())
    else:
        assert len(typed) == len(SECRETS)  # so the search can see what is there
