"""Files in messages: base64 inside a message, their own bytes over HTTP (decision 0026)."""

from base64 import b64decode, b64encode
from binascii import Error
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from services.chassis.contracts import Message
from services.chassis.messages import field_error, register_field_error

register_field_error("base64", en="Send the file as base64.", uk="Надішліть файл у кодуванні base64.")


def _read(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    try:
        return b64decode(value, validate=True)
    except (Error, ValueError, TypeError):
        field_error("base64")


def _written(value: bytes) -> str:
    return b64encode(value).decode()


FileBytes = Annotated[
    bytes,
    PlainValidator(_read),
    PlainSerializer(_written, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "contentEncoding": "base64", "description": "The file"}),
]
"""The bytes of a file; whoever takes one says how large it may be."""


class File(Message):
    """A file, and the name to keep it under: letters, digits, dots and dashes."""

    name: str
    content: FileBytes
