#!/usr/bin/python3
"""compile.py: makes one C file of a folder of templates, which Jinja2 itself parses. What the C puts out equals what
Jinja2 would (tests/page/same_as_jinja.py). Allowed is what the methods below handle; the rest is refused by name, file
and line. Of NAME.h it takes struct NAME, as m, and enum NAME_id: one template each. Wording, as w, is page.h's alone.
usage: compile.py TEMPLATES NAME.h ASSETS OUT.c"""
import pathlib
import sys

import jinja2
from jinja2 import nodes
from markupsafe import escape

import embed
import model
from place import Misplaced, Place
from values import (MISSING, Body, Builtin, Choice, Const, Fault, Items, Joined, List, Loop, Macro, Module, Run, Struct,
                    Style, Test, Wording, both, c_string, choice, either, member, negated, same, truth)

DEEPEST = 40  # macros, includes and blocks within each other
LITERAL = 96  # bytes a line of C


def environment(folder):
    """As every reader of the templates has it: the C, the test that compares, and whoever looks at them alone."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


class Compiler:
    def __init__(self, folder, root, assets):
        self.root = root.name
        self.env, self.folder, self.assets = environment(folder), pathlib.Path(folder), pathlib.Path(assets)
        self.globals = {"m": Run("m", root, "->")} | ({"w": Wording()} if self.root == "page" else {})
        self.globals |= {name: Builtin(name) for name in ("asset", "asset_text")}
        self.wording = {}  # (page, key): is_list, and where it was seen first
        self.file, self.line, self.depth = "", 0, 0

    # --- one page ---

    def page(self, name):
        self.lines, self.pending, self.indent, self.names = [], "", 1, 0
        self.place, self.blocks, self.filled = Place(), {}, []
        self.top = dict(self.globals)
        file = name + ".html"
        while file:
            file = self.layer(file)
        if self.place != Place():
            self.fault(f"the page ends within HTML's {self.place}")
        self.flush()
        return f"static void\nrender_{name}(const struct {self.root} *m, struct out *o)\n{{\n\t(void)m;\n" + "".join(
            self.lines) + "}\n"

    def layer(self, file):
        """A page's own file, or one that it extends. Returns the next one."""
        tree = self.parse(file)
        for block in tree.find_all(nodes.Block):
            self.blocks.setdefault(block.name, []).append((file, block))
        for i, node in enumerate(tree.body):
            if isinstance(node, nodes.Extends):
                self.at(node)
                for other in tree.body[i + 1 :]:
                    if isinstance(other, (nodes.Import, nodes.FromImport, nodes.Macro)):
                        self.walk([other], self.top)
                self.file = file
                return self.constant(node.template)
            self.walk([node], self.top)
        return None

    def parse(self, file):
        self.file, self.line = file, 0
        try:
            return self.env.parse((self.folder / file).read_text(encoding="utf-8"), file, file)
        except OSError:
            self.fault("is missing")
        except jinja2.TemplateSyntaxError as wrong:
            self.line = wrong.lineno
            self.fault(wrong.message)

    def at(self, node):
        self.line = node.lineno

    def fault(self, what):
        raise SystemExit(f"{self.folder / self.file}:{self.line}: {what}")

    # --- statements ---

    def walk(self, body, scope):
        for node in body:
            self.at(node)
            handle = getattr(self, "do_" + type(node).__name__.lower(), None)
            if handle is None:
                self.fault(f"{type(node).__name__.lower()}: is not in the subset that compile.py takes")
            try:
                handle(node, scope)
            except (Fault, Misplaced) as wrong:
                self.fault(wrong)

    def within(self, body):
        """Body in its own file, then back."""
        here = self.file, self.line
        self.depth += 1
        if self.depth > DEEPEST:
            self.fault("is within itself")
        self.file = body.file
        self.walk(body.nodes, body.scope)
        self.depth -= 1
        self.file, self.line = here

    def do_output(self, node, scope):
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                self.text(part.data)
            else:
                self.at(part)
                self.put(self.value(part, scope))

    def do_if(self, node, scope):
        arms = [(node.test, node.body)] + [(one.test, one.body) for one in node.elif_] + [(None, node.else_)]
        self.arms([(lambda t=t: True if t is None else self.truth(t, scope), b) for t, b in arms], scope)

    def arms(self, arms, scope):
        known = []  # those that can be taken, up to the one that must be
        for test, body in arms:
            now = test()
            if now is not False:
                known.append((now, body))
            if now is True:
                break
        if len(known) == 1 and known[0][0] is True:
            return self.walk(known[0][1], dict(scope))
        self.flush()
        start, ends = self.place, []
        for i, (test, body) in enumerate(known):
            head = "} else" if i > 0 else ""
            self.code(f"{head} {{" if test is True else f"{head} if {bracketed(test)} {{".lstrip())
            self.place = start
            self.nested(lambda body=body: self.walk(body, dict(scope)))
            ends.append(self.place)
        if known:
            self.code("}")
        if not known or known[-1][0] is not True:
            ends.append(start)
        self.place = ends[0]
        for end in ends[1:]:
            self.place = self.place.joined(end)

    def do_for(self, node, scope):
        if node.recursive or node.test is not None:
            self.fault("for: neither recursive nor with if")
        over = self.value(node.iter, scope)
        if isinstance(over, Items):
            return self.unrolled(node, over.items, scope)
        if not isinstance(node.target, nodes.Name):
            self.fault("for: one name only, for a list")
        self.names += 1
        i, item, count = f"i{self.names}", None, None
        if isinstance(over, Wording) and over.key and not over.line:
            item, count = Wording(over.page, over.key, i), f"wording_lines(m->w, {self.key(over, True)})"
        elif isinstance(over, Run) and isinstance(over.kind, List):
            item, count = Run(f"{over.code}[{i}]", over.kind.item), over.code + "_n"
        else:
            self.fault("for: over a list of m or lines of the wording only")
        self.flush()
        self.code(f"for (size_t {i} = 0; {i} < {count}; {i}++) {{")
        start = self.place
        inner = scope | {node.target.name: item, "loop": Loop(i, count)}
        self.nested(lambda: self.walk(node.body, inner))
        self.code("}")
        self.place = start.joined(self.place)
        if node.else_:
            self.arms([(lambda: f"({count} == 0)", node.else_)], scope)

    def unrolled(self, node, items, scope):
        for i, item in enumerate(items):
            inner = scope | {"loop": Loop(str(i), str(len(items)))}
            self.assign(node.target, item, inner)
            self.walk(node.body, inner)
        if not items:
            self.walk(node.else_, dict(scope))

    def assign(self, target, item, scope):
        if isinstance(target, nodes.Name):
            scope[target.name] = item
        elif isinstance(item, Items) and len(item.items) == len(target.items):
            for one, value in zip(target.items, item.items):
                self.assign(one, value, scope)
        else:
            self.fault("for: as many names as each item has parts")

    def do_block(self, node, scope):
        self.filled.append((node.name, 0, scope if node.scoped else self.top))
        self.fill()
        self.filled.pop()

    def fill(self):
        name, layer, scope = self.filled[-1]
        if layer >= len(self.blocks[name]):
            self.fault("super(): nothing is below")
        file, block = self.blocks[name][layer]
        self.within(Body(block.body, dict(scope), file))

    def do_include(self, node, scope):
        file = self.constant(node.template)
        here = self.file, self.line
        body = self.parse(file).body
        self.file, self.line = here
        self.within(Body(body, dict(scope), file))

    def module(self, file):
        here = self.file, self.line
        own = dict(self.globals)
        for node in self.parse(file).body:
            if isinstance(node, (nodes.Import, nodes.FromImport, nodes.Macro)):
                self.walk([node], own)
        self.file, self.line = here
        return Module(own)

    def do_import(self, node, scope):
        scope[node.target] = self.module(self.constant(node.template))

    def do_fromimport(self, node, scope):
        module = self.module(self.constant(node.template))
        for name in node.names:
            name, own = name if isinstance(name, tuple) else (name, name)
            scope[own] = member(module, name)

    def do_macro(self, node, scope):
        scope[node.name] = Macro(node, scope, self.file)

    def constant(self, node):
        if not isinstance(node, nodes.Const) or not isinstance(node.value, str):
            self.fault("the other template must be named by a text")
        return node.value

    # --- expressions ---

    def truth(self, node, scope):
        if isinstance(node, nodes.And):
            return both(self.truth(node.left, scope), self.truth(node.right, scope))
        if isinstance(node, nodes.Or):
            return either(self.truth(node.left, scope), self.truth(node.right, scope))
        if isinstance(node, nodes.Not):
            return negated(self.truth(node.node, scope))
        if isinstance(node, nodes.Compare):
            return self.compare(node, scope)
        return truth(self.value(node, scope))

    def compare(self, node, scope):
        if len(node.ops) != 1 or node.ops[0].op not in ("eq", "ne", "in", "notin"):
            self.fault("only ==, !=, in and not in compare, one at a time")
        op, left = node.ops[0].op, self.value(node.expr, scope)
        right = self.value(node.ops[0].expr, scope)
        if op in ("eq", "ne"):
            out = same(left, right)
        elif isinstance(right, Items):
            out = False
            for item in right.items:
                out = either(out, same(left, item))
        else:
            self.fault("in: a list written in the template only")
        return negated(out) if op in ("ne", "notin") else out

    def value(self, node, scope):
        self.at(node)
        handle = getattr(self, "of_" + type(node).__name__.lower(), None)
        if handle is None:
            what = f"{type(node).__name__.lower()} {getattr(node, 'name', '')}".strip()
            self.fault(f"{what}: is not in the subset that compile.py takes")
        return handle(node, scope)

    def of_const(self, node, _):
        return Const(node.value)

    def of_templatedata(self, node, _):
        return Const(node.data)

    def of_name(self, node, scope):
        if node.name not in scope:
            self.fault(f"{node.name}: there is no such name here")
        return scope[node.name]

    def of_getattr(self, node, scope):
        return member(self.value(node.node, scope), node.attr)

    def of_getitem(self, node, scope):
        return member(self.value(node.node, scope), self.constant(node.arg))

    def of_list(self, node, scope):
        return Items([self.value(item, scope) for item in node.items])

    of_tuple = of_list

    def of_concat(self, node, scope):
        return Joined([self.value(part, scope) for part in node.nodes])

    def of_condexpr(self, node, scope):
        other = self.value(node.expr2, scope) if node.expr2 is not None else Const(MISSING)
        return choice(self.truth(node.test, scope), self.value(node.expr1, scope), other)

    def of_or(self, node, scope):
        left = self.value(node.left, scope)
        return choice(truth(left), left, self.value(node.right, scope))

    def of_and(self, node, scope):
        left = self.value(node.left, scope)
        return choice(truth(left), self.value(node.right, scope), left)

    def of_compare(self, node, scope):
        out = self.truth(node, scope)
        return Const(out) if isinstance(out, bool) else Test(out)

    of_not = of_compare

    def of_test(self, node, scope):
        if node.name not in ("defined", "undefined"):
            self.fault(f"is {node.name}: only defined and undefined are asked")
        value = self.value(node.node, scope)
        return Const((isinstance(value, Const) and value.value is MISSING) == (node.name == "undefined"))

    def of_call(self, node, scope):
        if node.dyn_args or node.dyn_kwargs:
            self.fault("a call names each argument")
        if isinstance(node.node, nodes.Name) and node.node.name == "super":
            if not self.filled:
                self.fault("super(): in a block only")
            return Builtin("super")
        if isinstance(node.node, nodes.Getattr) and isinstance(node.node.node, nodes.Name) and \
                node.node.node.name == "self":
            if node.node.attr not in self.blocks:
                self.fault(f"{node.node.attr}: there is no such block")
            return Body([nodes.Block(node.node.attr, [], False, False, lineno=node.lineno)], scope, self.file)
        called = self.value(node.node, scope)
        if isinstance(called, Builtin):
            return self.built(called.name, node)
        if isinstance(called, Body):
            return called
        if not isinstance(called, Macro):
            self.fault("this is no macro")
        return self.call(called, node, scope)

    def built(self, name, node):
        file = self.constant(node.args[0]) if len(node.args) == 1 and not node.kwargs else ""
        if file not in embed.TYPES:
            self.fault(f"{name}(): takes one of {', '.join(embed.TYPES)}")
        return Const(embed.path_of(self.assets, file)) if name == "asset" else Style(file)

    def call(self, macro, node, scope, caller=None):
        names = [arg.name for arg in macro.node.args]
        if len(node.args) > len(names):
            self.fault(f"{macro.node.name}(): takes {len(names)} arguments")
        given = dict(zip(names, node.args)) | {pair.key: pair.value for pair in node.kwargs}
        if set(given) - set(names) or len(given) != len(node.args) + len(node.kwargs):
            self.fault(f"{macro.node.name}(): takes {', '.join(names)}, each once")
        inner = dict(macro.scope)
        first = len(names) - len(macro.node.defaults)
        for i, name in enumerate(names):
            if name in given:
                inner[name] = self.value(given[name], scope)
            else:
                inner[name] = self.value(macro.node.defaults[i - first], inner) if i >= first else Const(MISSING)
        if caller is not None:
            inner["caller"] = caller
        return Body(macro.node.body, inner, macro.file)

    def do_callblock(self, node, scope):
        if node.args:
            self.fault("call: without arguments only")
        macro = self.value(node.call.node, scope)
        if not isinstance(macro, Macro):
            self.fault("this is no macro")
        self.within(self.call(macro, node.call, scope, Body(node.body, dict(scope), self.file)))

    # --- output ---

    def text(self, text):
        """The template's own text."""
        start = self.line
        for i, char in enumerate(text):
            self.line = start + text.count("\n", 0, i) if char == "<" else self.line
            self.place = self.place.after(char)
        self.pending += text

    def put(self, value):
        if isinstance(value, Const):
            if isinstance(value.value, bool) or value.value is None:
                self.fault("a truth cannot be shown")
            self.text(str(escape(str(value.value))))
        elif isinstance(value, Joined):
            for part in value.parts:
                self.put(part)
        elif isinstance(value, Body):
            self.within(value)
        elif isinstance(value, Choice):
            self.put_choice(value)
        elif isinstance(value, Builtin) and value.name == "super":
            name, layer, scope = self.filled[-1]
            self.filled.append((name, layer + 1, scope))
            self.fill()
            self.filled.pop()
        elif isinstance(value, Style):
            self.put_style(value)
        else:
            self.put_run(value)

    def put_choice(self, value):
        self.flush()
        start = self.place
        self.code(f"if {bracketed(value.test)} {{")
        self.nested(lambda: self.put(value.then))
        end, self.place = self.place, start
        self.code("} else {")
        self.nested(lambda: self.put(value.other))
        self.code("}")
        self.place = end.joined(self.place)

    def put_style(self, value):
        text = (self.assets / value.name).read_text(encoding="utf-8")
        if self.place.where != "raw" or self.place.tag != "style" or "</" in text:
            self.fault("asset_text(): within <style> only")
        self.pending += text

    def put_run(self, value):
        if isinstance(value, Run) and value.kind == "markup" and self.place.where != "text":
            self.fault("markup may stand between elements only")
        self.place = self.place.after_value()
        self.flush()
        if isinstance(value, Wording) and value.key:
            key = self.key(value, value.line is not None)
            self.code(f"put_wording(o, m, {key}, {value.line or 0});")
        elif isinstance(value, Run) and value.kind != "flag" and not isinstance(value.kind, (List, Struct)):
            self.code(f"PUT(o, {value.code});")
        else:
            self.fault("this cannot be shown: it is no text and no number")

    def key(self, value, is_list):
        seen, where = self.wording.setdefault((value.page, value.key), (is_list, f"{self.file}:{self.line}"))
        if seen != is_list:
            self.fault(f"w.{value.page}.{value.key}: is a list in one place and a text in the other; see {where}")
        return f"KEY_{value.page}__{value.key}"

    # --- C ---

    def code(self, line):
        self.lines.append("\t" * self.indent + line + "\n")

    def flush(self):
        if not self.pending:
            return
        raw, self.pending = self.pending, ""
        rows = [line[i : i + LITERAL] for line in raw.splitlines(True) for i in range(0, len(line), LITERAL)]
        glue = "\n" + "\t" * self.indent + "    "
        self.code(f"put_literal(o,{glue}{glue.join(map(c_string, rows))}, {len(raw.encode('utf-8'))});")

    def nested(self, what):
        self.indent += 1
        what()
        self.flush()
        self.indent -= 1


def bracketed(test):
    """In one pair of brackets: compilers warn of a second one."""
    depth = 0
    for i, char in enumerate(test):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth == 0:
            return test if i == len(test) - 1 and i > 0 else f"({test})"
    return f"({test})"


def key_table(wording):
    rows = sorted(wording)
    return "".join([
        "enum {\n", *(f"\tKEY_{page}__{key},\n" for page, key in rows), "};\n",
        "const struct wording_key wording_keys[] = {\n",
        *(f'\t{{ "{page}", "{key}", {str(wording[page, key][0]).lower()} }},\n' for page, key in rows),
        "\t{ NULL, NULL, false },\n};\n", f"const size_t wording_keys_n = {len(rows)};\n\n"])


def main(folder, header, assets, out):
    try:
        root, pages = model.read(header)
    except ValueError as wrong:
        raise SystemExit(str(wrong)) from None
    compiler = Compiler(folder, root, assets)
    bodies = [compiler.page(name) for name in pages]
    name = root.name
    parts = ["/* Made by compile.py. */\n", '#include "put.h"\n\n',
             key_table(compiler.wording) if "w" in compiler.globals else "", "\n".join(bodies),
             f"\n{name}_template *const {name}_templates[{name.upper()}_N] = {{\n",
             *(f"\trender_{page},\n" for page in pages), "};\n"]
    pathlib.Path(out).write_text("".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
