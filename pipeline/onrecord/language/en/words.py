"""What words say about people and places: titles, kinship, names, nationalities, harm, countries."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from onrecord.language.en import lexicons

_PERSON_ENDINGS = ("ist", "man", "woman", "person", "er", "or", "ian", "ant", "citizen", "national")


@dataclass(frozen=True)
class Title:
    """A word that stands before a name without being part of it; `gender` only where the word itself states one."""

    kind: str
    gender: str | None


@lru_cache
def titles() -> dict[str, Title]:
    """Lower-case title -> what it is: a `form` of address, an `office`, a `rank`, or a `name` too."""
    return {word: Title(kind, gender or None) for word, kind, gender in lexicons.rows("titles.tsv")}


def title(word: str) -> Title | None:
    """What a word is as a title, capital or small, singular or plural; None for any other word."""
    lower = word.lower()
    return titles().get(lower) or titles().get(lower.removesuffix("s"))


@lru_cache
def kin() -> dict[str, str | None]:
    """Kinship word -> the gender it states, if any."""
    return {word: gender or None for word, gender in lexicons.rows("kin.tsv")}


def harm_verbs() -> frozenset[str]:
    """Lemmas of what is done to victims."""
    return lexicons.words("harm_verbs.txt")


def harm_nouns() -> frozenset[str]:
    """Nouns of what is done to victims."""
    return lexicons.words("harm_nouns.txt")


def harmed_bearers() -> frozenset[str]:
    """Nouns for those to whom harm was done."""
    return lexicons.words("harmed_bearers.txt")


def is_person_noun(word: str) -> bool:
    """Whether a noun denotes a person: a title, a relative, or a word in small letters formed so (-ist, -man, -er)."""
    if title(word) is not None or word.lower() in kin() or word.lower() in _person_nouns():
        return True
    return word.islower() and word.endswith(_PERSON_ENDINGS) and word not in _things_in_er()


def _person_nouns() -> frozenset[str]:
    return lexicons.words("person_nouns.txt")


def _things_in_er() -> frozenset[str]:
    return lexicons.words("things_in_er.txt")


def trades() -> frozenset[str]:
    """Nouns like those for persons that name a business as often: the operator."""
    return lexicons.words("trades.txt")


def particles() -> frozenset[str]:
    """Lower-case words found inside names: bin, al, van, de."""
    return lexicons.words("particles.txt")


def speech_verbs() -> frozenset[str]:
    """Lemmas of verbs of speaking and thinking."""
    return lexicons.words("speech_verbs.txt")


@lru_cache
def common_words() -> dict[str, float]:
    """Stem of an ordinary word -> the share of news reports with it."""
    return {stem: float(share) for stem, share in lexicons.rows("common_words.tsv")}


@lru_cache(maxsize=65536)
def is_common(word: str) -> bool:
    """Whether a word is an ordinary word of English news, names left out."""
    lower = word.lower()
    return any(lower[:size] in common_words() for size in range(min(len(lower), 7), max(len(lower) - 3, 2), -1))


def _known_names() -> frozenset[str]:
    return lexicons.words("known_names.txt")


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
    return {name: gender for gender, names in lexicons.rows("given_names.tsv") for name in names.split()}


def is_given_name(word: str) -> bool:
    """Whether people bear the word as a given name, nearly all of one gender."""
    return _folded(word) in _given_names()


def given_gender(words: tuple[str, ...]) -> str | None:
    """The gender of those who bear the first word of a full name as their given name; None where both do."""
    return _given_names().get(_folded(words[0])) if len(words) > 1 else None


@lru_cache
def known_places() -> dict[str, str]:
    """Name of a country, region or larger city, as newspapers write it -> its country, ISO 3166-1 alpha-2."""
    return {row[0]: row[1] for row in lexicons.rows("places.tsv")}


def country_of(name: str) -> str | None:
    """ISO 3166-1 alpha-2 of a country's, region's or city's name; None where unknown or shared by several."""
    return known_places().get(name.strip().removeprefix("the ").removeprefix("The "))


@lru_cache
def _common_names_of_countries() -> frozenset[str]:
    import pycountry

    return frozenset(getattr(country, "common_name", country.name) for country in pycountry.countries)


def is_country(name: str) -> bool:
    """Whether a name is a country's (ISO 3166-1, by pycountry)."""
    return name in _common_names_of_countries()


@lru_cache
def demonyms() -> dict[str, str]:
    """Word of nationality, as written -> ISO 3166-1 alpha-2."""
    return {word: country for words, country in lexicons.rows("demonyms.tsv") for word in words.split()}


@lru_cache
def not_names() -> dict[str, str]:
    """Lower-case word -> what a name that contains it names instead: organisation, place, thing, calendar."""
    return {word: kind for kind, words in lexicons.rows("not_names.tsv") for word in words.split()}


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


@lru_cache
def _governors() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in lexicons.rows("governors.tsv")}


def governs(name: str, lemma: str) -> bool:
    """Whether a lemma is of the class `name` of verbs and nouns that settle how real a clause is.

    Raises KeyError for a class that is not in `governors.tsv`.
    """
    return lemma.lower() in _governors()[name]
