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
    model = small()
    packed = pack(model)
    again = unpack(packed)
    assert pack(again) == packed
    assert [again.words.get(7), again.words.get(11), again.parts.get(13)] == [0, 1, 2]
    assert again.polarity == model.polarity


def test_rows_are_found_whatever_the_order_of_the_features() -> None:
    weights = [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (0.5, 0.5, 0.5)]
    model = Model.from_weights((90, 20, 10), (5,), weights, (0.0, 0.0, 0.0), [(0.1,) * 28, (0.2,) * 28], (0.0,) * 28)
    largest = {
        feature: list(model.polarity[3 * row : 3 * row + 3]).index(127)
        for feature, row in ((each, model.words.get(each)) for each in (90, 20, 10))
    }
    assert largest == {90: 0, 20: 1, 10: 2}
    assert max(model.words.get(90), model.words.get(20)) < 2
    assert model.words.get(5) == -1
    assert model.parts.get(5) == 3
    assert model.parts.get(10) == -1


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
    assert len(model.polarity) == 3 * (len(model.words.hashes()) + len(model.parts.hashes()))
    assert len(model.emotion) % len(EMOTIONS) == 0
