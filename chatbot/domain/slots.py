"""The slots: what a memory can be about, with the kind, the cardinality and the scope of each."""

from enum import StrEnum

from chatbot.domain.value import Value


class Kind(StrEnum):
    """What sort of thing a memory is."""

    IDENTITY = "identity"
    PREFERENCE = "preference"
    FACT = "fact"
    RELATIONSHIP = "relationship"
    EVENT = "event"
    GOAL = "goal"
    PLAN = "plan"
    INSTRUCTION = "instruction"
    FEELING = "feeling"
    TASK = "task"


class Scope(StrEnum):
    """Who may know a memory: its session, every session with its persona, or every session of the user."""

    SESSION = "session"
    PERSONA = "persona"
    USER = "user"

    @property
    def width(self) -> int:
        """0 for session, 1 for persona, 2 for user; for comparing."""
        return (Scope.SESSION, Scope.PERSONA, Scope.USER).index(self)


DEFAULT_SCOPE: dict[Kind, Scope] = {
    Kind.IDENTITY: Scope.USER,
    Kind.PREFERENCE: Scope.USER,
    Kind.INSTRUCTION: Scope.USER,
    Kind.FACT: Scope.PERSONA,
    Kind.RELATIONSHIP: Scope.PERSONA,
    Kind.EVENT: Scope.PERSONA,
    Kind.GOAL: Scope.PERSONA,
    Kind.PLAN: Scope.PERSONA,
    Kind.FEELING: Scope.SESSION,
    Kind.TASK: Scope.SESSION,
}


class Slot(Value):
    """One thing that can be known about a subject.

    Attributes:
        name: as written in `Memory.attribute`; a family's name (`pet`) for dotted ones (`pet.dog`).
        kind: the kind of memory that fills it.
        single: True where a new value supersedes the old one, False where values accumulate.
        label: how the slot is called on screen, after "user's".
    """

    name: str
    kind: Kind
    single: bool
    label: str


_I, _P, _R, _F = Kind.IDENTITY, Kind.PREFERENCE, Kind.RELATIONSHIP, Kind.FACT

SLOTS: dict[str, Slot] = {
    slot.name: slot
    for slot in (
        Slot("name", _I, True, "name"),
        Slot("nickname", _I, True, "nickname"),
        Slot("pronouns", _I, True, "pronouns"),
        Slot("age", _I, True, "age"),
        Slot("birthday", _I, True, "birthday"),
        Slot("home", _I, True, "home"),
        Slot("hometown", _I, True, "hometown"),
        Slot("nationality", _I, False, "nationality"),
        Slot("timezone", _I, True, "timezone"),
        Slot("language", _I, False, "language"),
        Slot("job", _F, True, "job"),
        Slot("employer", _F, True, "employer"),
        Slot("school", _F, True, "school"),
        Slot("field_of_study", _F, True, "field of study"),
        Slot("partner", _R, True, "partner"),
        Slot("family", _R, False, "family"),
        Slot("friend", _R, False, "friend"),
        Slot("pet", _R, False, "pet"),
        Slot("likes", _P, False, "likes"),
        Slot("dislikes", _P, False, "dislikes"),
        Slot("favorite", _P, True, "favorite"),
        Slot("diet", _P, True, "diet"),
        Slot("allergy", _P, False, "allergy"),
        Slot("health", _F, False, "health"),
        Slot("hobby", _F, False, "hobby"),
        Slot("goal", Kind.GOAL, False, "goal"),
        Slot("plan", Kind.PLAN, False, "plan"),
        Slot("event", Kind.EVENT, False, "event"),
        Slot("owns", _F, False, "owns"),
        Slot("skill", _F, False, "skill"),
        Slot("project", _F, False, "project"),
        Slot("deadline", Kind.EVENT, False, "deadline"),
        Slot("reply_style", _P, False, "reply style"),
        Slot("schedule", _P, False, "schedule"),
        Slot("works_on", _F, False, "works on"),
    )
}
"""Kinds by slot, cardinality by slot. A note that fits no slot has an empty attribute and kind `fact`."""

_SINGLE_FAMILY = {"family.mother", "family.father"}


def slot_of(attribute: str) -> Slot | None:
    """The slot of an attribute, also of a dotted one (`pet.dog` -> `pet`); None for a free note."""
    return SLOTS.get(attribute.partition(".")[0])


def is_single(attribute: str) -> bool:
    """Whether a subject has one current value for the attribute. A dotted `favorite.x` is single by its own name."""
    if attribute in _SINGLE_FAMILY:
        return True
    slot = slot_of(attribute)
    return slot is not None and slot.single
