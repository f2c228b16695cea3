"""What a person at a terminal sees and types: a pupil reports, looks, adds a photo; a lead gives up at the passphrase."""
import os
import pty
import re
import select
import signal
import subprocess
import termios
import time
import unittest

from gateway import CONCERN, ENVIRONMENT, Gateway, TREE


class Terminal:
    """A program with a terminal of its own."""

    def __init__(self, gateway, *words, staff=False):
        self.ours, theirs = pty.openpty()
        server = "https://localhost:%d" % (gateway.staff_port if staff else gateway.port)
        self.shown = ""
        device = ["--cert", gateway.device[0], "--key", gateway.device[1]] if staff else []
        self.process = subprocess.Popen(
            [CONCERN, *words, "--server", server, "--ca", str(gateway.dir / "ca.pem"), *device], stdin=theirs, stdout=theirs,
            stderr=theirs, env=ENVIRONMENT, start_new_session=True)
        self.theirs = theirs

    def wait_for(self, pattern, seconds=30):
        """Reads until the pattern is on the screen; gives what was new."""
        end = time.monotonic() + seconds
        while not re.search(pattern, self.shown):
            if time.monotonic() > end or not select.select([self.ours], [], [], end - time.monotonic())[0]:
                raise AssertionError("%r never came; the screen had:\n%s" % (pattern, self.shown))
            self.shown += os.read(self.ours, 65536).decode(errors="replace").replace("\r\n", "\n")
        shown, self.shown = self.shown, ""
        return shown

    def type(self, prompt, line):
        shown = self.wait_for(prompt)
        os.write(self.ours, line.encode() + b"\n")
        return shown

    def echoes(self):
        return bool(termios.tcgetattr(self.ours)[3] & termios.ECHO)

    def end(self):
        status = self.process.wait(30)
        os.close(self.theirs)
        os.close(self.ours)
        return status


class AtATerminal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway().make().start()

    @classmethod
    def tearDownClass(cls):
        cls.gateway.remove()

    def report(self):
        """Answers in words, a wrong one, Enter, a number; gives the code."""
        t = Terminal(self.gateway, "report")
        t.type("danger right now", "perhaps")
        t.type("one of the numbers 1 to 3", "YES")
        self.assertIn("call 999", t.type("only a full stop", "there is a boy with a knife\nbehind the gym"))
        os.write(t.ours, b".\n")
        t.type("When did it happen", "today")
        t.type("Is there a weapon", "no")  # the whole of one answer, and the beginning of another
        t.type("Who is it about", "")
        t.type("Part of its name", "no such school")
        t.type("No school here", "vale")
        t.type("Which school", "1")
        t.type("Where is it", "")
        t.type("anyone we should not tell", "")
        asked = t.type("Send it", "y")
        for line in (r"In danger now: +Yes", r"When: +Today", r"Weapon: +No\n", r"About: +Someone else",
                     r"Text: +there is a boy with a knife\n +behind the gym"):
            self.assertRegex(asked, line)
        receipt = t.wait_for(r"/check#\S+\s")
        self.assertEqual(t.end(), 0)
        return re.search(r"\n +((?:[0-9A-Z]{4}-){4}[0-9A-Z]{4})\n", receipt).group(1)

    def test_a_pupil_reports_looks_and_adds_a_photo(self):
        code = self.report()
        t = Terminal(self.gateway, "reply", "--file", str(TREE / "tests/data/bus-stop.png"))
        t.type("reference code:", code[:-1])
        t.type("too few letters", code.lower().replace("-", " "))
        t.type("only a full stop", "here he is\n.")
        t.wait_for("Your message was received")
        self.assertEqual(t.end(), 0)
        t = Terminal(self.gateway, "check")
        t.type("reference code:", code)
        t.wait_for("here he is")
        self.assertEqual(t.end(), 0)

    def test_a_passphrase_is_not_shown_and_an_interrupt_gives_the_terminal_back(self):
        t = Terminal(self.gateway, "desk", "queue", "--name", "Asha Lead", staff=True)
        t.wait_for("not shown")
        self.assertFalse(t.echoes())
        t.process.send_signal(signal.SIGINT)
        self.assertEqual(t.process.wait(30), -signal.SIGINT)
        self.assertTrue(t.echoes())
        t.end()


if __name__ == "__main__":
    unittest.main()
