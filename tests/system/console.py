"""The staff console as a browser without script uses it: one signed-in person, pages, forms."""
import re
import urllib.parse

from forms import Page

FORM = re.compile(r'name="form" value="([0-9a-f]{32})"')


class Console:
    """One person at the console. Borrows a client of gateway.py."""

    def __init__(self, client):
        self.client, self.form = client, ""

    def take(self, answer):
        found = FORM.search(answer.body.decode("utf-8", "replace"))
        if found:
            self.form = found[1]
        return answer

    def raw_get(self, path):
        return self.take(self.client.get(path))

    def raw_post(self, path, fields=None, token=None, headers=None):
        """One POST as a page's own form would send it. token: another form token than this person's."""
        fields = dict(fields or {}, form=self.form if token is None else token)
        head = {"Content-Type": "application/x-www-form-urlencoded",
                "Origin": "https://localhost:%d" % self.client.port, "Accept": "text/html"}
        head.update(headers or {})
        return self.take(self.client.request("POST", path, urllib.parse.urlencode(fields).encode(),
                                             {name: value for name, value in head.items() if value is not None}))

    def get(self, path, status=200):
        answer = self.raw_get(path)
        assert answer.status == status, (path, answer.status, answer)
        return Page(answer)

    def post(self, path, fields=None, status=200):
        """Follows where the answer leads: the page that the person then sees."""
        answer = self.raw_post(path, fields)
        if answer.status == 303:
            return self.get(answer.headers["Location"].partition("#")[0])
        assert answer.status == status, (path, answer.status, answer)
        return Page(answer)


def at_console(gateway, name=None):
    """A person who has just signed in, with the form token of a first page; or, without a name, nobody."""
    console = Console(gateway.staff(name))
    if name:
        console.raw_get("/desk/account")
    return console
