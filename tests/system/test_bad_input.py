"""What bad input gets: a plain sentence, the right number, and nothing stored."""
import json
import os
import re
import unittest

from gateway import BOUNDARY, Gateway, multipart

ANSWERS = {"danger_now": "no", "when": "past", "weapon": "no", "about": "me", "category": ""}
HEAD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST /api/v1/reports/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
MALFORMED = {
    "two lengths": POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "two equal lengths": POST + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    "signed length": POST + b"Content-Length: +2\r\n\r\n{}",
    "hexadecimal length": POST + b"Content-Length: 0x2\r\n\r\n{}",
    "length and chunked": POST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunked": POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "chunked, oddly spelled": POST + b"Transfer-Encoding: \tChunKed\r\n\r\n0\r\n\r\n",
    "bare line feed": b"GET /healthz HTTP/1.1\nHost: localhost\n\n",
    "bare line feed in a field": HEAD + b"A: b\nB: c\r\n\r\n",
    "bare carriage return": HEAD + b"A: b\rB: c\r\n\r\n",
    "folded field": HEAD + b"A: b\r\n c\r\n\r\n",
    "nul in a value": HEAD + b"A: b\0c\r\n\r\n",
    "control byte in a value": HEAD + b"A: b\x01c\r\n\r\n",
    "control byte in the target": b"GET /heal\x7fthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "space before colon": HEAD + b"A : b\r\n\r\n",
    "no host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "two hosts": HEAD + b"Host: elsewhere\r\n\r\n",
    "absolute target": b"GET https://localhost/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "HTTP/0.9": b"GET /healthz\r\n\r\n",
    "HTTP/2.0": b"GET /healthz HTTP/2.0\r\nHost: localhost\r\n\r\n",
    "no method": b" /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
}


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway().make().start()
        cls.school = cls.gateway.schools[0]

    @classmethod
    def tearDownClass(cls):
        cls.gateway.remove()

    def setUp(self):
        self.before = self.stored()

    def stored(self):
        counts = []
        for name in ("Asha Lead", "Cara Community"):
            staff = self.gateway.staff(name)
            counts.append(staff.get("/api/v1/queue").json()["open"])
            staff.close()
        spool = [f for _, _, files in os.walk(self.gateway.dir / "store" / "spool") for f in files]
        return counts, spool

    def tearDown(self):
        self.assertEqual(self.stored(), self.before, "something was stored")
        self.assertEqual(self.gateway.sanitizer_reports(), [])

    def refused(self, answer, status, field=None):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        problem = answer.json()
        self.assertTrue(problem["title"] and problem["detail"], problem)
        if field is not None:
            self.assertEqual(problem.get("field"), field, problem)
        return problem["detail"]

    def refused_page(self, answer, status):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.headers["Content-Type"], "text/html; charset=utf-8")
        self.assertIn(b"tel:999", answer.body)
        self.assertEqual(len(answer.body) % 4096, 0)
        return answer.body

    def test_malformed_http_is_refused_with_a_sentence_and_the_connection_closed(self):
        for what, sent in MALFORMED.items():
            with self.subTest(what):
                got = self.gateway.raw(sent)
                self.assertRegex(got[:16], rb"^HTTP/1\.1 4\d\d ", what)
                self.assertIn(b"tel:999", got, "a person may be reading it")
                self.assertEqual(len(re.findall(rb"HTTP/1\.1 \d\d\d ", got)), 1, "the connection went on")

    def test_oversized_heads_get_431(self):
        for what, sent in {
            "line": b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "field": HEAD + b"A: " + b"b" * 9000 + b"\r\n\r\n",
            "fields": HEAD + b"".join(b"A%d: b\r\n" % n for n in range(70)) + b"\r\n",
            "head": HEAD + b"".join(b"A%d: %s\r\n" % (n, b"b" * 4000) for n in range(12)) + b"\r\n",
        }.items():
            with self.subTest(what):
                self.assertRegex(self.gateway.raw(sent), rb"^HTTP/1\.1 431 ")

    def test_a_request_that_is_smuggled_behind_another_is_not_served(self):
        inner = b"GET /api/v1/schools HTTP/1.1\r\nHost: localhost\r\n\r\n"
        got = self.gateway.raw(POST + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % len(inner)
                               + inner)
        self.assertNotIn(b'"schools"', got)

    def test_unknown_paths_and_methods(self):
        reporter = self.gateway.reporter()
        self.refused_page(reporter.get("/nowhere"), 404)
        self.refused_page(reporter.get("/s/hogwarts"), 404)
        self.refused_page(reporter.request("POST", "/help", b""), 405)
        self.refused(reporter.get("/api/v1/nowhere"), 404)
        self.refused(reporter.get("/api/v1/reports"), 405)
        self.assertEqual(self.gateway.raw(b"PUT /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")[9:12],
                         b"405")
        self.refused(reporter.get("/api/v1/queue"), 404)

    def test_a_bad_report_names_its_field(self):
        deep = b'{"text":"x","answers":' + b'{"a":' * 40 + b"1" + b"}" * 40 + b"}"
        cases = {
            "nothing said": ({"text": "", "answers": ANSWERS}, "text"),
            "only spaces": ({"text": " \n ", "answers": ANSWERS}, "text"),
            "text too long": ({"text": "a" * 16385}, "text"),
            "text is a number": ({"text": 7}, "text"),
            "unknown school": ({"text": "x", "school": "hogwarts"}, "school"),
            "school is a path": ({"text": "x", "school": "../../etc"}, "school"),
            "unknown category": ({"text": "x", "answers": {"category": "doom"}}, "answers.category"),
            "unknown answer": ({"text": "x", "answers": {"when": "tomorrowish"}}, "answers.when"),
            "wrong type": ({"text": "x", "answers": []}, "answers"),
            "place too long": ({"text": "x", "place": "p" * 600}, "place"),
            "not JSON": (b"{text", "report"),
            "repeated key": (b'{"text":"x","text":"y"}', "report"),
            "invalid UTF-8": (b'{"text":"\xff\xfe"}', "report"),
            "nul": (b'{"text":"a\\u0000b"}', "report"),
            "deep": (deep, "report"),
            "a list": (b"[]", "report"),
            "empty": (b"", "report"),
        }
        for what, (document, field) in cases.items():
            with self.subTest(what):
                self.refused(self.gateway.reporter().report(document), 422, field)
        with self.subTest("unknown key"):
            self.refused(self.gateway.reporter().report({"text": "x", "urgency": "high"}), 422)

    def test_bad_files_are_refused_naming_the_limit(self):
        reporter = self.gateway.reporter
        said = {"text": "x", "school": self.school}
        self.assertIn("empty", self.refused(reporter().report(said, [("a.png", b"ok"), ("b.png", b"")]), 422, "file"))
        self.assertIn("25", self.refused(reporter().report(said, [("a.png", bytes(25 * 1024 * 1024 + 1))]), 413, "file"))
        many = [("%d.png" % n, b"x") for n in range(11)]
        answer = reporter().report(said, many)
        self.assertIn(answer.status, (413, 422))
        self.assertIn("10", self.refused(answer, answer.status, "file"))
        heavy = [("%d.mp4" % n, bytes(24 * 1024 * 1024)) for n in range(5)]
        self.assertIn("100", self.refused(reporter().report(said, heavy), 413, "file"))
        self.assertEqual(reporter().get("/healthz").status, 200)

    def test_a_body_that_is_too_large_is_refused_before_it_is_sent(self):
        head = (b"POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                b"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 999999999999\r\n\r\n")
        got = self.gateway.raw(head)
        self.assertRegex(got, rb"^HTTP/1\.1 413 ")

    def test_a_broken_multipart_body_is_refused(self):
        reporter = self.gateway.reporter()
        kind = {"Content-Type": "multipart/form-data; boundary=" + BOUNDARY}
        whole = multipart("report", {"text": "x"})
        for what, body in {
            "cut": whole[:-20], "no boundary": b"hello", "another first part": multipart("text", {"text": "x"}),
            "file first": multipart("file", {"text": "x"}), "trailing bytes": whole + b"GET / HTTP/1.1\r\n\r\n",
            "bare line feeds": whole.replace(b"\r\n", b"\n"),
        }.items():
            with self.subTest(what):
                answer = reporter.request("POST", "/api/v1/reports", body, kind)
                self.assertIn(answer.status, (400, 422), answer)
        for kind in ("application/json", "multipart/form-data", "multipart/mixed; boundary=x", "text/plain"):
            with self.subTest(kind):
                answer = self.gateway.reporter().request("POST", "/api/v1/reports", whole, {"Content-Type": kind})
                self.assertIn(answer.status, (415, 422), answer)

    def test_a_connection_lost_in_the_middle_of_a_file_leaves_nothing(self):
        body = multipart("report", {"text": "x"}, [("a.bin", bytes(3 * 1024 * 1024))])
        head = ("POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=%s\r\n"
                "Content-Length: %d\r\n\r\n" % (BOUNDARY, len(body))).encode()
        client = self.gateway.reporter().connect()
        client.connect()
        client.sock.sendall(head + body[:1024 * 1024])
        client.close()
        for _ in range(200):  # each look is a whole exchange; the loss is seen by then
            if self.stored() == self.before:
                break

    def test_codes_malformed_wrong_and_unknown(self):
        reporter = self.gateway.reporter()
        sent = reporter.report({"text": "for the code tests", "answers": ANSWERS, "school": self.school})
        self.before = self.stored()
        code = sent.json()["code"]
        groups = code.split("-")
        self.assertIn("third group", self.refused(reporter.check("-".join(groups[:2] + ["U" + groups[2][1:]] + groups[3:])),
                                              422, "code").lower())
        self.assertIn("second group", self.refused(reporter.check("-".join([groups[0], groups[1][:3]] + groups[2:])),
                                              422, "code").lower())
        wrong = ("0" if code[0] != "0" else "2") + code[1:]
        self.refused(reporter.check(wrong), 422, "code")
        swapped = code[:5] + code[6] + code[5] + code[7:]
        if swapped != code:
            self.refused(reporter.check(swapped), 422, "code")
        self.refused(reporter.check(""), 422, "code")
        self.refused(reporter.check("A" * 3000), 422, "code")
        self.refused(reporter.post_json("/api/v1/reports/check", b"[1]"), 422)
        unknown = [reporter.check(c) for c in ("0000-0000-0000-0000-0000",)]
        for answer in unknown:
            self.refused(answer, 404)
        self.assertEqual(len({a.body for a in unknown}), 1)
        self.refused(reporter.reply("0000-0000-0000-0000-0000", "hello"), 404)
        self.refused(reporter.reply(code, ""), 422, "text")

    def test_the_staff_port_lets_nobody_in_without_a_session(self):
        staff = self.gateway.staff()
        for path in ("/api/v1/queue", "/api/v1/reports/" + "0" * 32, "/api/v1/reports/%s/files/0" % ("0" * 32)):
            self.assertIn(staff.get(path).status, (401, 403), path)
        staff.cookie = "__Host-session=" + "0" * 64
        self.assertIn(staff.get("/api/v1/queue").status, (401, 403))
        known = self.refused(staff.sign_in("Asha Lead", "not her passphrase at all"), 403)
        unknown = self.refused(staff.sign_in("Nobody Here", "not her passphrase at all"), 403)
        self.assertEqual(known, unknown)
        self.assertIn(staff.sign_in("Asha Lead", "x" * 4000).status, (403, 413, 422))

    def test_staff_requests_from_another_site_are_refused(self):
        staff = self.gateway.staff("Asha Lead")
        plain = staff.request("POST", "/api/v1/reports/%s/messages" % ("0" * 32), json.dumps({"text": "x"}).encode(),
                              {"Content-Type": "text/plain"})
        self.assertIn(plain.status, (403, 415, 422), plain)
        origin = staff.request("POST", "/api/v1/reports/%s/messages" % ("0" * 32), json.dumps({"text": "x"}).encode(),
                               {"Content-Type": "application/json", "Origin": "https://evil.example"})
        self.assertEqual(origin.status, 403, origin)
        self.refused(staff.get("/api/v1/reports/" + "f" * 32), 404)
        self.refused(staff.get("/api/v1/reports/../../x"), 404)
        self.assertEqual(staff.request("DELETE", "/api/v1/session", b"", {"Content-Type": "application/json"}).status, 204)
        self.assertIn(staff.get("/api/v1/queue").status, (401, 403))


if __name__ == "__main__":
    unittest.main()
