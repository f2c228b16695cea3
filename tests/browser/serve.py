"""A real gateway for the browser tests. A line of JSON in is a question, a line of JSON out its answer."""
import datetime
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
import gateway as made  # noqa: E402

ALWAYS = '  - { days: [mon-sun], from: "00:00", to: "24:00", bank_holidays: true }\n'


def cover(is_open):
    """Pages differ by whether somebody reads now: which of the two, a test says, and not the clock on the wall."""
    if is_open:
        return "council:\n%sduty:\n%s" % (ALWAYS, ALWAYS)
    later = (datetime.datetime.now() + datetime.timedelta(days=3)).strftime("%a").lower()
    return 'council:\n  - { days: [%s], from: "09:00", to: "17:00", bank_holidays: true }\nduty: []\n' % later


class Served:
    def __init__(self, is_open):
        self.gateway = made.Gateway()
        policy = self.gateway.dir / "policy"
        shutil.copytree(self.gateway.policy, policy)
        (policy / "cover.yaml").write_text(cover(is_open))
        self.gateway.policy = policy
        self.gateway.make().start()
        self.members = {}

    def begin(self):
        return {"port": self.gateway.port, "staff_port": self.gateway.staff_port, "dir": str(self.gateway.dir),
                "schools": self.gateway.schools}

    def member(self, name):
        if name not in self.members:
            self.members[name] = self.gateway.staff(name)
        return self.members[name]

    def rows(self, name):
        after = ""
        while after is not None:
            page = self.member(name).get("/api/v1/queue" + ("?after=" + after if after else "")).json()
            yield from page["reports"]
            after = page["after"]

    def cases(self, name, text):
        """All cases in a member's queue whose words begin like this. Reading one changes its status."""
        found = []
        for row in self.rows(name):
            case = self.member(name).get("/api/v1/reports/" + row["id"])
            if case.status == 200 and case.json()["report"]["text"].startswith(text):
                found.append(case.json())
        return found

    def count(self, name):
        return len(list(self.rows(name)))

    def reply(self, name, case, text):
        return self.member(name).post_json("/api/v1/reports/%s/messages" % case, {"text": text}).status

    def file(self, name, case, number):
        """What arrived, as the case says; to look at the file itself takes two members of staff."""
        said = self.member(name).get("/api/v1/reports/" + case).json()
        file = (said["report"]["files"] + [file for m in said["messages"] for file in m["files"]])[number]
        return {"size": file["size"], "sha256": file["sha256"], "copy": file["copy"]}

    def report(self, text, school=None):
        document = {"text": text, "answers": {"danger_now": "no", "when": "not_sure", "weapon": "not_sure",
                                              "about": "someone_else", "category": ""}}
        if school:
            document["school"] = school
        return self.gateway.reporter().report(document).json()

    # --- staff ---
    def typed(self, name):
        """What somebody types at the sign-in page."""
        return {"passphrase": made.STAFF[name][0], "code": self.gateway.code(name)}

    def recovery_code(self, name):
        return self.gateway.recovery_codes[name].pop()

    def thread(self, code):
        """What the reporter of this code reads."""
        return self.gateway.reporter().check(code).json()

    def overdue(self, ref):
        """Nobody has acted on this case for an hour longer than is allowed: its clock is put back, nothing else."""
        due, of = (int(time.time()) // 60 - 60) * 60, ref.replace("-", "")
        with sqlite3.connect(self.gateway.dir / "store/concern.db", timeout=20) as db:
            db.execute("UPDATE queue SET due = ? WHERE upper(hex(substr(report, 1, 4))) = ?", (due, of))
            return db.execute("UPDATE report SET due = ? WHERE upper(hex(substr(id, 1, 4))) = ?", (due, of)).rowcount

    def enrol_by_recovery(self, name, passphrase, team):
        """At the terminal of the server, with the recovery words. The secret of the phone."""
        done = subprocess.run([made.CONCERND, "enrol", "--config", self.gateway.config, "--name", name, "--team", team,
                               "--recovery"], check=True, input="%s\n%s\n" % (passphrase, self.gateway.recovery),
                              text=True, capture_output=True, env=made.ENVIRONMENT)
        return next(line.split()[1] for line in done.stdout.splitlines() if line.startswith("totp "))

    def audit_is_whole(self):
        return subprocess.run([made.CONCERND, "verify-audit", "--config", self.gateway.config], capture_output=True,
                              env=made.ENVIRONMENT).returncode == 0

    def report_with(self, more, files):
        document = {"answers": {"danger_now": "no", "when": "not_sure", "weapon": "not_sure", "about": "someone_else",
                                "category": ""}}
        sent = [(name, (pathlib.Path(__file__).resolve().parents[1] / "data" / name).read_bytes()) for name in files]
        return self.gateway.reporter().report(document | more, sent).json()

    def log(self):
        return "".join(self.gateway.log)

    def sanitizer(self):
        return self.gateway.sanitizer_reports()


def main():
    served = None
    try:
        served = Served("--closed" not in sys.argv[1:])
        print(json.dumps({"value": served.begin()}), flush=True)
        for line in sys.stdin:
            asked = json.loads(line)
            try:
                answer = {"value": getattr(served, asked["do"])(*asked["with"])}
            except Exception as fault:  # told to the test, which then fails
                answer = {"fault": repr(fault)}
            print(json.dumps(answer), flush=True)
    finally:
        if served:
            served.gateway.remove()


if __name__ == "__main__":
    main()
