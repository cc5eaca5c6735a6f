"""Users, refresh tokens, login guards, who did what."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "access_rows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("login_digest", sa.String(length=64), nullable=True),
        sa.Column("ip", sa.String(length=64), nullable=False),
        sa.Column("changes", services.chassis.columns.JsonText(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_rows")),
    )
    op.create_index(op.f("ix_access_rows_at"), "access_rows", ["at"], unique=False)
    op.create_index(op.f("ix_access_rows_user_id_at"), "access_rows", ["user_id", "at"], unique=False)
    op.create_table(
        "login_guards",
        sa.Column("login_digest", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("seen_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("login_digest", name=op.f("pk_login_guards")),
    )
    op.create_index(op.f("ix_login_guards_seen_at"), "login_guards", ["seen_at"], unique=False)
    op.create_table(
        "users",
        sa.Column("login", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", services.chassis.columns.SortKey(), nullable=False),
        sa.Column("search_key", services.chassis.columns.SearchKey(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("roles", services.chassis.columns.JsonText(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("updated_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("archived_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("login", name=op.f("uq_users_login")),
    )
    op.create_index(op.f("ix_users_partner_id"), "users", ["partner_id"], unique=False)
    op.create_index(op.f("ix_users_sort_key"), "users", ["sort_key"], unique=False)
    op.create_index(op.f("ix_users_staff_id"), "users", ["staff_id"], unique=False)
    op.create_table(
        "refresh_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("expires_at", services.chassis.columns.UtcDateTime(), nullable=False),
        sa.Column("used_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.Column("revoked_at", services.chassis.columns.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_refresh_tokens_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_refresh_tokens_token_hash")),
    )
    op.create_index(op.f("ix_refresh_tokens_expires_at"), "refresh_tokens", ["expires_at"], unique=False)
    op.create_index(op.f("ix_refresh_tokens_family_id"), "refresh_tokens", ["family_id"], unique=False)
    op.create_index(op.f("ix_refresh_tokens_user_id"), "refresh_tokens", ["user_id"], unique=False)
