"""concern keygen, pull, outcome and queue: community safety's own computer, against a real gateway."""
import base64
import csv
import ctypes
import io
import json
import os
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import tempfile
import threading
import time
import unittest

from PIL import Image, PngImagePlugin

from console import at_console
from gateway import CONCERN, ENVIRONMENT, Gateway, sha256, until

KILLS = int(os.environ.get("CONCERN_PULL_KILLS", "100"))
DONE, REFUSED, MISUSED, UNREACHED, FAULT = range(5)
COMMUNITY = "Cara Community"
URGENT = "he has a knife in his bag and says he will use it after school today"


def picture(seed, **more):
    """A PNG of noise, which no encoder makes much smaller."""
    out = io.BytesIO()
    Image.frombytes("RGB", (160, 160), random.Random(seed).randbytes(3 * 160 * 160)).save(out, "PNG", **more)
    return out.getvalue()


def pixels(data):
    return Image.open(io.BytesIO(data)).convert("RGB").tobytes()


PICTURE, AUTHOR = picture(1), PngImagePlugin.PngInfo()
AUTHOR.add_text("Author", "Sam Okafor")
NAMED = picture(2, pnginfo=AUTHOR)


def unseal(sealed, secret):
    """What crypto_box_seal made, by libsodium itself."""
    sodium = ctypes.CDLL("libsodium.so.23")
    public, plain = ctypes.create_string_buffer(32), ctypes.create_string_buffer(len(sealed) - 48)
    assert sodium.crypto_scalarmult_base(public, secret) == 0
    assert sodium.crypto_box_seal_open(plain, sealed, ctypes.c_ulonglong(len(sealed)), public, secret) == 0
    return plain.raw


class Computer:
    """One computer of community safety's: a key file, and the folders that it pulls into."""

    def __init__(self, gateway, home, name):
        self.gateway, self.home, self.name = gateway, pathlib.Path(home), name
        self.key_file = self.home / (name.replace(" ", "-") + ".key")
        self.words = None

    def words_of(self, verb, *more):
        return [CONCERN, verb, *more, "--key-file", str(self.key_file), "--server",
                "https://localhost:%d" % self.gateway.staff_port, "--ca", str(self.gateway.dir / "ca.pem"), "--cert",
                self.gateway.device[0], "--key", self.gateway.device[1]]

    def run(self, verb, *more, stdin=""):
        return subprocess.run(self.words_of(verb, *more), input=stdin, text=True, capture_output=True, env=ENVIRONMENT,
                              timeout=120)

    def pull(self, folder, *more):
        return self.run("pull", "--into", str(self.home / folder), *more)

    def begin(self, verb, *more):
        return subprocess.Popen(self.words_of(verb, *more), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)

    # --- the folder ---
    def rows(self, folder):
        return json.loads((self.home / folder / "escalations.json").read_text())["escalations"]

    def row(self, folder, ref):
        return next(row for row in self.rows(folder) if row["ref"] == ref)


class Pull(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway().make(enrol=False)
        for name in ("Asha Lead", COMMUNITY, "Eve Admin"):
            cls.gateway.enrol(name)
        cls.gateway.start()
        cls.home = pathlib.Path(tempfile.mkdtemp(prefix="pull-"))
        # All at once: for a minute after somebody left, nobody can be let in.
        cls.laptop, cls.careful, cls.battered, cls.patient, cls.lost = (
            cls.let_in(name + " laptop") for name in ("Meeting", "Careful", "Battered", "Patient", "Lost"))

    @classmethod
    def tearDownClass(cls):
        cls.gateway.remove()
        shutil.rmtree(cls.home, ignore_errors=True)

    # --- how a computer comes in ---
    @classmethod
    def invite(cls, name, team="community"):
        admin = at_console(cls.gateway, "Eve Admin")
        admin.get("/desk/people")
        page = admin.post("/desk/people/invite", {"name": name, "team": team, "title": "", "team_b": "", "title_b": ""})
        return re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}", page.source)[0]

    @classmethod
    def enrol(cls, name):
        computer = Computer(cls.gateway, cls.home, name)
        made = computer.run("keygen", "--json", stdin=cls.invite(name) + "\n")
        assert made.returncode == DONE, made
        said = json.loads(made.stdout)
        assert said["name"] == name, said
        computer.words = said["check_words"]
        return computer

    @classmethod
    def admit(cls, computer):
        colleague = at_console(cls.gateway, COMMUNITY)
        page = colleague.get("/desk/people")
        assert computer.words in page.words(), page.words()
        assert computer.name + " (device)" in page.words(), page.words()
        colleague.post("/desk/people/admit", {"name": computer.name, "team": "community", "words": computer.words})

    @classmethod
    def let_in(cls, name):
        computer = cls.enrol(name)
        cls.admit(computer)
        return computer

    @classmethod
    def leave(cls, name):
        admin = at_console(cls.gateway, "Eve Admin")
        admin.get("/desk/people/leave?name=" + name.replace(" ", "+"))
        admin.post("/desk/people/leave", {"name": name, "sure": "yes"})

    # --- cases ---
    def report(self, text=URGENT, files=(), **more):
        """Its reference code, its number, and its short name."""
        sent = self.gateway.reporter().report(dict({"text": text, "answers": {"danger_now": "yes"}}, **more), files)
        self.assertEqual(sent.status, 201, sent)
        with self.database() as db:
            report, = db.execute("SELECT report FROM escalation ORDER BY changed DESC LIMIT 1").fetchone()
        return sent.json()["code"], report.hex(), "%s-%s" % (report.hex()[:4].upper(), report.hex()[4:8].upper())

    def database(self, write=False):
        path = self.gateway.dir / "store/concern.db"
        return sqlite3.connect("file:%s?mode=%s" % (path, "rw" if write else "ro"), uri=True, timeout=30)

    def taken(self, name):
        with self.database() as db:
            return {report.hex(): upto for report, upto in
                    db.execute("SELECT report, upto FROM taken WHERE member = ?", (name,))}

    def changed(self):
        with self.database() as db:
            return {report.hex(): changed for report, changed in
                    db.execute("SELECT report, changed FROM escalation JOIN report ON report.id = escalation.report "
                               "WHERE listed > 0 AND report.kind < 3")}

    # --- what must always hold ---
    def consistent(self, folder):
        """Whatever was stopped: what is there is whole, and nobody else's to read."""
        home = self.home / folder
        if not home.exists():
            return []
        for path in [home, *home.rglob("*")]:
            mode = path.lstat().st_mode & 0o777
            self.assertEqual(mode, 0o700 if path.is_dir() else 0o600, path)
        if (home / "state.json").exists():
            self.assertGreaterEqual(json.loads((home / "state.json").read_text())["cursor"], 0)
        if not (home / "escalations.json").exists():
            return []
        rows = json.loads((home / "escalations.json").read_text())["escalations"]
        ids = [row["id"] for row in rows]
        self.assertEqual(len(ids), len(set(ids)))
        for row in rows:
            for file in row["files"]:
                if "path" not in file:
                    self.assertTrue(file["locked"] or file["copy"] != "clean", file)
                    continue
                data = (home / file["path"]).read_bytes()
                self.assertEqual((len(data), sha256(data)), (file["copy_size"], file["copy_sha256"]))
        return rows

    def complete(self, computer, folder):
        """Everything there is, once, and acknowledged as it is there."""
        rows = {row["id"]: row["changed"] for row in self.consistent(folder)}
        self.assertEqual(rows, self.changed())
        self.assertEqual(self.taken(computer.name), rows)
        home = computer.home / folder
        with open(home / "escalations.csv", newline="") as table:
            self.assertEqual(sorted(row["id"] for row in csv.DictReader(table)), sorted(rows))
        html = (home / "pack.html").read_text()
        self.assertEqual(html.count("<article>"), len(rows))
        self.assertEqual(list((home / "tmp").iterdir()), [])

    # --- the journey ---
    def test_what_was_reported_comes_to_the_folder_and_only_what_changed_comes_again(self):
        code, case, ref = self.report("=he has a knife <b>& \"more\"\nat the gate", [("my name.png", NAMED)], place="the gate")
        done = self.laptop.pull("journey")
        self.assertEqual(done.returncode, DONE, done.stderr)
        row = self.laptop.row("journey", ref)
        self.assertEqual((row["id"], row["text"], row["place"], row["band"]),
                         (case, "=he has a knife <b>& \"more\"\nat the gate", "the gate", "immediate"))
        self.assertEqual([file["path"] for file in row["files"]], ["files/%s/attachment-1.png" % case])
        copy = (self.laptop.home / "journey" / row["files"][0]["path"]).read_bytes()
        self.assertEqual((pixels(copy) == pixels(NAMED), b"Sam Okafor" in NAMED, b"Sam Okafor" in copy), (True, True, False))
        self.assertEqual(row["files"][0]["sha256"], sha256(NAMED))
        self.assertTrue(row["reasons"])
        self.assertEqual(row["clocks"][0]["what"], "told")
        html = (self.laptop.home / "journey/pack.html").read_text()
        self.assertIn("=he has a knife &lt;b&gt;&amp; &quot;more&quot;\nat the gate", html)
        self.assertIn("not confirmed", html)
        everything = "".join(path.read_text("utf-8", "replace") for path in (self.laptop.home / "journey").glob("*.*"))
        self.assertNotIn("my name", everything)
        with open(self.laptop.home / "journey/escalations.csv", newline="") as table:
            words = {line["id"]: line["words_not_confirmed"] for line in csv.DictReader(table)}
        self.assertEqual(words[case], "'=he has a knife <b>& \"more\"\nat the gate")
        self.complete(self.laptop, "journey")

        again = self.laptop.pull("journey")
        self.assertEqual((again.returncode, again.stdout), (DONE, "Nothing new.\n"), again.stderr)
        self.assertEqual(self.gateway.reporter().reply(code, "and now he is gone").status, 201)
        third = json.loads(self.laptop.pull("journey", "--json").stdout)
        self.assertEqual((third["taken"], third["refused"]), (1, 0))
        self.assertEqual([m["text"] for m in self.laptop.row("journey", ref)["messages"]], ["and now he is gone"])
        self.complete(self.laptop, "journey")

    def test_a_decision_goes_back_and_stands_on_the_console_and_in_the_next_pull(self):
        _, case, ref = self.report("a boy was stabbed near the station just now")
        wrong = self.laptop.run("outcome", case, "--sheet", "decision", "--field", "text=secret words", "--field", "why=-")
        self.assertEqual((wrong.returncode, "secret words" in wrong.stderr), (MISUSED, False), wrong.stderr)
        asked = self.laptop.run("outcome", case, "--sheet", "ask", "--field", "agency=-", "--field", "owner=-", "--field",
                                "due=2030-01-02T09:30", "--field", "text=-", "--json",
                                stdin="Police\nPC Example\nPatrol past the gate.\n.\n")
        self.assertEqual(asked.returncode, DONE, asked.stderr)
        part = json.loads(asked.stdout)["part"]
        never = self.laptop.run("outcome", case, "--sheet", "ask", "--field", "due=2030-02-31T09:30")
        self.assertEqual((never.returncode, "one that there is" in never.stderr), (MISUSED, True), never.stderr)
        bogus = self.laptop.run("outcome", case, "--sheet", "decision", "--field", "outcome=bogus", "--field", "text=-", "--field",
                                "why=-", stdin="x\n.\ny\n.\n")
        self.assertEqual(bogus.returncode, MISUSED)
        self.assertIn("outcome=keep|step_down|refer|close|information", bogus.stderr)
        decided = self.laptop.run("outcome", case, "--sheet", "decision", "--field", "outcome=keep", "--field", "text=-",
                                  "--field", "why=-", stdin="Keep it open.\nTwo lines.\n.\nHe is not safe yet.\n")
        self.assertEqual(decided.returncode, DONE, decided.stderr)
        page = at_console(self.gateway, COMMUNITY).get("/desk/case/" + case)
        for words in ("Keep it open.", "He is not safe yet.", "Patrol past the gate.", "Meeting laptop"):
            self.assertIn(words, page.words())
        self.assertEqual(self.laptop.pull("outcome").returncode, DONE)
        row = self.laptop.row("outcome", ref)
        self.assertEqual([(d["outcome"], d["text"], d["why"], d["by"]) for d in row["decisions"]],
                         [("keep", "Keep it open.\nTwo lines.", "He is not safe yet.", "Meeting laptop")])
        self.assertEqual([(a["part"], a["agency"], a["owner"]) for a in row["asks"]], [(part, "Police", "PC Example")])

        for of, status in ((part + 50, REFUSED), (part, DONE), (part, REFUSED)):
            done = self.laptop.run("outcome", case, "--sheet", "ask_done", "--field", "of=%d" % of, "--field", "result=done")
            self.assertEqual(done.returncode, status, done.stderr)
        told = self.laptop.run("outcome", case, "--sheet", "told", "--field", "agency=police", "--field", "who=-", "--field",
                               "how=phone", "--field", "at=2026-01-02T09:30", stdin="PC Example\n")
        self.assertEqual((told.returncode, "use the console" in told.stderr), (REFUSED, True), told.stderr)

        self.assertEqual(self.laptop.pull("outcome").returncode, DONE)
        self.assertEqual(self.laptop.row("outcome", ref)["asks"], [])

    def session(self, computer):
        """A client that is signed in as this computer."""
        client, secret = self.gateway.client(self.gateway.staff_port), re.search("key: (.*)", computer.key_file.read_text())[1]
        sealed = base64.b64decode(client.post_json("/api/v1/device/session", {"name": computer.name}).json()["sealed"])
        client.cookie = "__Host-session=" + unseal(sealed, bytes.fromhex(secret)).hex()
        return client

    def parts(self, case):
        with self.database() as db:
            return db.execute("SELECT parts, head, band, state, due FROM report WHERE id = ?", (bytes.fromhex(case),)).fetchone()

    def test_an_outcome_without_the_cases_key_or_by_a_person_changes_nothing(self):
        _, case, ref = self.report("a boy with a machete near the library", school=self.gateway.schools[0])
        colleague = at_console(self.gateway, COMMUNITY)
        colleague.get("/desk/drm")
        meeting = re.search("/desk/drm/([0-9a-f]{32})", colleague.raw_post("/desk/drm/start").headers["Location"])[1]
        before, laptop = self.parts(case), self.session(self.laptop)
        good = {"key": base64.b64encode(os.urandom(32)).decode(), "sheet": "decision",
                "fields": {"outcome": "keep", "text": "Forged.", "why": "Because."}}
        for who, to, changed, status in (
                (laptop, case, {}, 403), (laptop, meeting, {}, 404), (laptop, "0" * 32, {}, 404),
                (laptop, case, {"key": "AAAA"}, 422), (laptop, case, {"key": None}, 422), (laptop, case, {"by": COMMUNITY}, 422),
                (laptop, case, {"sheet": "told"}, 422), (laptop, case, {"sheet": "release"}, 422),
                (laptop, case, {"fields": {"outcome": "keep"}}, 422), (laptop, case, {"fields": dict(good["fields"], by="x")}, 422),
                (laptop, case, {"fields": dict(good["fields"], text=7)}, 422), (laptop, case, {"fields": []}, 422),
                (self.gateway.staff("Asha Lead"), case, {}, 403), (self.gateway.staff(COMMUNITY), case, {}, 403),
                (self.gateway.staff(COMMUNITY), meeting, {}, 403), (self.gateway.client(self.gateway.staff_port), case, {}, 401)):
            answer = who.post_json("/api/v1/escalations/%s/outcome" % to, dict(good, **changed))
            self.assertEqual((answer.status, answer.headers["Content-Type"]), (status, "application/problem+json"), (to, changed))
        self.assertEqual(self.parts(case), before)
        colleague.get("/desk/drm/" + meeting)
        self.assertNotIn("Forged.", at_console(self.gateway, "Asha Lead").get("/desk/case/" + case).words())
        self.assertEqual(self.laptop.pull("unforged").returncode, DONE)
        self.assertEqual(self.laptop.row("unforged", ref)["decisions"], [])

    def test_two_who_write_at_once_both_get_their_entry_in(self):
        _, case, ref = self.report("they are fighting with knives at the bus stop now")
        writers = [subprocess.Popen(self.laptop.words_of("outcome", case, "--sheet", "decision", "--field", "outcome=keep",
                                                         "--field", "text=-", "--field", "why=-"), stdin=subprocess.PIPE,
                                    stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=ENVIRONMENT)
                   for _ in range(3)]
        for n, writer in enumerate(writers):
            writer.stdin.write("Decision %d\n.\nBecause.\n" % n)
            writer.stdin.close()
        for writer in writers:
            self.assertEqual(writer.wait(60), DONE, writer.stderr.read())
            writer.stderr.close()
        self.assertEqual(self.laptop.pull("writers").returncode, DONE)
        self.assertEqual(sorted(d["text"] for d in self.laptop.row("writers", ref)["decisions"]),
                         ["Decision 0", "Decision 1", "Decision 2"])

    def test_the_queue_shows_what_is_open_the_gravest_first(self):
        self.report(URGENT, answers={})
        _, case, _ = self.report("a man has a gun in the park right now")
        queue = self.laptop.run("queue", "--json")
        self.assertEqual(queue.returncode, DONE, queue.stderr)
        rows = json.loads(queue.stdout)["escalations"]
        self.assertIn((case, "immediate"), [(row["id"], row["band"]) for row in rows])
        bands = [["immediate", "urgent", "priority", "routine"].index(row["band"]) for row in rows]
        self.assertEqual(bands, sorted(bands))
        self.assertIn(case, self.laptop.run("queue").stdout)

    # --- who may ---
    def test_a_key_file_that_is_not_this_computers_opens_nothing(self):
        stranger = Computer(self.gateway, self.home, "Nobody at all")
        text = self.laptop.key_file.read_text()
        for what, changed, status in (
                ("altered", re.sub(r"(?<=key: ).", lambda m: "0" if m[0] != "0" else "1", text), MISUSED),
                ("cut", text[:-3], MISUSED), ("no key file", "hello\n", MISUSED)):
            with self.subTest(what=what):
                stranger.key_file.write_text(changed)
                os.chmod(stranger.key_file, 0o600)
                done = stranger.pull("stranger")
                self.assertEqual((done.returncode, done.stdout), (status, ""), done.stderr)
        stranger.key_file.write_text(text)
        os.chmod(stranger.key_file, 0o644)
        self.assertEqual(stranger.pull("stranger").returncode, MISUSED)
        os.chmod(stranger.key_file, 0o600)
        for name in (COMMUNITY, "Nobody at all"):  # a person of that name, and nobody
            done = stranger.pull("stranger", "--name", name)
            self.assertEqual((done.returncode, "knows no computer" in done.stderr), (REFUSED, True), done.stderr)
        self.assertFalse((self.home / "stranger/escalations.json").exists())

    def test_a_computer_that_nobody_let_in_or_that_has_left_gets_nothing(self):
        waiting = self.enrol("Waiting laptop").pull("waiting")
        self.assertEqual((waiting.returncode, "let this computer in" in waiting.stderr), (REFUSED, True), waiting.stderr)
        computer = self.lost
        self.report("a knife was seen in school again today")
        self.assertEqual(computer.pull("lost").returncode, DONE)
        self.leave(computer.name)
        gone = computer.pull("lost")
        self.assertEqual((gone.returncode, "has left" in gone.stderr), (REFUSED, True), gone.stderr)
        self.consistent("lost")
        self.assertEqual(self.laptop.pull("after").returncode, DONE)  # with the key that its team has now, and the one before
        self.complete(self.laptop, "after")

    def test_an_invitation_makes_one_computer_and_no_key_is_written_over(self):
        again = self.laptop.run("keygen", stdin=self.invite("Second laptop") + "\n")
        self.assertEqual((again.returncode, "never written over" in again.stderr), (MISUSED, True), again.stderr)
        other = Computer(self.gateway, self.home, "School laptop")
        for code, status in ((self.invite("School laptop", "lado"), REFUSED), ("7Q3K-0000", MISUSED)):
            done = other.run("keygen", stdin=code + "\n")
            self.assertEqual((done.returncode, other.key_file.exists()), (status, False), done.stderr)

    def test_who_asks_by_a_name_learns_nothing_of_it(self):
        client = self.gateway.client(self.gateway.staff_port)
        answers = [client.post_json("/api/v1/device/session", {"name": name})
                   for name in ("Meeting laptop", COMMUNITY, "Nobody")]
        self.assertEqual([answer.status for answer in answers], [201] * 3)
        self.assertEqual([list(answer.json()) for answer in answers], [["sealed"]] * 3)
        self.assertEqual({len(base64.b64decode(answer.json()["sealed"])) for answer in answers}, {80})
        person = self.gateway.staff(COMMUNITY)
        self.assertEqual(person.get("/api/v1/escalations").status, 403)
        self.assertEqual(client.get("/api/v1/escalations").status, 401)

    def test_a_computers_session_opens_no_page_of_the_console(self):
        client = self.session(self.laptop)
        self.assertEqual(client.get("/api/v1/escalations").status, 200)
        for path in ("/desk/queue", "/desk/people", "/desk/account", "/desk/account/second", "/desk/drm"):
            self.assertIn(client.get(path).status, (403, 404), path)
        case = client.get("/api/v1/escalations?limit=1").json()["escalations"]
        for row in case:
            self.assertEqual(client.get("/api/v1/reports/" + row["id"]).status, 401)
        for path, status in (("?after=x", 422), ("?limit=0", 422), ("?limit=101", 422), ("/" + "0" * 32, 404), ("/x", 404)):
            self.assertEqual(client.get("/api/v1/escalations" + path).status, status, path)
        one = "/api/v1/escalations/" + self.report()[1]
        for path, body, status in ((one + "/ack", {}, 422), (one + "/ack", {"upto": 1 << 40}, 422), (one + "/ack", [], 422),
                                   (one + "/outcome", {"sheet": "decision"}, 422), (one + "/other", {}, 404),
                                   ("/api/v1/escalations/" + "0" * 32 + "/ack", {"upto": 1}, 404)):
            answer = client.post_json(path, body)
            self.assertEqual((answer.status, answer.headers["Content-Type"]), (status, "application/problem+json"), path)

    # --- what breaks ---
    def test_a_case_that_was_tampered_with_is_left_out_and_the_others_still_arrive(self):
        computer = self.careful
        _, bad, bad_ref = self.report("a knife at the gate, the first of two")
        _, good, good_ref = self.report("a knife at the gate, the second of two")
        with self.database(write=True) as db:
            kept, digest = db.execute("SELECT bytes, digest FROM part WHERE report = ? AND seq = 0", (bytes.fromhex(bad),)).fetchone()
            swap, other = db.execute("SELECT bytes, digest FROM part WHERE report = ? AND seq = 0", (bytes.fromhex(good),)).fetchone()
            db.execute("UPDATE part SET bytes = ?, digest = ? WHERE report = ? AND seq = 0", (swap, other, bytes.fromhex(bad)))
        for _ in range(2):
            done = computer.pull("tampered")
            self.assertEqual((done.returncode, "Case %s does not fit its seal" % bad_ref in done.stderr), (FAULT, True), done.stderr)
            rows = [row["ref"] for row in self.consistent("tampered")]
            self.assertIn(good_ref, rows)
            self.assertNotIn(bad_ref, rows)
            self.assertNotIn(bad, self.taken(computer.name))
            self.assertIn(good, self.taken(computer.name))
        with self.database(write=True) as db:
            db.execute("UPDATE part SET bytes = ?, digest = ? WHERE report = ? AND seq = 0", (kept, digest, bytes.fromhex(bad)))
        done = computer.pull("tampered")
        self.assertEqual(done.returncode, DONE, done.stderr)
        self.complete(computer, "tampered")

    def test_a_case_of_which_a_file_is_lost_comes_without_it_and_the_others_come_whole(self):
        computer = self.careful
        _, bad, bad_ref = self.report("a knife at the pool, the first of two", [("a.png", PICTURE)])
        with self.database() as db:
            (name,), = db.execute("SELECT name FROM copy WHERE report = ?", (bytes.fromhex(bad),))
        lost, = (self.gateway.dir / "store/spool").rglob(name)
        away = self.home / "away"
        for what in ("lost", "damaged"):
            with self.subTest(what=what):
                _, good, good_ref = self.report("a knife at the pool, another", [("b.png", PICTURE)])
                kept = lost.read_bytes()
                lost.rename(away) if what == "lost" else lost.write_bytes(b"\0" * len(kept))
                for _ in range(2):
                    done = computer.pull(what)
                    self.assertEqual((done.returncode, "Case %s is here, but not all" % bad_ref in done.stderr), (FAULT, True), done.stderr)
                    rows = {row["id"]: row for row in json.loads((self.home / what / "escalations.json").read_text())["escalations"]}
                    self.assertEqual([("path" in file) for case in (bad, good) for file in rows[case]["files"]], [False, True])
                    self.assertIn("Attachment 1: <bdi>did not come", (self.home / what / "pack.html").read_text())
                    self.assertNotIn(bad, self.taken(computer.name))
                    self.assertIn(good, self.taken(computer.name))
                if what == "lost":
                    away.rename(lost)
                else:
                    lost.write_bytes(kept)
                done = computer.pull(what)
                self.assertEqual(done.returncode, DONE, done.stderr)
                self.complete(computer, what)
                with self.database(write=True) as db:
                    db.execute("DELETE FROM taken WHERE report = ?", (bytes.fromhex(bad),))

    def test_attachments_come_as_clean_copies_and_a_lock_takes_them_back(self):
        computer, home = self.laptop, self.home / "attached"
        code, case, ref = self.report("a knife at the pool, and pictures", [
            ("a.png", picture(3)), ("b.docx", b"PK\3\4" + os.urandom(3000)), ("c.png", picture(4))])
        done = computer.pull("attached")
        self.assertEqual((done.returncode, done.stderr), (DONE, ""))
        files = computer.row("attached", ref)["files"]
        self.assertEqual([(file.get("path", ""), file["copy"], file["locked"]) for file in files], [
            ("files/%s/attachment-1.png" % case, "clean", None), ("", "strange", None), ("files/%s/attachment-3.png" % case, "clean", None)])
        words = "not cleaned: of a kind that cannot be; look at it in the console"
        self.assertIn("Attachment 2: <bdi>" + words, (home / "pack.html").read_text())
        self.assertIn("; 2: %s; 3: files/" % words, (home / "escalations.csv").read_text())
        self.complete(computer, "attached")

        at_console(self.gateway, COMMUNITY).post("/desk/case/%s/record" % case, {"sheet": "hold", "f-file": "1"})
        locked = computer.run("outcome", case, "--sheet", "hold", "--field", "file=3", "--field", "why=malware")
        self.assertEqual(locked.returncode, DONE, locked.stderr)
        for sheet, fields in (("original", ("file=2", "text=-")), ("original_said", ("of=2", "result=yes"))):
            refused = computer.run("outcome", case, "--sheet", sheet, *(word for one in fields for word in ("--field", one)), stdin="x\n.\n")
            self.assertEqual((refused.returncode, "use the console" in refused.stderr), (REFUSED, True), refused.stderr)
        session = self.session(computer)
        self.assertEqual([session.get("/api/v1/escalations/%s/files/%d" % (case, n)).status for n in range(4)], [423, 200, 423, 404])
        for again in range(2):
            done = computer.pull("attached")
            self.assertEqual(done.returncode, DONE, done.stderr)
            self.assertEqual([("Attachment %d of case %s was locked" % (n, ref)) in done.stderr for n in (1, 2, 3)],
                             [again == 0, False, again == 0])
            files = computer.row("attached", ref)["files"]
            self.assertEqual([(file.get("path", ""), file["locked"], file.get("left")) for file in files], [
                ("", "indecent", "files/%s/attachment-1.png" % case), ("", None, None), ("", "malware", "files/%s/attachment-3.png" % case)])
            for file in files:
                if "left" in file:
                    self.assertEqual(stat.S_IMODE((home / file["left"]).stat().st_mode), 0)
            self.assertNotIn('href="files/' + case, (home / "pack.html").read_text())
            self.assertIn("Attachment 1: <bdi>locked: suspected indecent image of a child", (home / "pack.html").read_text())
            self.assertEqual(self.gateway.reporter().reply(code, "and another").status, 201)
        self.assertEqual(computer.pull("attached anew").returncode, DONE)
        self.assertFalse((self.home / "attached anew/files" / case).exists())
        self.complete(computer, "attached anew")

    def test_a_copy_that_is_made_later_comes_later(self):
        cleaner, = self.gateway.children()["cleaner"]
        os.kill(cleaner, signal.SIGSTOP)
        try:
            _, case, ref = self.report("a knife at the pool, and nobody has time", [("a.png", PICTURE)])
        finally:
            os.kill(cleaner, signal.SIGCONT)
        self.assertEqual(self.careful.pull("later").returncode, DONE)
        file, = self.careful.row("later", ref)["files"]
        self.assertEqual((file["copy"], "path" in file), ("later", False))
        self.assertIn("not cleaned yet; look at it in the console", (self.home / "later/pack.html").read_text())
        self.assertIn(case, self.taken("Careful laptop"))
        self.assertEqual(at_console(self.gateway, COMMUNITY).raw_get("/desk/case/%s/files/0" % case).status, 200)
        self.assertEqual(self.careful.pull("later").returncode, DONE)
        file, = self.careful.row("later", ref)["files"]
        self.assertEqual(pixels((self.home / "later" / file["path"]).read_bytes()), pixels(PICTURE))
        self.complete(self.careful, "later")

    def test_two_pulls_at_once_into_two_folders_and_into_one(self):
        for n in range(6):
            self.report("a knife, number %d of six" % n, [("x.bin", os.urandom(200000))])
        pulls = [self.laptop.begin("pull", "--into", str(self.home / folder)) for folder in ("left", "right")]
        for one in pulls:
            self.assertEqual(one.wait(60), DONE, one.stderr.read())
        self.complete(self.laptop, "left")
        self.complete(self.laptop, "right")
        pulls += [self.laptop.begin("pull", "--into", str(self.home / "both")) for _ in range(3)]
        ends = sorted(one.wait(60) for one in pulls[2:])
        self.assertEqual((ends[0], set(ends) <= {DONE, MISUSED}), (DONE, True))
        said = [one.stderr.read() for one in pulls]
        self.assertTrue(all("Another \"concern pull\"" in text for one, text in zip(pulls, said) if one.returncode == MISUSED), said)
        for one in pulls:
            one.stdout.close()
            one.stderr.close()
        self.assertEqual(self.laptop.pull("both").returncode, DONE)
        self.complete(self.laptop, "both")

    def test_a_pull_that_is_killed_at_any_moment_loses_and_doubles_nothing(self):
        computer, seed = self.battered, random.randrange(1 << 30)
        dice, pause, codes = random.Random(seed), threading.Event(), []
        codes = [self.report("a knife, number %d" % n, [("x.png", PICTURE)] if n % 2 else [])[0] for n in range(4)]
        began = time.monotonic()
        self.assertEqual(computer.pull("measured").returncode, DONE)
        longest, killed, between = time.monotonic() - began, 0, 0
        for n in range(KILLS):
            self.assertEqual(self.gateway.reporter().reply(dice.choice(codes), "word %d" % n).status, 201)
            if n % 7 == 6:  # what is there by now is taken up; then all of it again
                self.assertEqual(computer.pull("killed").returncode, DONE, seed)
                self.complete(computer, "killed")
                shutil.rmtree(self.home / "killed")
            before = self.taken(computer.name)
            one = computer.begin("pull", "--into", str(self.home / "killed"))
            pause.wait(dice.random() * longest)
            one.kill()
            killed += one.wait() == -signal.SIGKILL
            one.stdout.close()
            one.stderr.close()
            here = {row["id"]: row["changed"] for row in self.consistent("killed")}
            for case, upto in self.taken(computer.name).items():  # nothing was acknowledged that is not here
                self.assertTrue(upto == before.get(case) or here.get(case, 0) >= upto, (seed, case))
            between += (self.home / "killed/files").exists() and not (self.home / "killed/state.json").exists()
        done = computer.pull("killed")
        self.assertEqual(done.returncode, DONE, (seed, done.stderr))
        self.assertGreater(killed, KILLS // 10)
        print("seed %d: %d killed, %d of them while a first pull was writing" % (seed, killed, between), flush=True)
        self.complete(computer, "killed")

    def test_a_gateway_that_is_killed_during_acknowledgements_loses_and_doubles_nothing(self):
        computer, dice = self.patient, random.Random(7)
        for n in range(8):
            self.report("a knife, number %d of eight" % n)
        everything = len(self.changed())
        for n in range(10):
            folder = "gateway-%d" % n
            one = computer.begin("pull", "--into", str(self.home / folder))
            until(lambda: (self.home / folder / "escalations.json").exists() or one.poll() is not None)
            kinds = self.gateway.children()
            for pid in kinds.get(dice.choice(("desk", "vault")), []):
                os.kill(pid, signal.SIGKILL)
            self.assertIn(one.wait(60), (DONE, UNREACHED, FAULT))
            one.stdout.close()
            one.stderr.close()
            self.consistent(folder)
            self.assertTrue(until(lambda: computer.pull(folder).returncode == DONE))
            self.complete(computer, folder)
        self.assertEqual(len(self.changed()), everything)

    def test_what_is_in_the_way_is_said_in_a_sentence(self):
        open_to_all = self.home / "open"
        open_to_all.mkdir(mode=0o755)
        os.chmod(open_to_all, 0o755)
        (self.home / "odd").mkdir(mode=0o700)
        (self.home / "odd/state.json").write_text("{}")
        for folder, words in (("open", "chmod 700"), ("odd", "state.json"), ("no/such/place", "cannot be made")):
            done = self.laptop.pull(folder)
            self.assertEqual((done.returncode, words in done.stderr), (MISUSED, True), done.stderr)
        self.assertEqual(self.laptop.run("pull").returncode, MISUSED)
        self.assertEqual(self.gateway.sanitizer_reports(), [])


if __name__ == "__main__":
    unittest.main()
