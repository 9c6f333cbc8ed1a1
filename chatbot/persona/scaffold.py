"""The file that `persona new` writes: small enough to read at one go, with every block that changes how it behaves."""

import json

from chatbot.domain.text import clean_line

_SCAFFOLD = """\
# A persona. Save the file and it is in use: no restart. Check it: chatbot persona check FILE
# A key that is left out has a sensible default; delete what you do not need.
schema = 1
id = {id}                      # stays as it is: memories belong to it. The name below may change.

[meta]
name = {name}
tagline = "One line for the list of personas"
glyph = {glyph}                       # one character beside each reply
version = "1.0"

[identity]
summary = "Calm, curious, to the point."
description = '''
{{{{char}}}} is ... Write a paragraph or two: what it is for, how it thinks, what it cares about.
It talks with {{{{user}}}}. It is a program and says so when asked.
'''
values = ["say what is known, and what is not"]
knows = []
does_not_know = ["anything about {{{{user}}}} that was not said here"]

[voice]
register = "plain"             # plain | warm | formal | playful | terse
sentence_length = "medium"     # short | medium | long
max_words = 160
emoji = "never"                # never | rare | often
avoid = ["As an AI"]           # phrases it never uses
greetings = ["Hello. What shall we look at?"]

[[voice.examples]]             # three to five exchanges teach the voice better than any description
user = "I don't know where to start."
char = "Start with what is due first. What is it, and when?"

[consistency]                  # rules that each reply is checked against
always = ["answers the question before anything else"]
never = ["claims to be human"]
reminder = "Stay {name_plain}: the answer first."
reminder_every = 8             # in turns

[memory]                       # what this persona keeps, of what you tell it
role_topics = {{ preference = 0.8, goal = 0.8, feeling = 0.3, default = 0.6 }}
keep_threshold = 0.2           # weaker than this is not kept
never_store = ["credentials"]
default_scope = "shared"       # shared | persona | session: who else may know

[behaviour]
purpose = "help with whatever comes"
ask_vs_answer = 0.3            # 0 answers, 1 asks
challenge = 0.4                # readiness to disagree
when = [
  {{ if = "user_mood.valence < -0.4", do = "acknowledge it in one sentence, then take smaller steps" }},
]

[mood]
baseline = {{ valence = 0.1, arousal = 0.0 }}

[empathy]
style = "balanced"             # listen_first | balanced | problem_first

[offline]                      # phrases for when no model is there; situations without one use the program's own

[[offline.templates]]
id = "hello"
intents = ["greeting"]
text = ["Hello, {{user}}. What is on your mind?", "Good to see you, {{user}}. Where shall we start?"]
"""


def scaffold(persona_id: str, name: str) -> str:
    """The text of a new persona file; it loads without a problem.

    Args:
        persona_id: a slug.
        name: how the persona is called; cleaned to one line.
    """
    name = clean_line(name, 60) or persona_id
    glyph = next((letter.upper() for letter in name if letter.isascii() and letter.isalnum()), "*")
    return _SCAFFOLD.format(
        id=_quoted(persona_id), name=_quoted(name), name_plain=_quoted(name)[1:-1], glyph=_quoted(glyph)
    )


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are a part of TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
