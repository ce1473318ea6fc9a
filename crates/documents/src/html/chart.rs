//! A chart in a page: the drawing, and below it the same numbers as a table.

use crate::chart::{Setting, svg};
use crate::html::HtmlWriter;
use crate::xml::escaped;
use baocao_core::domain::{Chart, Matter, Publication};
use std::fmt::Write as _;

/// The style of charts; only pages that have some carry it, so that all others stay as they were, to the byte.
pub(crate) fn style(publication: &Publication) -> &'static str {
    let mut matter = publication.appendices.iter().flat_map(|appendix| &appendix.matter).chain(&publication.body);
    if matter.any(|part| matches!(part, Matter::Chart(_))) { include_str!("chart.css") } else { "" }
}

impl HtmlWriter<'_> {
    pub(crate) fn chart(&mut self, chart: &Chart) {
        let _ = writeln!(
            self.out,
            "<figure class=\"so-lieu-hinh\">\n<figcaption>{}</figcaption>\n<div class=\"cuon\">{}</div>",
            escaped(&chart.title),
            svg(chart, Setting::Page)
        );
        self.table(&chart.table());
        for note in &chart.notes {
            let _ = writeln!(self.out, "<p class=\"luu-y\">{}</p>", escaped(note));
        }
        self.out.push_str("</figure>\n");
    }
}
