"""PDF files, written object by object: what a document can say besides what its pages show."""
import io
import re
import subprocess

import jpegs
import painting
from planted import DATE, xmp

INFO = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "Company")


def stream(data, words=b""):
    return b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(data), words, data)


def text(words):
    return b"(" + words.encode() + b")"


def form_info(item):
    return b"<< " + b" ".join(b"/%s %s" % (n.encode(), text(item.mark(n))) for n in INFO) + \
        b" /CreationDate (D:19870605040302Z) /Wide <feff%s> >>" % item.mark("Wide").encode("utf-16-be").hex().encode()


def document(objects, info=None, root=b"", page=b"", pages=1, contents=b"BT /F 14 Tf 20 60 Td (Shown) Tj ET"):
    """objects: more of them, by number from 10 on; root, page: more of the catalog's and of each page's words."""
    all_objects = {1: b"<< /Type /Catalog /Pages 2 0 R " + root + b" >>", 3: stream(contents),
                   4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
    numbers = [100 + k for k in range(pages)]
    for number in numbers:
        all_objects[number] = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 120] /Contents 3 0 R " \
            b"/Resources << /Font << /F 4 0 R >> /XObject << /Im 40 0 R >> >> " + page + b" >>"
    all_objects[2] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, b" ".join(b"%d 0 R" % n for n in numbers))
    if info:
        all_objects[5] = info
    all_objects.update(objects)
    return closed(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", all_objects, b"/Info 5 0 R" if info else b"")


def closed(begun, objects, words=b"", previous=b""):
    """The objects, a table of where they stand, and the end; behind what was there before."""
    out = io.BytesIO()
    out.write(begun)
    table = [b"xref\n0 1\n0000000000 65535 f \n"]
    for number in sorted(objects):
        table.append(b"%d 1\n%010d 00000 n \n" % (number, out.tell()))
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, objects[number]))
    at = out.tell()
    out.write(b"".join(table) + b"trailer\n<< /Size %d /Root 1 0 R %s %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        1 + max(int(n) for n in re.findall(rb"(\d+) 0 obj", out.getvalue())), words, previous, at))
    return out.getvalue()


def script(item):
    return b"<< /S /JavaScript /JS %s >>" % text("app.alert('%s')" % item.mark("Js"))


def attached(item):
    return {10: b"<< /Type /Filespec /F %s /UF %s /Desc %s /EF << /F 11 0 R >> >>" % (
                text(item.mark("FileName")), text(item.mark("FileName")), text(item.mark("Desc"))),
            11: stream(item.mark("Attached").encode() * 5, b"/Type /EmbeddedFile ")}


def note(item, kind, more=b""):
    return b"<< /Type /Annot /Subtype /%s /Rect [10 10 60 30] /T %s /NM %s /M (D:19870605040302Z) /Contents %s %s >>" % (
        kind, text(item.mark("NoteBy")), text(item.mark("NoteName")), text(item.mark("Note")), more)


def picture(item):
    data = jpegs.first(jpegs.jpeg(painting.picture()), jpegs.segment(0xE1, jpegs.exif(item.mark("Inner"))))
    return stream(data, b"/Type /XObject /Subtype /Image /Width 64 /Height 48 /ColorSpace /DeviceRGB /BitsPerComponent 8 "
                  b"/Filter /DCTDecode /Metadata 41 0 R ")


def field(item):
    return b"<< /Type /Annot /Subtype /Widget /FT /Tx /T %s /V %s /TU %s /Rect [10 10 90 30] /F 2 >>" % (
        text(item.mark("FieldName")), text(item.mark("FieldValue")), text(item.mark("FieldHint")))


def layers(item):
    return {10: b"<< /Type /OCG /Name %s >>" % text(item.mark("Layer")),
            3: stream(b"/OC /L BDC BT /F 9 Tf 5 5 Td %s Tj ET EMC BT /F 14 Tf 20 60 Td (Shown) Tj ET" %
                      text(item.mark("Off")))}


LAYERS = b"/OCProperties << /OCGs [10 0 R] /D << /OFF [10 0 R] /Order [10 0 R] >> >>"
WAYS = {
    "info": lambda i: document({}, form_info(i)),
    "xmp": lambda i: document({10: stream(xmp(i.mark), b"/Type /Metadata /Subtype /XML ")}, root=b"/Metadata 10 0 R"),
    "attachment": lambda i: document(attached(i), root=b"/Names << /EmbeddedFiles << /Names [(a) 10 0 R] >> >>"),
    "attachment-note": lambda i: document(attached(i), page=b"/Annots [" + note(i, b"FileAttachment", b"/FS 10 0 R") + b"]"),
    "script": lambda i: document({10: script(i)}, root=b"/OpenAction 10 0 R /Names << /JavaScript << /Names "
                                 b"[(a) 10 0 R] >> >>"),
    "page-script": lambda i: document({10: script(i)}, page=b"/AA << /O 10 0 R >>"),
    "launch": lambda i: document({10: b"<< /S /Launch /F %s >>" % text(i.mark("Launch"))}, root=b"/OpenAction 10 0 R"),
    "form": lambda i: document({10: field(i)}, root=b"/AcroForm << /Fields [10 0 R] >>", page=b"/Annots [10 0 R]"),
    "xfa": lambda i: document({10: stream(b"<xdp>" + i.mark("Xfa").encode() + b"</xdp>")},
                              root=b"/AcroForm << /Fields [] /XFA 10 0 R >>"),
    "notes": lambda i: document({}, page=b"/Annots [" + note(i, b"Text") + note(i, b"Square", b"/Popup 10 0 R") + b"]"),
    "link": lambda i: document({}, page=b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI " +
                               text("https://example.org/" + i.mark("Uri")) + b" >> >>]"),
    "layers": lambda i: document(layers(i), root=LAYERS, page=b"/Properties << /L 10 0 R >>"),
    "hidden-text": lambda i: document({}, contents=b"BT 3 Tr /F 9 Tf 5 5 Td %s Tj ET" % text(i.mark("Hidden"))),
    "outside": lambda i: document({}, contents=b"BT /F 9 Tf 900 900 Td %s Tj ET" % text(i.mark("Outside")),
                                  page=b"/CropBox [5 5 90 90]"),
    "comment": lambda i: document({}, contents=b"%% %s\nBT /F 14 Tf 20 60 Td (Shown) Tj ET" % i.mark("Remark").encode()),
    "outline": lambda i: document({10: b"<< /Type /Outlines /First 11 0 R /Last 11 0 R /Count 1 >>",
                                   11: b"<< /Parent 10 0 R /Title %s >>" % text(i.mark("Outline"))},
                                  root=b"/Outlines 10 0 R"),
    "labels": lambda i: document({}, root=b"/PageLabels << /Nums [0 << /P %s >>] >> /Lang %s" % (
        text(i.mark("Label")), text(i.mark("L")))),
    "spoken": lambda i: document({10: b"<< /Type /StructTreeRoot /K << /S /Figure /Alt %s >> >>" % text(i.mark("Alt"))},
                                 root=b"/StructTreeRoot 10 0 R /MarkInfo << /Marked true >>"),
    "program-data": lambda i: document({}, page=b"/PieceInfo << /Own << /LastModified (D:1987) /Private %s >> >>" %
                                       text(i.mark("Piece"))),
    "thumbnail": lambda i: document({10: stream(i.mark("Thumb").encode().ljust(27, b"!"), b"/Width 3 /Height 3 /ColorSpace "
                                                b"/DeviceRGB /BitsPerComponent 8 ")}, page=b"/Thumb 10 0 R"),
    "picture": lambda i: document({40: picture(i), 41: stream(xmp(i.mark))}, contents=b"q 90 0 0 60 20 20 cm /Im Do Q"),
    "unused": lambda i: document({150: stream(i.mark("Unused").encode()), 151: text(i.mark("Loose"))}),
    "pages": lambda i: document({}, form_info(i), pages=7),
    "behind": lambda i: document({}) + i.mark("Trailing").encode() * 9,
    "signature": lambda i: document({10: b"<< /FT /Sig /T (s) /V << /Type /Sig /Filter /Adobe.PPKLite /Name %s /Location %s "
        b"/Reason %s /Contents <00> /ByteRange [0 1 2 3] >> /Rect [0 0 0 0] /Subtype /Widget /Type /Annot >>" % (
        text(i.mark("Signer")), text(i.mark("Location")), text(i.mark("Reason")))},
        root=b"/AcroForm << /SigFlags 3 /Fields [10 0 R] >>"),
}


def updated(item):
    """The old words stand in the file still; a later part of it shows others."""
    old = document({}, form_info(item), contents=b"BT /F 14 Tf 20 60 Td %s Tj ET" % text(item.mark("OldText")))
    at = int(old.rsplit(b"startxref\n", 1)[1].split()[0])
    return closed(old, {3: stream(b"BT /F 14 Tf 20 60 Td (New) Tj ET")}, b"/Info 5 0 R ", b"/Prev %d " % at)


def make(shelf):
    for name, build in dict(WAYS, updated=updated).items():
        item = shelf.add("paper", name, ".pdf")
        item.write(build(item))
    for name, how in (("linear", ["--linearize"]), ("object-streams", ["--object-streams=generate"]),
                      ("encrypted", ["--encrypt", "", "owner", "256", "--"]),
                      ("old-encrypted", ["--allow-weak-crypto", "--encrypt", "", "owner", "128", "--use-aes=n", "--"])):
        item = shelf.add("paper", name, ".pdf", hidden=name != "linear")
        source = shelf.folder / (item.path.stem + ".source")
        names = b"/Names << /EmbeddedFiles << /Names [(a) 10 0 R] >> >>"
        source.write_bytes(document(attached(item), form_info(item), names))
        subprocess.run(["qpdf", *how, str(source), str(item.path)], check=True, capture_output=True)
    item = shelf.add("strange", "locked", ".pdf", state=("strange",), plain=True)
    subprocess.run(["qpdf", "--encrypt", "secret", "owner", "256", "--", str(source), str(item.path)], check=True)
    item = shelf.add("paper", "exiftool", ".pdf", document({}))
    shelf.plant(item, ["-PDF:Author=" + item.mark("Author"), "-XMP-dc:Creator=" + item.mark("Creator"),
                       "-PDF:CreateDate=" + DATE])
