"""Spoilt files of every kind: one of the program's own errors at most, and nothing else is touched."""

import os
import random
from pathlib import Path

from chatbot.errors import ChatbotError
from tests.durability.targets import spoil, targets

TRIES = int(os.environ.get("CHATBOT_TEST_SPOILT", "6"))
"""Spoilt files of each kind; hundreds before a release."""


def test_spoilt_files_of_every_kind_are_told_and_never_trip_the_program(tmp_path: Path) -> None:
    chance = random.Random(23)
    refused = 0
    with targets(tmp_path) as every:
        assert len(every) > 10
        for target in every:
            for _ in range(TRIES):
                data = spoil(chance.choice(target.seeds), chance)
                try:
                    target.read(data)
                except ChatbotError as error:
                    refused += 1
                    assert error.message, target.name
                    assert "\x1b" not in str(error), target.name
                except Exception as error:
                    place = tmp_path / "found"
                    place.write_bytes(data)
                    raise AssertionError(f"{target.name} trips over {place}") from error
    assert refused
