"""What runs a review each month, and a sample each day: units of systemd, a crontab, a job of GitHub or GitLab.

What is printed asks for nothing and holds no secret: where one is needed it names it.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from pathlib import Path

from sf_audit.bundled import bundled
from sf_audit.errors import UsageProblem

_FOLDER = "schedule"

#: A review that takes longer is ended, and goes on from there in the next run.
_HOURS = 6

#: How the names of credentials begin that only `notify` needs.
_OF_NOTIFY = "notify."


class Kind(StrEnum):
    """What starts it."""

    SYSTEMD = "systemd"
    CRONTAB = "crontab"
    GITHUB = "github"
    GITLAB = "gitlab"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When and where. `sign_in` is the command that gives the org its name on a machine that does not know it.

    `secrets` are names of credentials, those of the org and of `notify`; `with_key` says that a pipeline needs the key
    of JWT beside them, in KEY_VARIABLE. `day` is 1 to 28.
    """

    org: str
    workspace: Path
    program: Sequence[str]
    user: str
    version: str
    sign_in: Sequence[str]
    secrets: Sequence[str]
    with_key: bool
    notifies: bool
    day: int = 1
    at: time = time(6)


KEY_VARIABLE = "SF_AUDIT_KEY"

#: Where a pipeline puts the key for as long as the job runs.
KEY_PLACE = "$PWD/.sf-audit.key"


def files(kind: Kind, schedule: Schedule) -> dict[str, str]:
    """The files of that kind, by the paths that they have on a server or in a repository."""
    for text in (str(schedule.workspace), *schedule.program):
        if not text.isprintable():
            raise UsageProblem("a path holds characters that no schedule can hold", hint="Name another folder.")
    return _MADE[kind](schedule)


def _systemd(schedule: Schedule) -> dict[str, str]:
    unit = f"crm-health-{schedule.org}"
    program = " ".join(map(_word_of_systemd, schedule.program))
    workspace = _word_of_systemd(str(schedule.workspace))
    after = [f"ExecStartPost={program} {' '.join(command)} {workspace}" for command in _afterwards(schedule)]
    values = {
        "org": schedule.org,
        "user": schedule.user,
        "program": program,
        "workspace": workspace,
        "credentials": _loaded(schedule.secrets),
        "after": "\n".join(after),
        "hours": str(_HOURS),
        "day": f"{schedule.day:02}",
        "time": f"{schedule.at:%H:%M}",
    }
    home = "/etc/systemd/system"
    made = {
        f"{home}/{unit}.service": _filled("review.service", values),
        f"{home}/{unit}.timer": _filled("review.timer", values),
    }
    values["credentials"] = _loaded(name for name in schedule.secrets if not name.startswith(_OF_NOTIFY))
    made[f"{home}/{unit}-sample.service"] = _filled("sample.service", values)
    made[f"{home}/{unit}-sample.timer"] = _filled("sample.timer", values)
    if schedule.notifies:
        values["credentials"] = _loaded(name for name in schedule.secrets if name.startswith(_OF_NOTIFY))
        made[f"{home}/{unit}-missing.service"] = _filled("missing.service", values)
        made[f"{home}/{unit}-missing.timer"] = _filled("missing.timer", values)
    return made


def _loaded(names: Iterable[str]) -> str:
    return "\n".join(f"LoadCredentialEncrypted={name}" for name in names)


def _crontab(schedule: Schedule) -> dict[str, str]:
    program, workspace = _words_of_cron(schedule.program), _words_of_cron([str(schedule.workspace)])
    after = "; ".join(f"{program} {' '.join(command)} {workspace}" for command in _afterwards(schedule))
    missing = f"0 9 * * * {program} notify --missing --org {schedule.org} --workspace {workspace}"
    values = {
        **_when(schedule),
        "org": schedule.org,
        "program": program,
        "workspace": workspace,
        "log": _words_of_cron([str(schedule.workspace / "review.log")]),
        "after": after,
        "hours": str(_HOURS),
        "alarm": missing if schedule.notifies else "",
    }
    return {"crontab": _filled("crontab", values)}


def _github(schedule: Schedule) -> dict[str, str]:
    variables = [f"{name}: ${{{{ secrets.{name} }}}}" for name in _variables(schedule)]
    values = {
        **_of_a_pipeline(schedule),
        "variables": "\n".join(variables),
        "minutes": str(60 * _HOURS + 30),
    }
    return {".github/workflows/crm-health.yml": _filled("github.yml", values)}


def _gitlab(schedule: Schedule) -> dict[str, str]:
    return {".gitlab-ci.yml": _filled("gitlab.yml", {**_of_a_pipeline(schedule), "hours": str(_HOURS + 1)})}


_MADE: Mapping[Kind, Callable[[Schedule], dict[str, str]]] = {
    Kind.SYSTEMD: _systemd,
    Kind.CRONTAB: _crontab,
    Kind.GITHUB: _github,
    Kind.GITLAB: _gitlab,
}


def _of_a_pipeline(schedule: Schedule) -> dict[str, str]:
    """A pipeline begins on a machine that knows neither the program nor the org."""
    workspace = shlex.quote(str(schedule.workspace))
    run = ".sf-audit/bin/sf-audit"
    review = f"review --org {schedule.org} --workspace {workspace} --deadline {_HOURS}h"
    key = [
        f"trap 'rm -f \"{KEY_PLACE}\"' EXIT",
        f'(umask 077; printf \'%s\\n\' "${KEY_VARIABLE}" > "{KEY_PLACE}")',
    ]
    sign_in = " ".join(word if word == f'"{KEY_PLACE}"' else shlex.quote(word) for word in schedule.sign_in)
    script = [
        *(key if schedule.with_key else ()),
        f"{run} {sign_in}",
        "code=0",
        f"{run} {review} --quiet --log-format json || code=$?",
        "case $code in 0|1|3) ;; *) exit $code ;; esac",
        *(f"{run} {' '.join(command)} {workspace}" for command in _afterwards(schedule)),
        "exit $code",
    ]
    return {
        **_when(schedule),
        "org": schedule.org,
        "secrets": ", ".join(_variables(schedule)) or "none",
        "install": f"python3 -m venv .sf-audit\n.sf-audit/bin/pip install --quiet sf-audit=={schedule.version}",
        "script": "\n".join(script),
    }


def _afterwards(schedule: Schedule) -> list[list[str]]:
    """What follows a review that was written; the workspace comes behind each."""
    told = [["notify", "--org", schedule.org, "--workspace"]] if schedule.notifies else []
    return [*told, ["prune", "--workspace"]]


def _variables(schedule: Schedule) -> list[str]:
    """The environment variables that a pipeline gives the secrets by."""
    variables = [f"SF_AUDIT_{name.rpartition('.')[2].upper().replace('-', '_')}" for name in schedule.secrets]
    return [*([KEY_VARIABLE] if schedule.with_key else []), *variables]


def _when(schedule: Schedule) -> dict[str, str]:
    return {"minute": str(schedule.at.minute), "hour": str(schedule.at.hour), "day": str(schedule.day)}


def _filled(name: str, values: Mapping[str, str]) -> str:
    """A file of reports/schedule/ with values; a line that holds nothing but an empty one is left out."""
    lines = (bundled("reports") / _FOLDER / name).read_text(encoding="utf-8").splitlines()
    return "".join(f"{line}\n" for template in lines for line in _lines(template, values))


def _lines(template: str, values: Mapping[str, str]) -> list[str]:
    """A value of several lines stands below itself."""
    alone = re.fullmatch(r"( *)<<(\w+)>>", template)
    if alone:
        return [f"{alone[1]}{line}" for line in values[alone[2]].splitlines()]
    return [re.sub(r"<<(\w+)>>", lambda found: values[found[1]], template)]


def _word_of_systemd(text: str) -> str:
    """As `ExecStart=` and `ReadWritePaths=` take it (systemd.syntax, "Quoting"; `%` and `$` stand for more)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return escaped if re.fullmatch(r"[\w./@:+-]+", text) else f'"{escaped}"'


def _words_of_cron(words: Sequence[str]) -> str:
    """As a shell takes them; cron ends a command at a percent sign."""
    return shlex.join(words).replace("%", "\\%")
