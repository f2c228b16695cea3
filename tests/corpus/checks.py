"""What must hold of a clean copy: nothing planted is found by any way of looking, nothing is there that need not be, and
it shows what its original showed. Each gives a list of sentences, empty when all is well."""
import concurrent.futures
import contextlib
import io
import json
import subprocess
import warnings

from PIL import Image, ImageChops, ImageOps, ImageSequence, ImageStat

from planted import found

NEAR = 9  # of 255, on average: what two codings of small pictures one after the other may change
# All that exiftool may find. Dates must be none, or the year in which time began.
FILE = {"FileType", "FileTypeExtension", "MIMEType", "MIMEEncoding", "ImageSize", "Megapixels", "ImageWidth", "ImageHeight"}
TAGS = {
    "JPEG": FILE | {"EncodingProcess", "BitsPerSample", "ColorComponents", "YCbCrSubSampling"},
    "PNG": FILE | {"BitDepth", "ColorType", "Compression", "Filter", "Interlace", "PixelsPerUnitX", "PixelsPerUnitY",
                   "PixelUnits", "Palette", "Transparency", "BackgroundColor"},
    "Extended WEBP": FILE | {"WebP_Flags", "BackgroundColor", "AnimationLoopCount", "Duration"},
    "PDF": FILE | {"PDFVersion", "Linearized", "PageCount", "Producer", "CreateDate"},
    "TXT": FILE | {"Newlines", "LineCount", "WordCount", "ByteOrderMark"},
}
FILM = FILE | set("""MajorBrand MinorVersion CompatibleBrands Free Wide MediaDataSize MediaDataOffset MediaData
    MovieHeaderVersion CreateDate ModifyDate TimeScale Duration PreferredRate PreferredVolume MatrixStructure PreviewTime
    PreviewDuration PosterTime SelectionTime SelectionDuration CurrentTime NextTrackID TrackHeaderVersion TrackCreateDate
    TrackModifyDate TrackID TrackDuration TrackLayer TrackVolume Unknown_edts MediaHeaderVersion MediaCreateDate
    MediaModifyDate MediaTimeScale MediaDuration MediaLanguageCode HandlerClass HandlerType HandlerDescription GraphicsMode
    OpColor CompressorID CompressorName VendorID SourceImageWidth SourceImageHeight XResolution YResolution BitDepth
    AVCConfiguration Unknown_hvcC Unknown_vpcC Unknown_av1C Unknown_dOps Unknown_esds Unknown_alac Unknown_d263 Unknown_damr
    BufferSize MaxBitrate AverageBitrate VideoFrameRate VideoFieldOrder SyncSampleTable IdependentAndDisposableSamples
    CompositionTimeToSample SampleToChunk SampleSizes ChunkOffset TimeToSampleTable SampleGroupDescription SampleToGroup
    Balance AudioFormat AudioChannels AudioBitsPerSample AudioSampleRate LayoutFlags Unknown_btrt AvgBitrate Rotation
    PixelAspectRatio""".split())
TAGS.update({kind: FILM for kind in ("MP4", "MOV", "M4A", "3GP", "M4V")})
VALUES = {"HandlerDescription": {"VideoHandler", "SoundHandler", "DataHandler"}, "VendorID": {"FFmpeg"},
          "Producer": {"cairo 1.16.0 (https://cairographics.org)"}, "CompressorName": set()}
UNWANTED = [b"/Font", b"/Annot", b"/JavaScript", b"/JS", b"/AcroForm", b"/OCProperties", b"/Metadata", b"/Names", b"/AA",
            b"/OpenAction", b"/EmbeddedFile", b"/Outlines", b"/StructTreeRoot", b"/URI"]
NEVER = ("0000:", "1970:01:01")


def tags_left(folder):
    """Of every copy in the folder, by one exiftool."""
    said = subprocess.run(["exiftool", "-j", "-G1", "-a", "-u", "-ee", "-q", *sorted(map(str, folder.iterdir()))],
                          capture_output=True, text=True).stdout
    wrong = []
    for copy in json.loads(said):
        kind = copy.get("File:FileType")
        for key, value in copy.items():
            group, _, tag = key.rpartition(":")
            if group == "System" or key in ("SourceFile", "ExifTool:ExifToolVersion"):
                continue
            is_dated = "Date" in tag and not str(value).startswith(NEVER)
            if tag not in TAGS.get(kind, FILE) or is_dated or (
                    tag in VALUES and value not in VALUES[tag]):
                wrong.append("%s has %s: %r" % (copy["SourceFile"], key, value))
    return wrong


def unpacked(path):
    """All streams of a PDF as they were before they were deflated."""
    done = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", "--decrypt", str(path), "-"], capture_output=True)
    assert done.returncode in (0, 3), done.stderr
    return done.stdout


def words_left(item, data):
    return ["%s still has %r" % (item.path.name, needle) for needle in found(data)]


@contextlib.contextmanager
def kept(data, folder, item):
    """In a file, for tools that read nothing else."""
    path = folder / ("looked-at-" + item.path.name)
    path.write_bytes(data)
    yield path
    path.unlink()


def frames(data, is_turned):
    """Every frame, the right way up; what is wholly clear has no colour."""
    shown = []
    for frame in ImageSequence.Iterator(Image.open(io.BytesIO(data))):
        deep = frame.mode.startswith("I")
        frame = ImageOps.exif_transpose(frame) if is_turned else frame
        shown.append(frame if deep else blank(frame.convert("RGBA")))
    return shown


def blank(frame):
    clear = frame.getchannel("A").point(lambda a: 255 if a == 0 else 0)
    frame.paste((0, 0, 0, 0), mask=clear)
    return frame


def difference(one, other):
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


def other_picture(item, data):
    """Lossless ones have the same pixels; others nearly."""
    name, is_turned = item.path.name, "-turned-" in item.path.name
    old, new = frames(item.shown or item.path.read_bytes(), is_turned), frames(data, False)
    if len(old) != len(new) and not name.endswith("multi-picture.jpg"):
        return ["%s: %d frames became %d" % (name, len(old), len(new))]
    for one, other in zip(old, new):
        if one.size != other.size:
            return ["%s: %s became %s" % (name, one.size, other.size)]
        if item.lossless and (one.mode != other.mode or one.tobytes() != other.tobytes()):
            return ["%s: pixels differ" % name]
        if not item.lossless and difference(one, other) > NEAR:
            return ["%s: shows something else, by %d" % (name, difference(one, other))]
    return []


def decoded(path):
    """What a player would show and sound: a hash of each frame, by track."""
    done = subprocess.run(["ffmpeg", "-hide_banner", "-loglevel", "quiet", "-nostdin", "-i", str(path), "-map", "0:V?",
                           "-map", "0:a?", "-f", "framehash", "-"], capture_output=True, text=True)
    lines = [line.split(",") for line in done.stdout.splitlines() if not line.startswith("#")]
    return sorted((line[0], at, line[-1].strip()) for at, line in enumerate(sorted(lines, key=lambda line: line[0])))


def deep_pixels(path):
    """Sixteen bits a sample: Pillow gives but the upper eight of those."""
    return subprocess.run(["ffmpeg", "-hide_banner", "-loglevel", "quiet", "-nostdin", "-f", "png_pipe", "-i", str(path),
                           "-f", "rawvideo", "-pix_fmt", "rgba64be", "-"], capture_output=True).stdout


def other_samples(item, data, folder):
    with kept(data, folder, item) as path:
        old, new = deep_pixels(item.path), deep_pixels(path)
    return [] if old and old == new else ["%s: samples differ" % item.path.name]


def other_film(item, data, folder):
    with kept(data, folder, item) as path:
        old, new = decoded(item.path), decoded(path)
    return [] if old and old == new else ["%s: plays something else" % item.path.name]


def other_paper(item, data, folder):
    """As many pages, nothing on them but pictures, and nothing planted in what is deflated."""
    with kept(data, folder, item) as path:
        bare = unpacked(path)
    left = words_left(item, bare)
    if bare.count(b"/Type /Page\n") != (7 if "-pages" in item.path.name else 1):
        left.append("%s: another number of pages" % item.path.name)
    return left + ["%s: has %r" % (item.path.name, word) for word in UNWANTED if word in bare]


def other_words(item, data):
    wanted = item.path.read_bytes().decode("utf-8-sig")
    wanted = "".join(c for c in wanted if c in "\t\r\n" or (c >= " " and c not in "\x7f\u202e"))
    return [] if data.decode() == wanted else ["%s: other words" % item.path.name]


def wrong(item, data, folder):
    """All that is wrong with one copy."""
    faults = words_left(item, data)
    if item.family in ("jpeg", "png", "gif", "webp", "heic", "avif"):
        faults += other_picture(item, data)
        if "sixteen" in item.path.name:
            faults += other_samples(item, data, folder)
    elif item.family == "film":
        faults += other_film(item, data, folder)
    elif item.family == "paper":
        faults += other_paper(item, data, folder)
    elif item.family == "words":
        faults += other_words(item, data)
    return faults


def all_wrong(copies, folder):
    """copies: pairs of an item and its copy's bytes."""
    with concurrent.futures.ThreadPoolExecutor() as pool, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's, of Exif that was cut on purpose
        return [fault for faults in pool.map(lambda pair: wrong(*pair, folder), copies) for fault in faults]


def not_planted(items):
    """A test of the corpus itself: everything that is looked for later is found in the files as they were made."""
    faults = []
    for item in items:
        data = item.path.read_bytes()
        if item.hidden and item.family == "paper":
            data = unpacked(item.path)
        elif item.hidden:
            data = subprocess.run(["exiftool", "-a", str(item.path)], capture_output=True).stdout
        if not item.plain and not found(data):
            faults.append(item.path.name + ": nothing is planted")
    return faults
