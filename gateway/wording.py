"""What OpenAPI says of operations and their parameters, put into words from what the contracts declare.

A description written in a contract is shown as it is. Else a filter is told by its kind, an id by the record it
names, a period by its two days; whatever none of these explains has no words, and a test demands them of the contract.
"""

from collections.abc import Iterable
from datetime import datetime
from inspect import cleandoc
from typing import Any

from services.chassis.contracts import Filter, Listing, Message, Operation
from services.chassis.listing import OF_CLIENT

_SEVERAL = "Repeat the parameter to name several."
_DAYS = {
    "date_from": "The first day of the period.",
    "date_to": "The last day of the period; it counts too.",
    "on": "The day it is asked of; today when not given.",
}
"""Parameters of reports and the like that mean the same wherever they stand."""
_NOUNS = {"staff": "member of staff", "responsible": "responsible person"}
"""In words, what fields and addresses call more shortly."""


def of_operation(operation: Operation) -> str:
    """What it does, in the words of its contract; of reading, what is read."""
    listing = operation.listing
    if listing is not None:
        return f"{operation.description or _told_of(listing.row)}\n\n{_paging(listing)}"
    said = operation.description or _own(operation.request)
    return said or ("" if operation.is_command else _told_of(operation.reply))


def of_answer(operation: Operation) -> str:
    """What comes back; of a list, what its rows are."""
    return _told_of(operation.listing.row if operation.listing else operation.reply)


def of_parameter(operation: Operation, name: str, schema: dict[str, Any]) -> str:
    """A sentence or two; nothing where neither the contract nor the parameter's kind says what it means."""
    written = operation.request.model_fields[name].description
    if written:
        return written
    if name in operation.path_fields:
        return f"Id of the {_record_at(operation.path, name)}."
    if operation.listing is not None:
        return _of_listing(operation.listing, name)
    if name in _DAYS:
        return _DAYS[name]
    if name.endswith("_id"):
        return f"Id of the {_noun(name)}."
    said: str = schema.get("description", "")
    return said


def _paging(listing: Listing) -> str:
    return (
        f"A page of at most `limit` rows, ordered by `{listing.orders[0]}` unless `order` says otherwise; "
        "`next` of the answer is the `cursor` of the following page."
    )


def _of_listing(listing: Listing, name: str) -> str:
    if name == "order":
        return f"What rows are ordered by; `-` in front is downwards. `{listing.orders[0]}` unless given."
    for item in listing.filters:
        if name == item.name:
            return _of_value(item)
        if item.kind == "between" and name in (f"{item.name}_from", f"{item.name}_to"):
            return _of_bound(item, name.endswith("_from"))
    return ""


def _of_bound(item: Filter, lower: bool) -> str:
    unit = "moment" if item.of is datetime else "day"
    where = "on or after" if lower else "on or before"
    about = item.about or f"Only those whose `{item.name}` is"
    return f"{about} {where} this {unit}."


def _of_value(item: Filter) -> str:
    if item.of is bool:
        return f"`true`: only those {item.about}; `false`: only the others. All when not given." if item.about else ""
    several = f" {_SEVERAL}" if item.kind == "one_of" else ""
    if item.about:
        return item.about + several
    if item.name == "id":
        return f"Only the records with these ids.{several}"
    wanted = "one of these" if several else "this"
    by = ", by id" if item.name.endswith("_id") else ""
    also = " Cards that were merged with it count as one." if item.name == OF_CLIENT and not item.exact else ""
    return f"Only those whose {_noun(item.name)} is {wanted}{by}.{also}{several}"


def _record_at(path: str, name: str) -> str:
    """The noun a place in an address stands for: of `{id}` the one before it, of `{deal_id}` its own."""
    if name != "id":
        return _noun(name)
    before = path.split("/{id}")[0].rpartition("/")[2]
    return _noun(before.removesuffix("s").replace("-", "_"))


def _noun(name: str) -> str:
    short = name.removesuffix("_id").replace("_", " ")
    return _NOUNS.get(short, short)


def _own(model: type) -> str:
    return cleandoc(model.__doc__ or "")


def _told_of(view: type) -> str:
    """A view's docstring; one that adds nothing to say is told of by its base."""
    told: Iterable[str] = (_own(one) for one in view.__mro__[: view.__mro__.index(Message)])
    return next(filter(None, told), "")
