"""Makes the corpus: make(folder) gives its items; by hand: make.py FOLDER."""
import concurrent.futures
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import films  # noqa: E402
import jpegs  # noqa: E402
import modern  # noqa: E402
import others  # noqa: E402
import papers  # noqa: E402
import pngs  # noqa: E402
from planted import Shelf  # noqa: E402

TOGETHER = 2


def plant(part):
    """All of what exiftool plants, by one process: it starts slowly."""
    lines = []
    for item, words in part:
        lines += ["-q", "-m", "-overwrite_original", *words, str(item.path), "-execute"]
    done = subprocess.run(["exiftool", "-@", "-"], input="\n".join(lines), text=True, capture_output=True)
    assert "Error" not in done.stderr, done.stderr


def make(folder):
    folder = pathlib.Path(folder)
    shelf = Shelf(folder)
    for family in (jpegs, pngs, modern, films, papers):
        family.make(shelf)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        list(pool.map(plant, [shelf.planting[k::TOGETHER] for k in range(TOGETHER)]))
    others.make(shelf)
    kept = {item.path for item in shelf.items}
    for path in folder.iterdir():
        if path not in kept:
            path.unlink()
    return shelf.items


if __name__ == "__main__":
    print("%d files" % len(make(sys.argv[1])))
