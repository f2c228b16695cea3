"""The two commands of the README, as a new user types them."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from gateway import TREE, free_port


class Run(unittest.TestCase):
    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="gw-run-"))
        os.chmod(self.dir, 0o755)

    def tearDown(self):
        shutil.rmtree(self.dir, ignore_errors=True)

    def once(self, *more):
        done = subprocess.run([str(TREE / "run.sh"), "--once", "--data", str(self.dir / "var"), "--port",
                               str(free_port()), "--staff-port", str(free_port()), *more], capture_output=True, text=True,
                              timeout=600)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_first_and_second_start(self):
        first = self.once()
        codes = re.findall(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}\b", first)
        self.assertTrue(codes, first)
        self.assertIn("▀", first)  # the QR in the terminal
        self.assertRegex(first, r"immediate|urgent|priority|routine")
        self.assertTrue((self.dir / "var" / "ca.pem").is_file())
        pepper = (self.dir / "var" / "keys" / "pepper").read_bytes()
        self.once()
        self.assertEqual((self.dir / "var" / "keys" / "pepper").read_bytes(), pepper)
        without = self.once("--no-example")
        self.assertNotRegex(without, r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}\b")

    def test_an_unknown_option_is_refused(self):
        done = subprocess.run([str(TREE / "run.sh"), "--colour"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    unittest.main()
