"""Column types on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, create_engine, func, literal, select, type_coerce
from sqlalchemy import text as sql
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import NullPool, StaticPool
from sqlalchemy.schema import CreateTable

from services.chassis.columns import (
    INT64_MAX,
    JsonText,
    Money,
    Percent,
    Price,
    Quantity,
    Scaled,
    SearchKey,
    SortKey,
    UtcDateTime,
    keep_keys,
    raw_units,
)
from services.chassis.text import like_pattern, search_words

DIALECTS = [sqlite.dialect(), postgresql.dialect()]
KYIV = timezone(timedelta(hours=2))


class Base(DeclarativeBase): ...


class Line(Base):
    __tablename__ = "test_columns_lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    total: Mapped[Decimal | None] = mapped_column(Money())
    paid: Mapped[Decimal | None] = mapped_column(Money())
    price: Mapped[Decimal | None] = mapped_column(Price())
    quantity: Mapped[Decimal | None] = mapped_column(Quantity())
    discount: Mapped[Decimal | None] = mapped_column(Percent())
    boxes: Mapped[int | None]
    at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    details: Mapped[Any] = mapped_column(JsonText(), nullable=True)


class Partner(Base):
    __tablename__ = "test_columns_partners"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(SortKey(), index=True)
    search_key: Mapped[str] = mapped_column(SearchKey())


keep_keys(Partner.name, search="search_key")


def _engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "sqlite":
        return create_engine("sqlite://", poolclass=StaticPool)
    return create_engine(request.getfixturevalue("postgres").create_database("columns"), poolclass=NullPool)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.flow)])
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    engine = _engine(request)
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    Base.metadata.drop_all(engine)
    engine.dispose()


def saved(session: Session, *lines: Line) -> Session:
    session.add_all(lines)
    session.commit()
    session.expire_all()
    return session


def test_amounts_come_back_exact_and_with_all_their_decimals(session: Session):
    line = Line(total=Decimal("10.5"), price=Decimal("-0.0001"), quantity=Decimal("1.25"), discount=Decimal("33.3333"))
    saved(session, line)
    shown = [str(amount) for amount in (line.total, line.price, line.quantity, line.discount)]
    assert shown == ["10.50", "-0.0001", "1.250", "33.3333"]
    assert line.paid is None


def test_three_times_ten_kopiykas_less_thirty_is_nothing(session: Session):
    saved(session, *(Line(total=Decimal("0.10")) for _ in range(3)), Line(total=Decimal("-0.30")))
    assert str(session.scalar(select(func.sum(Line.total)))) == "0.00"


def test_sums_least_and_greatest_keep_the_type(session: Session):
    saved(session, Line(total=Decimal("9.99")), Line(total=Decimal("10.01")))
    found = session.execute(select(func.sum(Line.total), func.min(Line.total), func.max(Line.total))).one()
    assert list(found) == [Decimal("20.00"), Decimal("9.99"), Decimal("10.01")]
    assert str(session.scalar(select(func.coalesce(func.sum(Line.paid), 0)))) == "0.00"


def test_arithmetic_between_columns_of_one_scale_is_done_in_sql(session: Session):
    saved(session, Line(total=Decimal("10.00"), paid=Decimal("2.50"), boxes=3))
    found = session.execute(
        select(
            Line.total - Line.paid,
            Line.total + Decimal("0.01"),
            Decimal("100.00") - Line.total,
            Line.total * 3,
            3 * Line.total,
            Line.paid * Line.boxes,
            -Line.paid,
            (Line.total - Line.paid) * 2,
        )
    ).one()
    expected = ["7.50", "10.01", "90.00", "30.00", "30.00", "7.50", "-2.50", "15.00"]
    assert [str(amount) for amount in found] == expected
    assert session.scalar(select(func.sum(Line.total - Line.paid * 2))) == Decimal("5.00")


@pytest.mark.parametrize(("bound", "found"), [("9.99", 1), ("10.00", 0), ("10.01", 0)])
def test_a_comparison_knows_below_at_and_above(session: Session, bound: str, found: int):
    saved(session, Line(total=Decimal("10.00"), paid=Decimal("10.00")))
    assert len(session.scalars(select(Line).where(Line.total > Decimal(bound))).all()) == found


def test_amounts_are_compared_and_ordered_as_numbers(session: Session):
    saved(session, *(Line(total=Decimal(amount), paid=Decimal(2)) for amount in ("9", "-1.5", "10", "2")))
    ordered = session.scalars(select(Line.total).order_by(Line.total)).all()
    assert [str(amount) for amount in ordered] == ["-1.50", "2.00", "9.00", "10.00"]
    assert session.scalars(select(Line.total).where(Line.total == Line.paid)).all() == [Decimal(2)]
    within = select(Line.total).where(Line.total.between(Decimal("1.99"), Decimal("9.00")))
    assert len(session.scalars(within).all()) == 2
    assert session.scalars(select(Line.total).where(Line.total.in_([Decimal(10), Decimal("-1.5")]))).all()


def test_an_update_can_count_in_sql(session: Session):
    line = Line(total=Decimal("10.00"))
    saved(session, line)
    line.total = Line.total - Decimal("0.01")
    session.commit()
    assert line.total == Decimal("9.99")


@pytest.mark.parametrize(("amount", "fits"), [(INT64_MAX - 1, True), (INT64_MAX, True), (INT64_MAX + 1, False)])
@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_an_amount_may_fill_64_bits_and_no_more(dialect: Any, amount: int, fits: bool):
    value = Decimal(amount).scaleb(-2)
    if fits:
        assert Money().process_bind_param(value, dialect) == amount
    else:
        with pytest.raises(ValueError):
            Money().process_bind_param(value, dialect)


def test_the_least_and_the_greatest_amount_are_kept(session: Session):
    greatest, least = Decimal(INT64_MAX).scaleb(-2), Decimal(-INT64_MAX - 1).scaleb(-2)
    line = Line(total=greatest, paid=least)
    saved(session, line)
    assert (line.total, line.paid) == (greatest, least)


def test_a_sum_beyond_64_bits_is_never_a_wrong_number(session: Session):
    greatest = Decimal(INT64_MAX).scaleb(-2)
    saved(session, Line(total=greatest, paid=greatest))
    with pytest.raises(Exception, match=r"64 bits|out of range"):
        session.scalar(select(Line.total + Line.paid))


@pytest.mark.parametrize(
    "value",
    ["0.001", "1E-30", "1." + "0" * 30 + "1", "NaN", "sNaN", "Infinity", "-Infinity", "1E+400", "1E+999999"],
)
def test_an_amount_that_would_be_changed_is_refused(value: str):
    with pytest.raises(ValueError):
        Money().process_bind_param(Decimal(value), DIALECTS[0])


@pytest.mark.parametrize("value", ["1.50", "1.5000", "15E-1", "1E+3"])
def test_zeros_after_the_last_place_do_no_harm(value: str):
    assert Money().process_bind_param(Decimal(value), DIALECTS[0]) == int(Decimal(value) * 100)


def test_floats_and_booleans_are_not_amounts():
    for value in (0.1, True, "1.00"):
        with pytest.raises(TypeError):
            Money().process_bind_param(value, DIALECTS[0])  # type: ignore[arg-type]


def test_a_refused_amount_reaches_the_caller_of_execute(session: Session):
    session.add(Line(total=Decimal("0.001")))
    with pytest.raises(StatementError) as refused:
        session.flush()
    assert isinstance(refused.value.orig, ValueError)


def test_scales_do_not_mix():
    for wrong in (
        lambda: Line.total + Line.price,
        lambda: Line.total > Line.quantity,
        lambda: Line.quantity * Line.price,
        lambda: Line.total * Decimal("1.5"),
        lambda: Line.total * True,
        lambda: Line.total / 2,
        lambda: 2 / Line.total,
        lambda: Line.total % 2,
    ):
        with pytest.raises(TypeError):
            wrong()


def test_raw_units_open_the_integers_to_a_report(session: Session):
    saved(session, Line(quantity=Decimal("2.000"), price=Decimal("1.2500"), total=Decimal("2.50")))
    assert session.scalar(select(raw_units(Line.quantity) * raw_units(Line.price))) == 25_000_000
    assert session.scalar(select(type_coerce(func.abs(-Line.total), Money()))) == Decimal("2.50")
    assert session.scalar(select(func.coalesce(Line.paid, literal(Decimal("1.50"), Money())))) == Decimal("1.50")


def test_types_write_themselves_into_migrations():
    kinds = [
        Scaled(6),
        Money(),
        Price(),
        Quantity(),
        Percent(),
        UtcDateTime(),
        JsonText(),
        SortKey(),
        SearchKey(),
    ]
    assert [eval(repr(kind)).__dict__.keys() for kind in kinds] == [kind.__dict__.keys() for kind in kinds]
    assert repr(Scaled(6)) == "Scaled(6)"
    assert repr(Money()) == "Money()"


def test_statements_with_scaled_types_are_cached():
    assert Scaled(2)._static_cache_key != Scaled(3)._static_cache_key
    assert Money()._static_cache_key == Money()._static_cache_key


def test_an_instant_comes_back_in_utc_to_the_microsecond(session: Session):
    line = Line(at=datetime(2026, 3, 1, 0, 30, 0, 123_456, tzinfo=KYIV))
    saved(session, line)
    assert line.at == datetime(2026, 2, 28, 22, 30, 0, 123_456, tzinfo=UTC)
    assert line.at is not None
    assert line.at.tzinfo is UTC


def test_instants_are_compared_and_ordered_across_zones_and_years(session: Session):
    moments = [
        datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2026, 3, 1, 1, 59, tzinfo=KYIV),
        datetime(2026, 3, 1, 0, 0, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    ]
    saved(session, *(Line(at=moment) for moment in reversed(moments)))
    assert session.scalars(select(Line.at).order_by(Line.at)).all() == moments
    assert session.scalar(select(func.max(Line.at))) == moments[-1]
    assert session.scalars(select(Line.at).where(Line.at < moments[2])).all() == moments[1::-1]


def test_an_instant_on_sqlite_is_a_number_and_groups_by_month():
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        saved(session, Line(at=datetime(2026, 3, 1, tzinfo=UTC)))
        found = session.execute(
            sql("select at, strftime('%Y-%m', at / 1000000, 'unixepoch') from test_columns_lines")
        ).one()
        assert tuple(found) == (1_772_323_200_000_000, "2026-03")
    engine.dispose()


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_a_time_without_zone_or_a_date_is_refused(dialect: Any):
    with pytest.raises(ValueError):
        UtcDateTime().process_bind_param(datetime(2026, 3, 1), dialect)
    with pytest.raises(TypeError):
        UtcDateTime().process_bind_param(date(2026, 3, 1), dialect)  # type: ignore[arg-type]


def test_json_is_compact_text_with_plain_amounts(session: Session):
    line = Line(
        details={
            "сума": Decimal("1E+2"),
            "id": UUID("018f6a3e-7c1b-7d2a-9e4f-2b6c8d0e1f3a"),
            "at": datetime(2026, 3, 1, tzinfo=UTC),
            "рядки": [1, None, "а\0"],
        }
    )
    saved(session, line)
    assert line.details == {
        "сума": "100",
        "id": "018f6a3e-7c1b-7d2a-9e4f-2b6c8d0e1f3a",
        "at": "2026-03-01T00:00:00+00:00",
        "рядки": [1, None, "а\0"],
    }
    stored = session.execute(sql("select details from test_columns_lines")).scalar_one()
    assert stored.startswith('{"сума":"100","id":"018f')


def test_no_json_is_null(session: Session):
    saved(session, Line(details=None))
    assert session.execute(sql("select details from test_columns_lines")).scalar_one() is None


@pytest.mark.parametrize("value", [object(), Decimal("NaN"), {1, 2}])
def test_what_json_does_not_know_is_refused(value: Any):
    with pytest.raises(TypeError):
        JsonText().process_bind_param(value, DIALECTS[0])


def test_partners_are_listed_in_ukrainian_order_by_the_database(session: Session):
    names = [
        "Ганок",
        "Гідрант",
        "Ґанок",
        "Дім",
        "Ивасик",
        "Іва",
        "Їжак",
        "Йосип",
        "Калина",
        "ТОВ «Яр»",
        "Alfa",
    ]
    session.add_all(Partner(name=name) for name in reversed(names))
    session.commit()
    assert session.scalars(select(Partner.name).order_by(Partner.sort_key)).all() == names


def test_keys_follow_the_name(session: Session):
    partner = Partner(name="ТОВ «Лук’яненко»")
    session.add(partner)
    session.commit()
    partner.name = "ТОВ «Соняшник 100%»"
    session.commit()
    for query, found in [("лукян", 0), ("СОНЯШНИК тов", 1), ("100%", 1), ("0_%", 0)]:
        conditions = [Partner.search_key.like(like_pattern(word), escape="\\") for word in search_words(query)]
        assert len(session.scalars(select(Partner).where(*conditions)).all()) == found


def test_key_columns_are_collated_by_bytes_on_postgresql_alone():
    table = Partner.__table__
    on_postgres, on_sqlite = (
        str(CreateTable(table).compile(dialect=dialect))  # type: ignore[arg-type]
        for dialect in (postgresql.dialect(), sqlite.dialect())
    )
    assert on_postgres.count('COLLATE "C"') == 2
    assert "COLLATE" not in on_sqlite
