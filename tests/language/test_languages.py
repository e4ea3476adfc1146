"""A model that On Record cannot use is refused in one line, before any source is read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import spacy

from onrecord import build
from onrecord.errors import ModelError
from onrecord.language import DEFAULT_MODEL, language_of


class Stages:
    """The stages that a build went through."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def stage(self, name: str, total: int | None = None) -> None:
        self.names.append(name)

    def advance(self, documents: int) -> None: ...


@pytest.fixture(scope="module")
def blank_german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "de"
    spacy.blank("de").to_disk(folder)
    return folder


def test_the_default_model_is_for_english() -> None:
    assert language_of(DEFAULT_MODEL).code == "en"


def test_a_german_model_is_refused_in_one_line(blank_german: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Two people were killed in Lyon on Monday, police said.\n")
    command = [
        sys.executable,
        "-c",
        "from onrecord.cli.main import main; main()",
        str(tmp_path),
        "--out",
        str(tmp_path / "out"),
    ]
    result = subprocess.run([*command, "--model", str(blank_german)], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert result.stderr.splitlines()[-1].endswith("is for the language 'de'; On Record reads en")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("model", "why"),
    [
        ("xx_not_installed", "is not installed"),
        ("json", "is no spaCy pipeline"),
        ("./no/such/folder", "is not installed"),
        ("", "is not installed"),
    ],
)
def test_a_name_that_is_no_model_is_refused_before_reading(model: str, why: str, tmp_path: Path) -> None:
    stages = Stages()
    with pytest.raises(ModelError, match=why):
        build(tmp_path / "no such sources", tmp_path / "out", model=model, progress=stages)
    assert stages.names == []


def test_a_model_without_a_parser_is_refused_by_what_it_lacks(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match=r"it has no tagger, no parser, .*no ner$"):
        language_of(str(tmp_path / "blank"))


@pytest.mark.parametrize("meta", ["", "[]", "{}", '{"lang": ["en"]}', '{"lang": "en"}'])
def test_a_model_with_a_damaged_description_is_refused(meta: str, tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    (tmp_path / "blank" / "meta.json").write_text(meta)
    with pytest.raises(ModelError):
        language_of(str(tmp_path / "blank"))
