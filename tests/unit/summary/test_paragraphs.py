"""What one person said in a row is a paragraph, and comes apart again."""

from chatbot.summary.paragraphs import apart, gathered


def test_a_name_stands_once_before_what_was_said_in_a_row() -> None:
    lines = ("Ana: my dog is called Bella", "Ana: I work as a nurse.", "Wren: What next?", "Ana: I'll call Mum")
    assert gathered(lines) == ("Ana: My dog is called Bella. I work as a nurse.\nWren: What next?\nAna: I'll call Mum.")


def test_paragraphs_come_apart_into_sentences() -> None:
    text = "Ana: My dog is called Bella. I work as a nurse.\nWren: What next?\n\nAlso: Maya; 3 May."
    assert apart(text) == [
        "Ana: My dog is called Bella.", "Ana: I work as a nurse.", "Wren: What next?", "Also: Maya; 3 May.",
    ]  # fmt: skip


def test_lines_without_a_speaker_stay_lines() -> None:
    assert gathered(("They talked of Rome", "and of Bari")) == "They talked of Rome\nand of Bari"
