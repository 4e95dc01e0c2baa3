"""Write a network in the ONNX format: the few fields of its protobuf messages that a transformer needs.

The `onnx` package would do it, but wants a newer protobuf than Rasa allows, and 80 MB. Field numbers: onnx.proto,
which promises never to change one.
"""
from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

IR_VERSION = 8
FLOAT_TENSOR = 1
ELSEWHERE = 1
FLOAT_ATTRIBUTE, INT_ATTRIBUTE = 1, 2
VARINT, BYTES, FIXED32 = 0, 2, 5


def model(graph: bytes, versions: Mapping[str, int]) -> bytes:
    """Return a whole file: a graph, and the version of each domain of operators it uses."""
    domains = (_bytes(8, _text(1, domain) + _number(2, version)) for domain, version in versions.items())
    return b"".join([_number(1, IR_VERSION), _bytes(7, graph), *domains])


def graph(nodes: Iterable[bytes], weights: Iterable[bytes], inputs: Iterable[bytes], outputs: Iterable[bytes]) -> bytes:
    """Return a graph of the parts that the functions below make."""
    fields = ((1, nodes), (5, weights), (11, inputs), (12, outputs))
    return b"".join([_text(2, "encoder"), *(_bytes(field, part) for field, parts in fields for part in parts)])


def node(operator: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: float) -> bytes:
    """Return one step: an operator on named values, which gives another; an empty name leaves an input out."""
    names = (_text(1, name) for name in inputs)
    further = (_bytes(5, _attribute(name, value)) for name, value in attributes.items())
    return b"".join([*names, _text(2, output), _text(4, operator), *further, _text(7, domain)])


def weight(name: str, shape: Sequence[int], file: str, offset: int) -> bytes:
    """Return a named constant of 32-bit floating point numbers, which stands in a file beside the network's."""
    where = {"location": file, "offset": str(offset), "length": str(4 * math.prod(shape))}
    sizes = (_number(1, size) for size in shape)
    entries = (_bytes(13, _text(1, key) + _text(2, text)) for key, text in where.items())
    return b"".join([*sizes, _number(2, FLOAT_TENSOR), _text(8, name), *entries, _number(14, ELSEWHERE)])


def constant(name: str, numbers: np.ndarray) -> bytes:
    """Return a named constant of 32-bit floating point numbers, which stands in the network itself."""
    sizes = (_number(1, size) for size in numbers.shape)
    return b"".join([*sizes, _number(2, FLOAT_TENSOR), _text(8, name), _bytes(9, numbers.astype("<f4").tobytes())])


def value(name: str, shape: Sequence[int | str]) -> bytes:
    """Return an input or output; a size that differs from run to run has a name."""
    sizes = (_bytes(1, _text(2, size) if isinstance(size, str) else _number(1, size)) for size in shape)
    tensor = _number(1, FLOAT_TENSOR) + _bytes(2, b"".join(sizes))
    return _text(1, name) + _bytes(2, _bytes(1, tensor))


def _attribute(name: str, number: float) -> bytes:
    if isinstance(number, int):
        return _text(1, name) + _number(3, number) + _number(20, INT_ATTRIBUTE)
    return _text(1, name) + _key(2, FIXED32) + struct.pack("<f", number) + _number(20, FLOAT_ATTRIBUTE)


def _text(field: int, text: str) -> bytes:
    return _bytes(field, text.encode())


def _bytes(field: int, content: bytes) -> bytes:
    return b"".join([_key(field, BYTES), _varint(len(content)), content])


def _number(field: int, number: int) -> bytes:
    return _key(field, VARINT) + _varint(number)


def _key(field: int, kind: int) -> bytes:
    return _varint(field << 3 | kind)


def _varint(number: int) -> bytes:
    return bytes(_sevens(number))


def _sevens(number: int) -> Iterator[int]:
    """Yield a number seven bits at a time, the lowest first; all but the last are marked."""
    while number > 127:
        yield number & 127 | 128
        number >>= 7
    yield number
