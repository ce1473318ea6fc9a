//! Figures that a text seems to state, for a person to take over or not. Nothing here is ever believed by itself.

use baocao_core::domain::{Amount, DepartmentId, Indicator, PeriodId, Prose, plain};
use baocao_core::text::fold;

/// A number that stands behind an indicator's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedFigure {
    /// The indicator's id.
    pub indicator: String,
    /// The number as written.
    pub written: String,
    /// The words around it.
    pub context: String,
}

/// Looks for a department's indicators by their names, in sentences and in the rows of tables.
pub fn propose(
    blocks: &[Prose],
    indicators: &[Indicator],
    department: &DepartmentId,
    period: &PeriodId,
) -> Vec<ProposedFigure> {
    let own: Vec<(&Indicator, String)> = indicators
        .iter()
        .filter(|i| i.is_of(department) && i.in_force(period))
        .map(|i| (i, fold(&i.name)))
        .filter(|(_, name)| !name.is_empty())
        .collect();
    let mut out = Vec::new();
    each_line(blocks, &mut |line| {
        let folded = fold(line);
        for (indicator, name) in &own {
            let Some(at) = folded.find(name.as_str()) else { continue };
            let Some(written) = first_number(&folded[at + name.len()..], indicator) else { continue };
            let context: String = line.chars().take(120).collect();
            let proposal = ProposedFigure { indicator: indicator.id.clone(), written, context };
            if !out.contains(&proposal) {
                out.push(proposal);
            }
        }
    });
    out
}

fn each_line(blocks: &[Prose], see: &mut impl FnMut(&str)) {
    for block in blocks {
        match block {
            Prose::Paragraph(text) | Prose::Heading { text, .. } => {
                for sentence in plain(text).split("; ").flat_map(|part| part.split(". ")) {
                    see(sentence);
                }
            }
            Prose::List { items, .. } => items.iter().for_each(|item| each_line(item, see)),
            Prose::Quote(inner) => each_line(inner, see),
            Prose::Table(table) => {
                for row in &table.rows {
                    see(&row.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join(" "));
                }
            }
            Prose::Code(_) => {}
        }
    }
}

/// The first word that is a number and no date.
fn first_number(text: &str, indicator: &Indicator) -> Option<String> {
    text.split_whitespace()
        .map(|word| word.trim_matches(['(', ')', ',', ';', ':', '.']))
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()) && !word.contains('/') && !word.ends_with('%'))
        .find(|word| !matches!(indicator.read(word), Amount::Unreadable))
        .map(str::to_string)
}

#[cfg(test)]
mod tests {
    use crate::consolidate::propose::*;
    use baocao_core::domain::{Inline, TableText};

    #[test]
    fn numbers_behind_names_are_proposed_and_no_dates_or_shares() {
        let settings = indicators();
        let department = DepartmentId::parse("thanh-tra").expect("an id");
        let period = PeriodId::parse("2024-Q2").expect("a period");
        let text = |t: &str| vec![Inline::Text(t.into())];
        let blocks = [
            Prose::Paragraph(text("Số cuộc thanh tra, kiểm tra đến 10/6 đạt 100%: 05 cuộc.")),
            Prose::Table(TableText {
                align: vec![],
                head: vec![],
                rows: vec![vec![text("Số tiền xử phạt vi phạm hành chính"), text("46,2")]],
                joins: None,
            }),
            Prose::Paragraph(text("Số phương tiện đo được kiểm định 12")),
        ];
        let found: Vec<(String, String)> =
            propose(&blocks, &settings, &department, &period).into_iter().map(|p| (p.indicator, p.written)).collect();
        assert_eq!(found, [("cuoc-thanh-tra".to_string(), "05".to_string()), ("tien-xu-phat".into(), "46,2".into())]);
    }

    fn indicators() -> Vec<Indicator> {
        let made = |id: &str, name: &str, department: &str| {
            let mut indicator = Indicator::new(id, name, "cuộc", baocao_core::domain::Accumulation::Flow);
            indicator.departments.extend(DepartmentId::parse(department));
            indicator
        };
        vec![
            made("cuoc-thanh-tra", "Số cuộc thanh tra, kiểm tra", "thanh-tra"),
            made("tien-xu-phat", "Số tiền xử phạt vi phạm hành chính", "thanh-tra"),
            made("phuong-tien-do", "Số phương tiện đo được kiểm định", "chi-cuc-tdc"),
        ]
    }
}
