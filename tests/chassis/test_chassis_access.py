"""What services keep of others' records: the latest (epoch, version) wins in whatever order it is told."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from services.chassis.access import hand_over, remember_partner, upsert_latest
from services.chassis.actor import Actor, Role
from services.chassis.contracts import Envelope, EventKind
from services.chassis.ids import uuid7
from services.chassis.jobs import Job
from services.chassis.tables import partner_access
from services.partners.contracts import PARTNER_CHANGED, PartnerKind, PartnerRow
from tests.services.bench import Bench

STORY = ((0, 1), (0, 2), (0, 3), (1, 1))
AT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def service(bench: Callable[[str], Bench]) -> Bench:
    return bench("marketing")


def _row(partner_id: UUID, epoch: int, version: int, name: str = "") -> dict[str, Any]:
    said = name or f"Котигорошко {epoch}.{version}"
    told = {"name": said, "sort_key": said, "archived": False}
    return {"partner_id": partner_id, "epoch": epoch, "version": version, **told}


def _tell(service: Bench, *rows: dict[str, Any]) -> None:
    with service.database.write() as session:
        upsert_latest(session, partner_access, list(rows), key=("partner_id",))


def _known(service: Bench, partner_id: UUID) -> Any:
    with service.database.read() as session:
        return session.execute(select(partner_access).where(partner_access.c.partner_id == partner_id)).one()


def test_the_latest_wins_in_whatever_order_it_is_told(service: Bench) -> None:
    for order in permutations(STORY):
        partner_id = uuid7()
        for epoch, version in order:
            _tell(service, _row(partner_id, epoch, version))
        assert _known(service, partner_id).name == "Котигорошко 1.1", order


def test_an_older_version_told_in_a_batch_overwrites_nothing(service: Bench) -> None:
    first, second = uuid7(), uuid7()
    _tell(service, _row(first, 0, 5), _row(second, 0, 5))
    _tell(service, _row(first, 0, 4), _row(second, 0, 6))
    assert (_known(service, first).version, _known(service, second).version) == (5, 6)


def test_an_equal_version_is_taken_again_as_a_replay_tells_it(service: Bench) -> None:
    partner_id = uuid7()
    _tell(service, _row(partner_id, 0, 5, "Зіпсоване"))
    _tell(service, _row(partner_id, 0, 5, "Полагоджене"))
    assert _known(service, partner_id).name == "Полагоджене"


def test_telling_of_nothing_changes_nothing(service: Bench) -> None:
    _tell(service)
    assert service.rows(partner_access) == []


def _envelope(epoch: int, version: int, subject_id: UUID) -> Envelope:
    return Envelope(
        id=uuid7(),
        kind=EventKind.STATE,
        type=PARTNER_CHANGED.address,
        subject_id=subject_id,
        epoch=epoch,
        version=version,
        occurred_at=AT,
        recorded_at=AT,
        organization_id=None,
        actor="",
        trace="",
        data={},
    )


def _partner(partner_id: UUID, manager_id: UUID | None) -> PartnerRow:
    return PartnerRow(
        id=partner_id,
        organization_id=uuid7(),
        kind=PartnerKind.COMPANY,
        name="ТОВ «Котигорошко»",
        roles=(),
        manager_id=manager_id,
        representative_id=None,
        archived_at=None,
        merged_into=None,
        created_at=AT,
        version=1,
    )


def _hear_of(service: Bench, partner_id: UUID, manager_id: UUID | None, epoch: int, version: int) -> None:
    with service.database.write() as session:
        remember_partner(session, _partner(partner_id, manager_id), _envelope(epoch, version, partner_id))


def _hand_over(service: Bench, manager_id: UUID, partner_id: UUID, version: int, epoch: int = 0) -> None:
    with service.database.write() as session:
        hand_over(session, manager_id, [(partner_id, version)], _envelope(epoch, 1, uuid7()))


@pytest.mark.parametrize(("kept", "told", "taken"), [(3, 2, False), (3, 3, False), (3, 4, True)])
def test_a_hand_over_takes_only_what_is_older_than_itself(service: Bench, kept: int, told: int, taken: bool) -> None:
    partner_id, old, new = uuid7(), uuid7(), uuid7()
    _hear_of(service, partner_id, old, 0, kept)
    _hand_over(service, new, partner_id, told)
    assert _known(service, partner_id).manager_id == (new if taken else old)


@pytest.mark.parametrize(("epoch", "taken"), [(0, False), (1, False), (2, True)])
def test_a_hand_over_of_an_earlier_epoch_changes_nothing(service: Bench, epoch: int, taken: bool) -> None:
    partner_id, old, new = uuid7(), uuid7(), uuid7()
    _hear_of(service, partner_id, old, 1, 9)
    _hand_over(service, new, partner_id, 9, epoch)
    assert _known(service, partner_id).manager_id == (new if taken else old)


def test_news_older_than_a_hand_over_does_not_give_the_client_back(service: Bench) -> None:
    partner_id, old, new = uuid7(), uuid7(), uuid7()
    _hear_of(service, partner_id, old, 0, 1)
    _hand_over(service, new, partner_id, 3)
    _hear_of(service, partner_id, old, 0, 2)
    assert _known(service, partner_id).manager_id == new


def test_a_job_is_seen_by_whoever_asked_for_it_and_by_administrators() -> None:
    somebody = Actor(uuid7(), "Мавка", frozenset({Role.MANAGER}))
    assert "asked_by" in str(Job.visible_to(somebody))
    assert "asked_by" not in str(Job.visible_to(Actor(uuid7(), "Лукаш", frozenset({Role.ADMINISTRATOR}))))
