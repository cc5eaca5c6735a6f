"""What a right form does not tell of a request to the gateway."""

from collections.abc import Mapping

PASSWORD = {"weak_password": "long enough, and still easily guessed"}
PEOPLE = {
    "client_with_office_roles": "roles that do not go together",
    "client_without_partner": "a client's user of no client",
    "client_with_staff": "a client's user with a staff card",
    "office_with_partner": "one of our people with a client",
    "roles_missing": "nobody's roles",
}

SAID: dict[str, Mapping[str, str]] = {
    "add_user": PEOPLE | PASSWORD,
    "change_user": PEOPLE | PASSWORD,
    "change_own_password": PASSWORD | {"wrong_password": "a random current password"},
}
