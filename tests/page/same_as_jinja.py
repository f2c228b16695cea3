#!/usr/bin/python3
"""same_as_jinja.py: the C that compile.py makes puts out, byte for byte, what Jinja2 makes of the same templates: for
made-up models with hostile values, in which every line of the wording is shown at least once.
usage: same_as_jinja.py DRIVER ASSETS"""
import itertools
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
from types import SimpleNamespace

PAGE = pathlib.Path(__file__).resolve().parents[2] / "server/page"
sys.path.insert(0, str(PAGE))
import compile as compiler  # noqa: E402 the path is above
import embed  # noqa: E402
import model  # noqa: E402
from jinja2 import BytecodeCache, StrictUndefined, nodes  # noqa: E402
from markupsafe import Markup  # noqa: E402

MODELS = 60
HOSTILE = ["<script>alert(1)</script>", "\"><img src=x onerror='x'>", "' onfocus='x", "&lt;", "a & b", "javascript:x",
           "</title></textarea>", "{{ m.state }}{come_back}%s", "\n two\nlines \n", "ä, 学校, 🔪", "plain words", "</"]
VALUES = [name.lower() for name in re.findall(r"VALUE_(\w+),", (PAGE / "wording.h").read_text(encoding="utf-8"))]
MARKUP = '<svg viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'


def asked_for(env):
    """What templates compare each member with, by its name, and every text that they hand to a macro."""
    pool, handed = {}, set()
    for name in env.list_templates():
        tree = env.parse(env.loader.get_source(env, name)[0])
        for node in tree.find_all((nodes.Compare, nodes.Call)):
            texts = {one.value for one in node.find_all(nodes.Const) if isinstance(one.value, str)}
            handed |= texts if isinstance(node, nodes.Call) else set()
            for one in node.find_all(nodes.Getattr):
                if not (isinstance(one.node, nodes.Name) and one.node.name == "w"):
                    pool.setdefault(one.attr, set()).update(texts)
    pool.setdefault("field", set()).update(handed)
    return {name: sorted(texts) for name, texts in pool.items() if texts}


class Maker:
    def __init__(self, pool):
        self.random = random.Random(4)
        self.pool, self.turns = pool, {}

    def text(self, owner, name):
        """What the templates ask of this member, each in its turn; or what must not get through."""
        chance = self.random.random()
        if chance < 0.3:
            return ""
        if chance < 0.85 and name in self.pool:
            return next(self.turns.setdefault((owner, name), itertools.cycle(self.pool[name])))
        return self.random.choice(HOSTILE)

    def of(self, kind, name="", owner=""):
        if isinstance(kind, model.List):
            return [self.of(kind.item, name, owner) for _ in range(self.random.choice([0, 1, 2, 9]))]
        if isinstance(kind, model.Struct):
            made = {member: self.of(one, member, kind.name) for member, one in kind.members.items()}
            lists = [member for member, one in kind.members.items() if isinstance(one, model.List)]
            return made | {member + "_n": len(made[member]) for member in lists}
        if kind == "flag":
            return self.random.random() < 0.5
        if kind == "number":
            return self.random.choice([0, 1, 7, 2**31 - 1])
        return self.random.choice(["", MARKUP]) if kind == "markup" else self.text(owner, name)


def wording_of(keys):
    """Words that no other key has, with what HTML reads and with each value."""
    out = {}
    for i, ((page, key), (is_list, _)) in enumerate(sorted(keys.items())):
        lines = [f"{page}/{key}/{line} & \"{{{VALUES[(i + line) % len(VALUES)]}}}\" 'it'" for line in range(1 + i % 3)]
        out.setdefault(page, {})[key] = lines if is_list else lines[0]
    return out


def filled(wording, values):
    def one(text):
        for name, value in zip(VALUES, values):
            text = text.replace(f'"{{{name}}}"', f'"{value}"')
        return text

    return SimpleNamespace(**{page: SimpleNamespace(**{
        key: [one(line) for line in text] if isinstance(text, list) else one(text) for key, text in keys.items()
    }) for page, keys in wording.items()})


def with_markup(kind, value):
    if kind == "markup":
        return Markup(value)
    if isinstance(kind, model.List):
        return [with_markup(kind.item, item) for item in value]
    if isinstance(kind, model.Struct):
        counts = {name: value[name] for name in value if name.endswith("_n")}
        return SimpleNamespace(**counts | {name: with_markup(one, value[name]) for name, one in kind.members.items()})
    return value


class Parsed(BytecodeCache):
    """Templates that are parsed once for all models."""

    def __init__(self):
        self.code = {}

    def load_bytecode(self, bucket):
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket):
        self.code[bucket.key] = bucket.bytecode_to_string()


def by_jinja(pages, m, w, assets, parsed):
    """Each page, by an environment of this model's own: what is imported sees only globals."""
    env = compiler.environment(PAGE / "templates")
    env.undefined, env.bytecode_cache = StrictUndefined, parsed
    env.globals |= {"m": m, "w": w, "asset": lambda file: embed.path_of(assets, file),
                    "asset_text": lambda file: Markup((assets / file).read_text(encoding="utf-8"))}
    return [env.get_template(name + ".html").render() for name in pages]


def by_c(driver, wording, models):
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "wording").mkdir()
        for page, keys in wording.items():
            (pathlib.Path(folder) / f"wording/{page}.yaml").write_text(json.dumps(keys), encoding="utf-8")
        out = subprocess.run([driver, folder], input=json.dumps(models).encode(), stdout=subprocess.PIPE, check=True)
    at, out = 0, out.stdout
    while at < len(out):
        end = out.index(b"\n", at)
        size = int(out[at:end])
        yield out[end + 1 : end + 1 + size].decode()
        at = end + 1 + size


def first_difference(a, b):
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return f"C:     {a[max(at - 60, 0):at + 60]!r}\nJinja: {b[max(at - 60, 0):at + 60]!r}"


def main(driver, assets):
    assets = pathlib.Path(assets)
    page, pages = model.read(PAGE / "page.h")
    one = compiler.Compiler(PAGE / "templates", page, assets)
    for name in pages:
        one.page(name)
    wording = wording_of(one.wording)
    make = Maker(asked_for(one.env))
    models = [make.of(page) | {"values": [make.random.choice(HOSTILE) for _ in VALUES]} for _ in range(MODELS)]
    shown, parsed, seen = by_c(driver, wording, models), Parsed(), ""
    for i, m in enumerate(models):
        texts = by_jinja(pages, with_markup(page, m), filled(wording, m["values"]), assets, parsed)
        for name, jinja in zip(pages, texts):
            c = next(shown)
            if c != jinja:
                raise SystemExit(f"{name}.html, model {i}: not as Jinja2 has it\n{first_difference(c, jinja)}")
            seen += jinja
    never = [f"{page}.{key}" for page, key in one.wording if f"{page}/{key}/0 " not in seen]
    if never:
        raise SystemExit(f"no model showed {', '.join(never)}: those branches were not compared")
    print(f"{len(pages)} pages, {len(models)} models: all the same")


main(*sys.argv[1:])
