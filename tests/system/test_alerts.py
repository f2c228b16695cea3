"""Alerts, from a report's Send to a real mail server and an HTTPS receiver: what arrives, when, how often, and what it
says; with receivers that are down for an hour of the gateway's clock, that cannot prove who they are, and with the
process killed in the middle."""
import collections
import email
import email.policy
import os
import re
import shutil
import signal
import sqlite3
import time
import unittest

import receivers
from console import at_console
from gateway import Gateway, TREE, free_port, until

KNIFE = "he has a knife and will stab him after school today, zebrafinch"
QUIET = "people keep calling my friend names at lunch, zebrafinch"
FAST = 480  # how many times faster the gateway's wall clock runs
PEOPLE = """people:
  - {{ id: asha, mail: asha@example.org }}
  - {{ id: ben, mail: ben@example.org }}
  - {{ id: cara, webhook: "https://127.0.0.1:{port}/cara" }}
  - {{ id: duty, webhook: "https://127.0.0.1:{port}/duty" }}
  - {{ id: deputy, mail: deputy@example.org }}
ladders:
  - team: school:{first}
    rungs:
      - - {{ people: [asha], {always} }}
      - - {{ people: [deputy], {always} }}
  - team: school:{second}
    rungs:
      - - {{ people: [ben], {always} }}
  - team: community
    rungs:
      - - {{ people: [cara], {always} }}
      - - {{ people: [duty], {always} }}
pages:
  immediate: {{ every_minutes: {every} }}
  urgent: {{ every_minutes: 1440 }}
gaps: {{ page_minutes: 1, digest_minutes: 60 }}
"""
ALWAYS = 'days: [mon-sun], from: "00:00", to: "24:00", bank_holidays: true'
SECTION = """alerts:
  mail_url: "{url}"
  mail_from: concerns@example.org
  mail_user: concerns
  mail_password: keys/mail
  ca: alerts-ca.pem
  console: "https://localhost:{port}/desk/queue"
"""


class Alerts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = g = Gateway()
        cls.addClassCleanup(g.remove)
        receivers.authority(g.dir, "alerts-ca")
        receivers.authority(g.dir, "stranger")
        receivers.certificate(g.dir, "alerts-ca", "right")
        receivers.certificate(g.dir, "stranger", "wrong")
        cls.ports = free_port(), free_port(), free_port()
        g.policy = g.dir / "policy"
        shutil.copytree(TREE / "policy", g.policy)
        g.make(enrol=False)
        for name in ("Asha Lead", "Eve Admin"):
            g.enrol(name)
        secret = g.dir / "keys" / "mail"
        secret.write_text(receivers.PASSWORD + "\n")
        os.chmod(secret, 0o600)

    def setUp(self):
        g = self.gateway
        self.mail = receivers.MailServer(g.dir / self._testMethodName, *self.ports[:2])
        self.addCleanup(self.mail.stop)
        self.hook = receivers.Hook(self.ports[2], g.dir, "right")
        self.addCleanup(self.hook.stop)
        self.addCleanup(self.end)
        (g.dir / self._testMethodName).chmod(0o755)

    def end(self):
        """Nobody is to be told of anything any more."""
        self.gateway.stop()
        self.gateway.__dict__.pop("environment", None)
        database = sqlite3.connect(self.gateway.dir / "store" / "concern.db")
        database.execute("DELETE FROM alert")
        database.execute("DELETE FROM outbox")
        database.commit()
        database.close()

    def start(self, url="smtp://localhost:{port}", every=1440, fast=False):
        """url: by STARTTLS, or by TLS from the first byte. every: minutes from rung to rung."""
        g = self.gateway
        (g.policy / "alerts.yaml").write_text(PEOPLE.format(port=self.hook.port, first=g.schools[0], second=g.schools[1],
                                                            always=ALWAYS, every=every))
        with open(g.config, "w") as config:
            config.write(g.config_text() + SECTION.format(url=url.format(port=self.mail.port, tls_port=self.mail.tls_port),
                                                          port=g.staff_port))
        if fast:
            self.run_fast()
        return g.start()

    def report(self, text, school):
        answer = self.gateway.reporter().report({"text": text, "school": self.gateway.schools[school]})
        self.assertEqual(answer.status, 201, answer)
        return answer.json()["code"]

    def rows(self, sql):
        database = sqlite3.connect("file:%s?mode=ro" % (self.gateway.dir / "store" / "concern.db"), uri=True, timeout=20)
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    def mails(self, to=None):
        """As a person's program reads them, with the size of what the gateway wrote."""
        found = []
        for raw in self.mail.mails():
            raw = raw.replace(b"\r\n", b"\n")
            raw = raw[raw.index(b"\nDate: ") + 1:]  # what is above, the mail server put there
            message = email.message_from_bytes(raw, policy=email.policy.default)
            message.size = len(raw)
            if to is None or message["To"] == "<%s@example.org>" % to or to in message["To"]:
                found.append(message)
        return found

    def wait(self, holds, what, seconds=30):
        self.assertTrue(until(holds, seconds * 20), what + "\n" + "".join(self.gateway.log[-20:]))

    def run_fast(self):
        """From now on the gateway's wall clock runs FAST; its timers do not."""
        environment = self.gateway.environment()
        environment = dict(environment, LD_PRELOAD="/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
                           FAKETIME="+0 x%d" % FAST, FAKETIME_DONT_FAKE_MONOTONIC="1", FAKETIME_DISABLE_SHM="1")
        self.gateway.environment = lambda: environment

    # --- what is shown ---

    def test_what_came_is_told_within_half_a_minute_in_words_that_say_nothing(self):
        gateway = self.gateway
        self.mail.start(gateway.dir, "right")
        self.hook.start()
        self.start()
        self.assertEqual(len(gateway.children()["notify"]), 1)
        sent = time.monotonic()
        codes = [self.report(KNIFE, 0)]
        self.wait(lambda: self.hook.at("/cara") and self.mails("asha"), "no alert came")
        print("alert out %.1f s after Send" % (time.monotonic() - sent), end=" ... ", flush=True)
        self.assertEqual(self.hook.at("/cara"), [{"kind": "page", "console": "https://localhost:%d/desk/queue"
                                                  % gateway.staff_port}])

        codes += [self.report(QUIET, 0), self.report(QUIET + " again", 0)]
        self.wait(lambda: len(self.mails("asha")) == 2, "no news came")
        eve = at_console(gateway, "Eve Admin")
        eve.post("/desk/alerts/test", {"person": "asha"})
        self.wait(lambda: len(self.mails("asha")) == 3, "no test came")
        asha = self.mails("asha")
        self.assertEqual([m["Subject"] for m in asha],
                         ["Concern gateway: urgent page", "Concern gateway: news", "Concern gateway: a test"])
        for message in asha:
            self.assertEqual(message["Auto-Submitted"], "auto-generated")
            self.assertIn("https://localhost:%d/desk/queue" % gateway.staff_port, message.get_content())
        self.assertEqual(len({m.size for m in asha}), 1, "the size tells what came")
        self.assertEqual(len({m["Message-ID"] for m in asha}), 3)
        words = {word for text in (KNIFE, QUIET) for word in re.findall("[a-z]{4,}", text)} - {"people", "after"}
        everything = b"".join(self.mail.mails()) + b"".join(body for _, _, body in self.hook.posted)
        for word in list(words) + gateway.schools[:2] + ["immediate", "routine", "school:"] + codes:
            self.assertNotIn(word.encode(), everything)
        numbers = [row[0] for row in self.rows("SELECT id FROM report")]
        for number in numbers:
            self.assertNotIn(number.hex().encode(), everything)
            self.assertNotIn(number.hex()[:8].encode(), everything)
        self.assertEqual(self.hook.at("/duty"), [])
        self.assertEqual(gateway.stop(), 0)
        self.assertEqual(gateway.sanitizer_reports(), [])

    def test_the_ladder_ends_when_the_case_is_opened_and_only_then(self):
        gateway = self.gateway
        self.mail.start(gateway.dir, "right")
        self.hook.start()
        self.start("smtps://localhost:{tls_port}", every=20)
        self.report(KNIFE, 0)
        self.wait(lambda: self.hook.at("/cara") and self.mails("asha"), "no alert came")
        asha = gateway.staff("Asha Lead")
        case, = {report.hex() for report, in self.rows("SELECT report FROM alert")}
        self.assertEqual(len(self.rows("SELECT 1 FROM alert")), 2)
        self.assertEqual(asha.get("/api/v1/reports/" + case).status, 200)
        self.assertEqual([row[0] for row in self.rows("SELECT team FROM alert")], ["community"])
        gateway.stop()
        self.run_fast()
        gateway.start()
        self.wait(lambda: len(self.hook.at("/duty")) >= 2, "community safety's ladder did not go up")
        self.assertEqual(len(self.hook.at("/cara")), 1, "the first rung was told twice")
        self.assertEqual(self.mails("deputy"), [], "the school's ladder goes on, although the case was opened")
        self.assertEqual(len(self.mails("asha")), 1)

    def test_an_hour_without_receivers_loses_nothing_and_doubles_nothing(self):
        gateway = self.start(fast=True)
        began = time.monotonic()
        self.report(KNIFE, 1)
        self.report(QUIET, 0)
        self.wait(lambda: sum(tries for tries, in self.rows("SELECT tries FROM outbox")) >= 3, "nobody tries")
        self.wait(lambda: (time.monotonic() - began) * FAST >= 3600, "an hour does not pass")
        waiting = self.rows("SELECT person, kind FROM outbox WHERE wanted = 1 AND sent = 0 ORDER BY person")
        self.assertEqual(waiting, [("asha", 0), ("ben", 1), ("cara", 1)])
        self.mail.start(gateway.dir, "right")
        self.hook.start()
        self.wait(lambda: self.mails("asha") and self.mails("ben") and self.hook.at("/cara"), "something was lost")
        self.wait(lambda: self.rows("SELECT 1 FROM outbox WHERE wanted = 1") == [], "it is still to be sent")
        now = len(gateway.log)
        until(lambda: False, 4 * 20)  # half an hour of the gateway's: whoever doubles has had the time
        self.assertEqual([len(self.mails("asha")), len(self.mails("ben")), len(self.hook.at("/cara"))], [1, 1, 1],
                         "".join(gateway.log[now:]))

    def test_a_mail_server_that_cannot_prove_who_it_is_gets_nothing(self):
        gateway = self.gateway
        self.mail.start(gateway.dir, "wrong")
        self.hook.start()
        self.start()
        self.report(KNIFE, 1)
        self.wait(lambda: self.rows("SELECT tries FROM outbox WHERE person = 'ben' AND tries >= 1"), "nobody tries")
        self.assertEqual(self.mails(), [])
        self.assertIn("It does not get through", at_console(gateway, "Eve Admin").get("/desk/alerts").text)
        self.assertTrue(any("notify]: fault: alert: not genuine or not allowed" in line for line in gateway.log), gateway.log)
        self.assertEqual(len(self.hook.at("/cara")), 1, "one way that is closed closes the other")
        self.mail.stop()
        self.mail.start(gateway.dir, "right")
        # tried again from the next full minute on
        self.wait(lambda: len(self.mails("ben")) == 1, "the right certificate is not believed", 100)

    def test_killed_in_the_middle_it_tells_twice_at_most_and_never_not_at_all(self):
        gateway = self.gateway
        self.mail.start(gateway.dir, "right")
        self.hook.start()
        self.start()
        self.hook.hold.clear()
        self.report(KNIFE, 1)
        self.wait(lambda: self.hook.at("/cara"), "nothing is posted")
        old, = gateway.children()["notify"]
        os.kill(old, signal.SIGKILL)
        self.wait(lambda: gateway.children().get("notify", [old]) != [old], "no new process")
        self.hook.hold.set()
        self.wait(lambda: len(self.hook.at("/cara")) == 2, "what was not answered is lost")
        self.wait(lambda: self.rows("SELECT 1 FROM outbox WHERE wanted = 1") == [], "it is still to be sent")
        self.assertEqual(len(self.mails("ben")), 1)
        counted = collections.Counter(where for where, _, _ in self.hook.posted)
        self.assertEqual(counted, {"/cara": 2})
        new = gateway.children()["notify"]
        gateway.process.send_signal(signal.SIGHUP)
        self.wait(lambda: gateway.children()["notify"] != new and len(gateway.children()["notify"]) == 1, "the old one stays")
        self.report(KNIFE, 0)
        self.wait(lambda: self.mails("asha"), "the new one tells nobody")


if __name__ == "__main__":
    unittest.main()
