//! Openings that leave a department out or set a last day of their own: `ky.toml` is held against the settings beside it.

use super::Case;
use super::controls::Control;
use super::forge::{Desk, Forged, version};
use super::office::{Base, Stage};
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

fn last_day(ky: &str) -> &'static str {
    match ky.lines().find(|line| line.starts_with("han = ")).expect("a last day") {
        LATE => "2024-08-15",
        "han = { cham_nhat = 2024-06-30 }" => "2024-06-30",
        "han = { cham_nhat = 2024-06-20 }" => "2024-06-20",
        "han = { cham_nhat = 2024-06-15 }" => "2024-06-15",
        "han = { truoc = 2024-06-10 }" => "2024-06-09",
        _ => "2024-06-14",
    }
}

/// The period opened with other settings than the program writes.
fn open(desk: &mut Desk, change: impl Fn(&str) -> String) {
    let (ky, next) = honest(desk);
    let ky = change(&ky);
    let own = next.value("Subject");
    let next = next.swap("Last-Day: 2024-06-14", &format!("Last-Day: {}", last_day(&ky)));
    desk.push(next.swap(&own, &version(KY, ky.as_bytes())).file(desk, KY, &ky));
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
