from chatbot.domain.value import replace
from chatbot.llm.offline.retell import known_of
from tests.unit.llm.briefs import Talk, recalled


def test_what_is_known_is_told_whole_and_by_what_it_is_about() -> None:
    kinds = ("preference", "identity", "relationship", "fact", "preference", "goal", "unheard-of")
    known = [replace(recalled(f"User likes thing {at}"), kind=kind) for at, kind in enumerate(kinds * 5)]
    told = known_of(Talk(*known).brief("what do you know about me?"), None)
    lines = told.splitlines()
    assert [line for line in lines if line.endswith(":")] == [
        "You:", "People and animals:", "What you like, and how you like it:", "What you are up to:",
        "What else you told me:",
    ]  # fmt: skip
    assert sum(line.startswith("- ") for line in lines) == 35


def test_a_few_lines_need_no_headings() -> None:
    told = known_of(Talk(recalled("User lives in Lisbon"), recalled("User is 34")).brief("?"), None)
    assert [line[:7] for line in told.splitlines()] == ["- You l", "- You a"]
