"""People come and go: invited, enrolled, let in, gone; all lost, and back by the recovery words. Real processes, real
keys, the pages as a browser shows them; what happened stands in the record, without a word of a report."""
import re
import shutil
import signal
import sqlite3
import subprocess
import unittest

from colleague import Colleague
from gateway import CONCERND, ENVIRONMENT, TREE, Gateway, until

FIRST = "The lamp behind the bicycle shed is broken and someone waits there"
SECOND = "A second thing happened at the canal bridge"
THIRD = "And a third beside the old library"
PASSPHRASES = ["velvet anchor pigeon quarry lamp", "copper teapot ladder monsoon violet", "granite otter whistle barley moon",
               "saffron tunnel violin marble crow", "thistle harbour walnut comet drum", "pewter lantern mango orbit fern"]


class People(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway().make(enrol=False)
        cls.addClassCleanup(cls.gateway.remove)

    def someone(self, name, n):
        return Colleague(self.gateway, name, PASSPHRASES[n])

    def report(self, text):
        answer = self.gateway.reporter().report({"text": text, "answers": {
            "danger_now": "no", "when": "past", "weapon": "no", "about": "place_or_group", "category": "community"}})
        self.assertEqual(answer.status, 201, answer)
        return answer.json()["code"]

    def stored(self, sql):
        with sqlite3.connect("file:%s?mode=ro" % (self.gateway.dir / "store/concern.db"), uri=True) as db:
            return db.execute(sql).fetchall()

    def reads(self, who, *texts):
        """Every one of these, behind the queue of this person."""
        page = who.get("/desk/queue")
        self.assertEqual(page.status, 200, page.words()[:300])
        cases = sorted(set(re.findall(r'href="(/desk/case/[0-9a-f]{32})"', page.source)))
        said = " ".join(who.get(case).words() for case in cases)
        for text in texts:
            self.assertTrue(text in said, "%s does not read %r in %d cases" % (who.name, text, len(cases)))

    def invite(self, admin, name, team, title=""):
        admin.get("/desk/people")
        page = admin.press("/desk/people/invite", name=name, team=team, title=title)
        self.assertEqual(page.status, 200, page.words()[:400])
        code = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}", page.source).group()
        self.assertIn("https://localhost:%d/desk/enrol#%s" % (self.gateway.staff_port, code), page.source)
        again = admin.get("/desk/people")
        self.assertIn(name, again.words())
        self.assertNotIn(code, again.source)  # once, and never again
        return code

    def leave(self, admin, name):
        admin.get("/desk/people")
        admin.press("/desk/people/leave", {"name": name})
        page = admin.press("/desk/people/leave", {"name": name})
        self.assertEqual(page.status, 200, page.words()[:300])
        self.assertIn("Their teams have new keys", page.words())

    def record(self, auditor):
        """Every entry: (who, what, about, why)."""
        rows, path = [], "/desk/audit"
        while path:
            page = auditor.get(path)
            self.assertEqual(page.status, 200, page.words()[:300])
            for text in (FIRST, SECOND, THIRD):
                self.assertNotIn(text[:20], page.source)
            for row in re.findall(r'<tr class="govuk-table__row" role="row">\s*<th scope="row".*?</tr>', page.source, re.S):
                cells = [re.sub(r"\s+", " ", cell).strip() for cell in re.findall(r">([^<>]*)</t[hd]>", row)]
                rows.append(tuple(cells[2:]))
            path = next((link for link in page.links if link.startswith("/desk/audit?")), None)
        return rows

    def test_people_come_and_go_and_the_cases_stay(self):
        gateway = self.gateway
        eve = self.someone("Eve Admin", 0).enrol_at_terminal("--team", "admin")
        cora = self.someone("Cora Community", 1).enrol_at_terminal("--team", "community")
        gateway.start()
        eve.sign_in()
        self.assertEqual(eve.page.title.split(" ")[0], "People")
        cora.sign_in()
        self.report(FIRST)

        # An auditor by invitation: no team has to let anybody in, and there is no way to a report.
        olu = self.someone("Olu Auditor", 2)
        olu.enrol(self.invite(eve, olu.name, "auditor"))
        self.assertEqual(len(olu.codes), 10, olu.page.words()[:400])
        olu.sign_in()
        self.assertEqual(olu.page.title.split(" ")[0], "Audit")
        self.assertEqual(olu.look("/desk/queue").status, 403)
        self.assertEqual(olu.look("/desk/people").status, 403)

        # A colleague: enrolled, and still outside.
        noor = self.someone("Noor New", 3)
        code = self.invite(eve, noor.name, "community", "coordinator")
        noor.enrol(code)
        said = noor.page.check_words()
        self.assertEqual(len(said), 1, noor.page.words()[:400])
        noor.sign_in()
        self.assertIn("let you in", noor.get("/desk/queue").words())
        self.assertEqual(noor.look("/desk/people").status, 200)
        self.assertNotIn(FIRST, noor.page.source)
        late = self.someone("Somebody Else", 4)
        late.get("/desk/enrol")
        self.assertEqual(late.press("/desk/enrol", code=code).status, 422)  # once

        # Only by the words that were compared.
        cora.get("/desk/people")
        self.assertIn(said[0], cora.page.check_words())
        holds = {"name": noor.name, "team": "community"}
        form = cora.form("/desk/people/admit", **holds)
        pairs = [(name, form.values[name]) for name in form.names]
        wrong = [(name, "babab " * 3 + "babab" if name == "words" else value) for name, value in pairs]
        self.assertEqual(cora.post("/desk/people/admit", wrong).status, 409)
        self.assertEqual(cora.post("/desk/people/admit", pairs, origin="https://elsewhere.example").status, 403)
        self.assertIn("let you in", noor.get("/desk/queue").words())
        self.assertEqual(eve.post("/desk/people/admit", pairs).status, 403)  # not even with cora's form
        cora.get("/desk/people")
        self.assertIn("They are let in", cora.press("/desk/people/admit", holds).words())
        self.reads(noor, FIRST)

        # The administrator may do all this and read nothing.
        self.assertEqual(eve.look("/desk/queue").status, 403)
        self.assertEqual(eve.look("/desk/audit").status, 403)
        for row in self.stored("SELECT lower(hex(id)) FROM report"):
            self.assertEqual(eve.look("/desk/case/" + row[0]).status, 403)
        secret_keys = re.findall(r"[0-9a-f]{64}", eve.get("/desk/people").source + eve.get("/desk/teams").source)
        self.assertEqual(secret_keys, [])

        # Gone: at once, and for whatever comes.
        before = self.stored("SELECT hex(pk) FROM team WHERE code = 'community'")
        self.leave(eve, noor.name)
        answer = noor.look("/desk/queue")
        self.assertEqual((answer.status, answer.headers["Location"].split("?")[0]), (303, "/desk/sign-in"))
        noor.client.cookie = None
        self.assertEqual(noor.sign_in().status, 422)
        self.assertNotEqual(self.stored("SELECT hex(pk) FROM team WHERE code = 'community'"), before)
        stale = "SELECT count(*) FROM grants g JOIN team t ON t.code = g.team WHERE g.key <> substr(t.pk, 1, 8)"
        self.assertGreater(self.stored(stale)[0][0], 0)
        self.report(SECOND)
        fresh = "SELECT count(*) FROM grants g JOIN team t ON t.code = g.team WHERE g.key = substr(t.pk, 1, 8)"
        for _ in range(10):  # each process that takes reports looks for a newer list every ten seconds
            if until(lambda: self.stored(fresh)[0][0] > 0, 30):
                break
            self.report("one more")
        self.assertGreater(self.stored(fresh)[0][0], 0)
        self.reads(cora, FIRST, SECOND)
        self.assertEqual(self.stored(stale)[0][0], 0)  # cora's page has sealed them anew
        self.assertIn("Noor New", eve.get("/desk/people").words())  # the name stays, for the record

        # All lost: the recovery words bring somebody back to everything.
        self.leave(eve, cora.name)
        self.report(THIRD)
        dana = self.someone("Dana Back", 5).enrol_at_terminal("--team", "community")
        dana.sign_in()
        self.reads(dana, FIRST, SECOND, THIRD)
        self.assertEqual(self.stored(stale)[0][0], 0)

        # Each step stands in the record.
        rows = self.record(olu)
        for who, what, about in (
                (eve.name, "invited", noor.name), (noor.name, "enrolled", noor.name), (cora.name, "let in", noor.name),
                (eve.name, "left", noor.name), (eve.name, "team key changed", "community"), (eve.name, "left", cora.name),
                ("(concernd)", "recovery key used", ""), (dana.name, "signed in", None), (eve.name, "refused", None)):
            self.assertTrue(any(row[0] == who and row[1] == what and about in (None, "", row[2]) for row in rows),
                            (who, what, about, rows))
        self.assertTrue(any(what == "sealed anew" and who == cora.name for who, what, *_ in rows))
        self.assertTrue(any(what == "left" and "community" in why for _, what, _, why in rows))  # what it was before
        verify = subprocess.run([CONCERND, "verify-audit", "--config", gateway.config], capture_output=True, text=True,
                                env=ENVIRONMENT)
        self.assertEqual(verify.returncode, 0, verify.stdout)
        self.assertEqual(gateway.sanitizer_reports(), [])


class Schools(unittest.TestCase):
    def setUp(self):
        self.gateway = Gateway()
        self.addCleanup(self.gateway.remove)
        self.gateway.policy = self.gateway.dir / "policy"
        shutil.copytree(TREE / "policy", self.gateway.policy)
        self.gateway.make(enrol=False)

    def test_a_school_that_was_added_later_gets_its_key_on_the_page_of_teams(self):
        gateway = self.gateway
        eve = Colleague(gateway, "Eve Admin", PASSPHRASES[0]).enrol_at_terminal("--team", "admin")
        gateway.start()
        with open(gateway.policy / "schools.yaml", "a") as schools:
            schools.write("  - code: late\n    name: The Late School\n")
        gateway.process.send_signal(signal.SIGHUP)

        def shown():
            eve.client.close()
            if eve.client.cookie is None:
                eve.sign_in()
            eve.get("/desk/teams")
            return "The Late School" in eve.page.words()

        self.assertTrue(until(shown), eve.page.words()[:600])
        page = eve.press("/desk/teams/key", {"team": "school:late"})
        self.assertIn("The team has its key", page.words())
        self.assertFalse(any(form.values.get("team") == "school:late" for form in page.forms))
        ana = Colleague(gateway, "Ana Late", PASSPHRASES[1]).enrol_at_terminal("--team", "school:late")
        report = {"text": FIRST, "school": "late", "answers": {"danger_now": "no", "when": "past", "weapon": "no",
                                                              "about": "someone_else", "category": "bullying"}}
        self.assertTrue(until(lambda: gateway.reporter().report(report).status == 201, 800))
        ana.sign_in()
        case = re.search(r'href="(/desk/case/[0-9a-f]{32})"', ana.get("/desk/queue").source).group(1)
        self.assertIn(FIRST, ana.get(case).words())
        self.assertEqual(eve.get("/desk/health").status, 200)
        self.assertIn("Teams that nobody is in", eve.page.words())
        self.assertIn("Off: there is no mail server for them", eve.page.words())
        self.assertEqual(eve.get("/desk/alerts").status, 200)
        self.assertIn("Alerts are off", eve.page.words())
        self.assertIn("Nobody: it has no ladder", eve.page.words())


if __name__ == "__main__":
    unittest.main()
