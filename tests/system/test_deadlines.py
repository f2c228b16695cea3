"""Every state of a connection has a total deadline: bytes that drip in do not buy more time, and nobody else waits."""
import socket
import threading
import unittest

from gateway import BOUNDARY, Gateway, multipart

DRIPS = 400  # one a second: far more than any deadline, were it moved by each


class Deadlines(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway().make().start()

    @classmethod
    def tearDownClass(cls):
        cls.gateway.remove()

    def drip(self, first, drop, ended, what, tls=True):
        """Sends first, then a byte a second until the server ends it; notes what the server said and how many it took."""
        plain = socket.create_connection(("localhost", self.gateway.port), timeout=1)
        s = self.gateway.tls().wrap_socket(plain, server_hostname="localhost") if tls else plain
        got, sent = b"", 0
        try:
            s.sendall(first)
            while sent < DRIPS:
                try:
                    more = s.recv(4096)
                    if not more:
                        break
                    got += more
                    continue
                except TimeoutError:
                    pass
                if drop:
                    s.sendall(drop)
                sent += 1
        except OSError:
            pass
        finally:
            s.close()
        ended[what] = (got, sent)

    def test_drips_do_not_move_a_deadline_and_others_are_served(self):
        begun = multipart("report", {"text": "x"}).split(b"}")[0]  # and never ends
        slow = ("POST /api/v1/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=%s\r\n"
                "Content-Length: %d\r\n\r\n" % (BOUNDARY, len(begun) + 5000)).encode() + begun
        cases = {
            "handshake": (b"\x16", b"\x03", False), "silence": (b"", b"", True),
            "head": (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ", b"y", True), "body": (slow, b"-", True),
            # a large body that was only promised buys no time
            "promise": (slow.replace(b"Content-Length: %d" % (len(begun) + 5000), b"Content-Length: 99999999"), b"-", True),
            "idle": (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", b"", True),
        }
        ended = {}
        drips = [threading.Thread(target=self.drip, args=(first, drop, ended, what, tls))
                 for what, (first, drop, tls) in cases.items()]
        for thread in drips:
            thread.start()
        client, served = self.gateway.reporter(), 0
        while any(thread.is_alive() for thread in drips):
            self.assertEqual(client.get("/healthz").status, 200)
            served += 1
            drips[0].join(0.2)
        self.assertGreater(served, 50)
        for what, (got, sent) in ended.items():
            self.assertLess(sent, DRIPS, what + " was never ended")
        for what in ("body", "promise"):
            self.assertIn(b" 408 ", ended[what][0], what)
        self.assertIn(b" 200 ", ended["idle"][0])
        for what in ("handshake", "silence", "head"):
            self.assertNotIn(b" 200 ", ended[what][0], what)


if __name__ == "__main__":
    unittest.main()
