"""With the data folder but without a passphrase or the recovery words nothing opens; and whoever can write to it cannot
swap, drop, reorder or put back a sealed part without the opener noticing."""
import os
import pathlib
import shutil
import sqlite3
import subprocess
import unittest

from gateway import CONCERND, ENVIRONMENT, Gateway, STAFF

WORDS = "a boy keeps a knife under the bench"
MISFIT = (500, 503)


class StolenDisk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway().make().start()
        cls.school = cls.gateway.schools[0]

    @classmethod
    def tearDownClass(cls):
        cls.gateway.remove()

    def setUp(self):
        self.database = sqlite3.connect(self.gateway.dir / "store" / "concern.db", isolation_level=None, timeout=10)
        self.lead = self.gateway.staff("Asha Lead")

    def tearDown(self):
        self.database.close()

    def make_case(self, n, messages=2, files=2):
        """A fresh case; returns its code and id."""
        known = {row[0] for row in self.database.execute("SELECT id FROM report")}
        attached = [("f%d" % i, os.urandom(4500 + i).hex().encode()) for i in range(files)]  # words: copied as they are
        receipt = self.gateway.reporter().report({"text": "%s (%s)" % (WORDS, n), "school": self.school}, attached)
        self.assertEqual(receipt.status, 201, receipt)
        code = receipt.json()["code"]
        for m in range(messages):
            self.assertEqual(self.gateway.reporter().reply(code, "message %d" % m).status, 201)
        new, = {row[0] for row in self.database.execute("SELECT id FROM report")} - known
        self.assertEqual(self.lead.get("/api/v1/reports/" + new.hex()).status, 200)
        return code, new

    def verify(self):
        done = subprocess.run([CONCERND, "verify-audit", "--config", self.gateway.config], capture_output=True,
                              text=True, env=ENVIRONMENT)
        return done.returncode

    def change(self, sql, *values):
        done = self.database.execute(sql, values)
        self.assertGreater(done.rowcount, 0, "the test changed nothing: " + sql)

    def swap(self, table, column, where, one, two):
        """Exchanges a column between two rows."""
        read = "SELECT %s FROM %s WHERE %s" % (column, table, where)
        a, = self.database.execute(read, one).fetchone()
        b, = self.database.execute(read, two).fetchone()
        self.assertNotEqual(a, b)
        write = "UPDATE %s SET %s = ? WHERE %s" % (table, column, where)
        self.change(write, b, *one)
        self.change(write, a, *two)

    def noticed(self, what, case, code=None, audit=True):
        answer = self.lead.get("/api/v1/reports/" + case.hex())
        self.assertIn(answer.status, MISFIT, "%s was not noticed by staff: %r" % (what, answer))
        self.assertNotIn(WORDS.encode(), answer.body)
        if code:
            answer = self.gateway.reporter().check(code)
            self.assertIn(answer.status, MISFIT, "%s was not noticed by the reporter: %r" % (what, answer))
        if audit:
            self.assertEqual(self.verify(), 1, "%s was not noticed by verify-audit" % what)

    def test_parts_swapped_between_reports(self):
        (code, one), (_, two) = self.make_case("swap a"), self.make_case("swap b")
        self.assertEqual(self.verify(), 0)
        where = "report = ? AND seq = ?"
        for seq in (0, 1, 2):
            for column in ("bytes", "digest"):
                self.swap("part", column, where, (one, seq), (two, seq))
            self.noticed("a swapped part %d" % seq, one, code)
            self.noticed("a swapped part %d" % seq, two)
            for column in ("bytes", "digest"):
                self.swap("part", column, where, (one, seq), (two, seq))
            self.assertEqual(self.lead.get("/api/v1/reports/" + one.hex()).status, 200)
        self.assertEqual(self.verify(), 0)

    def test_messages_reordered_within_a_report(self):
        code, case = self.make_case("reorder")
        for column in ("bytes", "digest"):
            self.swap("part", column, "report = ? AND seq = ?", (case, 2), (case, 3))
        self.noticed("two messages in the other order", case, code)
        for column in ("bytes", "digest"):
            self.swap("part", column, "report = ? AND seq = ?", (case, 2), (case, 3))

    def test_a_dropped_last_message_and_an_old_head_put_back(self):
        code, case = self.make_case("drop", messages=1)
        head = "SELECT bytes FROM sealed WHERE n = (SELECT head FROM report WHERE id = ?)"
        put_head = "UPDATE sealed SET bytes = ? WHERE n = (SELECT head FROM report WHERE id = ?)"
        old, = self.database.execute(head, (case,)).fetchone()
        self.assertEqual(self.gateway.reporter().reply(code, "the last word").status, 201)
        kept = self.database.execute("SELECT report, seq, kind, digest, bytes FROM part WHERE report = ? AND seq = 3",
                                     (case,)).fetchone()
        new, = self.database.execute(head, (case,)).fetchone()
        self.change("DELETE FROM part WHERE report = ? AND seq = 3", case)
        self.change("UPDATE report SET parts = 3 WHERE id = ?", case)
        self.noticed("a dropped message", case, code)
        # Consistently old: genuine but stale, so only the chain of what happened can tell.
        self.change(put_head, old, case)
        self.assertEqual(self.verify(), 1, "a thread put back was not noticed by verify-audit")
        self.change(put_head, new, case)
        self.change("UPDATE report SET parts = 4 WHERE id = ?", case)
        self.database.execute("INSERT INTO part(report, seq, kind, digest, bytes) VALUES (?, ?, ?, ?, ?)", kept)
        self.assertEqual(self.lead.get("/api/v1/reports/" + case.hex()).status, 200)
        self.assertEqual(self.verify(), 0)

    def test_a_message_replayed_in_place_of_another(self):
        code, case = self.make_case("replay", messages=3)
        kept = self.database.execute("SELECT bytes, digest FROM part WHERE report = ? AND seq = 3", (case,)).fetchone()
        first = self.database.execute("SELECT bytes, digest FROM part WHERE report = ? AND seq = 2", (case,)).fetchone()
        write = "UPDATE part SET bytes = ?, digest = ? WHERE report = ? AND seq = 3"
        self.change(write, *first, case)
        self.noticed("a replayed message", case, code)
        self.change(write, *kept, case)

    def test_a_grant_of_another_report(self):
        (code, one), (_, two) = self.make_case("grant a"), self.make_case("grant b")
        team = "school:" + self.school
        self.swap("grants", "sealed", "report = ? AND team = ?", (one, team), (two, team))
        self.noticed("a swapped grant", one)
        self.swap("grants", "sealed", "report = ? AND team = ?", (one, team), (two, team))
        self.swap("report", "reporter_grant", "id = ?", (one,), (two,))
        self.assertIn(self.gateway.reporter().check(code).status, MISFIT)
        self.swap("report", "reporter_grant", "id = ?", (one,), (two,))
        self.assertEqual(self.gateway.reporter().check(code).status, 200)

    def test_files_swapped_cut_or_gone(self):
        code, case = self.make_case("files")

        def fetch(n):
            try:
                return self.lead.get("/api/v1/reports/%s/files/%d" % (case.hex(), n)).status
            except OSError:
                return 0  # cut short
            except Exception as e:  # http.client: fewer bytes than announced
                self.assertIn("IncompleteRead", repr(e))
                return 0
        self.assertEqual((fetch(0), fetch(1)), (200, 200))
        names = [row[0] for row in self.database.execute("SELECT name FROM copy WHERE report = ? ORDER BY n", (case,))]
        paths = [next((self.gateway.dir / "store" / "spool").rglob(name)) for name in names]
        genuine = [path.read_bytes() for path in paths]
        for what, contents in {
            "swapped": (genuine[1], genuine[0]), "cut": (genuine[0][:-4096], genuine[1]),
            "one bit": (genuine[0][:5000] + bytes([genuine[0][5000] ^ 1]) + genuine[0][5001:], genuine[1]),
            "empty": (b"", genuine[1]), "longer": (genuine[0] + bytes(4096), genuine[1]),
        }.items():
            for path, content in zip(paths, contents):
                path.write_bytes(content)
            self.assertNotEqual(fetch(0), 200, "a file that was %s was served as genuine" % what)
            self.lead.close()
        for path, content in zip(paths, genuine):
            path.write_bytes(content)
        self.assertEqual((fetch(0), fetch(1)), (200, 200))
        paths[0].unlink()
        self.assertNotEqual(fetch(0), 200)
        paths[0].write_bytes(genuine[0])
        if os.geteuid() == 0:
            shutil.chown(paths[0], "nobody")

    def test_a_team_key_slipped_into_the_database_is_not_used(self):
        # The thief's own key in the team table, and a list that he signed himself.
        body, signature = self.database.execute("SELECT body, signature FROM roster").fetchone()
        forged = bytearray(body)
        forged[len(forged) // 2] ^= 1
        self.change("UPDATE roster SET body = ?", bytes(forged))
        try:
            self.assertEqual(self.gateway.stop(), 0)
            self.gateway.start(wait=False)
            self.gateway.ready.wait(30)
            try:
                answer = self.gateway.reporter().report({"text": "to whom", "school": self.school})
                self.assertEqual(answer.status, 503, answer)
            except OSError:
                pass  # it did not even start
        finally:
            self.change("UPDATE roster SET body = ?", body)
            self.gateway.stop()
            self.gateway.start()
        self.assertEqual(self.gateway.reporter().report({"text": "to whom", "school": self.school}).status, 201)

    def test_a_copied_folder_opens_nothing_without_a_passphrase(self):
        code, case = self.make_case("stolen")
        token = self.lead.cookie.split("=")[1]
        stolen = b"".join(p.read_bytes() for p in self.gateway.dir.rglob("*") if p.is_file())
        for what in (WORDS.encode(), code.encode(), code.replace("-", "").encode(), token.encode(), bytes.fromhex(token),
                     self.gateway.recovery.encode()) + tuple(p.encode() for p, _ in STAFF.values()):
            self.assertNotIn(what, stolen)
        thief = self.gateway.staff()
        for guess in ("", "password1234", "correct horse battery", STAFF["Ben Lead"][0]):
            self.assertIn(thief.sign_in("Asha Lead", guess or " " * 12).status, (403, 422, 503))
        # What lies there as bytes of the right size is no session either.
        for session, in self.database.execute("SELECT id FROM session").fetchall():
            thief.cookie = "__Host-session=" + session.hex()
            self.assertIn(thief.get("/api/v1/reports/" + case.hex()).status, (401, 403))

    def test_one_team_cannot_open_another_teams_case_even_with_its_rows_rewritten(self):
        _, case = self.make_case("cross")
        ben = self.gateway.staff("Ben Lead")
        self.assertEqual(ben.get("/api/v1/reports/" + case.hex()).status, 404)
        mine, other = "school:" + self.school, "school:" + self.gateway.schools[1]
        sealed, = self.database.execute("SELECT sealed FROM grants WHERE report = ? AND team = ?",
                                        (case, mine)).fetchone()
        self.database.execute("INSERT INTO grants(report, team, sealed) VALUES (?, ?, ?)", (case, other, sealed))
        answer = ben.get("/api/v1/reports/" + case.hex())
        self.assertNotEqual(answer.status, 200, "access was only a row, not a key")
        self.assertNotIn(WORDS.encode(), answer.body)
        self.database.execute("DELETE FROM grants WHERE report = ? AND team = ?", (case, other))


if __name__ == "__main__":
    unittest.main()
