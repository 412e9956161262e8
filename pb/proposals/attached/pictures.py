"""Uploaded photos: decoded within limits and written anew, so that only what one sees is kept.

What the camera hid in the file (place, time, serial numbers, a small copy of the uncropped picture) is gone
afterwards, and so is whatever somebody put there on purpose.
"""

import io
import struct
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from PIL import Image, ImageOps, UnidentifiedImageError

from pb.errors import Refused

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 60_000_000
LARGE, SMALL = 1600, 480
QUALITY = 80
GPS = 0x8825
# The brands of ISO/IEC 23008-12 that phones write.
HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))


class NotAPhoto(Refused):
    why = _l("This is no photo that we can read. Choose a JPEG, PNG or WebP picture.")


class Heic(NotAPhoto):
    why = _l(
        "This photo is in Apple's HEIC format, which not every browser can show. On the iPhone choose "
        "Settings, Camera, Formats, “Most Compatible”, or send a screenshot of the photo."
    )


class Broken(NotAPhoto):
    why = _l("This photo is damaged or did not arrive whole. Open and save it, then send it again.")


class TooManyPixels(NotAPhoto):
    why = _l("This photo has more than 60 million pixels. Make it smaller first.")


@dataclass(frozen=True)
class Picture:
    """A photo as it is kept: two WebP files, the size of the larger, and where it was taken if noted."""

    large: bytes
    small: bytes
    width: int
    height: int
    place: tuple[float, float] | None


def read(blob: bytes) -> Picture:
    """Decode and write anew. Raises NotAPhoto in one of its forms."""
    if blob[4:8] == b"ftyp" and blob[8:12] in HEIC_BRANDS:
        raise Heic
    try:
        with Image.open(io.BytesIO(blob), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise TooManyPixels
            # A JPEG is decoded at half or a quarter of its size if that is enough.
            image.draft("RGB", (LARGE, LARGE))
            place = place_of(image)
            upright = flat(ImageOps.exif_transpose(image))
    except UnidentifiedImageError:
        raise NotAPhoto from None
    except Image.DecompressionBombError:
        raise TooManyPixels from None
    except (OSError, ValueError, SyntaxError, struct.error, EOFError):
        raise Broken from None
    upright.thumbnail((LARGE, LARGE))
    large, size = written(upright), upright.size
    upright.thumbnail((SMALL, SMALL))
    return Picture(large, written(upright), *size, place)


def flat(image: Image.Image) -> Image.Image:
    """In plain colours; what was see-through becomes white."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")


def written(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, exif=b"", icc_profile=b"", xmp=b"")
    return out.getvalue()


def place_of(image: Image.Image) -> tuple[float, float] | None:
    """Latitude and longitude as the camera noted them, if it did and they are on the earth."""
    try:
        noted = image.getexif().get_ifd(GPS)
        latitude = degrees(noted[2]) * (-1 if noted[1] == "S" else 1)
        longitude = degrees(noted[4]) * (-1 if noted[3] == "W" else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OSError, SyntaxError, struct.error):
        return None
    on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    return (round(latitude, 6), round(longitude, 6)) if on_earth else None


def degrees(noted: tuple[float, float, float]) -> float:
    whole, minutes, seconds = (float(part) for part in noted)
    return whole + minutes / 60 + seconds / 3600
