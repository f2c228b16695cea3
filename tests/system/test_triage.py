"""What whoever writes triage policy sees: decisions, figures against labels, one report explained, two policies
compared. No server."""
import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from gateway import CONCERN, ENVIRONMENT, TREE

POLICY = """
version: "small"
concepts:
  blade: [knife]
  blood: [bleeding]
  alone: [lonely]
rules:
  - { id: blood.now, band: immediate, category: violence, why: "someone is hurt now", all_of: [blood] }
  - { id: blade.seen, band: urgent, category: weapon, why: "a knife seen", all_of: [blade] }
  - { id: low.mood, band: priority, category: mental_health, why: "lasting low mood", all_of: [alone] }
  - id: answer.weapon
    band: urgent
    category: weapon
    why: "weapon=yes is at least urgent"
    answers: { weapon: "yes" }
"""
LABELLED = [  # id, text, label, category, voice, pair; given by the small policy
    ("a", "he is bleeding", "immediate", "violence", "pupil", "p1"),  # immediate
    ("b", "he was bleeding last year", "urgent", "violence", "pupil", "p1"),  # immediate
    ("c", "a knife in his coat", "urgent", "weapon", "pupil", "p2"),  # urgent
    ("d", "a knife in food tech", "routine", "other", "staff", "p2"),  # urgent
    ("e", "she is lonely", "priority", "mental_health", "staff", "p3"),  # priority
    ("f", "the lamp is out", "routine", "community", "resident", "p3"),  # routine
    ("g", "they took him away\x1b[2J\nin a car", "immediate", "missing", "resident", "p4"),  # routine
    ("h", "he has a knife, now", "immediate", "weapon", None, None),  # urgent
    ("i", "nobody sits with me", "priority", "bullying", None, None),  # routine
]


def line(name, text, band=None, category=None, voice=None, pair=None, **more):
    members = {"id": name, "text": text, "band": band, "category": category, "voice": voice, "pair": pair, **more}
    return json.dumps({key: value for key, value in members.items() if value is not None}) + "\n"


class PolicyFolder(unittest.TestCase):
    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="concern-triage-"))
        self.small = self.policy("small", POLICY)
        self.labelled = self.file("labelled.jsonl", "".join(line(*row, why="because " + row[0]) for row in LABELLED))

    def tearDown(self):
        shutil.rmtree(self.dir)

    def file(self, name, text):
        (self.dir / name).write_text(text)
        return str(self.dir / name)

    def policy(self, name, text):
        (self.dir / name / "triage").mkdir(parents=True)
        self.file(name + "/triage/all.yaml", text)
        return str(self.dir / name)

    def run_triage(self, *words, text=""):
        done = subprocess.run([CONCERN, "triage", *words], input=text, capture_output=True, text=True, timeout=60,
                              env=dict(ENVIRONMENT, ASAN_OPTIONS="exitcode=99"), check=False)
        return done.returncode, done.stdout, done.stderr

    def out(self, *words, text=""):
        status, out, err = self.run_triage(*words, text=text)
        self.assertEqual((status, err), (0, ""))
        return out

    def objects(self, *words, text=""):
        return [json.loads(one) for one in self.out(*words, text=text).splitlines()]

    def score(self, text):
        return self.objects("--policy", self.small, "--score", "--json", text=text)[0]


class Triage(PolicyFolder):
    def test_reports_come_from_files_and_from_the_input_alike(self):
        text = pathlib.Path(self.labelled).read_text().replace("\n", "\r\n\r\n")
        decisions = self.objects("--policy", self.small, text=text)
        self.assertEqual([d["id"] for d in decisions], [row[0] for row in LABELLED])
        self.assertEqual([d["band"] for d in decisions], ["immediate", "immediate", "urgent", "urgent", "priority",
                                                          "routine", "routine", "urgent", "routine"])
        more = self.file("more.jsonl", line("z", "bleeding").rstrip())
        self.assertEqual(self.objects("--policy", self.small, self.labelled, more)[:-1], decisions)
        self.assertEqual(self.objects("--policy", self.small, more, "-", text=text)[1:], decisions)
        plain = self.out("--policy", self.small, "--plain", text=line("z", "a knife", answers={"weapon": "yes"}))
        self.assertEqual(plain, 'z: urgent, weapon\n  urgent: a knife seen ("knife"; rule blade.seen)\n'
                                "  urgent: weapon=yes is at least urgent (an answer; rule answer.weapon)\n")

    def test_the_figures_are_the_standards(self):
        score = self.objects("--policy", self.small, "--score", "--json", self.labelled)[0]
        shares = {key: (v["part"], v["whole"], v.get("met")) for key, v in score.items()
                  if isinstance(v, dict) and "part" in v}
        self.assertEqual(shares, {
            "urgent_recall": (4, 5, False), "immediate_recall": (1, 3, False), "over_escalation": (1, 4, False),
            "exact": (4, 9, False), "main_category": (5, 9, None), "pairs_told_apart": (1, 3, None)})
        self.assertEqual(score["urgent_recall"]["value"], 0.8)
        self.assertEqual(score["confusion"]["immediate"], {"immediate": 1, "urgent": 1, "priority": 0, "routine": 1})
        self.assertEqual(score["confusion"]["routine"], {"immediate": 0, "urgent": 1, "priority": 0, "routine": 1})
        self.assertEqual(list(score["voices"]), ["pupil", "staff", "resident", ""])
        self.assertEqual(score["voices"]["pupil"]["urgent_recall"]["part"], 3)
        self.assertEqual(score["voices"]["staff"]["urgent_recall"], {"value": None, "part": 0, "whole": 0})
        self.assertEqual(score["categories"]["weapon"]["immediate_recall"], {"value": 0, "part": 0, "whole": 1})
        self.assertEqual((score["reports"], score["by"]), (9, "both"))
        shown = self.out("--policy", self.small, "--score", self.labelled)
        for pattern in (r"urgent recall +0\.800 \(4 of 5\) +goal >= 0\.98 +NOT MET\n",
                        r"pairs told apart +0\.333 \(1 of 3\)", r"immediate +1 +1 +0 +1\n",
                        r"\npupil +1\.000 \(3 of 3\) +1\.000 \(1 of 1\)\n", r"\n\(not said\) +1\.000",
                        r"\nmissing +0\.000 \(0 of 1\) +0\.000 \(0 of 1\)\n"):
            self.assertRegex(shown, pattern)

    def test_misses_are_shown_whole_the_gravest_first(self):
        shown = self.out("--policy", self.small, "--score", self.labelled)
        places = [shown.index(part) for part in (
            "\nTOO LOW", "\ng: immediate > routine, missing > other, resident\n", "because g",
            "    they took him away\ufffd[2J\n    in a car\n", "\nTOO LATE", "\nh: immediate > urgent",
            '("knife"; rule blade.seen)', "\nTOO HIGH", "\nd: routine > urgent", "\nb: urgent > immediate", "\ni: priority > routine")]
        self.assertEqual(places, sorted(places))
        self.assertNotIn("\x1b", shown)
        for right in "acef":
            self.assertNotIn("\n%s: " % right, shown)

    def test_a_share_never_looks_better_than_it_is(self):
        seen, unseen = line("s", "knife", "urgent", "weapon"), line("u", "nothing", "urgent", "weapon")
        quiet, alarm = line("q", "nothing", "routine", "other"), line("l", "knife", "routine", "other")
        for reports, figure, shown, met in (
                (seen * 49 + unseen, "urgent_recall", "0.980 (49 of 50)", True),
                (seen * 959 + unseen * 20, "urgent_recall", "0.979 (959 of 979)", False),  # 0.97957
                (quiet * 17 + alarm * 3, "over_escalation", "0.150 (3 of 20)", True),
                (quiet * 849 + alarm * 150, "over_escalation", "0.151 (150 of 999)", False)):  # 0.15015
            self.assertEqual(self.score(reports)[figure]["met"], met)
            self.assertIn(shown, self.out("--policy", self.small, "--score", text=reports))

    def test_a_twin_without_its_twin_is_no_pair(self):
        one, other = line("1", "knife", "urgent", pair="p"), line("2", "lamp", "routine", pair="p")
        alone = self.score(one + line("3", "lamp", "routine", pair="q"))["pairs_told_apart"]
        self.assertEqual((alone["part"], alone["whole"]), (0, 0))
        self.assertEqual(self.score(one + other)["pairs_told_apart"]["part"], 1)
        self.assertEqual(self.score(one + other)["main_category"]["whole"], 0)

    def test_who_reads_can_be_chosen(self):
        text = line("1", "he is bleeding")
        for who, band in (("rules", "immediate"), ("both", "immediate"), ("second", "routine")):  # has learned nothing
            self.assertEqual(self.objects("--policy", self.small, "--by", who, text=text)[0]["band"], band)

    def test_one_report_is_explained_in_sentences(self):
        text = line("x", "not this") + line("y", "a knife\nand she is lonely", "immediate", "weapon", why="carried now",
                                             answers={"weapon": "yes", "when": "past"})
        shown = self.out("--policy", self.small, "--explain", "y", text=text)
        for part in ("Report y is urgent; its main category is weapon. It is also about mental_health.\n",
                     "People labelled it immediate, weapon: carried now. The policy gives it TOO LOW a band.\n",
                     '1. urgent, weapon, by the rule blade.seen: a knife seen\n     Its words: "knife".\n',
                     "2. urgent, weapon, by the rule answer.weapon: weapon=yes is at least urgent\n     An answer fired",
                     "The answer weapon: yes counted. Without it the report would be urgent all the same; what it would "
                     "lack: answer.weapon.\n", "Its text:\n  a knife\n  and she is lonely\n"):
            self.assertIn(part, shown)
        self.assertNotIn("The answer when", shown)
        self.assertNotIn("not this", shown)
        raised = line("z", "help", answers={"weapon": "yes"})
        self.assertIn("Without it the report would be routine, its main category other; what it would lack: "
                      "answer.weapon.", self.out("--policy", self.small, "--explain", "z", text=raised))
        self.assertIn("None of the form's answers counted.",
                      self.out("--policy", self.small, "--explain", "x", text=text))
        only = self.objects("--policy", self.small, "--explain", "y", "--json", text=text)
        self.assertEqual([d["id"] for d in only], ["y"])
        self.assertEqual(self.run_triage("--policy", self.small, "--explain", "nobody", text=text),
                         (2, "", "concern: No report in the input has the id nobody.\n"))

    def test_two_policies_are_compared_and_who_would_wait_longer_comes_first(self):
        other = self.policy("other", POLICY.replace("band: immediate", "band: priority")
                            .replace("[lonely]", "[lonely, nobody sits]").replace("blade: [knife]", "blade: [coat]"))
        long_text = "she is bleeding, " + "\u00e9" * 200
        reports = [row for row in LABELLED if row[0] in "aehi"] + [("t", long_text)]
        text = "".join(line(*row) for row in reversed(reports))
        shown = self.out("--compare", self.small, other, text=text)
        places = [shown.index(part) for part in (
            "LOWERED: these would wait longer than they do now (3)\n", "\nt: immediate > priority, violence > violence\n",
            '  no longer immediate: someone is hurt now ("bleeding"; rule blood.now)\n  newly priority: someone is hurt',
            "\na: immediate > priority", "; labelled immediate, violence\n",
            "\nh: urgent > routine, weapon > other; labelled", '  no longer urgent: a knife seen ("knife"; rule blade.seen)',
            "\nRaised (1)\n", "\ni: routine > priority", '  newly priority: lasting low mood ("nobody sits"; rule low.mood)',
            "\n3 lowered, 1 raised, 0 of another main category alone, 1 unchanged.\n", "\nThe 4 labelled reports:\n")]
        self.assertEqual(places, sorted(places))
        self.assertRegex(shown, r"\nimmediate recall +0\.500 \(1 of 2\) +0\.000 \(0 of 2\) +goal >= 0\.90 +NOT MET\n")
        self.assertIn("    she is bleeding, " + "\u00e9" * 91 + " ...\n", shown)  # 199 bytes: 200 cut one in two
        *changed, last = self.objects("--compare", self.small, other, "--json", text=text)
        self.assertEqual([(c["id"], c["change"]) for c in changed],
                         [("t", "lowered"), ("a", "lowered"), ("h", "lowered"), ("i", "raised")])
        self.assertEqual(changed[3]["newly"], [{"rule": "low.mood", "why": "lasting low mood", "band": "priority",
                                                "evidence": "nobody sits"}])
        self.assertEqual(changed[1]["label"], {"band": "immediate", "category": "violence"})
        self.assertNotIn("label", changed[0])
        self.assertEqual(len(changed[0]["text"].encode()), 199)
        summary = last["summary"]
        self.assertEqual([summary[key] for key in ("lowered", "raised", "category", "unchanged")], [3, 1, 0, 1])
        self.assertEqual([summary[when]["immediate_recall"]["part"] for when in ("old", "new")], [1, 0])

    def test_the_same_band_through_another_rule_shows_as_another_category(self):
        other = self.policy("other", POLICY.replace('weapon, why: "a knife', 'violence, why: "a knife'))
        shown = self.out("--compare", self.small, other, text=line("1", "knife"))
        self.assertIn("\n1: urgent > urgent, weapon > violence\n", shown)
        self.assertNotIn("labelled", shown)
        self.assertEqual(self.out("--compare", self.small, self.small, text=line("1", "knife")),
                         "0 lowered, 0 raised, 0 of another main category alone, 1 unchanged.\n")

    def test_wrong_input_is_told_by_file_and_line(self):
        good = line("1", "knife", "urgent")
        for words, text, told in (
                ((), good + "{", "Line 2 of the input: It is not one JSON object"),
                ((), '{"text":"x"}', 'Line 1 of the input: "id" must be there, and a string.'),
                ((), '{"id":"1","text":7}', '"text" must be there, and a string.'),
                ((), '{"id":"1","text":"x","voice":[]}', '"voice" must be a string.'),
                ((), line("1", "x", "grave"), '"band" must be immediate, urgent, priority or routine.'),
                ((), line("1", "x", "urgent", "grave"), '"category" must be one of the standard\'s category codes.'),
                ((), line("1", "x", answers={"when": "never"}), "Line 1 of the input: answers.when"),
                ((), line("1", "x" * 16385), '"text" is longer than 16 KiB.'),
                ((), good + "\n" + "x" * 140000, "Line 3 of the input: It is longer than 128 KiB."),
                (("--score",), good + line("2", "x"), 'Line 2 of the input: It has no "band"'),
                (("--score",), "", "There are no reports to score."),
                (("--score", self.file("bad.jsonl", good + "[]")), "", "Line 2 of %s/bad.jsonl: " % self.dir),
                ((str(self.dir / "none.jsonl"),), "", "none.jsonl cannot be opened: No such file or directory.")):
            status, _, err = self.run_triage("--policy", self.small, *words, text=text)
            self.assertEqual(status, 2, err)
            self.assertIn(told, err)

    def test_wrong_options_show_the_usage(self):
        small = self.small
        for words in ((), ("--score",), ("--policy", small, "--score", "--plain"), ("--policy", small, "--plain", "--json"),
                      ("--policy", small, "--score", "--explain", "1"), ("--policy", small, "--by", "me"),
                      ("--compare", small), ("--compare", small, "--json"), ("--policy", small, "--compare", small, small)):
            status, out, err = self.run_triage(*words)
            self.assertEqual((status, out), (2, ""), words)
            self.assertIn("Usage: concern triage --policy DIR", err)
        status, _, err = self.run_triage("--compare", small, str(self.dir / "none"))
        self.assertEqual(status, 2)
        self.assertIn("The policy in %s/none cannot be used." % self.dir, err)

    def test_the_trees_own_policy_can_be_scored_explained_and_compared(self):
        policy = str(TREE / "policy")
        score = self.objects("--policy", policy, "--score", "--json", self.labelled)[0]
        self.assertEqual(sum(sum(row.values()) for row in score["confusion"].values()), len(LABELLED))
        self.assertIn("Report c is ", self.out("--policy", policy, "--explain", "c", self.labelled))
        self.assertIn(", %d unchanged.\n" % len(LABELLED), self.out("--compare", policy, policy, self.labelled))


SECOND = """
second_reader:
  priority: { at_least: 0, why: "reads as priority" }
  urgent: { at_least: 0, why: "reads as urgent" }
  immediate: { at_least: 0, why: "reads as immediate" }
"""
LESSONS = [  # what recurs in each band, its category, and what else a report may say
    ("immediate", "missing", "took him in the van", "urgent", "weapon", "wrapped something in a towel"),
    ("priority", "bullying", "nobody sits with me", "routine", "community", "the lamp is out"),
]
PLACES = ("by the shop", "at the bridge", "on the landing", "behind the gym", "near the canal", "in the lift")


def lessons():
    rows = [(band, category, words) for row in LESSONS for band, category, words in (row[:3], row[3:])]
    return "".join(line("%s-%d" % (band, i), "%s %s" % (words, place), band, category)
                   for i, place in enumerate(PLACES * 40) for band, category, words in rows)


class Learn(PolicyFolder):
    def setUp(self):
        super().setUp()
        self.able = self.policy("able", POLICY + SECOND)
        self.taught = self.file("taught.jsonl", lessons())

    def learn(self, *words):
        done = subprocess.run([CONCERN, "learn", *words], capture_output=True, text=True, timeout=60,
                              env=dict(ENVIRONMENT, ASAN_OPTIONS="exitcode=99"), check=False)
        return done.returncode, done.stdout, done.stderr

    def test_the_same_reports_teach_the_same_bytes(self):
        status, weights, err = self.learn("--policy", self.able, self.taught)
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(self.learn("--policy", self.able, self.taught), (0, weights, ""))
        self.assertEqual(weights.splitlines()[0], "second reader 1")
        self.assertRegex(weights, r"\A.*\n\*\t-?\d+\t-?\d+\t-?\d+(\t[a-z_]+=-?\d+)+\n")
        self.assertRegex(weights, r"\ntowel\t")
        self.assertNotIn("other=", weights.split("\n", 2)[2])  # no report was of it
        # With weights already beside it, the policy teaches what it did without.
        self.file("able/triage/second-reader.tsv", weights)
        self.assertEqual(self.learn("--policy", self.able, self.taught)[1], weights)

    def test_what_was_learned_is_read_beside_the_rules(self):
        self.file("able/triage/second-reader.tsv", self.learn("--policy", self.able, self.taught)[1])
        text = "".join(line(str(i), words) for i, words in enumerate((
            "qwerty, took him in the van", "wrapped something in a towel, qwerty", "towel, he is bleeding", "qwerty")))
        decisions = self.objects("--policy", self.able, text=text)
        self.assertEqual([d["band"] for d in decisions], ["immediate", "urgent", "immediate", "routine"])
        self.assertEqual(decisions[0]["reasons"][0]["rule"], "second_reader.immediate")
        self.assertIn(decisions[0]["reasons"][0]["evidence"], "took him in the van")
        self.assertEqual(decisions[2]["reasons"][0]["rule"], "blood.now")
        rules = self.objects("--policy", self.able, "--by", "rules", text=text)
        self.assertEqual([d["band"] for d in rules], ["routine", "routine", "immediate", "routine"])

    def test_folds_tell_how_well_it_does_on_what_it_has_not_learned(self):
        for words in (("--folds", "3", self.taught), ("--folds", "files", self.taught, self.taught),
                      ("--folds", "2", "--also", self.taught, self.labelled)):
            status, out, err = self.learn("--policy", self.able, *words)
            self.assertEqual((status, err), (0, ""))
            places = [out.index(part) for part in (
                "Rules alone:\n", "urgent recall", "Second reader alone:\n", "Both:\n",
                "\nSecond reader, priority or above", "\nSecond reader, urgent or above",
                "\nSecond reader, immediate or above")]
            self.assertEqual(places, sorted(places))
            self.assertRegex(out, r"\n  at_least +-?\d+: recall \d\.\d{3}, false alarms \d\.\d{3}\n")
        both = self.learn("--policy", self.able, "--folds", "3", self.taught)[1].split("Both:\n")[1]
        self.assertRegex(both, r"\Aurgent recall +1\.000 \(480 of 480\)")
        misses = self.learn("--policy", self.able, "--folds", "3", "--misses", self.taught)[1]
        self.assertRegex(misses, r"\nimmediate +240 ")

    def test_what_cannot_be_learned_from_is_refused(self):
        one_band = self.file("one.jsonl", "".join(line(str(i), "a knife there", "urgent", "weapon") for i in range(9)))
        unlabelled = self.file("unlabelled.jsonl", line("1", "x", "urgent") + line("2", "x"))
        none = str(self.dir / "none")
        for words, told in (
                (("--policy", self.able, one_band), "There is nothing to learn from: reports at, above and below"),
                (("--policy", self.able, self.file("empty.jsonl", "")), "There is nothing to learn from"),
                (("--policy", self.able, unlabelled), 'Line 2 of %s: It has no "band"' % unlabelled),
                (("--policy", self.able, "--also", unlabelled, self.taught), "Line 2 of %s: " % unlabelled),
                (("--policy", self.able, none), "none cannot be opened: No such file or directory."),
                (("--policy", none, self.taught), "The policy in %s cannot be used." % none),
                (("--policy", self.small, self.taught), "weights:1: no file beside it has second_reader"),
                ((self.taught,), "Usage: concern learn --policy DIR"), (("--policy", self.able), "Usage: "),
                (("--policy", self.able, "--folds", "1", self.taught), "Usage: "),
                (("--policy", self.able, "--folds", "21", self.taught), "Usage: "),
                (("--policy", self.able, "--folds", "3x", self.taught), "Usage: "),
                (("--policy", self.able, "--folds", "files", self.taught), "Usage: ")):
            status, out, err = self.learn(*words)
            self.assertEqual((status, out), (2, ""), (words, err))
            self.assertIn(told, err)


if __name__ == "__main__":
    unittest.main()
