"""The morning's meeting: what it is about, its pack, what is written back, who may see it, and figures."""
import datetime
import re
import threading
import unittest
import zoneinfo

import gateway
from console import at_console
from gateway import Gateway

gateway.STAFF.setdefault("Finn Community", ("correct horse battery eight", ["community"]))
gateway.TITLES.setdefault("Finn Community", "coordinator")
KNIFE = "there will be a fight with knives behind the leisure centre tonight, he showed me the blade"
LINES = "they make him go cunch and carry drugs for them, he owes them money"
DAY = 86400
PACK = re.compile(r'<section id="pack">.*?</section>', re.S)


class DrmTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway().make().start()
        cls.cara = at_console(cls.gateway, "Cara Community")
        cls.finn = at_console(cls.gateway, "Finn Community")

    @classmethod
    def tearDownClass(cls):
        cls.gateway.remove()

    # --- helpers ---
    def report(self, text=KNIFE):
        answer = self.gateway.reporter().report({"text": text})
        self.assertEqual(answer.status, 201, answer)
        return answer.json()["code"]

    def fresh(self):
        """The cases that the board has since the last meeting."""
        page = self.cara.get("/desk/drm")
        section = page.source[page.source.index('id="fresh"'):page.source.index('action="/desk/drm/start"')]
        return re.findall(r'href="/desk/case/([0-9a-f]{32})"', section)

    def one(self, text=KNIFE):
        """A report, and its case."""
        before = set(self.fresh())
        code = self.report(text)
        case, = set(self.fresh()) - before
        return code, case

    def latest(self, person):
        return re.search(r'name="latest" value="([0-9a-f]*)"', person.get("/desk/drm").source)[1]

    def start(self, person, latest=None):
        """Begins a meeting; its number."""
        answer = person.raw_post("/desk/drm/start", {"latest": self.latest(person) if latest is None else latest})
        self.assertEqual(answer.status, 303, answer)
        return re.fullmatch(r"/desk/drm/([0-9a-f]{32})\?done=[a-z-]+", answer.headers["Location"])[1]

    def pack(self, person, meeting):
        return person.get("/desk/drm/" + meeting)

    def listed(self, page):
        """The cases of a pack: number and "New" or "Changed"."""
        return dict(re.findall(r'(?s)id="case-\d+"><a href="/desk/case/([0-9a-f]{32})">.*?>(New|Changed)<',
                               page.source))

    def record(self, person, case, sheet, **fields):
        return person.post("/desk/case/%s/record" % case, dict({"sheet": sheet}, **{
            "f-" + name.rstrip("_").replace("_", "-"): value for name, value in fields.items()}))

    def audit(self):
        """All of the audit chain, newest first."""
        gita, rows, path = at_console(self.gateway, "Gita Auditor"), "", "/desk/audit"
        while path:
            page = gita.get(path)
            rows += page.source
            path = next((link for link in page.links if "before=" in link), None)
        return rows

    # --- the set ---
    def test_meetings_tile_time_nothing_comes_twice_and_nothing_is_missing(self):
        code, first = self.one()
        _, second = self.one(LINES)
        one = self.start(self.cara)
        self.assertEqual(self.listed(self.pack(self.cara, one)), {first: "New", second: "New"})
        self.assertEqual(self.fresh(), [])
        self.assertEqual(self.gateway.reporter().reply(code, "they moved it to tomorrow").status, 201)
        _, third = self.one()
        two = self.start(self.cara)
        self.assertEqual(self.listed(self.pack(self.cara, two)), {first: "Changed", third: "New"})
        three = self.start(self.finn)
        self.assertEqual(self.listed(self.pack(self.finn, three)), {})
        self.assertEqual(self.listed(self.pack(self.finn, one)), {first: "New", second: "New"})
        self.assertEqual(len({one, two, three}), 3)

    def test_two_people_who_begin_at_once_have_one_meeting(self):
        _, case = self.one()
        latest, found = self.latest(self.cara), {}
        self.assertEqual(latest, self.latest(self.finn))
        both = [threading.Thread(target=lambda who=who: found.setdefault(who, self.start(who, latest)))
                for who in (self.cara, self.finn)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        self.assertEqual(found[self.cara], found[self.finn])
        self.assertEqual(self.listed(self.pack(self.finn, found[self.finn])), {case: "New"})
        self.assertEqual(self.start(self.finn, latest), found[self.finn])  # from a page that is old by now
        page = self.cara.get("/desk/drm/%s?done=drm-late" % found[self.cara])
        self.assertIn("A colleague has just begun one", page.source)

    # --- the pack ---
    def frozen(self, person, meeting):
        return PACK.search(self.pack(person, meeting).source)[0].replace(person.form, "FORM")

    def test_the_pack_stays_what_it_was_whoever_looks_and_says_who_does(self):
        code, case = self.one()
        meeting = self.start(self.cara)
        before = self.frozen(self.cara, meeting)
        self.assertIn(KNIFE, before)
        self.assertIn("unconfirmed", before)
        seq = re.search(r'name="seq" value="(\d+)"', self.cara.get("/desk/case/" + case).source)[1]
        self.cara.post("/desk/case/%s/note" % case, {"text": "A note from behind the meeting.", "seq": seq})
        self.assertEqual(self.gateway.reporter().reply(code, "one more thing that I saw").status, 201)
        self.record(self.cara, case, "where", place="home", text="At home, says mum.")
        self.assertEqual(self.frozen(self.cara, meeting), before)
        self.assertEqual(self.frozen(self.finn, meeting), before)
        page = self.pack(self.finn, meeting).source
        self.assertRegex(page, r'class="watermark"><p><strong>Seen by Finn Community at ')
        self.assertIn("Do not e-mail", page)
        self.assertNotIn("one more thing", page)
        self.assertIn("where", self.cara.get("/desk/case/" + case).source.lower())
        self.start(self.cara)

    def test_where_they_are_until_when_and_both_authorities_stand_in_the_pack(self):
        _, case = self.one()
        self.record(self.cara, case, "where", place="away", name="Kent County Council", text="Found at a station.",
                    until_day="2099-01-04", until_time="17:00")
        self.record(self.cara, case, "person", name="Little Sister", is_="sibling", age="9")
        self.record(self.cara, case, "person", name="Older Man", is_="adult_of_concern")
        page = self.pack(self.cara, self.start(self.cara))
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", PACK.search(page.source)[0]))
        self.assertIn("Authority there: Kent County Council", text)
        self.assertIn("Authority at home: this borough", text)
        self.assertIn("Reachable moment until 5pm on Sunday 4 January", text)
        self.assertRegex(text, r"Who may be at risk Little Sister Brother or sister, 9 (?!.*Older Man.*Clocks Older)")
        self.assertRegex(text, r"Adults of concern Older Man")
        self.assertIn("Golden hour: by", text)

    def test_a_decision_is_written_into_the_case_and_lists_it_for_no_further_meeting(self):
        _, case = self.one()
        meeting = self.start(self.cara)
        answer = self.cara.raw_post("/desk/case/%s/record" % case, {
            "sheet": "decision", "back": "drm", "f-meeting": meeting, "f-text": "Police visit tonight.",
            "f-why": "The threat names a place.", "f-outcome": "keep"})
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/desk/drm/%s?done=record" % meeting))
        page = self.cara.get("/desk/case/" + case)
        self.assertIn("Police visit tonight.", page.source)
        self.assertNotIn(case, self.fresh())

    def test_asks_stand_on_the_board_by_agency_until_they_are_done(self):
        _, case = self.one()
        meeting = self.start(self.cara)
        self.record(self.cara, case, "ask", agency="Housing", owner="Hal Housing", due_day="2099-01-04",
                    due_time="10:00", text="Where can they sleep?", meeting=meeting)
        board = self.cara.get("/desk/drm").source
        self.assertRegex(board, r"(?s)<h3[^>]*>Housing</h3>.*Where can they sleep\?.*Hal Housing, by 10am on Sunday 4")
        self.assertNotIn(case, self.fresh())
        part = re.search(r'"(\d+)"[^>]*>[^<]*Where can they sleep|value="(\d+)"[^>]*>[^<]*Housing',
                         self.cara.get("/desk/case/%s/record?sheet=ask_done" % case).source)
        self.record(self.cara, case, "ask_done", of=part[1] or part[2], result="done")
        self.assertNotIn("Where can they sleep?", self.cara.get("/desk/drm").source)

    def test_who_was_there_is_written_down(self):
        meeting = self.start(self.cara)
        self.cara.post("/desk/drm/%s/present" % meeting, {"name": "Pat Police", "agency": "Met Police"})
        self.assertRegex(self.pack(self.finn, meeting).source, r"<strong>Pat Police</strong>, Met Police")
        self.cara.post("/desk/drm/%s/present" % meeting, {"name": "", "agency": "Met Police"}, 422)

    def test_looks_are_in_the_audit_chain_and_others_are_refused_there(self):
        meeting = self.start(self.cara)
        self.pack(self.finn, meeting)
        for name in ("Asha Lead", "Dev Officer", "Eve Admin"):
            other = at_console(self.gateway, name)
            for path in ("/desk/drm", "/desk/drm/" + meeting, "/desk/drm/meetings", "/desk/figures"):
                other.get(path, 403)
            self.assertEqual(other.raw_post("/desk/drm/start", {"latest": meeting}).status, 403)
        rows = self.audit()
        for name in ("Asha Lead", "Dev Officer", "Eve Admin"):
            self.assertRegex(rows, r"(?s)%s</td>(?:(?!</tr>).)*asked for /desk/drm/\* without being in community safety"
                             % name)
        self.assertRegex(rows, r"(?s)Finn Community</td>(?:(?!</tr>).)*meeting</td>")

    # --- figures ---
    def test_figures_count_what_happened(self):
        def row(page, what):
            found = re.search(r'(?s)<th scope="row"[^>]*>%s</th>\s*<td[^>]*>(.*?)</td>' % what, page.source)
            return re.sub(r"<[^>]+>|\s+", " ", found[1]).split()
        before = row(self.cara.get("/desk/figures"), "Attempt within 24 hours since it was identified")
        _, case = self.one()
        today = re.search(r'name="to" type="date" value="([0-9-]+)"', self.cara.get("/desk/figures").source)[1]
        at = datetime.datetime.fromtimestamp(self.gateway.now(), zoneinfo.ZoneInfo("Europe/London")).strftime("%H:%M")
        self.record(self.cara, case, "contact", result="young_person", who="The young person", at_day=today, at_time=at,
                    text="On the phone.", where="phone")
        page = self.cara.get("/desk/figures?from=%s&to=%s" % (today, today))
        self.assertIn("Reports are not crimes", page.source)
        self.assertIn("Definitions, version 1", page.source)
        after = row(page, "Attempt within 24 hours since it was identified")
        count = lambda found: int(found[0]) if found[0] != "none" else 0
        self.assertEqual(count(after), count(before) + 1)
        self.cara.get("/desk/figures?from=2026-13-01", 422)
        self.cara.get("/desk/figures?from=2026-02-01&to=2026-01-01", 422)

    def test_z_an_ended_pack_is_gone(self):
        meeting = self.start(self.cara)
        self.pack(self.cara, meeting)
        self.gateway.move_to(8 * DAY)
        cara = at_console(self.gateway, "Cara Community")
        page = cara.get("/desk/drm/" + meeting, 410)
        self.assertIn("This pack has ended", page.source)
        self.assertNotIn("/desk/drm/%s" % meeting, cara.get("/desk/drm/meetings").links)


if __name__ == "__main__":
    unittest.main()
