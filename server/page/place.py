"""place.py: where in an HTML document the next byte stands, so that a value only stands where escaping makes it safe."""
from dataclasses import dataclass, replace

URLS = {"href", "src", "action", "formaction", "cite", "data", "poster", "srcset", "ping", "background", "manifest"}
RAW = {"script", "style"}
TEXTAREAS = {"textarea", "title"}
IN_TAG = {"tag", "space", "attribute", "named", "quoted", "between"}
SPACE = " \t\r\n\f"


def longest(end, read):
    """The most of end's beginning that read ends with."""
    while not end.startswith(read):
        read = read[1:]
    return read


class Misplaced(Exception):
    pass


@dataclass(frozen=True)
class Place:
    where: str = "text"
    tag: str = ""  # of the element whose tag or raw text this is
    attribute: str = ""
    is_empty: bool = False  # nothing of the attribute's value yet
    tail: str = ""  # what was just read, where more than one byte decides

    def __str__(self):
        return " of ".join(filter(None, (self.where, self.attribute or self.tag)))

    def after(self, text):
        place = self
        for byte in text:
            place = getattr(place, "_" + place.where)(byte)
        return place

    def after_value(self):
        """Past a value that is only known when the page is made."""
        if self.where == "text" or (self.where == "raw" and self.tag in TEXTAREAS):
            return replace(self, tail="")
        if self.where != "value" or self.tail != '"':
            raise Misplaced("a value may stand in text and in attributes in double quotes only")
        if self.attribute.startswith("on") or self.attribute == "style":
            raise Misplaced(f"a value may not stand in {self.attribute}=")
        if self.attribute in URLS and self.is_empty:
            raise Misplaced(f"{self.attribute}= may not begin with a value")
        return replace(self, is_empty=False)

    def joined(self, other):
        """Where two branches meet."""
        if self == other:
            return self
        if self.where in IN_TAG and other.where in IN_TAG and self.tag == other.tag:
            return Place("between", self.tag)
        if replace(self, is_empty=True) == replace(other, is_empty=True):
            return replace(self, is_empty=True)
        raise Misplaced(f"the branches end in different places of HTML: {self} and {other}")

    def _text(self, byte):
        return Place("less", tail="<") if byte == "<" else self

    def _less(self, byte):
        read = self.tail + byte
        if read in ("</", "<!", "<!-"):
            return replace(self, tail=read)
        if read == "<!--":
            return Place("comment")
        if self.tail == "<!":
            return Place("declaration")
        if self.tail in ("<", "</") and byte.isalpha():
            return Place("tag", tag=self.tail[1:] + byte.lower())
        raise Misplaced(f"{read}: begins no tag")

    def _declaration(self, byte):
        return Place() if byte == ">" else self

    def _comment(self, byte):
        tail = longest("-->", self.tail + byte)
        return Place() if tail == "-->" else replace(self, tail=tail)

    def _tag(self, byte):
        if byte.isalnum() or byte == "-":
            return replace(self, tag=self.tag + byte.lower())
        return self._between(byte)

    def _between(self, byte):
        if byte == ">":
            return Place("raw", self.tag) if self.tag in RAW | TEXTAREAS else Place()
        if byte in SPACE or byte == "/":
            return Place("space", self.tag)
        raise Misplaced(f"{byte}: a space is missing before it")

    def _space(self, byte):
        if byte in SPACE or byte in ">/":
            return self._between(byte)
        if byte.isalpha():
            return Place("attribute", self.tag, byte.lower())
        raise Misplaced(f"{byte}: begins no attribute")

    def _attribute(self, byte):
        if byte == "=":
            return replace(self, where="equals")
        if byte.isalnum() or byte in "-:_":
            return replace(self, attribute=self.attribute + byte.lower())
        return self._between(byte)

    def _equals(self, byte):
        if byte not in "\"'":
            raise Misplaced(f"{self.attribute}=: needs quotes")
        return Place("value", self.tag, self.attribute, True, byte)

    def _value(self, byte):
        return Place("quoted", self.tag) if byte == self.tail else replace(self, is_empty=False)

    def _quoted(self, byte):
        return self._between(byte)

    def _raw(self, byte):
        end = f"</{self.tag}>"
        tail = longest(end, self.tail + byte.lower())
        return Place() if tail == end else replace(self, tail=tail)
