"""How long the scenarios of the sixteen articles take, each of them twice.

    cargo build --release -p bylaws-cli --bin bylaws
    python benches/scenarios.py

The package is copied to a folder of its own, every `test` block is written there once more under another title, and
`bylaws test` is timed beside `bylaws check`, which starts up and runs nothing.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r'^test ".*?^}\n', re.MULTILINE | re.DOTALL)


def doubled(folder):
    """The sixteen articles in a folder, each scenario twice."""
    shutil.copytree(ROOT / "policies", folder / "policies")
    package = folder / "policies" / "sixteen-articles.en"
    for file in sorted(package.rglob("*.policy")):
        again = "".join(block for block in BLOCK.findall(file.read_text(encoding="utf-8")))
        again = re.sub(r'(^test |^ *background )"', r'\1"again: ', again, flags=re.MULTILINE)
        if again:
            (package / "tests" / f"again-{file.parent.name}-{file.name}").write_text(again, encoding="utf-8")
    return package


def seconds(command):
    """How long a whole process takes, and what it prints."""
    begin = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - begin, done.stdout


def main():
    """Both commands in turn, the medians of their times."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--bylaws", default=ROOT / "target" / "release" / "bylaws")
    parser.add_argument("--times", type=int, default=7)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        package = doubled(Path(folder))
        runs = {"check": [], "test": []}
        for _ in range(args.times):
            for command, taken in runs.items():
                taken.append(seconds([args.bylaws, "--lang", "en", command, package]))
    for command, taken in runs.items():
        median = statistics.median(second for second, _ in taken)
        print(f"{command}: {median:.2f} s at the median; {taken[0][1].splitlines()[-1]}")


if __name__ == "__main__":
    main()
