"""What identity refuses, and what it says of a password or a user that will not do."""

from services.chassis.errors import Conflict, Invalid, Unauthenticated, error_code
from services.chassis.messages import FieldProblem, Language, register_field_error, render

BAD_CREDENTIALS = error_code(
    "bad_credentials",
    Unauthenticated,
    en="The login or the password is wrong. Check both and try again.",
    uk="Логін або пароль неправильний. Перевірте обидва і спробуйте ще раз.",
)
LOCKED = error_code(
    "locked",
    Unauthenticated,
    en="Too many failed attempts with this login. Wait {seconds} seconds, then check the login and the password.",
    uk="Забагато невдалих спроб із цим логіном. Зачекайте {seconds} с, потім перевірте логін і пароль.",
    http_status=429,
)
SESSION_ENDED = error_code(
    "session_ended",
    Unauthenticated,
    en="This sign-in has ended. Sign in with your login and password.",
    uk="Цей сеанс завершено. Увійдіть зі своїм логіном і паролем.",
)
TOKEN_REUSED = error_code(
    "token_reused",
    Unauthenticated,
    en="This refresh token was used before, so the sign-in was ended everywhere. Sign in again; if it wasn't you "
    "who used it, change the password.",
    uk="Цей токен оновлення вже використовували, тому сеанс завершено всюди. Увійдіть знову; якщо його використали "
    "не ви, змініть пароль.",
)
WEAK_PASSWORD = error_code(
    "weak_password",
    Invalid,
    en="This password is too easy to guess. Choose another: several unrelated words do well.",
    uk="Цей пароль надто легко вгадати. Виберіть інший: добре підійдуть кілька не пов'язаних між собою слів.",
)
WRONG_PASSWORD = error_code(
    "wrong_password",
    Invalid,
    en="The current password is wrong. Enter the one you sign in with.",
    uk="Поточний пароль неправильний. Введіть той, з яким ви входите.",
)
LOGIN_TAKEN = error_code(
    "login_taken",
    Conflict,
    en="Somebody has this login already. Choose another.",
    uk="Такий логін уже має хтось інший. Виберіть інший.",
)

LAST_ADMINISTRATOR = error_code(
    "last_administrator",
    Conflict,
    en="Nobody else is an administrator, and somebody must be able to give roles. Make another one first.",
    uk="Іншого адміністратора немає, а хтось має надавати ролі. Спочатку призначте ще одного.",
)

FIELD_MESSAGES: dict[str, tuple[str, str]] = {
    "password_short": (
        "At least {least} {least|character is|characters are} needed.",
        "Потрібно щонайменше {least} {least|символ|символи|символів}.",
    ),
    "password_long": (
        "At most {most} {most|character is|characters are} allowed.",
        "Дозволено щонайбільше {most} {most|символ|символи|символів}.",
    ),
    "password_is_login": ("The password must differ from the login.", "Пароль має відрізнятися від логіна."),
    "password_common": (
        "This is one of the passwords that are tried first. Choose another.",
        "Це один із паролів, які перевіряють найперше. Виберіть інший.",
    ),
    "roles_missing": ("Give at least one role.", "Вкажіть хоча б одну роль."),
    "client_with_office_roles": (
        "A client's own user has the role client alone.",
        "Користувач клієнта має лише одну роль: client.",
    ),
    "client_without_partner": (
        "Name the partner whose user this is: the role client needs it.",
        "Вкажіть контрагента, чий це користувач: цього потребує роль client.",
    ),
    "client_with_staff": ("A client's own user is not our staff.", "Користувач клієнта не є нашим працівником."),
    "office_with_partner": (
        "Only a user with the role client belongs to a partner.",
        "Лише користувач із роллю client належить контрагентові.",
    ),
}
for _code, (_en, _uk) in FIELD_MESSAGES.items():
    register_field_error(_code, en=_en, uk=_uk)


def field(pointer: str, code: str, language: Language, **values: int) -> FieldProblem:
    en, uk = FIELD_MESSAGES[code]
    return FieldProblem(pointer, code, render(uk if language == "uk" else en, values, language))
