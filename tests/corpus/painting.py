"""The picture that all pictures show: no two corners alike, so that one that was turned is known."""
from PIL import Image, ImageDraw


def picture(mode="RGB", size=(64, 48), shift=0):
    """shift: another one, for what moves."""
    width, height = size
    across = Image.linear_gradient("L").rotate(90).resize(size)
    down = Image.linear_gradient("L").resize(size)
    rgb = Image.merge("RGB", (across, down, Image.new("L", size, 60 + shift)))
    if width > 8 and height > 8:
        pen = ImageDraw.Draw(rgb)
        pen.rectangle((0, 0, width // 4, height // 4), (250, 240, 20))
        pen.ellipse((width // 2 + shift, height // 2, width - 2, height - 2), (20, 200, 60))
        pen.line((0, height - 1, width // 2, height // 2), (10, 10, 200), 2)
    if mode in ("RGBA", "LA"):
        rgb.putalpha(down.point(lambda v: 0 if v < 40 else v))
        return rgb if mode == "RGBA" else rgb.convert("LA")
    if mode == "P":
        return rgb.quantize(64)
    return rgb.convert(mode)
