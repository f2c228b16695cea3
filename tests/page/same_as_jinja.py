#!/usr/bin/python3
"""same_as_jinja.py: the C that compile.py makes puts out, byte for byte, what Jinja2 makes of the same templates, the
reporters' and the console's: for made-up models with hostile values, in which every line of the wording, and everything
that a template of the console says by itself, is shown at least once.
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

MODELS = {"page": 120, "console": 2000}  # the console has branches that few models reach
HOSTILE = ["<script>alert(1)</script>", "\"><img src=x onerror='x'>", "' onfocus='x", "&lt;", "a & b", "javascript:x",
           "</title></textarea>", "{{ m.state }}{come_back}%s", "\n two\nlines \n", "ä, 学校, 🔪", "plain words", "</"]
VALUES = [name.lower() for name in re.findall(r"VALUE_(\w+),", (PAGE / "wording.h").read_text(encoding="utf-8"))]
MARKUP = '<svg viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'


def asked_for(env):
    """What templates compare each member with, by its name; a field of an error with every id that they hand to a
    macro; and a member that they hand to one with what the macro compares it with."""
    pool, handed, inside = {}, set(), set()
    for name in env.list_templates():
        tree = env.parse(env.loader.get_source(env, name)[0])
        for node in tree.find_all((nodes.Compare, nodes.Call)):
            texts = {one.value for one in node.find_all(nodes.Const) if isinstance(one.value, str)}
            if isinstance(node, nodes.Call):
                handed |= {text for text in texts if text and not set(text) & set(" .?,")}
            elif isinstance(node.expr, nodes.Name):
                inside |= texts
            # what stands in a comparison within a call was asked by that comparison alone
            within = [] if isinstance(node, nodes.Compare) else node.find_all(nodes.Compare)
            others = [id(one) for compared in within for one in compared.find_all(nodes.Getattr)]
            for one in node.find_all(nodes.Getattr):
                if id(one) not in others and not (isinstance(one.node, nodes.Name) and one.node.name == "w"):
                    pool.setdefault(one.attr, set()).update(texts)
    pool.setdefault("field", set()).update(handed)
    return {name: sorted(texts) for name, texts in pool.items() if texts}, sorted(inside)


class Maker:
    def __init__(self, pool, inside):
        self.random = random.Random(4)
        self.pool, self.inside, self.turns = pool, inside, {}

    def text(self, owner, name):
        """What the templates ask of this member, each in its turn; or what must not get through."""
        chance = self.random.random()
        if chance < 0.3:
            return ""
        if chance < 0.75 and name in self.pool:
            return next(self.turns.setdefault((owner, name), itertools.cycle(self.pool[name])))
        if 0.75 <= chance < 0.85 and self.inside:
            return self.random.choice(self.inside)
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


def by_jinja(folder, pages, names, assets, parsed):
    """Each page, by an environment of this model's own: what is imported sees only globals."""
    env = compiler.environment(folder)
    env.undefined, env.bytecode_cache = StrictUndefined, parsed
    env.globals |= names | {"asset": lambda file: embed.path_of(assets, file),
                            "asset_text": lambda file: Markup((assets / file).read_text(encoding="utf-8"))}
    return [env.get_template(name + ".html").render() for name in pages]


def by_c(driver, args, models):
    out = subprocess.run([driver, *args], input=json.dumps(models).encode(), stdout=subprocess.PIPE, check=True)
    at, out = 0, out.stdout
    while at < len(out):
        end = out.index(b"\n", at)
        size = int(out[at:end])
        yield out[end + 1 : end + 1 + size].decode()
        at = end + 1 + size


def first_difference(a, b):
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return f"C:     {a[max(at - 60, 0):at + 60]!r}\nJinja: {b[max(at - 60, 0):at + 60]!r}"


def compare(folder, pages, shown, models, names_of, assets):
    """All that was shown."""
    parsed, seen = Parsed(), []
    for i, m in enumerate(models):
        for name, jinja in zip(pages, by_jinja(folder, pages, names_of(m), assets, parsed)):
            c = next(shown)
            if c != jinja:
                raise SystemExit(f"{name}.html, model {i}: not as Jinja2 has it\n{first_difference(c, jinja)}")
            seen.append(jinja)
    print(f"{len(pages)} of {folder.name}/, {len(models)} models: all the same")
    return "".join(seen)


def reporters(driver, assets):
    folder = PAGE / "templates"
    page, pages = model.read(PAGE / "page.h")
    one = compiler.Compiler(folder, page, assets)
    for name in pages:
        one.page(name)
    wording = wording_of(one.wording)
    make = Maker(*asked_for(one.env))
    models = [make.of(page) | {"values": [make.random.choice(HOSTILE) for _ in VALUES]} for _ in range(MODELS["page"])]
    with tempfile.TemporaryDirectory() as made:
        (pathlib.Path(made) / "wording").mkdir()
        for name, keys in wording.items():
            (pathlib.Path(made) / f"wording/{name}.yaml").write_text(json.dumps(keys), encoding="utf-8")
        shown = by_c(driver, ["page", made], models)
        seen = compare(folder, pages, shown, models, lambda m: {
            "m": with_markup(page, m), "w": filled(wording, m["values"])}, assets)
    never = [f"{page}.{key}" for page, key in one.wording if f"{page}/{key}/0 " not in seen]
    if never:
        raise SystemExit(f"no model showed {', '.join(never)}: those branches were not compared")


def said_by(env):
    """What the templates say by themselves, and where."""
    for name in env.list_templates():
        for node in env.parse(env.loader.get_source(env, name)[0]).find_all(nodes.TemplateData):
            yield node.data, f"{name}:{node.lineno}"


def console(driver, assets):
    folder = PAGE / "console"
    root, pages = model.read(PAGE / "console.h")
    env = compiler.environment(folder)
    make = Maker(*asked_for(env))
    models = [make.of(root) for _ in range(MODELS["console"])]
    seen = compare(folder, pages, by_c(driver, ["console"], models), models,
                   lambda m: {"m": with_markup(root, m)}, assets)
    never = [f"{where}: {text.strip()[:60]!r}" for text, where in said_by(env) if text not in seen]
    if never:
        raise SystemExit("no model showed, so these branches were not compared:\n" + "\n".join(never))


def main(driver, assets):
    reporters(driver, pathlib.Path(assets))
    console(driver, pathlib.Path(assets))


main(*sys.argv[1:])
