"""From team to team, with real processes: chosen parts, a whole case, one that came to the wrong team, a critical incident
that many reports tell of; and what the reporter then reads."""
import re
import sqlite3
import subprocess
import unittest

from console import at_console
from gateway import CONCERN, ENVIRONMENT, Gateway

ASHA, BEN, CARA, DEV = "Asha Lead", "Ben Lead", "Cara Community", "Dev Officer"
OWN = "nobody sits with my cousin at lunch any more"
STAFF = "a teacher sends me messages at night and says not to tell anybody"
HELPED = "We have asked another team to help."


class PassingTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway().make().start()
        cls.first, cls.second = cls.gateway.schools[:2]
        cls.asha, cls.ben, cls.cara, cls.dev = (at_console(cls.gateway, name) for name in (ASHA, BEN, CARA, DEV))

    @classmethod
    def tearDownClass(cls):
        cls.gateway.remove()

    # --- helpers ---
    def ids(self, name):
        return {row["id"] for row in self.gateway.staff(name).get("/api/v1/queue?limit=100").json()["reports"]}

    def report(self, reader, text, **more):
        """The code, and the case's id as that reader's queue has it."""
        before = self.ids(reader)
        answer = self.gateway.reporter().report(dict({"text": text}, **more))
        self.assertEqual(answer.status, 201, answer)
        case, = self.ids(reader) - before
        return answer.json()["code"], case

    def post(self, person, case, act, status=200, **fields):
        return person.post("/desk/case/%s/%s" % (case, act), fields, status)

    def passed(self, giver, case, taker, **fields):
        """The extract's id, as the team's queue has it that got it."""
        before = self.ids(taker)
        page = self.post(giver, case, "pass", **dict({"text": "My summary", "reason": "they can act", "band": "urgent"}, **fields))
        self.assertEqual(page.errors, [], page.words()[:1500])
        extract, = self.ids(taker) - before
        return extract

    def part(self, page, words):
        """The number of the check box beside these words."""
        return re.search(r'name="p(\d+)"(?:(?!</li>).)*' + re.escape(words), page.source, re.S)[1]

    def ref(self, case):
        return "%s-%s" % (case[:4].upper(), case[4:8].upper())

    def row(self, person, case):
        """What the queue's page says in this case's row."""
        source, path = "", "/desk/queue"
        while path:
            page = person.get(path)
            source += page.source
            path = next((link for link in page.links if "after=" in link), None)
        found = re.search(r'href="/desk/case/%s".*?</tr>' % case, source, re.S)
        return re.sub(r"<[^>]*>|\s+", " ", found[0])

    def refusals(self, name, case):
        with sqlite3.connect(self.gateway.dir / "store/concern.db") as db:
            return db.execute("SELECT count(*) FROM audit WHERE what = 'refused' AND who = ? AND subject = ?",
                              (name, bytes.fromhex(case))).fetchone()[0]

    def seen(self, code):
        return self.gateway.reporter().check(code).json()

    # --- chosen parts ---
    def test_an_extract_has_the_chosen_parts_and_nothing_else(self):
        code, case = self.report(ASHA, OWN + " (parts)", school=self.first, keep_from="my uncle", place="the back gate")
        self.post(self.asha, case, "note", text="A note that goes along")
        self.post(self.asha, case, "note", text="A note that stays here")
        self.gateway.reporter().reply(code, "they had a knife last week")
        form = self.asha.get("/desk/case/%s/pass" % case)
        self.assertIn("my uncle", form.text)
        ticked = {"p" + self.part(form, "A note that goes along"): "1"}
        page = self.post(self.asha, case, "pass", 422, team="community", text="x", reason="y", band="urgent", **ticked)
        self.assertEqual(page.errors, ["sure"])
        extract = self.passed(self.asha, case, CARA, team="community", sure="1", **ticked)

        page = self.cara.get("/desk/case/" + extract)
        for there in ("My summary", "A note that goes along", "my uncle", "Note, Asha Lead", "they can act"):
            self.assertIn(there, page.text)
        for absent in (OWN, "A note that stays here", "they had a knife", "back gate", "Write to the reporter"):
            self.assertNotIn(absent, page.source)
        self.assertEqual(self.cara.raw_get("/desk/case/" + case).status, 404)
        self.assertEqual(self.refusals(CARA, case), 1)
        self.assertNotIn("/desk/case/" + case, page.links)  # what does not open is no link
        self.assertIn("Passed on by", self.row(self.cara, extract))

    def test_the_giver_sees_what_became_of_it_and_only_looks_on(self):
        _, case = self.report(ASHA, OWN + " (became)", school=self.first)
        extract = self.passed(self.asha, case, CARA, team="community", words="1")
        self.post(self.cara, extract, "note", text="We met the family today")
        page = self.asha.get("/desk/case/" + case)
        self.assertIn("/desk/case/" + extract, page.links)
        self.assertIn("Another team helps", self.row(self.asha, case))
        self.assertNotIn(extract, self.ids(ASHA))  # it is not in their queue
        page = self.asha.get("/desk/case/" + extract)
        self.assertIn("We met the family today", page.text)
        self.assertIn("unconfirmed", page.text)
        self.assertIn("/desk/case/" + case, page.links)
        self.assertFalse(any(form.id in ("band", "close", "assign") for form in page.forms))
        seq = re.search(r'name="seq" value="(\d+)"', page.source)[1]
        self.post(self.asha, extract, "band", 422, band="immediate", reason="x", seq=seq)
        page = self.post(self.asha, extract, "record", 422, sheet="unidentified", **{"f-text": "x"})
        self.assertNotIn("record?sheet=told", self.asha.get("/desk/case/" + extract).source)
        self.assertIn("record?sheet=fact", self.asha.get("/desk/case/" + extract).source)
        self.post(self.cara, extract, "share", 422, team="school:" + self.first, reason="x", gives_away="1", lost="1")
        self.assertIn(self.ref(extract), self.asha.get("/desk/case/%s/share" % case).text)
        self.post(self.asha, extract, "note", text="He is back in school")
        self.assertIn("He is back in school", self.cara.get("/desk/case/" + extract).text)

    def test_a_team_that_has_all_of_it_is_offered_no_part_of_it(self):
        _, case = self.report(ASHA, "he has a knife in his bag and says he will stab him today (twice)", school=self.first)
        before = self.ids(CARA)
        self.assertIn(case, before)
        page = self.asha.get("/desk/case/" + case)
        self.assertIn("Community safety, ", page.words().partition("Teams that have this case")[2][:40])
        for act in ("pass", "share"):
            options = self.asha.get("/desk/case/%s/%s" % (case, act)).source
            self.assertNotIn('value="community"', options)
            self.assertIn('value="lado"', options)
            page = self.post(self.asha, case, act, 422, team="community", text="x", reason="y", band="immediate")
            self.assertEqual(page.errors, ["team"])
            self.assertIn("has all of this case already", page.text)
        self.assertEqual(self.ids(CARA), before)

    def test_nobody_gets_longer_than_the_report_gives(self):
        _, case = self.report(ASHA, "he has a knife in his bag and says he will stab him today (longer)", school=self.first)
        page = self.post(self.asha, case, "pass", 422, team="lado", text="x", reason="y", band="routine")
        self.assertEqual(page.errors, ["band"])

    def test_from_school_to_school_it_goes_through_community_safety(self):
        _, case = self.report(ASHA, OWN + " (schools)", school=self.first)
        options = self.asha.get("/desk/case/%s/pass" % case).source
        self.assertIn('value="community"', options)
        self.assertNotIn('value="school:', options)
        page = self.post(self.asha, case, "pass", 422, team="school:" + self.second, text="x", reason="y", band="urgent")
        self.assertEqual(page.errors, ["team"])
        page = self.post(self.asha, case, "share", 422, team="school:" + self.second, reason="y")
        self.assertEqual(page.errors, ["team"])
        extract = self.passed(self.asha, case, CARA, team="community", words="1")
        onward = self.passed(self.cara, extract, BEN, team="school:" + self.second, text="Look out on Thursday")
        page = self.ben.get("/desk/case/" + onward)
        self.assertIn("Look out on Thursday", page.text)
        self.assertNotIn(OWN, page.source)
        for closed in (case, extract):
            self.assertEqual(self.ben.raw_get("/desk/case/" + closed).status, 404)

    # --- all of it ---
    def test_a_misrouted_concern_about_staff_leaves_the_school(self):
        _, case = self.report(ASHA, "I have a worry and it is about school (misrouted)", school=self.first)
        page = self.post(self.asha, case, "share", 422, team="lado", reason="about a teacher", gives_away="1")
        self.assertEqual(page.errors, ["lost"])
        self.post(self.asha, case, "share", team="lado", reason="about a teacher", gives_away="1", lost="1")
        self.assertEqual(self.asha.raw_get("/desk/case/" + case).status, 404)
        self.assertEqual(self.refusals(ASHA, case), 1)
        self.assertNotIn(case, self.ids(ASHA))
        self.assertIn("(misrouted)", self.dev.get("/desk/case/" + case).text)
        self.assertIn(case, self.ids(DEV))

    def test_a_concern_about_staff_is_offered_to_no_school(self):
        _, case = self.report(DEV, STAFF + " (offered)", school=self.first, answers={"category": "staff_concern"})
        extract = self.passed(self.dev, case, CARA, team="community")
        self.assertNotIn('value="school:', self.cara.get("/desk/case/%s/pass" % extract).source)
        self.post(self.cara, extract, "pass", 422, team="school:" + self.first, text="x", reason="y", band="urgent")

    def test_a_shared_case_is_whole_for_both(self):
        code, case = self.report(ASHA, OWN + " (whole)", school=self.first)
        self.post(self.asha, case, "share", team="community", reason="they need all of it")
        self.assertIn(OWN, self.cara.get("/desk/case/" + case).text)
        self.assertIn(OWN, self.asha.get("/desk/case/" + case).text)
        self.assertIn("With community safety", self.row(self.asha, case))
        page = self.post(self.asha, case, "share", 422, team="community", reason="again")
        self.assertEqual(page.errors, ["team"])
        self.post(self.cara, case, "message", text="Thank you, we are on it.")
        self.assertEqual([m["text"] for m in self.seen(code)["messages"]], ["Thank you, we are on it."])

    def test_what_became_grave_later_says_that_community_safety_cannot_see_it(self):
        _, case = self.report(ASHA, "nobody sits with me at lunch (grave)", school=self.first)
        sentence = "Community safety cannot see this case"
        page = self.asha.get("/desk/case/" + case)
        self.assertNotIn(sentence, page.text)
        seq = re.search(r'name="seq" value="(\d+)"', page.source)[1]
        page = self.post(self.asha, case, "band", band="urgent", reason="a weapon was seen", seq=seq)
        self.assertIn(sentence, page.text)
        self.assertLessEqual({"/desk/case/%s/%s" % (case, way) for way in ("pass", "share")}, set(page.links))
        self.passed(self.asha, case, CARA, team="community")
        self.assertNotIn(sentence, self.asha.get("/desk/case/" + case).text)

    # --- the reporter ---
    def test_the_reporter_reads_that_another_team_helps_and_not_which(self):
        code, case = self.report(ASHA, OWN + " (reader)", school=self.first)
        self.assertEqual((self.seen(code)["helped"], self.seen(code)["helped_text"]), (False, None))
        self.passed(self.asha, case, CARA, team="community")
        seen = self.seen(code)
        self.assertEqual((seen["helped"], seen["helped_text"]), (True, HELPED))
        for word in ("community", "safety", "police", "mash", "lado"):
            self.assertNotIn(word, str(seen).lower())
        shown = self.gateway.reporter().request("POST", "/check", ("code=" + code).encode(), {
            "Content-Type": "application/x-www-form-urlencoded", "Origin": "https://localhost:%d" % self.gateway.port})
        self.assertIn(HELPED, shown.body.decode())
        told = subprocess.run([CONCERN, "check", "--server", "https://localhost:%d" % self.gateway.port, "--ca",
                               str(self.gateway.dir / "ca.pem")], input=code + "\n", text=True, capture_output=True,
                              env=ENVIRONMENT)
        self.assertIn(HELPED, told.stdout)
        seq = re.search(r'name="seq" value="(\d+)"', self.asha.get("/desk/case/" + case).source)[1]
        self.post(self.asha, case, "close", concern="a", follow_up="b", decision="c", reason="d", outcome="school_support",
                  seq=seq, text="We have met her.")
        self.assertEqual((self.seen(code)["status"], self.seen(code)["helped"]), ("closed", False))

    # --- critical incidents ---
    def test_five_reports_of_one_incident_stay_five_threads(self):
        cases = [self.report(CARA, "shouting and a fight on Forest Road on Monday evening, witness %d" % n) for n in range(5)]
        page = self.cara.post("/desk/incidents", {"title": "", "text": "", "lead": ""}, 422)
        self.assertEqual(sorted(page.errors), ["lead", "text", "title"])
        page = self.cara.post("/desk/incidents", {"title": "Forest Road, Monday evening", "text": "A fight.", "lead": CARA})
        incident = re.search(r"/desk/case/([0-9a-f]{32})/note", page.source)[1]
        self.assertIn("Incident " + self.ref(incident), page.text)
        self.assertFalse(any(form.id == "message" for form in page.forms))
        for code, case in cases:
            self.post(self.cara, case, "link", ref=self.ref(incident), how="incident", reason="same time and place")
        page = self.cara.get("/desk/case/" + incident)
        self.assertIn("1 incident / 5 reports", page.text)
        self.assertLessEqual({"/desk/case/" + case for _, case in cases}, set(page.links))
        self.assertNotIn("witness 3", page.source)  # the incident's page has none of their words
        self.post(self.cara, cases[0][1], "message", text="Thank you, witness nought.")
        self.assertEqual([len(self.seen(code)["messages"]) for code, _ in cases], [1, 0, 0, 0, 0])
        listed = self.cara.get("/desk/incidents")
        self.assertIn("1 incident / 5 reports", listed.text)
        self.assertIn("Forest Road, Monday evening", listed.text)
        self.assertNotIn(incident, self.ids(CARA))
        self.assertEqual(self.asha.raw_get("/desk/incidents").status, 403)
        self.assertEqual(self.asha.raw_get("/desk/case/" + incident).status, 404)
        seq = re.search(r'name="seq" value="(\d+)"', page.source)[1]
        page = self.post(self.cara, incident, "close", concern="a", follow_up="b", decision="c", reason="d",
                         outcome="police", seq=seq)
        self.assertIn("Closed", page.text)


if __name__ == "__main__":
    unittest.main()
