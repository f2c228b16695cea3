"""What staff write down in fields: every sheet through its own form, in the chronology; the clocks on a case's page; what is
printed. Real processes, as a browser without script."""
import datetime
import io
import os
import re
import sqlite3
import subprocess
import unittest
import unittest.mock
import zoneinfo

from PIL import Image

from console import at_console
from gateway import CONCERND, ENVIRONMENT, STAFF, Gateway, sha256

LONDON = zoneinfo.ZoneInfo("Europe/London")
WORDS = "he has a knife in his bag and says he will stab him after school today"
WORRY = "my friend has not eaten her lunch for weeks and cries a lot"


def moment(key, **ago):
    """The two fields of a moment so long ago (or, below 0, ahead)."""
    at = datetime.datetime.now(LONDON) - datetime.timedelta(**ago)
    return {"f-%s-day" % key: at.strftime("%Y-%m-%d"), "f-%s-time" % key: at.strftime("%H:%M")}


def sheet(code, *moments, **fields):
    out = {"sheet": code}
    for one in moments:
        out.update(one)
    out.update(("f-" + name.rstrip("_"), value) for name, value in fields.items())
    return out


AGO, AHEAD = {"minutes": 3}, {"days": -20}
# Each by what its form takes, and words that the chronology then shows.
SHEETS = [
    (sheet("told", moment("at", **AGO), agency="mash", who="Jo Duty", how="phone", ref="MX-77"), ["Jo Duty", "By phone", "MX-77"]),
    (sheet("contact", moment("at", **AGO), result="no_answer", text="rang twice"), ["Tried, no answer", "rang twice"]),
    (sheet("start", moment("at", hours=5), of="incident", text="CCTV"), ["The incident", "CCTV"]),
    (sheet("unidentified", checked="the register", with_="the tutors", text="no such name"), ["the register", "no such name"]),
    (sheet("where", moment("since", **AGO), moment("until", **AHEAD), place="hospital", name="whipps-cross"),
     ["In hospital", "Whipps Cross Hospital"]),
    (sheet("trigger", why="a_and_e", svd="not_known"), ["In A&E, hurt by violence", "Not known"]),
    (sheet("decision", text="keep watching", why="too little is known", outcome="keep"), ["keep watching", "Keep it on the urgent"]),
    (sheet("plan", moment("review", **AHEAD), text="mentor each week"), ["mentor each week"]),
    (sheet("referral", moment("at", **AGO), to="mash", stage="phoned", who="Jo Duty"), ["MASH", "Phoned"]),
    (sheet("consent", state="not_asked", text="it would warn him"), ["Not asked for", "it would warn him"]),
    (sheet("fact", what="name", text="Sam Okafor", source="staff_record"), ["Sam Okafor", "A record of ours"]),
    (sheet("police", how="101", text="knife after school"), ["101", "knife after school"]),
    (sheet("talk", to="Cara, community safety", text="he is known there"), ["he is known there"]),
    (sheet("person", name="Lena O", is_="sibling", age="9", text="same room"), ["Lena O", "Brother or sister"]),
    (sheet("scene", moment("at", hours=5), kind="weapon_seen", place="bus stop", retaliation="yes"), ["A weapon was seen"]),
    (sheet("ask", moment("due", **AHEAD), agency="Police", owner="PC Roy", text="visit the home"), ["PC Roy", "visit the home"]),
    (sheet("tie", moment("until", **AHEAD), from_="Sam", from_is="person", to="car park", to_is="place", how="goes_to",
           source="police", reliability="rumour"), ["Goes to", "Rumour: never exported"]),
    (sheet("nominate", is_="person", name="Sam O", age="19", text="run by others"), ["Sam O", "19"]),
]
ANSWERS = [  # what each open one is answered with
    ("What became of it", "ask_done", {"f-result": "done", "f-text": "went on Monday"}, ["visit the home", "went on Monday"]),
    ("Take it off", "untie", {"f-text": "another Sam"}, ["Sam – Goes to – car park", "another Sam"]),
    ("Answer of the panel", "panel", {"f-result": "accepted", "f-text": "on the list"}, ["Accepted", "on the list"]),
]


class SheetsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        first = "school:{first}"
        cls.enterClassContext(unittest.mock.patch.dict(STAFF, {"Hana Deputy": ("correct horse battery eight", [first])}))
        cls.gateway = Gateway().make().start()
        cls.hana = at_console(cls.gateway, "Hana Deputy")
        cls.asha = at_console(cls.gateway, "Asha Lead")
        cls.cara = at_console(cls.gateway, "Cara Community")

    @classmethod
    def tearDownClass(cls):
        cls.gateway.remove()

    # --- helpers ---
    def report(self, text, **more):
        before = self.ids()
        answer = self.gateway.reporter().report(dict({"text": text, "school": self.gateway.schools[0]}, **more))
        self.assertEqual(answer.status, 201, answer)
        return (self.ids() - before).pop()

    def ids(self):
        found, path = set(), "/desk/queue"
        while path:
            page = self.asha.get(path)
            found.update(link[len("/desk/case/"):] for link in page.links if link.startswith("/desk/case/"))
            path = next((link for link in page.links if "after=" in link), None)
        return found

    def form(self, case, code, query=""):
        return self.asha.get("/desk/case/%s/record?sheet=%s%s" % (case, code, query))

    def record(self, case, fields, status=200):
        return self.asha.post("/desk/case/%s/record" % case, fields, status)

    def chronology(self, page):
        return re.sub(r"\s+", " ", page.text[page.text.index("What happened"):])

    # --- every sheet ---
    def test_every_sheet_goes_through_its_own_form_into_the_chronology(self):
        case = self.report(WORDS + " (sheets)")
        for fields, shown in SHEETS:
            form = self.form(case, fields["sheet"])
            offered = next(f for f in form.forms if f.action.endswith("/record"))
            title = form.title.partition(":")[0]
            self.assertLessEqual(set(fields), set(offered.names) | set(re.findall(r'name="(f-[a-z_-]+)"', form.source)), fields)
            self.assertNotRegex(form.source, r'" checked[>\s]', "nothing is chosen before a person chooses")
            page = self.record(case, fields)
            self.assertIn("It is recorded.", page.text)
            for words in [title] + shown:
                self.assertIn(words, self.chronology(page), fields["sheet"])
        for action, code, fields, shown in ANSWERS:
            page = self.asha.get("/desk/case/" + case)
            link = next(link for link in page.links if "sheet=%s&of=" % code in link)
            form = self.asha.get(link)
            part = link.partition("&of=")[2]
            self.assertIn('value="%s" selected' % part, form.source)
            page = self.record(case, dict(fields, sheet=code, **{"f-of": part}))
            for words in shown:
                self.assertIn(words, self.chronology(page), code)
        self.assertFalse([link for link in page.links if "sheet=ask_done&of=" in link], "the ask is answered")
        covered = {fields["sheet"] for fields, _ in SHEETS} | {answer[1] for answer in ANSWERS}
        offered = set(re.findall(r"record\?sheet=([a-z_]+)\"", page.source))
        self.assertEqual(offered - covered, set(), "each sheet that is offered is recorded here")

    def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(self):
        case = self.report(WORRY + " (errors)")
        page = self.record(case, sheet("contact", text="called the flat, nobody"), 422)
        self.assertIn("#f-result", page.links)
        self.assertIn("#f-at", page.links)
        self.assertIn("called the flat, nobody", page.source)
        late = sheet("contact", moment("at", days=-2), result="no_answer", text="x")
        self.assertIn("f-at", self.record(case, late, 422).errors)
        nobody = sheet("contact", moment("at", **AGO), result="young_person", text="x")
        self.assertIn("f-who", self.record(case, nobody, 422).errors)
        for sheet_fields, field in [
            (sheet("consent", state="refused"), "f-text"),
            (sheet("consent", state="perhaps", text="x"), "f-state"),
            (sheet("referral", moment("at", **AGO), to="mash", stage="not_made"), "f-text"),
            (sheet("ask", moment("due", days=2), agency="Police", owner="PC Roy", text="x"), "f-due"),
            (sheet("ask_done", of="2", result="done"), "f-of"),
            (sheet("fact", what="name", text="Sam", source="rumour"), "f-source"),
            (sheet("talk", to="n" * 201, text="x"), "f-to"),
            (sheet("talk", to="a\nb", text="x"), "f-to"),
            (dict(sheet("start", of="incident", text="x"), **{"f-at-day": "2026-02-30", "f-at-time": "10:00"}), "f-at"),
            (dict(sheet("start", of="incident", text="x"), **{"f-at-day": "2026-03-29", "f-at-time": "01:30"}), "f-at"),
        ]:
            self.assertIn(field, self.record(case, sheet_fields, 422).errors, sheet_fields)
        self.assertNotIn("Recorded", self.asha.get("/desk/case/" + case).text)

    def test_a_time_that_was_twice_is_asked_for_again(self):
        case = self.report(WORRY + " (twice)")
        night = dict(sheet("start", of="incident", text="seen that night"), **{"f-at-day": "2025-10-26", "f-at-time": "01:30"})
        page = self.record(case, night, 422)
        self.assertIn('name="f-at-turn"', page.source)
        self.record(case, dict(night, **{"f-at-turn": "2"}))
        self.assertNotIn('name="f-at-turn"', self.form(case, "start").source)

    def test_what_no_person_fills_in_has_no_form(self):
        case = self.report(WORRY + " (none)")
        for code in ("agenda", "present", "release", "nothing", ""):
            self.assertEqual(self.asha.raw_get("/desk/case/%s/record?sheet=%s" % (case, code)).status, 404)
            self.assertEqual(self.asha.raw_post("/desk/case/%s/record" % case, {"sheet": code}).status, 404)
        ben = at_console(self.gateway, "Ben Lead")
        self.assertEqual(ben.raw_get("/desk/case/%s/record?sheet=contact" % case).status, 404)
        self.assertEqual(ben.raw_get("/desk/case/%s/paper/mash" % case).status, 404)

    # --- attachments ---
    def attached(self, text):
        """A case that two teams hold, with a photo and with what nobody can clean; the first in hand."""
        photo = io.BytesIO()
        Image.linear_gradient("L").convert("RGB").save(photo, "JPEG", comment="taken at home")
        files = [("Sam at home.jpg", photo.getvalue()), ("essay by Sam.docx", b"PK\x03\x04" + os.urandom(40000))]
        before = self.ids()
        sent = self.gateway.reporter().report({"text": text, "school": self.gateway.schools[0], "answers": {"danger_now": "yes"}}, files)
        self.assertEqual(sent.status, 201, sent)
        return (self.ids() - before).pop(), [data for _, data in files]

    def case(self, who, case):
        return re.sub(r"\s+", " ", who.get("/desk/case/" + case).text)

    def send(self, who, case, code, status=303, **fields):
        """To the attachment's page, back to it."""
        answer = who.raw_post("/desk/case/%s/record" % case, dict(sheet(code, **fields), back="file"))
        self.assertEqual(answer.status, status, answer)
        return answer

    def opens(self, who, case, number, below):
        return who.raw_get("/desk/case/%s/files/%d/%s" % (case, number, below))

    def refused(self, case):
        """What the audit chain says of who was refused in it."""
        with sqlite3.connect(self.gateway.dir / "store/concern.db") as db:
            rows = db.execute("SELECT why FROM audit WHERE what = 'refused' AND subject = ? ORDER BY seq", (bytes.fromhex(case),))
            return [why for why, in rows]

    def test_an_original_takes_two_people_and_a_lock_takes_one(self):
        case, (photo, essay) = self.attached(WORDS + " (attachments)")
        everybody = (self.asha, self.cara, self.hana)
        page = self.case(self.cara, case)
        for line in ("Attachment 1 · photo · ", " · hidden facts taken out", "Attachment 2 · file · 39KB · not cleaned: of a kind that cannot be"):
            self.assertIn(line, page)
        self.assertNotIn("Sam at home", page)
        self.assertNotIn("<img", self.cara.get("/desk/case/" + case).source)

        for fields in ({"file": "2"}, {"file": "3", "text": "x"}, {"file": "0", "text": "x"}, {"text": "x"}):
            self.send(self.asha, case, "original", 422, **fields)
        again = self.asha.post("/desk/case/%s/record" % case, dict(sheet("original", file="2"), back="file"), 422)
        form = next(f for f in again.forms if f.action.endswith("/record"))
        self.assertEqual((again.errors, form.values["back"], form.values["f-file"]), (["f-text"], "file", "2"))
        asked = self.send(self.asha, case, "original", file="2", text="the words in it")
        self.assertEqual(asked.headers["Location"], "/desk/case/%s/files/1?done=asked" % case)
        self.send(self.asha, case, "original", 422, file="2", text="once more")
        for who, waits in ((self.asha, False), (self.cara, True), (self.hana, True)):
            self.assertEqual("Asha Lead asks to open the original of attachment 2: the words in it" in self.case(who, case), waits)
            self.assertEqual(self.opens(who, case, 1, "original").status, 403)
        self.assertEqual(self.refused(case), ["attachment 2, its original without a yes"] * 3)

        page = self.cara.get("/desk/case/%s/files/1" % case)
        part = next(form.values["f-of"] for form in page.forms if form.values.get("sheet") == "original_said")
        refused = self.send(self.asha, case, "original_said", 422, of=part, result="yes", file="2")
        self.assertIn("You asked for this. Another person must answer.", refused.body.decode())
        self.send(self.cara, case, "original_said", 422, of=part, file="2")
        self.assertEqual(self.opens(self.asha, case, 1, "original").status, 403)
        said = self.send(self.cara, case, "original_said", of=part, result="yes", text="for the police", file="2")
        self.assertEqual(said.headers["Location"], "/desk/case/%s/files/1?done=record" % case)
        self.send(self.hana, case, "original_said", 422, of=part, result="no", file="2")

        self.assertIn("Cara Community agreed: the original of attachment 2 opens for you alone until", self.case(self.asha, case))
        opened = self.opens(self.asha, case, 1, "original")
        self.assertEqual((opened.status, sha256(opened.body)), (200, sha256(essay)))
        self.assertIn("attachment", opened.headers["Content-Disposition"])
        self.assertNotIn("essay", str(opened.headers))
        for who, number in ((self.cara, 1), (self.hana, 1), (self.asha, 0)):
            self.assertEqual(self.opens(who, case, number, "original").status, 403)
        copy = self.opens(self.hana, case, 0, "copy")
        self.assertEqual((copy.status, b"taken at home" in photo, b"taken at home" in copy.body), (200, True, False))

        self.send(self.hana, case, "hold", file="2")  # nothing else is needed
        self.send(self.asha, case, "hold", file="1", why="malware", text="it does not look right")
        for who in everybody:
            page = self.case(who, case)
            self.assertIn(" · locked", page)
            self.assertIn(" · held: malware", page)
            self.assertNotIn("opens for you alone", page)
            for number in (0, 1):
                for below in ("copy", "original", "pages/1"):
                    self.assertEqual(self.opens(who, case, number, below).status, 423, below)
                self.assertEqual(who.client.get("/api/v1/reports/%s/files/%d" % (case, number)).status, 423)
        self.assertEqual(self.refused(case).count("attachment 2, held"), 12)  # four looks by each of three
        self.send(self.cara, case, "hold", file="1")  # malware keeps nobody from the graver lock
        self.assertIn("call 999", self.cara.get("/desk/case/%s/files/0" % case).text)
        for code, fields in (("hold", {"file": "1"}), ("hold", {"file": "2"}), ("original", {"file": "1", "text": "x"})):
            self.assertIn("locked", self.send(self.cara, case, code, 422, **fields).body.decode())

        told = self.chronology(self.cara.get("/desk/case/" + case))
        for sentence in ("Asked to open the original of attachment 2", "the words in it",
                         "Agreed that Asha Lead opens the original of attachment 2", "for the police",
                         "Locked attachment 2: suspected indecent image of a child", "Locked attachment 1: malware"):
            self.assertIn(sentence, told)
        audit = subprocess.run([CONCERND, "verify-audit", "--config", self.gateway.config], capture_output=True, text=True,
                               env=ENVIRONMENT)
        self.assertEqual(audit.returncode, 0, audit.stderr)

    def test_who_was_told_no_may_ask_anew(self):
        case, _ = self.attached(WORDS + " (refused)")
        for n, result in enumerate(("no", "yes")):
            self.send(self.asha, case, "original", file="1", text="time %d" % n)
            form = self.asha.get("/desk/case/%s/record?sheet=original_said" % case)
            part = re.search(r'<option value="(\d+)">Attachment 1, asked for by Asha Lead', form.source)[1]
            self.send(self.hana, case, "original_said", of=part, result=result, file="1")
            self.assertEqual(self.opens(self.asha, case, 0, "original").status, 403 if result == "no" else 200)
        self.assertIn("Refused that Asha Lead opens the original of attachment 1", self.case(self.hana, case))

    # --- clocks ---
    def test_the_clocks_of_an_immediate_case_stop_one_by_one(self):
        case = self.report(WORDS + " (clocks)", answers={"danger_now": "yes", "weapon": "yes", "when": "now"})
        page = self.asha.get("/desk/case/" + case)
        self.assertIn("Phone first", page.text)
        self.assertLess(page.text.index("999 first"), page.text.index("Ring now"))
        self.assertRegex(page.words(), r"Ring now: (MASH[^,]*, Multi-Agency Safeguarding Hub, 020 8496 2310|EDT, Emergency Duty Team, 020 8496 3000)")
        self.assertLess(page.source.index("Phone first"), page.source.index(WORDS))
        self.assertIn("Contact within 48 hours", page.text)
        self.assertNotIn("from the incident", page.text)
        page = self.record(case, sheet("told", moment("at"), agency="mash", who="Jo Duty", how="phone"))
        self.assertNotIn("Phone first", page.text)
        self.assertEqual(page.source.count("limit-met"), 1)
        page = self.record(case, sheet("contact", moment("at"), result="no_answer", text="no reply"))
        self.assertEqual(page.source.count("limit-met"), 2, "the attempt; contact runs on")
        page = self.record(case, sheet("start", moment("at", hours=40), of="incident", text="CCTV"))
        self.assertIn("from the incident", page.text)
        self.assertIn("limit-soon", page.source)
        self.assertIn("limit-over", page.source, "nobody tried within 24 hours of the incident")
        page = self.record(case, sheet("contact", moment("at"), result="family", who="his aunt", text="he is with her"))
        self.assertNotIn("limit-soon", page.source)
        self.assertIn("limit-over", page.source, "what was missed stays missed")

    def test_a_hospital_shows_its_own_contact_and_task(self):
        case = self.report(WORRY + " (hospital)")
        page = self.record(case, sheet("where", moment("until", **AHEAD), place="hospital", name="royal-london"))
        self.assertIn("020 7377 7000", page.text)
        self.assertIn("Reachable moment", page.text)
        self.assertNotIn("Whipps", page.text)
        page = self.asha.get(next(link for link in page.links if "?task=" in link).partition("#")[0])
        task = next(form for form in page.forms if form.action.endswith("/task")).values["text"]
        self.assertIn("Royal London", task)
        page = self.record(case, dict(sheet("where", place="home"), **{"f-name-other": "his aunt's flat"}))
        self.assertIn("At home: his aunt's flat", page.text)
        self.assertNotIn("020 7377 7000", page.text)

    def test_a_call_to_mash_starts_the_clock_of_the_written_sheet(self):
        case = self.report(WORRY + " (mash)")
        page = self.record(case, sheet("referral", moment("at"), to="mash", stage="phoned", who="Jo Duty"))
        self.assertIn("In writing within 24 hours of the call", page.text)
        page = self.record(case, sheet("referral", moment("at"), to="mash", stage="sent"))
        self.assertIn("No answer yet: chase it on", page.text)
        page = self.record(case, sheet("referral", moment("at"), to="mash", stage="accepted"))
        self.assertNotIn("chase it", page.text)

    def test_police_are_open_until_there_is_a_reference(self):
        case = self.report(WORRY + " (police)")
        self.assertIn("Open: no reference yet", self.record(case, sheet("police", how="999", text="he is at the gate")).text)
        page = self.record(case, sheet("police", moment("at"), how="999", ref="CAD 1234", text="he is at the gate"))
        self.assertNotIn("Open: no reference yet", page.text)

    def test_only_a_moment_that_must_be_given_begins_with_today(self):
        case = self.report(WORRY + " (today)")
        day = lambda code: re.search(r'name="f-at-day"[^>]*value="([^"]*)"', self.form(case, code).source)
        self.assertRegex(day("contact")[1], r"^\d{4}-\d\d-\d\d$")
        self.assertEqual(day("police")[1], "")

    # --- paper ---
    def test_the_mash_sheet_has_confirmed_facts_and_marks_the_rest(self):
        case = self.report("Sam Okafor of 9 Example Road is made to carry knives", keep_from="my dad")
        paper = self.asha.get("/desk/case/%s/paper/mash" % case)
        table = paper.source[paper.source.index("<table"):paper.source.index("</table>")]
        self.assertNotIn("Sam Okafor", table)
        self.assertEqual(table.count("not known – anonymous source"), 14)
        self.assertIn("Nothing is confirmed yet", paper.text)
        self.assertIn("not confirmed", paper.text)
        self.assertIn("“Sam Okafor of 9 Example Road is made to carry knives”", paper.text)
        self.assertIn("my dad", paper.text)
        self.record(case, sheet("fact", what="name", text="Samuel Okafor", source="staff_record"))
        self.record(case, sheet("fact", what="name", text="Samuel A. Okafor", source="police"))
        self.record(case, sheet("fact", what="risk", text="seen with a knife on Monday", source="professional"))
        self.record(case, sheet("consent", state="not_asked", text="it would warn them"))
        paper = self.asha.get("/desk/case/%s/paper/mash" % case)
        table = paper.source[paper.source.index("<table"):paper.source.index("</table>")]
        self.assertIn("Samuel A. Okafor", table)
        self.assertIn("The police", table)
        self.assertNotIn("Samuel Okafor", table)
        self.assertEqual(table.count("not known – anonymous source"), 13)
        self.assertIn("seen with a knife on Monday", paper.text)
        self.assertIn("it would warn them", paper.text)
        self.assertIn("by Asha Lead", paper.text)
        for alien in ("<nav", "<script", "sign-out", "Queue"):
            self.assertNotIn(alien, paper.source)

    def test_the_impact_of_an_incident_keeps_its_versions(self):
        self.cara.post("/desk/incidents", {"title": "Stabbing in the high road", "text": "After school.", "lead": "Cara Community"})
        page = self.cara.get("/desk/incidents")
        case = next(link for link in page.links if link.startswith("/desk/case/"))[len("/desk/case/"):]
        page = self.cara.get("/desk/case/" + case)
        self.assertIn("sheet=impact", page.source)
        self.assertNotIn("sheet=contact", page.source, "an incident is no child")
        self.assertNotIn("Contact within", page.text)
        self.assertIn("None was recorded yet", self.cara.get("/desk/case/%s/paper/impact" % case).text)
        for places in ("the high road", "the high road and the station"):
            self.cara.post("/desk/case/%s/record" % case, sheet("impact", moment("review", **AHEAD), places=places,
                           groups="families", tension="rumours online", sources="wardens", actions="a walk on Friday"))
        paper = self.cara.get("/desk/case/%s/paper/impact" % case)
        self.assertIn("the high road and the station", paper.text)
        self.assertEqual(paper.text.count("Cara Community"), 3, "who printed it, and two versions")
        report = self.report(WORRY + " (impact)")
        self.assertNotIn("sheet=impact", self.asha.get("/desk/case/" + report).source)

    def test_the_chronology_on_paper_has_what_was_written_and_who_opened_it(self):
        case = self.report(WORRY + " (papers)")
        self.record(case, sheet("talk", to="Cara", text="a word in the corridor"))
        paper = self.asha.get("/desk/case/%s/paper/chronology" % case)
        self.assertIn("a word in the corridor", paper.text)
        self.assertIn(WORRY, paper.text)
        self.assertRegex(paper.text, "(Last opened|Opened) the case, Asha Lead")
        self.assertEqual(self.asha.raw_get("/desk/case/%s/paper/nothing" % case).status, 404)
        self.assertEqual(self.asha.raw_post("/desk/case/%s/paper/mash" % case).status, 404)


if __name__ == "__main__":
    unittest.main()
