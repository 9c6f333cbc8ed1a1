from chatbot.memory.cache import RankCache


def test_a_result_is_made_once_for_each_revision() -> None:
    cache: RankCache[int] = RankCache()
    made: list[int] = []

    def make() -> int:
        made.append(len(made))
        return made[-1]

    assert [cache.get("q", revision, make) for revision in (1, 1, 2, 2, 1)] == [0, 0, 1, 1, 2]


def test_the_one_asked_for_longest_ago_goes_first() -> None:
    cache: RankCache[str] = RankCache(size=2)
    for key in ("a", "b", "a", "c"):
        cache.get(key, 1, lambda: "first")
    assert [cache.get(key, 1, lambda: "again") for key in ("a", "c", "b")] == ["first", "first", "again"]
