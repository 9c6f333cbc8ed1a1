"""What statements look like, slot by slot, one small table a theme."""

from chatbot.memory.extract.rules import (
    births,
    body,
    duties,
    employers,
    events,
    goals,
    hobbies,
    identity,
    language,
    life,
    people,
    plans,
    projects,
    study,
    tastes,
    work,
)
from chatbot.memory.extract.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *identity.RULES,
    *language.RULES,
    *work.RULES,
    *employers.RULES,
    *study.RULES,
    *births.RULES,
    *projects.RULES,
    *duties.RULES,
    *people.RULES,
    *tastes.RULES,
    *body.RULES,
    *hobbies.RULES,
    *goals.RULES,
    *plans.RULES,
    *events.RULES,
    *life.RULES,
)
"""In order of precedence: of two rules that read the same words for the same slot the first wins."""

__all__ = ["RULES", "Rule"]
