"""The base of marketing's tables."""

from sqlalchemy.orm import DeclarativeBase

from services.chassis.tables import service_metadata


class Base(DeclarativeBase):
    metadata = service_metadata()
