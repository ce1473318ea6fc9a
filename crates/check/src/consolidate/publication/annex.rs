//! Phụ lục biểu đồ: charts stand in an appendix of their own, and the text says so.
//!
//! They are no part of the draft that people edit. An appendix cannot be torn apart by an edit, and the decree wants
//! the text to point at every appendix it has (Phụ lục I, Mục III.1).

use crate::consolidate::publication::titles::roman;
use baocao_core::domain::{Appendix, Chart, Inline, Matter, Prose, Publication, plain};
use baocao_core::text::fold;

/// The heading under which the consolidated report has its table of figures.
const TABLE: &str = "bảng số liệu tổng hợp";

/// The document with its charts; without any it stays as it is.
pub fn with_charts(mut publication: Publication, charts: Vec<Chart>) -> Publication {
    if charts.is_empty() {
        return publication;
    }
    // One appendix has no number, several are counted.
    if let [only] = publication.appendices.as_mut_slice() {
        only.label = format!("Phụ lục {}", roman(1));
    }
    let label = match u32::try_from(publication.appendices.len()) {
        Ok(0) | Err(_) => "Phụ lục".to_string(),
        Ok(before) => format!("Phụ lục {}", roman(before + 1)),
    };
    point_at(&mut publication.body, &label);
    let numbered = (1..).zip(charts).map(|(at, chart): (usize, Chart)| {
        Matter::Chart(Box::new(Chart { title: format!("Biểu đồ {at}. {}", chart.title), ..chart }))
    });
    publication.appendices.push(Appendix {
        label,
        title: vec![Inline::Text("Biểu đồ số liệu".into())],
        matter: numbered.collect(),
    });
    publication
}

/// Behind the table of figures where people have left it, else before the closing paragraph, else at the end.
fn point_at(body: &mut Vec<Matter>, label: &str) {
    let words = format!("(Biểu đồ số liệu tại {label} kèm theo Báo cáo này)");
    let pointer = Matter::Text(Prose::Paragraph(vec![Inline::Emphasis(vec![Inline::Text(words)])]));
    let is_heading = |part: &Matter| matches!(part, Matter::Title { text, .. } if fold(&plain(text)) == TABLE);
    let is_table = |part: &Matter| matches!(part, Matter::Text(Prose::Table(_)));
    let heading = body.iter().position(is_heading).filter(|at| body.get(at + 1).is_some_and(is_table));
    let at = match (heading, body.last()) {
        (Some(heading), _) => heading + 2,
        (None, Some(Matter::Text(Prose::Paragraph(_)))) => body.len() - 1,
        _ => body.len(),
    };
    body.insert(at, pointer);
}
