"""What a document needs to know of its parties when it is written."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Uuid, bindparam, func, select

from services.chassis.references import at_fields, unknown_references
from services.chassis.tx import Reader
from services.partners.contracts import (
    CONTRACT_NOT_IN_FORCE,
    NOT_A_CLIENT,
    PARTNER_NOT_OURS,
    ContractStatus,
    PartnerRole,
    TermsOfSale,
    TermsOfSaleAsked,
)
from services.partners.models import Contract, LegalEntity, Organization, Partner
from services.partners.rules import client_contracts

_ORGANIZATION, _PARTNER, _ENTITY = Organization.__table__, Partner.__table__, LegalEntity.__table__
_CONTRACT = Contract.__table__
_SELLER = select(_ORGANIZATION.c.vat_number).where(
    _ORGANIZATION.c.id == bindparam("organization_id"), _ORGANIZATION.c.archived_at.is_(None)
)
_MERGED = _PARTNER.alias("merged_card")
_HEIR = select(_MERGED.c.merged_into).where(_MERGED.c.id == bindparam("partner_id")).scalar_subquery()
_CLIENT = select(
    *[_PARTNER.c[name] for name in ("id", "name", "roles", "manager_id", "representative_id", "archived_at")]
).where(_PARTNER.c.id == func.coalesce(_HEIR, bindparam("partner_id", type_=Uuid)))
_ENTITIES = select(_ENTITY.c.id).where(_ENTITY.c.partner_id == bindparam("partner_id")).order_by(_ENTITY.c.id)
_UNDER = select(
    *[_CONTRACT.c[name] for name in ("id", "legal_entity_id", "currency", "credit_limit")],
    *[_CONTRACT.c[name] for name in ("status", "valid_from", "valid_to")],
).where(*[_CONTRACT.c[name] == bindparam(name) for name in ("partner_id", "organization_id")])


def terms_of_sale(reader: Reader, asked: TermsOfSaleAsked) -> TermsOfSale:
    """What a document needs to know of its parties; of a merged card its heir answers. Refuses who is no client or
    archived, another's legal entity, and a contract that is another's or does not hold on that day.

    Columns, not whole cards: every order, deal and payment asks this. A contract is looked for only when one is named.
    """
    named = {"organization_id": asked.organization_id, "partner_id": asked.partner_id}
    organization = reader.session.execute(_SELLER, named).first()
    if organization is None:
        raise unknown_references(["/organization_id"], reader.actor.language)
    partner = reader.session.execute(_CLIENT.where(reader.visible(Partner)), named).first()
    if partner is None or (partner.archived_at and not asked.settling):
        raise PARTNER_NOT_OURS()
    if PartnerRole.CLIENT not in partner.roles and not asked.settling:
        raise at_fields(NOT_A_CLIENT, ["/partner_id"], reader.actor.language)
    named["partner_id"] = partner.id  # the heir's, where cards were merged
    entity_ids = list(reader.session.scalars(_ENTITIES, named))
    contract = _contract(reader, asked, named) if asked.contract_id is not None else None
    wrong_entity = asked.legal_entity_id is not None and asked.legal_entity_id not in entity_ids
    wrong_contract = asked.contract_id is not None and contract is None
    if wrong_entity or wrong_contract:
        pointers = ["/legal_entity_id"] * wrong_entity + ["/contract_id"] * wrong_contract
        raise unknown_references(pointers, reader.actor.language)
    signed_by = contract.legal_entity_id if contract else None
    return TermsOfSale(
        partner_id=partner.id,
        partner_name=partner.name,
        legal_entity_id=asked.legal_entity_id or signed_by or (entity_ids[0] if entity_ids else None),
        manager_id=partner.manager_id,
        representative_id=partner.representative_id,
        organization_pays_vat=organization.vat_number is not None,
        contract_id=contract.id if contract else None,
        contract_currency=contract.currency if contract else None,
        contract_limit=contract.credit_limit if contract else None,
    )


def _contract(reader: Reader, asked: TermsOfSaleAsked, parties: dict[str, UUID]) -> Row[Any] | None:
    """The contract named, if these parties made it; it must hold on the day, unless old debts are paid under it."""
    contract = reader.session.execute(_UNDER.where(_CONTRACT.c.id == asked.contract_id), parties).first()
    if contract is None or asked.legal_entity_id not in (None, contract.legal_entity_id or asked.legal_entity_id):
        return None
    holds = client_contracts.holds(
        ContractStatus(contract.status), contract.valid_from, contract.valid_to, asked.on or reader.today
    )
    if not holds and not asked.settling:
        raise at_fields(CONTRACT_NOT_IN_FORCE, ["/contract_id"], reader.actor.language)
    return contract
