#!/usr/bin/python3
"""refused.py: what compile.py does not take, it refuses by file and line; a value never stands where HTML could read it."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

PAGE = pathlib.Path(__file__).resolve().parents[2] / "server/page"
HEADER = """
enum page_id { PAGE_HOME, PAGE_N };
struct markup { struct span html; };
struct inner { struct span text; const char *name; };
struct page {
	struct span text; bool flag; int number; struct markup drawing;
	const struct inner *list;
	size_t list_n;
	struct inner inner;
};
"""
PARTS = "{% macro one(a, b) %}<i>{{ a }}</i>{% endmacro %}\n{% macro self() %}{{ self() }}{% endmacro %}\n"


class Refused(unittest.TestCase):
    def setUp(self):
        self.made = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.made.name)
        for name in ("style.css", "script.js", "poster.css"):
            (self.folder / name).write_text("a{b:c}")
        (self.folder / "page.h").write_text(HEADER)
        (self.folder / "parts.html").write_text(PARTS)

    def tearDown(self):
        self.made.cleanup()

    def compiled(self, template):
        (self.folder / "home.html").write_text(template)
        f = self.folder
        return subprocess.run([sys.executable, "-B", PAGE / "compile.py", f, f / "page.h", f, f / "out.c"],
                              stderr=subprocess.PIPE, text=True, check=False)

    def test_what_stands_where_it_is_safe_is_taken(self):
        for template in ('<p class="a {{ m.text }}" title="{{ m.inner.name }}">{{ m.number }}{{ w.home.a }}</p>',
                         '<title>{% if m.flag %}Error: {% endif %}{{ m.text }}</title>',
                         '<a href="https://{{ m.text }}">x</a><a href="#{{ m.text }}">x</a>',
                         '<link href="{{ asset("style.css") }}"><style>{{ asset_text("poster.css") }}</style>',
                         '<input{% if m.flag %} checked{% endif %}><textarea>{{ m.text }}</textarea>',
                         '{% for i in m.list %}{{ loop.index }}{{ i.text }}{% else %}none{% endfor %}',
                         '{% import "parts.html" as p %}{{ p.one("<", b=m.text) }}{{ m.drawing }}',
                         '{% if m.list and not m.flag or m.text == "a" %}{{ m.text if m.flag else "b" }}{% endif %}'):
            done = self.compiled(template)
            self.assertEqual((done.returncode, done.stderr), (0, ""), template)

    def test_the_rest_is_refused_by_file_line_and_name(self):
        for template, line, what in REFUSED:
            done = self.compiled(template)
            self.assertEqual(done.returncode, 1, template)
            self.assertIn(f"/home.html:{line}: ", done.stderr, template)
            self.assertIn(what, done.stderr, template)

    def test_a_fault_in_another_file_names_that_one(self):
        done = self.compiled('{% import "parts.html" as p %}\n{{ p.self() }}')
        self.assertIn("/parts.html:2: is within itself", done.stderr)
        self.assertIn("/absent.html:0: is missing", self.compiled('{% extends "absent.html" %}').stderr)


QUOTES = "in text and in attributes in double quotes only"
REFUSED = [
    ("\n<script>\n{{ m.text }}</script>", 3, QUOTES),
    ("<style>\n{{ m.text }}</style>", 2, QUOTES),
    ("<script>{{ w.home.a }}</script>", 1, QUOTES),
    ("<p class={{ m.text }}>", 1, QUOTES),
    ("<p class='{{ m.text }}'>", 1, QUOTES),
    ("<p {{ m.text }}>", 1, QUOTES),
    ("<p a{{ m.text }}>", 1, QUOTES),
    ("<{{ m.text }}>", 1, QUOTES),
    ("<!-- {{ m.text }} -->", 1, QUOTES),
    ("<a onclick=\"{{ m.text }}\">", 1, "may not stand in onclick="),
    ("<a style=\"{{ m.text }}\">", 1, "may not stand in style="),
    ("<a href=\"{{ m.text }}\">", 1, "href= may not begin with a value"),
    ("<a href=\"{{ w.home.a }}\">", 1, "href= may not begin with a value"),
    ("<img src=\"{% if m.flag %}/{% endif %}{{ m.text }}\">", 1, "src= may not begin with a value"),
    ("<form action=\"{{ m.text }}\">", 1, "action= may not begin with a value"),
    ("<p title=\"{{ m.drawing }}\">", 1, "markup may stand between elements only"),
    ("<p>{{ asset_text(\"poster.css\") }}</p>", 1, "within <style> only"),
    ("{{ asset(\"other.css\") }}", 1, "takes one of style.css"),
    ("<p{% if m.flag %}>{% endif %}", 1, "the branches end in different places"),
    ("<p{% if m.flag %} a{% endif %}b>", 1, "a space is missing"),
    ("<p class=a>", 1, "needs quotes"),
    ("a < b", 1, "begins no tag"),
    ("<p class=\"", 1, "the page ends within HTML"),
    ("a\n{{ m.tetx }}", 2, "tetx: is no member of struct page"),
    ("{{ m.inner.nmae }}", 1, "nmae: is no member of struct inner"),
    ("{{ n.text }}", 1, "n: there is no such name here"),
    ("{{ m.text|safe }}", 1, "filter safe: is not in the subset"),
    ("{{ m.text|upper }}", 1, "filter upper: is not in the subset"),
    ("{{ m.number + 1 }}", 1, "add: is not in the subset"),
    ("{% set a = 1 %}", 1, "assign: is not in the subset"),
    ("{{ m.flag }}", 1, "this cannot be shown"),
    ("{{ m.list }}", 1, "this cannot be shown"),
    ("{{ m.inner }}", 1, "this cannot be shown"),
    ("{{ m.text == \"a\" }}", 1, "this cannot be shown"),
    ("{{ true }}", 1, "a truth cannot be shown"),
    ("{{ w.home }}", 1, "this cannot be shown"),
    ("{% if m.number == \"1\" %}{% endif %}", 1, "only texts are compared with texts"),
    ("{% if m.number > 1 %}{% endif %}", 1, "only ==, !=, in and not in compare"),
    ("{% for a in m.text %}{% endfor %}", 1, "over a list of m or lines of the wording only"),
    ("{% for a in m.list if a.text %}{% endfor %}", 1, "neither recursive nor with if"),
    ("{{ w.home.a }}\n{% for l in w.home.a %}{% endfor %}", 2, "is a list in one place and a text in the other"),
    ("{% import \"parts.html\" as p %}\n{{ p.two() }}", 2, "two: the imported file has no such macro"),
    ("{% import \"parts.html\" as p %}\n{{ p.one(c=1) }}", 2, "one(): takes a, b, each once"),
    ("{% import \"parts.html\" as p %}\n{{ p.one(1, 2, 3) }}", 2, "one(): takes 2 arguments"),
    ("{% block a %}{{ super() }}{% endblock %}", 1, "super(): nothing is below"),
    ("a\n{% if %}", 2, "Expected an expression"),
    ("{% for a in m.list %}{{ loop.cycle }}{% endfor %}", 1, "loop.cycle: allowed are"),
]

if __name__ == "__main__":
    unittest.main()
