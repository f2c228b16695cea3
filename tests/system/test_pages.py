"""The pages without a browser and without a script: the whole way, what comes back when something is wrong, what the
sealed states in their forms are good for, and what they may promise."""
import datetime
import html
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import unittest

import yaml

from forms import Page, Visitor, multipart_form
from gateway import BOUNDARY, CONCERND, ENVIRONMENT, Answer, Gateway, sha256, until

STEP = 4096
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 3000
JPG = b"\xff\xd8\xff\xe0" + b"y" * 70000
ALWAYS = '  - { days: [mon-sun], from: "00:00", to: "24:00", bank_holidays: true }\n'
STATIC = ["/", "/leaving", "/help", "/lost", "/privacy", "/accessibility", "/cookies", "/check", "/report", "/s/{school}"]
# What people and programs put into a field, and what of it is to come back and to arrive.
HOSTILE = {
    "markup": "</textarea></p><script>alert(1)</script><img src=x onerror=alert(1)>",
    "quotes": "\" onfocus=alert(1) x=\" ' ` &quot; &amp;lt; &#60;b&#62;",
    "braces": "{come_back} {{ m.state }} {% if x %} {school} %s %n",
    "names": "a&state=b&go=send;text=c+d%20e%00f",
    "directions": "abc \u202e\u2066def\u2069 \u200f \ufeff \u2028 \u2029",
    "letters": "Zażółć ভয় 😟👩‍👩‍👧 e\u0301 \U0010ffff",
}
CONTROLS = "a\x00b\x1b[31mc\x7fd\x85e\x9bf"


def words(page):
    return yaml.safe_load((Gateway.policy_folder / "wording" / (page + ".yaml")).read_text())


class Served(unittest.TestCase):
    """A gateway whose pages do not depend on the clock on the wall."""
    cover = "council:\n%sduty: []\n" % ALWAYS
    enrols = ()

    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway()
        Gateway.policy_folder = cls.gateway.dir / "policy"
        shutil.copytree(cls.gateway.policy, cls.gateway.dir / "policy")
        cls.gateway.policy = cls.gateway.dir / "policy"
        (cls.gateway.policy / "cover.yaml").write_text(cls.cover)
        cls.gateway.make(enrol=False)
        for name in cls.enrols:
            cls.gateway.enrol(name)
        cls.gateway.start()
        cls.staff = {name: cls.gateway.staff(name) for name in cls.enrols}

    @classmethod
    def tearDownClass(cls):
        reports = cls.gateway.sanitizer_reports()
        cls.gateway.remove()
        assert not reports, reports

    def visitor(self):
        return Visitor(self.gateway)

    def rows(self, name="Cara Community"):
        after = ""
        while after is not None:
            page = self.staff[name].get("/api/v1/queue" + ("?after=" + after if after else "")).json()
            yield from page["reports"]
            after = page["after"]

    def cases(self, text, name="Cara Community"):
        """All that a member has whose words begin like this."""
        found = (self.staff[name].get("/api/v1/reports/" + row["id"]).json() for row in self.rows(name))
        return [case for case in found if case["report"]["text"].startswith(text)]

    def spool_files(self):
        return sum(len(files) for _, _, files in os.walk(self.gateway.dir / "store/spool"))

    def assert_problem(self, page, kind):
        self.assertEqual(page.status, 422)
        self.assertIn(words("errors")[kind], page.words())
        self.assertIsNone(page.state())


class Pages(Served):
    enrols = ("Cara Community", "Asha Lead")

    # --- the whole way ---
    def test_a_worry_goes_from_the_first_page_to_staff_and_the_answer_comes_back(self):
        v, text = self.visitor(), "the whole way: they wait for him at the gate"
        v.get("/")
        self.assertIn("/report", v.page.links)
        v.begin()
        v.until("answers", danger="not_sure", when="today", text=text, kind="bullying", place="the gate", about="someone_else",
                who="a boy in year 8", keep_from="my form tutor, he is his dad", school_is="named", typed=self.gateway.schools[0][:5], pick=self.gateway.schools[0],
                files="yes")
        for said in (text, "the gate", "a boy in year 8", "my form tutor, he is his dad", words("kind")["bullying"], words("danger")["not_sure"]):
            self.assertIn(said, v.page.words())
        v.press("send", [("a.png", PNG), ("b.jpg", JPG)])
        code = v.page.code()
        self.assertRegex(code, r"^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$")
        self.assertIn(sha256(PNG), v.page.source)
        self.assertIn(sha256(JPG), v.page.source)
        v.press("continue")
        v.press(last="0000" if code[-4:] != "0000" else "1111")
        self.assertEqual((v.page.status, v.page.errors), (422, ["last"]))
        self.assertEqual(v.press("back").code(), code)
        v.press("continue")
        self.assertEqual(v.press(last=code[-4:].lower()).status, 200)
        for page in v.seen[-1:]:
            self.assertIsNone(page.state(), "the last page still leads to the code")
            self.assertNotIn(code[-4:], page.source)

        case, = self.cases(text, "Asha Lead")
        self.assertEqual(case["report"]["text"], text + "\nAbout: a boy in year 8")
        self.assertEqual((case["report"]["place"], case["report"]["school"]), ("the gate", self.gateway.schools[0]))
        self.assertEqual(case["report"]["keep_from"], "my form tutor, he is his dad")
        self.assertEqual(case["report"]["answers"]["category"], "bullying")
        self.assertEqual([file["sha256"] for file in case["report"]["files"]], [sha256(PNG), sha256(JPG)])
        self.staff["Asha Lead"].post_json("/api/v1/reports/%s/messages" % case["id"], {"text": "Where is <it> & when?"})

        v.look(code.lower().replace("-", " "))
        self.assertEqual(v.page.status, 200)
        self.assertIn("Where is <it> & when?", v.page.words())
        self.assertNotIn("wait for him", v.page.words(), "who finds a code learns what was reported")
        v.press("send", [("c.png", PNG)], text="at the back\ngate")
        self.assertIn(words("thread")["sent"], v.page.words())
        self.assertIn("at the back\ngate", v.page.text)
        self.assertEqual(v.page.fields()["text"], "")
        case, = self.cases(text, "Asha Lead")
        self.assertEqual([m["text"] for m in case["messages"]], ["Where is <it> & when?", "at the back\ngate"])

    def test_turning_back_from_every_page_and_changing_every_answer_loses_nothing(self):
        v, text = self.visitor(), "turning back, again and again"
        v.begin()
        v.until("answers", text=text, place="a shop", who="Sam", keep_from="my aunt", kind="drugs", when="later")
        for what in ("danger", "when", "what", "kind", "where", "who", "school", "files"):
            v.press("change-" + what)
            v.press("back")
            self.assertIn("send", [b for form in v.page.forms for b in form.buttons], what)
            v.press("change-" + what)
            v.press("continue")
            self.assertIn("send", [b for form in v.page.forms for b in form.buttons], what)
        for said in (text, "a shop", "Sam", "my aunt"):
            self.assertIn(said, v.page.words())

    def test_a_school_is_found_by_a_part_of_its_name_or_comes_with_the_poster(self):
        schools = {s["code"]: s["name"] for s in yaml.safe_load((self.gateway.policy / "schools.yaml").read_text())["schools"]}
        code, name = next(iter(schools.items()))
        v = self.visitor()
        v.begin(code)
        v.until("answers", text="by the poster")
        self.assertIn(name, v.page.words())
        self.assertNotIn("typed", [f for page in v.seen for f in page.fields()])
        v.begin()
        v.until("school_is")
        self.assertEqual(v.press(school_is="named", typed="no such school 8841").errors, ["typed"])
        self.assertEqual(v.page.fields()["typed"], "no such school 8841")
        self.assertEqual(v.press(school_is="named", typed="").errors, ["typed"])
        v.press(school_is="named", typed=name.upper()[:6])
        self.assertEqual(v.press(pick=None).errors, ["pick"])
        forged = [("state", v.page.state()), ("pick", "../" + code), ("go", "continue")]
        self.assertEqual(v.post("/report", forged).errors, ["pick"])
        v.press(pick="none")
        self.assertEqual(v.page.fields()["typed"], name.upper()[:6])
        v.press("continue")
        v.press(pick=code)
        v.until("answers")
        self.assertIn(name, v.page.words())

    # --- what every answer has ---
    def test_every_page_is_padded_guarded_and_alike(self):
        v = self.visitor()
        for path in STATIC:
            v.get(path.format(school=self.gateway.schools[0]))
        for path in ("/nothing", "/s/nothing", "/s/", "/report/nothing", "/check/reply/x"):
            self.assertEqual(v.get(path).status, 404)
        v.begin()
        asked = len(v.seen) - 1
        v.until("answers", text="short", danger="yes", files="yes")
        questions = {page.size for page in v.seen[asked:]}
        self.assertEqual(len(questions), 1, "the length on the network tells which question it is")
        v.press("send", [("a.png", PNG)])
        code = v.page.code()
        v.press("continue")
        v.press(last="nope")
        v.press(last=code[-4:])
        v.look(code)
        v.press("send", text="more")
        v.press("send")
        v.look("")
        v.look("0000-0000-0000-0000-0000")
        v.post("/report", [("state", "x")])
        v.post("/report/kept", [("state", "x")])
        v.post_files("/check/reply", [("state", "x")])
        for page in v.seen:
            self.assert_guarded(page)
        picture = v.post_raw("/report/picture", b"state=" + next(p for p in v.seen if p.code()).state().encode())
        self.assertEqual((picture.status, picture.headers["Content-Type"]), (200, "image/png"))
        self.assertEqual(picture.headers["Content-Disposition"], 'attachment; filename="picture.png"')
        self.assertEqual(picture.headers["Cache-Control"], "no-store")

    def test_what_it_was_about_does_not_show_in_the_length_of_any_page(self):
        v, lengths = self.visitor(), {}
        v.begin()
        for kind in v.until("kind", text="of every kind").forms[0].choices["kind"]:
            code = v.report(text="of every kind", kind=kind)
            v.press("continue")
            v.press(last=code[-4:])
            lengths.setdefault(tuple(page.size for page in v.seen[-4:]), []).append(kind)
        self.assertEqual(len(lengths), 1, lengths)

    def assert_guarded(self, page):
        got, policy = page.headers, page.headers["Content-Security-Policy"]
        self.assertEqual(page.size % STEP, 0, page.title)
        self.assertEqual(got["Content-Type"], "text/html; charset=utf-8")
        self.assertEqual(got["Cache-Control"], "no-store")
        self.assertEqual(got["Referrer-Policy"], "no-referrer")
        self.assertEqual(got["X-Content-Type-Options"], "nosniff")
        self.assertIn("default-src 'none'", policy)
        self.assertIn("frame-ancestors 'none'", policy)
        for never in ("unsafe", "http", "*", "data:"):
            self.assertNotIn(never, policy)
        for name in ("Set-Cookie", "Server", "ETag", "Last-Modified", "Content-Encoding"):
            self.assertIsNone(got[name], name)
        self.assertTrue(all(re.fullmatch(r"/assets/[a-z0-9.-]+", at) for at in page.loads), page.loads)
        self.assertEqual(page.title.startswith("Error: "), bool(page.errors), page.title)
        self.assertNotRegex(page.source, r"<script[^>]*>[^<]|<style|javascript:")
        for link in page.links:
            self.assertRegex(link, r"^(/[a-z/#-]*|tel:\d+|#[a-z0-9_-]+|https://[a-z0-9./-]+|/s/[a-z0-9-]+)$")
        for form in page.forms:
            self.assertRegex(form.action, r"^/(report|check)(/[a-z]+)?$")
        self.assertNotRegex(page.title, "|".join(self.gateway.schools))

    def test_whoever_asks_for_the_head_only_gets_just_that_and_wrong_methods_a_page(self):
        v = self.visitor()
        for path in STATIC:
            path = path.format(school=self.gateway.schools[0])
            whole, head = v.client.request("GET", path), v.client.request("HEAD", path)
            self.assertEqual((head.status, head.body), (whole.status, b""))
            self.assertEqual(head.headers["Content-Length"], whole.headers["Content-Length"])
        for path in ("/report/send", "/report/kept", "/check/reply"):
            gone = v.client.get(path)
            self.assertEqual((gone.status, gone.headers["Location"]), (303, "/check"))
        for method, path in (("POST", "/"), ("GET", "/report/picture"), ("DELETE", "/report"), ("PUT", "/check/reply")):
            self.assert_guarded(v.show(v.client.request(method, path)))
            self.assertEqual(v.page.status, 405)
        leave = v.client.get("/leave")
        self.assertEqual((leave.status, leave.headers["Clear-Site-Data"]), (303, '"storage"'))

    # --- sent twice ---
    def test_sent_twice_from_two_tabs_it_is_one_report_and_one_code(self):
        v, text = self.visitor(), "two tabs, one report"
        v.begin()
        answers = v.until("answers", text=text)
        first = v.press("send").code()
        again = v.press("send", page=answers)
        self.assertEqual((again.code(), again.status), (first, 200))
        self.assertIn(words("code")["again"], again.words())
        self.assertEqual(len(self.cases(text)), 1)
        v.press("change-what", page=answers)
        v.press(text=text + ", and other words")
        self.assertNotIn(v.press("send").code(), ("", first))
        self.assertEqual(len(self.cases(text)), 2)

    def test_files_that_come_with_a_second_send_are_said_to_be_missing(self):
        v, text = self.visitor(), "files that come too late"
        v.begin()
        answers = v.until("answers", text=text, files="yes")
        code = v.press("send", [("a.png", PNG)]).code()
        same = v.press("send", [("a.png", PNG)], page=answers)
        self.assertEqual(same.code(), code)
        self.assertIn(words("arrived")["all"].format(files=1, chosen=1), same.words())
        other = v.press("send", [("a.png", PNG), ("b.jpg", JPG)], page=answers)
        self.assertEqual(other.code(), code)
        self.assertIn(words("arrived")["missing"].format(files=1, chosen=2), other.words())
        self.assertNotIn(sha256(JPG), other.source)
        other = v.press("send", [("b.jpg", JPG)], page=answers)
        self.assertIn(words("arrived")["missing"].format(files=1, chosen=2), other.words())
        self.assertIn(words("arrived")["all"].format(files=1, chosen=1), v.press("send", page=answers).words())
        self.assertEqual(len(self.cases(text)), 1)
        self.assertTrue(until(lambda: self.spool_files() == self.kept_files()), "a file that nobody kept was left")

    def kept_files(self):
        """What the spool holds for reports and messages here: each file, and its copy where there is one."""
        kept = 0
        for name in self.enrols:
            for row in self.rows(name):
                case = self.staff[name].get("/api/v1/reports/" + row["id"]).json()
                for file in case["report"]["files"] + [f for m in case["messages"] for f in m["files"]]:
                    kept += 1 if file["copy"] in ("later", "failed", "unscanned", "infected") else 2
        return kept

    def test_a_reply_sent_twice_is_one_and_another_from_a_second_tab_is_another(self):
        v, text = self.visitor(), "replies from two tabs"
        code = v.report(text=text)
        thread = v.look(code)
        for _ in range(3):
            v.press("send", [("a.png", PNG)], page=thread, text="just once")
        v.press("send", page=thread, text="and this")
        v.press("send", text="just once")
        case, = self.cases(text)
        self.assertEqual([m["text"] for m in case["messages"]], ["just once", "and this", "just once"])
        self.assertEqual([len(m["files"]) for m in case["messages"]], [1, 0, 0])

    # --- sealed states ---
    def states(self):
        v = self.visitor()
        v.begin()
        draft = v.until("answers", text="states").state()
        v.press("send")
        code, receipt = v.page.code(), v.page.state()
        follow = v.look(code).state()
        return code, {"draft": draft, "receipt": receipt, "follow": follow}

    def enter(self, door, state):
        """What comes back from every address that takes such a state."""
        v = self.visitor()
        if door == "draft":
            return [v.post("/report", [("state", state), ("go", "stay")]), v.post_files("/report/send", [("state", state)])]
        if door == "receipt":
            return [v.post("/report/kept", [("state", state)]), v.post("/report/picture", [("state", state)])]
        return [v.post_files("/check/reply", [("state", state), ("text", "not to be kept")])]

    def test_a_state_opens_only_the_door_that_it_was_made_for(self):
        code, states = self.states()
        kinds = {"draft": "old", "receipt": "code_gone", "follow": "visit_gone"}
        before = len(list(self.rows()))
        for kind, state in states.items():
            for door in kinds:
                for page in self.enter(door, state) if door != kind else []:
                    self.assert_problem(page, kinds[door])
                    self.assertNotIn(code[-4:], page.source)
        self.assertEqual(len(list(self.rows())), before)
        self.assertNotIn("not to be kept", self.visitor().look(code).source)

    def test_a_state_with_one_bit_changed_or_cut_opens_nothing(self):
        code, states = self.states()
        for kind, state in states.items():
            for at in (0, 1, 30, len(state) // 2, len(state) - 1):
                wrong = [state[:at] + ("A" if state[at] != "A" else "B") + state[at + 1:], state[:at], state[at:] if at else "",
                         state + state[:at + 1], state[:at] + "=" + state[at:], state[:at] + "\u00e1" + state[at:]]
                answers = [page for s in wrong for page in self.enter(kind, s)]
                for page in answers:
                    self.assertEqual(page.status, 422)
                    self.assertIsNone(page.state())
        self.assertIn(words("thread")["no_messages"], self.visitor().look(code).words())

    def test_states_hide_what_was_answered_even_by_their_length(self):
        lengths = set()
        for answers in ({"danger": "yes", "kind": "weapon", "when": "today"}, {"danger": "not_sure", "kind": "radicalisation"}):
            v = self.visitor()
            v.begin()
            lengths.add(len(v.until("answers", text="as long as", **answers).state()))
            self.assertEqual(len({page.state() for page in v.seen}), len(v.seen), "two states alike")
        self.assertEqual(len(lengths), 1)

    # --- files ---
    def test_a_file_that_cannot_be_taken_is_named_and_everything_else_stays(self):
        v, text = self.visitor(), "files of every wrong kind"
        v.begin()
        answers = v.until("answers", text=text, place="a lane", files="yes")
        most = yaml.safe_load((self.gateway.policy / "limits.yaml").read_text())["max_files"]
        wrong = {
            "empty": [("a.png", b"")], "many": [("%d.png" % n, PNG) for n in range(most + 1)],
            "large": [("a.png", PNG[:8] + b"z" * (26 * 1024 * 1024))],
        }
        for what, uploads in wrong.items():
            v.press("send", uploads, page=answers)
            self.assertIn(v.page.status, (413, 422), what)
            self.assertEqual(v.page.errors, ["file"], what)
            self.assertIn(text, v.page.words(), what)
            self.assertIn("a lane", v.page.words(), what)
            self.assert_guarded(v.page)
        self.assertTrue(until(lambda: self.spool_files() == self.kept_files()), "what was refused was kept")
        self.assertEqual(self.cases(text), [])
        self.assertTrue(v.press("send", [("a.png", PNG)]).code())
        self.assertEqual(len(self.cases(text)), 1)

    def test_a_reply_with_a_wrong_file_keeps_its_words(self):
        v = self.visitor()
        v.look(v.report(text="a reply with a wrong file"))
        v.press("send", [("b.png", b"")], text="words before\nthe file")
        self.assertEqual((v.page.errors, v.page.fields()["text"]), (["file"], "words before\nthe file"))
        v.press("send", [("a.png", PNG)])
        self.assertIn(words("thread")["sent"], v.page.words())

    def test_an_upload_that_is_cut_off_or_whose_vault_dies_leaves_no_file_and_can_be_sent_again(self):
        v, text = self.visitor(), "cut off in the middle"
        v.begin()
        answers = v.until("answers", text=text, files="yes")
        body = multipart_form([("state", answers.state())], [("a.png", PNG), ("b.jpg", JPG * 20)])
        head = ("POST /report/send HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=%s\r\n"
                "Content-Length: %d\r\n\r\n" % (BOUNDARY, len(body))).encode()
        kept = self.kept_files()
        for cut in (len(answers.state()) + 400, len(answers.state()) + 5000, len(body) - 1):
            with socket.create_connection(("localhost", self.gateway.port)) as plain:
                with self.gateway.tls().wrap_socket(plain, server_hostname="localhost") as s:
                    s.sendall(head + body[:cut])
        self.assertTrue(until(lambda: self.spool_files() == kept), "files of nobody")
        with socket.create_connection(("localhost", self.gateway.port), timeout=60) as plain:
            with self.gateway.tls().wrap_socket(plain, server_hostname="localhost") as s:
                s.sendall(head + body[:-1])
                self.assertTrue(until(lambda: self.spool_files() > kept))
                os.kill(self.gateway.children()["vault"][0], signal.SIGKILL)
                s.sendall(body[-1:])
                self.assertRegex(s.recv(20), rb"^HTTP/1.1 (503|200)")
        self.assertTrue(until(lambda: v.press("send", [("a.png", PNG)], page=answers).status == 200))
        self.assertTrue(v.page.code())
        self.__class__.staff = {name: self.gateway.staff(name) for name in self.enrols}
        self.assertEqual(len(self.cases(text)), 1)

    # --- hostile words ---
    def test_hostile_words_are_words_in_every_field_and_on_every_page(self):
        for what, said in HOSTILE.items():
            v, text = self.visitor(), "hostile " + what + " " + said
            v.begin()
            v.until("answers", text=text, place=said, who=said, keep_from=said)
            self.assertEqual(v.page.text.count(said), 4, what)
            for change, field, value in (("what", "text", text), ("where", "place", said), ("who", "who", said),
                                         ("who", "keep_from", said)):
                v.press("change-" + change)
                self.assertEqual(v.page.fields()[field], value)
                v.press("back")
            v.press("change-school")
            v.press(school_is="named", typed=said[:50])
            self.assertEqual(v.page.fields()["typed"], said[:50])
            v.press(school_is="none", typed=said[:50])
            v.press("send")
            self.assertEqual(v.page.status, 200, (what, v.page.words()[:300]))
            case, = self.cases("hostile " + what)
            self.assertEqual(case["report"]["text"], text + "\nAbout: " + said)
            self.assertEqual((case["report"]["place"], case["report"]["keep_from"]), (said, said))
            v.look(v.page.code())
            v.press("send", text=said)
            self.assertIn(said, v.page.text)
            v.press("send", text=said + "x" * 5000)
            self.assertEqual(v.page.fields()["text"], said + "x" * 5000)
            self.assertEqual(v.get("/check").status, 203)
            v.press(code=said)
            self.assertEqual((v.page.status, v.page.fields()["code"]), (422, ""), "a code is shown again")

    def test_controls_become_spaces_before_anyone_sees_them(self):
        v = self.visitor()
        v.begin()
        v.until("answers", text="controls " + CONTROLS, place=CONTROLS, who=CONTROLS, keep_from=CONTROLS)
        self.assertNotRegex(v.page.source, "[\x00-\x08\x0b-\x1f\x7f]")
        v.press("send")
        case, = self.cases("controls")
        self.assertNotRegex(case["report"]["text"] + case["report"]["place"] + case["report"]["keep_from"], "[\x00-\x09\x0b-\x1f\x7f-\x9f]")
        v.look(v.page.code())
        self.assertNotRegex(v.press("send", text=CONTROLS).source, "[\x00-\x08\x0b-\x1f\x7f-\x9f]")

    def test_what_is_no_form_is_refused_by_a_page(self):
        v = self.visitor()
        state = v.begin().state().encode()
        bodies = [b"state=" + state + rest for rest in (b"&text=%ff", b"&text=%c3%28", b"&text=%ed%a0%80", b"&text=%", b"&text=%zz",
                  b"&state=x", b"&&", b"&=x", b"&TEXT=x")] + [b"", b"=", b"&", b"\xff\xfe", b"state"]
        for body in bodies:
            page = v.show(v.post_raw("/report", body))
            self.assertEqual((page.status, page.state()), (422, None), body[-30:])
            self.assert_guarded(page)
        for body in (b"state=" + b"a" * 140000, b"&".join(b"a%d=" % n for n in range(65))):
            self.assertEqual(v.show(v.post_raw("/report", body)).status, 413)
        for path in ("/report/send", "/check/reply"):
            self.assertEqual(v.show(v.post_raw(path, b"state=x")).status, 415)
            for body, kind in ((b"x", "multipart/form-data"), (b"x", "multipart/form-data; boundary=a"),
                               (multipart_form([("text", "x")]), "multipart/form-data; boundary=" + BOUNDARY),
                               (multipart_form([]), "multipart/form-data; boundary=" + BOUNDARY)):
                page = v.show(v.post_raw(path, body, kind))
                self.assertEqual((page.status, page.state()), (422, None), (path, body, kind))
            much = self.gateway.raw(("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                                     "Content-Length: 99999999999\r\n\r\n" % path).encode())
            self.assertRegex(much, rb"^HTTP/1.1 413 [^\r]*\r\n(?s:.*)<html")

    # --- what is wrong, with what was typed ---
    def test_what_is_missing_or_too_long_is_said_and_what_was_typed_stays(self):
        v = self.visitor()
        v.begin()
        self.assertEqual(v.press().errors, ["danger"])
        v.until("when")
        self.assertEqual(v.press().errors, ["when"])
        v.until("text")
        self.assertEqual(v.press(text=" \n\t ").errors, ["text"])
        for length in (4001, 8000, 16385, 30000):
            v.press(text="ß" * 1000 + "\n" + "x" * (length - 1001))
            self.assertEqual((v.page.status, v.page.errors), (422, ["text"]))
            self.assertEqual(len(v.page.fields()["text"]), length)
        v.press("back")
        v.press("continue", when="soon")
        self.assertEqual(len(v.page.fields()["text"]), 30000, "turning back loses what is too long")
        self.assertEqual(v.press(text="😟" * 4000).errors, [])
        v.until("place")
        self.assertEqual(v.press(place="p" * 121).errors, ["place"])
        self.assertEqual(v.page.fields()["place"], "p" * 121)
        v.press(place="😟" * 120)
        v.press(about="me", who="w" * 81)
        self.assertEqual((v.page.errors, v.page.fields()["who"]), (["who"], "w" * 81))
        v.press(who="😟" * 80, keep_from="k" * 121)
        self.assertEqual((v.page.errors, v.page.fields()["keep_from"]), (["keep_from"], "k" * 121))
        v.press(keep_from="😟" * 120)
        self.assertEqual(v.press().errors, ["school_is"])
        v.press(school_is="named", typed="t" * 61)
        self.assertEqual(v.page.errors[0], "typed")
        v.until("files", typed="")
        self.assertEqual(v.press().errors, ["files"])
        v.until("answers")
        v.press("send")
        self.assertTrue(v.page.code(), v.page.words()[:300])

    def test_a_reply_that_is_too_long_or_empty_is_shown_again(self):
        v = self.visitor()
        v.look(v.report(text="replies of every length"))
        self.assertEqual(v.press("send", text="  ").errors, ["text"])
        for length in (4001, 16384, 16385, 30000):
            v.press("send", text="r" * length)
            self.assertEqual((v.page.status, v.page.errors), (422, ["text"]), length)
            self.assertEqual(v.page.fields()["text"], "r" * length)
        self.assertIn(words("thread")["sent"], v.press("send", text="😟" * 4000).words())

    def test_send_before_the_end_leads_to_what_is_missing(self):
        v = self.visitor()
        v.begin()
        for state in (v.page.state(), v.until("kind", text="too early").state()):
            self.assert_problem(v.post_files("/report/send", [("state", state)]), "old")
        v.begin()
        v.until("answers", text="too early")
        v.press("change-danger")
        self.assert_problem(v.post_files("/report/send", [("state", v.page.state())]), "old")
        self.assertEqual(self.cases("too early"), [])

    def test_what_no_page_offers_changes_nothing(self):
        v = self.visitor()
        v.begin()
        for go in ("change-what", "send", "change-", "", "x" * 5000, "back"):
            page = v.post("/report", [("state", v.page.state()), ("danger", "<b>"), ("go", go)])
            self.assertIn("danger", page.fields(), go)
        page = v.post("/report", [("state", v.until("kind").state()), ("kind", "no such kind"), ("step", "14"), ("go", "continue")])
        self.assertEqual(v.press("back", page=page).fields()["kind"], "unsure")


class Restarted(Served):
    def test_after_a_restart_each_page_says_that_it_was_open_for_too_long(self):
        v = Visitor(self.gateway)
        code = v.report(text="before the restart")
        receipt = v.page
        thread = v.look(code)
        v.begin()
        answers = v.until("answers", text="typed before the restart")
        question = v.press("change-what")
        self.gateway.stop()
        self.gateway.start()
        v = Visitor(self.gateway)
        self.assert_problem(v.press(page=question), "old")
        self.assert_problem(v.press("send", page=answers), "old")
        self.assert_problem(v.press("continue", page=receipt), "code_gone")
        self.assert_problem(v.press("send", page=thread, text="again"), "visit_gone")
        self.assertEqual(v.look(code).status, 200)
        self.assertNotIn("again", [m.strip() for m in v.page.text.splitlines()])
        problem = words("problem")
        for key in ("nothing", "home"):
            self.assertIn(problem[key], v.seen[0].words())
        self.assertIn(html.escape("/"), v.seen[0].links)


# --- what may be promised ---
class Promises:
    """Each class below has a rota of its own: which promises stand on no page, and which on some."""

    def whole_way(self):
        v = Visitor(self.gateway)
        v.get("/")
        v.begin()
        v.until("answers", danger="yes", when="today", text="he has a knife and says he will use it today", kind="weapon")
        v.press("send")
        code = v.page.code()
        v.press("continue")
        v.press(last=code[-4:])
        v.look(code)
        return v.seen

    def test_the_pages_promise_what_the_rota_keeps(self):
        pages = self.whole_way()
        for page in pages:
            for promise in self.never:
                self.assertNotRegex(page.words(), promise, page.title)
        everything = " ".join(page.words() for page in pages)
        for promise in self.somewhere:
            self.assertRegex(everything, promise)


DUTY = r"we act|within \d|within 1 hour|[Dd]uty team"


class NobodyReads(Promises, Served):
    cover = "council: []\nduty: []\n"
    never = [DUTY, r"\d(:\d\d)?[ap]m", r"[Mm]idnight|[Mm]idday", r"\{", r"\b(at|after) -", r"Someone is here"]
    somewhere = [r"We do not know when we can read it", r"We cannot say yet when"]

    def test_a_school_reads_on_its_own_days_and_promises_no_hour_either(self):
        v = Visitor(self.gateway)
        v.begin(self.gateway.schools[0])
        v.until("when")
        self.assertNotRegex(" ".join(page.words() for page in v.seen), DUTY)


class OfficeHours(Promises, Served):
    cover = 'council:\n  - { days: [%s], from: "09:00", to: "17:00", bank_holidays: true }\nduty: []\n' % \
        (datetime.datetime.now() + datetime.timedelta(days=3)).strftime("%a").lower()
    never = [DUTY, r"\{", r"Someone is here"]
    somewhere = [r"9am on [A-Z]\w+day \d+", r"We may not see it before 9am on [A-Z]", r"Come back after \d"]


class DayAndNight(Promises, Served):
    cover = "council:\n%sduty:\n%s" % (ALWAYS, ALWAYS)
    never = [r"We next look", r"No one is reading", r"\{"]
    somewhere = [r"within 1 hour, day or night", r"within 24 hours", r"Someone is here to read messages now", r"Come back after \d"]


class SlowerLevels(Promises, Served):
    """A policy folder that was copied and changed: nothing of the hours is in the program."""
    cover = DayAndNight.cover
    never = [r"within 1 hour", r"within 24 hours"]
    somewhere = [r"within 3 hours, day or night", r"within 48 hours"]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        levels = cls.gateway.policy / "service-levels.yaml"
        levels.write_text(levels.read_text().replace("{ hours: 1 }", "{ hours: 3 }").replace("{ hours: 24 }", "{ hours: 48 }"))
        cls.gateway.stop()
        cls.gateway.start()


class Posters(Served):
    def poster(self, *arguments):
        return subprocess.run([CONCERND, "poster", *arguments], capture_output=True, text=True, env=ENVIRONMENT)

    def test_a_school_s_poster_names_its_address_and_nothing_else(self):
        schools = {s["code"]: s["name"] for s in yaml.safe_load((self.gateway.policy / "schools.yaml").read_text())["schools"]}
        for code in schools:
            made = self.poster("--config", self.gateway.config, code)
            self.assertEqual(made.returncode, 0, made.stderr)
            said = html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", made.stdout, flags=re.S))
            address = "https://localhost:%d/s/%s" % (self.gateway.port, code)
            self.assertIn(address, said)
            for needed in ("999", "0800 1111"):
                self.assertIn(needed, said)
            self.assertNotRegex(made.stdout.replace(address, ""), r"[?#]\w+=|<script|https?://(?!www\.w3\.org/)|url\(|@import|utm_")
            for secret in ("pepper", "store", str(self.gateway.dir)):
                self.assertNotIn(secret, said)

    def test_two_posters_of_a_school_are_the_same(self):
        made = {self.poster("--config", self.gateway.config, self.gateway.schools[0]).stdout for _ in range(3)}
        self.assertEqual(len(made), 1, "a poster tells who hung it up, or when it was printed")

    def test_a_school_that_nobody_knows_is_refused(self):
        for arguments in (["--config", self.gateway.config, "hogwarts"], ["--config", self.gateway.config], [],
                          ["--config", self.gateway.config, "../" + self.gateway.schools[0]], ["--config", "/nowhere", "x"]):
            made = self.poster(*arguments)
            self.assertNotEqual(made.returncode, 0, arguments)
            self.assertEqual(made.stdout, "")
            self.assertTrue(made.stderr)

    def test_the_staff_port_has_them_and_the_reporters_port_does_not(self):
        staff, reporter = self.gateway.staff(), self.gateway.reporter()
        got = staff.get("/poster/" + self.gateway.schools[0])
        self.assertEqual((got.status, got.headers["Content-Type"]), (200, "text/html; charset=utf-8"))
        self.assertIn("/s/" + self.gateway.schools[0], got.body.decode())
        self.assertNotIn("<style", got.body.decode())
        self.assertNotIn("unsafe", got.headers["Content-Security-Policy"])
        for code in ("hogwarts", "", self.gateway.schools[0] + "/", self.gateway.schools[0].upper()):
            self.assertEqual(staff.get("/poster/" + code).status, 404, code)
        self.assertEqual(reporter.get("/poster/" + self.gateway.schools[0]).status, 404)


if __name__ == "__main__":
    unittest.main()
