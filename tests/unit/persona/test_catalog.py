from pathlib import Path

import pytest

from chatbot.errors import NotFound, PersonaError
from chatbot.persona.catalog import FIRST_SHOWN, Catalog
from chatbot.persona.load import parse_persona
from chatbot.persona.names import skeleton
from chatbot.persona.scaffold import scaffold


def write(folder: Path, persona_id: str, name: str, extra: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{persona_id}.toml"
    path.write_text(f'id = "{persona_id}"\n[meta]\nname = "{name}"\n{extra}', encoding="utf-8")
    return path


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    folder = tmp_path / "shipped"
    write(folder, "zeta", "Zeta")
    write(folder, "plain", "Wren")
    write(folder, "tutor", "Iris", 'nickname = "Ri"\n')
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "data" / "personas"


def test_the_order_is_that_of_a_first_meeting_then_by_id(shipped: Path, own: Path) -> None:
    catalog = Catalog(own, shipped)
    assert [persona.id for persona in catalog.all()] == ["plain", "tutor", "zeta"]
    assert all(persona.shipped and persona.path for persona in catalog.all())


def test_the_default_is_plain(shipped: Path) -> None:
    assert Catalog(None, shipped).get().id == "plain"


@pytest.mark.parametrize("asked", ["tutor", "Iris", "iris", "RI", "TUTOR"])
def test_a_persona_is_found_by_id_name_and_nickname(shipped: Path, asked: str) -> None:
    assert Catalog(None, shipped).get(asked).id == "tutor"


@pytest.mark.parametrize(
    ("asked", "hint"), [("totor", '"tutor"'), ("Irys", '"Iris"'), ("qqqq", "persona list"), ("", "list")]
)
def test_an_unknown_one_names_the_nearest(shipped: Path, asked: str, hint: str) -> None:
    with pytest.raises(NotFound) as caught:
        Catalog(None, shipped).get(asked)
    assert hint in caught.value.hint


def test_one_name_for_two_asks_for_the_id_and_is_flagged(shipped: Path, tmp_path: Path) -> None:
    write(tmp_path / "own", "other", "Іrіs")
    write(tmp_path / "own", "third", "Iris")
    catalog = Catalog(tmp_path / "own", shipped)
    with pytest.raises(NotFound, match="several") as caught:
        catalog.get("iris")
    assert "tutor, third" in caught.value.hint
    assert [problem.line_text.partition(":")[0] for problem in catalog.problems] == ["other.toml", "third.toml"]


def test_skeletons() -> None:
    assert skeleton("MARА") == skeleton("mara") == skeleton("Márа")
    assert skeleton("Will") == skeleton("WiII")
    assert skeleton("Mara") != skeleton("Maria")


def test_a_users_file_takes_the_place_of_the_shipped_one_and_gives_it_back(shipped: Path, own: Path) -> None:
    catalog = Catalog(own, shipped)
    path = catalog.copy_for_editing("tutor")
    assert path.parent == own and path.stat().st_mode & 0o777 == 0o600
    path.write_text(path.read_text().replace("Iris", "Ivy"))
    assert (catalog.get("tutor").char, catalog.get("tutor").shipped) == ("Ri", False)
    assert catalog.get("Ivy").path == str(path)
    assert catalog.copy_for_editing("tutor") == path
    assert catalog.problems == ()
    path.unlink()
    assert catalog.get("tutor").shipped


def test_a_copy_keeps_unknown_keys_and_comments(shipped: Path, own: Path) -> None:
    write(shipped, "zeta", "Zeta", '# a note\n[future]\nkey = "kept"\n')
    text = Catalog(own, shipped).copy_for_editing("zeta").read_text()
    assert 'key = "kept"' in text and "# a note" in text


def test_files_are_followed_as_they_change(shipped: Path, own: Path) -> None:
    catalog = Catalog(own, shipped)
    before = catalog.revision
    assert catalog.revision == before
    own.mkdir(parents=True)
    path = write(own, "new", "New")
    assert catalog.get("new").meta.name == "New"
    assert catalog.revision > before
    replacement = write(own, "new-tmp", "Newer")
    replacement.write_text(path.read_text().replace("New", "Now"))
    replacement.replace(path)
    assert catalog.get("new").meta.name == "Now"
    path.unlink()
    with pytest.raises(NotFound):
        catalog.get("new")


def test_a_broken_file_never_stops_the_others_and_keeps_its_last_good_version(shipped: Path, own: Path) -> None:
    own.mkdir(parents=True)
    (own / "broken.toml").write_text("id = ")
    path = write(own, "fine", "Fine")
    catalog = Catalog(own, shipped)
    assert catalog.get("fine").meta.name == "Fine"
    assert [problem.level for problem in catalog.problems] == ["error"]
    path.write_text(path.read_text() + "[voice]\nmax_words = []\n")
    assert catalog.get("fine").meta.name == "Fine"
    assert "the last good version stays in use" in catalog.problems[1].line_text


def test_a_broken_copy_falls_back_to_the_shipped_one(shipped: Path, own: Path) -> None:
    own.mkdir(parents=True)
    (own / "tutor.toml").write_text("id = ")
    assert Catalog(own, shipped).get("tutor").shipped


def test_hidden_and_other_files_are_no_personas(shipped: Path, own: Path) -> None:
    own.mkdir(parents=True)
    for name in (".x.toml", "x.toml~", "x.txt"):
        (own / name).write_text("id = ")
    (own / "folder.toml").mkdir()
    catalog = Catalog(own, shipped)
    assert len(catalog.all()) == 3
    assert len(catalog.problems) == 1


def test_a_new_persona_loads_without_a_problem(shipped: Path, own: Path) -> None:
    catalog = Catalog(own, shipped)
    path = catalog.create("my-own", 'Ana "the" {one}\\')
    assert catalog.get("my-own").meta.name == 'Ana "the" {one}\\'
    assert path.name == "my-own.toml" and catalog.problems == ()
    with pytest.raises(PersonaError, match="already"):
        catalog.create("my-own", "x")


@pytest.mark.parametrize("name", ["", "漢字", "\x1b[31m", "a" * 300, "x\ny"])
def test_a_scaffold_for_any_name_is_sound(name: str) -> None:
    assert parse_persona(scaffold("x", name), "x.toml", "x")[1] == ()


@pytest.mark.parametrize("bad", ["../x", "A", "", "x/y", "x" * 80])
def test_no_id_leaves_the_folder(shipped: Path, own: Path, bad: str) -> None:
    catalog = Catalog(own, shipped)
    with pytest.raises(PersonaError):
        catalog.create(bad, "x")
    with pytest.raises(PersonaError):
        catalog.add(bad, "x")
    assert not own.exists()


def test_an_existing_file_is_never_overwritten(shipped: Path, own: Path) -> None:
    own.mkdir(parents=True)
    (own / "x.toml").write_text("broken = ")
    with pytest.raises(PersonaError, match="exists already"):
        Catalog(own, shipped).add("x", "id = 'x'")
    assert (own / "x.toml").read_text() == "broken = "


def test_one_persona_is_read_without_the_others(shipped: Path, own: Path) -> None:
    catalog = Catalog(own, shipped)
    path = write(shipped, "zeta", "Zeta")
    assert catalog.get("zeta").meta.name == "Zeta"
    own.mkdir(parents=True)
    write(own, "zeta", "Mine")
    assert catalog.get("zeta").meta.name == "Mine"
    (own / "zeta.toml").write_text("id = ")
    assert catalog.get("zeta").meta.name == "Mine"
    assert [persona.id for persona in catalog.all()] == ["plain", "tutor", "zeta"]
    assert len(catalog.problems) == 1
    (own / "zeta.toml").unlink()
    assert catalog.get("zeta").path == str(path)


def test_free_ids(shipped: Path, own: Path) -> None:
    own.mkdir(parents=True)
    (own / "broken.toml").write_text("id = ")
    catalog = Catalog(own, shipped)
    assert [catalog.free_id(wanted) for wanted in ("new", "tutor", "broken")] == ["new", "tutor-2", "broken-2"]
    with pytest.raises(PersonaError):
        catalog.free_id("../x")


def test_without_a_folder_nothing_is_written(shipped: Path) -> None:
    with pytest.raises(PersonaError, match="no folder"):
        Catalog(None, shipped).copy_for_editing("tutor")


def test_the_packages_own_personas_are_found() -> None:
    assert [persona.id for persona in Catalog(None).all()][: len(FIRST_SHOWN)] == list(FIRST_SHOWN)
