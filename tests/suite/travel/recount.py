"""Counts the breaches of the travel policies straight from the XML, with nothing of bylaws in it.

    bylaws run policies/travel/domestic --log LOG --format csv > verdicts.csv
    python3 tests/suite/travel/recount.py LOG verdicts.csv

Python 3.9 or later, its standard library only. Ends with 1 if the two disagree on a single breach.
"""

import csv
import gzip
import sys
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
XES = "{http://www.xes-standard.org}"
END = datetime(2019, 1, 1, tzinfo=ZONE)
ANSWERS = {f"Declaration {act} by EMPLOYEE" for act in ("SUBMITTED", "SAVED", "REJECTED")}


def traces(path):
    """Each trace as its events before the end: (time, activity, id, day as written)."""
    for _, element in ET.iterparse(gzip.open(path)):
        if element.tag == XES + "trace":
            events = []
            for child in element.findall(XES + "event"):
                words = {part.get("key"): part.get("value") for part in child}
                stamp = words["time:timestamp"]
                events.append((datetime.fromisoformat(stamp), words["concept:name"], words["id"], stamp[:10]))
            yield [event for event in events if event[0] < END]
            element.clear()


def day(time):
    return time.astimezone(ZONE).date()


def within(events, start, days, activities):
    """Whether one of the activities happened by the end of the day that many days later."""
    due = day(start) + timedelta(days)
    if any(name in activities and time >= start and day(time) <= due for time, name, _, _ in events):
        return "fulfilled"
    return "open" if due >= END.date() else "breached"


def judged(events):
    """(norm, id of the event that sets it off, verdict) for every duty in a trace."""
    for time, name, event, written in events:
        if name == "Payment Handled":
            approved = any(a.startswith("Declaration FINAL_APPROVED") and t < time for t, a, _, _ in events)
            yield "paid_after_approval", event, "fulfilled" if approved else "breached"
        elif name == "Request Payment":
            yield "payment_in_time", event, within(events, time, 30, {"Payment Handled"})
        elif name.startswith("Declaration REJECTED") and name not in ANSWERS:
            yield "rejection_answered", event, within(events, time, 14, ANSWERS)
        elif name == "Start trip":
            days = [day(t).isoformat() for t, a, _, _ in events if a.startswith("Permit FINAL_APPROVED")]
            yield "approved_before_trip", event, "fulfilled" if min(days, default="9999") < written else "breached"
        elif name == "End trip":
            yield "declared_in_time", event, within(events, time, 60, {"Declaration SUBMITTED by EMPLOYEE"})


def main(log, verdicts):
    theirs = defaultdict(dict)
    for row in csv.DictReader(open(verdicts, encoding="utf-8")):
        theirs[row["norm"]][row["trigger"]] = row["verdict"]
    counts, different = Counter(), []
    for events in traces(log):
        for norm, trigger, verdict in judged(events):
            if norm in theirs:
                counts[norm, verdict] += 1
                if theirs[norm].pop(trigger, None) != verdict:
                    different.append((norm, trigger, verdict))
    different += [(norm, trigger, "not here") for norm, left in theirs.items() for trigger in left]
    for (norm, verdict), count in sorted(counts.items()):
        print(f"{norm:22} {verdict:13} {count:6}")
    print(f"different: {len(different)}", *different[:5], sep="\n  ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
