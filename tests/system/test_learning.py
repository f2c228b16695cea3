"""What triage reaches on reports that it has not learned from, held here so that no change loses it unnoticed; and that
the weights in the tree are what the examples in the tree teach. docs/measurements.md has the figures themselves."""
import json
import pathlib
import subprocess
import tempfile
import unittest

from gateway import CONCERN, ENVIRONMENT, TREE

POLICY = TREE / "policy"
DEVELOPMENT = sorted((POLICY / "examples").glob("development-*.jsonl"))
WRITTEN = sorted(set((POLICY / "examples").glob("*.jsonl")) - set(DEVELOPMENT))


def concern(*words):
    run = subprocess.run([CONCERN, *map(str, words)], capture_output=True, env=ENVIRONMENT, check=False)
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout


def figures(text):
    """The three readers' figures, by reader and name."""
    found, reader = {}, None
    for line in text.splitlines():
        if line in ("Rules alone:", "Second reader alone:", "Both:"):
            reader = line[:-1]
        elif reader and " of " in line:
            name, share = line[:18].strip(), line[18:].split()[0]
            found.setdefault(reader, {})[name] = float(share)
        elif not line:
            break
    return found


class Learning(unittest.TestCase):
    def test_reports_held_back_are_triaged_as_well_as_measured(self):
        also = [word for file in WRITTEN for word in ("--also", file)]
        found = figures(concern("learn", "--policy", POLICY, *also, "--folds", "5", *DEVELOPMENT).decode())
        self.assertEqual(set(found), {"Rules alone", "Second reader alone", "Both"})
        self.assertGreaterEqual(found["Both"]["urgent recall"], 0.94)
        self.assertGreaterEqual(found["Both"]["immediate recall"], 0.85)
        self.assertLessEqual(found["Both"]["over-escalation"], 0.27)
        self.assertLessEqual(found["Rules alone"]["over-escalation"], 0.09)

    def test_the_weights_in_the_tree_are_what_its_examples_teach(self):
        """Not byte for byte: another machine's arithmetic may round another way."""
        with tempfile.TemporaryDirectory(prefix="concern-learning-") as where:
            again = pathlib.Path(where, "policy")
            subprocess.run(["cp", "-r", POLICY, again], check=True)
            (again / "triage" / "second-reader.tsv").write_bytes(
                concern("learn", "--policy", POLICY, *WRITTEN, *DEVELOPMENT))
            old, new = (concern("triage", "--policy", policy, *DEVELOPMENT).splitlines() for policy in (POLICY, again))
        self.assertEqual(len(old), 1360)
        differ = sum(json.loads(a)["band"] != json.loads(b)["band"] for a, b in zip(old, new, strict=True))
        self.assertLessEqual(differ, 3)


if __name__ == "__main__":
    unittest.main()
