"""Events: appointments to come, and what has happened."""

from chatbot.memory.extract.rules.rule import Rule, all_of, at_most, none_of, pattern

_OCCASION = (
    r"(?:appointment|interview|exam|exams|meeting|flight|concert|wedding|surgery|"
    r"operation|checkup|check-up|presentation|test|midterm|final|finals|"
    r"gig|show|recital|tournament|race|marathon|match|conference|workshop|party|"
    r"date|call|dinner|reunion|hearing|audition|defense|defence|graduation|ceremony|"
    r"anniversary|funeral|viewing|review|trip|class|lesson|doctor's|dentist|game|"
    r"scan|mri|housewarming|birthday party|baby shower|performance|competition|"
    r"barbecue|bbq|visit|rehearsal|webinar|demo|launch|op|replacement|biopsy|court case|ultrasound|induction|"
    r"parents'? evening)"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "event",
        pattern(
            rf"(?:have|have got|got|has|there is|am having|scheduled|booked|have booked|signed up for|enrolled in|"
            rf"registered for|"
            rf"have scheduled) (?:an? |my |our |two |another )(?!idea|question|feeling)(?P<v>(?:[\w'-]+ "
            rf"){{0,4}}?{_OCCASION}(?! {_OCCASION}\b)(?: (?:with|at|for|about) (?:(?:my|"
            rf"the|a|our|his|her) )?[\w'-]+(?: [A-Z][\w'-]+)?)?)(?![\w-])"
        ),
        dated=True,
        exact=True,
        importance=0.7,
        form="{who} has {counted_words}",
    ),
    Rule(
        "event",
        pattern(
            r"(?:have|have got|got) (?:the |a )?(?P<v>dentist|orthodontist|doctor's|doctors|doctor|gp|physio|therapist|"
            r"optician|vet|hairdresser|midwife)(?= (?:on|at|in|this|next|tomorrow|today|tonight|\w+day)\b)"
        ),
        whose="user",
        dated=True,
        exact=True,
        importance=0.7,
        form="{who} has the {words}",
    ),
    Rule(
        "event",
        pattern(
            rf"(?P<v>(?:[\w'-]+ ){{0,3}}?{_OCCASION}(?: (?:with|at|for|about|to|from) (?:(?:my|the|a|our|his|her) "
            rf")?[\w'-]+"
            rf"(?: [A-Z][\w'-]+)?)?) (?:is|'s|are|got moved to|starts|"
            rf"takes place|was moved to|is scheduled for|will be|falls on|is coming up|leaves|departs|arrives|lands) "
            rf".+"
        ),
        owns=True,
        dated=True,
        exact=True,
        importance=0.7,
    ),
    Rule(
        "event",
        pattern(
            r"(?P<v>(?:passport|visa|lease|contract|(?:driving )?licen[sc]e|driver's licen[sc]e|insurance|residence "
            r"permit|"
            r"membership) (?:expires|runs out|ends))\b"
        ),
        owns=True,
        dated=True,
        exact=True,
        importance=0.7,
        form="{who}'s {words}",
    ),
    Rule(
        "event",
        pattern(
            r"(?:have |has )?(?:just |finally |both |officially )?(?P<v>(?:got (?:married|"
            r"engaged|divorced|promoted|fired(?! up)|laid off|robbed|mugged|my (?:phd|degree|"
            r"license|licence|driver's license|visa|citizenship|diploma|masters?)|a promotion|"
            r"a raise|the job|evicted|arrested|burgled)|graduated|gave birth|had a baby|had (?:my |an? )?(?:[\w-]+ "
            r")?(?:surgery|operation|miscarriage|car accident|accident)|passed my|failed "
            r"my|became a (?:dad|mom|mum|father|mother|parent|grandmother|grandfather|"
            r"grandparent)|ran (?:a|my|the)|won (?:a|the|my|first)|lost my (?:job|wallet|"
            r"phone|father|mother|dad|mom|mum|grandmother|grandfather|baby)|finished (?:my|writing)|"
            r"published|launched|defended my|bought (?:a|my|our) (?:first )?(?:house|home|"
            r"flat|apartment|car)|was (?:promoted|fired|laid off|in a car accident)|retired|"
            r"completed (?:my|a|the)|visited|went to|proposed to|broke my|met (?!up))\b.*)"
        ),
        dated=True,
        tense="past",
        check=all_of(
            at_most(9),
            none_of(
                r"went to (?:bed|work|sleep|school|lunch|hell|the (?:gym|store|shop|bathroom|"
                r"supermarket|office|doctor))|met (?:me|you)|finished (?:my (?:work|lunch|"
                r"dinner|coffee|food|homework))|graduated from|visited (?:this|that|your)|"
                r"broke my (?:own|streak)"
            ),
        ),
        importance=0.6,
    ),
    Rule(
        "event",
        pattern(
            r"(?:have |has )?(?:just |finally |officially )?(?P<v>(?:got (?:married|engaged|"
            r"divorced|promoted|laid off|fired(?! up))|gave birth|had a baby|retired|became a "
            r"(?:dad|mom|mum|father|mother|parent|grandparent)|passed my (?:[\w']+ )?(?:exam|"
            r"test|driving test|finals|bar)))\b"
        ),
        whose="user",
        exact=True,
        tense="past",
        check=lambda line: True,
        importance=0.7,
    ),
)
