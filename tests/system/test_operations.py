"""What an operator meets: a start that refuses with one sentence, restarts, reloads, a full disk, a newer data folder."""
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import unittest

from console import at_console
from gateway import CONCERND, ENVIRONMENT, Gateway, TREE, until


def snapshot(folder):
    return {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file() and not p.name.endswith(("-shm", "-wal"))}


class Refusals(unittest.TestCase):
    """Started wrongly: a one-sentence reason on stderr, a status that is not 0, nothing changed."""

    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway().make(enrol=False)

    @classmethod
    def tearDownClass(cls):
        cls.gateway.remove()

    def setUp(self):
        self.config = self.gateway.dir / "try.yaml"

    def run_with(self, text=None, **changes):
        self.config.write_text(text if text is not None else self.gateway.config_text(**changes))
        before = snapshot(self.gateway.dir)
        done = subprocess.run([CONCERND, "run", "--config", str(self.config)], capture_output=True, text=True, timeout=60,
                              env=ENVIRONMENT)
        self.assertEqual(snapshot(self.gateway.dir), before, "something changed")
        self.assertNotEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("Sanitizer", done.stderr)
        return done.stderr

    def test_a_config_with_an_unknown_repeated_missing_or_odd_key(self):
        good = self.gateway.config_text()
        for what, text, said in (
            ("unknown", good + "colour: blue\n", ("try.yaml", "colour")),
            ("repeated", good + "user: nobody\n", ("try.yaml", "user")),
            ("missing", good.replace("user:", "#user:"), ("try.yaml", "user")),
            ("out of range", good.replace("  desk: 2", "  desk: 99"), ("try.yaml", "desk", "16")),
            ("not a number", good.replace("  desk: 2", "  desk: many"), ("try.yaml", "desk")),
            ("not YAML", "a: [", ("try.yaml",)),
            ("empty", "", ("try.yaml",)),
        ):
            with self.subTest(what):
                err = self.run_with(text)
                for word in said:
                    self.assertIn(word, err)
                self.assertRegex(err, r"try\.yaml:\d+")

    def test_a_broken_policy_names_file_and_line(self):
        folder = self.gateway.dir / "policy"
        shutil.copytree(TREE / "policy", folder)
        with open(folder / "limits.yaml", "a") as limits:
            limits.write("surprise: 1\n")
        err = self.run_with(policy=str(folder))
        self.assertRegex(err, r"limits\.yaml:\d+.*surprise")
        shutil.rmtree(folder)

    def test_an_expired_certificate(self):
        tls = self.gateway.dir / "old"
        tls.mkdir()
        subprocess.run(["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                        tls / "k.pem", "-out", tls / "c.csr", "-subj", "/CN=localhost"], check=True, capture_output=True)
        subprocess.run(["openssl", "x509", "-req", "-in", tls / "c.csr", "-signkey", tls / "k.pem", "-days", "-1", "-out",
                        tls / "c.pem"], check=True, capture_output=True)
        self.assertIn("expired", self.run_with(certificate="old/c.pem", key="old/k.pem"))

    def test_a_key_of_another_certificate_or_unreadable(self):
        tls = self.gateway.dir / "other"
        tls.mkdir()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", tls / "k.pem", "-out", tls / "c.pem", "-subj", "/CN=localhost"],
                       check=True, capture_output=True)
        self.assertIn("does not belong to the certificate", self.run_with(key="other/k.pem"))
        self.assertIn("missing.key", self.run_with(key="tls/missing.key"))
        (tls / "junk.pem").write_text("not a key")
        self.assertTrue(self.run_with(key="other/junk.pem").strip())

    def test_a_port_that_is_taken(self):
        with socket.socket() as taken:
            taken.bind(("0.0.0.0", 0))
            taken.listen()
            self.assertIn(str(taken.getsockname()[1]), self.run_with(port=taken.getsockname()[1]))

    def test_a_data_folder_from_a_newer_version(self):
        newer = self.gateway.dir / "newer"
        shutil.copytree(self.gateway.dir / "store", newer)
        if os.geteuid() == 0:
            shutil.chown(newer, "nobody")
            for path in newer.rglob("*"):
                shutil.chown(path, "nobody")
        database = sqlite3.connect(newer / "concern.db")
        version = database.execute("PRAGMA user_version").fetchone()[0]
        database.execute("PRAGMA user_version = %d" % (version + 1))
        database.commit()
        database.close()
        self.assertIn("newer", self.run_with(data="newer"))
        shutil.rmtree(newer)

    def test_a_data_folder_that_is_not_one(self):
        (self.gateway.dir / "empty").mkdir(exist_ok=True)
        self.assertTrue(self.run_with(data="empty").strip())

    def test_a_second_init_changes_nothing(self):
        before = snapshot(self.gateway.dir)
        done = subprocess.run([CONCERND, "init", "--config", self.gateway.config], capture_output=True, text=True,
                              env=ENVIRONMENT)
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(snapshot(self.gateway.dir), before)
        self.assertEqual(done.stdout, "")


class Life(unittest.TestCase):
    def setUp(self):
        self.gateway = Gateway().make().start()

    def tearDown(self):
        self.gateway.remove()

    def test_a_restart_keeps_everything_and_ends_cleanly(self):
        code = self.gateway.reporter().report({"text": "still here"}).json()["code"]
        self.assertEqual(self.gateway.stop(), 0)
        self.gateway.start()
        self.assertEqual(self.gateway.reporter().check(code).status, 200)
        self.assertEqual(self.gateway.stop(signal.SIGINT), 0)
        self.assertEqual(self.gateway.sanitizer_reports(), [])

    def test_both_address_families_are_served(self):
        for address in ("127.0.0.1", "::1"):
            with socket.create_connection((address, self.gateway.port), timeout=10) as plain:
                with self.gateway.tls().wrap_socket(plain, server_hostname="localhost") as s:
                    self.assertIn(s.version(), ("TLSv1.3",))

    def test_tls_is_new_enough_and_sessions_resume_at_any_process(self):
        def connect(**how):
            context = self.gateway.tls()
            for name, value in how.items():
                setattr(context, name, value)
            return context
        old = connect(maximum_version=ssl.TLSVersion.TLSv1_2)
        old.set_ciphers("ECDHE-ECDSA-AES128-SHA256:@SECLEVEL=0")
        with self.assertRaises((ssl.SSLError, OSError)):
            with socket.create_connection(("localhost", self.gateway.port)) as s:
                old.wrap_socket(s, server_hostname="localhost").close()
        good = connect(maximum_version=ssl.TLSVersion.TLSv1_2)
        session = None
        for _ in range(6):
            with socket.create_connection(("localhost", self.gateway.port)) as plain:
                with good.wrap_socket(plain, server_hostname="localhost", session=session) as s:
                    s.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    self.assertIn(b"200", s.recv(4096))
                    self.assertIn("GCM", s.cipher()[0] + "GCM" * ("CHACHA" in s.cipher()[0]))
                    self.assertEqual(s.session_reused, session is not None)
                    session = session or s.session

    def served_certificate(self):
        with socket.create_connection(("localhost", self.gateway.port), timeout=10) as plain:
            with self.gateway.tls().wrap_socket(plain, server_hostname="localhost") as s:
                return s.getpeercert(True)

    def test_sighup_brings_a_new_certificate_and_policy_and_loses_no_connection(self):
        held = self.gateway.reporter()
        self.assertEqual(held.get("/healthz").status, 200)
        old = self.served_certificate()
        before = set(self.gateway.children()["intake"])
        subprocess.run(["sh", str(TREE / "certs/make.sh"), "server", str(self.gateway.dir), "localhost"], check=True,
                       capture_output=True)
        self.gateway.process.send_signal(signal.SIGHUP)
        for _ in range(2000):
            try:
                if self.served_certificate() != old:
                    break
            except OSError:
                pass
        for _ in range(2000):
            if not before & set(self.gateway.children().get("intake", [])):
                break
            self.gateway.reporter().get("/healthz")
        self.assertFalse(before & set(self.gateway.children()["intake"]), "the old generation stays")
        self.assertNotEqual(self.served_certificate(), old)
        self.assertEqual(self.gateway.reporter().report({"text": "after the reload"}).status, 201)

    def test_sighup_with_a_broken_certificate_keeps_serving(self):
        key = self.gateway.dir / "tls" / "server.key"
        kept = key.read_bytes()
        key.write_bytes(b"broken")
        self.gateway.process.send_signal(signal.SIGHUP)
        for _ in range(2000):
            self.assertEqual(self.gateway.reporter().get("/healthz").status, 200)
            if any("fault: reload" in line for line in self.gateway.log):
                break
        self.assertTrue(any("fault: reload" in line for line in self.gateway.log), "the refusal is not in the log")
        told = subprocess.run([CONCERND, "check-config", "--config", self.gateway.config], capture_output=True, text=True,
                              env=ENVIRONMENT)
        self.assertEqual(told.returncode, 1)
        self.assertIn("private key cannot be read", told.stderr)
        key.write_bytes(kept)

    def test_a_request_in_flight_is_finished_before_the_end(self):
        client = self.gateway.reporter().connect()
        client.connect()
        body = b'{"code":"0000-0000-0000-0000-0000"}'
        client.sock.sendall(b"POST /api/v1/reports/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            b"Content-Length: %d\r\n\r\n" % len(body) + body[:10])
        self.gateway.reporter().get("/healthz")
        self.gateway.process.send_signal(signal.SIGTERM)
        client.sock.sendall(body[10:])
        self.assertRegex(client.sock.recv(4096), rb"^HTTP/1\.1 (404|422)")
        self.assertEqual(self.gateway.stop(), 0)

    def test_a_stopped_vault_means_503_and_never_a_receipt(self):
        vault = self.gateway.children()["vault"][0]
        client = self.gateway.reporter()
        os.kill(vault, signal.SIGSTOP)
        try:
            answer = client.report({"text": "anyone there"})
            self.assertEqual(answer.status, 503, answer)
            self.assertIn("999", answer.json()["detail"])
        finally:
            os.kill(vault, signal.SIGCONT)
        self.assertEqual(self.gateway.reporter().report({"text": "now it works"}).status, 201)

    def test_a_cleaner_that_dies_is_replaced_and_cleans_for_those_who_were_there_before(self):
        gateway, old = self.gateway, self.gateway.children()
        self.assertEqual(len(old["cleaner"]), 1)
        os.kill(old["cleaner"][0], signal.SIGKILL)
        copy = None
        for _ in range(200):
            answer = gateway.reporter().report({"text": "with a letter"}, [("letter.txt", b"what he wrote")])
            self.assertEqual(answer.status, 201, answer)
            copy = answer.json()["files"][0]["copy"]
            if copy == "clean":
                break
            self.assertEqual(copy, "later")
        self.assertEqual(copy, "clean")
        new = gateway.children()
        self.assertNotEqual(new["cleaner"], old["cleaner"])
        self.assertEqual((sorted(new["intake"]), new["vault"]), (sorted(old["intake"]), old["vault"]))

    def test_sighup_leaves_the_cleaner_and_gives_the_new_processes_a_way_to_it(self):
        gateway, old = self.gateway, self.gateway.children()
        gateway.process.send_signal(signal.SIGHUP)
        for _ in range(2000):
            if not set(old["intake"]) & set(gateway.children().get("intake", [])):
                break
            gateway.reporter().get("/healthz")
        self.assertEqual(gateway.children()["cleaner"], old["cleaner"])
        answer = gateway.reporter().report({"text": "with a letter"}, [("letter.txt", b"what he wrote")])
        self.assertEqual(answer.json()["files"][0]["copy"], "clean", answer)

    def test_a_locked_database_means_503_and_never_a_receipt(self):
        locker = sqlite3.connect(self.gateway.dir / "store" / "concern.db", isolation_level=None)
        locker.execute("BEGIN IMMEDIATE")
        answer = self.gateway.reporter().report({"text": "locked out"})
        self.assertEqual(answer.status, 503, answer)
        self.assertIn("999", answer.json()["detail"])
        locker.execute("ROLLBACK")
        locker.close()
        self.assertEqual(self.gateway.reporter().report({"text": "now it works"}).status, 201)


@unittest.skipUnless(os.geteuid() == 0, "only root may mount a small disk")
class FullDisk(unittest.TestCase):
    def test_a_full_disk_means_503_and_never_a_receipt_nor_a_half_file(self):
        gateway = Gateway().make()
        store = gateway.dir / "store"
        kept = gateway.dir / "kept"
        shutil.move(store, kept)
        store.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", str(store)], check=True)
        try:
            subprocess.run(["cp", "-a", str(kept) + "/.", str(store)], check=True)
            shutil.chown(store, "nobody")
            gateway.start()
            client = gateway.reporter()
            statuses, receipts = [], []
            for n in range(12):
                answer = client.report({"text": "fill %d" % n}, [("f", os.urandom(12 * 1024 * 1024))])
                statuses.append(answer.status)
                if answer.status == 201:
                    receipts.append(answer.json()["code"])
                else:
                    self.assertIn("999", answer.json()["detail"])
            self.assertIn(503, statuses)
            self.assertTrue(set(statuses) <= {201, 503}, statuses)
            sizes = [f.stat().st_size for f in (store / "spool").rglob("*") if f.is_file()]
            originals = sum(size > 12 * 1024 * 1024 for size in sizes)
            self.assertEqual(originals, len(receipts), "a half-written spool file stays")
            self.assertLessEqual(len(sizes) - originals, len(receipts), "more copies than files")
            for code in receipts:
                self.assertEqual(gateway.reporter().check(code).status, 200)
        finally:
            gateway.stop()
            subprocess.run(["umount", str(store)], check=True)
            gateway.remove()


class PolicyChange(unittest.TestCase):
    """Which policy decides is on record, whichever of its files was changed."""

    def setUp(self):
        self.gateway = Gateway()
        self.gateway.policy = self.gateway.dir / "policy"
        shutil.copytree(TREE / "policy", self.gateway.policy)
        self.gateway.make().start()

    def tearDown(self):
        self.gateway.remove()

    def test_a_policy_that_comes_into_force_is_in_the_audit_chain_with_the_one_before(self):
        auditor = at_console(self.gateway, "Gita Auditor")
        first, = re.findall(r"policy in force.*?(\d+-[0-9a-f]{8}/[0-9a-f]{8})", auditor.get("/desk/audit").text, re.S)
        levels = self.gateway.policy / "service-levels.yaml"
        levels.write_text(levels.read_text() + "# one line more\n")
        self.gateway.process.send_signal(signal.SIGHUP)
        self.assertTrue(until(lambda: first + " to " in auditor.get("/desk/audit").text), auditor.get("/desk/audit").text)
        self.gateway.stop()
        self.gateway.start()
        self.assertEqual(at_console(self.gateway, "Gita Auditor").get("/desk/audit").text.count(first + " to "), 1)


if __name__ == "__main__":
    unittest.main()
