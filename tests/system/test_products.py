"""The peer map and its release by two people, the panel's list, and the briefs: what they show, and who may have them."""
import csv
import io
import re
import time
import unittest

import gateway
from console import at_console
from gateway import Gateway

gateway.STAFF.setdefault("Finn Community", ("correct horse battery eight", ["community"]))
gateway.TITLES.setdefault("Finn Community", "coordinator")
gateway.STAFF.setdefault("Hana Community", ("correct horse battery nine", ["community"]))
gateway.TITLES.setdefault("Hana Community", "coordinator")
KNIFE = "there will be a fight with knives behind the leisure centre tonight, he showed me the blade"
DAY = 86400


class ProductsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway().make().start()
        answer = cls.gateway.reporter().report({"text": KNIFE})
        assert answer.status == 201, answer
        rows = cls.gateway.staff("Cara Community").get("/api/v1/queue").json()["reports"]
        cls.case = rows[0]["id"]

    @classmethod
    def tearDownClass(cls):
        cls.gateway.remove()

    def setUp(self):
        self.cara = at_console(self.gateway, "Cara Community")
        self.finn = at_console(self.gateway, "Finn Community")

    def at(self, days):
        moment = time.localtime(self.gateway.now() + days * DAY)
        return time.strftime("%Y-%m-%d", moment), time.strftime("%H:%M", moment)

    def record(self, sheet, **fields):
        sent = {"sheet": sheet}
        for key, value in fields.items():
            if isinstance(value, tuple):
                sent["f-%s-day" % key], sent["f-%s-time" % key] = value
            else:
                sent["f-" + key] = value
        page = self.cara.post("/desk/case/%s/record" % self.case, sent)
        self.assertEqual(page.errors, [], page.words()[:2000])

    def tie(self, one, other, reliability, days=90):
        self.record("tie", **{"from": one, "from_is": "person", "to": other, "to_is": "place", "how": "goes_to",
                    "source": "police", "reliability": reliability, "until": self.at(days)})

    def table(self, person, release, what):
        answer = person.raw_get("/desk/map/%s/%s.csv" % (release, what))
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.headers["Content-Type"], "text/csv; charset=utf-8")
        self.assertIn('filename="%s.csv"' % what, answer.headers["Content-Disposition"])
        return list(csv.reader(io.StringIO(answer.body.decode())))

    def test_a_map_is_drawn_and_two_people_release_it(self):
        self.tie("Jay <b>", "The Park", "likely")
        self.tie("=Kim", "The park", "confirmed")
        self.tie("Lou", "The Park", "rumour")
        page = self.cara.get("/desk/map")
        self.assertIn("<svg", page.source)
        self.assertEqual(page.source.count("<line"), 3)
        self.assertEqual(page.source.count("stroke-dasharray"), 1)
        self.assertIn("Jay &lt;b&gt;", page.source)
        self.assertNotIn("Jay <b>", page.source)
        self.assertIn("(rumour)", page.source)
        self.release()

    def release(self):
        page = self.cara.post("/desk/map/ask", {"text": " "}, status=422)
        self.assertEqual(len(page.errors), 1)
        self.cara.post("/desk/map/ask", {"text": "for the panel on Monday"})
        page = self.finn.get("/desk/map")
        release = re.search(r'<option value="([0-9a-f]{32})"', page.source)[1]
        sent = {"id": release, "decide": "agree", "text": "seen it"}
        self.assertEqual(self.cara.raw_get("/desk/map/%s/links.csv" % release).status, 403)
        page = self.cara.post("/desk/map/agree", sent, status=422)
        self.assertIn("Another person must decide", page.words())
        self.finn.post("/desk/map/agree", sent)
        links = self.table(self.cara, release, "links")
        self.assertEqual([row[0] for row in links], ["from", "'=Kim", "Jay <b>"])
        self.assertEqual([row[-1] for row in links], ["mark", "", "unconfirmed"])
        self.assertEqual(links[1][6], "confirmed")
        people = self.table(self.finn, release, "entities")
        self.assertEqual([row[0] for row in people], ["name", "'=Kim", "Jay <b>", "The Park"])
        self.only_for_the_two(release)

    def only_for_the_two(self, release):
        hana = at_console(self.gateway, "Hana Community")
        self.assertEqual(hana.raw_get("/desk/map/%s/links.csv" % release).status, 403)
        page = self.finn.get("/desk/case/" + release)
        self.assertIn("Took links.csv of the map.", page.words())
        self.assertIn("Took entities.csv of the map.", page.words())
        for bad in ("/desk/map/%s/other.csv" % release, "/desk/map/%s/links.csv" % self.case, "/desk/map/x"):
            self.assertIn(self.cara.raw_get(bad).status, (403, 404), bad)

    def test_the_panels_list_has_what_was_nominated_and_what_the_panel_said(self):
        self.record("nominate", **{"is": "person", "name": "Nia", "age": "19", "text": "owes them money"})
        page = self.cara.get("/desk/panel")
        self.assertIn("Nia", page.words())
        self.assertIn("age 19", page.words())
        self.assertIn("No answer yet", page.words())
        self.assertIn("/desk/case/%s/record?sheet=panel" % self.case, page.source)
        form = self.cara.get("/desk/case/%s/record?sheet=panel" % self.case)
        part = re.search(r'<option value="(\d+)"', form.source)[1]
        self.record("panel", of=part, result="accepted", text="plan by Friday")
        words = self.cara.get("/desk/panel").words()
        self.assertIn("plan by Friday", words)
        self.assertNotIn("No answer yet", words)

    def test_the_briefs_name_nobody_and_say_up_to_when(self):
        now = self.gateway.now()
        self.record("scene", kind="weapon_seen", place="Bakers Arms", ward="Hoe Street", at=self.at(0),
                    retaliation="yes", text="Zed showed a blade")
        self.record("scene", kind="tension", place="bakers  arms", text="Zed again")
        self.record("ask", agency="Transport police", owner="Zed Officer", due=self.at(1), text="Zed: patrol")
        self.gateway.move_to(8 * DAY)
        pages = [self.brief("pva?n=%d" % n) for n in range(6)]
        having = [page for page in pages if "Bakers Arms" in page.words()]
        self.assertEqual(len(having), 1)
        self.assertIn("Retaliation feared", having[0].words())
        self.assertIn("Transport police", having[0].words())
        month = self.brief("ttcg?month=" + time.strftime("%Y-%m", time.localtime(now)))
        self.assertIn("fewer than 5 scenes in the month", month.words())
        self.assertIn("Bakers Arms", month.words())
        for bad in ("pva?n=x", "pva?n=9999", "ttcg?month=2026-13", "ttcg?month=x", "ttcg?month=1999-01"):
            self.assertEqual(self.cara.raw_get("/desk/briefs/" + bad).status, 404, bad)

    def brief(self, path):
        self.cara = at_console(self.gateway, "Cara Community")
        page = self.cara.get("/desk/briefs/" + path)
        self.assertNotIn("Zed", page.source)
        self.assertIn("Data up to", page.words())
        self.assertIn("Reports are not crimes", page.words())
        return page

    def test_only_community_safety_has_these_pages(self):
        for name in ("Asha Lead", "Dev Officer", "Eve Admin", None):
            person = at_console(self.gateway, name)
            for path in ("/desk/map", "/desk/panel", "/desk/briefs/pva", "/desk/briefs/ttcg"):
                self.assertEqual(person.raw_get(path).status, 403 if name else 303, (name, path))


if __name__ == "__main__":
    unittest.main()
