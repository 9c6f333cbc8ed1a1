"""Word lists that the rules share: people, animals, jobs, languages, illnesses, and words that are no names."""

from chatbot.memory.words import word_set

RELATIONS: dict[str, str] = {
    "wife": "partner", "husband": "partner", "boyfriend": "partner", "girlfriend": "partner", "fiance": "partner",
    "partner": "partner", "spouse": "partner", "hubby": "partner", "significant other": "partner",
    "mother": "family.mother", "mom": "family.mother", "mum": "family.mother", "mama": "family.mother",
    "mommy": "family.mother", "father": "family.father", "dad": "family.father", "papa": "family.father",
    "sister": "family.sister", "brother": "family.brother", "son": "family.son", "daughter": "family.daughter",
    "kid": "family.child", "child": "family.child", "sibling": "family.sibling", "twin": "family.twin",
    "grandmother": "family.grandmother", "grandma": "family.grandmother", "nan": "family.grandmother",
    "granny": "family.grandmother", "nana": "family.grandmother", "gran": "family.grandmother",
    "grandfather": "family.grandfather", "grandpa": "family.grandfather", "granddad": "family.grandfather",
    "grandad": "family.grandfather", "grandson": "family.grandson", "granddaughter": "family.granddaughter",
    "aunt": "family.aunt", "auntie": "family.aunt", "uncle": "family.uncle", "cousin": "family.cousin",
    "niece": "family.niece", "nephew": "family.nephew", "stepmother": "family.stepmother",
    "stepmom": "family.stepmother", "stepfather": "family.stepfather", "stepdad": "family.stepfather",
    "stepsister": "family.stepsister", "stepbrother": "family.stepbrother", "stepson": "family.stepson",
    "stepdaughter": "family.stepdaughter", "mother-in-law": "family.mother-in-law",
    "father-in-law": "family.father-in-law", "sister-in-law": "family.sister-in-law",
    "brother-in-law": "family.brother-in-law", "godmother": "family.godmother", "godfather": "family.godfather",
    "friend": "friend", "best friend": "friend", "mate": "friend", "bestie": "friend", "buddy": "friend",
}  # fmt: skip
"""What the user calls a person -> the slot that the person's name fills."""

ACQUAINTANCES = word_set(
    "boss manager supervisor colleague coworker co-worker roommate flatmate housemate neighbor teacher professor "
    "therapist doctor landlord advisor mentor coach ex ex-wife ex-husband ex-girlfriend ex-boyfriend classmate "
    "teammate assistant client parents grandparents in-laws"
)
"""People who fill no slot of the user's, but of whom something can be known."""

NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
}  # fmt: skip
"""Ages in words; "one" is too often no number."""

PLURALS: dict[str, str] = {
    "sisters": "sister", "brothers": "brother", "sons": "son", "daughters": "daughter", "kids": "kid",
    "children": "child", "childrens": "child", "childs": "child", "siblings": "sibling", "twins": "twin",
    "cousins": "cousin", "nieces": "niece",
    "nephews": "nephew", "aunts": "aunt", "uncles": "uncle", "friends": "friend", "grandkids": "grandchild",
    "boys": "son", "girls": "daughter", "grandchildren": "grandchild",
    "grandsons": "grandson", "granddaughters": "granddaughter", "best friends": "best friend",
    "dogs": "dog", "cats": "cat", "puppies": "puppy", "kittens": "kitten", "rabbits": "rabbit", "hamsters": "hamster",
    "parrots": "parrot", "horses": "horse", "turtles": "turtle", "fish": "fish", "birds": "bird", "chickens": "chicken",
    "guinea pigs": "guinea pig", "snakes": "snake", "rats": "rat", "ferrets": "ferret", "geckos": "gecko",
    "hens": "hen", "geese": "goose", "parakeets": "parakeet", "frogs": "frog", "alpacas": "alpaca", "llamas": "llama",
    "cows": "cow", "pigeons": "pigeon", "finches": "finch", "donkeys": "donkey", "ponies": "pony", "pigs": "pig",
    "gerbils": "gerbil", "canaries": "canary", "tortoises": "tortoise", "goldfish": "goldfish", "sheep": "sheep",
    "budgies": "budgie", "bunnies": "bunny", "goats": "goat", "ducks": "duck", "lizards": "lizard", "mice": "mouse",
}  # fmt: skip

SPECIES: dict[str, str] = {
    name: name
    for name in (
        "dog", "cat", "rabbit", "hamster", "parrot", "horse", "pony", "turtle", "tortoise", "fish", "goldfish", "bird",
        "chicken", "guinea pig", "snake", "rat", "ferret", "gecko", "budgie", "goat", "duck", "lizard", "mouse",
        "canary", "cockatiel", "iguana", "hedgehog", "chinchilla", "gerbil", "tarantula", "axolotl", "donkey", "pig",
        "cockatoo", "bearded dragon", "hen", "rooster", "cockerel", "goose", "parakeet", "budgerigar", "frog", "newt",
        "alpaca", "llama", "sheep", "cow", "pigeon", "finch", "koi", "chameleon", "degu",
    )
} | {
    "puppy": "dog", "pup": "dog", "doggo": "dog", "kitten": "cat", "kitty": "cat", "bunny": "rabbit",
    "labrador": "dog", "golden retriever": "dog", "beagle": "dog", "corgi": "dog", "poodle": "dog", "husky": "dog",
    "german shepherd": "dog", "border collie": "dog", "dachshund": "dog", "pug": "dog", "greyhound": "dog",
    "chihuahua": "dog", "terrier": "dog", "bulldog": "dog", "siamese": "cat", "tabby": "cat", "maine coon": "cat",
}  # fmt: skip
"""What the user calls an animal -> the `<species>` of `pet.<species>`."""

FEMALE = word_set(
    "wife girlfriend mother mom mum mama mommy sister daughter grandmother grandma nan granny nana gran aunt auntie "
    "niece granddaughter stepmother stepmom stepsister stepdaughter mother-in-law sister-in-law godmother ex-wife "
    "ex-girlfriend"
)
MALE = word_set(
    "husband hubby boyfriend father dad papa brother son grandfather grandpa granddad grandad uncle nephew grandson "
    "stepfather stepdad stepbrother stepson father-in-law brother-in-law godfather ex-husband ex-boyfriend"
)

JOBS = word_set(
    "accountant actor actress actuary administrator analyst animator anthropologist archaeologist architect artist "
    "assistant astronaut astronomer attorney auditor author baker banker barber barista bartender beekeeper biologist "
    "blacksmith blogger bookkeeper bookseller botanist brewer bricklayer broker builder butcher butler carer caregiver "
    "caretaker carpenter cashier ceo cfo chef chemist chiropractor choreographer cleaner clerk coach coder comedian "
    "composer conductor consultant contractor cook copywriter counselor counsellor courier cto curator dancer dentist "
    "designer detective developer dev dietitian diplomat director doctor driver dj economist editor electrician "
    "engineer entrepreneur estimator farmer farrier filmmaker firefighter fisherman florist freelancer gardener "
    "geographer geologist goldsmith graphic grocer guard hairdresser historian housekeeper housewife illustrator "
    "inspector instructor intern interpreter investigator investor janitor jeweler "
    "journalist judge lab lawyer lecturer "
    "librarian lifeguard linguist locksmith logistician machinist magistrate manager marine marketer masseuse "
    "mathematician mechanic medic merchant meteorologist midwife miner minister model musician nanny neurologist "
    "neuroscientist novelist nurse nutritionist officer operator optician optometrist orthodontist painter paralegal "
    "paramedic pastor pathologist pediatrician pharmacist philosopher photographer physician physicist physiotherapist "
    "pianist pilot planner plumber podcaster poet policeman policewoman porter postdoc potter president priest "
    "principal producer professor programmer psychiatrist psychologist publicist radiographer radiologist ranger "
    "realtor receptionist recruiter rep representative researcher roofer sailor salesman salesperson saleswoman "
    "scholar scientist sculptor seamstress secretary singer sociologist soldier solicitor songwriter statistician "
    "stewardess strategist streamer student supervisor surgeon surveyor tailor teacher tech technician technologist "
    "teller therapist trader trainee trainer translator trucker tutor undergrad upholsterer urologist usher vet "
    "veterinarian waiter waitress watchmaker webmaster welder writer youtuber zookeeper zoologist postman retiree "
    "sommelier oncologist cardiologist dermatologist anesthesiologist apprentice bouncer cabin-crew attendant founder "
    "cofounder co-founder freelancer specialist associate executive administrator coordinator agent worker"
) - {"graphic", "lab", "tech"}
"""The last word of what people are by trade."""

NATIONALITIES = word_set(
    "afghan albanian algerian american angolan argentinian argentine armenian australian austrian azerbaijani "
    "bangladeshi belarusian belgian bolivian bosnian brazilian british bulgarian cambodian cameroonian canadian "
    "catalan chilean chinese colombian congolese croatian cuban cypriot czech danish dominican dutch ecuadorian "
    "egyptian english eritrean estonian ethiopian filipino filipina finnish french georgian german ghanaian greek "
    "guatemalan haitian hungarian icelandic indian indonesian iranian iraqi irish israeli italian jamaican japanese "
    "jordanian kazakh kenyan korean kurdish kuwaiti latvian lebanese libyan lithuanian malaysian maltese mexican "
    "moldovan mongolian moroccan nepali nepalese nigerian norwegian pakistani palestinian panamanian paraguayan "
    "peruvian persian polish portuguese romanian russian rwandan salvadoran saudi scottish senegalese serbian "
    "singaporean slovak slovenian somali spanish sudanese swedish swiss syrian taiwanese tanzanian thai tunisian "
    "turkish ugandan ukrainian uruguayan uzbek venezuelan vietnamese welsh yemeni zambian zimbabwean kiwi aussie"
)
LANGUAGES = NATIONALITIES | word_set(
    "arabic bengali cantonese esperanto farsi galician gujarati hebrew hindi icelandic igbo javanese kannada latin "
    "malay malayalam mandarin marathi pashto punjabi quechua sanskrit swahili tagalog tamil telugu tibetan urdu "
    "wolof xhosa yiddish yoruba zulu asl basque irish gaelic norwegian cebuano ilocano hausa amharic tigrinya "
    "lingala shona twi malagasy sinhala khmer lao burmese breton frisian luxembourgish faroese sami maori hawaiian "
    "samoan navajo guarani aymara hmong uyghur tatar occitan romani macedonian odia assamese sindhi dari uzbek "
    "kinyarwanda oromo bsl sardinian sicilian neapolitan flemish afrikaans hokkien hakka shanghainese"
)

INSTITUTIONS = word_set(
    "hospital clinic school university college institute academy library museum gallery bank bakery restaurant cafe "
    "hotel theatre theater studio agency company firm factory farm shop store supermarket pharmacy church council "
    "foundation laboratory lab airport port shipyard brewery winery nursery kindergarten zoo station office hospice "
    "centre center group"
)
"""What a place of work is, as it stands in small letters behind its name: "São João hospital"."""

HEALTH = (
    r"(?:(?:type [12]|chronic|severe|mild|high|low|bad|clinical|seasonal|social|generalized|generalised) ){0,2}"
    r"(?:diabetes|asthma|adhd|add|autism|anxiety|anxiety disorder|depression|bipolar(?: "
    r"disorder)?|ptsd|ocd|epilepsy|migraines?|"
    r"arthritis|rheumatoid arthritis|celiac(?: disease)?|coeliac(?: disease)?|"
    r"crohn's(?: disease)?|ibs|insomnia|sleep apnea|"
    r"eczema|psoriasis|blood pressure|cholesterol|scoliosis|tinnitus|endometriosis|pcos|fibromyalgia|lupus|"
    r"multiple sclerosis|ms|parkinson's|cancer|leukemia|dyslexia|dyspraxia|back pain|long covid|hypothyroidism|"
    r"hyperthyroidism|thyroid|anemia|hay fever|gout|glaucoma|cerebral palsy|tourette's|vertigo|dementia|alzheimer's|"
    r"copd|heart disease|cystic fibrosis|bad (?:back|knees?|"
    r"hips?|shoulder|heart|eyes|lungs))"
)
CONDITIONS = (
    r"(?:pregnant|diabetic|epileptic|colou?r[- ]?blind|deaf|blind|autistic|dyslexic|bipolar|"
    r"asthmatic|hard of hearing|anemic|insomniac|neurodivergent|hiv positive)"
)
DIETS = (
    r"(?:vegetarian|vegan|pescatarian|pescetarian|flexitarian|gluten[- ]free|dairy[- ]free|sugar[- ]free|keto|"
    r"paleo|kosher|halal|plant[- ]based|low[- ]carb|carnivore|teetotal|raw vegan|mediterranean)"
)

NOT_NAMES = word_set(
    "a about above absolutely after again all almost alone already also always am an and angry any anymore are "
    "around as asleep at away awesome awful back bad be because been being better "
    "big bit bored both broke broken busy but "
    "by called came can clear cold come comes complicated confused cool could crazy dead did different difficult do "
    "does doing done down dying each either else enough even ever every everyone "
    "everything exactly excited fair fake false "
    "feeling feels few finally fine first for free from full fun funny gave get gets getting girl glad go goes going "
    "gone good got great guess guy had happy hard has hate hates have he hear heard her here hers him his home honest "
    "hot how hungry i if ill important impossible in into is it its just keen keeps kind knew know knows last late "
    "later leaving left less like likes lol loves made mad makes man many married may maybe me mean means might mine "
    "more most much must my named near need needs neither never new next nice no nobody none normal not nothing now "
    "obvious of off ok okay old on once one only open or other our out over own perfect person pissed please possible "
    "pretty probably quite raining ready real really right sad said same sarcasm saw say says scared seems see she "
    "should sick silly simple single sleeping smart so some someone something sometimes soon sorry still stuck such "
    "super supposed sure take takes terrible than thanks that the their them then there these they thing things think "
    "thinks this those though thought till tired to today together told tomorrow tonight too totally trans tried true "
    "trying two under unless until up upset us used useful very visiting wait waiting walked wanted wants was way we "
    "weird well went were what when where which while who whose why wild will with without woman won wondering "
    "working worried worse would wrong wtf yeah yep yes yesterday yet you young your three four five six yours "
    "lazy fat ugly dumb rude boring names idiot loser nerd vegan vegetarian "
    "stupid stressed beautiful annoying insane fantastic amazing hilarious brilliant "
    "lovely okay alright easy hell hers "
    "nonsense it's dumb love monday tuesday wednesday thursday friday saturday "
    "sunday january february march april june "
    "july august september october november december hi hello hey dear god christ gosh monster genius human cute mud "
    "passed died lives works plays studies turned turns called moved recently "
    "lately lost born drives speaks owns runs bought "
    "started stopped keeps makes asked asks wakes sleeps name names birthday age job"
)
"""Words that are no names, however they are written."""

PROGRAMS = word_set(
    "linux windows macos ubuntu debian fedora arch ios android iphone mac firefox chrome safari brave vivaldi opera "
    "edge signal telegram whatsapp discord slack teams zoom skype gmail outlook proton protonmail notion obsidian "
    "evernote trello jira github gitlab spotify netflix tidal mastodon bluesky threads reddit substack aws azure "
    "kubernetes python typescript javascript rust kotlin postgres postgresql mysql react vue svelte vim neovim emacs "
    "vscode excel kindle"
)
"""Programs and services that people move to without leaving the house, by their first word."""
