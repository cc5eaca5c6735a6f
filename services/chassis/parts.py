"""The lists that come with a record: an order's lines, a client's legal entities.

Their relationships say `lazy="selectin"`, and so they come with every query of records. Most operations ask for one
record by its id: there each list is loaded by a statement made once. SQLAlchemy's own is made anew for every record,
and that takes as long as running it.
"""

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.orm import RelationshipProperty, Session, lazyload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.interfaces import ONETOMANY

from services.chassis.tables import Record


def left_out(model: Any) -> list[Any]:
    """Options for a query of one record: its lists do not come with it, `load` brings them."""
    return [lazyload(getattr(model, name)) for name, _ in _statements(model)]


def load(session: Session, record: Record, *, anew: bool) -> None:
    """Load the lists of a record. `anew`: also those that are here already, as they are in the database now."""
    model: Any = type(record)
    for name, statement in _statements(model):
        if anew or name not in record.__dict__:
            options = {"populate_existing": anew}
            parts = session.scalars(statement, {"owner": record.id}, execution_options=options).all()
            set_committed_value(record, name, parts)


@cache
def _statements(model: Any) -> tuple[tuple[str, Select[Any]], ...]:
    lists = (one for one in inspect(model).relationships if one.lazy == "selectin" and one.direction is ONETOMANY)
    return tuple((one.key, _statement(one)) for one in lists)


def _statement(one: RelationshipProperty[Any]) -> Select[Any]:
    ((_, owner),) = one.local_remote_pairs
    return select(one.mapper.class_).where(owner == bindparam("owner")).order_by(*(one.order_by or ()))
