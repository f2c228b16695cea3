"""Staff devices: who may speak to the staff port's JSON API, and that pages do not ask for a device."""
import datetime
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import unittest

from gateway import CONCERN, STAFF, TREE, Client, Gateway, until

NO_DEVICE = "This needs a device certificate: see certs/README.md."
EXTENSIONS = "basicConstraints = critical, CA:FALSE\nkeyUsage = critical, digitalSignature\n"


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


def make_sh(*words):
    subprocess.run(["sh", str(TREE / "certs/make.sh"), *map(str, words)], check=True, capture_output=True)


class Devices(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway().make(enrol=False)
        cls.gateway.enrol("Asha Lead")
        cls.gateway.start()
        cls.dir = pathlib.Path(tempfile.mkdtemp(prefix="devices-"))
        cls.other = cls.dir / "other"
        make_sh("development", cls.other)
        cls.impostors = cls.refused()

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.dir, ignore_errors=True)
        cls.gateway.remove()

    # --- certificates ---
    @classmethod
    def signed(cls, name, use="clientAuth", days=(-1, 1)):
        """One of the staff authority's own, of this kind and time: certificate and key."""
        pem, key, request, more = (cls.dir / (name + end) for end in (".pem", ".key", ".csr", ".ext"))
        more.write_text(EXTENSIONS + ("extendedKeyUsage = %s\n" % use if use else ""))
        openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-keyout", key, "-subj",
                "/CN=" + name, "-out", request)
        home, now = cls.dir / ("ca-" + name), datetime.datetime.now(datetime.timezone.utc)
        home.mkdir()
        (home / "index.txt").touch()
        (home / "ca.cnf").write_text("[ca]\ndefault_ca = it\n[it]\ndatabase = %s/index.txt\nnew_certs_dir = %s\nrand_serial = yes\n"
                                     "default_md = sha256\npolicy = any\n[any]\ncommonName = supplied\n" % (home, home))
        first, last = ((now + datetime.timedelta(days=d)).strftime("%Y%m%d%H%M%SZ") for d in days)
        openssl("ca", "-batch", "-notext", "-config", home / "ca.cnf", "-cert", cls.gateway.dir / "ca.pem", "-keyfile",
                cls.gateway.dir / "tls/ca.key", "-in", request, "-out", pem, "-extfile", more, "-startdate", first,
                "-enddate", last)
        os.chmod(key, 0o600)
        return pem, key

    @classmethod
    def self_signed(cls):
        pem, key = cls.dir / "self.pem", cls.dir / "self.key"
        openssl("req", "-new", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-keyout", key,
                "-subj", "/CN=self", "-days", "1", "-out", pem, "-addext", "extendedKeyUsage=clientAuth")
        os.chmod(key, 0o600)
        return pem, key

    @classmethod
    def refused(cls):
        ours, theirs = cls.gateway.dir, cls.other
        return {
            "self-signed": cls.self_signed(),
            "of another authority": (theirs / "devices/example-device.pem", theirs / "devices/example-device.key"),
            "expired": cls.signed("expired", days=(-9, -1)),
            "not valid yet": cls.signed("early", days=(1, 9)),
            "the server's own": (ours / "tls/server.pem", ours / "tls/server.key"),
            "another server's": cls.signed("server", "serverAuth"),
            "for nothing in particular": cls.signed("anything", None),
            "for signing mail": cls.signed("mail", "emailProtection"),
            "the authority itself": (ours / "ca.pem", ours / "tls/ca.key"),
        }

    # --- visits ---
    def client(self, pair=None, port=None, version=None):
        client = Client(self.gateway, port or self.gateway.staff_port)
        client.context = self.gateway.tls()
        if pair:
            client.context.load_cert_chain(*pair)
        if version:
            client.context.maximum_version = version
        self.addCleanup(client.close)
        return client

    def check_refused(self, answer):
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (403, "application/problem+json"))
        self.assertEqual(answer.json()["detail"], NO_DEVICE)

    def test_without_a_device_the_api_says_one_thing_whatever_is_asked(self):
        client = self.client()
        for path in ("/api/v1/queue", "/api/v1/reports/" + "0" * 32, "/api/v1/nothing", "/api/", "/api/v2/queue?a=b"):
            self.check_refused(client.get(path))
        self.check_refused(client.post_json("/api/v1/session", {"name": "Asha Lead", "passphrase": STAFF["Asha Lead"][0]}))
        self.check_refused(client.post_json("/api/v1/session", b"x" * 200000))
        self.check_refused(client.request("DELETE", "/api/v1/queue"))
        self.assertIsNone(client.cookie)

    def test_a_session_opens_nothing_at_the_api_without_a_device(self):
        staff = self.gateway.staff("Asha Lead")
        self.assertEqual(staff.get("/api/v1/queue").status, 200)
        thief = self.client()
        thief.cookie = staff.cookie
        self.check_refused(thief.get("/api/v1/queue"))

    def test_pages_need_no_device(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            client = self.client(version=version)
            self.assertEqual(client.get("/healthz").status, 200)
            self.assertIn(client.get("/").status, (200, 303))
            self.assertEqual(client.get("/poster/" + self.gateway.schools[0]).status, 200)

    def test_the_right_device_opens_the_door_and_no_more(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            client = self.client(self.gateway.device, version=version)
            self.assertEqual(client.get("/api/v1/queue").status, 401)
            self.assertEqual(client.get("/api/v1/nothing").status, 404)
            self.assertEqual(client.get("/healthz").status, 200)

    def test_a_certificate_that_does_not_verify_ends_the_handshake(self):
        for what, pair in self.impostors.items():
            for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
                for path in ("/api/v1/queue", "/healthz"):
                    with self.subTest(what=what, version=version, path=path), self.assertRaises(OSError):
                        self.client(pair, version=version).get(path)
        self.assertEqual(self.client(self.signed("good")).get("/api/v1/queue").status, 401)

    def test_reporters_are_never_asked_for_a_certificate(self):
        client = self.client(self.self_signed(), self.gateway.port)
        self.assertEqual(client.get("/healthz").status, 200)
        self.assertEqual(client.get("/api/v1/schools").status, 200)

    def resumed(self, context, session):
        """One visit to the staff port: the HTTP status, whether it was resumed, what it could be resumed by."""
        with socket.create_connection(("localhost", self.gateway.staff_port), timeout=30) as plain:
            with context.wrap_socket(plain, server_hostname="localhost", session=session) as s:
                s.sendall(b"GET /api/v1/queue HTTP/1.1\r\nHost: localhost\r\n\r\n")
                return s.recv(65536)[:12], s.session_reused, s.session

    def test_a_visit_with_a_device_is_never_resumed(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = self.gateway.tls(device=True)
            context.maximum_version = version
            session = None
            for _ in range(4):
                said, reused, session = self.resumed(context, session)
                self.assertEqual((said, reused), (b"HTTP/1.1 401", False))
                self.assertFalse(session is not None and session.has_ticket, "the staff port gives a ticket")

    # --- the client ---
    def desk(self, *more, check):
        done = subprocess.run([CONCERN, "desk", "queue", "--name", "Asha Lead", "--server",
                               "https://localhost:%d" % self.gateway.staff_port, "--ca", str(self.gateway.dir / "ca.pem"),
                               *more], input=STAFF["Asha Lead"][0] + "\n123456\n" if check else self.gateway.typed("Asha Lead"),
                              text=True, capture_output=True, timeout=120)
        self.assertEqual(done.returncode, check, done.stdout + done.stderr)
        self.assertEqual(done.stdout if check else "", "")
        return done.stderr

    def test_the_client_says_what_is_wrong_with_its_device(self):
        device = self.gateway.device
        self.assertIn(NO_DEVICE, self.desk(check=1))
        for what, (cert, key) in self.impostors.items():
            with self.subTest(what=what):
                os.chmod(key, 0o600)
                said = self.desk("--cert", str(cert), "--key", str(key), check=3)
                self.assertIn("may not take the certificate given with --cert", said)
        self.assertIn("both --cert FILE and --key FILE", self.desk("--cert", device[0], check=2))
        self.assertIn("both --cert FILE and --key FILE", self.desk("--key", device[1], check=2))
        self.assertIn("cannot be read", self.desk("--cert", device[0], "--key", "/nowhere", check=2))
        other = str(self.other / "devices/example-device.key")
        self.assertIn("no certificate with its own key", self.desk("--cert", device[0], "--key", other, check=2))
        self.assertIn("no certificate with its own key", self.desk("--cert", device[1], "--key", device[1], check=2))
        for mode in (0o640, 0o604):
            loose = self.dir / ("loose-%o.key" % mode)
            shutil.copy(device[1], loose)
            os.chmod(loose, mode)
            self.assertIn("Others can read", self.desk("--cert", device[0], "--key", str(loose), check=2))
        done = self.gateway.cli("report", "--text", "-", "--cert", device[0], "--key", device[1], stdin="x\n")
        self.assertEqual(done.returncode, 2, "a reporter can show a certificate")

    def test_sighup_takes_an_authority_back_also_from_who_is_connected(self):
        gateway = Gateway().make(enrol=False, staff_ca="staff.pem")
        self.addCleanup(gateway.remove)
        shutil.copy(gateway.dir / "ca.pem", gateway.dir / "staff.pem")
        gateway.start()
        held = gateway.client(gateway.staff_port)
        self.assertEqual(held.get("/api/v1/queue").status, 401)
        before = set(gateway.children()["desk"])
        shutil.copy(self.other / "ca.pem", gateway.dir / "staff.pem")
        gateway.process.send_signal(signal.SIGHUP)
        self.assertTrue(until(lambda: not before & set(gateway.children().get("desk", []))))
        self.assertTrue(until(lambda: len(gateway.children().get("desk", [])) == len(before)))
        held.close()
        with self.assertRaises(OSError):
            held.get("/api/v1/queue")


if __name__ == "__main__":
    unittest.main()
