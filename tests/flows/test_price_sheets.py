"""Prices through LibreOffice and the gateway: the file itself travels both ways (T8)."""

import subprocess
from pathlib import Path
from shutil import which

import pytest

from services.pricing.contracts import XLSX
from tests.house import Answer, Api, House
from tests.services.pricing.sheets import BROKEN, EDITED, changes, problems, worked_on

pytestmark = pytest.mark.flow
MARCH = "2027-03-01"
ITEMS = 1000


@pytest.fixture(scope="module")
def types(house: House) -> list[str]:
    """Retail and wholesale of 1,000 items, and dealer prices computed of retail."""
    admin = house.api()
    retail, wholesale = (_type(admin, code) for code in ("SHEET_RETAIL", "SHEET_WHOLESALE"))
    dealer = _type(admin, "SHEET_DEALER", way="markup_on_type", base_id=retail, markup="7.77")
    group = admin.post("/price-groups", {"name": "Позиції для прайсу"})["id"]
    items = [
        admin.post("/items", {"sku": f"SHEET-{place:04}", "name": f"Товар {place:04}", "price_group_id": group})["id"]
        for place in range(ITEMS)
    ]
    for step, kind in enumerate((retail, wholesale), 3):
        prices = [
            {"item_id": item, "price_type_id": kind, "value": f"{place * step / 100 + 0.01:.2f}"}
            for place, item in enumerate(items)
        ]
        admin.post("/price-settings", {"effective_from": "2026-01-01", "prices": prices})
    return [retail, wholesale, dealer, group]


def _type(admin: Api, code: str, **more: str) -> str:
    made: str = admin.post("/price-types", {"code": code, "name": f"Вид {code}", **more})["id"]
    return made


@pytest.fixture(scope="module")
def sheet(house: House, types: list[str]) -> bytes:
    *kinds, group = types
    chosen = "&".join(f"price_type_id={one}" for one in kinds)
    answer = house.api().send("GET", f"/price-sheets?{chosen}&price_group_id={group}&on=2026-06-01")
    assert answer.status == 200, answer.raw.decode()
    assert answer.headers["content-type"] == XLSX
    assert answer.headers["content-disposition"] == 'attachment; filename="prices-2026-06-01.xlsx"'
    return answer.raw


def _sent(house: House, path: str, data: bytes, key: str = "") -> Answer:
    headers = {"Content-Type": XLSX, **({"Idempotency-Key": key} if key else {})}
    return house.api().send("POST", f"{path}?effective_from={MARCH}", data, headers)


def _through_libreoffice(data: bytes, folder: Path) -> bytes:
    """Opened and saved again."""
    program = which("soffice") or which("libreoffice")
    if program is None:
        pytest.skip("LIBREOFFICE IS NOT INSTALLED: that workbooks come back from it whole was not tested")
    (folder / "opened.xlsx").write_bytes(data)
    profile, saved = folder / "profile", folder / "saved"
    kind = "xlsx:Calc MS Excel 2007 XML"
    told = [program, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind]
    subprocess.run(
        [*told, "--outdir", str(saved), str(folder / "opened.xlsx")], check=True, capture_output=True, timeout=240
    )
    return (saved / "opened.xlsx").read_bytes()


def test_a_workbook_opened_and_saved_by_libreoffice_changes_nothing(house: House, sheet: bytes, tmp_path: Path) -> None:
    saved = _through_libreoffice(sheet, tmp_path)
    assert saved != sheet
    shown = _sent(house, "/price-sheets/preview", saved)
    assert shown.status == 200, shown.raw.decode()
    assert (shown.body["changes"], shown.body["followed"], shown.body["problems"]) == ([], [], [])
    assert shown.body["read_only"] == ["SHEET_DEALER"]
    answer = _sent(house, "/price-sheets", saved)
    assert (answer.status, answer.body["code"]) == (409, "price_sheet_unchanged")


def test_twenty_edited_cells_are_shown_and_set_and_five_broken_ones_named(
    house: House, sheet: bytes, tmp_path: Path
) -> None:
    saved = _through_libreoffice(worked_on(sheet), tmp_path)
    shown = _sent(house, "/price-sheets/preview", saved).body
    assert {cell: new for cell, (_, new, _) in changes(shown).items()} == {
        cell: f"{value:.4f}" for cell, value in EDITED.items()
    }
    assert problems(shown) == {cell: code for cell, (_, code) in BROKEN.items()}
    answers = [_sent(house, "/price-sheets", saved, key=f"sheet-{MARCH}") for _ in range(2)]
    assert [answer.status for answer in answers] == [201, 201]
    assert answers[0].body == answers[1].body, "the second is the first one's, not a second setting"
    assert (answers[0].body["count"], problems(answers[0].body)) == (20, problems(shown))
    rows = house.api().get(f"/prices?setting_id={answers[0].body['id']}&origin=manual&limit=200")["items"]
    assert sorted(row["value"] for row in rows) == sorted(f"{value:.4f}" for value in EDITED.values())


def test_what_is_no_workbook_is_one_clear_problem(house: House) -> None:
    for data in (b"SKU;RETAIL\n", b""):
        answer = _sent(house, "/price-sheets/preview", data)
        assert (answer.status, answer.headers["content-type"]) == (422, "application/problem+json")
        assert [(one["pointer"], one["code"]) for one in answer.body["errors"]] == [("/file", "price_sheet_unreadable")]
    answer = _sent(house, "/price-sheets", bytes(1_048_577))
    assert (answer.status, answer.body["code"]) == (413, "too_large")
    answer = house.api().send("POST", f"/price-sheets?effective_from={MARCH}&file=x", b"x", {"Content-Type": XLSX})
    assert [one["pointer"] for one in answer.body["errors"]] == ["/file"]
    answer = house.api().send("POST", "/price-sheets?effective_from=soon&colour=red", b"x", {"Content-Type": XLSX})
    assert sorted(one["pointer"] for one in answer.body["errors"]) == ["/colour", "/effective_from"]
