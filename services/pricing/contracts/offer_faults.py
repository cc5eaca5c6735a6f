"""What may be wrong with an offer, or with what is done to it."""

from services.chassis.errors import Conflict, Forbidden, Invalid, error_code
from services.pricing.contracts.offers import OfferStatus

OFFER_STATUS = error_code(
    "offer_status",
    Conflict,
    en="The offer is {status}: this cannot be done with it now. Submit one that is not agreed; approve or return one "
    "on approval; change one in force to make its next version; make a new one instead of a closed one.",
    uk="Оферта зараз має статус «{status}»: так із нею зробити не можна. Непогоджену подайте на погодження; подану "
    "погодьте чи поверніть; чинну змініть, щоб скласти наступну версію; замість закритої складіть нову.",
    words={
        OfferStatus.NOT_AGREED: ("not agreed", "Не погоджено"),
        OfferStatus.ON_APPROVAL: ("on approval", "На погодженні"),
        OfferStatus.IN_FORCE: ("in force", "Діє"),
        OfferStatus.CLOSED: ("closed", "Закрито"),
    },
)
OFFER_NOT_YOURS = error_code(
    "offer_not_yours",
    Forbidden,
    en="You make offers for single clients only. Ask a pricing manager to make or change a standard one.",
    uk="Ви складаєте лише індивідуальні оферти. Попросіть менеджера з цін скласти чи змінити типову.",
)
OFFER_WRONG = {
    "stages": error_code(
        "stages_not_whole",
        Invalid,
        en="The percents of the payment stages sum to {sum}. Make them 100.",
        uk="Відсотки етапів оплати разом дають {sum}. Зробіть, щоб було 100.",
    ),
    "period": error_code(
        "offer_period",
        Invalid,
        en="The period ends before it begins. Enter a later last day, or none.",
        uk="Період закінчується раніше, ніж починається. Введіть пізніший останній день або не вказуйте його.",
    ),
    "effective": error_code(
        "offer_effective",
        Invalid,
        en="The version would begin before the offer's period. Enter a day within it.",
        uk="Версія почалася б раніше за період оферти. Введіть день у його межах.",
    ),
    "one_of_two": error_code(
        "row_says_one_thing",
        Invalid,
        en="The row gives either a price (a percent for a group) or a price type. Leave one of the two.",
        uk="Рядок задає або ціну (для групи відсоток), або вид ціни. Залиште щось одне.",
    ),
    "twice": error_code(
        "row_twice",
        Invalid,
        en="There is a row for this already. Leave one of them.",
        uk="Для цього вже є рядок. Залиште один із них.",
    ),
    "price_type": error_code(
        "offer_without_price_type",
        Invalid,
        en="The offer has no main price type. Choose one, or build the offer on a standard one.",
        uk="В оферті немає основного виду ціни. Виберіть його або побудуйте оферту на типовій.",
    ),
    "standard": error_code(
        "standard_not_fitting",
        Invalid,
        en="An individual offer is built on an agreed standard one of the same organization. Choose such a one.",
        uk="Індивідуальна оферта будується на погодженій типовій тієї ж організації. Виберіть таку.",
    ),
    "settlement_order": error_code(
        "settlement_order_not_fitting",
        Invalid,
        en="The offer is in {currency}, and paid in other money. Choose hryvnias for an offer in UAH, one of the other "
        "two for one in currency, or leave it out.",
        uk="Оферта у валюті {currency}, а порядок оплати їй не відповідає. Для оферти в гривні виберіть оплату в "
        "гривні, для валютної один із двох інших або не вказуйте його.",
    ),
    "payment_rate": error_code(
        "payment_rate_not_fitting",
        Invalid,
        en="A rate is said where a debt in currency is paid in hryvnias, and only there. Add it, or leave it out.",
        uk="Курс указують там, де борг у валюті сплачують у гривні, і лише там. Додайте його або приберіть.",
    ),
    "partner_segment": error_code(
        "segment_of_standard_alone",
        Invalid,
        en="An offer for one client addresses no segment of partners. Leave it out, or make a standard offer.",
        uk="Індивідуальна оферта не адресується сегменту партнерів. Приберіть його або складіть типову оферту.",
    ),
    "term": error_code(
        "no_such_term",
        Invalid,
        en="There is no term of this name. Check the names in the description of the request.",
        uk="Умови з такою назвою немає. Перевірте назви в описі запиту.",
    ),
}
OFFER_NOT_HERE = error_code(
    "offer_not_in_force",
    Conflict,
    en="The offer is not in force on this day. Choose another offer, or another day.",
    uk="Оферта на цей день не діє. Виберіть іншу оферту або інший день.",
)
OFFER_FOR_ANOTHER = error_code(
    "offer_for_another",
    Conflict,
    en="The offer is another organization's or another client's. Choose one that this client may buy under.",
    uk="Оферта належить іншій організації або іншому клієнту. Виберіть ту, за якою цей клієнт може купувати.",
)
OFFER_FOR_SEGMENT = error_code(
    "offer_for_segment",
    Conflict,
    en="The offer is for a segment of partners that this client is not in. Choose one that this client may buy under, "
    "or put the client into the segment.",
    uk="Оферта адресована сегменту партнерів, до якого цей клієнт не входить. Виберіть ту, за якою цей клієнт може "
    "купувати, або додайте клієнта до сегмента.",
)
OFFER_OPERATION = error_code(
    "offer_on_commission",
    Conflict,
    en="Under this offer goods are handed over on commission, not sold. Choose an offer of sale.",
    uk="За цією офертою товар передають на комісію, а не продають. Виберіть оферту продажу.",
)
