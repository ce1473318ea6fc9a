//! Hình của báo cáo: pictures that a report shows, where they are stored, and what makes one unusable.

use crate::domain::{DepartmentId, Length};
use crate::text::{Span, misnamed};
use std::sync::Arc;

/// The largest picture file, in bytes: 4 MiB, the most that is read of any file of a period.
pub const PICTURE_BYTES: u64 = 4 * 1024 * 1024;
/// The most pixels of one picture. Forty million are a photograph of the largest common cameras; decoded they take 160 MB.
pub const PICTURE_PIXELS: u64 = 40_000_000;
/// The most pictures of one report.
pub const PICTURES_MOST: usize = 30;
/// The most bytes of all pictures of one report: 40 MiB.
pub const PICTURES_BYTES: u64 = 40 * 1024 * 1024;
/// Pixels per inch of a picture that states none.
pub const PICTURE_DPI: u32 = 150;
/// The folder of a period that holds each department's pictures: `phu-luc/<department>/<name>`.
pub const ANNEX_FOLDER: &str = "phu-luc";

/// How a picture's bytes are stored in documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

impl ImageKind {
    /// The file extension, which also is the name that the PDF typesetter uses for JPEG and PNG.
    pub fn extension(self) -> &'static str {
        match self {
            ImageKind::Png => "png",
            ImageKind::Jpeg => "jpeg",
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            ImageKind::Png => "image/png",
            ImageKind::Jpeg => "image/jpeg",
        }
    }
}

/// A picture that was read and can be shown: upright, as PNG or JPEG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// How the bytes are stored.
    pub kind: ImageKind,
    /// The file.
    pub bytes: Vec<u8>,
    /// The natural width, by the file's pixels per inch or [`PICTURE_DPI`].
    pub width: Length,
    /// The natural height.
    pub height: Length,
}

impl Image {
    /// Width and height as drawn: the natural size, made smaller with the same proportions until it is within both limits.
    pub fn fitted(&self, width: Length, height: Length) -> (Length, Length) {
        let (mut w, mut h) = (u64::from(self.width.0.max(1)), u64::from(self.height.0.max(1)));
        let (most_w, most_h) = (u64::from(width.0.max(1)), u64::from(height.0.max(1)));
        if w > most_w {
            (w, h) = (most_w, (h * most_w / w).max(1));
        }
        if h > most_h {
            (w, h) = ((w * most_h / h).max(1), most_h);
        }
        let length = |value: u64| Length(u32::try_from(value).unwrap_or(u32::MAX));
        (length(w), length(h))
    }
}

/// A picture in running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureText {
    /// The address as written, relative to the period's folder.
    pub address: String,
    /// The alternative text (mô tả).
    pub alt: String,
    /// The picture itself, once it was found and read.
    pub image: Option<Arc<Image>>,
}

impl PictureText {
    /// The alternative text, never empty: assistive programs read it in the picture's place.
    pub fn about(&self) -> &str {
        if self.alt.is_empty() { "Hình" } else { &self.alt }
    }

    /// The words that stand for the picture where none can be drawn: `[hình: sơ đồ]`.
    pub fn words(&self) -> String {
        if self.alt.is_empty() { "[hình]".to_string() } else { format!("[hình: {}]", self.alt) }
    }
}

/// Why a picture cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureFault {
    /// The address is not of the folder in which the text may have its pictures.
    Elsewhere,
    /// The file name has other characters than ASCII letters, digits, `.`, `_` and `-`, or another extension than
    /// `.png`, `.jpg`, `.jpeg`, `.webp`.
    Name,
    /// There is no such file.
    Missing,
    /// It is a folder, a link or a device.
    Irregular,
    /// More than [`PICTURE_BYTES`]; its size.
    TooLarge(u64),
    /// More than [`PICTURE_PIXELS`]; width and height.
    TooManyPixels(u32, u32),
    /// Neither PNG, JPEG nor WebP.
    Kind,
    /// The file is damaged.
    Unreadable,
    /// The report has more than [`PICTURES_MOST`] pictures, or more than [`PICTURES_BYTES`] of them.
    TooMany,
}

/// A picture that a text shows: where, which, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureUse {
    /// Where it is written.
    pub span: Span,
    /// The address as written.
    pub address: String,
    /// What is wrong.
    pub fault: Option<PictureFault>,
}

/// Department and file name of an address such as `phu-luc/thanh-tra/so-do.png`; only this one spelling is read.
///
/// # Errors
/// The address does not lead to a department's folder of pictures, or the file name cannot be used.
pub fn picture_place(address: &str) -> Result<(DepartmentId, &str), PictureFault> {
    let below = address.strip_prefix(ANNEX_FOLDER).and_then(|rest| rest.strip_prefix('/'));
    let (department, name) = below.and_then(|rest| rest.split_once('/')).ok_or(PictureFault::Elsewhere)?;
    let department = DepartmentId::parse(department).ok_or(PictureFault::Elsewhere)?;
    if name.contains('/') {
        return Err(PictureFault::Elsewhere);
    }
    if is_picture_name(name) { Ok((department, name)) } else { Err(PictureFault::Name) }
}

/// Whether a file name is one that a picture may have: it can be stored on every system and named in a trailer.
pub fn is_picture_name(name: &str) -> bool {
    let known = |extension: &str| ["png", "jpg", "jpeg", "webp"].iter().any(|e| extension.eq_ignore_ascii_case(e));
    (1..=60).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
        && !name.starts_with(['.', '-'])
        && name.rsplit_once('.').is_some_and(|(stem, extension)| !stem.is_empty() && known(extension))
        && misnamed(name).is_none()
}

#[cfg(test)]
mod tests {
    use crate::domain::picture::*;

    #[test]
    fn only_one_spelling_of_an_address_leads_to_a_picture() {
        let (department, name) = picture_place("phu-luc/thanh-tra/IMG_01.JPG").unwrap();
        assert_eq!((department.as_str(), name), ("thanh-tra", "IMG_01.JPG"));
        for elsewhere in [
            "anh.png",
            "phu-luc/anh.png",
            "/phu-luc/a/b.png",
            "../phu-luc/a/b.png",
            "phu-luc/a/b/c.png",
            "phu-luc/../b.png",
            "phu-luc/A/b.png",
            "https://x/phu-luc/a/b.png",
            "./phu-luc/a/b.png",
            "",
        ] {
            assert_eq!(picture_place(elsewhere), Err(PictureFault::Elsewhere), "{elsewhere}");
        }
        for name in ["ảnh.png", "a b.png", "a.gif", "a", ".png", "-a.png", "a%20b.png", "con.png", "a.png.exe", ".."]
        {
            assert_eq!(picture_place(&format!("phu-luc/a/{name}")), Err(PictureFault::Name), "{name}");
        }
    }

    #[test]
    fn a_picture_is_made_smaller_and_never_larger() {
        let image = |w, h| Image { kind: ImageKind::Png, bytes: Vec::new(), width: Length(w), height: Length(h) };
        let fitted = |w, h| {
            let (w, h) = image(w, h).fitted(Length(16_000), Length(16_000));
            (w.0, h.0)
        };
        assert_eq!(fitted(5_000, 3_000), (5_000, 3_000));
        assert_eq!(fitted(32_000, 8_000), (16_000, 4_000));
        assert_eq!(fitted(8_000, 32_000), (4_000, 16_000));
        assert_eq!(fitted(64_000, 48_000), (16_000, 12_000));
        assert_eq!(fitted(4_000_000, 1), (16_000, 1));
        assert_eq!(fitted(0, 0), (1, 1));
    }
}
