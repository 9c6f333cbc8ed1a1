"""What every value of the program is: frozen, compared by its fields, small in memory.

A `msgspec.Struct`, because making a class of it costs a fiftieth of what a frozen dataclass costs, and a short command
makes more than a hundred; and because the files decode into it directly.
"""

from typing import Any, TypeVar, dataclass_transform

import msgspec
from msgspec import field

__all__ = ["Value", "field", "replace"]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Value(msgspec.Struct, frozen=True):
    """Base of all values. Fields are set once, when it is made; `replace` makes a changed copy."""


SomeValue = TypeVar("SomeValue", bound=msgspec.Struct)


def replace(value: SomeValue, /, **changes: Any) -> SomeValue:
    """A copy of a value with some fields changed.

    Args:
        value: any.
        changes: new values by field name.

    Raises:
        TypeError: there is no such field.
    """
    return msgspec.structs.replace(value, **changes)
