#!/usr/bin/python3
"""embed.py: puts the built style and script into one C file, plain and compressed, each under a path that changes when
it changes (asset.h). usage: embed.py FOLDER OUT.c"""
import gzip
import hashlib
import pathlib
import sys

TYPES = {
    "style.css": "text/css; charset=utf-8",
    "script.js": "text/javascript; charset=utf-8",
    "poster.css": "text/css; charset=utf-8",
    "staff.css": "text/css; charset=utf-8",
    "staff.js": "text/javascript; charset=utf-8",
}
DIGEST = 12  # hex digits: enough to tell one build from the next
LINE = 24  # bytes a line


def path_of(folder, name):
    """The address of one built file: /assets/style-5f3a9c….css"""
    stem, ending = name.split(".")
    digest = hashlib.sha256((pathlib.Path(folder) / name).read_bytes()).hexdigest()
    return f"/assets/{stem}-{digest[:DIGEST]}.{ending}"


def array(name, data):
    rows = (",".join(map(str, data[i : i + LINE])) for i in range(0, len(data), LINE))
    return f"static const uint8_t {name}[] = {{\n" + ",\n".join(rows) + "\n};\n"


def main(folder, out):
    text = ['/* Made by embed.py. */\n#include "asset.h"\n\n']
    rows = []
    for i, (name, kind) in enumerate(TYPES.items()):
        data = (pathlib.Path(folder) / name).read_bytes()
        text += [array(f"gzip_{i}", gzip.compress(data, 9, mtime=0)), array(f"plain_{i}", data or b"\n")]
        rows.append(
            f'\t{{ "{path_of(folder, name)}", "{kind}", {{ gzip_{i}, sizeof gzip_{i} }},'
            f" {{ plain_{i}, sizeof plain_{i} }} }},\n"
        )
    text += ["static const struct asset assets[] = {\n", *rows, "};\n", FIND]
    pathlib.Path(out).write_text("".join(text), encoding="utf-8")


FIND = """
const struct asset *
asset_find(struct span path)
{
	for (size_t i = 0; i < sizeof assets / sizeof assets[0]; i++)
		if (span_is(path, assets[i].path))
			return &assets[i];
	return NULL;
}
"""

if __name__ == "__main__":
    main(*sys.argv[1:])
