"""How to ask the gateway."""

from typing import Any

REQUESTS: dict[str, tuple[str, Any]] = {
    "get_job": ("/jobs/{job}", None),
    "cancel_job": ("/jobs/{job}/cancel", {}),
    "list_audit": ("/audit?limit=200&service={service}", None),
    "sign_in": ("/auth/token", {"login": "{login}", "password": "{password}"}),
    "refresh_sign_in": ("/auth/refresh", {"refresh_token": "{refresh_token}"}),
    "sign_out": ("/auth/sign-out", {"refresh_token": "{refresh_token}"}),
    "get_me": ("/auth/me", None),
    "change_own_password": (
        "/auth/password",
        {"current_password": "{password}", "new_password": "{new_password}"},
    ),
    "list_users": ("/users?limit=200", None),
    "add_user": (
        "/users",
        {"login": "user-{code}", "name": "Користувач", "password": "{new_password}", "roles": ["warehouse"]},
    ),
    "change_user": ("/users/{user}", {"name": "Користувач {tag}"}),
    "get_key_set": ("/.well-known/jwks.json", None),
}
