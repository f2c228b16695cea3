"""A lead's work at the console: from the queue to the last word, with real processes, as a browser without script."""
import datetime
import hashlib
import os
import pathlib
import re
import sqlite3
import struct
import unittest
import zlib

from console import at_console
from gateway import Gateway

WORDS = "he has a knife in his bag and says he will stab him after school today"
WORRY = "my friend has not eaten her lunch for weeks and cries a lot"
PROMISE = "This stays between us, I promise."
PICTURE = (pathlib.Path(__file__).resolve().parents[1] / "data/bus-stop.png").read_bytes()
TEXT = b"tEXtComment\0told by Lena"		# a chunk of a PNG that says who took it
TOLD = struct.pack(">I", len(TEXT) - 4) + TEXT + struct.pack(">I", zlib.crc32(TEXT))


class ConsoleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway().make().start()
        cls.school = cls.gateway.schools[0]
        cls.asha = at_console(cls.gateway, "Asha Lead")
        cls.cara = at_console(cls.gateway, "Cara Community")
        cls.ben = at_console(cls.gateway, "Ben Lead")

    @classmethod
    def tearDownClass(cls):
        cls.gateway.remove()

    # --- helpers ---
    def report(self, text, files=(), **more):
        """The code, and the case's id as its reader's queue has it."""
        before = self.ids(self.asha)
        answer = self.gateway.reporter().report(dict({"text": text, "school": self.school}, **more), files)
        self.assertEqual(answer.status, 201, answer)
        fresh = self.ids(self.asha) - before
        self.assertEqual(len(fresh), 1)
        return answer.json()["code"], fresh.pop()

    def ids(self, console):
        """All that the queue's pages link to."""
        found, path = set(), "/desk/queue"
        while path:
            page = console.get(path)
            found.update(link[len("/desk/case/"):] for link in page.links if link.startswith("/desk/case/"))
            path = next((link for link in page.links if "after=" in link), None)
        return found

    def case(self, console, case, query=""):
        return console.get("/desk/case/" + case + query)

    def act(self, console, case, form, status=200, **fields):
        return console.post("/desk/case/%s/%s" % (case, form), {name.rstrip("_"): value for name, value in fields.items()},
                            status)

    def seq(self, page):
        return re.search(r'name="seq" value="(\d+)"', page.source)[1]

    def seen(self, code):
        answer = self.gateway.reporter().check(code)
        self.assertEqual(answer.status, 200, answer)
        return answer.json()

    def close_fields(self, **changed):
        fields = {"concern": "worry about food", "follow_up": "met her and her mother", "decision": "support in school",
                  "reason": "it is enough for now", "outcome": "school_support", "text": "Thank you. We have met her."}
        fields.update(changed)
        return fields

    # --- the queue ---
    def test_the_queue_shows_each_report_and_none_of_its_words(self):
        _, case = self.report(WORDS + " (queue)")
        page = self.asha.get("/desk/queue")
        self.assertIn("%s-%s" % (case[:4].upper(), case[4:8].upper()), page.text)
        self.assertIn("Weapon", page.text)
        self.assertIn("left", page.text)
        for word in ("knife", "stab", "bag"):
            self.assertNotIn(word, page.source)
        self.assertLess(page.text.index("Urgent response"), page.text.index("%s-" % case[:4].upper()))
        for show in ("overdue", "reply", "free", "mine", "new", "closed"):
            self.asha.get("/desk/queue?show=" + show)
        self.assertIn(case, self.asha.get("/desk/queue?show=free").source)
        self.assertNotIn(case, self.asha.get("/desk/queue?show=mine").source)

    def test_a_queue_of_many_pages_shows_each_report_once(self):
        made = {self.report("%s (%d)" % (WORRY, n))[1] for n in range(23)}
        self.assertLessEqual(made, self.ids(self.asha))
        path, rows = "/desk/queue", []
        while path:
            page = self.asha.get(path)
            rows += [link for link in page.links if link.startswith("/desk/case/")]
            path = next((link for link in page.links if "after=" in link), None)
        self.assertEqual(len(rows), len(set(rows)))

    # --- reading ---
    def test_the_reports_own_words_come_before_the_machines_suggestion(self):
        _, case = self.report(WORDS + " (words)", keep_from="my dad, he would hit me")
        page = self.case(self.asha, case)
        self.assertLess(page.source.index(WORDS + " (words)"), page.source.index("What the program suggests"))
        marks = re.findall(r"<mark>([^<]*)</mark>", page.source)
        self.assertTrue(any("knife" in mark or "stab" in mark for mark in marks), marks)
        self.assertIn("my dad, he would hit me", page.text)
        self.assertRegex(page.text, "(Last opened|Opened) the case")

    def test_an_attachment_has_a_page_of_its_own_and_shows_its_clean_copy(self):
        photo = PICTURE[:33] + TOLD + PICTURE[33:]
        _, case = self.report(WORRY + " (photo)", [("gate.jpg", photo)])
        page = self.case(self.asha, case)
        link = "/desk/case/%s/files/0" % case
        self.assertIn(link, page.links)
        self.assertNotIn("gate.jpg", page.source)
        page = self.asha.get(link)
        self.assertIn("Attachment 1", page.text)
        self.assertIn("Show the picture", page.text)
        self.assertIn(hashlib.sha256(photo).hexdigest(), page.text)
        self.assertNotIn("gate.jpg", page.source)
        answer = self.asha.raw_get(link + "/copy")
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "image/png"))
        self.assertTrue(answer.body.startswith(PICTURE[:8]))
        self.assertNotIn(b"told by Lena", answer.body)
        for name, value in (("Content-Security-Policy", "sandbox; default-src 'none'"),
                            ("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store"),
                            ("Cross-Origin-Resource-Policy", "same-origin")):
            self.assertEqual(answer.headers[name], value)
        self.assertEqual(self.asha.raw_get(link + "/original").status, 403)
        self.assertEqual(self.asha.raw_get(link + "/pages/1").status, 404)
        self.assertEqual(self.asha.raw_get("/desk/case/%s/files/1" % case).status, 404)

    def test_what_cannot_be_cleaned_is_not_shown_and_can_be_asked_for(self):
        _, case = self.report(WORRY + " (archive)", [("notes.zip", os.urandom(70000))])
        link = "/desk/case/%s/files/0" % case
        page = self.asha.get(link)
        self.assertIn("cannot be cleaned", page.text)
        self.assertIn("Ask to open the original", page.text)
        self.assertNotIn("<img", page.source)
        self.assertEqual(self.asha.raw_get(link + "/copy").status, 409)

    # --- writing to the reporter ---
    def test_a_promise_is_hinted_at_and_sent_only_with_a_reason(self):
        code, case = self.report(WORRY + " (promise)")
        page = self.act(self.asha, case, "message", 422, text=PROMISE)
        self.assertIn("#message-sure", page.links)
        self.assertIn(PROMISE, page.source)
        page = self.act(self.asha, case, "message", 422, text=PROMISE, sure="1")
        self.assertIn("message-reason", page.errors)
        self.assertEqual(self.seen(code)["messages"], [])
        page = self.act(self.asha, case, "message", text=PROMISE, sure="1", reason="her own words, quoted")
        self.assertIn("her own words, quoted", page.text)
        seen = self.seen(code)
        self.assertEqual([m["text"] for m in seen["messages"]], [PROMISE])
        self.assertEqual(seen["status"], "answered")
        self.assertNotIn("Asha", str(seen))
        self.act(self.asha, case, "message", text="Can you tell me more?")
        self.assertEqual(self.seen(code)["status"], "asked")

    def test_a_message_begins_from_a_template(self):
        _, case = self.report(WORRY + " (template)")
        page = self.case(self.asha, case)
        template = re.search(r'<option value="([a-z0-9-]+)"', page.source[page.source.index('id="reply"'):])[1]
        page = self.case(self.asha, case, "?reply=" + template)
        self.assertTrue(next(form for form in page.forms if form.id == "message").values["text"].strip())

    def test_a_reply_is_shown_as_new_until_somebody_looks(self):
        code, case = self.report(WORRY + " (reply)")
        self.case(self.asha, case)
        self.assertNotIn(case, self.asha.get("/desk/queue?show=reply").source)
        self.assertEqual(self.gateway.reporter().reply(code, "she came to school today").status, 201)
        self.assertIn(case, self.asha.get("/desk/queue?show=reply").source)
        self.assertIn("she came to school today", self.case(self.asha, case).text)
        self.assertNotIn(case, self.asha.get("/desk/queue?show=reply").source)

    # --- casework ---
    def test_a_note_is_for_staff_alone(self):
        code, case = self.report(WORRY + " (note)")
        page = self.act(self.asha, case, "note", text="rang the MASH about her")
        self.assertIn("rang the MASH about her", page.text)
        self.assertIn("Your note is added.", page.text)
        self.assertNotIn("MASH", str(self.seen(code)))
        number = re.search(r'<option value="(\d+)">Wrote a note', page.source)[1]
        page = self.act(self.asha, case, "correct", part=number, text="it was Early Help")
        self.assertIn("rang the MASH about her", page.text)
        self.assertIn("it was Early Help", page.text)

    def test_the_first_act_stops_the_clock_and_a_note_does_not(self):
        _, case = self.report(WORDS + " (clock)")
        page = self.act(self.asha, case, "note", text="looked at it")
        self.assertIn("Act by", page.text)
        page = self.act(self.asha, case, "band", 422, band="immediate", seq=self.seq(page))
        self.assertIn("band-reason", page.errors)
        page = self.act(self.asha, case, "band", band="immediate", reason="a named day", seq=self.seq(page))
        self.assertIn("Confirmed the band", page.text)
        self.assertIn("Look again by", page.text)

    def test_a_case_is_assigned_and_its_tasks_are_kept(self):
        _, case = self.report(WORRY + " (task)")
        self.act(self.asha, case, "assign", whom="Asha Lead")
        self.assertIn(case, self.asha.get("/desk/queue?show=mine").source)
        self.act(self.asha, case, "assign", 422, whom="Ben Lead")
        tomorrow = (datetime.date.today() + datetime.timedelta(days=1)).isoformat()
        page = self.act(self.asha, case, "task", 422, text="ring her mother", whom="Asha Lead", due="2020-01-01")
        self.assertIn("task-due", page.errors)
        page = self.act(self.asha, case, "task", text="ring her mother", whom="Asha Lead", due=tomorrow)
        part = re.search(r'name="part" value="(\d+)"', page.source)[1]
        page = self.act(self.asha, case, "task-done", part=part)
        self.assertNotIn('name="part" value="%s"' % part, page.source)
        self.assertIn("Finished a task", page.text)

    def test_the_same_tag_finds_another_case_of_the_team(self):
        _, first = self.report(WORRY + " (tag 1)")
        _, second = self.report(WORRY + " (tag 2)")
        self.act(self.asha, first, "tag", kind="person", text="Sam K")
        page = self.act(self.asha, second, "tag", kind="person", text="  sam  k ")
        self.assertIn("/desk/case/" + first, page.links)
        page = self.act(self.asha, second, "untag", kind="person", text="Sam K")
        self.assertNotIn("/desk/case/" + first, page.links)

    def test_two_cases_are_linked_in_both(self):
        _, first = self.report(WORRY + " (link 1)")
        _, second = self.report(WORRY + " (link 2)")
        ref = "%s-%s" % (second[:4], second[4:8])
        page = self.act(self.asha, first, "link", 422, ref="0000-0000", how="incident", reason="same lunch")
        self.assertIn("link-ref", page.errors)
        page = self.act(self.asha, first, "link", ref=ref, how="incident", reason="same lunch")
        self.assertIn("/desk/case/" + second, page.links)
        self.assertIn("/desk/case/" + first, self.case(self.asha, second).links)

    def test_what_comes_again_is_linked_with_a_closed_case(self):
        _, first = self.report(WORRY + " (again 1)")
        page = self.case(self.asha, first)
        self.act(self.asha, first, "band", band="routine", reason="as it is", seq=self.seq(page))
        self.act(self.asha, first, "close", **self.close_fields())
        _, second = self.report(WORRY + " (again 2)")
        page = self.act(self.asha, second, "link", ref=first[:8], how="duplicate", reason="sent twice")
        self.assertIn("/desk/case/" + first, page.links)
        self.assertIn("/desk/case/" + second, self.case(self.asha, first).links)

    def test_lowering_an_immediate_one_takes_a_second_person(self):
        _, case = self.report(WORDS + " (lower)")
        page = self.case(self.asha, case)
        page = self.act(self.asha, case, "band", 422, band="urgent", seq=self.seq(page))
        self.assertIn("band-reason", page.errors)
        page = self.act(self.asha, case, "band", band="urgent", reason="police have him", seq=self.seq(page))
        self.assertIn("Asked a second person to lower the band", page.text)
        self.assertIn("immediate", page.source)
        page = self.act(self.asha, case, "close", 422, **self.close_fields())
        self.act(self.asha, case, "lower", 422, decide="agree", reason="me too")
        self.assertIn("Second person needed", self.cara.get("/desk/queue").text)
        page = self.act(self.cara, case, "lower", decide="agree", reason="seen the log")
        self.assertIn("Agreed to lower the band", page.text)
        self.assertIn("Immediate to Urgent", page.text)

    def test_who_decides_on_what_has_changed_is_told(self):
        code, case = self.report(WORRY + " (faster)")
        seq = self.seq(self.case(self.asha, case))
        self.assertEqual(self.gateway.reporter().reply(code, "it is worse now").status, 201)
        page = self.act(self.asha, case, "band", 409, band="priority", reason="not so bad", seq=seq)
        self.assertIn("Somebody was faster", page.text)
        self.assertIn("it is worse now", page.text)
        self.act(self.asha, case, "band", band="urgent", reason="worse", seq=self.seq(page))

    def test_a_case_is_closed_with_every_field_and_opened_again(self):
        code, case = self.report(WORRY + " (close)")
        for name in self.close_fields():
            page = self.act(self.asha, case, "close", 422, **self.close_fields(**{name: ""}))
            self.assertIn("close-" + name, page.errors)
            self.assertIn("worry about food" if name != "concern" else "met her", page.source)
        self.act(self.asha, case, "band", band="routine", reason="as it is", seq=self.seq(page))
        page = self.act(self.asha, case, "close", **self.close_fields())
        self.assertIn("The case is closed.", page.text)
        self.assertIn("Decision: support in school", page.text)
        seen = self.seen(code)
        self.assertEqual((seen["status"], seen["messages"][-1]["text"]), ("closed", "Thank you. We have met her."))
        self.assertNotIn("support in school", str(seen))
        self.assertIn(case, self.asha.get("/desk/queue?show=closed").source)
        self.assertNotIn(case, self.asha.get("/desk/queue").source)
        self.act(self.asha, case, "message", 422, text="one more thing")
        self.act(self.asha, case, "reopen", 422, reason="")
        self.act(self.asha, case, "reopen", reason="she wrote again")
        self.assertEqual(self.seen(code)["status"], "working")
        self.assertIn(case, self.asha.get("/desk/queue").source)

    # --- what somebody was told ---
    def test_a_concern_that_was_told_goes_into_the_same_queue_with_its_author(self):
        page = self.asha.post("/desk/log", {"text": "", "school": self.school}, 422)
        self.assertIn("text", page.errors)
        page = self.asha.post("/desk/log", {"text": "a boy says his brother carries a knife", "school": self.school,
                                            "place": "room 4", "told_by": "a pupil in year 9"})
        self.assertIn("As it was told", page.text)
        self.assertIn("Asha Lead", page.text)
        self.assertIn("a pupil in year 9", page.text)
        self.assertIn("room 4", page.text)
        case = re.search(r"/desk/case/([0-9a-f]{32})", page.source)[1]
        self.assertIn(case, self.asha.get("/desk/queue").source)
        self.act(self.asha, case, "message", 422, text="hello?")

    def test_what_is_told_about_staff_goes_to_the_lado_alone(self):
        before = self.ids(self.asha)
        page = self.asha.post("/desk/log", {"text": "a teacher touches girls in the changing room", "school": self.school,
                                            "told_by": "a parent", "staff": "1"})
        self.assertIn("You cannot open it.", page.text)
        self.assertEqual(self.ids(self.asha), before)
        dev = at_console(self.gateway, "Dev Officer")
        case, = self.ids(dev)
        self.assertIn("Asha Lead", self.case(dev, case).text)

    # --- strangers ---
    def test_another_schools_lead_finds_nothing_and_it_is_on_record(self):
        code, case = self.report(WORRY + " (stranger)")
        self.assertNotIn(case, self.ids(self.ben))
        self.assertEqual(self.ben.raw_get("/desk/case/" + case).status, 404)
        self.assertEqual(self.ben.raw_get("/desk/case/%s/files/0" % case).status, 404)
        for form, fields in (("message", {"text": "hello"}), ("note", {"text": "x"}), ("band", {"band": "routine"}),
                             ("assign", {"whom": ""}), ("tag", {"kind": "person", "text": "Sam"}),
                             ("close", self.close_fields()), ("reopen", {"reason": "x"})):
            self.assertEqual(self.ben.raw_post("/desk/case/%s/%s" % (case, form), fields).status, 404, form)
        self.assertEqual(self.seen(code)["messages"], [])
        rows = sqlite3.connect("file:%s?mode=ro" % (self.gateway.dir / "store/concern.db"), uri=True).execute(
            "SELECT count(*) FROM audit WHERE what = 'refused' AND who = 'Ben Lead' AND subject = ?",
            (bytes.fromhex(case),)).fetchone()
        self.assertGreaterEqual(rows[0], 9)

    def test_what_is_no_page_of_a_case_is_not_there(self):
        _, case = self.report(WORRY + " (pages)")
        for path in ("/desk/case/", "/desk/case/" + case[:-1], "/desk/case/" + case.upper() + "x", "/desk/case/%s/" % case,
                     "/desk/case/%s/note" % case, "/desk/case/%s/files/x" % case):
            self.assertEqual(self.asha.raw_get(path).status, 404, path)
        self.assertEqual(self.asha.raw_post("/desk/case/%s/burn" % case, {}).status, 404)
        self.assertEqual(self.asha.raw_post("/desk/case/%s/note" % case, {"text": "x"}, token="0" * 32).status, 403)

    def test_no_sanitizer_had_anything_to_say(self):
        self.assertEqual(self.gateway.sanitizer_reports(), [])


if __name__ == "__main__":
    unittest.main()
