#!/usr/bin/python3
"""fields.py: the members of page.h's and console.h's structs as C tables, for driver.c.
usage: fields.py PAGE_FOLDER OUT.h"""
import pathlib
import sys

sys.path.insert(0, sys.argv[1])
import model  # noqa: E402 the path is above


def tables(struct, done):
    """Those of the structs within it first."""
    rows = []
    for name, kind in struct.members.items():
        item = kind.item if isinstance(kind, model.List) else kind
        if isinstance(item, model.Struct) and item.name not in done:
            yield from tables(item, done)
        of = f"{item.name}_fields" if isinstance(item, model.Struct) else "NULL"
        if isinstance(kind, model.List):
            rows.append(f"LIST({struct.name}, {name}, {of}),")
        elif isinstance(kind, model.Struct):
            rows.append(f"STRUCT({struct.name}, {name}, {of}),")
        elif not (name.endswith("_n") and name[:-2] in struct.members):
            rows.append(f"LEAF({struct.name}, {name}),")
    done.add(struct.name)
    yield f"static const struct field {struct.name}_fields[] = {{\n\t" + "\n\t".join(rows) + "\n\t{ .name = NULL }\n};\n"


done, text = set(), ""
for header in ("page.h", "console.h"):
    root, _ = model.read(f"{sys.argv[1]}/{header}")
    text += "".join(tables(root, done))
pathlib.Path(sys.argv[2]).write_text(text, encoding="utf-8")
