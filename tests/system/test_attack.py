"""What one stranger can take from everybody else: spool files, descriptors, memory, the vault's time."""
import collections
import json
import os
import pathlib
import re
import signal
import socket
import sqlite3
import ssl
import subprocess
import threading
import unittest

import gateway
from gateway import BOUNDARY, CONCERND, Gateway, multipart, until


class Tight(Gateway):
    """A gateway whose processes may have few descriptors."""

    descriptors = 320

    def start(self, wait=True):
        self.ready.clear()
        limit = "--nofile=%d:%d" % (self.descriptors, self.descriptors)
        # Without this capability nobody, root included, gets more.
        drop = ["setpriv", "--bounding-set=-sys_resource", "--inh-caps=-sys_resource"] if os.geteuid() == 0 else []
        self.process = subprocess.Popen(["prlimit", limit, *drop, CONCERND, "run", "--config", self.config],
                                        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, errors="replace",
                                        env=gateway.ENVIRONMENT, cwd=str(self.dir))
        self.reader = threading.Thread(target=self.read_log, args=(self.process,), daemon=True)
        self.reader.start()
        if not self.ready.wait(60) or self.process.poll() is not None:
            raise AssertionError("the gateway did not start:\n" + "".join(self.log))
        return self


def head(path, body, content_type="multipart/form-data; boundary=" + BOUNDARY):
    return ("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            % (path, content_type, len(body))).encode()


class Attack(unittest.TestCase):
    def begin(self, kind=Gateway):
        self.gateway = kind().make(enrol=False, intake=1).start()
        self.addCleanup(self.gateway.remove)
        return self.gateway

    def connect(self, small=False):
        plain = socket.socket()
        plain.settimeout(3)
        if small:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        plain.connect(("localhost", self.gateway.port))
        try:
            return self.gateway.tls().wrap_socket(plain, server_hostname="localhost")
        except OSError:
            plain.close()
            raise

    def spool_files(self):
        return sum(len(files) for _, _, files in os.walk(self.gateway.dir / "store/spool"))

    def kept_files(self):
        """What the database knows: originals and copies."""
        with sqlite3.connect(self.gateway.dir / "store/concern.db", timeout=20) as database:
            return database.execute("SELECT (SELECT count(*) FROM file), (SELECT count(*) FROM copy)").fetchone()

    def wait_for_the_end(self, s):
        """The server has seen that the client hung up; it must not take longer than the socket's own limit."""
        try:
            while s.recv(4096):
                pass
        except (ssl.SSLError, ConnectionError):
            pass

    def resident_kib(self):
        pids = [pid for pids in self.gateway.children().values() for pid in pids]
        status = [pathlib.Path("/proc/%d/status" % pid).read_text() for pid in pids]
        return max(int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) for text in status)

    def test_messages_whose_senders_hang_up_leave_no_files_behind(self):
        client = self.begin().reporter()
        code = client.report({"text": "a"}).json()["code"]
        vault = self.gateway.children()["vault"][0]
        body = multipart("message", {"code": code, "text": "b"}, [("f%d" % i, b"c") for i in range(10)])
        for _ in range(3):
            before = self.spool_files()
            senders = [self.connect() for _ in range(20)]
            for s in senders:  # all find the thread as it is now, so that all but one of them come too late
                s.sendall(head("/api/v1/reports/messages", body) + body[:-1])
            self.assertTrue(until(lambda: self.spool_files() >= before + 10 * len(senders)))  # copies among them
            os.kill(vault, signal.SIGSTOP)  # its answers come when nobody waits for them any more
            for s in senders:
                s.sendall(body[-1:])
                socket.socket.shutdown(s, socket.SHUT_WR)
            for s in senders:
                self.wait_for_the_end(s)
            os.kill(vault, signal.SIGCONT)
            for s in senders:
                s.close()
            # Of those who wrote at once one at most is kept, and nothing of the others.
            self.assertTrue(until(lambda: self.spool_files() == sum(self.kept_files())))
            self.assertEqual(self.kept_files()[0], 10 * len(client.check(code).json()["messages"]))
        self.assertEqual(client.report({"text": "d"}, [("f", b"e")]).status, 201)

    def test_when_all_descriptors_were_taken_and_given_back_reports_are_taken_again(self):
        client = self.begin(Tight).reporter()
        body = multipart("report", {"text": "a"}, [("f", b"b" * 1000)])
        cut = body.index(b"bbb") + 100  # more than is looked at before a file is opened
        taken = []
        try:
            while len(taken) < Tight.descriptors:
                taken.append(self.connect())
        except OSError:
            pass
        self.assertLess(len(taken), Tight.descriptors)
        for s in taken[:10]:  # there is none left for a file either
            s.sendall(head("/api/v1/reports", body) + body[:cut])
        for s in taken[:10]:
            self.assertIn(b" 503 ", s.recv(4096))
        for s in taken:
            s.close()
        self.assertTrue(until(lambda: client.report({"text": "help"}, [("f", b"g")]).status == 201))

    def test_one_code_asked_for_by_many_at_once_takes_neither_memory_nor_turns(self):
        client = self.begin().reporter()
        code = client.report({"text": "a"}).json()["code"]
        answer = client.reply(code, '"' * 16384)
        sent = 0
        while answer.status == 201 and sent < 500:
            sent += 1
            answer = client.reply(code, '"' * 16384)
        self.assertEqual((answer.status, answer.json()["field"]), (422, "text"), "a conversation without an end")
        one = client.check(code)
        self.assertEqual((one.status, len(one.json()["messages"])), (200, sent))
        before = self.resident_kib()
        body = json.dumps({"code": code}).encode()
        askers = [self.connect(small=True) for _ in range(100)]  # none of which reads its answer
        for s in askers:
            s.sendall(head("/api/v1/reports/check", body, "application/json") + body)
        statuses = collections.Counter(client.report({"text": "b"}).status for _ in range(50))
        self.assertEqual(statuses, {201: 50})
        self.assertLess(self.resident_kib() - before, 96 * 1024)
        for s in askers:
            s.close()
        self.assertTrue(until(lambda: client.check(code).status == 200))
        self.assertFalse([line for line in self.gateway.log if "wire" in line])


if __name__ == "__main__":
    unittest.main()
