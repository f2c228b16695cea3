"""Somebody of the staff at the console's pages, as a browser without script uses them, with an authenticator app."""
import html.parser
import re
import subprocess
import time
import urllib.parse

from gateway import CONCERND, ENVIRONMENT, totp

STEP = 30  # seconds of one code


class Form:
    def __init__(self, attributes):
        self.action, self.method = attributes["action"], attributes.get("method", "get")
        self.values, self.names, self.buttons = {}, [], []

    def note(self, name, value):
        if name not in self.names:
            self.names.append(name)
        self.values[name] = value


class StaffPage(html.parser.HTMLParser):
    """One answer as a person sees it: title, text, forms, links, errors (fields with a message)."""

    def __init__(self, answer):
        super().__init__()
        self.status, self.headers, self.source = answer.status, answer.headers, answer.body.decode()
        self.forms, self.links, self.errors, self.title, self.text = [], [], [], "", ""
        self.form = self.select = self.area = None
        self.open = []
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag, found):
        a = dict(found)
        if tag in ("title", "script", "style"):
            self.open.append(tag)
        if tag == "form":
            self.form = Form(a)
            self.forms.append(self.form)
        elif tag == "input" and self.form and "name" in a and (a.get("type") not in ("radio", "checkbox") or "checked" in a):
            self.form.note(a["name"], a.get("value", ""))
        elif tag == "textarea" and self.form:
            self.area = a["name"]
            self.form.note(self.area, "")
        elif tag == "select" and self.form:
            self.select = a["name"]
        elif tag == "option" and self.select and (self.select not in self.form.values or "selected" in a):
            self.form.note(self.select, a.get("value", ""))
        elif tag == "button" and self.form and a.get("name"):
            self.form.buttons.append((a["name"], a.get("value", "")))
        elif tag == "a":
            self.links.append(a.get("href", ""))
        if a.get("id", "").endswith("-error"):
            self.errors.append(a["id"][:-len("-error")])

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.form.values[self.area] += data
        elif self.open and self.open[-1] == "title":
            self.title += data
        elif not self.open:
            self.text += data

    def words(self):
        return re.sub(r"\s+", " ", self.text).strip()

    def check_words(self):
        """All that stand on the page, in their order."""
        return [" ".join(found.split()) for found in re.findall(r'class="check-words">([^<]+)<', self.source)]


class Colleague:
    """page is what is on the screen; answer what came last, redirects too."""

    def __init__(self, gateway, name, passphrase):
        self.gateway, self.name, self.passphrase = gateway, name, passphrase
        self.client = gateway.client(gateway.staff_port)
        self.origin = "https://localhost:%d" % gateway.staff_port
        self.secret, self.step, self.codes = None, 0, []
        self.page = self.answer = None

    # --- pages ---
    def show(self, answer):
        for _ in range(5):
            cookie = answer.headers["Set-Cookie"]
            if cookie:
                self.client.cookie = None if "Max-Age=0" in cookie else cookie.split(";")[0]
            self.answer = answer
            if answer.status != 303:
                break
            answer = self.client.get(answer.headers["Location"])
        self.page = StaffPage(answer)
        return self.page

    def get(self, path):
        return self.show(self.client.get(path))

    def look(self, path):
        """Without going where it leads."""
        return self.client.get(path)

    def post(self, path, pairs, origin=None):
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin or self.origin}
        return self.show(self.client.request("POST", path, urllib.parse.urlencode(pairs).encode(), headers))

    def form(self, action, **holds):
        """The form that goes there, and whose hidden fields are these."""
        for form in self.page.forms:
            if form.action == action and all(form.values.get(name) == value for name, value in holds.items()):
                return form
        raise AssertionError("no form %s %r on %r: %s" % (action, holds, self.page.title, self.page.words()[:600]))

    def press(self, action, holds=None, **typed):
        form = self.form(action, **(holds or {}))
        assert all(name in form.values for name in typed), "%r are not on %r" % (typed, self.page.title)
        pairs = [(name, typed.get(name, form.values[name])) for name in form.names] + form.buttons[:1]
        if form.method == "get":
            return self.get(action + "?" + urllib.parse.urlencode(pairs))
        return self.post(form.action, pairs)

    # --- coming in ---
    def code(self):
        """A code that was not used yet; each counts once, and one step either way is fine."""
        now = int(time.time()) // STEP
        self.step = max(self.step + 1, now - 1)
        assert self.step <= now + 1, "too many codes in a minute"
        return totp(self.secret, self.step)

    def enrol_at_terminal(self, *options):
        """With the recovery words."""
        done = subprocess.run([CONCERND, "enrol", "--config", self.gateway.config, "--name", self.name, *options,
                               "--recovery"], input="%s\n%s\n" % (self.passphrase, self.gateway.recovery), text=True,
                              capture_output=True, env=ENVIRONMENT)
        assert done.returncode == 0, done.stderr
        given = [line.split() for line in done.stdout.splitlines()]
        self.secret, = [value for what, value in given if what == "totp"]
        self.codes = [value for what, value in given if what == "code"]
        return self

    def enrol(self, invitation):
        """With the code of an invitation; up to the recovery codes."""
        self.get("/desk/enrol")
        self.press("/desk/enrol", code=invitation)
        assert self.page.status in (200, 203), self.page.words()[:400]
        self.secret = self.form("/desk/enrol").values["secret"]
        self.press("/desk/enrol", passphrase=self.passphrase, again=self.passphrase, proof=self.code())
        self.codes = re.findall(r"<li>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){4})</li>", self.page.source)
        return self.page

    def sign_in(self):
        self.get("/desk/sign-in")
        return self.press("/desk/sign-in", name=self.name, passphrase=self.passphrase, code=self.code())
