"""PNG and GIF files: pixels that must stay as they are, and chunks, blocks and tails that must not."""
import io
import struct
import zlib

import jpegs
import painting
from planted import exif_words, iptc_words, xmp, xmp_words

HEAD = b"\x89PNG\r\n\x1a\n"
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def saved(picture, form, **how):
    out = io.BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def before(data, kind, *chunks):
    at = data.index(kind) - 4
    return data[:at] + b"".join(chunks) + data[at:]


def written(size, depth, colour, rows, interlaced=0):
    """A PNG of rows that are packed already."""
    head = struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, interlaced)
    return HEAD + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows))) + \
        chunk(b"IEND", b"")


def interlaced(picture):
    width, height = picture.size
    rows = []
    for x, y, across, down in ADAM7:
        for line in range(y, height, down):
            rows.append(b"".join(bytes(picture.getpixel((at, line))) for at in range(x, width, across)))
    return written(picture.size, 8, 2, rows, 1)


def deep(bands):
    """Sixteen bits a sample, of which the lower eight are not the upper ones again."""
    width, height = 40, 30
    rows = [b"".join(struct.pack(">H", (x * 1601 + y * 977 + band * 4099) & 0xFFFF) for x in range(width)
                     for band in range(bands)) for y in range(height)]
    return written((width, height), 16, {1: 0, 3: 2, 4: 6}[bands], rows)


def transparent():
    """A palette one of whose colours is not there."""
    return saved(painting.picture("P"), "PNG", transparency=3)


PLAIN = {
    "rgb": lambda: saved(painting.picture("RGB"), "PNG"), "alpha": lambda: saved(painting.picture("RGBA"), "PNG"),
    "grey": lambda: saved(painting.picture("L"), "PNG"), "grey-alpha": lambda: saved(painting.picture("LA"), "PNG"),
    "palette": lambda: saved(painting.picture("P"), "PNG"), "palette-clear": transparent,
    "one-bit": lambda: saved(painting.picture("1"), "PNG"), "sixteen-grey": lambda: deep(1),
    "sixteen": lambda: deep(3), "sixteen-alpha": lambda: deep(4),
    "interlaced": lambda: interlaced(painting.picture("RGB")),
    "one-pixel": lambda: saved(painting.picture("RGB", (1, 1)), "PNG"),
    "tall": lambda: saved(painting.picture("RGB", (3, 700)), "PNG"),
}


def png_sets(shelf):
    for name, data in PLAIN.items():
        for what, words in (("exif", lambda i: exif_words(i) + ["-PNG:Author=" + i.mark("Author")]),
                            ("texts", lambda i: xmp_words(i) + iptc_words(i))):
            item = shelf.add("png", name + "-" + what, ".png", data(), lossless=True)
            shelf.plant(item, words(item))
    for turn in (3, 6, 8, 5):
        item = shelf.add("png", "turned-%d" % turn, ".png", PLAIN["rgb"](), lossless=True)
        shelf.plant(item, exif_words(item) + ["-n", "-EXIF:Orientation=%d" % turn])


def png_chunks(shelf):
    def text(item, field):
        return b"Author\0" + item.mark(field).encode()
    ways = {
        "text": lambda d, i: before(d, b"IDAT", chunk(b"tEXt", text(i, "Text"))),
        "text-behind": lambda d, i: before(d, b"IEND", chunk(b"tEXt", text(i, "Text"))),
        "long-text": lambda d, i: before(d, b"IDAT", chunk(b"tEXt", text(i, "Long") * 3000)),
        "international": lambda d, i: before(d, b"IDAT", chunk(b"iTXt", b"Title\0\0\0en\0T\0" + i.mark("I").encode())),
        "xmp": lambda d, i: before(d, b"IEND", chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp(i.mark))),
        "exif-behind": lambda d, i: before(d, b"IEND", chunk(b"eXIf", jpegs.exif(i.mark("Exif"))[6:])),
        "time": lambda d, i: before(d, b"IDAT", chunk(b"tIME", struct.pack(">HBBBBB", 1987, 6, 5, 4, 3, 2)),
                                    chunk(b"pHYs", struct.pack(">IIB", 11811, 11811, 1)), chunk(b"tEXt", text(i, "T"))),
        "own-chunk": lambda d, i: before(d, b"IDAT", chunk(b"prVt", i.mark("Private").encode())),
        "credentials": lambda d, i: before(d, b"IDAT", chunk(b"caBX", b"jumb" + i.mark("Jumbf").encode())),
        "behind": lambda d, i: d + i.mark("Trailing").encode() * 99,
        "cropped": lambda d, i: d + chunk(b"IDAT", i.mark("OldPixels").encode()) + chunk(b"IEND", b""),
        "moving": lambda d, i: before(before(d, b"IDAT", chunk(b"acTL", struct.pack(">II", 1, 0)), chunk(
            b"fcTL", struct.pack(">IIIIIHHBB", 0, 64, 48, 0, 0, 1, 9, 0, 0))), b"IEND", chunk(b"tEXt", text(i, "Apng"))),
    }
    for name, make in ways.items():
        item = shelf.add("png", name, ".png", lossless=True)
        item.write(make(PLAIN["rgb"](), item))
    for name, packed in (("deflated", lambda i: chunk(b"zTXt", b"Author\0\0" + zlib.compress(text(i, "Deflated")))),
                         ("profile", lambda i: chunk(b"iCCP", i.mark("Profile").encode() + b"\0\0" +
                                                     zlib.compress(jpegs.profile(i))))):
        item = shelf.add("png", name, ".png", lossless=True, hidden=name == "deflated")
        item.write(before(PLAIN["rgb"](), b"IDAT", packed(item)))


def blocks(data):
    return b"".join(bytes([len(data[at:at + 255])]) + data[at:at + 255] for at in range(0, len(data), 255)) + b"\0"


def first(data, *extensions):
    """Behind a GIF's head and its table of colours."""
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    return data[:at] + b"".join(extensions) + data[at:]


def gifs(shelf):
    def still(mode="P"):
        return saved(painting.picture(mode), "GIF")
    moving = saved(painting.picture("P"), "GIF", save_all=True, duration=80, loop=0,
                   append_images=[painting.picture("P", shift=k) for k in (4, 9, 15)])
    def extension(label, data):
        return b"!" + bytes([label]) + data
    ways = {
        "comment": lambda i: first(still(), extension(0xFE, blocks(i.mark("Comment").encode() * 30))),
        "comment-behind": lambda i: still()[:-1] + extension(0xFE, blocks(i.mark("Comment").encode())) + b";",
        "old": lambda i: b"GIF87a" + still()[6:] + i.mark("Trailing").encode(),
        "grey": lambda i: first(still("L"), extension(0xFE, blocks(i.mark("Comment").encode()))),
        "words": lambda i: first(still(), extension(1, b"\x0c" + bytes(12) + blocks(i.mark("PlainText").encode()))),
        "xmp": lambda i: first(still(), extension(0xFF, b"\x0bXMP DataXMP" + xmp(i.mark) + b"\x01" + bytes(
            range(255, -1, -1)) + b"\0")),
        "icc": lambda i: first(still(), extension(0xFF, b"\x0bICCRGBG1012" + blocks(jpegs.profile(i)))),
        "own": lambda i: first(still(), extension(0xFF, b"\x0bOWNAPPL1234" + blocks(i.mark("Own").encode()))),
        "behind": lambda i: still() + i.mark("Trailing").encode() * 50,
        "moving": lambda i: first(moving, extension(0xFE, blocks(i.mark("Comment").encode()))),
        "moving-behind": lambda i: moving[:-1] + extension(0xFE, blocks(i.mark("C").encode())) + b";" +
            i.mark("Trailing").encode(),
        "clear": lambda i: saved(painting.picture("P"), "GIF", transparency=2, comment=i.mark("Comment").encode()),
        "one-pixel": lambda i: saved(painting.picture("P", (1, 1)), "GIF", comment=i.mark("Comment").encode()),
    }
    for name, make in ways.items():
        item = shelf.add("gif", name, ".gif", lossless=True)
        item.write(make(item))
    for name, data in (("all", still()), ("moving-all", moving)):
        item = shelf.add("gif", name, ".gif", data, lossless=True)
        shelf.plant(item, xmp_words(item) + ["-Comment=" + item.mark("Comment")])


def make(shelf):
    png_sets(shelf)
    png_chunks(shelf)
    gifs(shelf)
