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
DECIDED = re.compile(r'<div class="drm-decided">.*?</div>\s*', re.S)


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
    def report(self, text=KNIFE, **more):
        answer = self.gateway.reporter().report(dict({"text": text}, **more))
        self.assertEqual(answer.status, 201, answer)
        return answer.json()["code"]

    def fresh(self):
        """The cases that the board has since the last meeting."""
        page = self.cara.get("/desk/drm")
        section = page.source[page.source.index('id="fresh"'):page.source.index('action="/desk/drm/start"')]
        return re.findall(r'href="/desk/case/([0-9a-f]{32})"', section)

    def one(self, text=KNIFE, **more):
        """A report, and its case."""
        before = set(self.fresh())
        code = self.report(text, **more)
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

    def ref(self, case):
        return "%s-%s" % (case[:4].upper(), case[4:8].upper())

    def part(self, page, case):
        """What a pack has of one case."""
        return re.search(r'(?s)<article[^>]* id="case-%s".*?</article>' % self.ref(case), page.source)[0]

    def said(self, source):
        return " ".join(re.sub(r"<[^>]+>", " ", source).split())

    def decide(self, person, case, meeting, text="Police visit tonight."):
        return person.raw_post("/desk/case/%s/record" % case, {
            "sheet": "decision", "back": "drm", "f-meeting": meeting, "f-text": text,
            "f-why": "The threat names a place.", "f-outcome": "keep"})

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
        """The pack without what this very meeting decided, which stands apart in it, and without the form's token."""
        return DECIDED.sub("", PACK.search(self.pack(person, meeting).source)[0].replace(person.form, "FORM"))

    def test_whom_not_to_tell_stands_beside_each_case_and_beside_what_is_done_with_it(self):
        _, case = self.one(keep_from="my form tutor <Mr X>")
        _, other = self.one()
        wish = "The reporter asks you not to tell: my form tutor &lt;Mr X&gt;"
        board = self.cara.get("/desk/drm").source
        fresh = re.findall(r"(?s)<li>(?:(?!</li>).)*</li>", board[:board.index('action="/desk/drm/start"')])
        self.assertEqual([wish in self.said(row) for row in fresh if "/desk/case/" + case in row], [True])
        self.assertEqual([wish in self.said(row) for row in fresh if "/desk/case/" + other in row], [False])
        pack = self.pack(self.cara, self.start(self.cara))
        part = self.part(pack, case)
        for piece in (part[:part.index("<blockquote")], part[part.index(">Decision<"):part.index('name="f-why"')],
                      part[part.index(">Ask an agency<"):part.index('name="f-agency"')]):
            self.assertIn(wish, self.said(piece))
            self.assertIn('class="keep-from"', piece)       # in red
        self.assertNotIn("keep-from", self.part(pack, other))
        self.record(self.cara, case, "ask", agency="Wish Agency", owner="O", due_day="2099-01-04", due_time="10:00",
                    text="What do you know?")
        board = self.cara.get("/desk/drm").source
        self.assertIn(wish, self.said(board[board.index("Wish Agency"):]))

    def test_each_limit_says_in_words_whether_it_was_kept(self):
        _, case = self.one()
        _, late = self.one()
        at = datetime.datetime.fromtimestamp(self.gateway.now(), zoneinfo.ZoneInfo("Europe/London"))
        page = self.record(self.cara, case, "told", agency="mash", who="Duty worker", how="phone", at_day=at.date(),
                           at_time=at.strftime("%H:%M"))
        self.assertEqual(page.errors, [], page.words()[:1500])
        pack = self.pack(self.cara, self.start(self.cara))
        self.assertRegex(self.said(self.part(pack, case)), r"Golden hour: by [^.]*\. kept, at \d")
        self.assertRegex(self.said(self.part(pack, late)), r"Golden hour: by [^.]*\. (1 h|\d+ min) left")

    def test_what_was_passed_on_says_who_chose_its_band(self):
        asha, before = at_console(self.gateway, "Asha Lead"), set(self.fresh())
        rows = lambda: {row["id"] for row in asha.client.get("/api/v1/queue").json()["reports"]}
        had = rows()
        self.report("he steals bikes behind the school", school="norlington")
        case, = rows() - had
        page = asha.post("/desk/case/%s/pass" % case, {"team": "community", "band": "urgent", "text": "My summary",
                                                      "reason": "they can act"})
        self.assertEqual(page.errors, [], page.words()[:1500])
        extract, = set(self.fresh()) - before - {case}
        part = self.said(self.part(self.pack(self.cara, self.start(self.cara)), extract))
        self.assertRegex(part, r"Why this band Norlington [A-Za-z() ]+ chose urgent when passing it on\.")
        self.assertNotIn("No rule spoke", part)

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
        self.assertNotRegex(self.pack(self.cara, meeting).source, DECIDED)
        self.assertEqual(self.decide(self.cara, case, "ab" * 16, "Of another meeting.").status, 303)
        self.assertNotIn("Of another meeting.", self.pack(self.cara, meeting).source)
        self.assertEqual(self.decide(self.cara, case, meeting).status, 303)
        self.assertEqual(len(DECIDED.findall(self.pack(self.cara, meeting).source)), 1)
        self.assertEqual(self.frozen(self.cara, meeting), before)
        self.assertEqual(self.frozen(self.finn, meeting), before)
        page = self.pack(self.finn, meeting).source
        self.assertRegex(page, r'class="watermark"><p><strong>Seen by Finn Community at ')
        self.assertIn("Do not e-mail", page)
        self.assertNotIn("one more thing", page)
        self.assertIn("At home, says mum.", self.cara.get("/desk/case/" + case).source)
        self.start(self.cara)

    def test_a_report_of_nothing_but_quotes_is_cut_in_the_pack_and_keeps_nobody_from_it(self):
        _, first = self.one()
        _, loud = self.one(KNIFE + " " + '"' * (16 * 1024 - len(KNIFE) - 2))
        page = self.pack(self.cara, self.start(self.cara))
        self.assertEqual(self.listed(page), {first: "New", loud: "New"})
        self.assertIn('<a href="/desk/case/%s">the rest is in the case</a>' % loud, page.source)
        self.assertNotIn('<a href="/desk/case/%s">the rest is in the case</a>' % first, page.source)
        self.assertLess(len(page.source), 64 * 1024)
        self.assertGreater(page.source.count("&#34;"), 1000)

    def test_a_large_pack_comes_in_pages_with_the_gravest_first_and_what_is_written_leads_back(self):
        for _ in range(55):
            self.report(LINES)
        before = set(self.fresh())
        answer = self.gateway.reporter().report({"text": KNIFE, "answers": {"danger_now": "yes"}})
        self.assertEqual(answer.status, 201, answer)
        gravest, = set(self.fresh()) - before
        meeting = self.start(self.cara)
        first, second = (self.cara.get("/desk/drm/%s?page=%d" % (meeting, n)) for n in (1, 2))
        self.assertIn("Page 1 of 2", first.source)
        self.assertIn("/desk/drm/%s?page=2" % meeting, first.links)
        one, two = self.listed(first), self.listed(second)
        self.assertEqual((len(one), len(two) >= 5, set(one) & set(two)), (50, True, set()))
        self.assertIn("Immediate", first.source[first.source.index('id="case-1"'):][:400])
        self.assertIn(gravest, one)     # although it came last
        case = list(two)[0]
        answer = self.decide(self.cara, case, meeting, "Nothing more to do.")
        self.assertEqual(answer.status, 303)
        back = self.cara.get(answer.headers["Location"].partition("#")[0])
        self.assertIn("Page 2 of 2", back.source)
        self.assertIn("Nothing more to do.", self.part(back, case))
        self.cara.get("/desk/drm/%s?page=3" % meeting, 404)
        self.cara.get("/desk/drm?page=2")
        self.cara.get("/desk/drm?page=0", 404)

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
        self.assertIn("Reachable moment until 5pm on Sunday 4 January 2099", text)
        at_risk, adults = re.search(r"Who may be at risk (.*) Adults of concern (.*?) Clocks", text).groups()
        self.assertIn("Little Sister Brother or sister, 9", at_risk)
        self.assertNotIn("Older Man", at_risk)
        self.assertIn("Older Man", adults)
        self.assertNotIn("Little Sister", adults)
        self.assertIn("Golden hour: by", text)

    def test_a_decision_is_written_into_the_case_and_lists_it_for_no_further_meeting(self):
        _, case = self.one()
        meeting = self.start(self.cara)
        answer = self.decide(self.cara, case, meeting)
        self.assertEqual((answer.status, answer.headers["Location"]), (
            303, "/desk/drm/%s?case=%s&done=record#case-%s" % (meeting, case, self.ref(case))))
        part = self.part(self.cara.get(answer.headers["Location"].partition("#")[0]), case)
        self.assertIn("Decided in this meeting Keep it on the urgent response : Police visit tonight. "
                      "Why: The threat names a place. Cara Community, at ", self.said(part))
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
        for name, agency, wrong in (("", "Youth <Team>", ["name"]), ("Yan", "", ["agency"]),
                                    ("", "", ["name", "agency"]), ("y" * 201, "a", ["name"])):
            sent = {"name": name, "agency": agency}
            page = self.cara.post("/desk/drm/%s/present" % meeting, sent, 422)
            self.assertEqual(page.errors, wrong)
            self.assertIn("Pack of the meeting", page.source)
            form, = (form for form in page.forms if form.action.endswith("/present"))
            self.assertEqual({name: form.values[name] for name in sent}, sent)
        self.assertNotIn("Yan", self.pack(self.cara, meeting).source)

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

    # --- audits ---
    def closed(self, text):
        """A case that came in and was closed; its number, and how many parts it has."""
        rows = lambda: {row["id"] for row in self.cara.client.get("/api/v1/queue").json()["reports"]}
        before = rows()
        self.report(text)
        case, = rows() - before
        form = next(form for form in self.cara.get("/desk/case/" + case).forms if form.id == "band")
        self.cara.post("/desk/case/%s/band" % case, {"band": "routine", "reason": "no", "seq": form.values["seq"]})
        page = self.cara.post("/desk/case/%s/close" % case, {
            "concern": "a", "follow_up": "b", "decision": "c", "reason": "d", "outcome": "no_action",
            "text": "Thank you for telling us.", "sure": "1", "seq": self.seq(case)})
        self.assertEqual(page.errors, [], page.words()[:2000])
        return case

    def seq(self, case):
        return re.search(r'name="seq" value="(\d+)"', self.cara.get("/desk/case/" + case).source)[1]

    def drawn(self, **fields):
        """An audit of today's; its number, and the cases of its sample in their order."""
        today = datetime.datetime.fromtimestamp(self.gateway.now(), zoneinfo.ZoneInfo("Europe/London")).date()
        answer = self.cara.raw_post("/desk/audits", dict({"from": today, "to": today, "size": 2, "seed": ""}, **fields))
        self.assertEqual(answer.status, 303, answer)
        audit = re.fullmatch(r"/desk/audits/([0-9a-f]{32})\?done=audit", answer.headers["Location"])[1]
        page = self.cara.get("/desk/audits/" + audit).source
        return audit, re.findall(r'<h3[^>]*><a href="/desk/case/([0-9a-f]{32})">', page)

    def test_an_audit_draws_closed_cases_and_writes_nothing_into_them(self):
        self.cara.post("/desk/audits", {"from": "2020-01-01", "to": "2020-01-02", "size": 3, "seed": ""}, 422)
        self.cara.post("/desk/audits", {"from": "", "to": "2020-01-02", "size": 41, "seed": "x"}, 422)
        cases = {self.closed("dealers on the stairs of our block %s" % when) for when in ("at night", "all day", "again")}
        self.one()      # not closed: never drawn
        audit, sample = self.drawn()
        self.assertEqual(len(set(sample) & cases), 2)
        seed = re.search(r"with the seed (\d+)", self.cara.get("/desk/audits/" + audit).source)[1]
        self.assertEqual(self.drawn(seed=seed)[1], sample)
        self.assertEqual(set(self.drawn(size=40)[1]), cases)
        before = [self.seq(case) for case in sample]
        self.finding_and_action(audit, sample[0])
        self.assertEqual([self.seq(case) for case in sample], before)
        self.assertNotIn("blames the child", self.cara.get("/desk/case/" + sample[0]).source)
        self.assertNotIn(audit, self.fresh())
        self.cara.post("/desk/case/%s/record" % sample[0], self.sent(sample[0]), 422)  # never in the case itself
        self.assertEqual([self.seq(case) for case in sample], before)
        other = at_console(self.gateway, "Asha Lead")
        other.get("/desk/audits/" + audit, 403)
        self.cara.get("/desk/audits/" + sample[0], 404)

    def sent(self, case):
        return {"sheet": "finding", "f-case": case, "f-timely": "yes", "f-voice_of_child": "no", "f-language": "no",
                "f-reasons_recorded": "partly", "f-reply_quality": "not_known", "f-theme": "fair language",
                "f-text": "A note blames the child.", "f-tool_kit": "yes", "f-actions": "A briefing on words",
                "f-owner": "", "f-due-day": "2099-01-04", "f-due-time": "10:00"}

    def finding_and_action(self, audit, case):
        form = self.cara.get("/desk/case/%s/record?sheet=finding&case=%s" % (audit, case)).source
        self.assertIn('name="f-case" value="%s"' % case, form)
        self.cara.post("/desk/case/%s/record" % audit, self.sent(case), 422)     # something to do, and nobody who does
        sent = dict(self.sent(case), **{"f-owner": "Ola Owner"})
        page = self.cara.post("/desk/case/%s/record" % audit, dict(sent, **{"f-case": "ab" * 16}), 422)
        self.assertIn("not in the sample", page.source)
        page = self.cara.post("/desk/case/%s/record" % audit, sent).source
        self.assertRegex(page, r"(?s)A briefing on words</strong>.*?Open<.*?Tool kit<.*?Ola Owner, by 10am on Sunday 4")
        self.assertIn("A note blames the child.", page)
        part = re.search(r"sheet=acted&amp;of=(\d+)", page)[1]
        form = self.cara.get("/desk/case/%s/record?sheet=acted&of=%s" % (audit, part)).source
        self.assertIn('<option value="%s" selected>A briefing on words' % part, form)
        page = self.cara.post("/desk/case/%s/record" % audit, {"sheet": "acted", "f-of": part, "f-result": "done",
                                                              "f-text": "Given in May."}).source
        self.assertRegex(page, r"(?s)A briefing on words</strong>.*?Done<.*?Given in May\.")
        self.assertNotIn("sheet=acted", page)

    def test_zz_an_action_past_its_day_is_overdue_and_comes_first(self):
        self.cara = at_console(self.gateway, "Cara Community")
        case = self.closed("dealers in the car park")
        audit, _ = self.drawn(size=40)
        later = dict(self.sent(case), **{"f-owner": "Ola Owner"})
        day = datetime.date.fromtimestamp(self.gateway.now() + 2 * DAY)
        sooner = dict(later, **{"f-due-day": day, "f-actions": "Ring the school"})
        for sent in (later, sooner):
            page = self.cara.post("/desk/case/%s/record" % audit, sent).source
            self.assertNotIn(">Overdue<", page)
        self.gateway.move_to(self.gateway.shift + 4 * DAY)
        page = at_console(self.gateway, "Cara Community").get("/desk/audits/" + audit).source
        self.assertRegex(page, r"(?s)Ring the school</strong>[^\n]*>Overdue<.*A briefing on words</strong>[^\n]*>Open<")
        self.assertEqual(page.count(">Overdue<"), 1)

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
        _, case = self.one()
        meeting = self.start(self.cara)
        self.pack(self.cara, meeting)
        self.gateway.move_to(8 * DAY)
        cara = at_console(self.gateway, "Cara Community")
        page = cara.get("/desk/drm/" + meeting, 410)
        self.assertIn("This pack has ended", page.source)
        self.assertNotIn("/desk/drm/%s" % meeting, cara.get("/desk/drm/meetings").links)
        self.record(cara, case, "where", place="home", text="At home, says mum.")    # news: it comes again
        self.assertRegex(self.said(self.part(self.pack(cara, self.start(cara)), case)),
                         r"Golden hour: by [^.]*\. missed by [78] days, not done yet Missed ")


if __name__ == "__main__":
    unittest.main()
