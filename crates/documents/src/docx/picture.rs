//! Pictures in running text: a part each, drawn in line with the words.

use crate::docx::text::{DocxWriter, Paragraph};
use crate::xml::escaped;
use baocao_core::domain::{Inline, PictureText};
use std::fmt::Write as _;
use std::sync::Arc;

const MAIN: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
/// One hundredth of a millimetre in the units of drawings.
const UNIT: u32 = 360;
/// The numbers of drawings begin behind those of charts.
const FIRST: usize = 1_001;

impl DocxWriter<'_> {
    /// One picture, or its words where it has none or stands in a footnote, whose part has no pictures of its own.
    pub(crate) fn picture(&mut self, picture: &PictureText, dress: &str) {
        let Some(image) = picture.image.as_ref().filter(|_| !self.below) else {
            return self.run(&picture.words(), dress);
        };
        let known = self.pictures.iter().position(|other| Arc::ptr_eq(other, image));
        let at = known.unwrap_or_else(|| {
            self.pictures.push(image.clone());
            self.pictures.len() - 1
        });
        let (width, height) = image.fitted(self.room, self.layout.picture_height());
        let (width, height) = (width.0 * UNIT, height.0 * UNIT);
        let id = FIRST + self.drawings;
        self.drawings += 1;
        let (relation, about) = (at + 1, escaped(picture.about()));
        let name = escaped(&format!("Hình {}", self.drawings));
        let _ = write!(
            self.out,
            "<w:r><w:drawing><wp:inline xmlns:wp=\"{DRAWING}\" distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/>\
             <wp:docPr id=\"{id}\" name=\"{name}\" descr=\"{about}\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a=\"{MAIN}\" noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>\
             <a:graphic xmlns:a=\"{MAIN}\"><a:graphicData uri=\"{PICTURE}\"><pic:pic xmlns:pic=\"{PICTURE}\">\
             <pic:nvPicPr><pic:cNvPr id=\"{id}\" name=\"{name}\" descr=\"{about}\"/><pic:cNvPicPr/></pic:nvPicPr>\
             <pic:blipFill><a:blip r:embed=\"rPicture{relation}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
             <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr>\
             </pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        );
    }

    /// A paragraph of pictures and nothing else: centred, without the first line's indent.
    pub(crate) fn picture_line(&mut self, text: &[Inline]) {
        let before = std::mem::replace(&mut self.room, self.layout.text_width());
        let more = "<w:spacing w:before=\"120\" w:after=\"120\"/><w:jc w:val=\"center\"/>".to_string();
        self.paragraph(&Paragraph { style: "Bang", number: None, more }, text);
        self.room = before;
    }
}
