"""Words of everyday talk that mean nearly the same, and kinds with their members. Data for `vocabulary`, no more.

A question names the kind ("Which instruments ...?") where the message names the member ("my violin"),
so kinds lead to members but not back. Written by hand from everyday knowledge.
"""

from functools import lru_cache

from chatbot.memory.stem import stem

_GROUPS = """
child kid son daughter toddler baby; mother mom mum mama; father dad papa; grandmother grandma nan granny;
grandfather grandpa granddad; parent mother father mom dad; sibling brother sister; spouse husband wife partner;
girlfriend boyfriend partner; wedding marry marriage married bride; engaged engagement fiance propose proposal;
friend buddy pal mate; relative cousin aunt uncle nephew niece; dog puppy pup pooch doggo; cat kitten kitty;
job work career occupation profession position; boss manager supervisor; colleague coworker teammate; company firm employer;
school college university class course; degree diploma major graduate; teacher professor instructor tutor; exam test quiz;
movie film; show series episode; song music track tune; book novel read; author writer; picture photo image photograph snapshot;
painting paint painted artwork art; draw drawing sketch; car vehicle; bike bicycle cycling; trip travel journey vacation holiday visit;
hike hiking trail trek; camp camping tent campfire; beach seaside ocean sea shore; mountain peak summit; park garden;
restaurant diner eatery cafe; food meal dish cuisine eat; recipe cook cooking bake baking; dessert cake pie cookie sweet;
drink beverage; coffee espresso latte; exercise workout gym fitness train; run running jog marathon; swim swimming pool;
yoga meditation mindfulness; ill sick illness disease; doctor physician hospital clinic; hurt injury injure wound accident;
therapy therapist counselor counseling; stress stressed anxious anxiety worry nervous overwhelm; happy glad joy delighted thrilled;
sad upset unhappy; angry mad furious; afraid scared fear frightened; proud pride; tired exhausted; excited thrilled pumped;
house home apartment flat; city town; country nation homeland; move relocate moved; live reside; neighborhood neighbour neighbor community;
buy purchase bought shop; gift present; money cash finance financial; price cost expensive; donate donation charity give; volunteer volunteering;
win won victory award prize medal trophy; lose lost defeat; competition contest tournament championship; game match;
hobby pastime interest activity; goal aim dream ambition; plan intend; advice tip recommend recommendation suggest suggestion;
start begin launch open; finish complete end; stop quit; join enroll attend sign; meet met encounter; learn study; teach mentor;
help support assist; build make create construct; repair fix mend; find discover; lose misplace; break damage;
favorite favourite best love; like enjoy love; hate dislike; important significant meaningful matter; difficult hard tough challenging challenge;
funny hilarious humor; beautiful gorgeous stunning; delicious tasty yummy; nature outdoors; animal pet; adopt adoption; rescue shelter;
church religion religious faith god pray; art artist artistic; dance dancing dancer; concert gig show festival; band musician singer artist;
birthday anniversary celebrate celebration party; christmas xmas; phone cell mobile; computer laptop pc; tv television; program code coding programming software;
necklace jewelry pendant; shoe sneaker boot; clothes outfit dress; plant flower tree; weather rain snow sunny; fire flames; storm hurricane flood;
passport visa abroad; plane flight airport fly; train railway station; boat ship sail; road drive; movie cinema; career job; salary pay wage;
symbol represent stand mean meaning; inspire inspiration motivate motivation; grateful thankful appreciate; relax unwind destress calm peaceful;
election campaign politics political office mayor; army military veteran soldier; police cop; poem poetry; story tale; pottery clay ceramics bowl;
lgbtq lgbt transgender gay queer pride trans; single breakup divorce dating; date dating romantic; pregnant pregnancy expecting; funeral death die died passed pass;
allergy allergic; diet vegetarian vegan; age old; nickname called; born birth birthday; game gaming gamer play; blog post; video clip; club group
"""

_KINDS = """
pet: dog cat puppy kitten hamster rabbit bunny parrot bird fish turtle guinea snake lizard horse
animal: dog cat bird horse fish rabbit bear deer fox elephant turtle lion wolf cow
instrument: piano guitar violin drum flute clarinet cello saxophone trumpet ukulele keyboard bass harp
sport: soccer football basketball baseball tennis hockey golf volleyball swim surf ski snowboard boxing cricket rugby badminton climbing cycling
martial: karate taekwondo judo boxing kickboxing jiu kungfu aikido
exercise: yoga run jog swim pilates weightlifting kickboxing cycling crossfit gym stretch lift
food: pizza pasta sushi burger salad soup rice bread cheese chicken fish steak curry taco sandwich noodle chocolate fruit vegetable
dish: pasta soup salad stew curry pizza lasagna roast casserole steak salmon chicken
dessert: cake pie cookie icecream chocolate brownie cupcake pastry pudding
drink: coffee tea beer wine juice smoothie soda cocktail stout whiskey
fruit: apple banana orange strawberry mango berry peach grape cherry
country: usa america canada mexico england uk britain france germany spain italy sweden norway finland denmark ireland scotland greece portugal turkey india china japan korea thailand vietnam australia brazil argentina peru egypt kenya morocco russia poland switzerland netherlands
city: london paris rome barcelona berlin tokyo york chicago boston seattle miami toronto vancouver sydney dubai amsterdam prague vienna madrid lisbon denver austin portland
state: california texas florida oregon nevada colorado alaska hawaii washington york michigan minnesota georgia ohio utah arizona connecticut
art: painting drawing sculpture pottery sketch watercolor canvas mural photography
craft: pottery knitting sewing crochet woodwork painting origami
hobby: painting reading cooking hiking gardening photography pottery running camping knitting fishing dancing guitar piano gaming
activity: hiking camping painting swimming pottery running museum beach picnic fishing biking skiing bowling yoga dance
outdoor: hiking camping beach park mountain lake fishing kayak picnic
event: conference parade festival concert wedding party tournament fair meeting workshop race fundraiser gala
book: novel series author fantasy mystery fiction biography chapter harry charlotte
music: song band concert album jazz rock classical pop guitar piano singer
game: chess monopoly xbox playstation nintendo console cyberpunk witcher zelda minecraft fortnite valorant overwatch poker
console: xbox playstation nintendo switch ps5
flower: rose tulip lily sunflower daisy orchid dahlia
color: red blue green yellow purple orange pink black white brown
weather: rain snow storm sunny hot cold wind
vehicle: car truck motorcycle bike van bus scooter
damage: broken flood leak crash destroyed
holiday: christmas thanksgiving easter halloween independence labor memorial newyear
religion: church faith christian catholic muslim jewish buddhist hindu temple mosque
relationship: single married dating partner boyfriend girlfriend husband wife breakup divorced
identity: transgender gay lesbian woman man
family: mother father mom dad sister brother son daughter kid child husband wife grandma grandpa aunt uncle cousin
health: doctor pain illness diet weight heart allergy asthma surgery hospital medication
degree: science engineering law medicine policy psychology education business arts
career: teacher nurse engineer lawyer counselor writer artist chef designer developer manager
volunteer: shelter homeless charity fundraiser donate soup mentor
class: yoga pottery cooking programming dance painting art
language: english spanish french german italian chinese japanese python java
feeling: happy sad proud nervous excited anxious scared grateful
emotion: happy sad proud nervous excited anxious scared grateful
season: summer winter spring autumn fall
day: monday tuesday wednesday thursday friday saturday sunday
gift: necklace ring book flower card watch
furniture: table chair sofa couch bed desk shelf
clothes: dress shirt shoe jacket hat jeans coat
subject: math science history art english biology chemistry physics
award: medal trophy prize certificate
place: beach park museum lake mountain forest cafe restaurant
transportation: car bus train bike plane subway
nature: forest lake mountain ocean river sunset waterfall canyon tree
"""

_KIN_WEIGHT, _MEMBER_WEIGHT = 1.0, 0.7


def _read() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = {}
    for group in _GROUPS.split(";"):
        stems = [stem(word) for word in group.split()]
        for each in stems:
            table.setdefault(each, {}).update((other, _KIN_WEIGHT) for other in stems if other != each)
    for line in _KINDS.strip().splitlines():
        kind, _, members = line.partition(":")
        known = table.setdefault(stem(kind.strip()), {})
        for member in map(stem, members.split()):
            known.setdefault(member, _MEMBER_WEIGHT)
    return table


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, float]]:
    return _read()


def kin(term: str) -> tuple[tuple[str, float], ...]:
    """Terms that may stand for a term of a question, each with a weight 0..1: synonyms, then members of a kind."""
    return tuple(_table().get(term, {}).items())
