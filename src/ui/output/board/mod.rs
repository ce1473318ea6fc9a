//! The board: one self-contained page on which everybody sees who is in, late, returned or missing, and whose turn it is.

use crate::ui::output::status::{DepartmentRow, StatusView};
use baocao_core::domain::{Chart, Date, DepartmentState, format_date_vi, plain};
use baocao_core::text::Lang;
use baocao_documents::chart::{RateBar, Setting, bars, svg};
use baocao_documents::html::POLICY;
use baocao_documents::xml::escaped;
use std::fmt::Write as _;

/// By this line a board knows another: it may be overwritten.
pub const MARK: &str = "<meta name=\"generator\" content=\"baocao board\">";

const STYLE: &str = include_str!("board.css");

/// One period on the board.
#[derive(Debug)]
pub struct Panel {
    /// Where it stands.
    pub view: StatusView,
    /// Files to open: words and address.
    pub links: Vec<(String, String)>,
}

/// The page. Everything on it is in one language, save what people wrote.
pub fn page(agency: &str, year: i32, today: Date, panels: &[Panel], charts: &[Chart], lang: Lang) -> String {
    let pick = |vi: &'static str, en: &'static str| if lang == Lang::Vi { vi } else { en };
    let title = format!("{} {year}", pick("Bảng theo dõi báo cáo năm", "Reports of"));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n{MARK}\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header><h1>{title}</h1>\n<p class=\"phu\">{}, {} {}</p></header>\n<main>\n",
        pick("vi", "en"),
        escaped(agency),
        pick("ngày", "on"),
        format_date_vi(today)
    );
    if panels.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", pick("Năm này chưa mở kỳ báo cáo nào.", "No period of this year is open."));
    } else {
        rates(&mut out, panels, lang);
        figures(&mut out, charts, lang);
    }
    for panel in panels.iter().rev() {
        section(&mut out, panel, lang);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// On-time rates over the year, as a plot and as numbers.
fn rates(out: &mut String, panels: &[Panel], lang: Lang) {
    let pick = |vi: &'static str, en: &'static str| if lang == Lang::Vi { vi } else { en };
    let title = pick("Tỷ lệ đơn vị nộp đúng hạn", "Departments in time");
    let all: Vec<RateBar> = panels
        .iter()
        .map(|panel| {
            let (on_time, expected) = (panel.view.on_time(), panel.view.expected());
            let permille = (on_time * 1000 + expected / 2).checked_div(expected).unwrap_or(0);
            RateBar {
                label: panel.view.name.get(lang).to_string(),
                permille: u32::try_from(permille).unwrap_or(0),
                // A share says something only once the last day has passed.
                shown: match panel.view.is_running() && on_time < expected {
                    true => format!("{on_time}/{expected}, {}", pick("chưa đến hạn", "not yet due")),
                    false => format!("{on_time}/{expected} ({}%)", (permille + 5) / 10),
                },
            }
        })
        .collect();
    let _ = writeln!(
        out,
        "<section aria-labelledby=\"ty-le\"><h2 id=\"ty-le\">{title}</h2>\n{}</section>",
        bars(title, &all)
    );
}

/// The charts of the newest consolidated report, each with its numbers.
fn figures(out: &mut String, charts: &[Chart], lang: Lang) {
    let pick = |vi: &'static str, en: &'static str| if lang == Lang::Vi { vi } else { en };
    if charts.is_empty() {
        return;
    }
    let title = pick("Số liệu", "Figures");
    let _ = writeln!(out, "<section aria-labelledby=\"so-lieu\"><h2 id=\"so-lieu\">{title}</h2>");
    for chart in charts {
        let _ = writeln!(
            out,
            "<figure>\n<figcaption>{}</figcaption>\n<div class=\"keo\" tabindex=\"0\">{}</div>",
            escaped(&chart.title),
            svg(chart, Setting::Page)
        );
        let _ = write!(out, "<details><summary>{}</summary>\n<div class=\"cuon\">", pick("Bảng số liệu", "As a table"));
        table(out, chart);
        out.push_str("</div></details>\n");
        for note in &chart.notes {
            let _ = writeln!(out, "<p class=\"phu\">{}</p>", escaped(note));
        }
        out.push_str("</figure>\n");
    }
    out.push_str("</section>\n");
}

fn table(out: &mut String, chart: &Chart) {
    let numbers = chart.table();
    out.push_str("<table><thead><tr>");
    for cell in &numbers.head {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escaped(&plain(cell)));
    }
    out.push_str("</tr></thead><tbody>\n");
    for row in &numbers.rows {
        out.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let words = escaped(&plain(cell));
            let _ = match at {
                0 => write!(out, "<th scope=\"row\">{words}</th>"),
                _ => write!(out, "<td class=\"so\">{words}</td>"),
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
}

fn section(out: &mut String, panel: &Panel, lang: Lang) {
    let pick = |vi: &'static str, en: &'static str| if lang == Lang::Vi { vi } else { en };
    let view = &panel.view;
    let id = &view.period;
    let _ = write!(
        out,
        "<section aria-labelledby=\"k-{id}\">\n<div class=\"dau\"><h2 id=\"k-{id}\">{} ({id})</h2><span class=\"trang-thai\">{}</span></div>\n<p class=\"phu\">{}: {}. {}: {}/{}.</p>\n",
        escaped(view.name.get(lang)),
        escaped(view.state_name.get(lang)),
        pick("Hạn nộp", "Reports due"),
        escaped(view.deadline.get(lang)),
        pick("Đã nộp", "Received"),
        view.received(),
        view.expected()
    );
    if let Some(note) = &view.returned {
        let _ = writeln!(out, "<p class=\"tra-lai\">↩ {}</p>", escaped(&note.words(lang)));
    }
    if let Some(asked) = &view.instructions {
        let _ = writeln!(out, "<p class=\"tra-lai\">✎ {}</p>", escaped(&asked.words(lang)));
    }
    if let Some(next) = &view.next {
        let _ = writeln!(
            out,
            "<p class=\"den-luot\"><strong>{}:</strong> {}</p>",
            pick("Tiếp theo", "Next"),
            escaped(next.get(lang))
        );
    }
    let _ = write!(out, "<ol class=\"buoc\" aria-label=\"{}\">", pick("Các bước", "Steps"));
    for (at, step) in view.steps.iter().enumerate() {
        let late = view.is_late(at);
        let passed = step.done_at.is_none() && view.steps.iter().skip(at).any(|later| later.done_at.is_some());
        let (class, words) = match (step.done_at, step.due) {
            (Some(at), _) => (" class=\"xong\"", format!("✓ {}", format_date_vi(at.date()))),
            (None, Some(due)) if late => {
                (" class=\"tre\"", format!("! {} {}", pick("quá hạn", "overdue since"), format_date_vi(due)))
            }
            (None, Some(_)) if passed => ("", "–".into()),
            (None, Some(due)) => ("", format!("{} {}", pick("hạn", "by"), format_date_vi(due))),
            (None, None) => ("", "–".into()),
        };
        let _ = write!(out, "<li{class}>{}: {words}</li>", escaped(step.step.name(lang)));
    }
    out.push_str("</ol>\n");
    let heads = [
        pick("Đơn vị", "Department"),
        pick("Tình trạng", "State"),
        pick("Thời điểm nộp", "Submitted"),
        pick("Người nộp", "By"),
        pick("Ghi chú", "Note"),
    ];
    out.push_str("<div class=\"cuon\"><table class=\"don-vi\"><thead><tr>");
    for head in heads {
        let _ = write!(out, "<th scope=\"col\">{head}</th>");
    }
    out.push_str("</tr></thead><tbody>\n");
    for row in &view.departments {
        department(out, row, view.turn.is_none(), lang);
    }
    out.push_str("</tbody></table></div>\n");
    if !panel.links.is_empty() {
        let _ = write!(out, "<p>{}: ", pick("Mở tệp", "Files"));
        for (at, (words, address)) in panel.links.iter().enumerate() {
            let comma = if at == 0 { "" } else { " · " };
            let _ = write!(out, "{comma}<a href=\"{}\">{}</a>", escaped(address), escaped(words));
        }
        out.push_str("</p>\n");
    }
    out.push_str("</section>\n");
}

fn department(out: &mut String, row: &DepartmentRow, filed: bool, lang: Lang) {
    let pick = |vi: &'static str, en: &'static str| if lang == Lang::Vi { vi } else { en };
    let late = row.on_time == Some(false);
    // The sign, the word and the colour say the same: none is needed.
    let (class, sign, state) = match row.state {
        DepartmentState::Submitted if late => ("late", "!", pick("đã nộp, trễ hạn", "submitted late")),
        DepartmentState::Submitted => ("submitted", "✓", pick("đã nộp", "submitted")),
        DepartmentState::Returned => ("returned", "↩", pick("bị trả lại", "returned")),
        _ if filed && row.submitted_at.is_none() => ("empty", "–", pick("không nộp", "did not report")),
        DepartmentState::Missing => ("missing", "✗", pick("chưa nộp, đã quá hạn", "missing, overdue")),
        DepartmentState::Draft => ("draft", "…", pick("đang viết", "being written")),
        DepartmentState::Empty => ("empty", "○", pick("chưa viết", "not begun")),
    };
    let at = row.submitted_at.map(|at| at.clock(lang)).unwrap_or_default();
    let mut notes: Vec<String> =
        [row.late.as_ref().filter(|_| !filed || row.submitted_at.is_some()), row.note.as_ref()]
            .into_iter()
            .flatten()
            .map(|t| t.get(lang).to_string())
            .collect();
    if row.errors > 0 {
        notes.push(format!("{} {}", row.errors, pick("lỗi", "error(s)")));
    }
    if row.warnings > 0 {
        notes.push(format!("{} {}", row.warnings, pick("cảnh báo", "warning(s)")));
    }
    let _ = writeln!(
        out,
        "<tr class=\"{class}\"><th scope=\"row\">{}</th><td><span class=\"muc\" aria-hidden=\"true\">{sign}</span> {state}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
        escaped(&row.name),
        escaped(&at),
        escaped(row.by.as_deref().unwrap_or("")),
        escaped(&notes.join("; "))
    );
}
