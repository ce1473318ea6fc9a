//! A chart on a page: drawn by the typesetter from the same SVG as on screens, with its words for those who do not see it.

use crate::chart::{Setting, svg};
use crate::pdf::markup::{FAMILY, TypstWriter, mm, pt, text};
use baocao_core::domain::Chart;
use std::fmt::Write as _;

impl TypstWriter<'_> {
    pub(crate) fn chart(&mut self, chart: &Chart) {
        let size = pt(self.layout.sizes.table);
        let string = |words: &str| text(words).trim_end_matches(';').to_string();
        let _ = write!(
            self.out,
            "#block(above: 14pt, below: 6pt, breakable: false, width: 100%)[#giua(text(size: {size}, weight: \"bold\")[#{}])\n#v(4pt)\n#image(bytes({}), format: \"svg\", width: {}, alt: {})]\n\n",
            text(&chart.title),
            string(&svg(chart, Setting::Alone(FAMILY))),
            mm(self.layout.text_width()),
            string(&chart.alt())
        );
        self.table(&chart.table());
        for note in &chart.notes {
            let _ = writeln!(self.out, "#text(size: {size}, style: \"italic\")[#{}]\n", text(note));
        }
    }
}
