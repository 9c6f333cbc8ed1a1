"""Kinds of everyday things with well-known members. Data for `synonyms`, no more; written by hand, open to additions.

An entry is `kind other-name-of-it: members;`. A question names the kind ("Which instruments ...?") where
the message names the member ("my violin"), so kinds lead to members and not back.
"""

KINDS = """
pet: dog cat puppy kitten hamster rabbit bunny parrot budgie bird goldfish fish turtle tortoise guinea gerbil ferret
    snake lizard;
animal wildlife: dog cat bird horse fish rabbit bear deer fox elephant turtle lion tiger wolf cow pig sheep goat
    monkey panda whale dolphin;
insect: bee ant butterfly spider mosquito beetle fly;
bird: parrot eagle owl robin sparrow pigeon duck hawk crow penguin chicken;
breed: labrador retriever shepherd poodle bulldog beagle husky collie terrier chihuahua corgi siamese persian;
instrument: piano guitar violin drum flute clarinet cello saxophone trumpet ukulele keyboard bass harp viola banjo
    trombone organ;
sport athletic: soccer football basketball baseball tennis hockey golf volleyball swim surf ski snowboard skate
    boxing wrestling cricket rugby;
sport: badminton climbing cycling running rowing gymnastics fencing archery squash karate lacrosse softball;
martial: karate taekwondo judo boxing kickboxing jiu jitsu aikido kung muay fencing wrestling krav;
exercise workout fitness: yoga run jog swim pilates weightlifting weights kickboxing cycling crossfit gym stretch
    lift cardio squat pushup zumba treadmill walk;
food: pizza pasta sushi burger salad soup rice bread cheese chicken fish steak curry taco sandwich noodle chocolate
    fruit vegetable egg bacon ramen dumpling burrito pancake waffle oatmeal beef pork shrimp salmon tofu bean potato
    fries sausage snack;
dish meal: pasta soup salad stew curry pizza lasagna roast casserole steak salmon chicken risotto stir paella ramen
    chili barbecue omelette;
cuisine: italian mexican chinese indian thai japanese korean french greek vietnamese mediterranean spanish lebanese
    ethiopian turkish;
dessert sweet: cake pie cookie chocolate brownie cupcake pastry pudding cobbler sundae tart cheesecake muffin donut
    gelato candy sorbet tiramisu;
breakfast: egg pancake cereal toast bagel oatmeal waffle bacon coffee;
drink beverage: coffee tea beer wine juice smoothie soda cocktail whiskey latte espresso milk lemonade water vodka
    rum gin milkshake kombucha;
alcohol: beer wine whiskey cocktail vodka rum gin stout ale champagne pub bar;
fruit: apple banana orange strawberry mango berry peach grape cherry blueberry pineapple lemon watermelon kiwi pear;
vegetable: carrot tomato potato onion broccoli spinach pepper cucumber lettuce cabbage mushroom;
country: usa america canada mexico england uk britain france germany spain italy sweden norway finland denmark
    ireland scotland wales greece portugal turkey india china japan korea thailand vietnam australia brazil
    argentina peru chile colombia egypt kenya morocco russia poland switzerland netherlands belgium austria israel
    ukraine iran pakistan indonesia philippines malaysia singapore zealand cuba iceland africa;
european europe: england uk france germany spain italy sweden norway finland denmark ireland scotland greece
    portugal netherlands belgium austria switzerland poland hungary croatia iceland london paris rome barcelona
    berlin prague vienna madrid lisbon amsterdam;
asian asia: china japan korea thailand vietnam india singapore indonesia malaysia philippines taiwan tokyo seoul
    bangkok beijing bali;
abroad overseas: country europe asia france spain italy japan england mexico canada;
city: london paris rome barcelona berlin tokyo york chicago boston seattle miami toronto vancouver sydney dubai
    amsterdam prague vienna madrid lisbon denver austin portland francisco angeles vegas diego philadelphia houston
    dallas atlanta montreal melbourne seoul bangkok munich milan;
state: california texas florida oregon nevada colorado alaska hawaii washington york michigan minnesota georgia ohio
    utah arizona connecticut illinois massachusetts jersey pennsylvania virginia carolina tennessee montana idaho
    maine vermont;
area region: coast north south east west northwest midwest county valley;
continent: europe asia africa america australia antarctica;
art artwork: painting drawing sculpture pottery sketch watercolor canvas mural photography portrait collage;
craft: pottery knitting sewing crochet woodwork woodworking painting origami embroidery quilt beading jewelry
    ceramics carpentry;
hobby pastime leisure: painting reading cooking baking hiking gardening photography pottery running camping knitting
    fishing dancing guitar piano gaming chess writing drawing singing surfing skating yoga collecting cycling;
activity: hiking camping painting swimming pottery running museum beach picnic fishing biking skiing bowling yoga
    dance surfing climbing kayaking skating cooking baking gardening theater concert movies gym paintball karaoke;
outdoor: hiking camping beach park mountain lake fishing kayak picnic climbing surfing trail skiing garden bike;
recreational: bowling hiking fishing golf swimming tennis skating gaming biking;
event: conference parade festival concert wedding party tournament fair meeting workshop race fundraiser gala show
    exhibition ceremony seminar meetup convention marathon graduation reunion dinner competition auction retreat
    summit hackathon;
celebration: birthday wedding anniversary graduation party christmas thanksgiving toast feast reunion;
book novel: series author fantasy mystery fiction biography chapter memoir thriller trilogy bestseller potter;
genre: fantasy mystery fiction romance thriller horror comedy drama action adventure documentary rock jazz pop
    classical rap metal folk strategy;
movie film: comedy drama thriller horror documentary actor director trilogy netflix disney marvel;
show series: episode season netflix sitcom anime drama hbo;
music musical: song band concert album jazz rock classical pop guitar piano singer rap metal playlist orchestra
    choir;
band artist musician: singer concert album song guitarist drummer group tour;
game: chess monopoly scrabble poker minecraft fortnite zelda mario pokemon witcher cyberpunk valorant overwatch
    skyrim tetris sims halo rpg puzzle fifa dota warcraft starcraft roblox cards dominoes charades;
console: xbox playstation nintendo switch ps5 ps4 wii;
device gadget electronics: phone laptop computer tablet camera headphones watch keyboard monitor speaker drone tv
    router;
software app technology: website app program code database cloud python java api;
programming language: python java javascript rust html css sql ruby php swift kotlin;
flower plant: rose tulip lily sunflower daisy orchid dahlia lavender cactus succulent fern basil tomato herb;
tree: oak pine maple cedar willow birch palm;
color: red blue green yellow purple orange pink black white brown gray grey;
weather: rain snow storm sunny hot cold wind cloudy fog heat humid thunder;
disaster: flood earthquake hurricane storm fire tornado wildfire tsunami blizzard;
vehicle: car truck motorcycle bike van bus scooter tractor jeep suv boat;
car brand: toyota honda ford bmw tesla audi mercedes prius subaru mazda ferrari porsche jeep chevrolet;
transportation: car bus train bike plane subway taxi ferry metro tram;
holiday: christmas thanksgiving easter halloween july independence labor memorial hanukkah diwali valentine ramadan
    passover;
religion religious faith: church christian catholic muslim jewish buddhist hindu temple mosque pray bible god
    baptist synagogue;
relationship status: single married dating partner boyfriend girlfriend husband wife breakup divorced engaged;
identity gender: transgender gay lesbian bisexual queer nonbinary woman man;
ethnicity heritage origin: mexican chinese indian irish italian african latino hispanic asian jewish korean;
family relative: mother father mom dad sister brother son daughter kid child husband wife grandma grandpa aunt uncle
    cousin niece nephew parents fam;
health medical: doctor pain illness diet weight heart allergy asthma surgery hospital medication diabetes blood
    therapy injury migraine insomnia;
symptom: pain fever cough headache nausea tired dizzy ache rash;
injury: broke ankle sprain knee wrist fracture leg hurt concussion;
ailment disease condition: asthma diabetes arthritis flu covid cold cancer migraine anxiety depression adhd;
allergy: peanut nut pollen gluten lactose dairy shellfish cat hay;
degree major subject: science engineering law medicine policy psychology education business arts biology chemistry
    physics math history english economics philosophy sociology nursing politics finance literature computer
    marketing architecture;
career profession occupation job: teacher nurse engineer lawyer counselor counseling writer artist chef designer
    developer manager doctor barista accountant analyst consultant photographer mechanic waiter journalist scientist
    programmer police firefighter bartender intern internship;
volunteer charity community: shelter homeless fundraiser donate soup mentor mentorship nonprofit cleanup foodbank;
class course lesson: yoga pottery cooking programming dance painting art language math chemistry lecture workshop;
language: english spanish french german italian chinese japanese korean portuguese arabic russian hindi mandarin;
feeling emotion mood: happy sad proud nervous excited anxious scared grateful lonely angry frustrated stressed
    overwhelmed relieved ashamed;
season: summer winter spring autumn fall;
gift present: necklace ring book flower card watch bracelet scarf jewelry mug;
jewelry: necklace ring bracelet earring pendant watch;
furniture: table chair sofa couch bed desk shelf bookcase lamp dresser;
clothes clothing outfit: dress shirt shoe jacket hat jeans coat sweater skirt hoodie suit scarf boots sneakers;
toy: doll lego teddy puzzle train blocks;
award prize: medal trophy certificate plaque ribbon scholarship;
place location: beach park museum lake mountain forest cafe restaurant library mall zoo gallery theater stadium
    temple castle;
store shop: mall market supermarket grocery bookstore boutique bakery amazon;
landmark attraction sight: tower museum castle bridge statue cathedral palace temple canyon ruins;
nature natural: forest lake mountain ocean river sunset waterfall canyon tree beach desert park wildlife stars;
accommodation: hotel hostel airbnb apartment resort cabin tent motel;
residence housing: house apartment condo flat dorm studio roommate;
skill talent: cooking painting coding singing writing drawing dancing guitar piano speaking;
problem trouble issue: accident broken lost stolen leak crash flood sick injury debt;
accident: crash hit broken collision damaged;
media platform: youtube instagram twitter facebook tiktok twitch podcast blog reddit;
beauty cosmetic: makeup lipstick skincare perfume nails hair;
routine habit: morning daily breakfast walk gym meditation bedtime;
chore housework: laundry dishes cleaning vacuum grocery cook;
wedding: bride groom vows ceremony ring reception venue;
birth pregnancy: baby newborn pregnant born hospital delivery;
financial money: debt loan budget savings rent salary invest bank mortgage bills broke wealthy rich;
business: startup store company shop clients investor brand entrepreneur studio;
political politics: election campaign vote mayor senator congress party democrat republican policy;
army military: soldier veteran navy marine base deployed;
dietary diet: vegan vegetarian keto gluten paleo sugar meat dairy carbs
"""
