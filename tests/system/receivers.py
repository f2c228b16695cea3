"""Where alerts go in a test: a real mail server (Exim, from Debian) and a small HTTPS receiver, both with certificates of
an authority of their own."""
import http.server
import json
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import threading

from gateway import until

EXIM = "/usr/sbin/exim4"
PASSWORD = "a password of the mail server's"
OTHER = "nobody" if os.geteuid() == 0 else None  # Exim drops what rights it has: its folder is this one's
CONFIG = """exim_user = {user}
exim_group = {group}
keep_environment =
primary_hostname = mail.example.org
spool_directory = {dir}/spool
log_file_path = {dir}/log/%slog
pid_file_path = {dir}/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {tls_port} : {port}
tls_on_connect_ports = {tls_port}
tls_advertise_hosts = *
tls_certificate = {dir}/server.pem
tls_privatekey = {dir}/server.key
host_lookup =
rfc1413_hosts =
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  deny ! encrypted = *
  deny ! authenticated = *
  accept domains = example.org
begin routers
all:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  maildir_format
  directory = {dir}/mail
  envelope_to_add
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_advertise_condition = ${{if def:tls_in_cipher}}
  server_condition = ${{if and{{{{eq{{$auth2}}{{concerns}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
"""


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


def authority(folder, name):
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj",
            "/CN=Test authority " + name, "-keyout", folder / (name + ".key"), "-out", folder / (name + ".pem"))


def certificate(folder, signer, name):
    """For this machine, signed by that authority: NAME.pem and NAME.key."""
    extra = folder / "extra"
    extra.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost", "-keyout",
            folder / (name + ".key"), "-out", folder / "request")
    openssl("x509", "-req", "-in", folder / "request", "-CA", folder / (signer + ".pem"), "-CAkey", folder / (signer + ".key"),
            "-CAcreateserial", "-days", "30", "-extfile", extra, "-out", folder / (name + ".pem"))


class MailServer:
    """Takes mail for anybody at example.org, over TLS, from whoever signs in; it lies in one maildir."""

    def __init__(self, folder, port, tls_port):
        self.dir, self.port, self.tls_port = pathlib.Path(folder) / "exim", port, tls_port
        self.process = None
        for name in ("spool", "log", "mail"):
            (self.dir / name).mkdir(parents=True)
        if OTHER:
            user, group = OTHER, "nogroup"
        else:
            import grp
            import pwd
            user, group = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
        (self.dir / "exim.conf").write_text(CONFIG.format(dir=self.dir, user=user, group=group, port=port, tls_port=tls_port,
                                                          password=PASSWORD))

    def start(self, folder, name):
        """With this certificate."""
        for kind in ("pem", "key"):
            shutil.copy(folder / ("%s.%s" % (name, kind)), self.dir / ("server." + kind))
        if OTHER:
            subprocess.run(["chown", "-R", "nobody:nogroup", str(self.dir)], check=True)
            shutil.chown(self.dir / "exim.conf", "root")
        how = dict(user="nobody", group="nogroup", extra_groups=[]) if OTHER else {}
        self.process = subprocess.Popen([EXIM, "-C", str(self.dir / "exim.conf"), "-bdf"], cwd="/", stderr=subprocess.DEVNULL,
                                        **how)
        assert until(self.answers), "the mail server does not start"
        return self

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
        except OSError:
            return False
        return True

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def mails(self):
        """Whole messages, the oldest first."""
        new = self.dir / "mail" / "new"
        found = sorted(new.iterdir(), key=lambda f: f.stat().st_mtime_ns) if new.exists() else []
        return [f.read_bytes() for f in found]


class Hook:
    """An HTTPS receiver: keeps what was posted to each path."""

    def __init__(self, port, folder, name):
        self.port, self.posted, self.server = port, [], None
        self.hold = threading.Event()  # not set: answers wait
        self.hold.set()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(folder / (name + ".pem"), folder / (name + ".key"))

    def start(self):
        hook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.posted.append((self.path, json.loads(body), body))
                hook.hold.wait(20)
                try:
                    self.send_response(204)
                    self.end_headers()
                except OSError:
                    pass  # whoever asked is gone

            def log_message(self, *words):
                pass

        class Server(http.server.ThreadingHTTPServer):
            allow_reuse_address = True
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass

        self.server = Server(("127.0.0.1", self.port), Handler)
        self.server.socket = self.context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def stop(self):
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def at(self, path):
        return [document for where, document, _ in self.posted if where == path]
