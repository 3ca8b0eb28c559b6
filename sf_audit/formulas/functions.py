"""Every function of formulas: how many arguments it takes, and whether validation rules may use it.

"Formula Operators and Functions by Context" in Salesforce Help, and the page of each function there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Function:
    """A documented function. `most` is None where more arguments are always possible."""

    name: str
    least: int
    most: int | None
    in_validation_rules: bool = True

    def takes(self, count: int) -> bool:
        """Whether it can be called with so many arguments; CASE wants pairs between its first and its last."""
        if self.name == "CASE" and count % 2:
            return False
        return self.least <= count and (self.most is None or count <= self.most)

    @property
    def arity(self) -> str:
        """How many arguments it takes, in words."""
        if self.name == "CASE":
            return "an even number of arguments, at least 4"
        if self.most is None:
            return f"at least {_arguments(self.least)}"
        if self.least == self.most:
            return _arguments(self.least) if self.least else "no arguments"
        joined = "or" if self.most == self.least + 1 else "to"
        return f"{self.least} {joined} {_arguments(self.most)}"


def _arguments(count: int) -> str:
    return f"{count} argument" if count == 1 else f"{count} arguments"


#: As few as the first number, as many as the second; no second number: exactly so many; `+`: or more.
_VALIDATION: Final = {
    "0": "ISCLONE ISNEW NOW PI TIMENOW TODAY BR GETSESSIONID",
    "1": (
        "ABS ACOS ASCII ASIN ATAN CASESAFEID CEILING CHR COS CURRENCYRATE DATETIMEVALUE DATEVALUE DAY DAYOFYEAR EXP "
        "FLOOR FROMUNIXTIME HOUR INITCAP ISBLANK ISCHANGED ISNULL ISNUMBER ISOWEEK ISOYEAR LEN LN LOG MCEILING MFLOOR "
        "MILLISECOND MINUTE MONTH NOT PICKLISTCOUNT PRIORVALUE REVERSE SECOND SIN SQRT TAN TEXT TIMEVALUE TRIM "
        "UNIXTIMESTAMP VALUE WEEKDAY YEAR"
    ),
    "2": (
        "ADDMONTHS ATAN2 BEGINS BLANKVALUE CONTAINS GEOLOCATION INCLUDES ISPICKVAL LEFT MOD NULLVALUE REGEX RIGHT ROUND"
    ),
    "3": "DATE DISTANCE IF MID SUBSTITUTE VLOOKUP",
    "1-2": "FORMATDURATION LOWER TRUNC UPPER",
    "2-3": "FIND LPAD RPAD",
    "1+": "AND MAX MIN OR",
    "4+": "CASE",
}
#: Of formula fields, buttons, links, s-controls, Visualforce or reports only.
_ELSEWHERE: Final = {
    "1": "GETRECORDIDS HTMLENCODE IMAGEPROXYURL JSENCODE JSINHTMLENCODE REQUIRESCRIPT URLENCODE",
    "2-3": "HYPERLINK PARENTGROUPVAL PREVGROUPVAL",
    "2-4": "IMAGE",
    "1-4": "URLFOR",
    "3-5": "LINKTO",
    "1+": "INCLUDE JUNCTIONIDLIST PREDICT",
}


def _read(table: dict[str, str], *, in_validation_rules: bool) -> dict[str, Function]:
    found = {}
    for arity, listed in table.items():
        least, _, most = arity.rstrip("+").partition("-")
        ceiling = None if arity.endswith("+") else int(most or least)
        for name in listed.split():
            found[name] = Function(name, int(least), ceiling, in_validation_rules)
    return found


#: Name in capitals → the function.
FUNCTIONS: Final = dict(
    sorted((_read(_VALIDATION, in_validation_rules=True) | _read(_ELSEWHERE, in_validation_rules=False)).items())
)
