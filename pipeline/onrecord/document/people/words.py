"""The word lists of this stage, read once from the files in `data/`; each file states its source in its first lines."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_PERSON_ENDINGS = ("ist", "man", "woman", "person", "er", "or", "ian", "ant", "citizen", "national")


@dataclass(frozen=True)
class Title:
    """A word that stands before a name without being part of it; `gender` only where the word itself states one."""

    kind: str
    gender: str | None


def rows(name: str) -> list[list[str]]:
    """The tab-separated rows of a data file, comments left out."""
    lines = (files(__package__) / "data" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@lru_cache
def titles() -> dict[str, Title]:
    """Lower-case title -> what it is: a `form` of address, an `office`, a `rank`, or a `name` too."""
    return {row[0]: Title(row[1], row[2] if len(row) > 2 and row[2] else None) for row in rows("titles.tsv")}


def title(word: str) -> Title | None:
    """What a word is as a title, capital or small, singular or plural; None for any other word."""
    lower = word.lower()
    return titles().get(lower) or titles().get(lower.removesuffix("s"))


@lru_cache
def kin() -> dict[str, str | None]:
    """Kinship word -> the gender it states, if any."""
    return {row[0]: row[1] if len(row) > 1 else None for row in rows("kin.tsv")}


@lru_cache
def harm_verbs() -> frozenset[str]:
    """Lemmas of what is done to victims."""
    return frozenset(word for row in rows("harm_verbs.txt") for word in row[0].split())


@lru_cache
def harm_nouns() -> frozenset[str]:
    """Nouns of what is done to victims."""
    return frozenset(word for row in rows("harm_nouns.txt") for word in row[0].split())


@lru_cache
def harmed_bearers() -> frozenset[str]:
    """Nouns for those to whom harm was done."""
    return frozenset(word for row in rows("harmed_bearers.txt") for word in row[0].split())


def is_person_noun(word: str) -> bool:
    """Whether a noun denotes a person: a title, a relative, or a word in small letters formed so (-ist, -man, -er)."""
    if title(word) is not None or word.lower() in kin() or word.lower() in _person_nouns():
        return True
    return word.islower() and word.endswith(_PERSON_ENDINGS) and word not in _things_in_er()


@lru_cache
def _person_nouns() -> frozenset[str]:
    return frozenset(word for row in rows("person_nouns.txt") for word in row[0].split())


@lru_cache
def _things_in_er() -> frozenset[str]:
    return frozenset(word for row in rows("things_in_er.txt") for word in row[0].split())


@lru_cache
def trades() -> frozenset[str]:
    """Nouns like those for persons that name a business as often: the operator."""
    return frozenset(word for row in rows("trades.txt") for word in row[0].split())


@lru_cache
def particles() -> frozenset[str]:
    """Lower-case words found inside names: bin, al, van, de."""
    return frozenset(row[0] for row in rows("particles.txt"))


@lru_cache
def speech_verbs() -> frozenset[str]:
    """Lemmas of verbs of speaking and thinking."""
    return frozenset(word for row in rows("speech_verbs.txt") for word in row[0].split())


@lru_cache
def _common_words() -> dict[str, float]:
    lines = files("onrecord.document.segments").joinpath("common_words.tsv").read_text(encoding="utf-8").splitlines()
    return {stem: float(share) for stem, share in (line.split("\t") for line in lines if not line.startswith("#"))}


@lru_cache(maxsize=65536)
def is_common(word: str) -> bool:
    """Whether a word is an ordinary word of English news, names left out."""
    lower = word.lower()
    return any(lower[:size] in _common_words() for size in range(min(len(lower), 7), max(len(lower) - 3, 2), -1))


@lru_cache
def _known_names() -> frozenset[str]:
    return frozenset(name for row in rows("known_names.txt") for name in row[0].split())


def _folded(word: str) -> str:
    """A word in small letters, without accents and apostrophes."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return folded.replace("’", "").replace("'", "")


@lru_cache(maxsize=65536)
def is_known_name(word: str) -> bool:
    """Whether people somewhere bear this word as given or family name: Chukwuma, Abd al-Rahman's Rahman, Soo-ah."""
    parts = [part for part in _folded(word).split("-") if part not in particles()]
    return bool(parts) and ("".join(parts) in _known_names() or all(part in _known_names() for part in parts))


@lru_cache
def _given_names() -> dict[str, str]:
    return {name: row[0] for row in rows("given_names.tsv") for name in row[1].split()}


def given_gender(words: tuple[str, ...]) -> str | None:
    """The gender of those who bear the first word of a full name as their given name; None where both do."""
    return _given_names().get(_folded(words[0])) if len(words) > 1 else None


@lru_cache
def known_places() -> frozenset[str]:
    """Names of countries, regions and larger cities, as newspapers write them."""
    lines = files("onrecord.document.events").joinpath("places.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("\t")[0] for line in lines if not line.startswith("#"))


@lru_cache
def demonyms() -> dict[str, str]:
    """Word of nationality, as written -> ISO 3166-1 alpha-2."""
    return {word: row[1] for row in rows("demonyms.tsv") for word in row[0].split()}


@lru_cache
def not_names() -> dict[str, str]:
    """Lower-case word -> what a name that contains it names instead: organisation, place, thing, calendar."""
    return {word: row[0] for row in rows("not_names.tsv") for word in row[1].split()}


@lru_cache
def countries() -> frozenset[tuple[str, ...]]:
    """The names of the world's countries, each as its words (ISO 3166-1, by pycountry)."""
    import pycountry

    names = {
        name
        for country in pycountry.countries
        for name in (country.name, getattr(country, "common_name", country.name))
    }
    return frozenset(tuple(name.split(",")[0].split()) for name in names) | {
        ("America",),
        ("Britain",),
        ("Korea",),
        ("Palestine",),
    }
