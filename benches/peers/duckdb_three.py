"""The three norms of benches/policies/three as SQL: `python duckdb_three.py LOG OUT`.

Of several formulations the fastest for each format: a table and JSON Lines are read once and gathered by person or
unit; of Parquet, where columns can be left alone, what is frequent and what is rare are read apart. Types of
columns are given, so that nothing is guessed or parsed twice.
"""

import sys
from pathlib import Path

import duckdb

THREADS = 2
FIRST = "DATE '2023-02-13'"
FORTNIGHTS = 53
COLUMNS = {name: "VARCHAR" for name in ("id", "type", "at", "entity", "person", "role", "unit")} | {"at": "DATE"}
SEMESTERS = """(VALUES (DATE '2023-02-13', DATE '2023-09-03'), (DATE '2023-09-04', DATE '2024-02-25'),
    (DATE '2024-02-26', DATE '2024-09-01'), (DATE '2024-09-02', DATE '2025-02-16')) AS semesters(first, last)"""

# A bit for each fortnight with organisational life.
MET = f"""bit_or(1::BIGINT << (("at" - {FIRST}) // 14))"""
MISSED = f"""'fortnightly_life', bearer, CAST({FIRST} + CAST(14 * w AS INTEGER) AS VARCHAR)
    FROM joined, range({FORTNIGHTS}) AS fortnights(w)
    WHERE {FIRST} + CAST(14 * w AS INTEGER) >= since AND (coalesce(met, 0) >> w) & 1 = 0"""


def gathered(log):
    """One pass over the log."""
    table = f"""CREATE TEMP TABLE gathered AS SELECT coalesce(person, entity, unit) AS bearer,
        {MET} FILTER (type = 'organisational_life') AS met,
        min("at") FILTER (type = 'member') AS since,
        min("at") FILTER (type = 'role_start') AS seated,
        max("at") FILTER (type = 'role_end') AS unseated,
        list("at") FILTER (type IN ('visit', 'joint_meeting')) AS days,
        list({{'id': id, 'at': "at"}}) FILTER (type = 'decision') AS decisions
        FROM {log} GROUP BY ALL"""
    violations = f"""WITH joined AS (FROM gathered WHERE since IS NOT NULL)
        SELECT {MISSED}
        UNION ALL
        SELECT 'meeting_first', bearer, d.id FROM (SELECT bearer, days, unnest(decisions) AS d FROM gathered)
        WHERE d."at" >= {FIRST} + 7
            AND len(list_filter(coalesce(days, []), lambda day: day BETWEEN d."at" - 7 AND d."at")) = 0
        UNION ALL
        SELECT 'semester_visits', bearer, CAST(first AS VARCHAR) FROM gathered, {SEMESTERS}
        WHERE seated <= first AND (unseated IS NULL OR unseated >= last)
            AND len(list_filter(coalesce(days, []), lambda day: day BETWEEN first AND last)) < 2"""
    return [table], violations


def apart(log):
    """One pass for organisational life, one for the rest."""
    life = f"""CREATE TEMP TABLE life AS SELECT person, {MET} AS met
        FROM {log} WHERE type = 'organisational_life' GROUP BY person"""
    rest = f"""CREATE TEMP TABLE rest AS SELECT id, type, "at", entity, person, unit
        FROM {log} WHERE type <> 'organisational_life'"""
    violations = f"""WITH joined AS (SELECT entity AS bearer, "at" AS since, met FROM rest
            LEFT JOIN life ON life.person = rest.entity WHERE type = 'member'),
        posts AS (SELECT person, min("at") FILTER (type = 'role_start') AS seated,
            max("at") FILTER (type = 'role_end') AS unseated
            FROM rest WHERE type IN ('role_start', 'role_end') GROUP BY person),
        visits AS (SELECT person, first, count(*) AS number FROM rest, {SEMESTERS}
            WHERE type = 'visit' AND "at" BETWEEN first AND last GROUP BY ALL)
        SELECT {MISSED}
        UNION ALL
        SELECT 'meeting_first', unit, id FROM rest AS decision
        WHERE type = 'decision' AND "at" >= {FIRST} + 7 AND NOT EXISTS (FROM rest AS meeting
            WHERE meeting.type = 'joint_meeting' AND meeting.unit = decision.unit
                AND meeting."at" BETWEEN decision."at" - 7 AND decision."at")
        UNION ALL
        SELECT 'semester_visits', posts.person, CAST(first AS VARCHAR)
        FROM posts CROSS JOIN {SEMESTERS} LEFT JOIN visits USING (person, first)
        WHERE seated <= first AND (unseated IS NULL OR unseated >= last) AND coalesce(number, 0) < 2"""
    return [life, rest], violations


def main(log, out):
    path = "'" + log.replace("'", "''") + "'"
    ending = Path(log).suffix
    if ending == ".csv":
        # Nothing in the file is quoted.
        source = f"""read_csv({path}, header = true, delim = ',', quote = '', escape = '', auto_detect = false,
            columns = {COLUMNS}, dateformat = '%Y-%m-%d')"""
    elif ending == ".jsonl":
        source = f"""read_json({path}, format = 'newline_delimited', auto_detect = false, columns = {COLUMNS},
            dateformat = '%Y-%m-%d')"""
    else:
        source = f"read_parquet({path})"
    tables, violations = (apart if ending == ".parquet" else gathered)(source)
    connection = duckdb.connect(config={"threads": THREADS, "preserve_insertion_order": False})
    for table in tables:
        connection.execute(table)
    to = "'" + out.replace("'", "''") + "'"
    connection.execute(f"COPY ({violations} ORDER BY ALL) TO {to} (FORMAT csv, HEADER false)")


if __name__ == "__main__":
    main(*sys.argv[1:])
