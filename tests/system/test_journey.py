"""A report travels from a reporter to the queue, is opened, answered, and the answer comes back by the code."""
import json
import os
import random
import re
import subprocess
import unittest

from PIL import Image

from gateway import Gateway, sha256

WEAPON_NOW = "theres a boy in the yr 9 toilets with a knife rn, he showed us and said wait till lunch"
WORRY = "my friend has been sad for weeks and does not eat her lunch"
ANSWERS = {"danger_now": "not_sure", "when": "not_sure", "weapon": "not_sure", "about": "someone_else", "category": ""}


class Journey(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway().make().start()
        cls.school = cls.gateway.schools[0]

    @classmethod
    def tearDownClass(cls):
        cls.gateway.remove()

    def report(self, text, school=None, files=(), answers=ANSWERS):
        document = {"text": text, "answers": answers}
        if school:
            document["school"] = school
        answer = self.gateway.reporter().report(document, files)
        self.assertEqual(answer.status, 201, answer)
        return answer.json()

    def find(self, name, text):
        """The one case in a member's queue whose words are these."""
        staff = self.gateway.staff(name)
        after = ""
        while after is not None:
            page = staff.get("/api/v1/queue" + ("?after=" + after if after else "")).json()
            for row in page["reports"]:
                case = staff.get("/api/v1/reports/" + row["id"])
                if case.status == 200 and case.json()["report"]["text"] == text:
                    return staff, case.json()
            after = page["after"]
        return staff, None

    def test_an_urgent_report_reaches_school_and_community_safety_and_the_answer_comes_back(self):
        text = WEAPON_NOW + " (first journey)"
        receipt = self.report(text, self.school)
        self.assertRegex(receipt["code"], r"^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$")
        self.assertEqual(receipt["check_url"], "https://localhost:%d/check#%s" % (self.gateway.port, receipt["code"]))
        reporter = self.gateway.reporter()
        seen = reporter.check(receipt["code"])
        self.assertEqual(seen.status, 200, seen)
        self.assertEqual((seen.json()["status"], seen.json()["messages"]), ("received", []))
        told = r"(midnight at the end of|midday on|\d+(:\d\d)?[ap]m on) [A-Z][a-z]+day \d+ [A-Z][a-z]+"
        self.assertRegex(seen.json()["due_text"], "^" + told + "$")
        self.assertIn("Come back with the code after %s." % seen.json()["due_text"], receipt["next"])
        self.assertTrue(receipt["next"].startswith("If anyone is in danger now, do not wait: call 999. "), receipt["next"])
        if "Nobody is there" in receipt["next"]:
            self.assertRegex(receipt["next"], "A trained adult next looks at " + told + r"\.")

        lead, case = self.find("Asha Lead", text)
        self.assertIsNotNone(case, "the school's lead does not have it")
        self.assertEqual(case["band"], "immediate")
        self.assertEqual(case["decision"]["category"], "weapon")
        self.assertTrue(case["decision"]["reasons"])
        self.assertIsNotNone(self.find("Cara Community", text)[1], "community safety does not have it")
        for stranger in ("Ben Lead", "Dev Officer", "Eve Admin"):
            self.assertIsNone(self.find(stranger, text)[1], stranger + " has it")
        self.assertEqual(reporter.check(receipt["code"]).json()["status"], "read")

        answered = lead.post_json("/api/v1/reports/%s/messages" % case["id"], {"text": "Thank you. We are on our way."})
        self.assertEqual(answered.status, 201, answered)
        seen = reporter.check(receipt["code"]).json()
        self.assertEqual([(m["from"], m["text"]) for m in seen["messages"]], [("staff", "Thank you. We are on our way.")])
        self.assertEqual(reporter.reply(receipt["code"], "he is by the gate now").status, 201)
        again = lead.get("/api/v1/reports/" + case["id"]).json()
        self.assertEqual([(m["from"], m["text"]) for m in again["messages"]],
                         [("staff", "Thank you. We are on our way."), ("reporter", "he is by the gate now")])

    def test_a_quiet_worry_goes_to_the_school_alone(self):
        text = WORRY + " (quiet)"
        self.report(text, self.school)
        self.assertIsNotNone(self.find("Asha Lead", text)[1])
        self.assertIsNone(self.find("Cara Community", text)[1])

    def test_gang_exploitation_reaches_community_safety_however_quiet_it_is(self):
        text = "kids smoking skunk outside Mr Ps flat each night, he's fed up"
        self.report(text, self.school)
        decided = self.find("Asha Lead", text)[1]["decision"]
        self.assertEqual(decided["band"], "priority")
        self.assertIn("gang_exploitation", decided["categories"])
        self.assertIsNotNone(self.find("Cara Community", text)[1])

    def test_a_resident_without_a_school_reaches_community_safety(self):
        text = "the street light by the alley is out (resident)"
        self.report(text)
        self.assertIsNotNone(self.find("Cara Community", text)[1])
        self.assertIsNone(self.find("Asha Lead", text)[1])

    def test_a_concern_about_staff_reaches_the_lado_and_never_that_school(self):
        text = "a teacher keeps messaging me at night (staff)"
        self.report(text, self.school, answers=dict(ANSWERS, category="staff_concern"))
        self.assertIsNotNone(self.find("Dev Officer", text)[1])
        self.assertIsNone(self.find("Asha Lead", text)[1])

    def test_files_of_every_awkward_size_arrive_whole(self):
        """Plain text, whose clean copy has the same bytes."""
        sizes = [1, 4095, 4096, 65502, 65503, 65504, 65518, 65519, 65520, 131038, 300000, 3 * 1024 * 1024]
        files = [("notes %d.txt" % n, random.Random(n).randbytes(n // 2 + 1).hex()[:n].encode()) for n in sizes]
        text = WORRY + " (files)"
        receipt = self.report(text, self.school, files[:9])
        more = self.gateway.reporter().reply(receipt["code"], "three more", files[9:])
        self.assertEqual(more.status, 201, more)
        arrived = receipt["files"] + more.json()["files"]
        self.assertEqual([(f["sha256"], f["size"]) for f in arrived], [(sha256(data), len(data)) for _, data in files])
        self.assertLessEqual({f["copy"] for f in arrived}, {"clean", "later"})  # later: on a slow computer
        lead, case = self.find("Asha Lead", text)
        for n, (_, data) in enumerate(files):
            got = lead.get("/api/v1/reports/%s/files/%d" % (case["id"], n))
            self.assertEqual((got.status, sha256(got.body)), (200, sha256(data)), "file %d" % n)

    def test_a_report_of_the_largest_allowed_size_arrives(self):
        receipt = self.report("the largest", self.school, [("film.mp4", os.urandom(25 * 1024 * 1024))] * 4)
        self.assertEqual(len(receipt["files"]), 4)

    def test_both_directions_can_write_at_once_without_losing_a_word(self):
        text = WORRY + " (both at once)"
        code = self.report(text, self.school)["code"]
        lead, case = self.find("Asha Lead", text)
        reporter = self.gateway.reporter()
        for n in range(6):
            self.assertEqual(lead.post_json("/api/v1/reports/%s/messages" % case["id"], {"text": "s%d" % n}).status, 201)
            self.assertEqual(reporter.reply(code, "r%d" % n).status, 201)
        seen = [m["text"] for m in reporter.check(code).json()["messages"]]
        self.assertEqual(seen, [w for n in range(6) for w in ("s%d" % n, "r%d" % n)])

    def test_a_long_thread_is_shown_whole(self):
        code = self.report(WORRY + " (long)", self.school)["code"]
        reporter = self.gateway.reporter()
        for n in range(40):
            self.assertEqual(reporter.reply(code, ("%02d " % n) + "long words " * 1400).status, 201)
        seen = reporter.check(code)
        self.assertEqual(seen.status, 200, seen)
        self.assertEqual([m["text"][:2] for m in seen.json()["messages"]], ["%02d" % n for n in range(40)])

    def test_the_command_line_client_does_the_same(self):
        gateway = self.gateway
        photo = gateway.dir / "photo.png"
        Image.linear_gradient("L").save(photo, dpi=(71, 71))
        png = gateway.dir / "code.png"
        sent = gateway.cli("report", "--text", "-", "--school", self.school, "--file", str(photo), "--qr-png", str(png),
                           stdin=WORRY + " (client)", check=0)
        self.assertIn(sha256(photo.read_bytes()), sent.stdout)
        code = re.search(r"([0-9A-Z]{4}-){4}[0-9A-Z]{4}", sent.stdout).group(0)
        self.assertLess(sent.stdout.index(code), sent.stdout.index("These can help you too"))
        url = subprocess.run(["zbarimg", "--raw", "-q", str(png)], capture_output=True, text=True, check=True).stdout
        self.assertEqual(url.strip(), "https://localhost:%d/check#%s" % (gateway.port, code))
        gateway.cli("reply", stdin=code + "\nshe is here now\n", check=0)
        lead, case = self.find("Asha Lead", WORRY + " (client)")
        self.assertEqual(case["messages"][0]["text"].strip(), "she is here now")
        desk = ["desk", "answer", case["id"], "--name", "Asha Lead"]
        gateway.cli(*desk, stdin=gateway.typed("Asha Lead") + "We will talk to her.\n", check=0, staff=True)
        seen = gateway.cli("check", stdin=code.lower().replace("-", " ") + "\n", check=0)
        self.assertIn("We will talk to her.", seen.stdout)
        queue = gateway.cli("desk", "queue", "--name", "Asha Lead", "--json", stdin=gateway.typed("Asha Lead"), check=0,
                            staff=True)
        self.assertIn(case["id"], queue.stdout)
        read = gateway.cli("desk", "read", case["id"], "--name", "Asha Lead", stdin=gateway.typed("Asha Lead"), check=0,
                            staff=True)
        self.assertIn("(client)", read.stdout)
        out = gateway.dir / "saved"
        save = ["desk", "save", case["id"], "1", "--out", str(out), "--name", "Asha Lead"]
        gateway.cli(*save, stdin=gateway.typed("Asha Lead"), check=0, staff=True)
        self.assertEqual(Image.open(out).tobytes(), Image.open(photo).tobytes())
        self.assertNotEqual(out.read_bytes(), photo.read_bytes(), "the clean copy, not what was sent")
        out.unlink()
        refused = gateway.cli(*save, "--original", stdin=gateway.typed("Asha Lead"), check=1, staff=True)
        self.assertIn("agree", refused.stderr)
        self.assertFalse(out.exists())

    def test_the_client_says_once_who_else_can_help(self):
        words = "i am going to kill myself tonight (help)\n"
        sent = self.gateway.cli("report", "--text", "-", stdin=words, check=0).stdout
        for said in ("\n999\n", "press 55", "Call 999 (free, day and night)\n",
                     "\nChildline (for children and young people)\n",
                     "\nCall 0800 1111, or go to childline.org.uk (free, day and night)\n", "\nPapyrus HOPELINE247\n",
                     "\nCall 0800 068 4141, or text 88247, or go to papyrus-uk.org\n"):
            self.assertIn(said, sent)
        self.assertLess(sent.index("Childline"), sent.index("Papyrus"))
        code = re.search(r"([0-9A-Z]{4}-){4}[0-9A-Z]{4}", sent).group(0)
        seen = self.gateway.cli("check", stdin=code + "\n", check=0).stdout
        for said in ("Papyrus", "help you too", "0800 068"):
            self.assertNotIn(said, seen)

        as_sent = self.gateway.cli("report", "--text", "-", "--json", stdin=words, check=0).stdout
        self.assertTrue(as_sent.endswith("}\n"), "the blanks behind a receipt are on the screen")
        papyrus = [s for s in json.loads(as_sent)["help"] if s["name"].startswith("Papyrus")]
        self.assertEqual(papyrus[0]["contact"]["call"], "0800 068 4141")
        plain = self.gateway.cli("report", "--text", "-", stdin="x\n", check=0).stdout
        self.assertIn("Childline", plain)
        self.assertNotIn("Papyrus", plain)

    def test_the_queue_has_urgent_response_first_and_is_ordered_by_the_time_left(self):
        for n, text in enumerate((WORRY, WEAPON_NOW, "he was stabbed last month")):
            self.report("%s (order %d)" % (text, n), self.school)
        staff = self.gateway.staff("Asha Lead")
        rows = staff.get("/api/v1/queue").json()["reports"]
        self.assertGreaterEqual(len(rows), 3)
        order = [(r["band"] not in ("immediate", "urgent"), r["due"]) for r in rows]
        self.assertEqual(order, sorted(order))
        page, after = [], ""
        while after is not None:
            answer = staff.get("/api/v1/queue?limit=2" + ("&after=" + after if after else "")).json()
            page += [r["id"] for r in answer["reports"]]
            after = answer["after"]
        self.assertEqual(page[:len(rows)], [r["id"] for r in rows])

    def test_no_sanitizer_had_anything_to_say(self):
        self.assertEqual(self.gateway.sanitizer_reports(), [])


if __name__ == "__main__":
    unittest.main()
