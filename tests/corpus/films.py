"""MP4, MOV, 3GP and M4A files: every box, track and unit that can carry words, places, names and times."""
import struct
import subprocess

import painting
from modern import box
from planted import DATE, LATITUDE, LONGITUDE, xmp, xmp_words

SEI = "086f3693-b7b3-4f2c-9653-21492feee5b8+"


def ffmpeg(*words):
    subprocess.run(["ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-y", *map(str, words)], check=True)


def bases(folder):
    """One film in each coding, made in one run."""
    made = {"h264": "base.mp4", "hevc": "hevc.mp4", "mpeg4": "mpeg4.mp4", "sound": "sound.m4a", "h263": "base.3gp",
            "pcm": "pcm.mov", "vp9": "vp9.mp4", "opus": "opus.mp4", "alac": "alac.m4a", "av1": "av1.mp4"}
    x264, aac = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "3", "-pix_fmt", "yuv420p"], ["-c:a", "aac", "-b:a", "32k"]
    ways = {
        "h264": x264 + aac, "pcm": x264 + ["-c:a", "pcm_s16le"], "opus": x264 + ["-c:a", "libopus"],
        "hevc": ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", "-tag:v", "hvc1"] + aac,
        "mpeg4": ["-c:v", "mpeg4"] + aac, "sound": ["-vn"] + aac, "alac": ["-vn", "-c:a", "alac"],
        "h263": ["-c:v", "h263", "-s", "128x96", "-an"], "av1": ["-c:v", "libaom-av1", "-cpu-used", "8", "-an"],
        "vp9": ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-an"],
    }
    words = ["-f", "lavfi", "-i", "testsrc=s=64x48:r=10:d=0.6", "-f", "lavfi", "-i", "sine=f=440:d=0.6"]
    for name, how in ways.items():
        words += how + ["-shortest", folder / made[name]]
    ffmpeg(*words)
    return {name: folder / made[name] for name in made}


def into(data, path, new):
    """The bytes with one more box at the end of the box that path leads to; all of its parents grow."""
    at, end = 0, len(data)
    grown = []
    for kind in path:
        while data[at + 4:at + 8] != kind:
            at += struct.unpack_from(">I", data, at)[0]
            assert at < end, kind
        grown.append(at)
        end = at + struct.unpack_from(">I", data, at)[0]
        at += {b"stsd": 16, b"meta": 12, b"avc1": 86}.get(kind, 8)
    out = bytearray(data[:end] + new + data[end:])
    for head in grown:
        struct.pack_into(">I", out, head, struct.unpack_from(">I", out, head)[0] + len(new))
    return bytes(out)


def quicktime_words(item):
    names = ["Keys:Author", "Keys:Title", "Keys:Make", "Keys:Model", "Keys:Software", "ItemList:Comment",
             "ItemList:Artist", "ItemList:Encoder", "UserData:Author", "UserData:Comment", "UserData:Model",
             "UserData:Make", "UserData:SerialNumber"]
    place = "%s, %s, 12" % (LATITUDE, LONGITUDE)
    return ["-%s=%s" % (name, item.mark(name.replace(":", ""))) for name in names] + [
        "-Keys:GPSCoordinates=" + place, "-UserData:GPSCoordinates=" + place, "-ItemList:GPSCoordinates=" + place,
        "-QuickTime:CreateDate=" + DATE, "-QuickTime:ModifyDate=" + DATE, "-TrackCreateDate=" + DATE,
        "-MediaCreateDate=" + DATE, "-Keys:CreationDate=" + DATE]


def planted_sets(shelf, base):
    for name, path in base.items():
        item = shelf.add("film", name + "-all", path.suffix, path.read_bytes())
        shelf.plant(item, quicktime_words(item) + xmp_words(item))


def by_ffmpeg(shelf, base):
    """What ffmpeg can write itself, all in one run."""
    subtitles, chapters, cover = (shelf.folder / name for name in ("s.srt", "c.txt", "cover.png"))
    painting.picture().save(cover)
    words = ["-i", base["h264"], "-i", subtitles, "-i", chapters, "-i", cover]
    plain = ["-map", "0", "-c", "copy"]
    made = []

    def add(name, suffix, how):
        item = shelf.add("film", name, suffix)
        words.extend(how(item.mark) + [item.path])
        made.append(item)

    def tags(mark):
        fields = ["title", "artist", "album_artist", "comment", "description", "copyright", "encoder", "location"]
        return [word for f in fields for word in ("-metadata", "%s=%s" % (f, mark(f)))] + [
            "-metadata", "creation_time=1987-06-05T04:03:02Z"]
    add("tags", ".mp4", lambda m: plain + tags(m))
    add("own-tags", ".mp4", lambda m: plain + tags(m) + [
        "-movflags", "use_metadata_tags", "-metadata", "com.apple.quicktime.location.ISO6709=+51.5073-000.1277/",
        "-metadata", "com.apple.quicktime.author=" + m("Apple")])
    add("mov-tags", ".mov", lambda m: plain + tags(m) + ["-metadata:s:v", "encoder=" + m("Enc")])
    add("head-first", ".mp4", lambda m: plain + tags(m) + ["-movflags", "faststart"])
    add("fragments", ".mp4", lambda m: plain + tags(m) + ["-movflags", "frag_keyframe+empty_moov"])
    add("3gp-tags", ".3gp", lambda m: plain + tags(m))
    add("handlers", ".mp4", lambda m: plain + ["-metadata:s:v", "handler_name=" + m("HandlerV"), "-metadata:s:a",
                                               "handler_name=" + m("HandlerA"), "-metadata:s:a", "title=" + m("T")])
    add("subtitles", ".mp4", lambda m: plain + ["-map", "1", "-c:s", "mov_text", "-metadata:s:s", "title=" + m("Sub")])
    add("chapters", ".mp4", lambda m: plain + ["-map_metadata", "2", "-metadata", "title=" + m("Title")])
    add("cover", ".mp4", lambda m: plain + ["-map", "3", "-disposition:v:1", "attached_pic", "-metadata", "title=" + m("T")])
    add("timecode", ".mov", lambda m: plain + ["-timecode", "01:02:03:04", "-metadata", "title=" + m("T"),
                                               "-metadata:s:v", "reel_name=" + m("Reel")])
    add("telemetry", ".mp4", lambda m: plain + ["-map", "1", "-c:s", "mov_text", "-metadata:s:s", "handler_name=" + m("D")])
    add("coder-words", ".mp4", lambda m: plain + ["-bsf:v", "h264_metadata=sei_user_data=" + SEI + m("Sei")])
    add("m4v-tags", ".m4v", lambda m: plain + tags(m))
    mark = made[0].mark
    subtitles.write_text("1\n00:00:00,000 --> 00:00:00,400\n%s\n" % mark("Subtitle"))
    chapters.write_text(";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/10\nSTART=0\nEND=3\ntitle=%s\n" % mark("Chapter"))
    ffmpeg(*words)
    data = next(item for item in made if "telemetry" in item.path.name)  # a camera's own track: words, under its name
    data.write(data.path.read_bytes().replace(b"tx3g", b"gpmd").replace(b"sbtl", b"meta"))


def by_hand(shelf, base):
    plain = base["h264"].read_bytes()  # moov is its last box: nothing that it points to moves

    def words(item, field):
        return item.mark(field).encode() * 3
    ways = {
        "udta": lambda i: into(plain, [b"moov"], box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+51.5073-000.1277/") +
                                                          box(b"auth", words(i, "Auth")))),
        "track-udta": lambda i: into(plain, [b"moov", b"trak"], box(b"udta", box(b"name", words(i, "Name")))),
        "track-meta": lambda i: into(plain, [b"moov", b"trak"], box(b"meta", bytes(4) + box(b"xml ", words(i, "Xml")))),
        "uuid-behind": lambda i: plain + box(b"uuid", bytes(range(16)) + xmp(i.mark)),
        "uuid-inside": lambda i: into(plain, [b"moov", b"trak", b"mdia"], box(b"uuid", bytes(16) + words(i, "Uuid"))),
        "in-the-coding": lambda i: into(plain, [b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd", b"avc1"],
                                        box(b"uuid", bytes(16) + words(i, "Stsd"))),
        "free": lambda i: into(plain, [b"moov"], box(b"free", words(i, "Free"))) + box(b"skip", words(i, "Skip")),
        "unknown": lambda i: plain + box(b"SDLN", words(i, "Samsung")) + box(b"smrd", words(i, "Smrd")),
        "unused-media": lambda i: plain + box(b"mdat", words(i, "Mdat")),
        "behind": lambda i: plain + box(b"wide", b"") + words(i, "Trailing") * 9,
        "meta-behind": lambda i: plain + box(b"meta", bytes(4) + box(b"hdlr", bytes(8) + b"mdir" + words(i, "Hdlr"))),
    }
    for name, make in ways.items():
        item = shelf.add("film", name, ".mp4")
        item.write(make(item))


def make(shelf):
    base = bases(shelf.folder)
    planted_sets(shelf, base)
    by_ffmpeg(shelf, base)
    by_hand(shelf, base)
