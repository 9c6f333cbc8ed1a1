from importlib.resources import files

import pytest

from chatbot.domain.mood import EMOTIONS
from chatbot.mood.model import MAGIC, Model, pack, shipped, unpack


def small() -> Model:
    return Model.from_weights(
        words=(7, 11),
        parts=(13,),
        polarity=[(1.0, 0.0, -1.0), (-0.5, 0.0, 0.5), (0.25, 0.0, 0.0)],
        polarity_bias=(0.1, 0.2, 0.3),
        emotion=[tuple([0.5] * len(EMOTIONS))],
        emotion_bias=tuple([0.0] * len(EMOTIONS)),
    )


def test_a_packed_model_comes_back_the_same() -> None:
    assert unpack(pack(small())) == small()


def test_weights_are_bytes_of_one_scale() -> None:
    model = small()
    assert model.polarity[0] == 127
    assert model.polarity[4 - 1] * model.polarity_scale == pytest.approx(-0.5, abs=model.polarity_scale)


@pytest.mark.parametrize("damaged", [b"", b"something else", MAGIC + b"not compressed", pack(small())[:-9]])
def test_other_bytes_are_refused(damaged: bytes) -> None:
    with pytest.raises(ValueError):
        unpack(damaged)


def test_the_shipped_model_is_small_and_whole() -> None:
    assert len(files("chatbot.mood").joinpath("model.bin").read_bytes()) <= 2_000_000
    model = shipped()
    assert len(model.polarity) == 3 * (len(model.words) + len(model.parts))
    assert len(model.emotion) % len(EMOTIONS) == 0
