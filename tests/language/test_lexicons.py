"""Every word list and table can be read, and one that cannot be read says where."""

from pathlib import Path

import pytest

from onrecord.language.en import lexicons


def names(ending: str) -> list[str]:
    folder = lexicons.FOLDER
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob(f"*{ending}"))


@pytest.mark.parametrize("name", names(".tsv"))
def test_every_table_has_rows(name: str) -> None:
    assert lexicons.rows(name)


@pytest.mark.parametrize("name", names(".txt"))
def test_every_list_has_words(name: str) -> None:
    words = lexicons.words(name)
    assert words and not any(word.startswith("#") for word in words)


@pytest.mark.parametrize("name", names(".tsv") + names(".txt"))
def test_every_file_states_its_source_first(name: str) -> None:
    assert (lexicons.FOLDER / name).read_text("utf-8").startswith("# ")


def test_a_row_with_a_missing_cell_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(lexicons, "FOLDER", tmp_path)
    (tmp_path / "towns.tsv").write_text("# Towns.\ntown\tcountry\n\nLyon\tFR\nLima\n", "utf-8")
    with pytest.raises(ValueError, match=r"towns\.tsv, line 5: 2 cells expected \(town, country\), found 'Lima'"):
        lexicons.rows("towns.tsv")
