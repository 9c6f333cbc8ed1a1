from chatbot.domain.ids import UlidSource, is_id


def test_ids_sort_by_time_and_never_repeat_even_when_the_clock_goes_back() -> None:
    times = iter([5, 5, 4, 6, 3] * 20_000)
    source = UlidSource(lambda: next(times))
    made = [source() for _ in range(100_000)]
    assert made == sorted(set(made))


def test_only_ids_look_like_ids() -> None:
    assert is_id(UlidSource()())
    for text in ("", "../../etc/passwd", "0" * 25, "0" * 27, "I" * 26, "a" * 26):
        assert not is_id(text)


def test_a_copied_source_gives_other_ids() -> None:
    """As in a forked process, or in a machine that was copied while it ran."""
    times = iter([1, 2, 2])
    source = UlidSource(lambda: next(times))
    source()
    twin = UlidSource(lambda: next(times))
    twin.__dict__.update({name: value for name, value in source.__dict__.items() if name != "_lock"})
    assert source() != twin()
