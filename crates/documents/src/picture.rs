//! Pictures: what a file's first bytes say of it, and the picture as documents can hold it.
//!
//! Bytes and pixels are measured before anything is decoded. PNG and JPEG stay as they are; WebP, which Word does not read,
//! becomes PNG, and a photograph that its camera stored turned is turned upright.

use baocao_core::domain::{Image, ImageKind, Length, PICTURE_BYTES, PICTURE_DPI, PICTURE_PIXELS, PictureFault};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// What decoding one picture may take of the memory, in bytes: [`PICTURE_PIXELS`] at eight bytes a pixel, and what decoders need.
const MEMORY: u64 = 512 * 1024 * 1024;
/// Quality of a photograph that had to be turned.
const QUALITY: u8 = 92;

/// Reads a picture.
///
/// # Errors
/// It is too large, of another kind, or damaged.
pub fn read(bytes: &[u8]) -> Result<Image, PictureFault> {
    if bytes.len() as u64 > PICTURE_BYTES {
        return Err(PictureFault::TooLarge(bytes.len() as u64));
    }
    let format = match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) => format,
        _ => return Err(PictureFault::Kind),
    };
    let damaged = |_| PictureFault::Unreadable;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PICTURE_PIXELS {
        return Err(PictureFault::TooManyPixels(width, height));
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut decoded = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    let header = match format {
        ImageFormat::Png => png(bytes),
        // The decoder fills what is missing of a JPEG with grey and says nothing.
        ImageFormat::Jpeg => jpeg(bytes).ok_or(PictureFault::Unreadable)?,
        _ => None,
    };
    let kind = if format == ImageFormat::Jpeg { ImageKind::Jpeg } else { ImageKind::Png };
    let turned = orientation != Orientation::NoTransforms;
    decoded.apply_orientation(orientation);
    let stays = !turned && format != ImageFormat::WebP;
    let stored = if stays { bytes.to_vec() } else { encoded(&decoded, kind).ok_or(PictureFault::Unreadable)? };
    let (x, y) = header.unwrap_or((PICTURE_DPI, PICTURE_DPI));
    let (x, y) = if swaps(orientation) { (y, x) } else { (x, y) };
    Ok(Image { kind, bytes: stored, width: length(decoded.width(), x), height: length(decoded.height(), y) })
}

fn encoded(image: &DynamicImage, kind: ImageKind) -> Option<Vec<u8>> {
    let mut out = Cursor::new(Vec::new());
    match kind {
        ImageKind::Png => image.write_to(&mut out, ImageFormat::Png).ok()?,
        ImageKind::Jpeg => {
            let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
            // JPEG has no transparency.
            DynamicImage::from(image.to_rgb8()).write_with_encoder(encoder).ok()?;
        }
    }
    Some(out.into_inner())
}

fn swaps(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}

/// Pixels at so many per inch, as a length.
fn length(pixels: u32, per_inch: u32) -> Length {
    let hundredths = u64::from(pixels) * 2540 / u64::from(per_inch.max(1));
    Length(u32::try_from(hundredths).unwrap_or(u32::MAX).max(1))
}

/// Pixels per inch that are worth believing; cameras and editors write 0, 1 and other nothings.
fn believable(x: u64, y: u64) -> Option<(u32, u32)> {
    let sound = |value: u64| (30..=2400).contains(&value).then(|| u32::try_from(value).ok()).flatten();
    Some((sound(x)?, sound(y)?))
}

fn number(bytes: &[u8]) -> Option<u64> {
    (bytes.len() <= 4).then(|| bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}

/// Pixels per inch of a PNG, by its `pHYs` chunk (PNG specification, 11.3.4.3), which stands before the pixels.
fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 8;
    loop {
        let length = usize::try_from(number(bytes.get(at..at + 4)?)?).ok()?;
        let data = bytes.get(at + 8..(at + 8).checked_add(length)?)?;
        match bytes.get(at + 4..at + 8)? {
            b"pHYs" if data.len() == 9 && data[8] == 1 => {
                let per_inch = |metre: u64| (metre * 254 + 5_000) / 10_000;
                return believable(per_inch(number(&data[..4])?), per_inch(number(&data[4..8])?));
            }
            b"IDAT" => return None,
            _ => at = at.checked_add(length)?.checked_add(12)?,
        }
    }
}

/// Pixels per inch of a JPEG, by its JFIF header (ITU-T T.871, 10.1), where it states any; `None` if the file ends before its
/// end-of-image mark.
fn jpeg(bytes: &[u8]) -> Option<Option<(u32, u32)>> {
    let mut density = None;
    let mut at = 2;
    loop {
        // Marks may have fill bytes before them.
        while bytes.get(at..at + 2)? == [0xff, 0xff] {
            at += 1;
        }
        let [0xff, mark] = *bytes.get(at..at + 2)? else { return None };
        if mark == 0xda {
            break;
        }
        let length = usize::try_from(number(bytes.get(at + 2..at + 4)?)?).ok()?;
        let data = bytes.get(at + 4..at + 2 + length.max(2))?;
        if mark == 0xe0 && data.starts_with(b"JFIF\0") && data.len() >= 12 {
            let (x, y) = (number(&data[8..10])?, number(&data[10..12])?);
            density = match data[7] {
                1 => believable(x, y),
                2 => believable((x * 254 + 50) / 100, (y * 254 + 50) / 100),
                _ => None,
            };
        }
        at += 2 + length.max(2);
    }
    memchr::memmem::find(&bytes[at..], &[0xff, 0xd9]).map(|_| density)
}

#[cfg(test)]
mod tests {
    use crate::picture::*;
    use image::RgbImage;

    fn sample(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        let pixels = RgbImage::from_fn(width, height, |x, y| image::Rgb([(x * 7) as u8, (y * 5) as u8, 90]));
        DynamicImage::from(pixels).write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    /// The same PNG with a chunk that states its resolution.
    fn with_resolution(png: &[u8], per_metre: u32) -> Vec<u8> {
        let mut chunk = b"pHYs".to_vec();
        chunk.extend(per_metre.to_be_bytes());
        chunk.extend(per_metre.to_be_bytes());
        chunk.push(1);
        let sum = chunk.iter().fold(!0u32, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
        });
        let mut out = png[..33].to_vec();
        out.extend(9u32.to_be_bytes());
        out.extend(chunk);
        out.extend((!sum).to_be_bytes());
        out.extend(&png[33..]);
        out
    }

    #[test]
    fn the_size_follows_the_resolution_or_150() {
        let png = sample(ImageFormat::Png, 300, 150);
        let read = |bytes: &[u8]| read(bytes).map(|image| (image.kind, image.width.0, image.height.0));
        assert_eq!(read(&png), Ok((ImageKind::Png, 5080, 2540)));
        assert_eq!(read(&with_resolution(&png, 11_811)), Ok((ImageKind::Png, 2540, 1270)));
        assert_eq!(read(&with_resolution(&png, 1)), Ok((ImageKind::Png, 5080, 2540)), "no such resolution");
        assert_eq!(read(&sample(ImageFormat::Jpeg, 300, 150)).unwrap().0, ImageKind::Jpeg);
    }

    #[test]
    fn webp_becomes_png_and_the_others_stay_byte_for_byte() {
        let webp = read(&sample(ImageFormat::WebP, 40, 20)).unwrap();
        assert_eq!(webp.kind, ImageKind::Png);
        assert!(webp.bytes.starts_with(b"\x89PNG"));
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let bytes = sample(format, 40, 20);
            assert_eq!(read(&bytes).unwrap().bytes, bytes);
        }
    }

    #[test]
    fn what_is_no_whole_picture_is_refused() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let bytes = sample(format, 64, 64);
            for part in [bytes.len() / 4, bytes.len() / 2, bytes.len() - 20] {
                assert!(read(&bytes[..part]).is_err(), "{format:?} {part}");
            }
        }
        for other in [&b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"[..], b"%PDF-1.7", b"<svg xmlns=''/>", b""] {
            assert_eq!(read(other), Err(PictureFault::Kind));
        }
    }

    #[test]
    fn a_picture_is_measured_before_it_is_decoded() {
        assert!(matches!(read(&vec![0; PICTURE_BYTES as usize + 1]), Err(PictureFault::TooLarge(_))));
        // The header states 8000 × 8000 pixels; there are none behind it.
        let mut bytes = sample(ImageFormat::Png, 1, 1);
        let mut header = b"IHDR".to_vec();
        header.extend(8000u32.to_be_bytes());
        header.extend(8000u32.to_be_bytes());
        header.extend(&bytes[24..29]);
        let sum = header.iter().fold(!0u32, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
        });
        bytes[12..29].copy_from_slice(&header);
        bytes[29..33].copy_from_slice(&(!sum).to_be_bytes());
        assert_eq!(read(&bytes), Err(PictureFault::TooManyPixels(8000, 8000)));
    }

    #[test]
    fn a_photograph_is_turned_upright() {
        // An EXIF block that says “turned by 90 degrees”, put behind the start mark.
        let plain = sample(ImageFormat::Jpeg, 40, 20);
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        let mut bytes = plain[..2].to_vec();
        bytes.extend([0xff, 0xe1]);
        bytes.extend(((exif.len() + 2) as u16).to_be_bytes());
        bytes.append(&mut exif);
        bytes.extend(&plain[2..]);
        let (upright, turned) = (read(&plain).unwrap(), read(&bytes).unwrap());
        assert_eq!((upright.width, upright.height), (turned.height, turned.width));
        assert_eq!(read(&turned.bytes).unwrap().width, turned.width);
    }
}
