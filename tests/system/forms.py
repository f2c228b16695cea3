"""The pages as a browser without script uses them: read the form, fill it in, press a button, read the next page."""
import html.parser
import re
import urllib.parse

from gateway import BOUNDARY

TYPES = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}
VOID = {"meta", "link", "input", "br", "hr", "img"}


class Form:
    """One form: where it goes, what its fields hold, and which buttons it has."""

    def __init__(self, attributes):
        self.id = attributes.get("id")
        self.action = attributes["action"]
        self.is_multipart = attributes.get("enctype") == "multipart/form-data"
        self.values = {}  # name: what is typed or chosen; None: a choice that nobody made
        self.choices = {}  # name: its values
        self.names = []  # in the order of the page
        self.buttons = []
        self.takes_files = False


class Page(html.parser.HTMLParser):
    """One answer as a person sees it. forms, title, text (of all that is shown), errors (fields with a message)."""

    def __init__(self, answer):
        super().__init__()
        self.status, self.headers, self.size = answer.status, answer.headers, len(answer.body)
        self.source = answer.body.decode()
        self.forms, self.errors, self.links = [], [], []
        self.title, self.text, self.loads = "", "", []
        self.open, self.form, self.field, self.pressed = [], None, None, []
        self.feed(self.source)
        self.close()
        assert self.open == [], "left open: %r" % self.open
        for at, value in self.pressed:  # a button may stand outside of its form, which it then names
            next(form for form in self.forms if at in (form, form.id)).buttons.append(value)

    def handle_starttag(self, tag, found):
        attributes = dict(found)
        assert len(attributes) == len(found), "an attribute twice: %r" % found
        assert not any(name.startswith("on") or name == "style" for name in attributes), found
        if tag not in VOID:
            self.open.append(tag)
        if tag == "form":
            self.form = Form(attributes)
            self.forms.append(self.form)
        elif tag == "input":
            self.take_input(attributes)
        elif tag == "textarea":
            self.field = attributes["name"]
            self.note(self.field, "")
        elif tag == "button" and attributes.get("type") != "button":
            self.pressed.append((attributes.get("form", self.form), attributes.get("value", "")))
        elif tag in ("script", "link", "img"):
            self.loads.append(attributes.get("src") or attributes.get("href"))
        elif tag == "a":
            self.links.append(attributes["href"])
        if attributes.get("id", "").endswith("-error"):
            self.errors.append(attributes["id"][:-len("-error")])

    def handle_startendtag(self, tag, found):
        self.handle_starttag(tag, found)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, "</%s> in %r" % (tag, self.open)
        self.open.pop()
        if tag == "form":
            self.form = None
        elif tag == "textarea":
            value = self.form.values[self.field]
            self.form.values[self.field] = value[1:] if value.startswith("\n") else value  # as HTML says
            self.field = None

    def handle_data(self, data):
        if self.field is not None:
            self.form.values[self.field] += data
        elif self.open and self.open[-1] == "title":
            self.title += data
        elif self.open and self.open[-1] not in ("script", "style"):
            self.text += data

    def note(self, name, value):
        if name not in self.form.names:
            self.form.names.append(name)
        self.form.values[name] = value

    def take_input(self, attributes):
        kind, name = attributes["type"], attributes.get("name")
        if kind == "file":
            self.form.takes_files = True
        elif name is None:
            pass  # it changes what is shown, and is not sent
        elif kind == "radio":
            self.form.choices.setdefault(name, []).append(attributes["value"])
            if "checked" in attributes or name not in self.form.names:
                self.note(name, attributes["value"] if "checked" in attributes else None)
        else:
            self.note(name, attributes.get("value", ""))

    def words(self):
        return re.sub(r"\s+", " ", self.text).strip()

    def fields(self):
        """What a person can fill in."""
        return {name: value for form in self.forms for name, value in form.values.items() if name not in ("state", "expected")}

    def state(self):
        return next((form.values["state"] for form in self.forms if "state" in form.values), None)

    def code(self):
        return "-".join(re.findall(r"<li>([0-9A-HJKMNP-TV-Z]{4})</li>", self.source))

    def is_about(self, name):
        return name in self.fields()


def multipart_form(pairs, files=()):
    """As a browser sends it: fields in the order of the page, line ends as CRLF, an empty file when none was chosen."""
    out = []
    for name, value in pairs:
        value = value if isinstance(value, bytes) else value.encode()
        out.append(b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (BOUNDARY.encode(), name.encode(), value))
    for name, data in files:
        kind = TYPES.get(name.rpartition(".")[2], "application/octet-stream")
        out.append(b'--%s\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\nContent-Type: %s\r\n\r\n%s\r\n'
                   % (BOUNDARY.encode(), name.encode(), kind.encode(), data))
    out.append(b"--%s--\r\n" % BOUNDARY.encode())
    return b"".join(out)


class Visitor:
    """Somebody at the pages. page is what is on the screen."""

    def __init__(self, gateway, headers=None):
        self.client = gateway.reporter()
        self.headers = headers or {}
        self.seen = []  # every page of this visit
        self.page = None

    def show(self, answer):
        self.page = Page(answer)
        self.seen.append(self.page)
        return self.page

    def get(self, path):
        return self.show(self.client.request("GET", path, None, self.headers))

    def post(self, path, pairs):
        """An ordinary form, whatever is on the screen."""
        body = urllib.parse.urlencode(pairs).encode()
        return self.show(self.post_raw(path, body))

    def post_raw(self, path, body, kind="application/x-www-form-urlencoded"):
        return self.client.request("POST", path, body, dict(self.headers, **{"Content-Type": kind}))

    def post_files(self, path, pairs, files=()):
        return self.show(self.post_raw(path, multipart_form(pairs, files), "multipart/form-data; boundary=" + BOUNDARY))

    def press(self, go="continue", uploads=(), page=None, **typed):
        """Fills in the form that has this button, and presses it. On page, when that is still open in another tab."""
        page = page or self.page
        form = next((f for f in page.forms if go in f.buttons), None)
        assert form is not None, "no button %s on %r" % (go, page.title)
        assert all(name in form.values for name in typed), "%r are not on %r" % (typed, page.title)
        pairs = [(name, typed.get(name, form.values[name])) for name in form.names]
        pairs = [(name, value.replace("\n", "\r\n")) for name, value in pairs if value is not None]
        pairs += [("go", go)] if go else []
        if not form.is_multipart:
            return self.post(form.action, pairs)
        return self.post_files(form.action, pairs, uploads or ([("", b"")] if form.takes_files else []))

    # --- the questions, in whatever order they come ---
    def until(self, field, **answers):
        """Answers one question after another, up to the page that asks for field (answers: the page before Send)."""
        said = dict(danger="no", when="soon", text="i am worried about my friend", kind="unsure", place="", about="someone_else",
                    who="", keep_from="", school_is="none", typed="", pick="none", files="no")
        said.update(answers)
        for _ in range(20):
            here = self.page.fields()
            if field in here or (field == "answers" and any("send" in form.buttons for form in self.page.forms)):
                return self.page
            self.press(**{name: value for name, value in said.items() if name in here})
            assert self.page.status == 200, (self.page.status, self.page.errors, self.page.words()[:400])
        raise AssertionError("no page asks for " + field)

    def begin(self, school=None):
        if school is None:
            return self.get("/report")
        self.get("/s/" + school)
        return self.press("start")

    def report(self, uploads=(), school=None, **answers):
        """All of it: the code."""
        if uploads:
            answers["files"] = "yes"
        self.begin(school)
        self.until("answers", **answers)
        self.press("send", uploads)
        assert self.page.status == 200, (self.page.status, self.page.words()[:400])
        return self.page.code()

    def look(self, code):
        self.get("/check")
        return self.press(code=code)
