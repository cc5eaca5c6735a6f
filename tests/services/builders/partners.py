"""What partners would answer, and our clients."""

from datetime import UTC, datetime
from typing import Any

from services.chassis.contracts import ById
from services.chassis.errors import NOT_FOUND
from services.chassis.runtime import Incoming
from services.partners import contracts as partners
from tests.services.bench import Bench
from tests.services.cast import (
    DARYNA_ID,
    DZVIN,
    KALYNA,
    SOLOMIIA_ID,
    SVITLODIM,
    TARAS_ID,
    Client,
)

LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def a_partner(client: Client = KALYNA, **changes: Any) -> partners.PartnerRow:
    """What `partner_changed` tells of a client."""
    row = {
        "id": client.id,
        "organization_id": SVITLODIM,
        "kind": partners.PartnerKind.COMPANY,
        "name": client.name,
        "roles": (partners.PartnerRole.CLIENT,),
        "manager_id": client.manager_id,
        "representative_id": None,
        "archived_at": None,
        "merged_into": None,
        "created_at": LONG_AGO,
        "version": 1,
    }
    return partners.PartnerRow.model_validate({**row, **changes})


def introduce(bench: Bench, *clients: Client) -> None:
    """The service hears of these clients (of the whole cast, when none is named)."""
    for client in clients or (KALYNA, DZVIN):
        bench.hear(partners.PARTNER_CHANGED, a_partner(client))


def terms_of_sale(asked: partners.TermsOfSaleAsked, _: Incoming) -> partners.TermsOfSale:
    """Partners' answer about a client of the cast."""
    client = next(one for one in (KALYNA, DZVIN) if one.id == asked.partner_id)
    return partners.TermsOfSale(
        partner_id=client.id,
        partner_name=client.name,
        legal_entity_id=asked.legal_entity_id,
        manager_id=client.manager_id,
        representative_id=None,
        organization_pays_vat=True,
        contract_id=asked.contract_id,
        contract_currency="UAH" if asked.contract_id else None,
    )


def a_member_of_staff(asked: ById, _: Incoming) -> partners.StaffView:
    """Partners' answer about one of the cast; nobody else works here."""
    if asked.id not in (TARAS_ID, DARYNA_ID, SOLOMIIA_ID):
        raise NOT_FOUND(subject="Staff")
    rest = dict.fromkeys(("position", "email", "department_id", "superior_id"))
    return partners.StaffView(id=asked.id, organization_id=SVITLODIM, full_name="Дієва Особа", version=1, **rest)


def an_organization() -> partners.OrganizationView:
    return partners.OrganizationView(
        id=SVITLODIM,
        name="ТОВ «Світлодім Вигаданий»",
        edrpou="32855961",
        vat_number="328559600001",
        ibans=(),
        requisite_policies=(),
        version=1,
    )
