//! Tables: rows and cells as they stand, each cell under its own column.

use crate::word::body::BodyReader;
use crate::word::left::LeftKind;
use crate::word::line::{joined, undressed};
use crate::word::lists::ListBlock;
use crate::word::{attribute, child, value};
use baocao_core::domain::{Align, Inline, Prose, TableText, plain};
use roxmltree::Node;

/// The most columns that a cell may cover or a row may leave out; Word's own limit is 63.
const MOST_COLUMNS: usize = 64;

impl BodyReader {
    pub fn table(&mut self, node: Node<'_, '_>, depth: usize, out: &mut Vec<ListBlock>) {
        let about = child(node, "tblPr");
        let style = about.and_then(|a| value(a, "tblStyle"));
        let style = style.map(|id| self.styles.get(Some(id)).run.clone());
        let outer_style = style.map(|style| std::mem::replace(&mut self.table_style, style));
        let outer_cell = std::mem::replace(&mut self.in_cell, true);
        let rows = self.rows(node, depth);
        self.in_cell = outer_cell;
        if let Some(style) = outer_style {
            self.table_style = style;
        }
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if width <= 1 {
            // A frame around text, not a table.
            out.extend(rows.into_iter().flatten().flatten().map(ListBlock::Block));
            return;
        }
        let mut rows = rows.into_iter().map(|row| {
            let mut cells: Vec<Vec<Inline>> = row.into_iter().map(one_line).collect();
            cells.resize(width, Vec::new());
            cells
        });
        let head = rows.next().unwrap_or_default();
        let head: Vec<Vec<Inline>> = head.into_iter().map(unmarked).collect();
        let rows: Vec<Vec<Vec<Inline>>> = rows.collect();
        let align = (0..width).map(|at| align(&rows, at)).collect();
        out.push(ListBlock::Block(Prose::Table(TableText { align, head, rows, joins: None })));
    }

    fn rows(&mut self, node: Node<'_, '_>, depth: usize) -> Vec<Vec<Vec<Prose>>> {
        let mut rows = Vec::new();
        for row in self.direct(node, "tr") {
            let about = child(row, "trPr");
            if about.is_some_and(|about| child(about, "del").is_some()) {
                self.leave(row, &LeftKind::Deleted);
                continue;
            }
            let skipped = |name| about.and_then(|a| value(a, name)).and_then(|v| v.parse::<usize>().ok()).unwrap_or(0);
            let mut cells: Vec<Vec<Prose>> = vec![Vec::new(); skipped("gridBefore").min(MOST_COLUMNS)];
            for cell in self.direct(row, "tc") {
                let about = child(cell, "tcPr");
                let span = about.and_then(|a| value(a, "gridSpan")).and_then(|v| v.parse::<usize>().ok()).unwrap_or(1);
                let merge = about.and_then(|a| child(a, "vMerge"));
                if span > 1 || merge.is_some_and(|m| attribute(m, "val") != Some("restart")) {
                    self.out.remarks.merged_cells += 1;
                }
                cells.push(self.blocks(cell, depth + 1));
                cells.extend((1..span.min(MOST_COLUMNS)).map(|_| Vec::new()));
            }
            cells.extend(vec![Vec::new(); skipped("gridAfter").min(MOST_COLUMNS)]);
            rows.push(cells);
        }
        rows
    }

    /// The rows of a table or the cells of a row, whatever wraps them.
    fn direct<'a, 'i>(&mut self, node: Node<'a, 'i>, name: &str) -> Vec<Node<'a, 'i>> {
        let mut found = Vec::new();
        let mut stack: Vec<Node<'a, 'i>> = node.children().filter(Node::is_element).collect();
        stack.reverse();
        while let Some(n) = stack.pop() {
            match n.tag_name().name() {
                found_name if found_name == name => found.push(n),
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => {
                    let mut inner: Vec<_> = n.children().filter(Node::is_element).collect();
                    inner.reverse();
                    stack.extend(inner);
                }
                "AlternateContent" => stack.extend(self.alternative(n)),
                "Choice" | "Fallback" => {
                    let mut inner: Vec<_> = n.children().filter(Node::is_element).collect();
                    inner.reverse();
                    stack.extend(inner);
                }
                "del" | "moveFrom" => self.leave(n, &LeftKind::Deleted),
                "commentRangeStart" => self.comment(n),
                _ => {}
            }
        }
        found
    }
}

/// A header cell without the bold type that every header has; its lines stay lines.
fn unmarked(cell: Vec<Inline>) -> Vec<Inline> {
    let lines: Vec<Vec<Inline>> = cell.split(|i| *i == Inline::Break).map(|line| undressed(line.to_vec())).collect();
    lines.join(&Inline::Break)
}

/// Columns of numbers stand at the right.
fn align(rows: &[Vec<Vec<Inline>>], column: usize) -> Align {
    let mut some = false;
    for row in rows {
        let words = plain(&row[column]);
        let words = words.trim();
        if words.is_empty() {
            continue;
        }
        let number = words.chars().any(|c| c.is_ascii_digit())
            && words.chars().all(|c| c.is_ascii_digit() || ".,%-+ /".contains(c));
        if !number {
            return Align::Unset;
        }
        some = true;
    }
    if some { Align::Right } else { Align::Unset }
}

/// A cell's blocks one after the other, with a break between two; a table inside a cell has “; ” between its cells.
pub(crate) fn one_line(blocks: Vec<Prose>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for block in blocks {
        if !out.is_empty() {
            out.push(Inline::Break);
        }
        match block {
            Prose::Paragraph(text) | Prose::Heading { text, .. } => out.extend(text),
            Prose::List { items, .. } => {
                for (at, item) in items.into_iter().enumerate() {
                    if at > 0 {
                        out.push(Inline::Text("; ".into()));
                    }
                    out.extend(one_line(item));
                }
            }
            Prose::Table(table) => {
                for (at, cell) in table.head.into_iter().chain(table.rows.into_iter().flatten()).enumerate() {
                    if at > 0 {
                        out.push(Inline::Text("; ".into()));
                    }
                    out.extend(cell);
                }
            }
            Prose::Quote(inner) => out.extend(one_line(inner)),
            Prose::Code(text) => out.push(Inline::Code(text)),
        }
    }
    joined(out)
}
