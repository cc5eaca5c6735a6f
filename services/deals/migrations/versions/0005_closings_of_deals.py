"""closings of deals: one for each time a deal was won or lost; when a talk's and a proposal's deal is to be judged.

The last closing of a deal has the deal's id: it was told of under that. Of those before it, taken back since, is known
what its reopening kept; the rest is the deal's.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from services.chassis.columns import Money, UtcDateTime

revision = "0005"
down_revision = "0004"

_MOMENTS = ("created_at", "updated_at", "closed_at", "reopened_at", "at", "lost_at")
_KINDS: dict[str, Any] = {
    **dict.fromkeys(("id", "deal_id", "organization_id", "partner_id", "manager_id", "offer_id"), sa.Uuid()),
    **dict.fromkeys(("loss_reason_id", "competitor_id", "reopened_by", "by"), sa.Uuid()),
    **dict.fromkeys(_MOMENTS, UtcDateTime()),
    "potential": Money(),
    "version": sa.Integer(),
}
_OF_DEAL = ("organization_id", "partner_id", "stage", "manager_id", "potential", "offer_id")
_LOSS = ("loss_reason_id", "competitor_id")


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *[sa.column(column, _KINDS.get(column, sa.String())) for column in columns])


_DEALS = _table("deals", "id", *_OF_DEAL, *_LOSS, "status", "loss_comment", "closed_at")
_REOPENINGS = _table("deal_reopenings", "id", "deal_id", "at", "by", "reason", "lost_at", *_LOSS)
_ROW = ("id", "version", "created_at", "updated_at", "deal_id", *_OF_DEAL, *_LOSS, "status", "closed_at")
_CLOSINGS = _table("deal_closings", *_ROW, "loss_comment", "reopened_at", "reopened_by", "reopening_reason")


def upgrade() -> None:
    op.create_table(
        "deal_closings",
        sa.Column("deal_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=True),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.Column("potential", Money(), nullable=True),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("loss_reason_id", sa.Uuid(), nullable=True),
        sa.Column("loss_comment", sa.String(length=4000), nullable=True),
        sa.Column("competitor_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=False),
        sa.Column("reopened_at", UtcDateTime(), nullable=True),
        sa.Column("reopened_by", sa.Uuid(), nullable=True),
        sa.Column("reopening_reason", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=op.f("fk_deal_closings_deal_id")),
        sa.ForeignKeyConstraint(["loss_reason_id"], ["loss_reasons.id"], name=op.f("fk_deal_closings_loss_reason_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_closings")),
    )
    op.create_index(op.f("ix_deal_closings_deal_id"), "deal_closings", ["deal_id"], unique=False)
    deals, reopenings = _DEALS.c, _REOPENINGS.c
    last = {name: deals[name] for name in (*_LOSS, "status", "closed_at", "loss_comment")}
    _fill({**_of(deals.id, deals.closed_at), **last}, deals.closed_at.is_not(None))
    before = {name: reopenings[name] for name in _LOSS} | {
        "status": sa.literal("lost"),
        "closed_at": reopenings.lost_at,
    }
    back = {"reopened_at": reopenings.at, "reopened_by": reopenings.by, "reopening_reason": reopenings.reason}
    _fill({**_of(reopenings.id, reopenings.lost_at), **before, **back}, reopenings.deal_id == deals.id)
    op.drop_table("deal_reopenings")
    op.add_column("deal_documents", sa.Column("partner_id", sa.Uuid(), nullable=True))
    op.add_column("deal_documents", sa.Column("valid_to", sa.Date(), nullable=True))


def _of(closing_id: Any, closed_at: Any) -> dict[str, Any]:
    record = {"id": closing_id, "version": sa.literal(1), "created_at": closed_at, "updated_at": closed_at}
    return {**record, "deal_id": _DEALS.c.id, **{name: _DEALS.c[name] for name in _OF_DEAL}}


def _fill(values: dict[str, Any], *conditions: Any) -> None:
    op.execute(_CLOSINGS.insert().from_select(list(values), sa.select(*values.values()).where(*conditions)))
