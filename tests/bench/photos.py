#!/usr/bin/python3
"""Measures what clean copies cost: one phone's photo, many of them, memory, and everybody else's wait meanwhile.
Usage: CONCERN_BUILD=build tests/bench/photos.py [one|many|memory|text ...]
Needs: a release build, python3-pil, wrk. Prints one line a figure; everything it starts, it stops."""
import io
import os
import pathlib
import random
import sys
import threading
import time

from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "system"))
sys.path.insert(0, str(HERE))
from gateway import Gateway  # noqa: E402
from measure import SECONDS, median, rss, wrk  # noqa: E402

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
ANSWERS = {"danger_now": "no", "when": "not_sure", "weapon": "not_sure", "about": "someone_else", "category": ""}


def photo(width=4032, height=3024):
    """Like a phone's: soft shapes, noise, a few megabytes, EXIF with a place."""
    random.seed(7)
    small = Image.frombytes("RGB", (width // 24, height // 24), random.randbytes((width // 24) * (height // 24) * 3))
    noise = Image.frombytes("RGB", (width // 4, height // 4), random.randbytes((width // 4) * (height // 4) * 3))
    picture = Image.blend(small.resize((width, height), Image.BICUBIC), noise.resize((width, height), Image.BILINEAR), 0.15)
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Marked", 6
    picture.save(out, "JPEG", quality=88, exif=exif)
    return out.getvalue()


def send(client, files):
    began = time.monotonic()
    answer = client.report({"text": "what I saw is in the picture", "answers": ANSWERS}, files)
    assert answer.status == 201, answer
    return time.monotonic() - began, [f["copy"] for f in answer.json()["files"]]


def one(gateway, jpeg):
    client = gateway.reporter()
    with_photo = sorted(send(client, [("a.jpg", jpeg)]) for _ in range(ROUNDS))
    without = sorted(send(client, [])[0] for _ in range(ROUNDS))
    assert all(copies == ["clean"] for _, copies in with_photo), with_photo
    print("a 12-megapixel photo of %.1f MB, from the first byte to the receipt: %.0f ms (best %.0f, worst %.0f); a report "
          "without: %.0f ms" % (len(jpeg) / 1e6, median([t for t, _ in with_photo]) * 1e3, with_photo[0][0] * 1e3,
                                with_photo[-1][0] * 1e3, median(without) * 1e3))


class Flood:
    """Photos without end, from so many people at once."""

    def __init__(self, gateway, jpeg, people):
        self.stop, self.states = False, []
        self.threads = [threading.Thread(target=self.person, args=(gateway.reporter(), jpeg)) for _ in range(people)]
        for thread in self.threads:
            thread.start()

    def person(self, client, jpeg):
        while not self.stop:
            self.states += send(client, [("a.jpg", jpeg)])[1]

    def end(self):
        self.stop = True
        for thread in self.threads:
            thread.join()
        return self.states


def many(gateway, jpeg):
    for people in (2, 4, 8):
        flood, began = Flood(gateway, jpeg, people), time.monotonic()
        time.sleep(SECONDS)
        states = flood.end()
        took = time.monotonic() - began
        print("%d people send photos: %.1f clean copies a second (%d of %d clean, the rest later)" % (
            people, states.count("clean") / took, states.count("clean"), len(states)))


def memory(gateway, _):
    client = gateway.reporter()
    video = b"\x00\x00\x00\x18ftypmp42" + bytes(12) + os.urandom(25 * 1024 * 1024 - 24)
    send(client, [("v.mp4", video[:1 << 20])])
    before, most, done = rss(gateway.children()["intake"]), [0], threading.Event()

    def watch():
        while not done.is_set():
            most[0] = max(most[0], rss(gateway.children()["intake"]))

    watcher = threading.Thread(target=watch)
    watcher.start()
    send(client, [("v.mp4", video)])
    done.set()
    watcher.join()
    print("25 MiB file: memory of all intakes grew by %d KiB at most" % (most[0] - before))


def text(gateway, jpeg):
    url, school = "https://localhost:%d" % gateway.port, gateway.schools[0]
    for clients in (64, 4):
        calm = wrk(url, clients=clients, script="report.lua", BENCH_SCHOOL=school)
        flood = Flood(gateway, jpeg, 4)
        busy = wrk(url, clients=clients, script="report.lua", BENCH_SCHOOL=school)
        states = flood.end()
        print("text reports, %d clients: %.0f/s, p99 %.1f ms; while photos are cleaned (%d of %d): %.0f/s, p99 %.1f ms" % (
            clients, calm[0], calm[1], states.count("clean"), len(states), busy[0], busy[1]))


def main():
    wanted = sys.argv[1:] or ["one", "many", "memory", "text"]
    jpeg = photo()
    gateway = Gateway().make().start()
    try:
        for what in wanted:
            {"one": one, "many": many, "memory": memory, "text": text}[what](gateway, jpeg)
    finally:
        gateway.remove()


if __name__ == "__main__":
    main()
