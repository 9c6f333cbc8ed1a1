"""When to try again."""

import pytest

from chatbot.errors import ModelBusy, ModelFault, ModelRefused, ModelUnreachable
from chatbot.llm.capacity import known_context
from chatbot.llm.patience import Retries
from chatbot.llm.refusals import Refusal

RETRIES = Retries(most=3, first_seconds=1.0, longest_seconds=3.0)


def test_waits_grow_and_stop() -> None:
    waits = [RETRIES.wait_seconds(Refusal(ModelBusy("x")), tried, 0.5) for tried in (1, 2, 3, 4)]
    assert waits == [1.0, 2.0, 3.0, None]


def test_chance_spreads_the_waits() -> None:
    assert RETRIES.wait_seconds(Refusal(ModelUnreachable("x")), 1, 0.0) == 0.75
    assert RETRIES.wait_seconds(Refusal(ModelUnreachable("x")), 1, 1.0) == 1.25


def test_the_servers_wish_wins() -> None:
    assert RETRIES.wait_seconds(Refusal(ModelBusy("x"), 7.0), 1, 0.5) == 7.0
    assert RETRIES.wait_seconds(Refusal(ModelBusy("x"), 7.0), 4, 0.5) is None
    assert RETRIES.wait_seconds(Refusal(ModelBusy("x"), 60.0), 1, 0.5) == 60.0
    assert RETRIES.wait_seconds(Refusal(ModelBusy("x"), 86_400.0), 1, 0.5) is None


@pytest.mark.parametrize("error", [ModelRefused("x"), ModelFault("x")])
def test_what_will_not_pass_is_not_tried_again(error: ModelRefused | ModelFault) -> None:
    assert RETRIES.wait_seconds(Refusal(error, 1.0), 1, 0.5) is None


def test_what_models_hold() -> None:
    assert known_context("gpt-4o-mini", False) == 128_000
    assert known_context("gpt-4.1-mini", False) == 1_000_000
    assert known_context("o3-mini", False) == 200_000
    assert known_context("gpt-4", False) == 8_000
    assert known_context("something", False) == 16_000
    assert known_context("gpt-4o", True) == 4096


def test_a_server_that_said_nothing_is_not_waited_for_again() -> None:
    assert RETRIES.wait_seconds(Refusal(ModelUnreachable("x"), silent=True), 1, 0.5) is None
