"""What clients owe: balances, the register as a list, debts by age. Read-only SQL over the register of settlements."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, case, func, literal, literal_column, null, select, type_coerce

from services.chassis.access import client_of_row, clients_of, same_client
from services.chassis.columns import Money
from services.chassis.errors import NOT_FOUND
from services.chassis.references import at_fields
from services.chassis.tables import partner_access
from services.chassis.tx import Reader
from services.orders.contracts import (
    BOUNDS_NOT_ASCENDING,
    Balance,
    BalanceAsked,
    BalanceRow,
    DebtAge,
    DebtRow,
    Debts,
    DebtsAsked,
    ObjectKind,
    SettlementKind,
)
from services.orders.models import KnownContract, Order, Settlement, Shipment
from services.orders.rules.settlements import ages
from services.orders.settlements import Account, open_dues

_ZERO = Decimal(0)
_ACCOUNT = ("organization_id", "legal_entity_id", "currency")
_OBJECT = ("object_kind", "object_id")
# written out, not bound: PostgreSQL groups by an expression only where it sees that it is the one selected
_IS_ACCOUNT = Settlement.object_kind == literal_column(f"'{ObjectKind.ACCOUNT}'")
_OBJECT_ID = type_coerce(case((_IS_ACCOUNT, null()), else_=Settlement.object_id), Uuid()).label("object_id")
"""None where money lies on account: cards that were merged have an account each, their client has one."""


def balance(reader: Reader, asked: BalanceAsked) -> Balance:
    """The register's sums by organization, legal entity and currency; NotFound for another's client."""
    _demand_client(reader, asked.partner_id)
    key = (*_ACCOUNT, *_OBJECT) if asked.by == "object" else _ACCOUNT
    overdue = _overdue(reader, asked, key)
    rows = [_balance_row(row, overdue, key) for row in reader.rows(_sums(asked, key))]
    if asked.by == "object":
        heir = _heir(reader, asked.partner_id)
        rows = [_named(row, heir) for row in rows if row.balance]
    return Balance(partner_id=asked.partner_id, on=asked.on or reader.today, rows=tuple(sorted(rows, key=_place)))


def settlements_query(reader: Reader, partner_id: UUID) -> Select[Any]:
    """Movements of one client with the balance after each; NotFound where the client is not the actor's."""
    _demand_client(reader, partner_id)
    account = [getattr(Settlement, name) for name in _ACCOUNT]
    running = func.sum(Settlement.amount).over(partition_by=account, order_by=(Settlement.moved_on, Settlement.id))
    of_client = same_client(Settlement.partner_id, partner_id)
    register = select(*Settlement.__table__.c, running.label("balance")).where(of_client).subquery()
    return select(*register.c)


def report_debts(reader: Reader, asked: DebtsAsked) -> Debts:
    """One statement however many clients owe; only the actor's."""
    if list(asked.bounds) != sorted(set(asked.bounds)):
        raise at_fields(BOUNDS_NOT_ASCENDING, ["/bounds"], reader.actor.language)
    on = asked.on or reader.today
    rows = [_debt_row(row, asked.bounds) for row in reader.rows(_debts(reader, asked, on))]
    rows.sort(key=lambda row: (-row.overdue, -row.debt, row.partner_name or "", str(row.partner_id)))
    return Debts(on=on, rows=tuple(rows))


def _demand_client(reader: Reader, partner_id: UUID) -> None:
    known = select(partner_access.c.partner_id).where(
        partner_access.c.partner_id == partner_id, clients_of(reader.actor, partner_access.c.partner_id)
    )
    if reader.session.scalar(known) is None:
        raise NOT_FOUND(subject="Partner")


# ---------------------------------------------------------------- balances


def _sums(asked: BalanceAsked, key: tuple[str, ...]) -> Select[Any]:
    columns = [_OBJECT_ID if name == "object_id" else getattr(Settlement, name) for name in key]
    by_kind = [_sum_if(Settlement.kind == kind, Settlement.amount).label(kind) for kind in SettlementKind]
    query = select(*columns, *by_kind).where(same_client(Settlement.partner_id, asked.partner_id))
    if asked.by == "object":
        number = func.coalesce(Order.number, Shipment.number, KnownContract.number)
        query = query.add_columns(number.label("object_number")).group_by(number)
        query = query.outerjoin(Order, Order.id == Settlement.object_id)
        query = query.outerjoin(Shipment, Shipment.id == Settlement.object_id)
        query = query.outerjoin(KnownContract, KnownContract.id == Settlement.object_id)
    if asked.on:
        query = query.where(Settlement.moved_on <= asked.on)
    return query.group_by(*columns)


def _overdue(reader: Reader, asked: BalanceAsked, key: tuple[str, ...]) -> dict[tuple[Any, ...], Decimal]:
    dues = open_dues(lambda table: (same_client(table.partner_id, asked.partner_id),), asked.on).subquery()
    columns = [dues.c[name] for name in key]
    query = select(*columns, func.sum(dues.c.open)).where(dues.c.due_on < (asked.on or reader.today))
    return {tuple(of): overdue for *of, overdue in reader.rows(query.group_by(*columns))}


def _balance_row(row: Any, overdue: dict[tuple[Any, ...], Decimal], key: tuple[str, ...]) -> BalanceRow:
    amount = {kind: getattr(row, kind) for kind in SettlementKind}
    of = {name: getattr(row, name) for name in key}
    return BalanceRow(
        **of,
        object_number=getattr(row, "object_number", None),
        shipped=amount[SettlementKind.SHIPMENT],
        returned=-amount[SettlementKind.RETURN],
        deposits=amount[SettlementKind.DEPOSIT] + amount[SettlementKind.GIVEN_BACK],
        paid=-amount[SettlementKind.PAYMENT],
        refunded=amount[SettlementKind.REFUND],
        moved=-amount[SettlementKind.OFFSET],
        balance=sum(amount.values(), _ZERO),
        overdue=overdue.get(tuple(of.values()), _ZERO),
    )


def _heir(reader: Reader, partner_id: UUID) -> UUID:
    merged_into = select(partner_access.c.merged_into).where(partner_access.c.partner_id == partner_id)
    return reader.session.scalar(merged_into) or partner_id


def _named(row: BalanceRow, heir: UUID) -> BalanceRow:
    """What lies on the accounts of merged cards is on their heir's."""
    if row.object_kind != ObjectKind.ACCOUNT:
        return row
    account = Account(row.organization_id, heir, row.legal_entity_id, row.currency)
    return row.model_copy(update={"object_id": account.object.id})


def _place(row: BalanceRow) -> tuple[str, ...]:
    return tuple(str(getattr(row, name)) for name in (*_ACCOUNT, "object_number", "object_id"))


# ---------------------------------------------------------------- debts by age


def _debts(reader: Reader, asked: DebtsAsked, on: date) -> Select[Any]:
    def chosen(table: Any) -> Iterable[ColumnElement[bool]]:
        yield reader.visible(table)
        if asked.organization_id is not None:
            yield table.organization_id == asked.organization_id
        if asked.partner_id is not None:
            yield same_client(table.partner_id, asked.partner_id)

    due = open_dues(chosen, on).subquery()
    client = client_of_row(due.c.partner_id)
    key = (client.id.label("partner_id"), due.c.organization_id, due.c.currency)
    aged = [
        _sum_if(due.c.due_on.between(first, last), due.c.open).label(f"age{place}")
        for place, (first, last) in enumerate(ages(asked.bounds, on))
    ]
    not_due = _sum_if(due.c.due_on >= on, due.c.open).label("not_due")
    query = select(*key, client.name.label("partner_name"), not_due, *aged).outerjoin(client.source, client.on)
    return query.group_by(client.id, due.c.organization_id, due.c.currency, client.name)


def _debt_row(row: Any, bounds: tuple[int, ...]) -> DebtRow:
    amounts = [getattr(row, f"age{place}") for place in range(len(bounds) + 1)]
    overdue = sum(amounts, _ZERO)
    firsts, lasts = [1, *(days + 1 for days in bounds)], [*bounds, None]
    return DebtRow(
        partner_id=row.partner_id,
        partner_name=row.partner_name,
        organization_id=row.organization_id,
        currency=row.currency,
        debt=row.not_due + overdue,
        not_due=row.not_due,
        overdue=overdue,
        ages=tuple(
            DebtAge(days_from=first, days_to=last, amount=amount)
            for first, last, amount in zip(firsts, lasts, amounts, strict=True)
        ),
    )


def _sum_if(condition: ColumnElement[bool], amount: Any) -> Any:
    nothing = literal(_ZERO, Money())
    return type_coerce(func.sum(case((condition, amount), else_=nothing)), Money())
