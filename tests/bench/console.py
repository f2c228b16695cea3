#!/usr/bin/python3
"""How long the console's pages take, with few and with a thousand open cases, one browser at a time on loopback.
Usage: CONCERN_BUILD=build tests/bench/console.py. Needs a release build. Prints one line a figure."""
import pathlib
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from console import at_console  # noqa: E402
from gateway import Gateway  # noqa: E402
from test_pull import Pull  # noqa: E402

LOOKS = 40
TEXTS = ("they took his lunch money again number %d", "he will stab him after school on friday number %d",
         "he is calling her names every day %d", "dealers wait at the gate %d")
PAGES = {"queue": "/desk/queue", "queue, looking by itself": "/desk/queue?quiet=1",
         "queue, mine (none)": "/desk/queue?show=mine", "queue, new replies (none)": "/desk/queue?show=reply"}
SURVEYS = {"the meeting's board": "/desk/drm", "figures": "/desk/figures", "peer map": "/desk/map",
           "panel": "/desk/panel"}


def milliseconds(work):
    start = time.perf_counter()
    answer = work()
    return 1000 * (time.perf_counter() - start), answer


def page(console, what, path, looks=LOOKS):
    times = []
    for _ in range(looks):
        ms, answer = milliseconds(lambda: console.raw_get(path))
        assert answer.status == 200, (path, answer)
        times.append(ms)
    times.sort()
    print("%-28s median %6.1f ms   90th percentile %6.1f ms   %5.1f KiB" % (
        what, times[looks // 2], times[looks * 9 // 10], len(answer.body) / 1024), flush=True)


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


def measure_meeting(gateway):
    """Pages that open every case they show; what waits meanwhile; and a computer that takes all of it."""
    reporter, cara, sent = gateway.reporter(), at_console(gateway, "Cara Community"), 0
    for cases in (10, 1000):
        while sent < cases:
            assert reporter.report({"text": TEXTS[1] % sent, "school": gateway.schools[1]}).status == 201
            sent += 1
        print("%d urgent cases" % cases)
        for what, path in SURVEYS.items():
            page(cara, what, path, looks=5)
    ended = threading.Event()
    other = at_console(gateway, "Cara Community")
    busy = threading.Thread(target=lambda: (cara.raw_get("/desk/figures"), ended.set()))
    busy.start()
    waits = []
    while not ended.is_set():
        waits.append(milliseconds(lambda: other.raw_get("/desk/queue"))[0])
    busy.join()
    print("the queue while figures are made: %d pages, the slowest %.0f ms" % (len(waits), max(waits)))
    ms, pack = milliseconds(lambda: cara.post("/desk/drm/start", {"latest": cara.get("/desk/drm").forms[-1].values.get(
        "latest", "")}))
    print("beginning the meeting and its pack: %.0f ms, %.0f KiB" % (ms, pack.size / 1024))
    Pull.gateway, Pull.home = gateway, pathlib.Path(tempfile.mkdtemp(prefix="bench-"))
    computer = Pull.let_in("Bench laptop")
    for what in ("all of it", "nothing new"):
        ms, done = milliseconds(lambda: computer.pull("folder"))
        assert done.returncode == 0, done
        print("concern pull, %s: %.0f ms" % (what, ms))


if __name__ == "__main__":
    gateway = Gateway().make().start()
    try:
        measure(gateway)
    finally:
        gateway.remove()
    gateway = Gateway().make().start()
    try:
        measure_meeting(gateway)
    finally:
        gateway.remove()
