"""Settings of every process, read from the environment (prefix `UGODA_`), with defaults for a laptop.

Secrets are generated at first use into `home/secrets` (mode 0600); there is no default password.
"""

import os
import secrets
from functools import cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

SERVICES = ("partners", "pricing", "deals", "orders", "marketing")
DATABASES = (*SERVICES, "gateway")


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="UGODA_", extra="ignore")

    home: Path = Path("var")
    broker_url: str = ""
    partners_database_url: str = ""
    pricing_database_url: str = ""
    deals_database_url: str = ""
    orders_database_url: str = ""
    marketing_database_url: str = ""
    gateway_database_url: str = ""

    max_workers: int = 16
    """Operations and events one service process handles at once."""
    rpc_timeout_seconds: float = 10.0
    rpc_queue_type: str = "classic"
    event_retry_delays_ms: tuple[int, ...] = (1_000, 10_000, 60_000, 600_000)
    """Pauses before an event that failed is tried again; then it is parked in the dead queue."""
    relay_poll_ms: int = 50

    http_host: str = "127.0.0.1"
    http_port: int = 8080
    http_workers: int = 1
    ops_port_base: int = 9100
    """Health and metrics: gateway at the base, then each service, the relay, the worker."""

    access_token_minutes: int = 15
    refresh_token_days: int = 30
    request_body_limit: int = 1_048_576
    rate_limit_per_minute: int = 6_000
    sign_in_limit_per_minute: int = 30

    key_retention_days: int = 7
    inbox_retention_days: int = 30
    audit_retention_days: int = 3_650
    time_zone: str = "Europe/Kyiv"
    log_level: str = "INFO"
    trace_file: str = ""
    """Where finished spans go, one JSON document a line; empty: spans are not recorded, ids still travel."""
    failpoints: str = ""
    """Chaos tests only: `name=probability,…`; see `failpoints.py`."""
    switched_off: str = ""
    """Chaos tests only: `inbox` or `keys`, to show that the tests notice."""

    @property
    def broker(self) -> str:
        """The broker's address: as configured, or of the broker that `ugoda up` started here."""
        if self.broker_url:
            return self.broker_url
        try:
            return (self.home / "run" / "broker-url").read_text().strip()
        except FileNotFoundError:
            raise RuntimeError("no broker: set UGODA_BROKER_URL, or start one with `ugoda up`") from None

    def database_url(self, service: str) -> str:
        configured: str = getattr(self, f"{service}_database_url")
        return configured or f"sqlite:///{(self.home / 'db' / f'{service}.sqlite').resolve()}"

    def secret(self, name: str) -> str:
        """A secret kept in `home/secrets/<name>`, made at first use; safe when two processes start at once."""
        path = self.home / "secrets" / name
        if not path.exists():
            write_secret(path, secrets.token_urlsafe(48))
        return path.read_text()


def write_secret(path: Path, text: str) -> None:
    """Write once, mode 0600, whole or not at all; whoever came first wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


@cache
def settings() -> Settings:
    return Settings()
