//! Ordinary days of an office: what a person would otherwise learn too late is said at once.

use crate::sharing;
use crate::support::Scratch;
use serde_json::Value;
use std::path::Path;

/// The sample Sở's second quarter with every report submitted.
fn submitted() -> Scratch {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    office.everybody_submits();
    office
}

fn json(office: &Scratch, when: &str, line: &str) -> Value {
    let ran = office.run("khong-ai", when, line);
    serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {}", ran.all()))
}

/// The places that a document of `check` or `verify` names under a code.
fn places(document: &Value, code: &str) -> Vec<String> {
    let all = document["diagnostics"].as_array().expect("a list").iter();
    all.filter(|d| d["code"] == code).map(|d| d["path"].as_str().unwrap_or_default().to_string()).collect()
}

const EDITED: &str = "reports/2024-Q2/thanh-tra.md";
const DELETED: &str = "reports/2024-Q2/van-phong.md";
const DRAFT: &str = "reports/2024-Q2/tong-hop.md";

#[test]
fn an_edit_or_deletion_after_submission_is_said_everywhere() {
    let office = submitted();
    let when = "2024-06-14 08:00";
    for line in ["check 2024-Q2 --format json", "verify 2024-Q2 --format json"] {
        assert_eq!(places(&json(&office, when, line), "report-changed"), Vec::<String>::new(), "{line}");
    }
    // Line ends are no edit.
    office.write(EDITED, &office.read(EDITED).replace('\n', "\r\n"));
    assert_eq!(json(&office, when, "status 2024-Q2 --format json").to_string().find("\"changed\""), None);
    office.write(EDITED, &office.read(EDITED).replacen("05 cuộc", "06 cuộc", 1));
    std::fs::remove_file(office.office.join(DELETED)).expect("it was there");
    let status = json(&office, when, "status 2024-Q2 --format json");
    let change = |id: &str| {
        let departments = status["departments"].as_array().expect("departments");
        departments.iter().find(|d| d["id"] == id).expect("it")["changed"].clone()
    };
    assert_eq!((change("thanh-tra"), change("van-phong")), ("edited".into(), "deleted".into()));
    assert_eq!(change("chi-cuc-tdc"), Value::Null);
    let words = office.run_with(&[("COLUMNS", "250")], "khong-ai", when, "status 2024-Q2").expect(0).out;
    for said in ["đã sửa sau khi nộp, chưa nộp lại", "đã xoá sau khi nộp"] {
        assert!(words.contains(said), "{said}: {words}");
    }
    for line in ["check 2024-Q2", "verify 2024-Q2"] {
        let told = places(&json(&office, when, &format!("{line} --format json")), "report-changed");
        assert_eq!(told, [EDITED, DELETED], "{line}");
        let text = office.run("khong-ai", when, line).out;
        assert!(text.contains("đã sửa sau khi nộp, chưa nộp lại"), "{line}: {text}");
        assert!(text.contains("đã xoá sau khi nộp"), "{line}: {text}");
    }
    // Submitted again it is no longer said.
    office.run("ngo-van-son", "2024-06-14 09:00", "submit 2024-Q2").expect(0);
    let told = places(&json(&office, "2024-06-14 10:00", "check 2024-Q2 --format json"), "report-changed");
    assert_eq!(told, [DELETED]);
}

#[test]
fn an_edit_of_the_reviewed_draft_is_said_everywhere() {
    let office = submitted();
    office.run("le-thi-mai", "2024-06-17 08:00", "merge 2024-Q2").expect(0);
    let text = office.read(DRAFT);
    office.write(DRAFT, &text.replacen("Trên đây là", "Kính trình đây là", 1));
    // Before the review an edit is ordinary work.
    let found = json(&office, "2024-06-17 09:00", "check 2024-Q2 --format json");
    assert_eq!(places(&found, "report-changed"), Vec::<String>::new());
    office.write(DRAFT, &text);
    office.run("tran-van-binh", "2024-06-17 10:00", "review 2024-Q2").expect(0);
    office.write(DRAFT, &text.replacen("Trên đây là", "Kính trình đây là", 1));
    let when = "2024-06-17 11:00";
    for line in ["check 2024-Q2", "verify 2024-Q2"] {
        let told = places(&json(&office, when, &format!("{line} --format json")), "report-changed");
        assert_eq!(told, [DRAFT], "{line}");
    }
    assert_eq!(json(&office, when, "status 2024-Q2 --format json")["draft_changed"], "edited");
    let status = office.run("khong-ai", when, "status 2024-Q2").expect(0).out;
    assert!(status.contains("Dự thảo: đã sửa sau khi trình"), "{status}");
}

/// Runs a line in process where git can be found, so that a shared repository on this disk can be reached.
fn reach(office: &Scratch, person: &str, when: &str, line: &str) -> crate::support::Ran {
    let path = std::env::var("PATH").expect("a path");
    office.run_with(&[("PATH", path.as_str())], person, when, line)
}

/// A file of the shared repository's newest state; none if it is not there.
fn shared(office: &Scratch, bare: &Path, file: &str) -> Option<String> {
    let (ok, text) = office.try_git(bare, &format!("show main:{file}"));
    ok.then_some(text)
}

#[test]
fn a_draft_in_conflict_is_kept_until_it_is_settled() {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    let bare = sharing::server(&office);
    let (_, text) =
        baocao::commands::demo::sample::SECOND_QUARTER.iter().find(|(d, _)| *d == "thanh-tra").expect("its report");
    office.write(EDITED, text);
    let edit = |path: &str, from: &str, to: &str| {
        let text = office.read(path);
        assert!(text.contains(from), "{from}: {text}");
        office.write(path, &text.replace(from, to));
    };
    let run = |person: &str, when: &str, line: &str| reach(&office, person, &format!("2024-06-17 {when}"), line);
    run("ngo-van-son", "08:00", "submit --yes").expect(0);
    run("le-thi-mai", "09:00", "merge 2024-Q2 --partial").expect(0);
    edit(DRAFT, "Lần đầu sử dụng thiết bị đo nhanh", "Đã sử dụng thiết bị đo nhanh");
    run("le-thi-mai", "09:10", "merge 2024-Q2 --partial").expect(0);
    run("tran-van-binh", "10:00", "return 2024-Q2 --department thanh-tra --reason “nêu rõ thiết bị”").expect(0);
    edit(EDITED, "Lần đầu sử dụng thiết bị đo nhanh", "Lần đầu sử dụng máy quang phổ đo nhanh");
    run("ngo-van-son", "11:00", "submit --yes").expect(0);
    let before = office.try_git(&bare, "rev-parse main").1;

    let ran = run("le-thi-mai", "14:00", "merge 2024-Q2 --partial").expect(1);
    assert!(ran.all().contains("1 chỗ xung đột") && ran.all().contains("chưa gửi"), "{}", ran.all());
    assert_eq!(office.try_git(&bare, "rev-parse main").1, before, "the marks are sent to no one");
    let status = json(&office, "2024-06-17 14:10", "status 2024-Q2 --format json");
    assert_eq!((&status["turn"], &status["conflicts"]), (&"chuyen-vien".into(), &1.into()));
    assert_eq!(status["unsent"], 1);
    let ran = run("tran-van-binh", "14:20", "review 2024-Q2 --yes").expect(3);
    assert!(ran.all().contains("1 chỗ xung đột"), "{}", ran.all());
    let ran = run("le-thi-mai", "14:30", "merge 2024-Q2 --partial").expect(3);
    assert!(ran.all().contains("1 chỗ xung đột"), "{}", ran.all());

    // Settled, it is sent with what waited.
    let draft = office.read(DRAFT);
    let (start, end) = (draft.find("<<<<<<<").expect("marks"), draft.find(">>>>>>>").expect("marks"));
    let rest = draft[end..].split_once('\n').map_or("", |(_, rest)| rest);
    let middle = draft[start..end].split("=======\n").nth(1).expect("the new text");
    office.write(DRAFT, &format!("{}{middle}{rest}", &draft[..start]));
    run("le-thi-mai", "15:00", "merge 2024-Q2 --partial").expect(0);
    assert!(shared(&office, &bare, DRAFT).is_some_and(|text| text.contains("máy quang phổ") && !text.contains("<<<<")));
    assert_eq!(json(&office, "2024-06-17 15:10", "status 2024-Q2 --format json")["unsent"], Value::Null);
}

#[test]
fn whoever_is_missing_is_named_and_confirmed_at_review_and_approval() {
    let office = submitted();
    office
        .run("tran-van-binh", "2024-06-13 15:00", "return 2024-Q2 --department van-phong --reason “bổ sung”")
        .expect(0);
    office.run("le-thi-mai", "2024-06-17 08:00", "merge 2024-Q2 --partial").expect(0);
    for (person, verb) in [("tran-van-binh", "review"), ("nguyen-duc-thinh", "approve")] {
        let tip = office.git("rev-parse HEAD");
        let ran = office.run(person, "2024-06-17 09:00", &format!("{verb} 2024-Q2")).expect(3);
        assert!(ran.all().contains("Văn phòng Sở") && ran.all().contains("--yes"), "{}", ran.all());
        assert_eq!(tip, office.git("rev-parse HEAD"));
        let ran = office.run(person, "2024-06-17 09:30", &format!("{verb} 2024-Q2 --yes")).expect(0);
        assert!(ran.all().contains("thiếu báo cáo của 1 đơn vị: Văn phòng Sở"), "{}", ran.all());
    }
}

#[test]
fn acts_are_sent_where_there_is_a_shared_repository_and_wait_without_a_network() {
    let office = sharing::office(2);
    let bare = sharing::server(&office);
    let address = format!("file://{}", bare.display());
    let folder = sharing::clone(&office, &address, "may");
    let file = |n: usize| format!("reports/2026-12/dv-{n:03}.md");
    let run = |n: usize, line: &str| sharing::finish(sharing::start(&office, &folder, &format!("nguoi-{n:03}"), line));
    for n in 0..2 {
        std::fs::write(folder.join(file(n)), sharing::report(n)).expect("a report");
    }
    let tip = || office.try_git(&bare, "rev-parse main").1;
    let (status, text) = run(0, "submit");
    assert_eq!(status, Some(0), "{text}");
    assert_eq!(shared(&office, &bare, &file(0)).as_deref(), Some(sharing::report(0).as_str()));

    // Without a network it is recorded, said, and shown until it is sent.
    let sent = tip();
    assert!(office.try_git(&folder, "remote set-url origin file:///khong-co-kho-chung.git").0);
    let (status, text) = run(1, "submit --push");
    assert_eq!(status, Some(4), "what is to be sent or nothing is not recorded: {text}");
    let (status, text) = run(1, "submit");
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("chưa gửi lên kho chung") && text.contains("đã ghi"), "{text}");
    let shown = |line: &str| office.run_at(&folder, "khong-ai", "2026-12-02 08:00", line).expect(0).out;
    assert!(shown("status 2026-12").contains("Chưa gửi: 1 bước"), "{}", shown("status 2026-12"));
    let json: Value = serde_json::from_str(&shown("status 2026-12 --format json")).expect("JSON");
    assert_eq!((&json["unsent"], &json["departments"][1]["unsent"]), (&1.into(), &true.into()));
    assert!(office.try_git(&folder, &format!("remote set-url origin {address}")).0);
    assert_eq!(tip(), sent);
    let (status, text) = run(1, "submit 2026-12");
    assert_eq!(status, Some(0), "{text}");
    assert_eq!(shared(&office, &bare, &file(1)).as_deref(), Some(sharing::report(1).as_str()));
    assert!(!shown("status 2026-12").contains("Chưa gửi"));

    // Kept here on request, for one command or for all.
    let sent = tip();
    std::fs::write(folder.join(file(0)), sharing::report(0).replace("0 nhiệm vụ", "5 nhiệm vụ")).expect("a report");
    let (status, text) = run(0, "submit 2026-12 --no-push");
    assert_eq!((status, tip()), (Some(0), sent.clone()), "{text}");
    assert!(office.try_git(&folder, "config baocao.push false").0);
    std::fs::write(folder.join(file(1)), sharing::report(1).replace("1 nhiệm vụ", "6 nhiệm vụ")).expect("a report");
    let (status, text) = run(1, "submit 2026-12");
    assert_eq!((status, tip()), (Some(0), sent), "{text}");
    assert!(shown("status 2026-12").contains("Chưa gửi: 2 bước"));
}

#[test]
fn the_warnings_about_a_report_are_shown_as_it_is_submitted() {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    // The day on the report is still to come. On a terminal the person is asked; a script goes on.
    let tip = office.git("rev-parse HEAD");
    for no in ["k", ""] {
        let ran = office.run_answering(&[no], "ngo-van-son", "2024-06-05 08:30", "submit").expect(3);
        assert!(ran.all().contains("còn 2 cảnh báo. Vẫn nộp?") && ran.all().contains("chưa ghi gì"), "{}", ran.all());
    }
    assert_eq!(tip, office.git("rev-parse HEAD"));
    let ran = office.run("ngo-van-son", "2024-06-05 09:00", "submit").expect(0);
    assert!(ran.all().contains("cảnh báo[time-implausible]"), "{}", ran.all());
    office.write(EDITED, &office.read(EDITED).replacen("quý II năm 2024", "quý II/2024", 1));
    let ran = office.run("ngo-van-son", "2024-06-05 10:00", "submit 2024-Q2 --yes").expect(0);
    assert!(ran.all().contains("cảnh báo[time-implausible]"), "{}", ran.all());
    office.write(EDITED, &office.read(EDITED).replacen("quý II/2024", "quý II-2024", 1));
    office.run_answering(&["c"], "ngo-van-son", "2024-06-05 11:00", "submit 2024-Q2").expect(0);
}

#[test]
fn a_vacant_role_is_named_before_the_roster_is_signed() {
    let office = Scratch::empty();
    let settings = baocao::commands::demo::sample::settings_with_keys(|id| Ok(office.make_key(id))).expect("settings");
    let settings = settings.replace("[\"chuyen-vien\"]", "[\"van-thu\"]").replace("[\"lanh-dao\"]", "[\"van-thu\"]");
    let settings = settings.replace("[\"lanh-dao\", \"giam-doc\"]", "[\"van-thu\"]");
    office.write("baocao.toml", &settings);
    let ran = office.run("dang-quoc-huy", "2024-01-02 08:00", "init --yes").expect(0);
    for said in ["chuyên viên tổng hợp (“chuyen-vien”)", "Lãnh đạo Sở (“lanh-dao”)"] {
        assert!(ran.all().contains(said), "{said}: {}", ran.all());
    }
    assert!(!ran.all().contains("“chanh-van-phong”)"), "{}", ran.all());
}

#[test]
fn the_settings_that_are_made_name_every_key() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/core/src/format");
    let office = Scratch::empty();
    office.run("khong-ai", "2024-01-02 08:00", "init").expect(0);
    let made = office.read("baocao.toml");
    let words: Vec<&str> = made.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).collect();
    for file in ["settings.rs", "roster.rs", "indicators.rs", "figure_rules.rs", "paperwork.rs"] {
        let source = std::fs::read_to_string(folder.join(file)).expect("a reader");
        for list in source.split("knows(&[").skip(1).filter_map(|rest| rest.split("])").next()) {
            for key in list.split('"').skip(1).step_by(2) {
                assert!(words.contains(&key), "{file}: “{key}” is not in the settings that `init` makes");
            }
        }
    }
    // The examples after the people are right as they stand.
    let at = made.find("# CHỈ TIÊU").expect("indicators");
    fn example(line: &str) -> Option<&str> {
        line.strip_prefix("# ").filter(|rest| rest.starts_with('[') || rest.contains(" = "))
    }
    let plain: String = made[at..].lines().filter_map(example).map(|line| format!("{line}\n")).collect();
    office.write("baocao.toml", &format!("{}\n{plain}", &made[..at]));
    let ran = office.run("khong-ai", "2024-01-02 08:00", "check --format json");
    assert!(!ran.out.contains("settings-malformed"), "{}\n{plain}", ran.out);
}

#[test]
fn a_reporter_sees_the_own_report_and_a_line_for_every_other() {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    office.write(EDITED, &office.read(EDITED).replacen("nguoi_lap:", "nguoi_lap_x:", 1));
    office.write(DELETED, &office.read(DELETED).replacen("nguoi_lap:", "nguoi_lap_x:", 1));
    office.git("checkout -q -- reports/2024-Q2/chi-cuc-tdc.md");
    let lines = |person: &str, line: &str| office.run(person, "2024-06-10 08:00", line).expect(1).out;
    let own = lines("ngo-van-son", "check");
    assert!(own.contains("lỗi[field-missing]") && own.contains(EDITED), "{own}");
    assert!(!own.contains(&format!("--> {DELETED}")), "{own}");
    let of = |text: &str, path: &str| text.lines().filter(|line| line.contains(path)).count();
    assert_eq!(of(&own, DELETED), 1, "{own}");
    assert_eq!(of(&own, "chi-cuc-tdc.md: chưa viết"), 1, "{own}");
    assert_eq!(of(&own, "chi-cuc-tdc.md"), 1, "{own}");
    assert!(own.contains("--all"), "{own}");
    // All of it on request, by name, for one who is not known, and for programs.
    let all = lines("khong-ai", "check");
    assert!(all.contains(&format!("--> {DELETED}")) && of(&all, "chi-cuc-tdc.md") > 5, "{all}");
    assert_eq!(lines("ngo-van-son", "check --all"), all);
    assert!(lines("ngo-van-son", &format!("check {DELETED}")).contains(&format!("--> {DELETED}")));
    let json = |person: &str| lines(person, "check --format json");
    assert_eq!(json("ngo-van-son"), json("khong-ai"));
    // The office sees every fault, and of what is not written one line.
    let office_view = lines("le-thi-mai", "check");
    assert!(office_view.contains(&format!("--> {DELETED}")), "{office_view}");
    assert_eq!(of(&office_view, "chi-cuc-tdc.md"), 1, "{office_view}");
}

/// With a shared repository the folder follows what it sent: the draft that a person was editing takes on the merged text,
/// and is never taken for an edit that removed what others had sent.
#[test]
fn an_edited_draft_takes_on_what_is_merged_and_sent() {
    let office = sharing::office(2);
    let bare = sharing::server(&office);
    let address = format!("file://{}", bare.display());
    let folder = sharing::clone(&office, &address, "may");
    let behind = sharing::clone(&office, &address, "may-cu");
    let draft = "reports/2026-12/tong-hop.md";
    let run = |person: &str, line: &str| sharing::finish(sharing::start(&office, &folder, person, line));
    let expect = |(status, text): (Option<i32>, String)| {
        assert_eq!(status, Some(0), "{text}");
        text
    };
    for n in 0..2 {
        std::fs::write(folder.join(format!("reports/2026-12/dv-{n:03}.md")), sharing::report(n)).expect("a report");
    }
    expect(run("nguoi-000", "submit"));
    expect(run("le-thi-mai", "merge 2026-12 --partial"));
    let read = || std::fs::read_to_string(folder.join(draft)).expect("a draft");
    let first = read();
    let at = first.rfind("\n\n").expect("a last paragraph");
    std::fs::write(folder.join(draft), format!("{}\n\nCâu viết tay.{}", &first[..at], &first[at..])).expect("an edit");
    expect(run("nguoi-001", "submit"));
    let said = expect(run("le-thi-mai", "merge 2026-12"));
    assert!(!said.contains("để nguyên"), "{said}");
    let now = read();
    assert!(now.contains("Câu viết tay.") && now.contains("dv-001"), "{now}");
    assert_eq!(shared(&office, &bare, draft).as_deref(), Some(now.as_str()));
    assert_eq!(office.try_git(&folder, "status --porcelain").1, "");
    // Who has not fetched it is sent to fetch it, and not told that there is none or that it was edited.
    let (status, text) = sharing::finish(sharing::start(&office, &behind, "tran-van-binh", "review 2026-12"));
    assert!(status == Some(3) && text.contains("cũ hơn kho chung") && text.contains("`baocao update`"), "{text}");
    // A draft of other reports than the last recorded one is no edit of that one.
    std::fs::write(folder.join(draft), &first).expect("the old draft");
    let (status, text) = run("le-thi-mai", "merge 2026-12");
    assert!(status == Some(3) && text.contains("không phải bản tổng hợp đã ghi lần cuối"), "{text}");
    assert_eq!(read(), first);
}
