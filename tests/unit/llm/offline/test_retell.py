from chatbot.domain.value import replace
from chatbot.llm.offline.retell import known_of, told_of
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


def test_what_was_put_right_is_told_as_it_is_now() -> None:
    talk = Talk()
    for line in ("My wife's name is Sarah", "My cat Miso hates thunder", "no, Sara without h", "I'm 34 and vegan"):
        talk.say(line)
    brief = talk.brief("summarise our talk")
    retold = {"u1": (), "u3": ("User's partner is Sara",), "u4": ("User is vegan",)}
    assert told_of(replace(brief, retold=retold)) == [
        "- Your cat Miso hates thunder.", "- Your partner is Sara.", "- You are vegan.",
    ]  # fmt: skip
    assert "- Your wife's name is Sarah." in told_of(brief)
