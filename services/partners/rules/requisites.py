"""Which mandatory requisites a partner's card lacks (P2): all of them at once, never only the first."""

from collections.abc import Callable, Iterable

from services.partners.contracts import (
    DetailKind,
    PartnerKind,
    PartnerRole,
    PartnerView,
    RegisterPartner,
    Requisite,
    RequisitePolicy,
)

_POINTERS = {
    Requisite.EDRPOU: "/legal_entities/0/edrpou",
    Requisite.TAX_NUMBER: "/legal_entities/0/tax_number",
    Requisite.VAT_NUMBER: "/legal_entities/0/vat_number",
    Requisite.IBAN: "/legal_entities/0/ibans",
    Requisite.PHONE: "/details",
    Requisite.EMAIL: "/details",
    Requisite.ADDRESS: "/details",
    Requisite.CONTACT_PERSON: "/contact_persons",
}

Card = RegisterPartner | PartnerView

_FILLED: dict[Requisite, Callable[[Card], bool]] = {
    Requisite.EDRPOU: lambda card: any(entity.edrpou for entity in card.legal_entities),
    Requisite.TAX_NUMBER: lambda card: any(entity.tax_number for entity in card.legal_entities),
    Requisite.VAT_NUMBER: lambda card: any(entity.vat_number for entity in card.legal_entities),
    Requisite.IBAN: lambda card: any(entity.ibans for entity in card.legal_entities),
    Requisite.PHONE: lambda card: _has_detail(card, DetailKind.PHONE),
    Requisite.EMAIL: lambda card: _has_detail(card, DetailKind.EMAIL),
    Requisite.ADDRESS: lambda card: _has_detail(card, DetailKind.ADDRESS),
    Requisite.CONTACT_PERSON: lambda card: bool(card.contact_persons),
}


def demanded(policies: Iterable[RequisitePolicy], kind: PartnerKind, roles: Iterable[PartnerRole]) -> list[Requisite]:
    """What the policies demand of such a partner, in the order of `Requisite`."""
    wanted = {
        requisite
        for policy in policies
        if policy.kind is kind and policy.role in set(roles)
        for requisite in policy.requisites
    }
    return [requisite for requisite in Requisite if requisite in wanted]


def missing(policies: Iterable[RequisitePolicy], card: Card) -> list[tuple[Requisite, str]]:
    """Requisites demanded but not filled in, each with the JSON pointer where it belongs."""
    return [
        (requisite, _POINTERS[requisite])
        for requisite in demanded(policies, card.kind, card.roles)
        if not _FILLED[requisite](card)
    ]


def _has_detail(card: Card, kind: DetailKind) -> bool:
    return any(detail.kind is kind for detail in card.details)
