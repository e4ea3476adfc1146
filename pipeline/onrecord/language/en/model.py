"""Loads a spaCy pipeline for English."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.errors import ModelError
from onrecord.language.en import lexicons

if TYPE_CHECKING:
    from spacy.language import Language


@lru_cache(maxsize=2)
def load_model(name: str) -> Language:
    """Load a spaCy pipeline, once per process. Raises ModelError where spaCy cannot load it."""
    import spacy
    from spacy.pipeline.attributeruler import AttributeRuler

    from onrecord.language.en.attribute_rules import RulesByKind
    from onrecord.language.en.embeddings import remember_embeddings

    try:
        nlp = spacy.load(name)
    except Exception as error:  # a damaged folder or package fails in many ways
        raise ModelError(f"the model {name!r} cannot be loaded: {' '.join(str(error).split())[:200]}") from error
    ruler = nlp.get_pipe("attribute_ruler")
    if type(ruler) is AttributeRuler:
        setattr(ruler, "match", RulesByKind(ruler))  # noqa: B010 - of this model, not of the class
    remember_embeddings(nlp)
    if hasattr(nlp.tokenizer, "add_special_case"):
        for word in lexicons.words("abbreviations.txt"):
            nlp.tokenizer.add_special_case(word, [{"ORTH": word}])  # "Lt. Col. Jane Roe" is one sentence
    return nlp
