"""The lines of the table: first that two ways find the same, record by record, then how long each takes, in turns."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import duckdb

from bench.judging import company
from bench.judging.rivals import asked, in_plain_data
from bench.judging.ways import Figures, in_own_process, said_by
from bench.line import Line
from bench.rounds import rounds

#: Other tools, and a Python library by hand, are measured up to so many Accounts: with five million they take too long.
_MOST_OF_OTHERS = 1_000_000

#: What is aimed at holds from here on: with fewer records the setting up counts most.
_AIMED_FROM = 1_000_000

_MOST_MB = {1_000_000: 1000.0, 5_000_000: 1800.0}


def measure(rows: int, rivals: Path | None = None) -> Iterator[Line]:
    """So many Accounts. `rivals` is the Python of an environment with other tools, for lines about these too."""
    with tempfile.TemporaryDirectory(prefix="sf-audit-bench-") as name:
        trial = _Trial(Path(name), rows)
        company.write(rows, trial.folder)
        yield from trial.beside("40 standards", "ours of accounts", "hand of accounts")
        yield from trial.beside("50 standards", "ours by hand", "hand", most_ratio=1.5)
        if rows <= _MOST_OF_OTHERS:
            yield from trial.beside("60 standards", "ours", "hand and libraries", most_ratio=1.5)
            yield from trial.beside_great_expectations()
        else:
            yield from trial.alone("60 standards", "ours")
        if rivals and rows <= _MOST_OF_OTHERS:
            yield from trial.beside_tools(rivals)


@dataclass
class _Trial:
    """One size: the folder with the records, and what each way took."""

    folder: Path
    rows: int
    figures: dict[str, list[Figures]] = field(default_factory=dict)

    def beside(self, title: str, ours: str, theirs: str, most_ratio: float | None = None) -> Iterator[Line]:
        """Ours beside a pass by hand in DuckDB, which writes the same ids."""
        for _ in range(rounds(self.rows)):
            self._run(ours)
            self._run(theirs)
        yield self._same(title, ours, theirs)
        for unit, key in (("time", "seconds"), ("CPU", "cpu")):
            mine, other = self._median(ours, key), self._median(theirs, key)
            yield Line(
                f"{self._title(title)}, {unit}",
                mine,
                "one pass by hand",
                other,
                mine / other,
                most_ratio=self._aim(most_ratio),
                mb=self._peak(ours),
                most_mb=_MOST_MB.get(self.rows),
                note=f"by hand {self._peak(theirs):,.0f} MB",
            )

    def alone(self, title: str, way: str) -> Iterator[Line]:
        """A way for whose size nothing else is measured."""
        self._run(way)
        for unit, key in (("time", "seconds"), ("CPU", "cpu")):
            taken = self._median(way, key)
            yield Line(f"{self._title(title)}, {unit}", taken, mb=self._peak(way), most_mb=_MOST_MB.get(self.rows))

    def beside_great_expectations(self) -> Iterator[Line]:
        """Ours beside Great Expectations as it comes, on pandas, with the result format COMPLETE."""
        self._run("pandas")
        yield self._same("as GX on pandas", "ours of accounts", "pandas")
        yield self._faster("GX on pandas", "pandas", 20)

    def beside_tools(self, python: Path) -> Iterator[Line]:
        """Ours beside other tools, in an environment of their own."""
        asked.write(list(in_plain_data.asked()), self.folder / _ASKED)
        for tool, least_ratio in (("pandera", 5.0), ("pointblank", None)):
            self._run_tool(tool, python)
            yield self._same(f"as {tool}", "ours of accounts", tool)
            yield self._faster(f"{tool} on polars", tool, least_ratio)
        self._run_tool("soda", python)
        yield self._same_counts()
        mine, other = self._median("ours of accounts", "seconds"), self._median("soda", "seconds")
        note = f"counts alone; Soda {self._peak('soda'):,.0f} MB"
        yield Line(
            self._title("40 standards"),
            mine,
            "Soda on DuckDB",
            other,
            mine / other,
            most_ratio=self._aim(2),
            note=note,
        )

    def _run(self, way: str) -> None:
        self.figures.setdefault(way, []).append(in_own_process(way, self.folder, self._kept(way)))

    def _run_tool(self, tool: str, python: Path) -> None:
        files = (self.folder / "Account.parquet", self.folder / _ASKED, self._kept(tool))
        command = [str(python), "-m", f"bench.judging.rivals.{tool}_way", *map(str, files)]
        self.figures.setdefault(tool, []).append(said_by(command))

    def _faster(self, reference: str, theirs: str, least_ratio: float | None) -> Line:
        mine, other = self._median("ours of accounts", "seconds"), self._median(theirs, "seconds")
        return Line(
            f"{self._title('40 standards')}, times faster",
            mine,
            reference,
            other,
            other / mine,
            least_ratio=self._aim(least_ratio),
            note=f"{reference} {self._peak(theirs):,.0f} MB",
        )

    def _same(self, title: str, ours: str, theirs: str) -> Line:
        """A line that says so; the bench ends where a standard has another id on one side."""
        mine, others = (f"SELECT standard::VARCHAR AS standard, id FROM '{self._kept(way)}'" for way in (ours, theirs))
        with duckdb.connect() as connection:
            count = "SELECT standard, count(*) FROM ({} EXCEPT ALL {}) GROUP BY standard ORDER BY standard"
            ours_alone = connection.execute(count.format(mine, others)).fetchall()
            theirs_alone = connection.execute(count.format(others, mine)).fetchall()
        if ours_alone or theirs_alone:
            raise SystemExit(f"{title}: found by us alone {ours_alone}, by the others alone {theirs_alone}")
        number = self.figures[ours][0]["broken"]
        return Line(f"{self._title(title)}: the same", 0.0, note=f"{number:,.0f} failing, id by id")

    def _same_counts(self) -> Line:
        """Soda counts of equal values all but one, and empty ones of several columns: those standards are left out."""
        found = self._kept("ours of accounts")
        ours = f"SELECT standard::VARCHAR AS standard, count(*) AS failing FROM '{found}' GROUP BY ALL"
        unequal = {standard.key for standard in in_plain_data.asked() if standard.kind == "unique"}
        query = (
            f"SELECT standard, o.failing, s.failing FROM ({ours}) o FULL JOIN '{self._kept('soda')}' s USING (standard)"
        )
        with duckdb.connect() as connection:
            rows = connection.execute(query).fetchall()
        if differing := [row for row in rows if (row[1] or 0) != (row[2] or 0) and row[0] not in unequal]:
            raise SystemExit(f"Soda counts otherwise (standard, ours, Soda): {differing}")
        return Line(f"{self._title('as Soda')}: the same", 0.0, note="counts, without those of duplicates")

    def _aim(self, ratio: float | None) -> float | None:
        return ratio if self.rows >= _AIMED_FROM else None

    def _title(self, title: str) -> str:
        return f"{self.rows:,} Accounts, {title}"

    def _kept(self, way: str) -> Path:
        return self.folder / f"found {way}.parquet"

    def _median(self, way: str, key: str) -> float:
        return median(run[key] for run in self.figures[way])

    def _peak(self, way: str) -> float:
        return max(run["rss_mb"] for run in self.figures[way])


_ASKED = "standards.json"
