"""The selling process that Ugoda brings along: first contact to fulfilment, with what each stage must bring."""

from services.deals.contracts import (
    DocumentKind,
    Gates,
    RequiredDocument,
    RequiredField,
    StageCard,
)

NAME = {"uk": "Процес продажу", "en": "Selling process"}
_STAGES = (
    ("first_contact", "Перший контакт", "First contact", 3, Gates()),
    ("qualification", "Кваліфікація", "Qualification", 5, Gates(demand=True)),
    (
        "proposal",
        "Формування пропозиції",
        "Forming the proposal",
        5,
        Gates(fields=(RequiredField.POTENTIAL,), documents=(RequiredDocument(kind=DocumentKind.PROPOSAL),)),
    ),
    ("presentation", "Презентація", "Presentation", 7, Gates()),
    ("agreement", "Погодження умов", "Agreeing terms", 10, Gates(fields=(RequiredField.EXPECTED_CLOSE_ON,))),
    (
        "preparation",
        "Підготовка до виконання",
        "Preparing to fulfil",
        5,
        Gates(documents=(RequiredDocument(kind=DocumentKind.ORDER),)),
    ),
    ("fulfilment", "Виконання", "Fulfilment", None, Gates()),
)


def stages(language: str) -> tuple[StageCard, ...]:
    """In order; from each a deal goes on to the next one or back to the one before."""
    codes = [code for code, *_ in _STAGES]
    return tuple(
        StageCard(
            code=code,
            name=uk if language == "uk" else en,
            expected_days=days,
            next=(*codes[place + 1 : place + 2], *codes[max(place - 1, 0) : place]),
            gates=gates,
        )
        for place, (code, uk, en, days, gates) in enumerate(_STAGES)
    )
