"""model.py: what page.h or console.h says a template may show: each struct's members and their kinds."""
import pathlib
import re

SCALARS = {"struct span": "text", "struct markup": "markup", "bool": "flag", "int": "number", "size_t": "number"}
HIDDEN = {"const struct wording *", "struct page_values"}  # w is reached by its own name


class Struct:
    """Members by name: a kind of SCALARS, a Struct, or List."""

    def __init__(self, name):
        self.name, self.members = name, {}


class List:
    def __init__(self, item):
        self.item = item


class Wrong(ValueError):
    """Of a header; read() adds which one."""


def declarations(body):
    """'const char *a, *b;' to ('const char *', 'a'), ('const char *', 'b')"""
    for line in filter(None, (part.strip() for part in body.split(";"))):
        found = re.fullmatch(r"((?:const )?(?:struct \w+|\w+)) (.+)", line, re.S)
        if not found:
            raise Wrong(f"{line}: is no plain member")
        for name in re.split(r",\s*", found[2]):
            star = name.startswith("*")
            if not re.fullmatch(r"\*?\w+", name):
                raise Wrong(f"{line}: is no plain member")
            yield found[1] + (" *" if star else ""), name.lstrip("*")


def kind_of(kind, structs):
    if kind in SCALARS:
        return SCALARS[kind]
    if kind == "const char *":
        return "text"
    if kind.startswith("struct ") and kind[7:] in structs:
        return structs[kind[7:]]
    if kind.startswith("const struct ") and kind.endswith(" *"):
        return List(kind_of(kind[6:-2], structs))
    raise Wrong(f"{kind}: a template cannot show it")


def structs_of(text):
    structs = {}
    for name, body in re.findall(r"^struct (\w+) \{(.*?)\};", text, re.S | re.M):
        one = structs[name] = Struct(name)
        for kind, member in declarations(body):
            if kind not in HIDDEN:
                one.members[member] = kind_of(kind, structs)
        for member, kind in one.members.items():
            if isinstance(kind, List) and member + "_n" not in one.members:
                raise Wrong(f"{name}.{member}: has no {member}_n beside it")
    return structs


def read(path):
    """Of NAME.h, and what it includes of NAME_*.h, the struct NAME; and what enum NAME_id names, small letters."""
    path = pathlib.Path(path)
    root = path.stem
    text = re.sub(rf'#include "({root}_\w+\.h)"', lambda found: (path.parent / found[1]).read_text(encoding="utf-8"),
                  path.read_text(encoding="utf-8"))
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    try:
        structs = structs_of(text)
    except Wrong as wrong:
        raise Wrong(f"{path.name}: {wrong}") from None
    pages = re.search(rf"enum {root}_id \{{(.*?)\}}", text, re.S)[1].replace(",", " ").split()
    return structs[root], [page[len(root) + 1 :].lower() for page in pages if page != f"{root.upper()}_N"]
