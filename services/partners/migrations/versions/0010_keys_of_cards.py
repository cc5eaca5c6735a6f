"""What cards are recognized by; those there are already get their keys."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from services.partners.rules.duplicates import MAX_KEY, name_key

revision = "0010"
down_revision = "0009"

_ID, _PARTNER = sa.column("id", sa.Uuid()), sa.column("partner_id", sa.Uuid())
_KEYS = sa.table("partner_keys", sa.column("match_key", sa.String()), sa.column("partner_id", sa.Uuid()))


def upgrade() -> None:
    op.create_table(
        "partner_keys",
        sa.Column("match_key", sa.String(length=250), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_partner_keys_partner_id")),
        sa.PrimaryKeyConstraint("match_key", "partner_id", name=op.f("pk_partner_keys")),
    )
    op.create_index(op.f("ix_partner_keys_partner_id"), "partner_keys", ["partner_id"], unique=False)
    op.bulk_insert(_KEYS, [{"match_key": key[:MAX_KEY], "partner_id": owner} for key, owner in sorted(set(_of_all()))])


def _of_all() -> Iterator[tuple[str, UUID]]:
    for owner, name in _told(_ID, "partners", "name"):
        if name_key(name):
            yield f"name:{name_key(name)}", owner
    for owner, edrpou in _told(_PARTNER, "legal_entities", "edrpou"):
        yield f"edrpou:{edrpou}", owner
    for owner, number in _told(_PARTNER, "legal_entities", "tax_number"):
        yield f"tax_number:{number}", owner
    for owner, number, country in _told(_PARTNER, "legal_entities", "foreign_number", "country"):
        yield f"foreign_number:{country}:{number}", owner
    for owner, phone in _told(_PARTNER, "contact_persons", "phone"):
        yield f"phone:{phone}", owner
    for owner, email in _told(_PARTNER, "contact_persons", "email"):
        yield f"email:{email.casefold()}", owner
    for owner, value, way in _told(_PARTNER, "contact_details", "value", "kind"):
        if way in ("phone", "email"):
            yield f"{way}:{value.casefold()}", owner


def _told(owner: sa.ColumnClause[UUID], table: str, *names: str) -> list[Any]:
    columns = [sa.column(name, sa.String()) for name in names]
    rows = sa.select(owner, *columns).select_from(sa.table(table)).where(columns[0].is_not(None))
    return list(op.get_bind().execute(rows).all())
