"""A real gateway for a test: its own folder, certificates, staff and ports; real processes over real TLS."""
import base64
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import re
import select
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time

TREE = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("CONCERN_BUILD", TREE / "build")).resolve()
CONCERND = str(BUILD / "concernd")
CONCERN = str(BUILD / "concern")
BOUNDARY = "----a-boundary-for-tests"
STAFF = {  # name: (passphrase, teams)
    "Asha Lead": ("correct horse battery one", ["school:{first}"]),
    "Ben Lead": ("correct horse battery two", ["school:{second}"]),
    "Cara Community": ("correct horse battery three", ["community"]),
    "Dev Officer": ("correct horse battery four", ["lado"]),
    "Eve Admin": ("correct horse battery five", ["admin"]),
    "Gita Auditor": ("correct horse battery seven", []),
}
TITLES = {"Asha Lead": "lead", "Ben Lead": "lead", "Cara Community": "coordinator"}
# Leaks are looked for in the unit tests; a sandboxed process may not trace itself.
ENVIRONMENT = dict(os.environ, ASAN_OPTIONS="detect_leaks=0:abort_on_error=0:exitcode=99",
                   UBSAN_OPTIONS="print_stacktrace=1")


FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def until(holds, looks=400):
    """Looks again and again, for 20 seconds at most, whether it holds by now."""
    pause = threading.Event()
    for _ in range(looks):
        if holds():
            return True
        pause.wait(0.05)
    return holds()


def totp(secret, step):
    """The six digits that a phone's app shows in that step of 30 seconds (RFC 6238)."""
    mac = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = mac[-1] & 15
    return "%06d" % ((int.from_bytes(mac[at:at + 4], "big") & 0x7fffffff) % 1000000)


def multipart(first, document, files=()):
    """The body of a multipart request: a JSON part, then file parts."""
    if not isinstance(document, bytes):
        document = json.dumps(document).encode()
    out = [b'--%s\r\nContent-Disposition: form-data; name="%s"\r\nContent-Type: application/json\r\n\r\n%s\r\n'
           % (BOUNDARY.encode(), first.encode(), document)]
    for name, data in files:
        out.append(b'--%s\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n'
                   b'Content-Type: application/octet-stream\r\n\r\n%s\r\n' % (BOUNDARY.encode(), name.encode(), data))
    out.append(b"--%s--\r\n" % BOUNDARY.encode())
    return b"".join(out)


def has_spoken(sock):
    """Whether bytes, or the end, wait to be read."""
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return "%d %r" % (self.status, self.body[:300])


class Client:
    """One keep-alive connection."""

    def __init__(self, gateway, port):
        self.gateway = gateway
        self.context = gateway.tls(port == gateway.staff_port)
        self.port = port
        self.cookie = None
        self.connection = None

    def connect(self):
        if self.connection is not None and self.connection.sock is not None and has_spoken(self.connection.sock):
            self.close()  # nothing was asked: the gateway has ended a connection that lay idle (RFC 9112, 9.5)
        if self.connection is None:
            self.connection = http.client.HTTPSConnection("localhost", self.port, context=self.context, timeout=60)
        return self.connection

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def request(self, method, path, body=None, headers=None):
        headers = dict(headers or {})
        if self.cookie:
            headers["Cookie"] = self.cookie
        connection = self.connect()
        try:
            connection.request(method, path, body, headers)
            answer = Answer(connection.getresponse())
        except BaseException:
            self.close()
            raise
        if answer.headers.get("Connection", "").lower() == "close":
            self.close()
        return answer

    def get(self, path):
        return self.request("GET", path)

    def post_json(self, path, document):
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        return self.request("POST", path, body, {"Content-Type": "application/json"})

    def post_parts(self, path, first, document, files=(), headers=None):
        headers = dict(headers or {})
        headers["Content-Type"] = "multipart/form-data; boundary=" + BOUNDARY
        return self.request("POST", path, multipart(first, document, files), headers)

    def report(self, document, files=(), headers=None):
        return self.post_parts("/api/v1/reports", "report", document, files, headers)

    def check(self, code):
        return self.post_json("/api/v1/reports/check", {"code": code})

    def reply(self, code, text, files=()):
        return self.post_parts("/api/v1/reports/messages", "message", {"code": code, "text": text}, files)

    def sign_in(self, name, passphrase=None, code=None):
        """With the right passphrase and a fresh code, unless others are given; a wrong passphrase uses no code up."""
        if code is None:
            code = self.gateway.code(name) if passphrase is None else "123456"
        answer = self.post_json("/api/v1/session", {"name": name, "passphrase": passphrase or STAFF[name][0], "code": code})
        if answer.status == 201:
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]
        return answer


class Gateway:
    def __init__(self, template=None):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="gw-"))
        os.chmod(self.dir, 0o755)
        self.port, self.staff_port = free_port(), free_port()
        self.process = None
        self.log = []
        self.ready = threading.Event()
        self.recovery = ""
        self.clients = []
        self.phones, self.recovery_codes = {}, {}  # by name: what enrolment gave out
        self.used, self.cookies = {}, {}  # by name: the last step whose code was used; the session that staff() shares
        self.shift = 0  # how many seconds the gateway's wall clock goes ahead of ours
        self.policy = TREE / "policy"
        self.schools = re.findall(r"- code:\s*\"?([a-z0-9-]+)", (self.policy / "schools.yaml").read_text())

    # --- set-up ---
    def config_text(self, **changes):
        values = dict(data="store", policy=str(self.policy), user="nobody" if os.geteuid() == 0 else "",
                      public_host="localhost:%d" % self.port, port=self.port, staff_port=self.staff_port,
                      intake=2, desk=2, certificate="tls/server.pem", key="tls/server.key", staff_ca="ca.pem",
                      pepper="keys/pepper", roster_pin="keys/roster.pin")
        values.update(changes)
        if not values["user"]:
            import pwd
            values["user"] = pwd.getpwuid(os.geteuid()).pw_name
        return ("data: {data}\npolicy: {policy}\nuser: {user}\npublic_host: {public_host}\n"
                "listen:\n  port: {port}\n  staff_port: {staff_port}\n"
                "processes:\n  intake: {intake}\n  desk: {desk}\n"
                "tls:\n  certificate: {certificate}\n  key: {key}\n  staff_ca: {staff_ca}\n"
                "keys:\n  pepper: {pepper}\n  roster_pin: {roster_pin}\n").format(**values)

    @property
    def config(self):
        return str(self.dir / "concern.yaml")

    def make(self, enrol=True, **changes):
        pathlib.Path(self.config).write_text(self.config_text(**changes))
        subprocess.run(["sh", str(TREE / "certs/make.sh"), "development", str(self.dir)], check=True,
                       capture_output=True)
        init = subprocess.run([CONCERND, "init", "--config", self.config], capture_output=True, text=True,
                              env=ENVIRONMENT)
        assert init.returncode == 0, init.stderr
        self.recovery = init.stdout.strip().splitlines()[0]
        if enrol:
            for name in STAFF:
                self.enrol(name)
        return self

    def teams(self, name):
        return [t.format(first=self.schools[0], second=self.schools[1]) for t in STAFF[name][1]]

    def enrol(self, name):
        teams = [word for team in self.teams(name) for word in ("--team", team)]
        if name in TITLES:
            teams += ["--title", TITLES[name]]
        if not teams:
            teams = ["--auditor"]
        done = subprocess.run([CONCERND, "enrol", "--config", self.config, "--name", name, *teams, "--recovery"], check=True,
                              input=STAFF[name][0] + "\n" + self.recovery + "\n", text=True, capture_output=True,
                              env=ENVIRONMENT)
        given = [line.split() for line in done.stdout.splitlines()]
        self.phones[name], = [value for what, value in given if what == "totp"]
        self.recovery_codes[name] = [value for what, value in given if what == "code"]

    # --- the clock ---
    def now(self):
        """What the gateway's clock shows."""
        return time.time() + self.shift

    def move_to(self, shift):
        """Stops, and starts again with a wall clock so many seconds ahead; needs a build without sanitizers."""
        self.stop()
        self.shift = shift
        self.cookies.clear()
        return self.start()

    def environment(self):
        if self.shift == 0:
            return ENVIRONMENT
        return dict(ENVIRONMENT, LD_PRELOAD=FAKETIME, FAKETIME="%+d" % self.shift, FAKETIME_DONT_FAKE_MONOTONIC="1",
                    FAKETIME_DISABLE_SHM="1")

    # --- second factors ---
    def fresh_step(self, name):
        """The earliest step that the gateway takes now and whose code was not used; None: wait for the next one."""
        now, seconds = divmod(self.now(), 30)
        first = int(now) - 1 if seconds < 20 else int(now)  # an old one could be over when it arrives
        return next((step for step in range(first, int(now) + 2) if step > self.used.get(name, 0)), None)

    def code(self, name):
        """A code that nobody used before. Three in a row are free; after that, one every 30 seconds."""
        until(lambda: self.fresh_step(name) is not None, 800)
        self.used[name] = self.fresh_step(name)
        return totp(self.phones[name], self.used[name])

    def typed(self, name):
        """What "concern desk" reads first on stdin."""
        return "%s\n%s\n" % (STAFF[name][0], self.code(name))

    # --- life ---
    def start(self, wait=True):
        self.ready.clear()
        self.process = subprocess.Popen([CONCERND, "run", "--config", self.config], stderr=subprocess.PIPE,
                                        stdout=subprocess.DEVNULL, text=True, errors="replace",
                                        env=self.environment(), cwd=str(self.dir))
        self.reader = threading.Thread(target=self.read_log, args=(self.process,), daemon=True)
        self.reader.start()
        if wait:
            if not self.ready.wait(60) or self.process.poll() is not None:
                raise AssertionError("the gateway did not start:\n" + "".join(self.log))
        return self

    def read_log(self, process):
        for line in process.stderr:
            self.log.append(line)
            if "concernd is ready" in line:
                self.ready.set()
        self.ready.set()

    def stop(self, how=signal.SIGTERM):
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(how)
        status = self.process.wait(60)
        self.reader.join(10)
        self.process.stderr.close()
        self.process = None
        return status

    def remove(self):
        for client in self.clients:
            client.close()
        self.stop()
        shutil.rmtree(self.dir, ignore_errors=True)

    def children(self):
        """Process ids by kind, as each process names itself."""
        kinds = {}
        warden = self.process.pid
        for pid in pathlib.Path("/proc/%d/task/%d/children" % (warden, warden)).read_text().split():
            try:
                kind = pathlib.Path("/proc/%s/comm" % pid).read_text().strip()
            except OSError:
                continue
            kinds.setdefault(kind, []).append(int(pid))
        return kinds

    def sanitizer_reports(self):
        return [line for line in self.log if "Sanitizer" in line or "runtime error" in line]

    # --- talking ---
    @property
    def device(self):
        """Certificate and key of the staff device that a development set-up makes."""
        return str(self.dir / "devices/example-device.pem"), str(self.dir / "devices/example-device.key")

    def tls(self, device=False):
        context = ssl.create_default_context(cafile=str(self.dir / "ca.pem"))
        if device:
            context.load_cert_chain(*self.device)
        return context

    def client(self, port):
        self.clients.append(Client(self, port))
        return self.clients[-1]

    def reporter(self):
        return self.client(self.port)

    def staff(self, name=None, fresh=False):
        """Somebody at the desk, signed in when there is a name: in the session they have already, or a fresh one."""
        client = self.client(self.staff_port)
        client.cookie = None if fresh else self.cookies.get(name)
        if name and not (client.cookie and client.get("/api/v1/queue").status == 200):
            client.cookie = None
            answer = client.sign_in(name)
            assert answer.status == 201, answer
            self.cookies[name] = client.cookie
        return client

    def raw(self, sent, port=None, timeout=30):
        """Bytes out, all bytes until the connection ends."""
        with socket.create_connection(("localhost", port or self.port), timeout=timeout) as plain:
            with self.tls().wrap_socket(plain, server_hostname="localhost") as s:
                s.sendall(sent)
                got = b""
                while True:
                    try:
                        more = s.recv(65536)
                    except (ssl.SSLEOFError, ConnectionResetError):
                        break
                    if not more:
                        break
                    got += more
                return got

    def cli(self, *words, stdin="", check=None, staff=False):
        port = self.staff_port if staff else self.port
        device = ["--cert", self.device[0], "--key", self.device[1]] if staff else []
        done = subprocess.run([CONCERN, *words, "--server", "https://localhost:%d" % port, "--ca",
                               str(self.dir / "ca.pem"), *device], input=stdin, text=True, capture_output=True,
                              env=ENVIRONMENT, timeout=120)
        if check is not None and done.returncode != check:
            raise AssertionError("status %d: %s%s" % (done.returncode, done.stdout, done.stderr))
        return done


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def needles(text):
    """A marked word in the shapes it could be written down in."""
    raw = text.encode()
    found = {raw, raw.upper(), raw.lower(), base64.b64encode(raw).rstrip(b"="), raw.hex().encode(),
             raw.hex().upper().encode(), raw.decode().encode("utf-16-le")}
    return {needle for needle in found if len(needle) >= 8}
