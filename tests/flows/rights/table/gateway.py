"""Who may ask the gateway for what."""

from tests.flows.rights.roles import ADMINISTRATOR, EVERYBODY, NOBODY_ASKED, OFFICE, Role

ALLOWED: dict[str, set[Role]] = {
    # a job is shown to who asked for it; who did what is the office's matter
    "get_job": EVERYBODY,
    "cancel_job": EVERYBODY,
    "list_audit": OFFICE,
    # people
    "sign_in": NOBODY_ASKED,
    "refresh_sign_in": NOBODY_ASKED,
    "sign_out": NOBODY_ASKED,
    "get_key_set": NOBODY_ASKED,
    "get_me": EVERYBODY,
    "change_own_password": EVERYBODY,
    "list_users": ADMINISTRATOR,
    "add_user": ADMINISTRATOR,
    "change_user": ADMINISTRATOR,
}
