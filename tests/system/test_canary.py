"""Marked words, names, file names, addresses, user agents and codes appear nowhere: not in the data folder, not in the
log, not in a core file, and not in the memory of the process that keeps everything. Nor does what a photo says of its
sender, in the memory of the process that shows it either."""
import io
import os
import pathlib
import re
import resource
import signal
import unittest

from PIL import Image

from forms import Visitor, multipart_form
from gateway import BOUNDARY, Gateway, multipart, needles, until

REQUESTS = int(os.environ.get("CONCERN_CANARIES", "1000"))
MARKS = {
    "words": "zebrafinchmarmalade", "name": "Quillonia Vexworthy", "place": "Underbridge Tumblewick",
    "file name": "IMG_wolframite_8841", "file": "pangolinsaffronledger", "agent": "CanaryBrowser/77.1 (Okapiphone)",
    "address": "203.0.113.77", "header": "xylophonequartz", "reply": "gossamerthicketowl", "typed school": "hogwartsmarkedschool",
    "who": "Fenwick Larkspurrow", "keep from": "auntie Quillonberry", "abandoned": "tamarindvelvetquokka",
    "kept so far": "saskatoonbramblewren", "too long": "isinglassperiwinkle", "broken": "mulligatawnyferret", "reply by page": "peridotwagtailjam",
    "cookie": "trackingokapi8842",
}
PHOTO = {"photo's artist": "Heliotrope Wimbledown", "photo's serial": "SN-marzipanquartzite77", "photo's comment": "taken at Periwinkle Towers",
         "photo's end": "obsidianturnstile"}
MARKS.update(PHOTO)
HEADERS = {"User-Agent": MARKS["agent"], "X-Forwarded-For": MARKS["address"], "X-Marked": MARKS["header"],
           "Cookie": "a=" + MARKS["cookie"], "Referer": "https://example.org/" + MARKS["header"]}


def memory(pid):
    """All readable private memory of a process."""
    out = []
    with open("/proc/%d/maps" % pid) as maps, open("/proc/%d/mem" % pid, "rb", 0) as mem:
        for line in maps:
            span, mode = line.split()[:2]
            first, last = (int(x, 16) for x in span.split("-"))
            if mode[:2] != "rw" or "[v" in line or last - first > 1 << 30:
                continue
            try:
                mem.seek(first)
                out.append(mem.read(last - first))
            except (OSError, OverflowError, ValueError):
                continue
    return b"\0".join(out)


def photo():
    """A picture, and what a phone writes into it."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x013B], exif[0x010E] = PHOTO["photo's artist"], PHOTO["photo's comment"]
    exif[0x8769] = {0xA431: PHOTO["photo's serial"]}
    Image.linear_gradient("L").convert("RGB").resize((1600, 1200)).save(out, "JPEG", exif=exif, comment=PHOTO["photo's comment"])
    return out.getvalue() + PHOTO["photo's end"].encode()


class Canary(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        cls.gateway = Gateway().make().start()
        cls.codes, cls.states = [], []

    @classmethod
    def tearDownClass(cls):
        cls.gateway.remove()

    def send(self, client, n):
        school = self.gateway.schools[n % 3]
        said = {"text": "%s %s told me %d, she has a knife" % (MARKS["words"], MARKS["name"], n),
                "place": MARKS["place"], "keep_from": MARKS["keep from"], "school": school}
        kind = n % 5
        if kind == 3:
            client.report(dict(said, school=MARKS["typed school"]), headers=HEADERS)
        elif kind == 4:
            client.request("GET", "/s/%s?q=%s" % (MARKS["header"], MARKS["words"]), None, HEADERS)
        else:
            files = [(MARKS["file name"] + ".jpg", (MARKS["file"] * 400).encode())] * (kind == 1)
            answer = client.report(said, files, HEADERS)
            self.assertEqual(answer.status, 201, answer)
            self.codes.append(answer.json()["code"])
            if kind == 2:
                self.assertEqual(client.reply(self.codes[-1], MARKS["reply"]).status, 201)
                self.assertEqual(client.check(self.codes[-1]).status, 200)

    # --- the same by the pages: every form, and every way in which one ends ---
    def question(self, **answers):
        v = Visitor(self.gateway, HEADERS)
        said = dict(text="%s and %s" % (MARKS["words"], MARKS["name"]), place=MARKS["place"], who=MARKS["who"],
                    keep_from=MARKS["keep from"], files="yes")
        v.begin(self.gateway.schools[0] if len(self.states) % 2 else None)
        v.until("answers", **dict(said, **answers))
        self.states.append(v.page.state())
        return v

    def send_by_pages(self):
        v = self.question()
        answers = v.page
        v.press("send", [(MARKS["file name"] + ".exe", MARKS["file"].encode() * 400), (MARKS["file name"], b"")])
        self.assertEqual(v.page.errors, ["file"])
        picture = (MARKS["file name"] + ".jpg", b"\xff\xd8\xff\xe0" + MARKS["file"].encode() * 9000)
        v.press("send", [picture])
        self.codes.append(v.page.code())
        self.states.append(v.page.state())
        receipt = v.page
        self.assertEqual(v.press("send", page=answers).code(), self.codes[-1])
        self.assertEqual(v.post_raw("/report/picture", b"state=" + receipt.state().encode()).status, 200)
        v.press("continue", page=receipt)
        v.press(last="0000")
        v.press(last=self.codes[-1])
        v.look(self.codes[-1][:-1] + ("0" if self.codes[-1][-1] != "0" else "1"))
        v.look(self.codes[-1])
        self.states.append(v.page.state())
        v.press("send", [(MARKS["file name"] + ".exe", MARKS["file"].encode())], text=MARKS["reply by page"])
        v.press("send", text=MARKS["reply by page"] * 300)
        v.press("send", [picture], text=MARKS["reply by page"])
        self.assertEqual(v.page.status, 200)

    def leave_in_the_middle(self):
        v = self.question(text=MARKS["abandoned"])
        v.press("change-what")
        v.post("/report", [("state", v.page.state()), ("text", MARKS["kept so far"]), ("go", "keep")])
        self.assertEqual(v.page.fields()["text"], MARKS["kept so far"])
        self.states.append(v.page.state())
        v.press(text=MARKS["too long"] * 300)
        self.assertEqual(v.page.errors, ["text"])
        self.states.append(v.page.state())
        v.press("back")
        v.press("change-school")
        v.press(school_is="named", typed=MARKS["typed school"])
        self.assertEqual(v.page.errors, ["typed"])

    def send_what_is_broken(self):
        v = self.question()
        state, mark = v.page.state().encode(), MARKS["broken"].encode()
        for body in (b"state=" + state + b"&text=" + mark + b"%zz", b"state=" + state[:-4] + b"&text=" + mark,
                     b"state=" + state + b"&text=" + (mark + b"+") * 7000, b"state=" + mark * 100, mark):
            self.assertIn(v.post_raw("/report", body).status, (413, 422))
            self.assertIn(v.post_raw("/check", body.replace(b"text=", b"code=")).status, (413, 422))
            v.post_raw("/report/kept", body)
        for pairs in ([("state", state), ("text", mark), ("text", mark)], [("text", mark)], [("state", mark), ("text", mark)]):
            v.post_files("/report/send", pairs, [(MARKS["file name"], mark)])
            v.post_files("/check/reply", pairs, [(MARKS["file name"], mark)])
        body = multipart_form([("state", state)], [(MARKS["file name"] + ".jpg", b"\xff\xd8\xff\xe0" + mark * 20000)])
        head = ("POST /report/send HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=%s\r\n"
                "Content-Length: %d\r\n\r\n" % (BOUNDARY, len(body))).encode()
        for cut in (len(state) // 2, len(state) + 300, len(body) - 1):
            client = self.gateway.reporter()
            client.connect().connect()
            client.connection.sock.sendall(head + body[:cut])
            if cut == len(body) - 1:
                self.look_at_the_disk()
            client.close()

    def code_needles(self):
        found = set()
        for code in self.codes[:: max(1, len(self.codes) // 60)]:
            for shape in (code, code.replace("-", "")):
                found |= {shape.encode(), shape.lower().encode()}
        return found

    def search(self, where, haystack, wanted):
        for what, needle in wanted:
            self.assertFalse(needle in haystack, "%s found in %s" % (what, where))

    def wanted(self):
        return [(what, needle) for what, mark in MARKS.items() for needle in needles(mark)] + \
               [("a code", needle) for needle in self.code_needles()] + \
               [("a state", state[at:at + 48].encode()) for state in self.states[::max(1, len(self.states) // 60)]
                for at in (0, len(state) // 2)]

    def look_at_the_disk(self):
        wanted = self.wanted()
        for path in self.gateway.dir.rglob("*"):
            self.search("a path", str(path.relative_to(self.gateway.dir)).encode(), wanted)
            if path.is_file():
                self.search(path.name, path.read_bytes(), wanted)
        self.search("the log", "".join(self.gateway.log).encode(), wanted)

    def test_1_nothing_is_written_down_in_clear(self):
        client = self.gateway.reporter()
        for n in range(REQUESTS):
            self.send(client, n)
            if n in (10, REQUESTS // 2):
                self.look_at_the_disk()
        self.assertGreaterEqual(len(self.codes), REQUESTS // 2)
        self.look_at_the_disk()

    def test_1_nothing_of_the_pages_is_written_down_either(self):
        for n in range(max(3, REQUESTS // 30)):
            (self.send_by_pages, self.leave_in_the_middle, self.send_what_is_broken)[n % 3]()
        self.look_at_the_disk()

    def test_2_nothing_is_written_down_while_a_file_is_still_coming(self):
        body = multipart("report", {"text": MARKS["words"]}, [(MARKS["file name"], (MARKS["file"] * 150000).encode())])
        head = ("POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\nUser-Agent: %s\r\nContent-Type: multipart/form-data; "
                "boundary=%s\r\nContent-Length: %d\r\n\r\n" % (MARKS["agent"], BOUNDARY, len(body))).encode()
        client = self.gateway.reporter()
        connection = client.connect()
        connection.connect()
        connection.sock.sendall(head + body[:2000000])
        self.look_at_the_disk()
        connection.sock.sendall(body[2000000:])
        self.assertTrue(connection.sock.recv(15).startswith(b"HTTP/1.1 201"))
        client.close()

    def send_photo(self, text):
        """What became of it."""
        answer = self.gateway.reporter().report({"text": text}, [(MARKS["file name"] + ".jpg", photo())], HEADERS).json()
        self.codes.append(answer["code"])
        return answer["files"][0]["copy"]

    def copy_of(self, text, page_first):
        """As staff get it; where there is none, it is made for whoever asks."""
        staff, rows, after = self.gateway.staff("Cara Community"), [], ""
        while after is not None:
            page = staff.get("/api/v1/queue?limit=100" + ("&after=" + after if after else "")).json()
            rows, after = rows + [row["id"] for row in page["reports"]], page["after"]
        mine, = [row for row in rows if staff.get("/api/v1/reports/" + row).json()["report"]["text"] == text]
        if page_first:
            self.assertEqual(staff.get("/desk/case/%s/files/0" % mine).status, 200)
        return staff.get("/api/v1/reports/%s/files/0" % mine)

    def test_2_what_a_photo_says_of_its_sender_is_in_no_copy_and_on_no_disk(self):
        for mark in PHOTO.values():
            self.assertIn(mark.encode(), photo())
        at_the_door, at_the_desk = "a photo that is cleaned at the door", "a photo that the desk has cleaned"
        self.assertEqual(self.send_photo(at_the_door), "clean")
        cleaner, = self.gateway.children()["cleaner"]
        os.kill(cleaner, signal.SIGSTOP)
        try:
            self.assertEqual(self.send_photo(at_the_desk), "later")
        finally:
            os.kill(cleaner, signal.SIGCONT)
        for text in (at_the_door, at_the_desk):
            copy = self.copy_of(text, text == at_the_door)
            self.assertEqual(copy.status, 200, copy)
            self.assertEqual(Image.open(io.BytesIO(copy.body)).size, (1600, 1200))
            self.search("a clean copy", copy.body, [(what, mark.encode()) for what, mark in PHOTO.items()])
        self.look_at_the_disk()

    @unittest.skipUnless(os.geteuid() == 0, "only root may read another process's memory")
    def test_3_the_process_that_shows_a_photo_has_forgotten_what_it_said(self):
        for kind in ("desk", "cleaner"):
            for pid in self.gateway.children()[kind]:
                self.search("the memory of " + kind, memory(pid), [(what, mark.encode()) for what, mark in PHOTO.items()])

    @unittest.skipUnless(os.geteuid() == 0, "only root may read another process's memory")
    def test_3_the_process_that_keeps_everything_never_held_a_word(self):
        held = memory(self.gateway.children()["vault"][0])
        self.assertGreater(len(held), 100000)
        self.search("the vault's memory", held, self.wanted())

    @unittest.skipUnless(os.geteuid() == 0, "only root may read another process's memory")
    def test_4_the_process_that_reads_reports_has_forgotten_them(self):
        for pid in self.gateway.children()["intake"]:
            self.search("an intake's memory", memory(pid), self.wanted())

    def is_served(self):
        try:
            return self.gateway.reporter().get("/healthz").status == 200
        except OSError:
            return False

    def test_5_a_crash_leaves_no_core_file(self):
        pattern = pathlib.Path("/proc/sys/kernel/core_pattern").read_text().strip()
        folders = [self.gateway.dir, self.gateway.dir / "store", pathlib.Path(pattern).parent
                   if pattern.startswith("/") else self.gateway.dir]
        before = {str(p) for f in folders for p in f.glob("*core*")}
        client = self.gateway.reporter()
        self.send(client, 0)
        for kind, pids in self.gateway.children().items():
            for pid in pids:
                os.kill(pid, signal.SIGSEGV)
        self.assertTrue(until(self.is_served), "the service did not come back")
        self.assertEqual({str(p) for f in folders for p in f.glob("*core*")}, before)
        self.look_at_the_disk()

    def test_6_the_log_says_only_numbers_while_serving(self):
        serving = False
        for line in self.gateway.log:
            serving = serving or "concernd is ready" in line
            self.assertNotRegex(line, r"\d+\.\d+\.\d+\.\d+" if serving else r"^$")
        self.assertFalse(re.search(r"GET|POST|Mozilla", "".join(self.gateway.log)))


if __name__ == "__main__":
    unittest.main()
