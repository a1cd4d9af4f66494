"""The wheel that is built holds the data that the package reads."""

from zipfile import ZipFile

from taxrec_lite import data
from tests.book.site import ROOT

WHEEL = ROOT / ".wheel"


def test_it_holds_the_data():
    [wheel] = WHEEL.glob("*.whl")
    stored = {path.name for path in data.FOLDER.iterdir() if path.suffix in (".json", ".gz")}
    assert stored >= {"digits.csv.gz", "learning.json", "scaling.json", "speed.json", "targets.json"}
    assert {f"taxrec_lite/data/{name}" for name in stored} <= set(ZipFile(wheel).namelist())
