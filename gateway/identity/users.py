"""Users: added, changed, listed. Whatever changes a user ends the user's sign-ins."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, or_, select, type_coerce
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gateway.identity import refresh_tokens
from gateway.identity.contracts import LIST_USERS, AddUser, ChangeUser, UserView
from gateway.identity.errors import LAST_ADMINISTRATOR, LOGIN_TAKEN, field
from gateway.identity.models import User
from gateway.identity.sign_in import fold, note
from services.chassis.actor import Role
from services.chassis.errors import INVALID, NOT_FOUND, STALE
from services.chassis.listing import page
from services.chassis.messages import FieldProblem, Language
from services.chassis.text import search_key

_KEPT_IF_NULL = ("name", "roles", "language", "active")
_CLEARED_BY_NULL = ("staff_id", "partner_id", "organization_id")


def add_user(
    session: Session, command: AddUser, password_hash: str, now: datetime, by: UUID | None, language: Language
) -> User:
    """Raises invalid (roles that don't fit together), login_taken."""
    user = User(
        **command.model_dump(exclude={"login", "password", "roles"}),
        login=fold(command.login),
        roles=_plain(command.roles),
        password_hash=password_hash,
        active=True,
        created_at=now,
        updated_at=now,
    )
    _check(user, language)
    user.search_key = search_key(f"{user.login} {user.name}")
    session.add(user)
    try:
        session.flush()
    except IntegrityError:
        raise LOGIN_TAKEN([FieldProblem("/login", LOGIN_TAKEN.name, LOGIN_TAKEN.sentence(language))]) from None
    note(session, "user_added", now, "", user_id=user.id, actor_id=by, changes={"roles": user.roles})
    return user


def change_user(
    session: Session,
    command: ChangeUser,
    password_hash: str | None,
    now: datetime,
    by: UUID | None,
    language: Language,
    if_match: int | None = None,
) -> User:
    """Raises not_found, stale, invalid, last_administrator. `password_hash`: of the new password, when one is given."""
    others = _hold_with_administrators(session, command.id)
    user = others.pop(command.id, None)
    if user is None:
        raise NOT_FOUND()
    if if_match is not None and user.version != if_match:
        raise STALE(version=user.version)
    was_administrator = _is_administrator(user)
    changes = _apply(user, _wanted(command))
    if password_hash is not None:
        user.password_hash = password_hash
        changes["password"] = "changed"
    if changes:
        _check(user, language)
        if was_administrator and not any(map(_is_administrator, (user, *others.values()))):
            raise LAST_ADMINISTRATOR()
        user.search_key = search_key(f"{user.login} {user.name}")
        _end_sign_ins(session, user, now)
        note(session, "user_changed", now, "", user_id=user.id, actor_id=by, changes=changes)
        session.flush()
    return user


def change_password(session: Session, user: User, password_hash: str, ip: str, now: datetime) -> None:
    """By the user; the row is held. Ends every sign-in, also those a thief may have."""
    user.password_hash = password_hash
    _end_sign_ins(session, user, now)
    note(session, "password_changed", now, ip, user_id=user.id, actor_id=user.id)
    session.flush()


def list_users(session: Session, request: Any, language: Language) -> bytes:
    shown = [getattr(User, name) for name in UserView.model_fields]
    columns: dict[str, Any] = {
        "id": User.id,
        "login": User.login,
        "name": User.sort_key,
        "created_at": User.created_at,
        "q": User.search_key,
        "active": User.active,
        "staff_id": User.staff_id,
        "partner_id": User.partner_id,
    }
    assert LIST_USERS.listing is not None
    return page(session, LIST_USERS.listing, request, select(*shown), columns, language)


def view(user: User) -> UserView:
    return UserView.model_validate(user, from_attributes=True)


def _hold_with_administrators(session: Session, user_id: UUID) -> dict[UUID, User]:
    """This user and every administrator, locked in one order: two of them must not take the role from each other."""
    administrators = type_coerce(User.roles, Text).like(f'%"{Role.ADMINISTRATOR}"%')
    query = select(User).where(or_(User.id == user_id, administrators)).order_by(User.id).with_for_update()
    return {user.id: user for user in session.scalars(query.execution_options(populate_existing=True))}


def _is_administrator(user: User) -> bool:
    return user.active and Role.ADMINISTRATOR in user.roles


def _wanted(command: ChangeUser) -> dict[str, Any]:
    given = {name: getattr(command, name) for name in command.model_fields_set}
    wanted = {name: given[name] for name in _KEPT_IF_NULL if given.get(name) is not None}
    wanted |= {name: given[name] for name in _CLEARED_BY_NULL if name in given}
    if "roles" in wanted:
        wanted["roles"] = _plain(wanted["roles"])
    return wanted


def _apply(user: User, wanted: dict[str, Any]) -> dict[str, Any]:
    """What differs, before and after."""
    changes = {name: [getattr(user, name), value] for name, value in wanted.items() if getattr(user, name) != value}
    for name, (_, value) in changes.items():
        setattr(user, name, value)
    return changes


def _end_sign_ins(session: Session, user: User, now: datetime) -> None:
    user.updated_at = now
    refresh_tokens.revoke_all(session, user.id, now)


def _plain(roles: tuple[Role, ...]) -> list[str]:
    return sorted({role.value for role in roles})


def _check(user: User, language: Language) -> None:
    """Who works for us and who is a client's own user never mix: rights of the two are of different kinds."""
    problems = _problems_of_client(user) if Role.CLIENT in user.roles else _problems_of_office(user)
    if problems:
        raise INVALID([field(pointer, code, language) for pointer, code in problems])


def _problems_of_client(user: User) -> list[tuple[str, str]]:
    problems = []
    if len(user.roles) > 1:
        problems.append(("/roles", "client_with_office_roles"))
    if user.partner_id is None:
        problems.append(("/partner_id", "client_without_partner"))
    if user.staff_id is not None:
        problems.append(("/staff_id", "client_with_staff"))
    return problems


def _problems_of_office(user: User) -> list[tuple[str, str]]:
    problems = []
    if not user.roles:
        problems.append(("/roles", "roles_missing"))
    if user.partner_id is not None:
        problems.append(("/partner_id", "office_with_partner"))
    return problems
