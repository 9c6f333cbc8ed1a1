from datetime import UTC, datetime, timedelta, timezone

from chatbot.domain.mood import MoodPoint, MoodState, Reading, Whose
from chatbot.mood.patterns import By, Case, Pattern, cases_of, patterns
from chatbot.mood.topics import people_of, topics_of

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
STRESSED = Reading(-0.7, 0.5, "nervousness", 0.9)
CALM = Reading(0.0, 0.0, "neutral", 0.9)


def case(text: str, reading: Reading, days: int = 0, hours: int = 0, persona: str = "plain") -> Case:
    return Case(text, reading, persona, MONDAY + timedelta(days=days, hours=hours))


WORK = [case("the deadline at work again", STRESSED, day) for day in range(4)] + [case("work was ok", CALM, 4)]
REST = [case("I read a book in the garden", CALM, day, 2, "listener") for day in range(8)]


def find(found: tuple[Pattern, ...], by: By, name: str) -> Pattern | None:
    return next((one for one in found if (one.by, one.name) == (by, name)), None)


def test_a_feeling_that_comes_back_with_a_topic_is_counted() -> None:
    found = find(patterns([*WORK, *REST]), By.TOPIC, "work")
    assert found is not None
    assert (found.emotion, found.count, found.total) == ("nervousness", 4, 5)
    assert str(found) == "work: stressed in 4 of 5 messages"


def test_no_pattern_from_fewer_than_three_cases() -> None:
    assert patterns([*WORK[:2], *REST]) == ()
    assert patterns([]) == ()


def test_no_pattern_where_the_feeling_is_as_common_elsewhere() -> None:
    everywhere = [case("I read a book in the garden", STRESSED, day) for day in range(5)]
    assert find(patterns([*WORK, *everywhere]), By.TOPIC, "work") is None


def test_patterns_follow_a_disputed_reading() -> None:
    joked = Reading(0.5, 0.4, "amusement", 1.0, disputed=True)
    assert find(
        patterns([case(one.text, joked, day) for day, one in enumerate(WORK)] + REST), By.TOPIC, "work"
    ) == Pattern(By.TOPIC, "work", "amusement", 5, 5)


def test_times_are_the_users_own() -> None:
    evenings = [case("hm", STRESSED, 7 * week, 5) for week in range(4)]
    zone = timezone(timedelta(hours=6))
    assert find(patterns([*evenings, *REST], zone), By.HOUR, "in the evening") is not None
    weekday = find(patterns([*evenings, *REST]), By.WEEKDAY, "Monday")
    assert weekday is not None
    assert (weekday.count, weekday.total) == (4, 6)


def test_persons_and_personas_have_patterns() -> None:
    met = [case("I met Tom again", Reading(-0.6, 0.3, "annoyance", 0.8), day) for day in range(3)]
    found = patterns([*met, *REST])
    assert find(found, By.PERSON, "Tom") is not None
    assert find(found, By.PERSONA, "plain") is not None


def test_only_the_users_points_become_cases() -> None:
    state = MoodState(-0.3, 0.1, MONDAY)
    points = [
        MoodPoint("m1", Whose.USER, "plain", state, STRESSED),
        MoodPoint("m2", Whose.PERSONA, "plain", state, CALM),
    ]
    assert cases_of(points, {"m1": "work"}) == (Case("work", STRESSED, "plain", MONDAY),)
    assert cases_of(points, {})[0].text == ""


def test_topics_and_people_of_a_text() -> None:
    assert topics_of("My BOSS and the landlord, my boss") == ("work", "home")
    assert people_of("Yesterday I met Maya and Tom on Monday") == ("Maya", "Tom")
    assert topics_of("") == people_of("") == ()
