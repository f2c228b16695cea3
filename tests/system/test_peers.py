"""Faults that were found in systems like this one, each tried here: test_N is number N of the table in
docs/threat-model.md, "Faults of others"."""
import base64
import pathlib
import re
import threading
import unittest

from console import at_console
from gateway import STAFF, Gateway, sha256

LEAD, COMMUNITY, ADMIN, AUDITOR = "Asha Lead", "Cara Community", "Eve Admin", "Gita Auditor"


def same(answer):
    """What somebody outside can compare: all but the clock."""
    return answer.status, answer.body, sorted(f for f in answer.headers.items() if f[0].lower() != "date")


class Peers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway().make().start()
        cls.link = "https://evil.example/steal"
        cls.file = (pathlib.Path(__file__).resolve().parents[1] / "data/bus-stop.png").read_bytes()
        cls.reporter = cls.gateway.reporter()
        answer = cls.reporter.report({"text": "look at %s <b>now</b>" % cls.link, "school": cls.gateway.schools[0]},
                                     [("../../etc/passwd.png", cls.file)])
        assert answer.status == 201, answer
        cls.code = answer.json()["code"]
        cls.lead = at_console(cls.gateway, LEAD)
        cls.id = cls.lead.client.get("/api/v1/queue").json()["reports"][0]["id"]

    @classmethod
    def tearDownClass(cls):
        cls.gateway.remove()

    def attempt(self, name, passphrase, code):
        return self.gateway.staff().post_json("/api/v1/session",
                                              {"name": name, "passphrase": passphrase, "code": code})

    def chain(self):
        """All of the audit chain, as an auditor turns its pages."""
        auditor, text = at_console(self.gateway, AUDITOR), ""
        page = auditor.get("/desk/audit")
        while True:
            text += page.text
            older = [link for link in page.links if "before=" in link]
            if not older:
                return text
            page = auditor.get(older[0])

    def database(self):
        store = self.gateway.dir / "store"
        return b"".join(path.read_bytes() for path in sorted(store.glob("concern.db*")))

    def test_2_account_names_do_not_show(self):
        self.assertEqual(same(self.attempt(LEAD, "a wrong passphrase 1", "123456")),
                         same(self.attempt("Nobody Of That Name", "a wrong passphrase 1", "123456")))
        right = STAFF[LEAD][0]
        self.assertEqual(same(self.attempt(LEAD, right, "000000")),
                         same(self.attempt("Nobody Of That Name", right, "000000")))

    def test_3_a_token_is_not_merely_there_but_right(self):
        for token in ("", "0" * 32, self.lead.form[::-1], self.lead.form + "0"):
            answer = self.lead.raw_post("/desk/case/%s/note" % self.id, {"text": "not to be kept"}, token=token)
            self.assertEqual(answer.status, 403, (token, answer))

    def test_5_a_code_of_the_second_factor_is_for_once(self):
        code = self.gateway.code(COMMUNITY)
        self.assertEqual(self.attempt(COMMUNITY, STAFF[COMMUNITY][0], code).status, 201)
        self.assertEqual(self.attempt(COMMUNITY, STAFF[COMMUNITY][0], code).status, 403)

    def test_5_a_file_name_is_no_path(self):
        answer = self.lead.raw_get("/desk/case/%s/files/0/copy" % self.id)
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "image/png"))
        self.assertNotRegex(answer.headers["Content-Disposition"], r"/|passwd")

    def test_6_no_weak_random_numbers_in_the_code(self):
        tree = pathlib.Path(__file__).resolve().parents[2]
        for folder in ("server", "client-cli"):
            for path in (tree / folder).rglob("*.[ch]"):
                self.assertIsNone(re.search(r"\b(s?rand(om|_r|48)?|drand48)\(", path.read_text()), path)

    def test_8_deep_or_unknown_answers_make_nothing_unreadable(self):
        deep = '{"text":"x","answers":' + "[" * 5000 + "]" * 5000 + "}"
        self.assertEqual(self.reporter.report(deep.encode()).status, 422)
        self.assertEqual(self.lead.raw_get("/desk/queue").status, 200)

    def test_9_failures_to_sign_in_are_kept(self):
        before = self.chain().count("sign-in failed")
        self.assertEqual(self.attempt(LEAD, "a wrong passphrase 2", "123456").status, 403)
        self.assertEqual(self.attempt(LEAD, STAFF[LEAD][0], "000000").status, 403)
        self.gateway.stop()
        self.gateway.start()
        self.assertEqual(self.chain().count("sign-in failed"), before + 2)

    def test_10_nobody_takes_a_session_that_was_chosen_for_him(self):
        chosen = "__Host-session=" + "ab" * 32
        client = self.gateway.staff()
        client.cookie = chosen
        self.assertEqual(client.get("/api/v1/queue").status, 401)
        answer = client.post_json("/api/v1/session", {"name": COMMUNITY, "passphrase": STAFF[COMMUNITY][0],
                                                      "code": self.gateway.code(COMMUNITY)})
        self.assertEqual(answer.status, 201, answer)
        self.assertNotIn("ab" * 32, answer.headers["Set-Cookie"])
        self.assertEqual(client.get("/api/v1/queue").status, 401)  # client still has the chosen one

    def test_11_passphrases_that_are_tried_at_once_stop_nobody_elses_work(self):
        def knock(number):
            self.attempt("Name %d" % number, "a wrong passphrase 3", "123456")

        knocking = [threading.Thread(target=knock, args=(n,)) for n in range(30)]
        for one in knocking:
            one.start()
        self.assertEqual(self.lead.raw_get("/desk/queue").status, 200)
        for one in knocking:
            one.join()

    def test_13_no_digest_of_what_was_sent_lies_open(self):
        database = self.database()
        for digest in (sha256(self.file), sha256(b"look at")):
            self.assertNotIn(digest.encode(), database)
            self.assertNotIn(bytes.fromhex(digest), database)

    def test_14_a_reporters_words_hold_no_live_link(self):
        answer = self.lead.raw_get("/desk/case/" + self.id)
        self.assertIn(self.link.encode(), answer.body)
        self.assertNotIn(b'href="' + self.link[:8].encode(), answer.body)
        self.assertNotIn(b"<b>now</b>", answer.body)

    def test_16_only_an_administrator_makes_accounts(self):
        answer = self.lead.raw_post("/desk/people/invite", {"name": "Mallory", "team": "admin", "title": "member"})
        self.assertEqual(answer.status, 403)

    def test_17_nobody_reads_another_ones_second_factor(self):
        admin = at_console(self.gateway, ADMIN)
        for path in ("/desk/people", "/desk/teams", "/desk/alerts", "/desk/health", "/desk/account/second",
                     "/desk/people/leave?name=Asha+Lead"):
            page = admin.raw_get(path).body.decode()
            for name, secret in self.gateway.phones.items():
                self.assertNotIn(secret, page.replace(" ", ""), (path, name))

    def test_18_a_page_never_gives_a_passphrase_back(self):
        console = at_console(self.gateway)
        marked = "a marked passphrase 7781"
        answer = console.raw_post("/desk/sign-in", {"name": LEAD, "passphrase": marked, "code": "123456"})
        self.assertEqual(answer.status, 422)
        self.assertNotIn(marked.encode(), answer.body)
        answer = self.lead.raw_post("/desk/account/passphrase", {"old": marked, "passphrase": "short", "again": marked})
        self.assertEqual(answer.status, 422)
        self.assertNotIn(marked.encode(), answer.body)

    def test_18_nobody_is_signed_out_by_a_link(self):
        self.assertIn(self.lead.raw_get("/desk/sign-out").status, (404, 405))
        self.assertEqual(self.lead.raw_get("/desk/queue").status, 200)

    def test_20_failures_lock_nobody_out(self):
        for _ in range(6):
            self.attempt(COMMUNITY, "a wrong passphrase 4", "123456")
        answer = self.attempt(COMMUNITY, STAFF[COMMUNITY][0], self.gateway.code(COMMUNITY))
        self.assertEqual(answer.status, 201, answer)

    def test_21_a_very_long_passphrase_is_refused_before_any_work(self):
        answer = self.attempt(LEAD, "x" * 3000, "123456")
        self.assertEqual(answer.status, 422)
        self.assertEqual(self.attempt(LEAD, "x" * 100000, "123456").status, 413)

    def test_26_neither_secrets_nor_codes_of_second_factors_lie_open(self):
        database = self.database()
        for name, secret in self.gateway.phones.items():
            self.assertNotIn(secret.encode(), database, name)
            self.assertNotIn(base64.b32decode(secret), database, name)
            for code in self.gateway.recovery_codes[name]:
                self.assertNotIn(code.encode(), database, name)
                self.assertNotIn(code.replace("-", "").encode(), database, name)


if __name__ == "__main__":
    unittest.main()
