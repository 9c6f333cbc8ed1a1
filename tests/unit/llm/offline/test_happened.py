"""What a turn's changes mean."""

from chatbot.domain.change import Change, Op
from chatbot.domain.memory import Polarity, Status
from chatbot.domain.value import replace
from chatbot.llm.offline.acts import Act
from chatbot.llm.offline.happened import what_happened
from tests.unit.llm.briefs import added, memory

OLD = memory("User's dog is called Biscuit", "pet.dog", "Biscuit")
NEW = replace(memory("User's dog is called Bella", "pet.dog", "Bella"), supersedes=OLD.id)


def test_nothing() -> None:
    assert what_happened((), asked_to_remember=False) is None


def test_several_things_learnt_are_one_phrase() -> None:
    happened = what_happened(
        (added("User's name is Ana", "name", "Ana"), added("User lives in Porto", "home", "Porto")), False
    )
    assert happened is not None
    assert (happened.act, happened.new) == (Act.LEARNED, "your name is Ana and you live in Porto")
    assert (happened.attribute, happened.value) == ("name", "Ana")


def test_many_things_are_counted() -> None:
    happened = what_happened(tuple(added(f"User likes {n}", "likes", str(n)) for n in range(6)), False)
    assert happened is not None and happened.new.endswith("and 2 more things")


def test_a_denied_thing_gets_no_question() -> None:
    change = added("User doesn't eat meat", "diet", "meat")
    assert change.after is not None
    happened = what_happened((replace(change, after=replace(change.after, polarity=Polarity.NEGATIVE)),), False)
    assert happened is not None and happened.attribute == ""


def test_a_correction_however_it_is_written_down() -> None:
    gone = replace(OLD, status=Status.SUPERSEDED, superseded_by=NEW.id, version=2)
    ways = (
        (Change(Op.SUPERSEDE, OLD, gone, "corrected"), Change(Op.ADD, None, NEW, "corrected")),
        (Change(Op.SUPERSEDE, OLD, NEW, "corrected"),),
        (Change(Op.UPDATE, OLD, replace(OLD, text=NEW.text, value="Bella", version=2), "corrected"),),
    )
    for changes in ways:
        happened = what_happened(changes, False)
        assert happened is not None
        assert (happened.act, happened.old_value, happened.new_value) == (Act.CORRECTED, "Biscuit", "Bella")
        assert happened.new == "your dog is called Bella"


def test_more_detail_is_no_correction() -> None:
    finer = replace(OLD, text="User's brown dog is called Biscuit", version=2)
    happened = what_happened((Change(Op.UPDATE, OLD, finer, "more detail"),), False)
    assert happened is not None and happened.act is Act.LEARNED


def test_an_ending_without_a_new_value() -> None:
    ended = replace(OLD, status=Status.SUPERSEDED, version=2)
    happened = what_happened((Change(Op.SUPERSEDE, OLD, ended, "over"),), False)
    assert happened is not None and (happened.act, happened.old) == (Act.ENDED, "your dog is called Biscuit")


def test_forgetting() -> None:
    happened = what_happened((Change(Op.FORGET, OLD, replace(OLD, status=Status.FORGOTTEN), "asked"),), False)
    assert happened is not None and (happened.act, happened.old) == (Act.FORGOT, "your dog is called Biscuit")


def test_a_conflict_names_both_sides() -> None:
    one, two = replace(OLD, status=Status.CONFLICT, version=2), replace(NEW, status=Status.CONFLICT)
    happened = what_happened(
        (Change(Op.CONFLICT, OLD, one, "unclear"), Change(Op.CONFLICT, None, two, "unclear")), False
    )
    assert happened is not None
    assert (happened.act, happened.old, happened.new) == (
        Act.CONFLICT, "your dog is called Biscuit", "your dog is called Bella",
    )  # fmt: skip


def test_a_refusal_counts_only_when_it_was_an_order() -> None:
    change = Change(Op.REJECT, None, None, "it looks like a password", "User's password is ...")
    assert what_happened((change,), asked_to_remember=False) is None
    happened = what_happened((change,), asked_to_remember=True)
    assert happened is not None and (happened.act, happened.reason) == (Act.REFUSED, "it looks like a password")


def test_what_waits_for_a_yes_is_not_told_as_known() -> None:
    offered = memory("User lives in Lagos", "home", "Lagos", status=Status.PENDING)
    happened = what_happened((Change(Op.ADD, None, offered, "offered: it differs from what is locked"),), False)
    assert happened is not None
    assert (happened.act, happened.new, happened.waiting) == (Act.OFFERED, "", "you live in Lagos")


def test_what_waits_is_told_beside_what_was_learnt() -> None:
    offered = memory("User lives in Lagos", "home", "Lagos", status=Status.PENDING)
    happened = what_happened((added("User's name is Ana", "name", "Ana"), Change(Op.ADD, None, offered, "")), False)
    assert happened is not None
    assert (happened.act, happened.new, happened.waiting) == (Act.LEARNED, "your name is Ana", "you live in Lagos")


def test_an_appointment_that_moved_has_changed_and_was_not_learnt() -> None:
    before = memory("User has an exam on Monday", "event", "exam")
    after = replace(before, text="User has an exam on Friday", version=2)
    happened = what_happened((Change(Op.UPDATE, before, after, "the date changed"),), False)
    assert happened is not None
    assert (happened.act, happened.new) == (Act.CHANGED, "you have an exam on Friday")


def test_a_plan_that_is_over_is_off_the_list() -> None:
    plan = memory("User is moving to Lisbon", "plan", "Lisbon")
    over = Change(Op.SUPERSEDE, plan, replace(plan, status=Status.SUPERSEDED, version=2), "over")
    happened = what_happened((over,), False)
    assert happened is not None
    assert (happened.act, happened.settled) == (Act.SETTLED, "moving to Lisbon")


def test_what_is_learnt_besides_a_correction_is_told_too() -> None:
    old, new = memory("User's car is red"), replace(memory("User's car is blue"), supersedes="User's car is red")
    gone = replace(old, status=Status.SUPERSEDED, superseded_by=new.id, version=2)
    changes = (
        Change(Op.ADD, None, new, ""),
        Change(Op.SUPERSEDE, old, gone, ""),
        added("User's car is a Corolla", "owns", "Corolla"),
    )
    happened = what_happened(changes, False)
    assert happened is not None
    assert (happened.act, happened.new_value, happened.also) == (Act.CORRECTED, "", "your car is a Corolla")
