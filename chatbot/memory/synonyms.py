"""Words of everyday talk that mean nearly the same, and kinds with their members. Data for `vocabulary`, no more.

A question names the kind ("Which instruments ...?") where the message names the member ("my violin"),
so kinds lead to members but not back. Written by hand from everyday knowledge.
"""

from functools import lru_cache

from chatbot.memory.kinds import KINDS
from chatbot.memory.stem import stem

_GROUPS = """
child kid son daughter toddler baby; mother mom mum mama; father dad papa; grandmother grandma nan granny;
grandfather grandpa granddad; parent mother father mom dad; sibling brother sister; spouse husband wife partner;
girlfriend boyfriend partner; marry marriage wedding bride; engaged engagement fiance propose proposal; friend buddy
pal mate; relative cousin aunt uncle nephew niece; dog puppy pup pooch doggo; cat kitten kitty; job work career
occupation profession; boss manager supervisor; colleague coworker teammate; company firm employer; school college
university campus; class course; degree diploma graduate graduation; teacher professor instructor tutor; exam test
quiz midterm final; assignment homework essay; movie film cinema; show series; song music track tune; book novel
read; author writer; picture photo image photograph snapshot pic; paint painting artwork art; draw drawing sketch;
car vehicle; bike bicycle cycling; trip travel journey vacation holiday visit getaway; roadtrip drive; hike hiking
trail trek; camp camping tent campfire; beach seaside ocean sea shore; mountain peak summit; garden yard plant;
restaurant diner eatery cafe; food meal dish cuisine eat; recipe cook cooking; bake baking oven; dessert cake pie
cookie; drink beverage; coffee espresso latte; exercise workout gym fitness train training; run running jog marathon
race; swim swimming pool; yoga meditation mindfulness; ill sick illness disease flu; doctor physician hospital
clinic; medicine medication pill drug; hurt injury injure wound accident; therapy therapist counselor counseling
psychologist; stress stressed anxious anxiety overwhelm pressure; destress relax unwind calm peaceful chill; worry
worried nervous concern; happy glad joy delighted thrilled; sad upset unhappy depressed; angry mad furious annoyed;
afraid scared fear frightened terrified; proud pride; tired exhausted fatigue sleepy; excited thrilled pumped stoked
hyped; bored boring; lonely alone isolated; house home apartment flat condo; roommate flatmate housemate; rent lease
landlord; city town; country nation homeland; relocate move; reside live; neighborhood neighbour neighbor community;
buy purchase bought; gift present; money cash finance financial; price cost expensive; donate donation charity;
volunteer volunteering; win won victory award prize medal trophy; competition contest tournament championship; game
match; injury sprain fracture; hobby pastime interest activity; goal aim dream ambition aspiration; plan intend;
advice tip recommend recommendation suggest suggestion; start begin launch; finish complete; quit resign; fired
layoff unemployed; hire recruit interview; promotion promote raise; join enroll attend sign; meet met encounter;
learn study; teach mentor; help assist aid; build construct; repair fix mend; discover find; lose misplace; break
damage; favorite favourite best love; like enjoy love; hate dislike; important significant meaningful matter;
difficult hard tough challenging challenge; funny hilarious humor joke laugh; beautiful gorgeous stunning; delicious
tasty yummy; nature outdoors; animal pet; adopt adoption; rescue shelter; church religion religious faith god pray;
art artist artistic; dance dancing dancer ballet; concert gig festival; band musician singer; birthday anniversary
celebrate celebration party; christmas xmas; phone cell mobile; computer laptop pc; tv television; code coding
programming software developer; necklace jewelry pendant; shoe sneaker boot; clothes outfit dress; plant flower;
snow snowy; storm hurricane; passport visa; plane flight airport fly; train railway station; boat ship sail; salary
pay wage income; symbol symbolize represent; inspire inspiration motivate motivation; grateful thankful appreciate;
election campaign politics political; army military veteran; police cop; poem poetry; story tale; pottery clay
ceramics; lgbtq lgbt transgender gay queer trans; breakup divorce separate ex; date dating romantic; pregnant
pregnancy expecting; funeral death die pass; allergy allergic; vegetarian vegan; nickname called; born birth; game
gaming gamer; video clip; club group team; hair haircut salon; skin skincare; attend participate; upcoming next;
hometown grew; abroad overseas; degree major; age old birthday; education educate school; sleep insomnia nap; wake
alarm; weight lose diet; surgery operation; tattoo ink; piercing earring; cousin relative; nervous anxious; hangout
hang; text message call; email mail; argue argument fight; trust betray; secret confide; cheat affair; crush
attracted; hug cuddle; clean tidy; cheap discount sale; shop shopping store; laptop macbook; internet wifi; photo
camera photography; podcast episode; novel fiction; concert ticket; hotel airbnb hostel stay; landscape scenery
view; career path; internship intern; startup business; conference convention summit; lecture seminar; research
study; scholarship grant; thesis dissertation paper
"""

_KIN_WEIGHT, _MEMBER_WEIGHT = 1.0, 0.7


_SHARED_LETTERS = 2
"""Words with the same stem begin alike: only those need stemming that begin like the term. Irregular forms
(`went`) are stemmed to their regular one, which the tables hold too."""

Group = tuple[tuple[str, ...], tuple[str, ...], float]


@lru_cache(maxsize=1)
def _groups_by_beginning() -> dict[str, tuple[Group, ...]]:
    """Beginning -> groups with such a word: words that may be asked for, those that stand for them, and how well."""
    groups: list[Group] = [
        (words, words, _KIN_WEIGHT) for group in _GROUPS.split(";") if (words := tuple(group.split()))
    ]
    for entry in KINDS.split(";"):
        kinds, _, members = entry.partition(":")
        groups.append((tuple(kinds.split()), tuple(members.split()), _MEMBER_WEIGHT))
    table: dict[str, list[Group]] = {}
    for group in groups:
        for beginning in {word[:_SHARED_LETTERS] for word in group[0]}:
            table.setdefault(beginning, []).append(group)
    return {beginning: tuple(found) for beginning, found in table.items()}


@lru_cache(maxsize=4096)
def kin(term: str) -> tuple[tuple[str, float], ...]:
    """Terms that may stand for a term of a question, each with a weight 0..1: synonyms, then members of a kind."""
    found: dict[str, float] = {}
    for asked, standing, weight in _groups_by_beginning().get(term[:_SHARED_LETTERS], ()):
        if term in map(stem, asked):
            for other in map(stem, standing):
                if other != term or weight != _KIN_WEIGHT:
                    found.setdefault(other, weight)
    return tuple(found.items())
