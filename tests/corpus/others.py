"""Plain words; files that cannot be cleaned; and files that are broken."""
import zipfile

import jpegs
import painting
import pngs


def words(shelf):
    texts = {"plain": "Words\nand more\n", "marked": "\ufeffWords \u202ereversed\n", "controls": "a\x1b[31mb\x07\n",
             "polish": "za\u017c\u00f3\u0142\u0107 g\u0119\u015bl\u0105\r\n"}
    for name, words_of_it in texts.items():
        shelf.add("words", name, ".txt", words_of_it.encode(), plain=True)


def strange(shelf):
    item = shelf.add("strange", "archive", ".zip", state=("strange",))
    with zipfile.ZipFile(item.path, "w") as archive:
        archive.writestr("word/document.xml", item.mark("Docx"))
    for name, suffix, data in (("bitmap", ".bmp", pngs.saved(painting.picture(), "BMP")),
                               ("tiff", ".tif", pngs.saved(painting.picture(), "TIFF")), ("noise", ".bin", b"\0\1\2\3" * 9),
                               ("old-word", ".doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))):
        shelf.add("strange", name, suffix, data, state=("strange",), plain=True)


def broken(shelf):
    """Cut in the middle; the first bytes still say what it was."""
    def add(name, suffix, data):
        shelf.add("broken", name, suffix, data, state=("damaged", "strange", "too_much"), plain=True)
    for family in ("jpeg", "png", "gif", "webp", "heic", "film", "paper"):
        whole = next(item for item in shelf.items if item.family == family)
        data = whole.path.read_bytes()
        add(family, whole.path.suffix, data[:len(data) * 2 // 5])
    add("head-alone", ".jpg", jpegs.jpeg(painting.picture())[:4])
    add("noise-behind-head", ".png", pngs.HEAD + b"\7" * 900)


def make(shelf):
    words(shelf)
    strange(shelf)
    broken(shelf)
