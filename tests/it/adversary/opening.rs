//! Openings that leave a department out or set a last day of their own: `ky.toml` is held against the settings beside it.

use super::Case;
use super::controls::Control;
use super::forge::{Desk, Forged, version};
use super::office::{Base, Stage, settings};
use super::roster::agreed;
use super::steps::directive;

const KY: &str = "reports/2024-Q2/ky.toml";
/// The day on which a department more reports.
const LATE: &str = "han = { cham_nhat = 2024-08-15 }";
const MORE: &str = "\n[[don_vi]]\nma = \"moi-lap\"\nten = \"Phòng mới lập\"\n";

pub const CASES: &[Case] = &[
    ("a period without one of its departments", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| without(ky, "thanh-tra"));
    }),
    ("a period without any department", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| {
            let none = without(&without(ky, "thanh-tra"), "ke-hoach");
            none.replacen("bieu_mau =", "don_vi = []\nbieu_mau =", 1)
        });
    }),
    ("a department left out under an order about the day", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| ordered(&without(ky, "ke-hoach"), "han = { cham_nhat = 2024-06-20 }"));
    }),
    ("a department that has begun by the last day left out", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| ordered(ky, LATE));
    }),
    ("a department that has not begun", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| format!("{ky}{MORE}"));
    }),
    ("an unknown department", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| format!("{ky}\n[[don_vi]]\nma = \"khong-co\"\nten = \"Phòng không có\"\n"));
    }),
    ("a department under another name", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| ky.replacen("ten = \"Thanh tra Sở\"", "ten = \"Thanh tra tỉnh\"", 1));
    }),
    ("departments in another order", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| {
            let (first, rest) =
                (without(ky, "ke-hoach"), "\n[[don_vi]]\nma = \"ke-hoach\"\nten = \"Phòng Kế hoạch\"\n");
            format!("{first}{rest}")
        });
    }),
    ("a later last day without an order", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| due(ky, "han = { cham_nhat = 2024-06-30 }"));
    }),
    ("an earlier last day without an order", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| due(ky, "han = { truoc = 2024-06-10 }"));
    }),
    ("the named day itself for the day before it", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| due(ky, "han = { cham_nhat = 2024-06-15 }"));
    }),
    ("another last day under an order of blanks", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| ordered(ky, "han = { cham_nhat = 2024-06-30 }").replacen("CV 5", "  ", 1));
    }),
    ("another last day under an order of blank Braille", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| under(ky, "\u{2800}", "2024-06-30"));
    }),
    ("another last day under an order of nothing that is seen", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| under(ky, "\u{200b}", "2024-06-30"));
    }),
    ("another last day under an order that is a dot", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| under(ky, ".", "2024-06-30"));
    }),
    ("another last day under an order with something hidden in it", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| under(ky, "CV\u{202e}5", "2024-06-30"));
    }),
    ("a last day long before the period", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| under(ky, "CV 5", "1990-06-30"));
    }),
    ("a last day just before the period", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| under(ky, "CV 5", "2024-03-31"));
    }),
    ("a last day that never comes", Stage::Founded, &["act-malformed"], |desk| {
        open(desk, |ky| under(ky, "CV 5", "9999-12-31"));
    }),
    ("a department that has ended by an order's day left out", Stage::Founded, &["act-malformed"], |desk| {
        agreed(desk, &until("2024-06-20"));
        open(desk, |ky| ordered(&without(ky, "thanh-tra"), "han = { cham_nhat = 2024-06-30 }"));
    }),
    ("a department that has not begun by an order's day left out", Stage::Founded, &["act-malformed"], |desk| {
        agreed(desk, &settings().replacen("tu_ngay = 2024-08-01", "tu_ngay = 2024-06-10", 1));
        open(desk, |ky| under(ky, "CV 5", "2024-06-05"));
    }),
    ("a department left out by an order's day, and the day put back", Stage::Founded, &["act-malformed"], |desk| {
        agreed(desk, &until("2024-06-20"));
        desk.period = "2024-DX-lu-lut";
        ad_hoc(desk, |ky| ordered(&without(ky, "thanh-tra"), "han = { cham_nhat = 2024-06-30 }"));
        moved(desk, "CV 5", "2024-06-18");
    }),
    ("an order about the last day that is a dash", Stage::Opened, &["act-malformed"], |desk| {
        moved(desk, "–", "2024-06-30")
    }),
    ("an order about a day long gone", Stage::Opened, &["act-malformed"], |desk| moved(desk, "CV 5", "1990-06-30")),
    ("an order about a day that never comes", Stage::Opened, &["act-malformed"], |desk| {
        moved(desk, "CV 5", "9999-12-31")
    }),
    ("an ad hoc period without an order", Stage::Founded, &["act-malformed"], |desk| {
        desk.period = "2024-DX-lu-lut";
        ad_hoc(desk, |ky| due(ky, "han = { cham_nhat = 2024-06-30 }"));
    }),
    ("an order about the last day that is not the one in ky.toml", Stage::Opened, &["act-malformed"], |desk| {
        directive(desk, "2024-06-30", |text| {
            let moved = text.replacen("2024-06-15", "2024-07-01", 1);
            moved.replacen("bieu_mau =", "chi_dao = \"CV 6\"\nbieu_mau =", 1)
        });
    }),
];

pub const CONTROLS: &[Control] = &[
    ("the same last day in other words", Stage::Founded, "collecting", |desk| {
        open(desk, |ky| due(ky, "han = { cham_nhat = 2024-06-14 }"));
    }),
    ("another last day under an order", Stage::Founded, "collecting", |desk| {
        open(desk, |ky| ordered(ky, "han = { cham_nhat = 2024-06-30 }"));
    }),
    ("a department that has begun by the last day", Stage::Founded, "collecting", |desk| {
        open(desk, |ky| format!("{}{MORE}", ordered(ky, LATE)));
    }),
    ("a last day a year after the period under an order", Stage::Founded, "collecting", |desk| {
        open(desk, |ky| under(&format!("{ky}{MORE}"), "CV 5", "2025-06-30"));
    }),
    ("a department that has ended in the period is named", Stage::Founded, "collecting", |desk| {
        agreed(desk, &until("2024-05-31"));
        open(desk, str::to_string);
    }),
    ("a department that has ended in the period is not named", Stage::Founded, "collecting", |desk| {
        agreed(desk, &until("2024-05-31"));
        open(desk, |ky| without(ky, "thanh-tra"));
    }),
    ("an order moves the day past a new department's beginning", Stage::Opened, "collecting", |desk| {
        moved(desk, "CV 5", "2024-08-15");
    }),
    ("an ad hoc period under its order", Stage::Founded, "collecting", |desk| {
        desk.period = "2024-DX-lu-lut";
        ad_hoc(desk, |ky| ordered(ky, "han = { cham_nhat = 2024-06-30 }"));
    }),
];

fn due(ky: &str, day: &str) -> String {
    let line = ky.lines().find(|line| line.starts_with("han = ")).expect("a last day");
    ky.replacen(line, day, 1)
}

fn ordered(ky: &str, day: &str) -> String {
    due(ky, day).replacen("bieu_mau =", "chi_dao = \"CV 5\"\nbieu_mau =", 1)
}

/// The settings without a department.
fn without(ky: &str, id: &str) -> String {
    let mut parts: Vec<&str> = ky.split("\n[[don_vi]]\n").collect();
    parts.retain(|part| !part.starts_with(&format!("ma = \"{id}\"")));
    parts.join("\n[[don_vi]]\n")
}

/// The honest `ky.toml`, and the day of its commit or the desk's, whichever is later.
fn honest(desk: &Desk) -> (String, Forged) {
    let mut next = desk.next();
    next.at = next.at.max(desk.at + 60);
    let file = |tree: git2::Tree<'_>| tree.get_path(std::path::Path::new(KY)).map(|entry| entry.id());
    let blob = desk.repo.find_tree(next.tree).and_then(file).expect("the file");
    (String::from_utf8(Base::raw(&desk.repo, blob)).expect("text"), next)
}

/// The honest settings under an order with its own day.
fn under(ky: &str, order: &str, day: &str) -> String {
    ordered(ky, &format!("han = {{ cham_nhat = {day} }}")).replacen("CV 5", order, 1)
}

/// `baocao.toml` in which one of the two departments ends on a day.
fn until(day: &str) -> String {
    settings().replacen("ma = \"thanh-tra\"\n", &format!("ma = \"thanh-tra\"\nden_ngay = {day}\n"), 1)
}

/// An order moves the last day of the period.
fn moved(desk: &mut Desk, order: &str, day: &str) {
    let path = format!("reports/{}/ky.toml", desk.period);
    let text = desk.text(&path);
    let mut lines: Vec<String> = text.lines().filter(|line| !line.starts_with("chi_dao")).map(Into::into).collect();
    for line in lines.iter_mut().filter(|line| line.starts_with("han = ")) {
        *line = format!("han = {{ cham_nhat = {day} }}\nchi_dao = \"{order}\"");
    }
    let named = [format!("Last-Day: {day}"), format!("Basis: {order}")];
    desk.push(desk.act("directive", "chi", "chuyen-vien", &named).file(desk, &path, &(lines.join("\n") + "\n")));
}

fn last_day(ky: &str) -> String {
    let line = ky.lines().find(|line| line.starts_with("han = ")).expect("a last day");
    match line.split_once("cham_nhat = ") {
        Some((_, day)) => day.trim_end_matches(" }").to_string(),
        None if line.contains("2024-06-10") => "2024-06-09".into(),
        None => "2024-06-14".into(),
    }
}

/// The period opened with other settings than the program writes.
fn open(desk: &mut Desk, change: impl Fn(&str) -> String) {
    let (ky, next) = honest(desk);
    let ky = change(&ky);
    let own = next.value("Subject");
    let next = next.swap("Last-Day: 2024-06-14", &format!("Last-Day: {}", last_day(&ky)));
    let next = next.swap(&own, &version(KY, ky.as_bytes())).file(desk, KY, &ky);
    // The roster may have changed since.
    let next = next.file(desk, "baocao.toml", &desk.text("baocao.toml"));
    desk.push(next);
    desk.proven = "collecting";
    desk.checkout();
}

/// An ad hoc period, of which only the settings are written.
fn ad_hoc(desk: &mut Desk, change: impl Fn(&str) -> String) {
    let (ky, next) = honest(desk);
    let ky = change(&ky).replacen("ky = \"2024-Q2\"", "ky = \"2024-DX-lu-lut\"\ntieu_de = \"Lũ lụt\"", 1);
    let path = "reports/2024-DX-lu-lut/ky.toml";
    let lines = [format!("Subject: {}", version(path, ky.as_bytes())), format!("Last-Day: {}", last_day(&ky))];
    let mut act = desk.act("open", "chi", "chuyen-vien", &lines).file(desk, path, &ky);
    act.at = next.at;
    desk.push(act);
    desk.proven = "collecting";
    desk.checkout();
}

#[test]
fn a_period_is_opened_for_its_departments_until_its_day() {
    super::refused(CASES);
}
