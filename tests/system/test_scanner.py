"""A real clamd with a signature made here: what it finds is held and told, what it passes gets its copy, and while it is
away or hangs nothing is opened and nothing is lost."""
import io
import os
import shutil
import signal
import socket
import subprocess
import unittest

from PIL import Image

from console import at_console
from gateway import Gateway, sha256, until

CLAMD = "/usr/sbin/clamd"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"  # eicar.org: harmless, and found by all
CONFIG = """LocalSocket {0}/clamd.ctl
Foreground yes
DatabaseDirectory {0}/signatures
TemporaryDirectory {0}/scanned
StreamMaxLength 26M
"""


class Scanner:
    """Its own copy of the program: a profile of AppArmor for the machine's would not let it read our folders."""

    def __init__(self, folder):
        self.folder = folder
        self.process = None
        for name in ("signatures", "scanned"):
            (folder / name).mkdir(parents=True)
        shutil.copy(CLAMD, folder / "clamd")
        (folder / "clamd.conf").write_text(CONFIG.format(folder))
        (folder / "signatures/test.ndb").write_text("Test.Eicar:0:*:%s\n" % EICAR.hex())

    @property
    def socket(self):
        return str(self.folder / "clamd.ctl")

    def answers(self):
        with socket.socket(socket.AF_UNIX) as s:
            try:
                s.connect(self.socket)
                s.sendall(b"zPING\0")
                return s.recv(8) == b"PONG\0"
            except OSError:
                return False

    def start(self):
        self.process = subprocess.Popen([self.folder / "clamd", "-c", self.folder / "clamd.conf"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert until(self.answers), "clamd did not start"

    def stop(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            self.process.wait(30)
            self.process = None


def photo():
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, "JPEG", comment="taken at home " + os.urandom(8).hex())
    return out.getvalue()


class ScannedFiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway()
        cls.addClassCleanup(cls.gateway.remove)
        cls.scanner = Scanner(cls.gateway.dir / "scanner")
        cls.addClassCleanup(cls.scanner.stop)
        policy = cls.gateway.dir / "policy"
        shutil.copytree(cls.gateway.policy, policy)
        limits = (policy / "limits.yaml").read_text()
        cls.gateway.policy = policy
        cls.hurry = [line for line in limits.splitlines() if line.startswith("copy_seconds:")][0]
        (policy / "limits.yaml").write_text(limits.replace(cls.hurry, "copy_seconds: 3"))
        cls.gateway.make()
        with open(cls.gateway.config, "a") as config:
            config.write("scanner:\n  socket: %s\n" % cls.scanner.socket)
        cls.scanner.start()
        cls.gateway.start()
        cls.asha = at_console(cls.gateway, "Asha Lead")

    def send(self, *files):
        """The case, and what its receipt says of each file."""
        before = self.cases()
        receipt = self.gateway.reporter().report({"text": "look at this", "school": self.gateway.schools[0]},
                                                 [("f%d" % n, data) for n, data in enumerate(files)])
        self.assertEqual(receipt.status, 201, receipt)
        said = receipt.json()["files"]
        self.assertEqual([f["sha256"] for f in said], [sha256(data) for data in files])
        case, = self.cases() - before
        return case, [f["copy"] for f in said]

    def cases(self):
        return {row["id"] for row in self.asha.client.get("/api/v1/queue?limit=100").json()["reports"]}

    def copy(self, case, number):
        return self.asha.client.get("/api/v1/reports/%s/files/%d" % (case, number))

    def assert_shown(self, case, number, data):
        """On its page; whoever opens that has the copy made that is not there."""
        self.assertIn("What it shows", self.asha.get("/desk/case/%s/files/%d" % (case, number)).text)
        copy = self.copy(case, number)
        self.assertEqual((copy.status, copy.body[:2], b"taken at home" in data, b"taken at home" in copy.body),
                         (200, b"\xff\xd8", True, False))

    def assert_held(self, case, number, original=403):
        page = "/desk/case/%s/files/%d" % (case, number)
        self.assertIn("Attachment %d is locked" % (number + 1), self.asha.get(page).text)
        self.assertIn("held: malware", self.asha.get("/desk/case/" + case).text)
        self.assertEqual(self.copy(case, number).status, 423)
        for below, status in (("/copy", 423), ("/pages/1", 423), ("/original", original)):
            self.assertEqual(self.asha.raw_get(page + below).status, status, below)
        asked = {"sheet": "original", "f-file": str(number + 1), "f-text": "to see it", "back": "file"}
        self.assertEqual(self.asha.raw_post("/desk/case/%s/record" % case, asked).status, 422)

    def test_what_the_scanner_finds_is_held_and_what_it_passes_has_a_copy(self):
        clean = photo()
        hidden = photo() + EICAR
        case, said = self.send(EICAR, clean, hidden, b"only words about " + EICAR[:20])
        self.assertEqual(said, ["infected", "clean", "infected", "clean"])
        self.assert_held(case, 0)
        self.assert_held(case, 2)
        self.assert_shown(case, 1, clean)
        self.assertEqual(self.copy(case, 3).body, b"only words about " + EICAR[:20])

    def test_while_the_scanner_is_away_nothing_is_opened_and_afterwards_all_is_there(self):
        sent = [photo(), EICAR]
        self.scanner.stop()
        try:
            case, said = self.send(*sent)
            self.assertEqual(said, ["unscanned", "unscanned"])
            for number in range(len(sent)):
                answer = self.copy(case, number)
                self.assertEqual(answer.status, 409, answer)
                self.assertIn(b"scanner", answer.body)
            self.assertIn("The scanner for harmful files gives no answer", self.asha.get("/desk/case/%s/files/0" % case).text)
        finally:
            self.scanner.start()
        self.assert_shown(case, 0, sent[0])
        self.assertIn("could not be checked for malware when it came", self.asha.get("/desk/case/" + case).text)
        self.assert_held(case, 1, original=423)  # and whoever opens it has told the case
        self.assertEqual(self.asha.get("/desk/case/" + case).text.count("The scanner found malware when it was opened."), 1)

    def test_a_scanner_that_hangs_costs_the_copy_and_no_report(self):
        sent = photo()
        self.scanner.process.send_signal(signal.SIGSTOP)
        try:
            case, said = self.send(sent)
            self.assertIn(said[0], ("unscanned", "later"))
        finally:
            self.scanner.process.send_signal(signal.SIGCONT)
        self.assert_shown(case, 0, sent)


if __name__ == "__main__":
    unittest.main()
