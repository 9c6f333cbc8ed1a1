"""Every number of recall in one place, with where it comes from. No code but the defaults."""

from chatbot.domain.value import Value


class MatchWeights(Value):
    """How well words of a question fit a document.

    Where no other source is named, a value was chosen by coordinate search on three LoCoMo conversations
    (Maharana et al. 2024), each time on two and checked on the third; values between the optima were
    rounded. None was chosen on the data that the figures in the tests and documents come from.

    Attributes:
        k1, b: BM25's saturation and length normalisation; 0.9 and 0.2 rather than the usual 1.2 and 0.75,
            because messages are short and their length says little.
        before, after: share of a term's count that a message lends to the three messages after it
            (`before` them it stood), and to the three before it: what belongs together is seldom said in one message.
        answer: the share instead of the first of `before` where the message asks something: an answer seldom
            repeats the words of its question.
        prefix, kin, repair: weight of a word that shares its beginning, is close by meaning, or is close by
            spelling, relative to the word itself.
        unknown: factor on the rarity of a word that was only found by a neighbour of its spelling or meaning.
        unknown_share: how much a word that no document holds counts towards what is missing, so that a document
            is not taken for an answer because it has the only known word of a long question.
        sitting: share of the score of the whole sitting that each of its messages gets.
        speaker: factor gained where the question names, or means, who spoke.
        time, number, picture, name: factor gained where the question asks for such a thing and the message has it.
        first_person, telling_time: factor gained by messages in which somebody speaks of themselves, or says
            when something was: reports rather than chat.
        asking: factor lost by a message that is all questions, in part by one that is so in part.
        event_day, message_day: gain where the day asked for is the day told of, or the day of the message.
        day_slack: days after the day asked for in which a message still speaks of it.
        postings: the most postings of one question that are spread to neighbouring messages; the rarest words first.
        candidates: the most messages that are looked at closely.
    """

    k1: float = 0.9
    b: float = 0.2
    before: tuple[float, ...] = (0.35, 0.2, 0.1)
    answer: float = 0.6
    after: tuple[float, ...] = (0.2, 0.1, 0.05)
    prefix: float = 0.6
    kin: float = 0.55
    repair: float = 0.7
    unknown: float = 0.8
    unknown_share: float = 0.5
    sitting: float = 0.5
    speaker: float = 0.4
    time: float = 0.2
    number: float = 0.2
    picture: float = 0.2
    name: float = 0.1
    first_person: float = 0.2
    asking: float = 0.3
    telling_time: float = 0.1
    event_day: float = 1.2
    message_day: float = 0.7
    day_slack: int = 10
    postings: int = 500
    candidates: int = 250


MATCH = MatchWeights()


class RecallWeights(Value):
    """What each part adds to the score of a memory, message or chapter at most.

    Relevance outweighs the other parts together, so that nothing is told merely for being new or
    weighty; the order of the others follows Park et al. 2023 (recency, importance), whose equal
    weights put unrelated memories first.

    Attributes:
        relevance: for a text that holds every word asked for.
        recency, importance, use, mood, lens: see `scoring`.
        feedback: what the user said of it in receipts, up or down: one word of theirs outweighs importance.
        pinned: above every other part together.
        slot, other: relevance of a memory that fills the slot asked for, of the user or of another person: "my
            sister's job" asks for the job first and for the sister second.
        context: relevance of what must be known when food or medicine is spoken of.
        vector: what full likeness by an embedder adds to relevance; as much as the words of a message, since
            equal weights did best with a small embedder on public conversations.
        message: relevance of a message or chapter relative to a memory's, whose words are fewer and to the point.
        message_recency: recency of a message; next to nothing, because old messages are what recall is for.
        message_half_life_days: how fast a message pales.
        floor: relevance below which nothing is recalled, as a share of full relevance.
        overview: the most memories where all that is known is asked for; more is no answer but a list.
    """

    relevance: float = 1.0
    recency: float = 0.08
    importance: float = 0.12
    use: float = 0.04
    feedback: float = 0.3
    mood: float = 0.05
    lens: float = 0.15
    pinned: float = 10.0
    slot: float = 1.5
    other: float = 3.0
    context: float = 0.5
    vector: float = 0.5
    message: float = 0.5
    message_recency: float = 0.01
    message_half_life_days: float = 30.0
    floor: float = 0.15
    overview: int = 60


RECALL = RecallWeights()
