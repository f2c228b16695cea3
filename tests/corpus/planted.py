"""What is planted in the files of the corpus, and where a search would find it again."""
import base64
import binascii
import dataclasses
import pathlib

WORD = "Zq7Plant"  # every planted text begins so; then the field's name and the file's number
LATITUDE, LONGITUDE = "51.507351", "-0.127758"
DATE = "1987:06:05 04:03:02"
# What programs write of themselves; and the planted date and place in the spellings that formats have for them.
OTHERS = [b"Lavf", b"Lavc", b"x264 - ", b"x265 (build", b"Image::ExifTool", b"Photoshop 3.0", b"ns.adobe.com", b"Exif\0\0",
          b"1987:06:05", b"1987-06-05", b"19870605", b"51.507351", b"+51.5073", b"51,30.441"]


def spellings(text):
    """How a text may be written down: as it is, in other cases, in UTF-16, in hexadecimal, in base64 from any byte on."""
    plain = {text.encode(), text.upper().encode(), text.lower().encode()}
    found = set(plain)
    for encoding in ("utf-16-le", "utf-16-be"):
        found |= {word.decode().encode(encoding) for word in plain}
    for word in list(found):
        found |= {binascii.hexlify(word), binascii.hexlify(word).upper()}
    for before in range(3):  # base64 takes three bytes at a time: what begins within them loses its first letters
        coded = base64.b64encode(bytes(before) + text.encode())
        found.add(coded[(0, 2, 3)[before]:-4])
    return found


NEEDLES = sorted(spellings(WORD))


def found(data):
    """Which needles are in there."""
    return [needle for needle in NEEDLES + OTHERS if needle in data]


@dataclasses.dataclass
class Item:
    """One file. lossless: its copy has the same pixels. state: of its copy, and any of these will do. hidden: what is
    planted is deflated, so that a search of the bytes does not find it. plain: nothing is planted. shown: a picture of
    what it shows, where the tests cannot decode it themselves."""
    path: pathlib.Path
    number: int
    family: str
    lossless: bool = False
    state: tuple = ("clean",)
    hidden: bool = False
    plain: bool = False
    shown: bytes = b""

    def mark(self, field):
        return "%s%s%03d" % (WORD, field, self.number)

    def write(self, data):
        self.path.write_bytes(data)
        return self


class Shelf:
    """The files made so far, and what exiftool is still to plant in them, all in one run."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.items = []
        self.planting = []

    def add(self, family, name, suffix, data=None, **more):
        number = len(self.items)
        item = Item(self.folder / ("%03d-%s-%s%s" % (number, family, name, suffix)), number, family, **more)
        self.items.append(item)
        if data is not None:
            item.write(data)
        return item

    def plant(self, item, words):
        self.planting.append((item, words))
        return item


def xmp(mark):
    """A packet with a creator, a place and an edit history."""
    return ('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
            'xmlns:exif="http://ns.adobe.com/exif/1.0/" xmp:CreatorTool="%s" exif:GPSLatitude="51,30.441N">'
            '<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>'
            '<?xpacket end="w"?>' % (mark("XmpTool"), mark("XmpCreator"))).encode()


def exif_words(item):
    """For exiftool: what a phone's camera and its owner's programs write."""
    texts = ["Make", "Model", "Artist", "Copyright", "ImageDescription", "Software", "HostComputer", "DocumentName",
             "UserComment", "OwnerName", "SerialNumber", "LensModel", "LensSerialNumber", "ImageUniqueID", "XPAuthor",
             "XPComment", "XPTitle", "XPKeywords", "GPSAreaInformation", "GPSProcessingMethod"]
    words = ["-EXIF:%s=%s" % (name, item.mark(name)) for name in texts]
    return words + ["-EXIF:GPSLatitude=" + LATITUDE, "-EXIF:GPSLatitudeRef=N", "-EXIF:GPSLongitude=0.127758",
                    "-EXIF:GPSLongitudeRef=W", "-EXIF:DateTimeOriginal=" + DATE, "-EXIF:CreateDate=" + DATE,
                    "-EXIF:ModifyDate=" + DATE, "-EXIF:GPSDateStamp=1987:06:05"]


def xmp_words(item):
    names = ["XMP-dc:Creator", "XMP-dc:Description", "XMP-dc:Title", "XMP-dc:Subject", "XMP-xmp:CreatorTool",
             "XMP-photoshop:City", "XMP-photoshop:AuthorsPosition", "XMP-xmpMM:HistorySoftwareAgent",
             "XMP-xmpMM:DocumentID", "XMP-xmpMM:DerivedFromInstanceID", "XMP-aux:SerialNumber", "XMP-aux:OwnerName",
             "XMP-tiff:Artist", "XMP-mwg-rs:RegionName", "XMP-iptcCore:Location", "XMP-xmpRights:Owner",
             "XMP-microsoft:CameraSerialNumber"]
    return ["-%s=%s" % (name, item.mark(name.split(":")[1])) for name in names] + [
        "-XMP-exif:GPSLatitude=" + LATITUDE, "-XMP-exif:GPSLongitude=" + LONGITUDE, "-XMP-xmp:CreateDate=" + DATE]


def iptc_words(item):
    names = ["By-line", "By-lineTitle", "City", "Sub-location", "Caption-Abstract", "Keywords", "Contact", "Credit",
             "Writer-Editor", "OriginatingProgram", "ObjectName", "SpecialInstructions", "CopyrightNotice"]
    return ["-IPTC:%s=%s" % (name, item.mark(name)) for name in names] + ["-IPTC:DateCreated=1987:06:05"]
