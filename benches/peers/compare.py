"""bylaws beside DuckDB and a program written by hand: the same three norms over the same log, from file to breaches.

    python benches/peers/compare.py FOLDER --records 1000000 --formats csv jsonl parquet

Logs are made in FOLDER unless they are there. All programs run as whole processes, one after the other in turn; each
writes what is breached to a file, and all these files must say the same. Needs the package `duckdb` for that peer.
"""

import argparse
import csv
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ROOT / "benches" / "policies"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
BREACHES = 3  # the exit code of `bylaws run` that found some


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where logs and results lie")
    parser.add_argument("--records", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--formats", nargs="+", default=["csv", "jsonl", "parquet"])
    parser.add_argument("--programs", nargs="+", default=["bylaws", "duckdb", "floor"])
    parser.add_argument("--package", choices=["three", "thirty"], default="three",
                        help="only bylaws has the thirty norms")
    parser.add_argument("--runs", type=int, default=5, help="how often each program runs")
    parser.add_argument("--report", choices=["text", "csv"], default="text",
                        help="what bylaws writes when measured: findings alone, as the others do, or every verdict")
    parser.add_argument("--bylaws", type=Path, default=TARGET / "bylaws", help="the command that is measured")
    parser.add_argument("--no-build", action="store_true", help="use the programs as they are")
    parser.add_argument("--no-check", action="store_true", help="do not compare what is breached with bylaws")
    options = parser.parse_args()
    if options.package == "thirty":
        options.programs, options.no_check = ["bylaws"], True
    return options


def build():
    for package in (["bylaws-benches", "--bin", "write-life"], ["bylaws-floor"], ["bylaws-cli", "--features", "parquet"]):
        subprocess.run(["cargo", "build", "--release", "--quiet", "-p", *package], cwd=ROOT, check=True)


def log_of(folder, records, ending):
    place = folder / str(records)
    log = place / f"log.{ending}"
    if not log.exists():
        subprocess.run([TARGET / "write-life", str(records), place], check=True)
    return log


def bylaws(options, log, form):
    coverage = log.with_name("coverage.csv")
    return [options.bylaws, "--lang", "en", "run", POLICIES / options.package, "--log", log, coverage, "--format", form]


def command(options, program, log, out):
    """What is run, and whether it writes to the standard output instead of the file it is told."""
    if program == "bylaws":
        return bylaws(options, log, options.report), True
    if program == "duckdb":
        return [sys.executable, Path(__file__).with_name("duckdb_three.py"), log, out], False
    return [TARGET / "floor", log, out], False


def measure(arguments, out, to_stdout):
    """Seconds by the wall and by the processors, and megabytes at most, of a whole process."""
    with open(out, "wb") if to_stdout else open(os.devnull, "wb") as stdout:
        start = time.perf_counter()
        process = subprocess.Popen(arguments, stdout=stdout)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    code = process.returncode = os.waitstatus_to_exitcode(status)
    if code not in (0, BREACHES if to_stdout else 0):
        sys.exit(f"{arguments[0]}: exit code {code}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def breaches(table):
    """The breached verdicts of `bylaws run --format csv` in the form of the other programs."""
    rows = (row for row in csv.DictReader(table) if row["verdict"] == "breached")
    return sorted(f"{row['norm']},{row['bearer']},{row['trigger'] or row['from']}\n" for row in rows)


def expected(options, log):
    process = subprocess.Popen(bylaws(options, log, "csv"), stdout=subprocess.PIPE, text=True, encoding="utf-8")
    found = breaches(process.stdout)
    if process.wait() not in (0, BREACHES):
        sys.exit(f"bylaws: exit code {process.returncode}")
    return found


def compare(options, records, ending):
    log = log_of(options.folder, records, ending)
    measured = {program: [] for program in options.programs}
    outs = {program: log.with_name(f"{program}-{ending}.out") for program in options.programs}
    for _ in range(options.runs):
        for program, figures in measured.items():
            arguments, to_stdout = command(options, program, log, outs[program])
            figures.append(measure(arguments, outs[program], to_stdout))
    if not options.no_check:
        right = expected(options, log)
        for program in measured.keys() - {"bylaws"}:
            if outs[program].read_text().splitlines(keepends=True) != right:
                sys.exit(f"{outs[program]}: not what bylaws finds in {log}")
    median = {p: [statistics.median(column) for column in zip(*figures)] for p, figures in measured.items()}
    for program, (wall, processors, memory) in median.items():
        ratio = f"{median['bylaws'][0] / wall:8.2f}" if "bylaws" in median else "       -"
        print(f"{records:>10}  {ending:<8} {program:<7} {wall:8.3f} {processors:8.3f} {memory:8.0f} {ratio}", flush=True)


def main():
    options = arguments()
    if not options.no_build:
        build()
    print(f"{'records':>10}  {'format':<8} {'program':<7} {'wall s':>8} {'cpu s':>8} {'peak MB':>8} {'bylaws ×':>8}", flush=True)
    for records in options.records:
        for ending in options.formats:
            compare(options, records, ending)


if __name__ == "__main__":
    main()
