#!/usr/bin/python3
"""How long the console's pages take, with few and with a thousand open cases, one browser at a time on loopback.
Usage: CONCERN_BUILD=build tests/bench/console.py. Needs a release build. Prints one line a figure."""
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from console import at_console  # noqa: E402
from gateway import Gateway  # noqa: E402

LOOKS = 40
TEXTS = ("they took his lunch money again number %d", "he will stab him after school on friday number %d",
         "he is calling her names every day %d", "dealers wait at the gate %d")
PAGES = {"queue": "/desk/queue", "queue, looking by itself": "/desk/queue?quiet=1",
         "queue, mine (none)": "/desk/queue?show=mine", "queue, new replies (none)": "/desk/queue?show=reply"}


def milliseconds(work):
    start = time.perf_counter()
    answer = work()
    return 1000 * (time.perf_counter() - start), answer


def page(console, what, path):
    times = []
    for _ in range(LOOKS):
        ms, answer = milliseconds(lambda: console.raw_get(path))
        assert answer.status == 200, (path, answer)
        times.append(ms)
    times.sort()
    print("%-28s median %6.1f ms   90th percentile %6.1f ms   %5.1f KiB" % (
        what, times[LOOKS // 2], times[LOOKS * 9 // 10], len(answer.body) / 1024), flush=True)


def measure(gateway):
    reporter, school, sent = gateway.reporter(), gateway.schools[0], 0
    lead, admin = at_console(gateway, "Asha Lead"), at_console(gateway, "Eve Admin")
    for cases in (10, 1000):
        while sent < cases:
            assert reporter.report({"text": TEXTS[sent % 4] % sent, "school": school}).status == 201
            sent += 1
        print("%d open cases" % cases)
        for what, path in PAGES.items():
            page(lead, what, path)
    page(lead, "a case", "/desk/case/" + lead.client.get("/api/v1/queue").json()["reports"][0]["id"])
    print("signing in: %.0f ms" % milliseconds(lambda: gateway.staff("Ben Lead", fresh=True))[0])
    ms, answer = milliseconds(lambda: admin.raw_post("/desk/teams/key", {"team": "school:" + school}))
    assert answer.status == 303 and "key_changed" in answer.headers["Location"], answer
    print("a new key for the team: %.0f ms" % ms)
    print("the next page, %d cases sealed anew: %.0f ms" % (sent, milliseconds(lambda: lead.raw_get("/desk/queue"))[0]))


if __name__ == "__main__":
    gateway = Gateway().make().start()
    try:
        measure(gateway)
    finally:
        gateway.remove()
