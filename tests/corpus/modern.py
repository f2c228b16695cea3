"""WebP, HEIC and AVIF files: what phones and messengers make of a picture now."""
import struct
import subprocess

import jpegs
import painting
from planted import exif_words, xmp, xmp_words
from pngs import saved


def riff(kind, data):
    return kind + struct.pack("<I", len(data)) + data + bytes(len(data) & 1)


def whole(chunks):
    return riff(b"RIFF", b"WEBP" + chunks)


def chunks_of(data):
    at, found = 12, []
    while at + 8 <= len(data):
        n = struct.unpack_from("<I", data, at + 4)[0]
        found.append((data[at:at + 4], data[at + 8:at + 8 + n]))
        at += 8 + n + (n & 1)
    return found


def extended(data, before=(), after=(), flags=0x0C):
    """With the head that other chunks need, and those in front of the picture and behind it."""
    parts = chunks_of(data)
    if parts[0][0] != b"VP8X":
        parts.insert(0, (b"VP8X", struct.pack("<I", 0) + struct.pack("<I", 63)[:3] + struct.pack("<I", 47)[:3]))
    head = bytes([parts[0][1][0] | flags]) + parts[0][1][1:]
    return whole(riff(b"VP8X", head) + b"".join(before) + b"".join(riff(*part) for part in parts[1:]) + b"".join(after))


def webps(shelf):
    moving = [painting.picture("RGB", shift=k) for k in (4, 9)]
    plain = {
        "lossy": ("RGB", {"quality": 80}), "lossless": ("RGB", {"lossless": True}), "alpha": ("RGBA", {"quality": 80}),
        "lossless-alpha": ("RGBA", {"lossless": True}), "hidden-colours": ("RGBA", {"lossless": True, "exact": True}),
        "moving": ("RGB", {"save_all": True, "append_images": moving, "duration": 90, "lossless": True}),
        "moving-lossy": ("RGB", {"save_all": True, "append_images": moving, "duration": 90, "quality": 70}),
    }
    for name, (mode, how) in plain.items():
        for what in ("exif", "both"):
            item = shelf.add("webp", name + "-" + what, ".webp", lossless="lossless" in how)
            more = {"exif": jpegs.exif(item.mark("Exif"))}
            if what == "both":
                more.update(xmp=xmp(item.mark), icc_profile=jpegs.profile(item))
            item.write(saved(painting.picture(mode), "WEBP", **how, **more))
    lossless = saved(painting.picture("RGB"), "WEBP", lossless=True)

    def exif(item):
        return riff(b"EXIF", jpegs.exif(item.mark("Exif"))[6:])
    ways = {
        "exif-first": lambda i: extended(lossless, before=[exif(i)]),
        "xmp-before-exif": lambda i: extended(lossless, after=[riff(b"XMP ", xmp(i.mark)), exif(i)]),
        "two-exifs": lambda i: extended(lossless, before=[exif(i)], after=[exif(i)]),
        "not-announced": lambda i: extended(lossless, after=[exif(i)], flags=0),
        "own-chunk": lambda i: extended(lossless, before=[riff(b"OWN1", i.mark("Own").encode())], after=[exif(i)]),
        "behind": lambda i: lossless + i.mark("Trailing").encode() * 60,
    }
    for name, make in ways.items():
        item = shelf.add("webp", name, ".webp", lossless=True)
        item.write(make(item))
    item = shelf.add("webp", "turned-6", ".webp", lossless=True)
    item.write(saved(painting.picture("RGB"), "WEBP", lossless=True, exif=jpegs.exif(item.mark("Exif"), 6)))


def box(kind, data):
    return struct.pack(">I", len(data) + 8) + kind + data


def encoded(shelf, item, picture, *how):
    """By libheif, from a picture that carries a block of Exif itself."""
    source = shelf.folder / (item.path.stem + ".source" + (".png" if picture.mode == "RGBA" else ".jpeg"))
    if picture.mode == "RGBA":
        picture.save(source)
    else:
        source.write_bytes(jpegs.first(jpegs.jpeg(picture), jpegs.segment(0xE1, jpegs.exif(item.mark("Source")))))
    item.shown = source.read_bytes()
    subprocess.run(["heif-enc", "-q", "90", *how, "-o", str(item.path), str(source)], check=True, capture_output=True)
    return item.path.read_bytes()


def heics(shelf):
    bases = {"photo": ("RGB", (64, 48), ()), "thumbnail": ("RGB", (320, 240), ("-t", "64")),
             "alpha": ("RGBA", (64, 48), ()), "grey": ("L", (64, 48), ()), "odd": ("RGB", (65, 47), ())}
    photo = shown = None
    for name, (mode, size, how) in bases.items():
        item = shelf.add("heic", name + "-all", ".heic")
        data = encoded(shelf, item, painting.picture(mode, size), *how)
        photo, shown = photo or data, shown or item.shown
        shelf.plant(item, exif_words(item) + xmp_words(item))
    for name, words in (("exif", exif_words), ("xmp", xmp_words),
                        ("turned", lambda i: exif_words(i) + ["-n", "-EXIF:Orientation=6"])):
        # A HEIC is turned by a box of its own: Exif's word does not count.
        item = shelf.add("heic", name, ".heic", photo, shown=shown)
        shelf.plant(item, words(item))
    for name, make in {
        "free": lambda i: photo + box(b"free", i.mark("Free").encode() * 9),
        "uuid": lambda i: photo + box(b"uuid", bytes(16) + xmp(i.mark)),
        "udta": lambda i: photo + box(b"moov", box(b"udta", box(b"\xa9xyz", i.mark("Place").encode()))),
        "behind": lambda i: photo + i.mark("Trailing").encode() * 9,
    }.items():
        item = shelf.add("heic", name, ".heic", shown=shown)
        item.write(make(item))
    for name in ("exif", "all"):
        item = shelf.add("avif", name, ".avif")
        encoded(shelf, item, painting.picture("RGB"), "-A", "-p", "speed=9")
        shelf.plant(item, exif_words(item) + (xmp_words(item) if name == "all" else []))


def make(shelf):
    webps(shelf)
    heics(shelf)
