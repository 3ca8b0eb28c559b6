"""A session of Apache Spark: of the cluster that its own settings name, or on this machine."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sf_audit.errors import UsageProblem
from sf_audit.snapshot.answering import Engine

#: Who sets one of these has a Spark whose spark-defaults.conf names a cluster; else Spark works on this machine.
_ELSEWHERE = ("SPARK_HOME", "SPARK_CONF_DIR")

#: They write the question that failed, with the values of a rule, to the error output.
_REPEATS_QUESTIONS = ("SQLQueryContextLogger", "DataFrameQueryContextLogger")


def require(engine: Engine) -> None:
    """Say what is missing before an org is read for hours. Raises UsageProblem."""
    if engine is Engine.SPARK:
        if find_spec("pyspark") is None:
            raise UsageProblem(
                "--engine spark needs more than sf-audit itself: pyspark is not installed",
                hint='Run pip install "sf-audit[spark]"; it needs Java 17 or newer, too.',
            )
        if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
            raise UsageProblem("--engine spark needs Java, which is not here", hint="Install Java 17 or newer.")


@contextmanager
def spark_session(scratch: Path) -> Iterator[Any]:
    """A session, until the block ends. Raises UsageProblem where Spark does not start."""
    require(Engine.SPARK)
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    for name in _REPEATS_QUESTIONS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    conf = SparkConf().setAppName("sf-audit").setAll(list(_settings(scratch).items()))
    ctrl_c = signal.getsignal(signal.SIGINT)
    try:
        gateway = launch_gateway(conf, popen_kwargs={"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL})
        session = SparkSession(SparkContext(conf=conf, gateway=gateway))
    except (PySparkException, OSError, RuntimeError) as problem:
        raise UsageProblem(
            f"Spark does not start ({type(problem).__name__})",
            hint="See whether `java -version` says 17 or newer, and what spark-defaults.conf names.",
        ) from None
    signal.signal(signal.SIGINT, ctrl_c)  # Spark puts its own there, and leaves it when it has ended
    try:
        yield session
    finally:
        session.stop()


def _settings(scratch: Path) -> dict[str, str]:
    here = {
        "spark.master": "local[*]",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.local.dir": str(scratch / "spark-local"),
    }
    everywhere = {
        "spark.sql.ansi.enabled": "true",
        "spark.sql.caseSensitive": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.warehouse.dir": str(scratch / "spark-warehouse"),
        "spark.sql.shuffle.partitions": "8",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    return everywhere if any(os.environ.get(name) for name in _ELSEWHERE) else {**here, **everywhere}
