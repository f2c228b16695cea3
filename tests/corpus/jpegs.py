"""JPEG files: every coding that phones and programs use, every place where a JPEG can carry words."""
import io
import struct

from PIL import Image, ImageCms

import painting
from planted import exif_words, iptc_words, xmp, xmp_words

APP, COM, SOS = 0xE0, 0xFE, 0xDA
ARRANGEMENTS = {
    "baseline": ("RGB", {}), "full": ("RGB", {"subsampling": 0}), "progressive": ("RGB", {"progressive": True}),
    "grey": ("L", {}), "cmyk": ("CMYK", {}), "poor": ("RGB", {"quality": 30, "subsampling": 2}),
    "grey-progressive": ("L", {"progressive": True}), "own-tables": ("RGB", {"optimize": True}),
}


def jpeg(picture, **how):
    out = io.BytesIO()
    picture.save(out, "JPEG", **dict({"quality": 90}, **how))
    return out.getvalue()


def segment(marker, payload):
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def first(data, *segments):
    """Straight behind the start of the image, before even JFIF."""
    return data[:2] + b"".join(segments) + data[2:]


def before(data, marker, *segments, nth=0):
    at = -1
    for _ in range(nth + 1):
        at = data.index(bytes([0xFF, marker]), at + 1)
    return data[:at] + b"".join(segments) + data[at:]


def exif(text, orientation=None):
    """An Exif block of a few texts, as an APP1 payload."""
    head = Image.Exif()
    for tag in (0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298):
        head[tag] = text
    if orientation:
        head[0x0112] = orientation
    return head.tobytes()


def thumbnail(item):
    """A small JPEG that says in a comment that it is one."""
    return before(jpeg(Image.new("RGB", (16, 16), (255, 0, 255))), SOS, segment(COM, item.mark("Thumbnail").encode()))


def profile(item):
    """sRGB, described in words of our own: its texts are UTF-16, and as long as before."""
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    old = "sRGB built-in".encode("utf-16-be")
    new = item.mark("x")[:len(old) // 2].ljust(len(old) // 2, "x").encode("utf-16-be")
    assert old in icc
    return icc.replace(old, new)


def whole_sets(shelf):
    for name, (mode, how) in ARRANGEMENTS.items():
        plain = jpeg(painting.picture(mode), **how)
        for what, words in (("exif", exif_words), ("texts", lambda i: xmp_words(i) + iptc_words(i)),
                            ("all", lambda i: exif_words(i) + xmp_words(i) + iptc_words(i))):
            item = shelf.add("jpeg", name + "-" + what, ".jpg", plain)
            shelf.plant(item, words(item))
    for turn in range(1, 9):
        item = shelf.add("jpeg", "turned-%d" % turn, ".jpg", jpeg(painting.picture("RGB")))
        shelf.plant(item, exif_words(item) + ["-n", "-EXIF:Orientation=%d" % turn])


def thumbnails(shelf):
    for name, tag in (("thumbnail", "-ThumbnailImage"), ("photoshop", "-PhotoshopThumbnail"), ("xmp-thumbnail", None)):
        item = shelf.add("jpeg", name, ".jpg", jpeg(painting.picture("RGB")))
        small = shelf.folder / (item.path.stem + ".thumb")
        small.write_bytes(thumbnail(item))
        words = ["%s<=%s" % (tag, small)] if tag else ["-XMP-xmp:ThumbnailImage<=%s" % small]
        shelf.plant(item, words + exif_words(item) + ["-Photoshop:CopyrightFlag=1",
                    "-Photoshop:URL=http://example.org/" + item.mark("Url")])
    item = shelf.add("jpeg", "jfxx", ".jpg")
    item.write(before(jpeg(painting.picture("RGB")), 0xDB, segment(APP, b"JFXX\0\x10" + thumbnail(item))))


def segments(shelf):
    """Where a segment may stand, and where none should: before JFIF, twice, between scans, behind fill bytes."""
    plain, scans = jpeg(painting.picture("RGB")), jpeg(painting.picture("RGB"), progressive=True)

    def add(name, make, data=plain):
        item = shelf.add("jpeg", name, ".jpg")
        item.write(make(data, item))
    def app(n, head, item, field):
        return segment(APP + n, head + item.mark(field).encode())
    def packet(item):
        return segment(APP + 1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(item.mark))
    def exif_of(item, turn=None):
        return segment(APP + 1, exif(item.mark("Exif"), turn))
    add("comment", lambda d, i: before(d, SOS, segment(COM, i.mark("Comment").encode())))
    add("comments", lambda d, i: first(d, *[segment(COM, (i.mark("C%d" % k) * 9).encode()) for k in range(20)]))
    add("utf16-comment", lambda d, i: first(d, segment(COM, i.mark("Comment").encode("utf-16"))))
    add("exif-before-jfif", lambda d, i: first(d, exif_of(i)))
    add("xmp-before-exif", lambda d, i: first(d, packet(i), exif_of(i)))
    add("two-exifs", lambda d, i: before(d, 0xDB, exif_of(i), exif_of(i)))
    add("three-app1", lambda d, i: before(d, 0xDB, exif_of(i), packet(i), segment(
        APP + 1, b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32 + struct.pack(">II", 600, 0) + xmp(i.mark))))
    add("exif-at-the-scan", lambda d, i: before(d, SOS, exif_of(i)))
    add("between-scans", lambda d, i: before(d, SOS, exif_of(i), segment(COM, i.mark("Late").encode()), nth=2), scans)
    add("fill-bytes", lambda d, i: before(d, 0xDB, b"\xff" * 7, exif_of(i), b"\xff" * 3))
    add("every-app", lambda d, i: before(d, 0xDB, *[app(n, b"Own\0", i, "App%d" % n) for n in range(1, 16) if n != 14]))
    add("ducky", lambda d, i: before(d, 0xDB, app(12, b"Ducky\0\0\x02\0\x13", i, "Ducky")))
    add("content-credentials", lambda d, i: before(d, 0xDB, app(11, b"JP\0\1\0\0\0\1\0\0\1\0jumb", i, "Jumbf")))
    add("depth-map", lambda d, i: before(d, 0xDB, app(1, b"http://ns.adobe.com/xap/1.0/\0GDepth:Data=", i, "Depth")))
    add("icc", lambda d, i: jpeg(painting.picture("RGB"), icc_profile=profile(i)))
    add("icc-grey", lambda d, i: first(jpeg(painting.picture("L")), segment(APP + 2, b"ICC_PROFILE\0\1\1" + profile(i))))
    add("exif-cut", lambda d, i: before(d, 0xDB, segment(APP + 1, exif(i.mark("Exif"))[:-9])))


def behind(shelf):
    """What stands behind the end of the picture: nobody sees it, everybody who looks can read it."""
    plain = jpeg(painting.picture("RGB"))
    for name, make in {
        "text": lambda i: i.mark("Trailing").encode() * 40, "zip": lambda i: b"PK\3\4" + i.mark("Zip").encode() * 9,
        "another": lambda i: first(plain, segment(APP + 1, exif(i.mark("Second")))),
        "motion-photo": lambda i: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\1\0moov" + i.mark("Motion").encode() * 9,
        "samsung": lambda i: i.mark("Image_UTC_Data").encode() + b"SEFH\0\0\0\0SEFT",
    }.items():
        item = shelf.add("jpeg", "behind-" + name, ".jpg")
        item.write(plain + make(item))
    item = shelf.add("jpeg", "multi-picture", ".jpg")
    one, two = io.BytesIO(), painting.picture("RGB")
    two.save(one, "MPO", save_all=True, append_images=[two], exif=exif(item.mark("Mpf")))
    item.write(one.getvalue() + item.mark("Trailing").encode())


def sizes(shelf):
    for name, size in (("one-pixel", (1, 1)), ("one-row", (97, 1)), ("odd", (17, 13)), ("larger", (801, 600))):
        item = shelf.add("jpeg", name, ".jpg", jpeg(painting.picture("RGB", size)))
        shelf.plant(item, exif_words(item) + iptc_words(item))


def make(shelf):
    whole_sets(shelf)
    thumbnails(shelf)
    segments(shelf)
    behind(shelf)
    sizes(shelf)
