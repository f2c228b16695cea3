"""Who may do what at the console: every role on every route, for its own, another's and no school's cases."""
import re
import unittest

from colleague import Colleague
from console import Console, at_console
from gateway import Gateway

OWN, OTHER = "own", "other"
ROLES = ("Asha Lead", "Ben Lead", "Cara Community", "Dev Officer", "Eve Admin", "Gita Auditor", None)
SCHOOL_A, SCHOOL_B, COMMUNITY, LADO, ADMIN, AUDITOR, NOBODY = ROLES
READERS = {SCHOOL_A, SCHOOL_B, COMMUNITY, LADO}
SIGNED_IN = READERS | {ADMIN, AUDITOR}
CASES = {  # what was reported, and who may open it
    "first school": ({"text": "they took his lunch money again", "school": 0}, {SCHOOL_A}),
    "second school": ({"text": "he is calling her names every day", "school": 1}, {SCHOOL_B}),
    "first school, urgent": ({"text": "he will stab him after school on friday", "school": 0}, {SCHOOL_A, COMMUNITY}),
    "no school": ({"text": "dealers on the stairs of our block every night"}, {COMMUNITY}),
    "about staff": ({"text": "the PE teacher touches girls in the changing room", "school": 0,
                     "answers": {"category": "staff_concern"}}, {LADO}),
}
PAGES = {  # GET, and who gets 200
    "/desk/queue": READERS, "/desk/queue?show=closed": READERS, "/desk/queue?quiet=1": READERS, "/desk/log": READERS,
    "/desk/people": READERS | {ADMIN}, "/desk/people/leave?name=Ben+Lead": {ADMIN}, "/desk/teams": {ADMIN},
    "/desk/health": {ADMIN}, "/desk/audit": {AUDITOR}, "/desk/account": SIGNED_IN, "/desk/account/second": SIGNED_IN,
    "/desk/drm": {COMMUNITY}, "/desk/drm/meetings": {COMMUNITY}, "/desk/incidents": {COMMUNITY},
    "/desk/panel": {COMMUNITY}, "/desk/map": {COMMUNITY}, "/desk/figures": {COMMUNITY}, "/desk/briefs/pva": {COMMUNITY},
    "/desk/briefs/ttcg": {COMMUNITY}, "/desk/alerts": {ADMIN}, "/desk/audits": {COMMUNITY},
    "/desk/sign-in": set(ROLES), "/desk/enrol": set(ROLES),
}
# POST with fields that lack what the page needs: whoever may gets past the gate, to 422 or 404, and nothing changes.
SENT = {
    "/desk/log": READERS, "/desk/people/invite": {ADMIN}, "/desk/people/drop": {ADMIN}, "/desk/people/leave": {ADMIN},
    "/desk/people/admit": READERS | {ADMIN}, "/desk/teams/key": {ADMIN}, "/desk/account/passphrase": SIGNED_IN,
    "/desk/account/second": SIGNED_IN, "/desk/account/away": SIGNED_IN, "/desk/incidents": {COMMUNITY},
    "/desk/map/ask": {COMMUNITY}, "/desk/map/agree": {COMMUNITY}, "/desk/alerts/test": {ADMIN},
    "/desk/audits": {COMMUNITY},
}
ACTS = ("message", "band", "lower", "assign", "note", "task", "task-done", "tag", "untag", "link", "review", "correct",
        "close", "reopen", "record", "pass", "share")
BESIDE = ("/record?sheet=contact", "/pass", "/share", "/paper/mash", "/paper/chronology")  # of a case, by GET


class Matrix(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway().make().start()
        reporter = cls.gateway.reporter()
        cls.ids = {}
        for name, (said, _) in CASES.items():
            said = dict(said)
            if "school" in said:
                said["school"] = cls.gateway.schools[said["school"]]
            assert reporter.report(said).status == 201, name
            cls.ids[name] = None
        cls.people = {role: at_console(cls.gateway, role) for role in ROLES}
        # Each case by the one who alone has it, or both; by the API's list of each reader, which the tests below confirm.
        seen = {}
        for role in READERS:
            rows = cls.people[role].client.get("/api/v1/queue").json()["reports"]
            seen[role] = {row["id"] for row in rows}
        for name, (_, who) in CASES.items():
            others = [seen[role] for role in READERS - who]
            found = set.intersection(*(seen[role] for role in who)).difference(*others)
            assert len(found) == 1, (name, found)
            cls.ids[name] = found.pop()

    @classmethod
    def tearDownClass(cls):
        cls.gateway.remove()

    def test_each_case_is_in_the_lists_of_those_who_may_open_it_and_of_nobody_else(self):
        for name, (_, who) in CASES.items():
            for role in READERS:
                listed = self.ids[name] in self.people[role].raw_get("/desk/queue").body.decode()
                self.assertEqual(listed, role in who, (name, role))

    def test_each_page_answers_exactly_those_whose_it_is(self):
        for path, who in PAGES.items():
            for role in ROLES:
                answer = self.people[role].raw_get(path)
                want = 200 if role in who else 303 if role is None else 403
                self.assertEqual(answer.status, want, (path, role, answer))
                if answer.status == 303:
                    self.assertTrue(answer.headers["Location"].startswith("/desk/sign-in"), (path, role))

    def test_each_form_is_taken_from_exactly_those_whose_it_is(self):
        for path, who in SENT.items():
            for role in ROLES:
                status = self.people[role].raw_post(path).status
                if role in who:
                    self.assertIn(status, (404, 409, 422), (path, role))
                else:
                    self.assertEqual(status, 303 if role is None else 403, (path, role))

    def test_each_case_opens_for_exactly_those_whose_it_is(self):
        for name, (said, who) in CASES.items():
            for role in ROLES:
                answer = self.people[role].raw_get("/desk/case/" + self.ids[name])
                want = 200 if role in who else 303 if role is None else 404 if role in READERS else 403
                self.assertEqual(answer.status, want, (name, role, answer))
                self.assertEqual(said["text"].encode() in answer.body, role in who, (name, role))

    def test_what_lies_beside_a_case_opens_for_the_same_people(self):
        for name, (said, who) in CASES.items():
            for path in BESIDE:
                for role in ROLES:
                    answer = self.people[role].raw_get("/desk/case/" + self.ids[name] + path)
                    want = 200 if role in who else 303 if role is None else 404 if role in READERS else 403
                    self.assertEqual(answer.status, want, (name, path, role, answer))
                    self.assertTrue(role in who or said["text"].encode() not in answer.body, (name, path, role))

    def test_only_community_safety_begins_a_meeting(self):
        for role in set(ROLES) - {COMMUNITY}:
            status = self.people[role].raw_post("/desk/drm/start").status
            self.assertEqual(status, 303 if role is None else 403, role)

    def test_each_act_on_a_case_is_refused_to_everybody_else(self):
        for name, (_, who) in CASES.items():
            for act in ACTS:
                for role in set(ROLES) - who:
                    answer = self.people[role].raw_post("/desk/case/%s/%s" % (self.ids[name], act), {
                        "text": "words", "reason": "because", "band": "routine", "whom": "", "decide": "agree",
                        "part": "1", "kind": "place", "ref": self.ids[name], "how": "incident", "due": "2030-01-01",
                        "concern": "a", "follow_up": "b", "decision": "c", "outcome": "mash", "sure": "1",
                        "sheet": "talk", "f-to": "them", "f-text": "words", "team": "community"})
                    want = 303 if role is None else 404 if role in READERS else 403
                    self.assertEqual(answer.status, want, (name, act, role, answer))
                    if role is None:
                        self.assertTrue(answer.headers["Location"].startswith("/desk/sign-in"), (act, answer.headers))

    def test_the_interface_for_programs_keeps_to_the_same(self):
        for name, (_, who) in CASES.items():
            for role in ROLES:
                client = self.people[role].client
                for answer in (client.get("/api/v1/reports/" + self.ids[name]),
                               client.get("/api/v1/reports/%s/files/0" % self.ids[name]),
                               client.post_json("/api/v1/reports/%s/messages" % self.ids[name], {"text": "hello"})):
                    if role in who:
                        self.assertIn(answer.status, (200, 201, 404), (name, role))
                    else:
                        self.assertIn(answer.status, (401,) if role is None else (403, 404), (name, role, answer))
                        self.assertNotIn(b'"text"', answer.body)

    def test_a_new_key_of_a_team_is_known_to_every_process_at_once(self):
        lead = self.people[SCHOOL_A].client
        answer = self.people[ADMIN].raw_post("/desk/teams/key", {"team": "school:" + self.gateway.schools[0]})
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/desk/teams?done=key_changed"))
        for _ in range(16):  # connections fall to one process or another
            client = self.gateway.client(self.gateway.staff_port)
            client.cookie = lead.cookie
            self.assertEqual(client.get("/api/v1/reports/" + self.ids["first school"]).status, 200)
            client.close()

    def test_a_newcomer_whom_nobody_let_in_yet_gets_nothing(self):
        page = self.people[ADMIN].raw_post("/desk/people/invite", {
            "name": "Nia New", "team": "school:" + self.gateway.schools[0], "title": "deputy"}).body.decode()
        nia = Colleague(self.gateway, "Nia New", "umbrella harvest lantern seventeen")
        nia.enrol(re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}", page).group())
        nia.sign_in()
        newcomer = Console(nia.client)
        newcomer.raw_get("/")
        for name, (said, _) in CASES.items():
            path = "/desk/case/" + self.ids[name]
            for answer in (newcomer.raw_get(path), newcomer.raw_post(path + "/note", {"text": "mine"}),
                           newcomer.client.get("/api/v1/reports/" + self.ids[name])):
                self.assertNotIn(said["text"].encode(), answer.body)
                self.assertTrue(answer.status in (403, 404) or b"let you in" in answer.body, (name, answer))
        for path in PAGES.keys() - {"/desk/account/second", "/desk/sign-in", "/desk/enrol"}:
            answer = newcomer.raw_get(path)
            self.assertEqual((answer.status, b"let you in" in answer.body), (200, True), (path, answer))
        self.assertEqual(newcomer.client.get("/api/v1/queue").json()["reports"], [])
        for path in SENT.keys() - {"/desk/account/second"}:
            self.assertIn(b"let you in", newcomer.raw_post(path).body, path)

    def test_every_refusal_is_in_the_audit_chain_with_a_name(self):
        self.people[SCHOOL_B].raw_get("/desk/case/" + self.ids["first school"])
        self.people[ADMIN].raw_get("/desk/case/" + self.ids["first school"])
        page = self.people[AUDITOR].get("/desk/audit")
        self.assertIn("refused", page.text)
        self.assertIn(SCHOOL_B, page.text)
        self.assertIn(ADMIN, page.text)
        self.assertIn("not a case of theirs", page.text)
        self.assertIn("asked for /desk/case/* without being", page.text)

    def test_every_opening_is_in_the_audit_chain_with_whose_case_it_was(self):
        lead = at_console(self.gateway, SCHOOL_B)
        lead.get("/desk/case/" + self.ids["first school, urgent"], status=404)
        lead.get("/desk/case/" + self.ids["second school"])
        ref = self.ids["second school"][:8].upper()
        rows, path = [], "/desk/audit"
        while path:
            page = self.people[AUDITOR].get(path)
            rows += re.findall(r"<tr.*?</tr>", page.source, re.S)
            path = next((link for link in page.links if "before=" in link), None)
        cells = (SCHOOL_B, "opened", "%s-%s" % (ref[:4], ref[4:]), "school:" + self.gateway.schools[1])
        self.assertTrue(any(all(cell in row for cell in cells) for row in rows), cells)

    def test_a_form_of_somebody_else_or_from_elsewhere_changes_nothing(self):
        lead, other = self.people[SCHOOL_A], self.people[SCHOOL_B]
        path = "/desk/case/%s/note" % self.ids["first school"]
        note = {"text": "a note that must not be there"}
        port = self.gateway.staff_port
        for answer in (lead.raw_post(path, note, token=""), lead.raw_post(path, note, token=other.form),
                       lead.raw_post(path, note, headers={"Origin": "https://evil.example"}),
                       lead.raw_post(path, note, headers={"Origin": "https://localhost:%d" % (port + 1)}),
                       lead.raw_post(path, note, headers={"Origin": "null"}),
                       lead.raw_post(path, note, headers={"Origin": None})):
            self.assertEqual(answer.status, 403, answer)
        self.assertNotIn(note["text"], lead.get("/desk/case/" + self.ids["first school"]).text)


if __name__ == "__main__":
    unittest.main()
