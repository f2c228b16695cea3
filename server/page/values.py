"""values.py: what an expression of a template stands for: known now, or a C expression that is known when a page is
made; and its truth and likeness, as Jinja2 has them."""
from dataclasses import dataclass

from model import List, Struct


class Fault(Exception):
    """What is wrong with a template; compile.py adds file and line."""


class Missing:
    """An argument that was not given."""

    def __bool__(self):
        return False

    def __str__(self):
        return ""


MISSING = Missing()


@dataclass
class Const:
    value: object


@dataclass
class Run:
    """C code of a member; kind as in model.py; reach is how C reaches its own members."""

    code: str
    kind: object
    reach: str = "."


@dataclass
class Test:
    """C code of a truth value."""

    code: str


@dataclass
class Wording:
    """w, w.page, w.page.key, or with line the C code of one line's number."""

    page: str = None
    key: str = None
    line: str = None


@dataclass
class Items:
    """A list or tuple written in the template."""

    items: list


@dataclass
class Joined:
    """One after the other: a ~ b"""

    parts: list


@dataclass
class Choice:
    test: str
    then: object
    other: object


@dataclass
class Loop:
    index: str  # C code, counted from 0
    count: str


@dataclass
class Body:
    """Template text that is put where it is called: a macro's, a block's."""

    nodes: list
    scope: dict
    file: str


@dataclass
class Macro:
    node: object
    scope: dict
    file: str


@dataclass
class Module:
    names: dict


@dataclass
class Builtin:
    name: str


@dataclass
class Style:
    """A built style's text, for <style>."""

    name: str


def c_string(text):
    out = []
    for byte in text.encode("utf-8"):
        char = chr(byte)
        if char in '"\\?':
            out.append("\\" + char)
        elif char == "\n":
            out.append("\\n")
        else:
            out.append(char if 32 <= byte < 127 else f"\\{byte:03o}")
    return '"' + "".join(out) + '"'


def member(value, name):
    if isinstance(value, Wording) and value.key is None and name.isidentifier():
        return Wording(name) if value.page is None else Wording(value.page, name)
    if isinstance(value, Module):
        if name not in value.names:
            raise Fault(f"{name}: the imported file has no such macro")
        return value.names[name]
    if isinstance(value, Loop):
        return loop_member(value, name)
    if isinstance(value, Run) and isinstance(value.kind, Struct):
        if name not in value.kind.members:
            raise Fault(f"{name}: is no member of struct {value.kind.name}")
        return Run(value.code + value.reach + name, value.kind.members[name])
    raise Fault(f"{name}: of something that has no members")


def loop_member(loop, name):
    known = {
        "index": Run(f"({loop.index} + 1)", "number"),
        "index0": Run(loop.index, "number"),
        "length": Run(loop.count, "number"),
        "first": Test(f"{loop.index} == 0"),
        "last": Test(f"{loop.index} + 1 == {loop.count}"),
    }
    if name not in known:
        raise Fault(f"loop.{name}: allowed are {', '.join(known)}")
    if not loop.index.isdigit():
        return known[name]
    index, count = int(loop.index), int(loop.count)
    now = {"index": index + 1, "index0": index, "length": count, "first": index == 0, "last": index + 1 == count}
    return Const(now[name])


# A truth is True or False when it is known now, else C code that binds tighter than any operator.


def negated(truth):
    return not truth if isinstance(truth, bool) else f"!{truth}"


def both(a, b):
    if a is False or b is False:
        return False
    return b if a is True else a if b is True else f"({a} && {b})"


def either(a, b):
    if a is True or b is True:
        return True
    return b if a is False else a if b is False else f"({a} || {b})"


def choice(test, then, other):
    if isinstance(test, bool):
        return then if test else other
    return Choice(test, then, other)


def truth(value):
    if isinstance(value, Const):
        return bool(value.value)
    if isinstance(value, Test):
        return f"({value.code})"
    if isinstance(value, Wording):
        return True  # no line of it is empty
    if isinstance(value, Items):
        return bool(value.items)
    if isinstance(value, Joined):
        out = False
        for part in value.parts:
            out = either(out, truth(part))
        return out
    if isinstance(value, Choice):
        return either(both(value.test, truth(value.then)), both(negated(value.test), truth(value.other)))
    if isinstance(value, Run):
        return run_truth(value)
    raise Fault("it is neither true nor false")


def run_truth(value):
    if isinstance(value.kind, List):
        return f"({value.code}_n > 0)"
    if isinstance(value.kind, Struct):
        return True
    if value.kind == "markup":
        return f"({value.code}.html.n > 0)"
    if value.kind == "text":
        return f"(SPAN({value.code}).n > 0)"
    return f"({value.code} != 0)" if value.kind == "number" else f"({value.code})"


def same(a, b):
    """The truth of a == b."""
    if isinstance(b, (Run, Choice)) and not isinstance(a, Choice):
        a, b = b, a
    if isinstance(a, Const) and isinstance(b, Const):
        return a.value == b.value
    if isinstance(a, Choice):
        return either(both(a.test, same(a.then, b)), both(negated(a.test), same(a.other, b)))
    if isinstance(a, Run) and isinstance(b, Const) and b.value is MISSING:
        return False
    if isinstance(a, Run) and a.kind == "text" and isinstance(b, Const) and isinstance(b.value, str):
        return f"span_is(SPAN({a.code}), {c_string(b.value)})"
    if isinstance(a, Run) and a.kind == "number" and isinstance(b, Const) and type(b.value) is int:
        return f"({a.code} == {b.value})"
    if isinstance(a, Run) and isinstance(b, Run) and a.kind == b.kind == "text":
        return f"span_equal(SPAN({a.code}), SPAN({b.code}))"
    raise Fault("only texts are compared with texts, and numbers with numbers")
