"""Photos and files on their way in: what arrives is told, with what became of its clean copy; what does not is named."""
import io
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import unittest

import yaml
from PIL import Image

from forms import Visitor
from gateway import BOUNDARY, TREE, Gateway, multipart, sha256, until

LARGEST = 25 * 1024 * 1024
GROWTH = 1024 * 1024  # what a process may need more while a file of any size passes
PLACE, MAKER = "51.5860", "A phone of nobody else"
WORD = b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)) * 20


def words(page):
    return yaml.safe_load((TREE / "policy/wording" / (page + ".yaml")).read_text())


def photo(colour, size=(640, 480), **how):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, how.pop("format", "JPEG"), **how)
    return out.getvalue()


class Files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway()
        cls.policy = cls.gateway.dir / "policy"
        shutil.copytree(TREE / "policy", cls.policy)
        cls.gateway.make(policy=str(cls.policy), intake=1).start()
        cls.staff = cls.gateway.staff("Cara Community")

    @classmethod
    def tearDownClass(cls):
        reports = cls.gateway.sanitizer_reports()
        cls.gateway.remove()
        assert not reports, reports

    def send(self, text, files, status=201):
        answer = self.gateway.reporter().report({"text": text}, files)
        self.assertEqual(answer.status, status, answer)
        return answer.json()

    def case(self, text):
        for row in self.staff.get("/api/v1/queue").json()["reports"]:
            case = self.staff.get("/api/v1/reports/" + row["id"]).json()
            if case["report"]["text"] == text:
                return case
        raise AssertionError("nobody has " + text)

    def copy(self, case, n):
        got = self.staff.get("/api/v1/reports/%s/files/%d" % (case["id"], n))
        self.assertEqual(got.status, 200, got)
        return got.body

    def spool(self):
        return sorted(name for _, _, files in os.walk(self.gateway.dir / "store/spool") for name in files)

    def from_a_phone(self):
        """HEIC, as iPhones make them, with the facts that they put in."""
        folder = self.gateway.dir
        (folder / "phone.jpg").write_bytes(photo((10, 120, 40), (1200, 900)))
        subprocess.run(["exiftool", "-q", "-overwrite_original", "-Make=" + MAKER, "-GPSLatitude=" + PLACE, "-GPSLatitudeRef=N",
                        str(folder / "phone.jpg")], check=True)
        subprocess.run(["heif-enc", "-o", str(folder / "phone.heic"), str(folder / "phone.jpg")], check=True, capture_output=True)
        data = (folder / "phone.heic").read_bytes()
        self.assertIn(MAKER.encode(), data)
        return data

    # --- what arrives ---
    def test_an_iphone_s_photo_comes_out_as_a_jpeg_without_its_hidden_facts(self):
        text, data = "a photo from a phone", self.from_a_phone()
        receipt = self.send(text, [("IMG_0001.HEIC", data)])
        self.assertEqual(receipt["files"], [{"sha256": sha256(data), "size": len(data), "cleaned": True, "copy": "clean"}])
        case = self.case(text)
        got = self.copy(case, 0)
        picture = Image.open(io.BytesIO(got))
        self.assertEqual((picture.format, picture.size, len(picture.getexif())), ("JPEG", (1200, 900), 0))
        self.assertNotIn(MAKER.encode(), got)

    def test_what_cannot_be_cleaned_or_is_broken_arrives_and_is_said(self):
        broken = photo("red", (2000, 1500), quality=95)
        files = [("a.jpg", photo("blue")), ("cut.jpg", broken[:len(broken) // 2]), ("letter.docx", WORD), ("note.txt", b"he said it\n")]
        receipt = self.send("one of each", files)
        self.assertEqual([f["copy"] for f in receipt["files"]], ["clean", "damaged", "strange", "clean"])
        self.assertEqual([f["cleaned"] for f in receipt["files"]], [True, False, False, True])
        self.assertEqual([f["sha256"] for f in receipt["files"]], [sha256(data) for _, data in files])

    def test_ten_at_once_arrive_in_their_order_and_all_are_cleaned(self):
        shades = [20 + 20 * n for n in range(10)]
        files = [("%d.png" % n, photo((shade, 0, 0), format="PNG")) for n, shade in enumerate(shades)]
        receipt = self.send("ten photos", files)
        self.assertEqual([f["sha256"] for f in receipt["files"]], [sha256(data) for _, data in files])
        self.assertLessEqual({f["copy"] for f in receipt["files"]}, {"clean", "later"})  # later: on a slow computer
        case = self.case("ten photos")
        seen = [Image.open(io.BytesIO(self.copy(case, n))).convert("RGB").getpixel((0, 0))[0] for n in range(10)]
        self.assertEqual(seen, shades)

    def memory(self, field):
        """Of the one intake process, in bytes."""
        pid, = self.gateway.children()["intake"]
        found = re.search(r"^%s:\s+(\d+) kB" % field, pathlib.Path("/proc/%d/status" % pid).read_text(), re.M)
        return 1024 * int(found[1])

    def forget_peak(self):
        pid, = self.gateway.children()["intake"]
        pathlib.Path("/proc/%d/clear_refs" % pid).write_text("5")

    def test_a_file_of_25_mib_arrives_and_intake_does_not_grow_with_it(self):
        noise = Image.frombytes("RGB", (2950, 2950), os.urandom(3 * 2950 * 2950))
        out = io.BytesIO()
        noise.save(out, "PNG", compress_level=0)
        data = out.getvalue() + bytes(LARGEST - out.tell())
        self.send("before the large one", [("small.png", photo("red", format="PNG"))])
        self.forget_peak()
        before = self.memory("VmRSS")
        receipt = self.send("a large one", [("large.png", data)])
        grown = self.memory("VmHWM") - before
        self.assertEqual((receipt["files"][0]["size"], receipt["files"][0]["sha256"]), (LARGEST, sha256(data)))
        self.assertIn(receipt["files"][0]["copy"], ("clean", "later"))  # later: on a slow computer
        self.assertLess(grown, GROWTH, "intake grew by %d KiB" % (grown // 1024))

    # --- what does not ---
    def test_an_empty_file_is_refused_by_its_number_and_nothing_stays(self):
        before = self.spool()
        problem = self.send("with an empty one", [("a.jpg", photo("blue")), ("b.jpg", b"")], 422)
        self.assertEqual(problem["field"], "file")
        self.assertIn("Nothing is in file 2", problem["detail"])
        self.assertTrue(until(lambda: self.spool() == before), "something of it stays")

    def test_a_connection_lost_midway_leaves_nothing_in_the_spool(self):
        before = self.spool()
        files = [("a.jpg", photo("blue")), ("b.jpg", photo("red")), ("c.bin", os.urandom(300000))]
        body = multipart("report", {"text": "lost on the way"}, files)
        head = ("POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=%s\r\n"
                "Content-Length: %d\r\n\r\n" % (BOUNDARY, len(body))).encode()
        for n in (len(body) - 1, len(body) - 100000, len(body) // 2, 5000, 600):
            with socket.create_connection(("localhost", self.gateway.port)) as plain:
                with self.gateway.tls().wrap_socket(plain, server_hostname="localhost") as s:
                    s.sendall(head + body[:n])
                    if n > 300000:
                        self.assertTrue(until(lambda: len(self.spool()) > len(before)))
            self.assertTrue(until(lambda: self.spool() == before), "something of it stays, cut at %d" % n)

    # --- the pages ---
    def test_the_pages_say_of_each_file_what_became_of_it(self):
        v, said = Visitor(self.gateway), words("arrived")
        v.begin()
        v.until("answers", text="on a page", files="yes")
        page = v.press("send", [("a.jpg", photo("blue")), ("letter.docx", WORD), ("cut.jpg", photo("red")[:2000])])
        code = page.code()
        self.assertIn(said["some"].format(files=3), page.words())  # without a script nobody knows how many were chosen
        for state in ("clean", "strange", "damaged"):
            self.assertEqual(page.words().count(said[state]), 1, state)
        v.look(code)
        page = v.press("send", [("letter.docx", WORD)], text="one more")
        self.assertEqual(page.words().count(said["strange"]), 2, "when it was sent, and among the messages")
        again = self.gateway.reporter().check(code).json()
        self.assertEqual([f["copy"] for m in again["messages"] for f in m["files"]], ["strange"])

    # --- policy ---
    def renew(self, uncleaned):
        limits = self.policy / "limits.yaml"
        limits.write_text(re.sub(r"(?m)^uncleaned: \w+", "uncleaned: " + uncleaned, limits.read_text()))
        old = set(self.gateway.children()["intake"])
        self.gateway.process.send_signal(signal.SIGHUP)
        self.assertTrue(until(lambda: self.gateway.children().get("intake") and not old & set(self.gateway.children()["intake"])))

    def test_where_policy_refuses_what_cannot_be_cleaned_it_is_named_and_the_words_stay(self):
        self.renew("refuse")
        try:
            before = self.spool()
            problem = self.send("refused", [("a.jpg", photo("blue")), ("letter.docx", WORD)], 422)
            self.assertEqual(problem["field"], "file")
            self.assertIn("File 2 is not", problem["detail"])
            v = Visitor(self.gateway)
            v.begin()
            v.until("answers", text="words that stay", files="yes")
            for name, data, says in (("letter.docx", WORD, "File 2 is not"), ("cut.jpg", photo("red")[:2000], "cut short or broken")):
                page = v.press("send", [("a.jpg", photo("blue")), (name, data)])
                self.assertEqual((page.status, page.errors), (422, ["file"]))
                self.assertIn(says, page.words())
                self.assertIn("words that stay", page.words())
            self.assertTrue(until(lambda: self.spool() == before), "something of it stays")
            self.assertTrue(v.press("send", [("a.jpg", photo("blue"))]).code())
        finally:
            self.renew("keep")

    # --- the client ---
    def test_the_client_says_of_each_file_that_it_arrived_and_what_became_of_it(self):
        mine = self.gateway.dir / "mine"
        mine.mkdir()
        (mine / "a.jpg").write_bytes(photo("blue"))
        (mine / "b.docx").write_bytes(WORD)
        files = ["--file", str(mine / "a.jpg"), "--file", str(mine / "b.docx")]
        sent = self.gateway.cli("report", "--text", "-", *files, stdin="from a terminal\n", check=0).stdout
        for said in ("2 of 2 files arrived:", "a.jpg", sha256(photo("blue")), "Hidden facts were taken out", "b.docx", sha256(WORD),
                     "Hidden facts could not be taken out"):
            self.assertIn(said, sent)
        code = re.search(r"([0-9A-Z]{4}-){4}[0-9A-Z]{4}", sent)[0]
        added = self.gateway.cli("reply", *files[:2], stdin=code + "\none more\n", check=0).stdout
        self.assertIn("1 of 1 files arrived:", added)
        self.assertIn("Hidden facts were taken out", added)


if __name__ == "__main__":
    unittest.main()
