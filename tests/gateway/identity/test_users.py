from uuid import uuid4

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from gateway.identity.contracts import LIST_USERS, AddUser, ChangeUser
from gateway.identity.errors import LAST_ADMINISTRATOR, LOGIN_TAKEN, SESSION_ENDED, WEAK_PASSWORD
from gateway.identity.models import AccessRow, User
from services.chassis.actor import OFFICE, Role
from services.chassis.errors import FORBIDDEN, INVALID, NOT_FOUND, STALE, UNAUTHENTICATED
from tests.gateway.identity.cast import IP, OTHER_PASSWORD, PASSWORD, World, refusal_of, refused, run

PARTNER, STAFF = uuid4(), uuid4()


def new(login: str = "p.bondar", *roles: Role, **more: object) -> AddUser:
    values = {"login": login, "name": "Петро Бондар", "password": PASSWORD, "roles": roles or (Role.MANAGER,)}
    return AddUser.model_validate(values | more)


def test_an_added_user_signs_in_with_the_login_in_any_case(world: World) -> None:
    user = run(world.identity.add_user(new("P.Bondar@Prykladna.ua", staff_id=STAFF)))
    assert user.login == "p.bondar@prykladna.ua"
    assert user.version == 1
    assert world.claims(world.sign_in("P.BONDAR@prykladna.ua")).staff_id == STAFF


def test_a_login_is_taken_whatever_its_case(world: World) -> None:
    run(world.identity.add_user(new("p.bondar")))
    refusal = refused(world.identity.add_user(new("P.Bondar")), LOGIN_TAKEN)
    assert [problem.pointer for problem in refusal.fields] == ["/login"]


@pytest.mark.parametrize("login", ["ab", "a b c", "оксана", ".abc", "a" * 101, "abc\n", "abc\x00"])
def test_a_login_has_latin_letters_and_digits_from_three_to_a_hundred(login: str) -> None:
    with pytest.raises(ValidationError):
        new(login)


@pytest.mark.parametrize("login", ["abc", "a" * 100, "0.b_c@d+e-f"])
def test_logins_that_are_fine(login: str) -> None:
    assert new(login).login == login


def test_a_weak_password_is_refused_when_a_user_is_added(world: World) -> None:
    refused(world.identity.add_user(new("petro.bondar", password="Petro.Bondar")), WEAK_PASSWORD)


def problems(world: World, **fields: object) -> set[tuple[str, str]]:
    refusal = refused(world.identity.add_user(new(**fields)), INVALID)  # type: ignore[arg-type]
    return {(problem.pointer, problem.code) for problem in refusal.fields}


def test_a_client_needs_its_partner(world: World) -> None:
    assert problems(world, roles=[Role.CLIENT]) == {("/partner_id", "client_without_partner")}


@pytest.mark.parametrize("role", sorted(OFFICE))
def test_a_client_has_no_office_role(world: World, role: Role) -> None:
    found = problems(world, roles=[Role.CLIENT, role], partner_id=PARTNER)
    assert found == {("/roles", "client_with_office_roles")}


def test_a_client_is_not_our_staff(world: World) -> None:
    found = problems(world, roles=[Role.CLIENT], partner_id=PARTNER, staff_id=STAFF)
    assert found == {("/staff_id", "client_with_staff")}


def test_our_staff_belongs_to_no_partner_and_has_a_role(world: World) -> None:
    assert problems(world, partner_id=PARTNER) == {("/partner_id", "office_with_partner")}
    assert problems(world, roles=[]) == {("/roles", "roles_missing")}


def test_a_clients_token_names_its_partner(world: World) -> None:
    world.add("client", Role.CLIENT, partner_id=PARTNER)
    claims = world.claims(world.sign_in("client"))
    assert claims.partner_id == PARTNER
    assert claims.roles == {Role.CLIENT}


@pytest.mark.parametrize(
    "change",
    [
        {"active": False},
        {"roles": ["accountant"]},
        {"staff_id": STAFF},
        {"organization_id": PARTNER},
        {"name": "Оксана Коваль"},
        {"language": "en"},
        {"password": OTHER_PASSWORD},
        {"roles": ["client"], "partner_id": PARTNER},
    ],
)
def test_any_change_ends_the_users_sign_ins_and_makes_a_new_version(world: World, change: dict[str, object]) -> None:
    user = world.add()
    token = world.sign_in().refresh_token
    changed = run(world.identity.change_user(ChangeUser.model_validate({"id": user.id, **change})))
    assert changed.version == user.version + 1
    refused(world.identity.refresh(token, IP), SESSION_ENDED)


def test_a_change_to_what_already_is_changes_nothing(world: World) -> None:
    user = world.add()
    token = world.sign_in().refresh_token
    same = ChangeUser(id=user.id, name=user.name, roles=user.roles, staff_id=None, active=True)
    assert run(world.identity.change_user(same)) == user
    assert world.refresh(token)


def test_a_change_that_does_not_fit_the_rest_is_refused_whole(world: World) -> None:
    user = world.add()
    refused(world.identity.change_user(ChangeUser(id=user.id, name="Інше Ім'я", roles=(Role.CLIENT,))), INVALID)
    assert run(world.identity.find_user("o.melnyk")) == user


def test_null_clears_a_link_and_leaves_what_must_be_there(world: World) -> None:
    user = world.add(staff_id=STAFF)
    cleared = run(world.identity.change_user(ChangeUser(id=user.id, staff_id=None, name=None, roles=None)))
    assert cleared.staff_id is None
    assert (cleared.name, cleared.roles) == (user.name, user.roles)


@pytest.mark.parametrize(("version", "stale"), [(0, True), (1, False), (2, True), (None, False)])
def test_a_change_of_another_version_than_was_read_is_refused(world: World, version: int | None, stale: bool) -> None:
    user = world.add()
    change = world.identity.change_user(ChangeUser(id=user.id, name="Оксана Коваль"), if_match=version)
    if stale:
        assert refused(change, STALE).values == {"version": 1}
    else:
        assert run(change).name == "Оксана Коваль"


def test_a_user_who_is_not_there_cannot_be_changed(world: World) -> None:
    for change in (ChangeUser(id=uuid4(), active=False), ChangeUser(id=uuid4(), password=OTHER_PASSWORD)):
        refused(world.identity.change_user(change), NOT_FOUND)


def test_activating_a_user_ends_a_pause_after_failures(world: World) -> None:
    user = world.add()
    world.fail(5)
    run(world.identity.change_user(ChangeUser(id=user.id, active=True)))
    world.sign_in()


def test_failed_sign_ins_make_no_new_version(world: World) -> None:
    user = world.add()
    world.fail(6)
    assert run(world.identity.find_user("o.melnyk")).version == user.version


def test_a_change_is_written_down_with_before_and_after_and_without_the_password(world: World) -> None:
    boss = world.add("boss", Role.ADMINISTRATOR)
    user = world.add()
    by = world.claims(world.sign_in("boss"))
    change = ChangeUser(id=user.id, roles=(Role.ACCOUNTANT,), password=OTHER_PASSWORD)
    run(world.identity.change_user(change, by))
    with world.database.read() as session:
        row = session.scalars(select(AccessRow).where(AccessRow.outcome == "user_changed")).one()
    assert (row.actor_id, row.user_id) == (boss.id, user.id)
    assert row.changes == {"roles": [["manager"], ["accountant"]], "password": "changed"}


def test_an_administrator_demoted_a_moment_ago_administers_no_more(world: World) -> None:
    boss = world.add("boss", Role.ADMINISTRATOR)
    world.add("second.boss", Role.ADMINISTRATOR)
    by = world.claims(world.sign_in("boss"))
    run(world.identity.change_user(ChangeUser(id=boss.id, roles=(Role.MANAGER,))))
    refused(world.identity.add_user(new(), by), FORBIDDEN)
    refused(world.identity.change_user(ChangeUser(id=boss.id, roles=(Role.ADMINISTRATOR,)), by), FORBIDDEN)
    refused(world.identity.list_users(by, LIST_USERS.request()), FORBIDDEN)


def test_a_user_switched_off_a_moment_ago_is_nobody(world: World) -> None:
    user = world.add()
    claims = world.claims(world.sign_in())
    run(world.identity.change_user(ChangeUser(id=user.id, active=False)))
    refused(world.identity.me(claims), UNAUTHENTICATED)
    change = world.identity.change_own_password(claims, PASSWORD, OTHER_PASSWORD, IP, "uk")
    assert refusal_of(change).code is UNAUTHENTICATED


def test_the_password_is_nowhere_in_what_is_kept(world: World) -> None:
    world.add()
    with world.database.read() as session:
        row = session.scalars(select(User)).one()
    assert PASSWORD not in str(vars(row))
    assert row.password_hash.startswith("$argon2id$")
    assert PASSWORD not in repr(new())
    assert PASSWORD not in repr(ChangeUser(id=row.id, password=PASSWORD))


@pytest.mark.parametrize("change", [{"roles": ["manager"]}, {"active": False}])
def test_the_last_administrator_stays_one(world: World, change: dict[str, object]) -> None:
    first = run(world.identity.add_user(new("first", Role.ADMINISTRATOR)))
    command = ChangeUser.model_validate({"id": first.id, **change})
    refused(world.identity.change_user(command), LAST_ADMINISTRATOR)
    run(world.identity.add_user(new("second", Role.ADMINISTRATOR)))
    changed = run(world.identity.change_user(command))
    assert not (changed.active and Role.ADMINISTRATOR in changed.roles)
