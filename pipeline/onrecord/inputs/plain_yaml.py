"""Reads YAML as plain data of bounded depth, without anchors, aliases and merge keys: a few bytes of these can fill the
memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ruamel.yaml.events import Event

#: Lists and mappings inside each other.
_MOST_DEPTH = 20


class YamlProblem(ValueError):
    """The text is not plain YAML; `line` is where, counted from 1, or None."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.line = line


def load_yaml(data: bytes | str, *, days_as_text: bool = False) -> object:
    """What a YAML text holds. Raises YamlProblem. With `days_as_text` a day such as 2019-01-09 stays a string."""
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import SafeConstructor
    from ruamel.yaml.error import YAMLError

    class Reader(SafeConstructor):
        """Its own class, so that other readers of this process keep their days."""

    if days_as_text:
        Reader.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = Reader
    for _ in events(data):
        pass
    try:
        return yaml.load(data)
    except (YAMLError, ValueError, RecursionError) as error:
        raise _problem(error) from None


def events(data: bytes | str) -> Iterator[Event]:
    """The parser's events. Raises YamlProblem where the text is not plain YAML."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent, ScalarEvent

    depth = 0
    try:
        for event in YAML(typ="safe", pure=True).parse(data):
            line = event.start_mark.line + 1
            if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor):
                raise YamlProblem(
                    f"&{event.anchor} and *{event.anchor} are not read; write out what is meant, and put words that "
                    "begin so between quotation marks",
                    line,
                )
            if isinstance(event, ScalarEvent) and event.value == "<<" and event.style is None:
                raise YamlProblem("<< is not read; write out what is meant", line)
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth > _MOST_DEPTH:
                raise YamlProblem("its brackets are nested too deep", line)
            yield event
    except (YAMLError, ValueError, RecursionError) as error:
        raise _problem(error) from None


def _problem(error: Exception) -> YamlProblem:
    if isinstance(error, YamlProblem):
        return error
    if isinstance(error, RecursionError):
        return YamlProblem("its brackets are nested too deep")
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or error).splitlines()[0]
    return YamlProblem(problem[:300], mark.line + 1 if mark else None)
