import logging
import stat
from pathlib import Path

from chatbot.log import log_to


def test_the_log_is_made_at_the_first_line_and_private(tmp_path: Path) -> None:
    path = tmp_path / "state" / "chatbot.log"
    log_to(path)
    assert not path.parent.exists()
    logging.getLogger("chatbot.session.turn").error("stage learn failed")
    assert "stage learn failed" in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_written_silences_the_log(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file in the way")
    log_to(tmp_path / "state" / "chatbot.log")
    logging.getLogger("chatbot").error("nobody hears")
    assert (tmp_path / "state").read_text() == "a file in the way"


def test_a_link_in_the_place_of_the_log_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / "chatbot.log").symlink_to(victim)
    log_to(tmp_path / "chatbot.log")
    logging.getLogger("chatbot").error("overwrite")
    assert victim.read_text() == "precious"
