//! PDF/A-2a with PDF/UA-1: embedded faces, bookmarks, tags. Built with the feature `pdf`.
//!
//! The faces are Liberation Serif, which has the measures of Times New Roman and every Vietnamese letter, and are built
//! in: whatever a computer has installed, the bytes are the same.

mod chart;
mod markup;
mod table;

use baocao_core::domain::{Image, Layout, Publication};
use baocao_core::say;
use baocao_core::text::Text;
use std::sync::Arc;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

const FACES: [&[u8]; 4] = [
    include_bytes!("fonts/LiberationSerif-Regular.ttf"),
    include_bytes!("fonts/LiberationSerif-Bold.ttf"),
    include_bytes!("fonts/LiberationSerif-Italic.ttf"),
    include_bytes!("fonts/LiberationSerif-BoldItalic.ttf"),
];

/// The document as a PDF file.
///
/// # Errors
/// The typesetter's own words; none is known to be reached by any text.
pub fn publication(publication: &Publication, layout: &Layout) -> Result<Vec<u8>, Text> {
    let (source, pictures) = markup::source(publication, layout);
    let world = TypstWorld::new(source, &pictures).ok_or_else(|| failed("fonts"))?;
    let strange = world.strange();
    if !strange.is_empty() {
        return Err(say!(
            vi: "phông chữ không có ký tự {strange}; sửa văn bản rồi xuất lại, hoặc xuất docx",
            en: "the typeface has no {strange}; change the text and export again, or export docx"
        ));
    }
    let document = typst::compile::<PagedDocument>(&world).output;
    let document = document.map_err(|errors| failed(errors.first().map_or("", |e| e.message.as_str())))?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|_| failed("PDF/A-2a"))?;
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("baocao".into())),
        timestamp: None,
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| failed(errors.first().map_or("", |e| e.message.as_str())))
}

fn failed(why: &str) -> Text {
    say!(vi: "không lập được PDF: {why}", en: "the PDF could not be made: {why}")
}

/// All the typesetter may see: one source, its pictures and four faces. No file, no clock, no network.
struct TypstWorld {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    source: Source,
    /// The pictures, which the source names like files.
    pictures: Vec<(FileId, Bytes)>,
}

impl TypstWorld {
    fn new(text: String, pictures: &[Arc<Image>]) -> Option<Self> {
        let fonts: Vec<Font> = FACES.iter().filter_map(|face| Font::new(Bytes::new(*face), 0)).collect();
        let named = |name: &str| Some(FileId::new(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?)));
        let id = named("van-ban.typ")?;
        let picture = |(number, image): (usize, &Arc<Image>)| {
            Some((named(&markup::picture_name(number, image))?, Bytes::new(image.bytes.clone())))
        };
        let pictures = (1..).zip(pictures).map(picture).collect::<Option<Vec<_>>>()?;
        Some(TypstWorld {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            source: Source::new(id, text),
            pictures,
        })
    }
}

impl TypstWorld {
    /// Characters that the faces do not have: an archival file may not hold a blank in their place.
    fn strange(&self) -> String {
        let mut out: Vec<char> = Vec::new();
        let coverage = self.fonts.first().map(|font| &font.info().coverage);
        for c in self.source.text().chars() {
            let known = c.is_ascii() || coverage.is_some_and(|coverage| coverage.contains(c as u32));
            if !known && !c.is_control() && !out.contains(&c) {
                out.push(c);
            }
        }
        let shown: Vec<String> = out.iter().take(10).map(|c| format!("“{c}” (U+{:04X})", *c as u32)).collect();
        shown.join(", ")
    }
}

impl World for TypstWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.pictures.iter().find(|(own, _)| *own == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
