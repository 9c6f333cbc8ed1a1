"""What people tell without "I", in passing, or in looser words; and what only looks like it."""

import pytest

from tests.unit.memory.chats import Chat


def told(text: str) -> set[tuple[str, str]]:
    chat = Chat()
    chat.say(text)
    return {(memory.slot.removeprefix("user."), memory.value) for memory in chat.records().values()}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("started working at Spotify on monday", ("employer", "Spotify")),
        ("I have a part time job at Tesco", ("employer", "Tesco")),
        ("I've got a new job at Mercy Hospital", ("employer", "Mercy Hospital")),
        ("my sister has a summer job at IKEA", ("sister.employer", "IKEA")),
        ("I have a job at Google", ("employer", "Google")),
        ("work as a nurse in Leeds", ("job", "nurse")),
        ("I work night shifts as a nurse in Leeds", ("job", "nurse")),
        ("i work mostly from home as a translator", ("job", "translator")),
        ("need to pay the rent by the 1st", ("deadline", "rent")),
        ("gotta pick up the kids at 4 tomorrow", ("plan", "pick up the kids at 4")),
        ("working as a chef these days", ("job", "chef")),
        ("living in Prague atm", ("home", "Prague")),
        ("got a cat named Tofu last week", ("pet.cat", "Tofu")),
        ("finally bought a piano", ("owns", "piano")),
        ("love hiking", ("likes", "hiking")),
        ("cant stand techno, sorry", ("dislikes", "techno")),
        ("allergic to shellfish so no sushi for me", ("allergy", "shellfish")),
        ("had dinner with my cousin Pia yesterday, she's a nurse", ("pia.job", "nurse")),
        ("flying to the Maldives in April!", ("plan", "Maldives")),
        ("got diagnosed with ADHD last year", ("health", "ADHD")),
        ("I went mad and bought a kayak", ("owns", "kayak")),
        ("got a boyfriend finally!! his name is Ole", ("partner", "Ole")),
    ],
)
def test_the_i_may_be_left_out(text: str, fact: tuple[str, str]) -> None:
    assert fact in told(text)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("my girlfriend Ida told me I should write more", ("partner", "Ida")),
        ("My brother Karl thinks I'm crazy but I want to open a bakery", ("family.brother", "Karl")),
        ("My brother Karl thinks I'm crazy but I want to open a bakery", ("goal", "open a bakery")),
        ("my boyfriend Jon says hi, and we adopted a dog called Pip", ("pet.dog", "Pip")),
        ("people always assume French but no, my mother tongue is Catalan", ("language", "Catalan")),
        ("when you say tomorrow, remember my time zone is UTC-3", ("timezone", "UTC-3")),
        ("I couldn't be happier, I really love thunderstorms", ("likes", "thunderstorms")),
        ("the funny part is that I work as a locksmith", ("job", "locksmith")),
        ("I play bridge every Thursday with Margaret", ("hobby", "bridge")),
        ("wife's name is Karen", ("partner", "Karen")),
        ("im tom, 34, plumber from leeds", ("name", "tom")),
        ("my sister's a doctor", ("sister.job", "doctor")),
        ("my boyfriend's 29", ("boyfriend.age", "29")),
        ("my birthday's on the 12th of May, no pressure", ("birthday", "12th of May")),
        ("I was born in Lima on 4 June 1985", ("birthday", "4 June 1985")),
        ("im 22 btw", ("age", "22")),
        ("I've got an exam on the 23rd", ("event", "exam")),
        ("at work they call me Doc", ("nickname", "Doc")),
        ("I'm Pavel but everyone just calls me Pasha", ("nickname", "Pasha")),
        ("teal of course, teal is my favourite colour", ("favorite.color", "teal")),
        ("Love cats, hate dogs", ("dislikes", "dogs")),
        ("Love cats, hate dogs", ("likes", "cats")),
        ("Enjoy hiking", ("likes", "hiking")),
        ("I'm Vegan, 34", ("diet", "Vegan")),
        ("The Bell Jar is my favourite book", ("favorite.book", "The Bell Jar")),
        ("I speak Welsh at home and English at work", ("language", "English")),
        ("I grew up speaking Polish", ("language", "Polish")),
        ("My working days are Tuesday to Saturday", ("schedule", "Tuesday to Saturday")),
        ("I work on the charging software", ("works_on", "charging software")),
        ("I've started a garden project named Green Corner", ("project", "Green Corner")),
        ("Short answers please, from now on", ("reply_style", "Short answers")),
        ("I have a Toyota Yaris", ("owns", "Toyota Yaris")),
        ("I teach maths at Lincoln High", ("employer", "Lincoln High")),
        ("I got the job at Lidl!", ("employer", "Lidl")),
        ("I have a nice job at Shell", ("employer", "Shell")),
        ("I started a new job last week at Costa", ("employer", "Costa")),
        ("I got an internship at Apple", ("employer", "Apple")),
    ],
)
def test_it_is_told_in_looser_words(text: str, fact: tuple[str, str]) -> None:
    assert fact in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Love is hard",
        "love you",
        "Got it, thanks",
        "got any ideas?",
        "started raining again",
        "hate to say it but you're wrong",
        "*draws sword* I am Sir Aldric and I hate goblins",
        "assume I live in Paris",
        "my mother tongue hurts",
        "I work on a farm",
        "I live on the 3rd floor",
        "I have a seat at the table",
        "I'm 5 minutes away",
        "people call me crazy",
        "she says I should move to Oslo",
        "im tired, 34 emails to answer",
        "my job's boring",
        "Living in Paris is expensive",
        "Working at Google must be great",
        "Studying medicine is hard",
        "Learning Spanish is fun",
        "Also learning is hard",
        "Moving to Lisbon is scary",
        "Flying to Tokyo takes 12 hours",
        "Training for marathons takes months",
        "Saving for retirement is smart",
        "Saving up for what",
        "Born in 1950, Stevie Wonder is a legend",
        "Born in Hawaii, Obama became president",
        "Born in the USA is a great song",
        "based in fact",
        "Based in part on a true story",
        "Live in Concert is a great album",
        "Live at Wembley is a great album",
        "Work for peace",
        "Love hurts",
        "Love conquers all",
        "Love Actually is a great movie",
        "Hate speech is a problem",
        "Enjoy Rome!",
        "Meeting this guy tomorrow",
        "Concert tonight on TV",
        "Moving to a different subject, what is pi?",
        "Moving to step 2",
        "Got hired at last",
        "Would you call me lazy?",
        "I bought a Tesla share",
        "She texted: I moved to Paris",
        "I live in Paris, he said",
        "He was like, I'm vegan",
        "And then she goes: I'm single",
        "I work at IBM, says Tom",
        "At school they call me lazy",
        "Learning Python: where to start?",
        "Living in Japan as a foreigner - what is it like?",
        "Living in Berlin vs Munich",
        "Training for a marathon: a guide",
        "Moving to Berlin checklist",
        "Allergic to peanuts symptoms",
        "Love Island",
        "Love in the time of cholera",
        "Hate speech laws in Germany",
        "Live in nanny jobs",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert told(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "I have a job interview at Google tomorrow",
        "I've got a trial shift at Costa",
        "I have a job trial at Costa on Friday",
        "my sister has a job interview at IKEA",
        "I have a job fair at the town hall",
        "I've got a job application at Siemens running",
        "I have work at 9",
        "I found a new job for my brother",
        "I have a job to do for Anna",
        "I found a job listing at Google",
        "I have a job test at Google",
        "I got a position paper by Lenin",
        "I got a position in the queue for tickets",
        "I got a job rejection from Tesco by mail",
        "I was hired by accident",
        "I found work by accident",
        "I work for food",
        "I work by candlelight",
    ],
)
def test_what_leads_to_a_job_is_no_employer(text: str) -> None:
    assert not {slot for slot, _ in told(text) if slot.endswith("employer")}


@pytest.mark.parametrize(
    "text",
    [
        "need to call it a day soon, tomorrow is early",
        "need to renew a passport in January? which form?",
        "have to pay attention on Monday",
        "I work days as hard as nights",
        "I work nights as my wife works days",
    ],
)
def test_duties_and_shifts_have_lookalikes(text: str) -> None:
    assert not {slot for slot, _ in told(text) if slot in ("plan", "job")}
