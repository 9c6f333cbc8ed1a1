from chatbot.domain.message import Message, Role
from chatbot.memory.match import rank_messages
from chatbot.memory.question import read_question
from chatbot.memory.shelf import Shelf, read_message
from chatbot.memory.weights import MATCH
from tests.unit.memory.making import NOW, message

NAMES = (("", "Noor"), ("p", "The Ben"), ("absent", "Climbing"))


def shelf_of(*messages: Message) -> Shelf:
    shelf = Shelf()
    for each in messages:
        shelf.add(read_message(each))
    return shelf


def seqs(shelf: Shelf, text: str) -> list[int]:
    return [entry.seq for _, entry in rank_messages(shelf, read_question(text, NOW.date()), MATCH, NAMES)]


def test_an_answer_is_found_by_the_words_of_its_question() -> None:
    shelf = shelf_of(
        message(1, "Nothing new here"),
        message(2, "Which instrument do you practise?", Role.PERSONA),
        message(3, "Clarinet, every evening"),
        message(4, "The weather turned"),
    )
    assert seqs(shelf, "Which instrument is practised?")[0] == 3


def test_neighbours_end_with_the_sitting() -> None:
    apart = shelf_of(message(1, "We saw a heron"), message(2, "Lovely evening", hours=100))
    together = shelf_of(message(1, "We saw a heron"), message(2, "Lovely evening"))
    assert seqs(apart, "heron") == [1]
    assert seqs(together, "heron") == [1, 2]


def test_who_is_named_is_whose_words_come_first() -> None:
    shelf = shelf_of(
        message(1, "I went climbing", Role.PERSONA),
        message(2, "I went climbing", Role.USER, hours=50),
    )
    assert seqs(shelf, "When did Noor go climbing?")[0] == 2
    assert seqs(shelf, "When did Ben go climbing?")[0] == 1


def test_i_is_the_user_and_you_the_persona() -> None:
    shelf = shelf_of(message(1, "climbing helps", Role.PERSONA), message(2, "climbing helps", hours=50))
    assert seqs(shelf, "what did I say about climbing?")[0] == 2
    assert seqs(shelf, "what was said by you about climbing?")[0] == 1
    assert seqs(shelf, "Ben, what did I say about climbing?")[0] == 2  # a call is no question about who is called


def test_days_lead_to_messages_without_a_common_word() -> None:
    shelf = shelf_of(
        message(1, "Yesterday we ate fish", hours=0), message(2, "Tired", hours=500), message(3, "Bored", hours=1000)
    )
    day = shelf.entries[1].at.date()
    assert seqs(shelf, f"what happened on {day.replace(day=day.day - 1).isoformat()}?")[0] == 1


def test_when_prefers_messages_that_say_when() -> None:
    shelf = shelf_of(message(1, "Noor visited the castle"), message(2, "Noor visited the castle last week", hours=50))
    assert seqs(shelf, "When was the castle visited?")[0] == 2


def test_kinds_lead_to_their_members_and_not_back() -> None:
    shelf = shelf_of(message(1, "My violin is old"), message(2, "Instruments need care", hours=50))
    assert set(seqs(shelf, "Which instrument?")) == {1, 2}
    assert seqs(shelf, "violin") == [1]


def test_a_misspelt_word_is_repaired_only_where_it_is_unknown() -> None:
    shelf = shelf_of(message(1, "the marathon was long"), message(2, "nothing", hours=50))
    assert seqs(shelf, "marathn") == [1]
    shelf.add(read_message(message(3, "marathn", hours=100)))
    assert seqs(shelf, "marathn")[0] == 3


def test_equal_scores_keep_the_order_of_the_session() -> None:
    shelf = shelf_of(*(message(seq, "same words", hours=seq * 10) for seq in (3, 1, 2)))
    assert seqs(shelf, "same words") == [1, 2, 3]


def test_common_words_of_a_long_session_still_count() -> None:
    """More postings than are spread: the rare word decides, the common one breaks the tie."""
    many = [message(seq, ("common", "other")[seq % 2], hours=seq * 5) for seq in range(1, 2 * MATCH.postings + 50)]
    last = 2 * MATCH.postings + 100
    shelf = shelf_of(
        *many, message(last, "rare stone", hours=last * 5), message(last + 1, "rare common", hours=last * 5 + 5)
    )
    assert seqs(shelf, "rare common")[:2] == [last + 1, last]


def test_nothing_in_common_is_nothing_found() -> None:
    assert seqs(shelf_of(message(1, "hello")), "zebra") == []
    assert seqs(Shelf(), "zebra") == []
