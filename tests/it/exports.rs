//! The document an office really sends: measures of the decree, same bytes, the file that was sent.

mod charts;
mod layout;
mod numbers;
#[cfg(feature = "pdf")]
mod pdf;
pub mod pictures;
mod safety;
mod tables;
mod words;

use crate::support::Scratch;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The sample Sở's second quarter up to the approval.
fn newly_approved() -> Scratch {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    office.everybody_submits();
    office.approve_second_quarter();
    office
}

/// The same, sent as number 5 in Word and HTML.
fn newly_sent() -> Scratch {
    let office = newly_approved();
    let line =
        "dispatch 2024-Q2 --number 5 --to \"UBND tỉnh Thái Nguyên\" --to \"Bộ Khoa học và Công nghệ\" --make docx,html";
    office.run("vu-thi-ngoc", "2024-06-19 10:00", line).expect(0);
    office
}

/// Made once, and only read.
fn approved() -> &'static Scratch {
    static OFFICE: OnceLock<Scratch> = OnceLock::new();
    OFFICE.get_or_init(newly_approved)
}

/// Made once, and only read.
fn sent() -> &'static Scratch {
    static OFFICE: OnceLock<Scratch> = OnceLock::new();
    OFFICE.get_or_init(newly_sent)
}

fn bytes(path: impl AsRef<Path>) -> Vec<u8> {
    std::fs::read(path.as_ref()).unwrap_or_else(|e| panic!("{}: {e}", path.as_ref().display()))
}

/// Exports in process, into a file of its own.
fn export(office: &Scratch, kind: &str, name: &str) -> PathBuf {
    let out = office.dir.path().join(name);
    office
        .run("khong-ai", "2026-01-05 08:00", &format!("export 2024-Q2 --to {kind} --out {}", out.display()))
        .expect(0);
    out
}

#[test]
fn what_was_sent_is_made_again_to_the_byte_from_a_fresh_clone() {
    let office = sent();
    let recorded = office.office.join("reports/2024-Q2/ho-so");
    let clone = office.dir.path().join("ban-sao");
    office.git(&format!("clone -q . {}", clone.display()));
    for kind in ["docx", "html"] {
        let out = office.dir.path().join(format!("lai.{kind}"));
        let line = format!("export 2024-Q2 --to {kind} --out {}", out.display());
        office.run_at(&clone, "khong-ai", "2031-01-05 08:00", &line).expect(0);
        assert_eq!(bytes(&out), bytes(recorded.join(format!("bao-cao-2024-Q2.{kind}"))), "{kind}");
    }
}

#[test]
fn a_file_in_hand_is_known_or_not() {
    let office = sent();
    let ask =
        |path: &Path| office.run("dang-quoc-huy", "2026-01-05 08:00", &format!("verify --file {}", path.display()));
    let copy = office.dir.path().join("nhan-duoc.docx");
    std::fs::copy(office.office.join("reports/2024-Q2/ho-so/bao-cao-2024-Q2.docx"), &copy).expect("a copy");
    let ran = ask(&copy).expect(0);
    assert!(ran.out.contains("đúng là tệp đã gửi") && ran.out.contains("05/BC-SKHCN"), "{}", ran.all());
    let json = office
        .run("dang-quoc-huy", "2026-01-05 08:00", &format!("verify --format json --file {}", copy.display()))
        .expect(0);
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!((&json["sent"]["period"], &json["sent"]["exact"]), (&"2024-Q2".into(), &true.into()), "{json}");
    // Another kind of file of the same document was not sent, but is the same document.
    let ran = ask(&export(office, "md", "khac.md")).expect(0);
    assert!(ran.out.contains("xuất lại"), "{}", ran.all());
    let mut changed = bytes(&copy);
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    let wrong = office.dir.path().join("sua.docx");
    std::fs::write(&wrong, changed).expect("a file");
    let ran = ask(&wrong).expect(1);
    assert!(ran.out.contains("KHÔNG trùng"), "{}", ran.all());
}

#[test]
fn every_writer_gives_the_same_bytes_in_every_zone_and_language() {
    let office = approved();
    let kinds: &[&str] = if cfg!(feature = "pdf") { &["docx", "pdf", "html", "md"] } else { &["docx", "html", "md"] };
    for kind in kinds {
        let mut made = Vec::new();
        for (zone, locale, lang) in
            [("UTC", "C", "vi"), ("Asia/Ho_Chi_Minh", "vi_VN.UTF-8", "en"), ("America/New_York", "de_DE.UTF-8", "vi")]
        {
            let out = office.dir.path().join(format!("{zone}.{kind}").replace('/', "-"));
            let status = Command::new(env!("CARGO_BIN_EXE_baocao"))
                .env_clear()
                .envs([("TZ", zone), ("LC_ALL", locale), ("LANG", locale), ("BAOCAO_LANG", lang)])
                .env("HOME", office.dir.path().join("home"))
                .env("PATH", std::env::var_os("PATH").unwrap_or_default())
                .arg("-C")
                .arg(&office.office)
                .args(["-q", "export", "2024-Q2", "--to", kind, "--out"])
                .arg(&out)
                .status()
                .expect("baocao runs");
            assert!(status.success(), "{zone} {kind}");
            made.push(bytes(out));
        }
        assert!(made.windows(2).all(|pair| pair[0] == pair[1]), "{kind} differs between zones");
    }
}

#[test]
fn a_draft_looks_like_one_until_the_dispatch() {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    let ran = office.run("khong-ai", "2024-06-03 09:00", "export 2024-Q2 --to md --out -");
    assert!(ran.status == 3 && ran.err.contains("chưa có báo cáo tổng hợp"), "{}", ran.all());
    office.fill_second_quarter();
    office.everybody_submits();
    office.run("le-thi-mai", "2024-06-17 08:00", "merge 2024-Q2").expect(0);
    let shown = || office.run("khong-ai", "2024-06-18 11:00", "export 2024-Q2 --to md --out -").expect(0).out;
    let text = shown();
    assert!(text.contains("**DỰ THẢO**") && text.contains("/BC-SKHCN") && !text.contains("Nguyễn Đức Thịnh"), "{text}");
    office.run("tran-van-binh", "2024-06-18 08:00", "review 2024-Q2").expect(0);
    office.run("nguyen-duc-thinh", "2024-06-18 09:00", "approve 2024-Q2 --instructions \"sửa câu kết\"").expect(0);
    assert!(shown().contains("**DỰ THẢO**"), "instructions are still to be carried out");
    let path = "reports/2024-Q2/tong-hop.md";
    office.write(path, &office.read(path).replace("Trên đây là báo cáo", "Trên đây là toàn bộ báo cáo"));
    office.run("tran-van-binh", "2024-06-18 10:00", "finalize 2024-Q2").expect(0);
    let text = shown();
    assert!(
        !text.contains("DỰ THẢO") && text.contains("**Nguyễn Đức Thịnh**") && text.contains("toàn bộ báo cáo"),
        "{text}"
    );
    // A file that somebody may have worked in is not lost.
    let out = office.dir.path().join("bc.docx");
    std::fs::write(&out, "của tôi").expect("a file");
    let line = format!("export 2024-Q2 --to docx --out {}", out.display());
    let ran = office.run("khong-ai", "2024-06-18 11:00", &line);
    assert!(ran.status == 3 && bytes(&out) == "của tôi".as_bytes(), "{}", ran.all());
    office.run("khong-ai", "2024-06-18 11:00", &format!("{line} --force")).expect(0);
    let folder = office.dir.path().join("xuat");
    std::fs::create_dir(&folder).expect("a folder");
    office
        .run("khong-ai", "2024-06-18 11:00", &format!("export 2024-Q2 --to html --out {}", folder.display()))
        .expect(0);
    assert!(folder.join("bao-cao-2024-Q2.html").exists(), "a folder is where, not what");
    office.run("khong-ai", "2024-06-18 11:00", &line).expect(0);
}

#[test]
fn the_packet_for_the_connector_holds_the_files_that_were_sent() {
    let office = &newly_sent();
    let out = office.dir.path().join("goi.edxml");
    let line = format!("export 2024-Q2 --to edxml --out {}", out.display());
    office.run("khong-ai", "2026-01-05 08:00", &line).expect(0);
    let text = String::from_utf8(bytes(&out)).expect("text");
    let xml = roxmltree::Document::parse(&text).expect("XML");
    let word = |name: &str| {
        let node = xml.descendants().find(|n| n.tag_name().name() == name).unwrap_or_else(|| panic!("{name}"));
        node.text().unwrap_or("").to_string()
    };
    assert_eq!(word("DocumentId"), ",2024/06/19,05/BC-SKHCN");
    assert_eq!((word("CodeNumber"), word("CodeNotation")), ("05".into(), "BC-SKHCN".into()));
    assert_eq!((word("FullName"), word("Position")), ("Nguyễn Đức Thịnh".into(), "GIÁM ĐỐC".into()));
    assert_eq!((word("Timestamp"), word("BussinessDocType")), ("2024/06/19 10:00:00".into(), "0".into()));
    assert_eq!(word("Subject"), "Báo cáo kết quả công tác khoa học và công nghệ quý II năm 2024");
    let inside = baocao_documents::edxml::files(&text).expect("files");
    assert_eq!(inside.len(), 2);
    for (name, found) in inside {
        assert_eq!(found, bytes(office.office.join("reports/2024-Q2/ho-so").join(&name)), "{name}");
    }
    let ask = |number: &str| {
        let path = office.dir.path().join("tt.edxml");
        let packet = format!(
            "<edXML><edXMLEnvelope><edXMLHeader><MessageHeader><From><OrganName>UBND tỉnh</OrganName></From><ResponseFor><Code><CodeNumber>{number}</CodeNumber><CodeNotation>BC-SKHCN</CodeNotation></Code><PromulgationDate>2024/06/19</PromulgationDate></ResponseFor><StatusCode>03</StatusCode></MessageHeader></edXMLHeader></edXMLEnvelope></edXML>"
        );
        std::fs::write(&path, packet).expect("a file");
        office.run("khong-ai", "2024-06-20 08:00", &format!("dispatch 2024-Q2 --status {}", path.display()))
    };
    assert!(ask("05").expect(0).out.contains("UBND tỉnh: 03 đã tiếp nhận"));
    assert!(ask("06").expect(1).out.contains("không phải văn bản 05/BC-SKHCN"));
    // The answer goes into the record, its digest into the manifest, and everything holds afterwards.
    ask("05").expect(0);
    office.run("vu-thi-ngoc", "2024-06-21 08:00", "archive 2024-Q2").expect(0);
    let folder = "reports/2024-Q2/ho-so";
    assert!(office.read(&format!("{folder}/bang-ma-kiem.sha256")).contains("  ho-so/trang-thai-1.edxml"));
    assert!(office.read(&format!("{folder}/muc-luc.md")).contains("Trạng thái tiếp nhận"));
    assert!(!office.office.join(format!("{folder}/trang-thai-2.edxml")).exists(), "the same answer is kept once");
    office.run("dang-quoc-huy", "2024-06-22 08:00", "verify 2024-Q2").expect(0);
}

#[test]
fn the_register_the_board_and_the_calendar_tell_what_the_acts_say() {
    let office = sent();
    let ran = office.run("khong-ai", "2024-06-20 08:00", "register 2024 --to csv").expect(0);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", ran.out);
    assert_eq!(lines[0].split("\",\"").count(), 10);
    assert!(lines[1].starts_with("\"05/BC-SKHCN\",\"19/6/2024\",\"Báo cáo kết quả công tác"), "{}", lines[1]);
    let page = office.dir.path().join("bang.html");
    office.run("khong-ai", "2024-06-20 08:00", &format!("board 2024 --out {}", page.display())).expect(0);
    // Made anew over itself, and never over what is somebody else's.
    office.run("khong-ai", "2024-06-21 08:00", &format!("board 2024 --out {}", page.display())).expect(0);
    let text = String::from_utf8(bytes(&page)).expect("text");
    for words in
        ["Quý II năm 2024 (2024-Q2)", "đã gửi", "8/8 (100%)", "so-khcn/reports/2024-Q2/ho-so/bao-cao-2024-Q2.docx"]
    {
        assert!(text.contains(words) || words.starts_with("so-khcn"), "{words}");
    }
    assert!(!text.contains("<script") && !text.contains("http-equiv=\"refresh"));
    std::fs::write(&page, "trang khác").expect("a file");
    office.run("khong-ai", "2024-06-21 08:00", &format!("board 2024 --out {}", page.display())).expect(3);
    let ran = office.run("khong-ai", "2026-01-05 08:00", "calendar 2026").expect(0);
    // 19/2/2026 lies in the Tết holidays: people are reminded on the last working day before them.
    assert!(ran.out.contains("DTSTART;VALUE=DATE:20260219\r\n"), "{}", ran.out);
    assert!(ran.out.contains("TRIGGER;VALUE=DATE-TIME:20260213T010000Z"), "{}", ran.out);
    assert_eq!(ran.out.matches("BEGIN:VEVENT").count(), 12 + 4 + 4);
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_program_without_pdf_says_so() {
    let out = sent().dir.path().join("khong.pdf");
    let line = format!("export 2024-Q2 --to pdf --out {}", out.display());
    let ran = sent().run("khong-ai", "2026-01-05 08:00", &line).expect(4);
    assert!(ran.all().contains("không kèm phần lập PDF") && !out.exists(), "{}", ran.all());
}

#[test]
fn a_number_stands_once_in_a_year() {
    let office = newly_sent();
    let again = office.run("vu-thi-ngoc", "2024-06-19 11:00", "dispatch 2024-Q2 --number 6 --to x");
    assert_eq!(again.status, 3, "sent once: {}", again.all());
    let reports: Vec<(&str, &str)> =
        baocao::commands::demo::sample::FIRST_QUARTER.iter().filter(|(id, _)| *id == "thanh-tra").copied().collect();
    office.approve_period("2024-Q1", "2024-06-20", &reports);
    let line = |number: u32| format!("dispatch 2024-Q1 --number {number} --to UBND --date 2024-06-20");
    let ran = office.run("vu-thi-ngoc", "2024-06-20 14:00", &line(5));
    assert!(ran.status == 3 && ran.all().contains("đã dùng cho báo cáo kỳ 2024-Q2"), "{}", ran.all());
    office.run("vu-thi-ngoc", "2024-06-20 14:00", &line(6)).expect(0);
    let ran = office.run("khong-ai", "2024-06-20 15:00", "register 2024 --to csv").expect(0);
    assert_eq!(ran.out.lines().count(), 3, "{}", ran.out);
}

#[test]
fn what_the_settings_say_of_the_paperwork_reaches_the_documents() {
    let own = include_str!("../../templates/nd30-2020.toml").replace("Times New Roman", "Liberation Serif");
    let more = concat!(
        "[van_ban]\nkinh_gui_bo = [\"Bộ Khoa học và Công nghệ (Vụ Kế hoạch)\"]\nthe_thuc = \"rieng\"\n",
        "can_cu = [\"Căn cứ Quyết định số 12/QĐ-UBND\"]\nmuc_do_khan = \"KHẨN\"\nma_dinh_danh = \"H55.242\"\n",
        "[van_ban.dinh_danh]\n\"UBND tỉnh\" = \"H55\"\n",
        "[luu_tru]\nho_so = \"2024.VP-TH\"\nthoi_han = { quy = \"20 năm\" }\nso_rieng = true\n",
    );
    let office = Scratch::since_2023_with(more, &[("templates/rieng.toml", &own)]);
    let reports: Vec<(&str, &str)> =
        baocao::commands::demo::sample::FIRST_QUARTER.iter().filter(|(id, _)| *id == "thanh-tra").copied().collect();
    for (period, day, number) in [("2024-Q1", "2024-03-18", 3), ("2024-BKHCN", "2024-03-19", 5)] {
        // Each report names its own period and the one that follows.
        let words =
            baocao_core::domain::PeriodWords::of(&baocao_core::domain::PeriodId::parse(period).expect("an id"), None);
        let text = reports[0].1.replace("2024-Q1", period).replace("QUÝ II NĂM 2024", &words.next);
        let text = text.replace("QUÝ I NĂM 2024", &words.now);
        office.approve_period(period, day, &[("thanh-tra", &text)]);
        let line = format!("dispatch {period} --number {number} --to \"UBND tỉnh\" --make docx,md");
        office.run("vu-thi-ngoc", &format!("{day} 14:00"), &line).expect(0);
    }
    let sent = |period: &str| office.read(&format!("reports/{period}/ho-so/bao-cao-{period}.md"));
    assert!(sent("2024-Q1").contains("Căn cứ Quyết định số 12/QĐ-UBND") && sent("2024-Q1").contains("KHẨN"));
    assert!(!sent("2024-Q1").contains("Vụ Kế hoạch") && sent("2024-BKHCN").contains("Vụ Kế hoạch"));
    // The office's own profile, as it was approved with, also when it has left the folder since.
    std::fs::remove_file(office.office.join("templates/rieng.toml")).expect("removed");
    let out = office.dir.path().join("lai.docx");
    office.run("khong-ai", "2024-03-20 08:00", &format!("export 2024-Q1 --to docx --out {}", out.display())).expect(0);
    assert_eq!(bytes(&out), bytes(office.office.join("reports/2024-Q1/ho-so/bao-cao-2024-Q1.docx")));
    let mut styles = String::new();
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes(&out))).expect("a package");
    std::io::Read::read_to_string(&mut package.by_name("word/styles.xml").expect("styles"), &mut styles).expect("text");
    assert!(styles.contains("Liberation Serif") && !styles.contains("Times New Roman"));
    let packet = office.run("khong-ai", "2024-03-20 08:00", "export 2024-Q1 --to edxml --out -").expect(0).out;
    assert!(packet.contains("<OrganId>H55.242</OrganId>") && packet.contains("<OrganId>H55</OrganId>"));
    let register = office.run("khong-ai", "2024-03-20 08:00", "register 2024").expect(0);
    assert!(register.all().contains("còn thiếu số 01, 02, 04"), "{}", register.all());
    office.run("vu-thi-ngoc", "2024-03-21 08:00", "archive 2024-Q1").expect(0);
    let index = office.read("reports/2024-Q1/ho-so/muc-luc.md");
    assert!(index.contains("2024.VP-TH") && index.contains("20 năm"), "{index}");
}
