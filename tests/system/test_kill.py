"""Kill any process at any moment under load: every receipt that was ever shown is still there, whole."""
import http.client
import os
import random
import signal
import ssl
import threading
import time
import unittest

from gateway import CONCERND, ENVIRONMENT, Gateway, sha256
import subprocess

KILLS = int(os.environ.get("CONCERN_KILLS", "200"))
CLIENTS = 4
LOST = (OSError, ssl.SSLError, http.client.HTTPException)


class Load(threading.Thread):
    """One reporter after another; keeps what every receipt promised."""

    def __init__(self, gateway, seed, over):
        super().__init__(daemon=True)
        self.gateway, self.random, self.over = gateway, random.Random(seed), over
        self.seed, self.receipts, self.refused, self.wrong = seed, [], 0, []

    def run(self):
        client, n = self.gateway.reporter(), 0
        while not self.over.is_set():
            n += 1
            text = "report %d of client %d: there is a knife in his bag" % (n, self.seed)
            files = [("f%d" % i, self.random.randbytes(self.random.choice((5, 2500, 35000, 100000))).hex().encode())
                     for i in range(self.random.choice((0, 0, 1, 3)))]
            said = {"text": text, "school": self.gateway.schools[0]}
            try:
                answer = client.report(said, files)
                if answer.status == 201:
                    receipt = answer.json()
                    self.receipts.append((receipt["code"], text, [sha256(d) for _, d in files]))
                    if [f["sha256"] for f in receipt["files"]] != [sha256(d) for _, d in files]:
                        self.wrong.append("a receipt names other files")
                    if self.random.random() < 0.2:
                        reply = client.reply(receipt["code"], "and one more thing")
                        self.receipts[-1] += (reply.status == 201,)
                elif answer.status == 503:
                    self.refused += 1
                    if b"999" not in answer.body:
                        self.wrong.append("a 503 without the advice: %r" % answer.body)
                else:
                    self.wrong.append(repr(answer))
            except LOST:
                client.close()
            self.over.wait(self.random.random() * 0.05)


class Kill(unittest.TestCase):
    def setUp(self):
        self.gateway = Gateway().make().start()

    def tearDown(self):
        self.gateway.remove()

    def wait_until_served(self):
        """Asks until the gateway answers that all is well; returns seconds."""
        began = time.monotonic()
        client = self.gateway.reporter()
        while time.monotonic() - began < 30:
            try:
                if client.get("/healthz").status == 200:
                    client.close()
                    return time.monotonic() - began
            except LOST:
                client.close()
        self.fail("the service did not come back")

    def kill_one(self, dice):
        kinds = self.gateway.children()
        kind = dice.choice(["vault", "intake", "intake", "desk", "cleaner"] if dice.random() > 0.03 else ["warden"])
        if kind == "warden":
            self.gateway.stop(signal.SIGKILL)
            self.gateway.start()
        elif kinds.get(kind):
            os.kill(dice.choice(kinds[kind]), signal.SIGKILL)
        return kind

    def test_every_receipt_survives(self):
        seed = random.randrange(1 << 30)
        dice, over, back, killed = random.Random(seed), threading.Event(), [], {}
        loads = [Load(self.gateway, n, over) for n in range(CLIENTS)]
        for load in loads:
            load.start()
        pause = threading.Event()
        for _ in range(KILLS):
            pause.wait(dice.random() * 0.1)  # the random moment
            kind = self.kill_one(dice)
            killed[kind] = killed.get(kind, 0) + 1
            back.append(self.wait_until_served())
        over.set()
        for load in loads:
            load.join(60)
        receipts = [r for load in loads for r in load.receipts]
        print("\nseed %d, killed %s, %d receipts, %d refused, slowest return %.0f ms, median %.0f ms" % (
            seed, killed, len(receipts), sum(load.refused for load in loads), 1000 * max(back),
            1000 * sorted(back)[len(back) // 2]), flush=True)
        self.assertEqual([w for load in loads for w in load.wrong], [])
        self.assertGreater(len(receipts), KILLS)
        self.verify(receipts)

    def verify(self, receipts):
        reporter = self.gateway.reporter()
        for code, text, _, *replied in receipts:
            seen = reporter.check(code)
            self.assertEqual(seen.status, 200, (text, seen))
            if replied and replied[0]:
                self.assertEqual([m["text"] for m in seen.json()["messages"]], ["and one more thing"], text)
        cases = self.every_case()
        for code, text, hashes, *_ in receipts:
            self.assertIn(hashes, cases.get(text, []), "the case of a receipt is missing or lacks its files: " + text)
        audit = subprocess.run([CONCERND, "verify-audit", "--config", self.gateway.config], env=ENVIRONMENT,
                               capture_output=True, text=True)
        self.assertEqual(audit.returncode, 0, audit.stdout + audit.stderr)
        self.assertIn("all there", audit.stdout)
        self.assertEqual(self.gateway.stop(), 0)
        self.gateway.start()
        spooled = [f for _, _, files in os.walk(self.gateway.dir / "store" / "spool") for f in files]
        self.assertEqual(len(spooled), self.streams, "orphans were left")
        self.assertEqual(self.gateway.sanitizer_reports(), [])

    def every_case(self):
        """Text to the file hashes of each case with it, as the school's lead opens them; every case must open. Copies of
        text are its words again; some were not made, when who makes them was killed."""
        staff, after, cases = self.gateway.staff("Asha Lead"), "", {}
        self.streams = 0
        while after is not None:
            page = staff.get("/api/v1/queue" + ("?after=" + after if after else "")).json()
            for row in page["reports"]:
                case = staff.get("/api/v1/reports/" + row["id"])
                self.assertEqual(case.status, 200, "a half report: %r" % case)
                report = case.json()["report"]
                hashes = []
                for n, file in enumerate(report["files"]):
                    got = staff.get("/api/v1/reports/%s/files/%d" % (row["id"], n))
                    has_copy = got.status == 200
                    self.assertIn(file["copy"], ("clean", "later", "failed"))
                    self.assertTrue(has_copy or (file["copy"] != "clean" and got.status == 409), got)
                    hashes.append(sha256(got.body) if has_copy else file["sha256"])
                    self.streams += 1 + has_copy
                cases.setdefault(report["text"], []).append(hashes)
            after = page["after"]
        return cases


if __name__ == "__main__":
    unittest.main()
