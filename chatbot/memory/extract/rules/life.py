"""Goals, plans, events, belongings, daily schedule, and how the user wants to be answered."""

import re

from chatbot.memory.extract.rules.rule import Rule, all_of, at_most, none_of, pattern

_AIM = (
    r"(?:learn|become|run|lose|write|finish|get (?:better|in shape|fit|into|a (?:degree|promotion|job|dog|cat|masters?|phd|driving|new job)|my (?:degree|license|licence|phd|masters?))|start a|start my|save|quit|stop (?:smoking|drinking)|move (?:to|abroad|out)|travel|visit|"
    r"buy (?:a|an|my)|build|graduate|improve|read (?:\d|more|one)|climb|publish|open (?:a|my)|retire|master|qualify|compete|win|study|pass|pay off|learn|eat (?:healthier|less|more)|sleep (?:more|better)|exercise|gain|cut down|hike|"
    r"cycle|swim|volunteer|reduce|break|be able to|be a|be an|complete|launch|sail|see the|own|earn|go (?:back )?to (?:college|university|law|med|grad|school|japan|art)|have (?:a|my) own|teach)\b"
)
_TRIP = r"(?:going|flying|traveling|heading|driving|moving|taking a trip|taking the train|going on (?:a trip|vacation|holiday|a holiday)|coming|sailing|leaving|relocating|hitchhiking|backpacking) (?:back |over |home |up |down |away )?(?:to|for)"
_OCCASION = (
    r"(?:appointment|interview|exam|exams|meeting|flight|concert|wedding|surgery|operation|checkup|check-up|presentation|test|midterm|final|finals|"
    r"gig|show|recital|tournament|race|marathon|match|conference|workshop|party|date|call|dinner|reunion|hearing|audition|defense|defence|graduation|ceremony|"
    r"anniversary|funeral|viewing|review|trip|class|lesson|doctor's|dentist|game|scan|mri|housewarming|birthday party|baby shower|performance|competition|barbecue|bbq|visit|rehearsal|webinar|demo|launch)"
)
_NO_DESTINATION = none_of(
    r"bed|sleep|work|school|class|lunch|dinner|the (?:gym|bathroom|toilet|shop|store|shops|office|moon|doctor|dentist|kitchen|market|supermarket|bank|movies|other|next|grocery|point|loo|wall|library|pub|bar|park|cinema|same|meeting|cafe|church|hospital|post office|pool)|"
    r"kill|be|have|do|get|make|take|try|need|say|go|see|die|eat|cry|tell|ask|start|stop|give|let|check|work|study|look|find|call|use|buy|read|write|watch|keep|leave|put|sit|send|talk|finish|add|explain|assume|rest|think|want|"
    r"it|that|this|you|me|them|him|her|a (?:walk|run|meeting|party|bar|cafe|drink|coffee|swim|bite|jog|drive|smoke)|home|hell|church|town|pieces|waste|lose|miss|my (?:room|desk|car|place|bed|house|doctor)|your|good|sure|first|court|the|turn|pee|shower|play|show|break|help|\w+ it|real|how|what|an? break|crazy|visit|hate|love|regret|pass|throw|explode|lie|change|order|cook|hang|skip|learn|repaint|move|paint|clean|fix"
)
_NO_ACTION = none_of(
    r"few|bit|lot|couple|return$|do (?:that|this|it)|go (?:to bed|home|now)|be|it|that|this|you|kill|scream|sleep|cry|say|ask|tell|talk|die|keep|think|not"
)
_THINGS = (
    r"(?:car|motorcycle|motorbike|bike|bicycle|e-bike|boat|sailboat|house|piano|guitar|violin|cello|telescope|camera|dslr|drone|laptop|macbook|desktop|ipad|tablet|kindle|iphone|"
    r"playstation|ps5|ps4|xbox|nintendo switch|steam deck|3d printer|tesla|van|campervan|camper|truck|pickup|scooter|vespa|synth|synthesizer|record player|sewing machine|espresso machine|greenhouse|allotment|"
    r"caravan|kayak|canoe|surfboard|skateboard|typewriter|gaming pc|vr headset|smartwatch|cabin|farm|shop|store|bakery|restaurant|cafe|vineyard|garden|drum kit|saxophone|ukulele|banjo|accordion|harp|jeep|toyota|honda|ford|bmw|volvo|skoda|subaru|mazda|vw|volkswagen|audi|fiat)"
)
_HOUR = r"(?:\d{1,2}(?::\d\d)?(?: ?[ap]\.?m\.?)?|noon|midnight|dawn|sunrise)"
_DAYS = r"(?:(?:every|each|on) (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekday|weekend|morning|evening|night|day|other|week|tues|thurs)\w*)"

RULES: tuple[Rule, ...] = (
    Rule("goal", pattern(rf"(?:want|really want|would really like|hope|am hoping|aim|am aiming|intend|am determined|aspire|dream of|am dying|have decided|resolved|am committed|wants|hopes) to (?P<v>{_AIM}.*)"), check=all_of(at_most(12), none_of(r"\w+ (?:it|this|that|them|you|him|her)\b|\w+$|learn (?:more|about|how you|what|from you)|write (?:you|it|this|that|to)|build (?:it|this|that)|finish (?:this|it|up|that)|read more about|visit (?:this|that|your)|improve (?:this|it|that)|start a (?:new )?(?:chat|conversation)|be a (?:bit|little)|own up|pass (?:on|out)|stop|break (?:it|this|down|something)|see the (?:code|output|result|file)|move to the|save (?:this|it|that)|open (?:a (?:file|bug|ticket|new tab))|run (?:this|it|that|a (?:script|test|command|query)|some|the)|master of")), importance=0.6),
    Rule("goal", pattern(r"(?:(?:main|big|biggest|long-term|next|ultimate|current|fitness|life|career|new year's|only) )*(?:goal|goals|dream|ambition|aim|resolution|new year's resolution|aspiration) (?:for (?:this|the|next) \w+ |this year |in life )?(?:BE|has always been|would be) (?:to )?V"), owns=True, check=all_of(at_most(12), none_of(r"weird|strange|clear|so|not|about|like|that|far|over|dead|unrealistic")), importance=0.6),
    Rule("goal", pattern(r"(?:am|have been|are|is) (?:currently |also |really |still )?(?:trying to|working towards|striving to|attempting to|learning to|hoping to) (?P<v>(?:quit|lose|learn|get (?:better|fit|in shape|into|pregnant|a (?:job|promotion|visa))|save|improve|eat|stop (?:smoking|drinking)|become|finish (?:my|writing)|write (?:a|my)|build (?:a|my)|cut|gain|start (?:a|my)|read|sleep|exercise|find a (?:job|new job|flat|house|apartment)|buy (?:a|my)|pay off|break|drink (?:less|more)|go vegan|live).*)"), whose="user", check=all_of(at_most(10), none_of(r"\w+$|.*\b(?:this|that|it)$|learn more|get into (?:my|the)|eat (?:my|lunch|dinner|in)|sleep$|read (?:this|your|the|what)|improve this|start my (?:car|computer)")), importance=0.6),
    Rule("goal", pattern(r"(?:am |are |have been )?saving (?:up |money )?for V"), whose="user", importance=0.6),
    Rule("goal", pattern(r"(?:am |are |have been |is )?training for V"), check=at_most(6), importance=0.6),
    Rule("plan", pattern(r"(?:(?:am|are|is)(?: all)?|will be|have booked|booked) (?:finally |also |actually |probably |definitely )?" + _TRIP + r" (?:my trip to |my honeymoon in |visit )?V"), check=all_of(at_most(7), _NO_DESTINATION), importance=0.6),
    Rule("plan", pattern(r"(?:am|are|is) (?:finally |also |actually )?(?:visiting|seeing|meeting|meeting up with|hosting|attending|getting|starting|having|celebrating|running|adopting|selling|buying|taking|throwing|giving|presenting|picking up|helping|leaving for|spending|returning|babysitting|hiking|renovating|joining|moving in with|moving into|defending|performing|playing|interviewing(?: at| with| for)?|doing) V"), whose="any", dated=True, check=all_of(at_most(8), none_of(r"it|this|that|you|a (?:bit|hard|great|good|bad)|on|ready|better|worse|used|sick|old|stuck|so|very|tired|over|off|up|what|your|nothing|there|fun")), importance=0.6),
    Rule("plan", pattern(r"(?:am|are|is) (?P<v>getting (?:married|engaged|divorced|a (?:dog|cat|puppy|kitten|tattoo|haircut)))"), whose="user", exact=True, importance=0.7),
    Rule("plan", pattern(r"(?:(?:am|are|is|have been) (?:also |currently )?planning (?:to|on|a|an)|plan (?:to|on)|plans (?:to|on)) V"), check=all_of(at_most(10), _NO_ACTION), importance=0.6),
    Rule("plan", pattern(r"(?:will|am going to|are going to|is going to|am about to|shall) (?:be )?(?P<v>(?!be |have to |need |see |let |try |get back|ask|tell|do (?:it|that)|check|go to bed|keep|never|not |always|definitely|remember)\w+ .+)"), whose="any", dated=True, check=all_of(at_most(8), _NO_ACTION), importance=0.6, confidence=0.8),
    Rule("plan", pattern(r"(?:have|got|booked|have booked|have got) (?:an? |my |our )?(?:flight|trip|ticket|tickets|vacation|holiday|train) (?:booked |planned )?to V"), check=at_most(6), importance=0.6),
    Rule("event", pattern(rf"(?:have|have got|got|has|there is|am having|scheduled|booked|have booked|have scheduled) (?:an? |my |our |two |another )(?!idea|question|feeling)(?P<v>(?:[\w'-]+ ){{0,4}}?{_OCCASION}(?! {_OCCASION}\b)(?: (?:with|at|for|about) (?:(?:my|the|a|our|his|her) )?[\w'-]+(?: [A-Z][\w'-]+)?)?)(?![\w-])"), dated=True, exact=True, importance=0.7),
    Rule("event", pattern(rf"(?P<v>(?:[\w'-]+ ){{0,3}}?{_OCCASION}) (?:is|'s|are|got moved to|starts|takes place|was moved to|is scheduled for|will be|falls on|is coming up) .+"), owns=True, whose="user", dated=True, exact=True, importance=0.7),
    Rule("event", pattern(r"(?:have |has )?(?:just |finally |both |officially )?(?P<v>(?:got (?:married|engaged|divorced|promoted|fired|laid off|robbed|mugged|my (?:phd|degree|license|licence|driver's license|visa|citizenship|diploma|masters?)|a promotion|a raise|the job)|graduated|gave birth|had a baby|had (?:my |an? )?(?:[\w-]+ )?(?:surgery|operation|miscarriage|car accident|accident)|passed my|failed my|became a (?:dad|mom|mum|father|mother|parent|grandmother|grandfather|grandparent)|ran (?:a|my|the)|won (?:a|the|my|first)|lost my (?:job|wallet|phone|father|mother|dad|mom|grandmother|grandfather)|finished (?:my|writing)|published|launched|defended my|bought (?:a|my|our) (?:first )?(?:house|home|flat|apartment|car)|was (?:promoted|fired|laid off|in a car accident)|retired|completed (?:my|a|the)|visited|went to|proposed to|broke my|met (?!up))\b.*)"), dated=True, tense="past", check=all_of(at_most(9), none_of(r"went to (?:bed|work|sleep|school|lunch|hell|the (?:gym|store|shop|bathroom|supermarket|office|doctor))|met (?:me|you)|finished (?:my (?:work|lunch|dinner|coffee|food|homework))|graduated from|visited (?:this|that|your)|broke my (?:own|streak)")), importance=0.6),
    Rule("event", pattern(r"(?:have |has )?(?:just |finally |officially )?(?P<v>(?:got (?:married|engaged|divorced|promoted|laid off|fired)|gave birth|had a baby|retired|became a (?:dad|mom|mum|father|mother|parent|grandparent)|passed my (?:[\w']+ )?(?:exam|test|driving test|finals|bar)))\b"), whose="user", exact=True, tense="past", check=lambda line: True, importance=0.7),
    Rule("owns", pattern(rf"(?:HAVE|own|owns|bought|just bought|have bought|got myself|purchased|have purchased|inherited|restored|have just bought|ride|rides) (?:myself )?(?:an? |my |our |another |one |the )(?P<v>(?:(?!(?:with|of|for|to|in|about|at|on|from) )[\w'-]+ ){{0,3}}?{_THINGS})(?=$|[,.;!]| (?:and|but|that|which|in|from|at|now|with|so|for|yesterday|last|to|because|since|on|called|named|too)\b)"), exact=True, importance=0.5),
    Rule("owns", pattern(r"(?:own|owns) (?:an? |my own |two |three |several )V"), check=all_of(at_most(6), none_of(r"mistakes|it|that|this|bit|lot|up")), importance=0.5),
    Rule("owns", pattern(r"(?:drive|drives|ride|rides) (?:an? (?:old |used |beat-up |red |blue |black |white |new )*)V"), check=all_of(at_most(5), none_of(r"lot|hard|bargain|bit|taxi|bus|long|while|cab")), importance=0.5),
    Rule("owns", pattern(r"(?:(?:have )?(?:just |recently |finally )?(?:bought|got|purchased|ordered|treated myself to)) (?:myself )?an? (?:new |used |second-hand )(?:phone|car|bike|laptop|camera|guitar|computer|tv|watch|tablet|console),? (?:an? |it is an? )?V"), whose="user", check=lambda line: line.typed[:1].isupper() and at_most(4)(line), importance=0.5),
    Rule("schedule", pattern(rf"(?:usually |always |normally |typically |generally |have to |often |never |tend to |mostly )*(?P<v>(?:wake up|get up|wakes up|gets up|go to bed|go to sleep|goes to bed|start work|finish work|start working|have lunch|have dinner|eat dinner|get home|leave for work|leave work|stop working|log off) (?:at|around|by|before|after|early|late)(?: about| around)?(?: {_HOUR})?(?: (?:every|on) \w+)?)(?=$|[,.;!]| (?:and|so|but|for|because|to|in|these|on|every)\b)"), exact=True, check=none_of(r".*\b(?:at|around|by|before|after)$"), importance=0.5),
    Rule("schedule", pattern(r"(?:work|works|am working|am on|do|usually work|have) (?P<v>(?:the )?(?:night|day|early|late|evening|graveyard|swing|rotating|weekend|twelve-hour|12-hour) shifts?|nights|weekends|part[ -]time|from (?:\d{1,2}|nine)(?::\d\d)?(?: ?[ap]m)? (?:to|until|till) (?:\d{1,2}|five)(?::\d\d)?(?: ?[ap]m)?|\d{1,2} ?(?:to|-) ?\d{1,2}|remotely|four days a week)(?=$|[,.;!]| (?:and|so|but|at|as|this|in|on|which|these|for)\b)"), exact=True, importance=0.5),
    Rule("schedule", pattern(rf"(?:usually |always |try to |normally )?(?:go|goes) to (?:the |my |a )?(?P<v>[\w -]{{2,30}}? {_DAYS}(?:(?: and |, )\w+)*)"), exact=True, importance=0.5),
    Rule("schedule", pattern(rf"(?:usually |always |normally |try to )?(?P<v>(?:meditate|run|jog|swim|work out|exercise|train|journal|do yoga|practice|volunteer|babysit|call my \w+|visit my \w+|walk (?:the|my) dog|go (?:running|swimming|climbing|hiking|dancing|jogging|cycling|to church|shopping)|work from home|have off|fast|see my therapist|study) {_DAYS}(?:(?: and |, )\w+)*)"), whose="user", exact=True, importance=0.5),
    Rule("schedule", pattern(rf"(?:have|have got|teach|attend|take|host|run) (?:an? |my |our )?(?P<v>(?:[\w'-]+ ){{1,4}}?(?:every|each) \w+(?:(?: and |, )\w+)*(?: at {_HOUR})?)"), whose="user", exact=True, importance=0.5),
)  # fmt: skip

STYLE: tuple[re.Pattern[str], ...] = tuple(
    re.compile(source)
    for source in (
        r"(?:please |always |from now on,? |in (?:the )?future,? |going forward,? |could you |can you |try to |just )*(?:keep|make) (?:your|the) (?:answers|replies|responses|messages|explanations) (?P<v>[a-z][^,.;!?]*)",
        r"(?:please |always )*be (?:more |less |a bit more |very )?(?P<v>(?:direct|brief|concise|formal|informal|honest|blunt|casual|friendly|funny|patient|gentle|detailed|critical|sarcastic|serious|specific)(?: and \w+)?)(?: with me| in your (?:answers|replies|responses))?(?: please| from now on| with your (?:answers|replies))?$",
        r"(?:please |always |from now on,? |in (?:the )?future,? |going forward,? )*(?:answer|reply|respond|speak|talk|write)(?: to)?(?: me)?(?: always| only)? in (?P<v>[A-Za-z][\w ]{2,40}?)(?: (?:from now on|always|only|please|to me))*$",
        r"(?:please )?(?:do not|never|stop|avoid|no|no more|quit) (?:use |using |send |sending |add |adding |with the |put |putting )?(?:any |so many |those |these )?(?P<v>emojis?|emoticons?|bullet points|lists|markdown|jargon|exclamation (?:marks|points)|swear words|slang|long answers|small talk|apologi[sz]ing|disclaimers|headings|tables)\b.*",
        r"(?:please |always |from now on,? )+use (?P<v>(?:bullet points|emojis?|metric(?: units)?|simple (?:words|language|english)|british (?:spelling|english)|american (?:spelling|english)|short sentences|examples|celsius|lists|code blocks|plain (?:language|english))[^,.;!?]*)",
        r"i (?:really |would |much |always )*(?:prefer|like|love|appreciate|want|need) (?:it when you (?:are |give |use )?|when you (?:are |give |use )?|if you (?:are |give |use )?|you to be |your answers (?:to be )?)?(?P<v>(?:short|long|brief|concise|detailed|direct|honest|longer|shorter|blunt|simple|step[- ]by[- ]step)(?: and \w+)?(?: (?:answers|replies|responses|explanations|messages))?)(?= with|$|,| over| to)",
        r"(?:please |always |from now on,? )+(?:explain|answer|reply|respond|speak|talk)(?: things| everything)?(?: to me)? (?P<v>(?:like i am \w+|briefly|in detail|step by step|slowly|formally|informally|casually|simply|honestly|directly))",
        r"(?:please )?(?:do not|stop|never) (?P<v>(?:sugar-?coat|lectur|apologi[sz]|patroni[sz]|call(?:ing)? me|repeat(?:ing)?|flatter)[^,.;!?]*)",
    )
)
"""Wishes for how to be answered; each with the group `v`."""

CALL_ME = re.compile(
    r"(?:please |just |you can |you may |feel free to |(?:i would|i'd) (?:rather|prefer)(?: it if| that)? you |i prefer you |do |(?:my )?(?:friends|people|everyone|everybody|they|colleagues|family|most people) |(?:my )?(?:friends|family)(?: and \w+)? (?:all |usually |just )?|everyone (?:just )?|people (?:usually |just )?)*calls? me (?P<v>.+)"
)
"""A nickname by order."""

LEFT = re.compile(
    r"(?:have )?(?:just |recently |finally )?(?:quit|left|resigned from|got fired from|was fired from|got laid off from|was laid off from|lost) (?:my |the |a )?(?:old )?(?:job|position|role|gig|work)?(?: (?:at|with|from) )?(?P<v>[^,]*)"
)
"""The end of an employment."""
