"""Hundreds of files that say who made them, where and with what, in every way that their kinds know (tests/corpus): each
goes through a real gateway, and its clean copy says nothing of it and shows the same. The original stays as it was."""
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

from console import at_console
from gateway import TREE, Gateway, sha256

sys.path.insert(0, str(TREE / "tests/corpus"))
import checks  # noqa: E402
import make  # noqa: E402

TOGETHER = 10  # files of one report
LEAST = 200


class Corpus(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="corpus-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        for name in ("originals", "copies", "looked-at"):
            (cls.folder / name).mkdir()
        cls.items = make.make(cls.folder / "originals")
        cls.gateway = Gateway().make().start()
        cls.addClassCleanup(cls.gateway.remove)
        cls.console = at_console(cls.gateway, "Cara Community")
        cls.staff = cls.console.client
        cls.sent, cls.answers = [], {}
        for at in range(0, len(cls.items), TOGETHER):
            cls.send(cls.items[at:at + TOGETHER])

    @classmethod
    def queue(cls):
        return {row["id"] for row in cls.staff.get("/api/v1/queue?limit=100").json()["reports"]}

    @classmethod
    def send(cls, items):
        """As one report; what its receipt and its staff get of it."""
        before = cls.queue()
        files = [(item.path.name, item.path.read_bytes()) for item in items]
        document = {"text": "pictures of it", "school": cls.gateway.schools[0], "answers": {"danger_now": "yes"}}
        receipt = cls.gateway.reporter().report(document, files)
        assert receipt.status == 201, receipt
        case, = cls.queue() - before
        cls.sent.append((case, items, receipt.json()["files"]))
        for n, item in enumerate(items):
            if receipt.json()["files"][n]["copy"] == "later":  # who opens its page has it made
                cls.console.get("/desk/case/%s/files/%d" % (case, n))
            answer = cls.answers[item.number] = cls.staff.get("/api/v1/reports/%s/files/%d" % (case, n))
            if answer.status == 200:
                (cls.folder / "copies" / (item.path.name + ".copy")).write_bytes(answer.body)

    def test_everything_that_is_looked_for_was_there(self):
        self.assertGreaterEqual(len(self.items), LEAST)
        self.assertEqual(checks.not_planted(self.items), [])

    def test_every_file_arrived_as_it_was_sent_and_all_but_the_strange_and_the_broken_were_cleaned(self):
        wrong = []
        for _, items, receipts in self.sent:
            for item, said in zip(items, receipts, strict=True):
                data, status = item.path.read_bytes(), self.answers[item.number].status
                if (said["sha256"], said["size"]) != (sha256(data), len(data)):
                    wrong.append("%s: the receipt is not of this file" % item.path.name)
                if said["copy"] not in item.state + ("later",) or said["cleaned"] != (said["copy"] == "clean"):
                    wrong.append("%s: %s" % (item.path.name, said))
                if status != (200 if said["copy"] == "clean" or item.state == ("clean",) else 409):
                    wrong.append("%s: %s for staff" % (item.path.name, status))
        self.assertEqual(wrong, [])

    def test_nothing_planted_is_left_and_every_copy_shows_what_its_original_showed(self):
        copies = [(item, self.answers[item.number].body) for item in self.items if self.answers[item.number].status == 200]
        self.assertGreaterEqual(len(copies), LEAST)
        self.assertEqual(checks.all_wrong(copies, self.folder / "looked-at"), [])
        self.assertEqual(checks.tags_left(self.folder / "copies"), [])

    def test_an_original_that_two_agree_to_open_is_the_file_that_was_sent(self):
        asha, cara = at_console(self.gateway, "Asha Lead"), self.console
        picked = {}
        for case, items, _ in self.sent:
            for n, item in enumerate(items):
                picked.setdefault(item.family, (case, n, item))
        for case, n, item in picked.values():
            page, record = "/desk/case/%s/files/%d" % (case, n), "/desk/case/%s/record" % case
            asked = {"sheet": "original", "f-file": str(n + 1), "f-text": "to compare", "back": "file"}
            self.assertEqual(asha.raw_post(record, asked).status, 303)
            self.assertEqual(asha.raw_get(page + "/original").status, 403)
            of = next(form.values["f-of"] for form in cara.get(page).forms if form.values.get("sheet") == "original_said")
            said = {"sheet": "original_said", "f-file": str(n + 1), "f-of": of, "f-result": "yes", "back": "file"}
            self.assertEqual(cara.raw_post(record, said).status, 303)
            opened = asha.raw_get(page + "/original")
            self.assertEqual((opened.status, sha256(opened.body)), (200, sha256(item.path.read_bytes())), item.path.name)

    def test_no_process_died_of_it(self):
        said = "".join(self.gateway.log)
        self.assertIsNone(re.search(r"(?i)crash|signal|renewed|started again|sanitizer", said), said)
        self.assertEqual(len(self.gateway.children()["cleaner"]), 1)


if __name__ == "__main__":
    unittest.main()
