"""Reads sidecars: what is known of a source from outside it. A sidecar that cannot be used rejects its source."""

from __future__ import annotations

import errno
import re
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from onrecord.inputs.limits import shown_size
from onrecord.inputs.ordinary_file import open_ordinary
from onrecord.inputs.page import Refused, Sidecar
from onrecord.inputs.plain_yaml import YamlProblem, load_yaml

#: A sidecar's name is its file's name with this added.
SUFFIX = ".yaml"
_NAME = re.compile(r"[\w.]{1,30}|the whole")
#: The largest sidecar that is read, in bytes: eight short fields.
MAX_SIDECAR_BYTES = 20_000


def sidecar_of(file: Path, name: str) -> Sidecar:
    """What the sidecar beside a file states, nothing when there is none. Raises Refused when it cannot be used.

    `name` is the file's name as text.
    """
    try:
        with open_ordinary(file.with_name(file.name + SUFFIX)) as stream:
            data = stream.read(MAX_SIDECAR_BYTES + 1)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENAMETOOLONG):
            return Sidecar()
        raise Refused(f"Its sidecar {name}{SUFFIX} could not be read: {error.strerror or error}.") from None
    return parse_sidecar(data, name)


def parse_sidecar(data: bytes, name: str) -> Sidecar:
    """What the sidecar of the file `name` states. Raises Refused when it cannot be used."""
    try:
        if len(data) > MAX_SIDECAR_BYTES:
            raise ValueError(f"it is larger than {shown_size(MAX_SIDECAR_BYTES)}")
        stated = load_yaml(data)
        sidecar = Sidecar.model_validate({} if stated is None else stated)
        sidecar.model_dump_json()
        return sidecar
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the whole"
        field = field if _NAME.fullmatch(field) else "a field"  # a reason quotes nothing else of a file
        why = f"{field}: {first['msg'].removeprefix('Value error, ')}"
    except PydanticSerializationError:  # an escape may mean half a character, which no table can hold
        why = "it contains half a character"
    except YamlProblem as error:
        why = f"it is not plain YAML: {error}"
    except ValueError as error:
        why = str(error)
    raise Refused(f"Its sidecar {name}{SUFFIX} cannot be used: {why}.")
