//! Steps put together by hand, as an honest program would, for cases in which the line must go on.

use super::forge::{Desk, Forged, NOTHING, hex, version};
use super::office::{Base, DRAFT, PERIOD, report};
use baocao_core::domain::Moment;

pub const THANH_TRA: &str = "reports/2024-Q2/thanh-tra.md";
pub const KE_HOACH: &str = "reports/2024-Q2/ke-hoach.md";

pub fn number_of(desk: &Desk) -> String {
    let act = desk.last_act("Number: 12");
    let commit = git2::Oid::from_str(&act).expect("the dispatch");
    let raw = String::from_utf8(Base::raw(&desk.repo, commit)).expect("text");
    raw.lines().find_map(|line| line.strip_prefix("Baocao-Number: ")).expect("a number").to_string()
}

/// The inputs a draft made now has, as its trailers name them.
pub fn inputs(desk: &Desk) -> Vec<String> {
    let line = |(department, path): (&str, &str)| {
        let subject = version(path, &desk.bytes(path));
        let commit = desk.last_act(&format!("Baocao-Act: submit\nBaocao-Actor: {}\n", reporter(department)));
        let found = commit != NOTHING;
        found.then(|| format!("{department} {} {commit}", subject.split_once(' ').expect("a path").1))
    };
    [("ke-hoach", KE_HOACH), ("thanh-tra", THANH_TRA)].into_iter().filter_map(line).collect()
}

fn reporter(department: &str) -> &'static str {
    if department == "ke-hoach" { "khanh" } else { "hoa" }
}

pub fn merge_of(desk: &mut Desk, by: &str, inputs: Vec<String>, missing: &[&str]) {
    desk.push(merging(desk, by, &inputs, missing));
}

pub fn merging(desk: &Desk, by: &str, inputs: &[String], missing: &[&str]) -> Forged {
    let text = "dự thảo khác\n";
    let mut lines = vec![format!("Subject: {}", version(DRAFT, text.as_bytes()))];
    lines.extend(inputs.iter().map(|input| format!("Input: {input}")));
    lines.extend(missing.iter().map(|id| format!("Missing: {id}")));
    lines.push(format!("Inputs: sha256:{}", hex(inputs.join("\n").as_bytes())));
    desk.act("merge", by, "chuyen-vien", &lines).file(desk, DRAFT, text)
}

pub fn merge(desk: &mut Desk, by: &str, same: bool) {
    let text = if same { desk.text(DRAFT) } else { desk.tampered() };
    let inputs = inputs(desk);
    let mut lines = vec![format!("Subject: {}", version(DRAFT, text.as_bytes()))];
    lines.extend(inputs.iter().map(|input| format!("Input: {input}")));
    lines.push(format!("Inputs: sha256:{}", hex(inputs.join("\n").as_bytes())));
    desk.push(desk.act("merge", by, "chuyen-vien", &lines).file(desk, DRAFT, &text));
}

pub fn standing_inputs(desk: &Desk) -> String {
    let merge = desk.last_act("Act: merge\n");
    let commit = git2::Oid::from_str(&merge).expect("the draft");
    let raw = String::from_utf8(Base::raw(&desk.repo, commit)).expect("text");
    raw.lines().find_map(|line| line.strip_prefix("Baocao-Inputs: ")).expect("inputs").to_string()
}

pub fn reviewed(desk: &Desk, by: &str) -> Forged {
    let merge = desk.last_act("Act: merge\n");
    let inputs = format!("Inputs: {}", standing_inputs(desk));
    desk.act("review", by, "chanh-van-phong", &[desk.subject(DRAFT), inputs, format!("Ref: merge {merge}")])
}

pub fn review(desk: &mut Desk, by: &str) {
    desk.push(reviewed(desk, by));
}

pub fn approval(desk: &Desk, by: &str, more: &[&str]) -> Forged {
    let review = desk.last_act("Act: review\n");
    let mut lines = vec![desk.subject(DRAFT), format!("Inputs: {}", standing_inputs(desk))];
    lines.push(format!("Ref: review {review}"));
    lines.extend(more.iter().map(ToString::to_string));
    desk.act("approve", by, "lanh-dao", &lines)
}

pub fn approve(desk: &mut Desk, by: &str, more: &[&str]) {
    desk.push(approval(desk, by, more));
}

pub fn resubmit(desk: &mut Desk, by: &str, path: &str) {
    let department = path.rsplit('/').next().and_then(|name| name.strip_suffix(".md")).expect("a department");
    let text = report(PERIOD, department, "Đã làm 11 việc.");
    let subject = format!("Subject: {}", version(path, text.as_bytes()));
    desk.push(desk.act("submit", by, "don-vi", &[subject]).file(desk, path, &text));
}

pub fn return_report(desk: &mut Desk, by: &str, department: &str) {
    let subject = desk.subject(&format!("reports/2024-Q2/{department}.md"));
    let lines = [subject, format!("Department: {department}"), "Reason: thiếu số liệu".into()];
    desk.push(desk.act("return", by, "chanh-van-phong", &lines));
}

pub fn finalize(desk: &mut Desk, by: &str) {
    let approve = desk.last_act("Act: approve\n");
    let approved = Base::raw(&desk.repo, git2::Oid::from_str(&approve).expect("the approval"));
    let approved = String::from_utf8(approved).expect("text");
    let was = approved.lines().find_map(|line| line.strip_prefix("Baocao-Subject: ")).expect("the approved text");
    let text = desk.text(DRAFT) + "đã hoàn chỉnh\n";
    let lines = [
        format!("Subject: {}", version(DRAFT, text.as_bytes())),
        format!("Was: {was}"),
        format!("Ref: approve {approve}"),
    ];
    desk.push(desk.act("finalize", by, "chanh-van-phong", &lines).file(desk, DRAFT, &text));
}

pub fn dispatch(desk: &mut Desk, basis: &str, number: &str, more: &[String]) {
    let mut lines = vec![desk.subject(DRAFT), format!("Ref: {basis}"), format!("Number: {number}/BC-STN")];
    let day = Moment::from_unix(desk.at + 60).date();
    lines.extend([format!("Date: {day}"), "To: UBND".into()]);
    lines.extend_from_slice(more);
    desk.push(desk.act("dispatch", "hai", "van-thu", &lines));
}

/// The period opened with other settings than the program writes.
pub fn opened_with(desk: &mut Desk, change: impl Fn(&str) -> String) {
    let (path, next) = ("reports/2024-Q2/ky.toml", desk.next());
    let file = |tree: git2::Tree<'_>| tree.get_path(std::path::Path::new(path)).map(|entry| entry.id());
    let blob = desk.repo.find_tree(next.tree).and_then(file).expect("the file");
    let ky = change(std::str::from_utf8(&Base::raw(&desk.repo, blob)).expect("text"));
    let own = next.value("Subject");
    desk.push(next.swap(&own, &version(path, ky.as_bytes())).file(desk, path, &ky));
}

/// A whole period, by hand, whose completed text must be approved once more.
pub fn completed_twice(desk: &mut Desk, by: &str) {
    opened_with(desk, |ky| ky.replacen("bieu_mau =", "duyet_lai_sau_hoan_chinh = true\nbieu_mau =", 1));
    for (by, file) in [("khanh", KE_HOACH), ("hoa", THANH_TRA)] {
        resubmit(desk, by, file);
    }
    let inputs = inputs(desk);
    merge_of(desk, "chi", inputs, &[]);
    review(desk, "binh");
    approve(desk, "dung", &["Instructions: viết gọn"]);
    finalize(desk, by);
    desk.checkout();
}

pub fn archive(desk: &mut Desk, dispatch: &str) {
    let (path, manifest) = ("reports/2024-Q2/ho-so/bang-ma-kiem.sha256", "x\n");
    let lines = [
        desk.subject(DRAFT),
        format!("Ref: dispatch {dispatch}"),
        format!("Manifest: sha256:{}", hex(manifest.as_bytes())),
    ];
    desk.push(desk.act("archive", "hai", "van-thu", &lines).file(desk, path, manifest));
}

pub fn directive(desk: &mut Desk, day: &str, change: impl Fn(&str) -> String) {
    let path = "reports/2024-Q2/ky.toml";
    let text = change(&desk.text(path));
    let text =
        if text.contains("chi_dao") { text } else { text.replacen("bieu_mau =", "chi_dao = \"CV 5\"\nbieu_mau =", 1) };
    let lines = [format!("Last-Day: {day}"), "Basis: CV 5".into()];
    desk.push(desk.act("directive", "chi", "chuyen-vien", &lines).file(desk, path, &text));
}
