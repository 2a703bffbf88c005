"""``neuroglass train`` as users run it: a process of its own, from the start of Python to the written report."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.measuring import COMMAND


def trained(source: Path, *options: str) -> tuple[dict[str, Any], float]:
    """What the command tells as facts, and the wall time of all of it. No picture was decoded before."""
    with tempfile.TemporaryDirectory() as folder:
        command = [*COMMAND, "train", str(source), "--out", str(Path(folder) / "run"), "--json", *options]
        alone = {**os.environ, "NEUROGLASS_CACHE": str(Path(folder) / "cache")}
        began = time.perf_counter()
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=alone)
        taken = time.perf_counter() - began
    return json.loads(done.stdout.splitlines()[-1]), taken
