//! `baocao.toml` and `ky.toml`: every slip is named at its place, what is written is read back, nothing panics.

use baocao_core::diagnostic::Diagnostic;
use baocao_core::domain::{
    Agency, Cadence, Deadline, DeadlineRule, DepartmentId, PeriodId, PeriodSettings, Role, RollPolicy, Settings, Step,
    parse_date,
};
use baocao_core::text::{RepoPath, Source};

use proptest::prelude::*;

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";
/// The shared repository's own.
const SERVER: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOl3AMm8tqYZGh7dbTqeSa9/TqFSmzSXPf0ztYQ9qoqa";

fn source(text: &str) -> Source {
    Source::new(RepoPath::new("baocao.toml"), text.to_string())
}

fn agency() -> Agency {
    let word = |text: &str| text.to_string();
    let name = word("Sở Khoa học và Công nghệ \"thử\"");
    Agency { name, parent: word("UBND tỉnh Thái Nguyên"), place: word("Thái Nguyên"), symbol: word("SKHCN") }
}

/// What is pointed at and what is said, in the order of the file.
fn said(text: &str, faults: &[Diagnostic]) -> Vec<(String, String)> {
    let source = source(text);
    let at = |f: &Diagnostic| f.place.span.map(|span| source.slice(span).to_string()).unwrap_or_default();
    faults.iter().map(|f| (at(f), f.message.vi.clone())).collect()
}

fn read(text: &str) -> (Settings, Vec<(String, String)>) {
    let (settings, faults) = baocao_core::format::settings::read(&source(text));
    let said = said(text, &faults);
    (settings, said)
}

/// Good settings with some more lines behind them.
fn with(more: &str) -> String {
    format!(
        "phien_ban = 1\n[co_quan]\nten = \"Sở\"\nchu_quan = \"UBND\"\ndia_danh = \"X\"\nky_hieu = \"S\"\n\
         [[don_vi]]\nma = \"thanh-tra\"\nten = \"Thanh tra\"\n{more}"
    )
}

#[test]
fn the_settings_an_office_begins_with_are_right_and_mean_the_procedure() {
    let text = baocao_core::format::settings::write::office(&agency());
    let (settings, faults) = read(&text);
    assert_eq!(faults, []);
    assert_eq!(settings.agency, agency());
    assert_eq!(settings.departments.len(), 8);
    assert_eq!(settings.deadlines, baocao_core::domain::default_rules());
    assert_eq!(settings.steps.days.get(&Step::Draft), Some(&2));
    assert_eq!((settings.roll, settings.roster.clock_skew_minutes), (RollPolicy::None, 10));
    // The examples are comments; with the marks taken off they are right, too, but for the key that is none.
    let examples: String = text.lines().map(|line| uncommented(line) + "\n").collect();
    let (settings, faults) = read(&examples.replace("ssh-ed25519 AAAA...", KEY).replace("ssh-ed25519 BBBB...", SERVER));
    assert_eq!(faults, []);
    assert!(settings.roster.people[0].has(Role::Administrator) && settings.roster.people[0].keys.len() == 1);
    assert_eq!(settings.indicators.len(), 1);
}

/// A line of TOML inside a comment as TOML; words stay a comment. The second way of writing `khoa` and the delegation
/// belong to other people and stay comments as well.
fn uncommented(line: &str) -> String {
    match line.strip_prefix("# ") {
        Some(inner)
            if inner.starts_with('[')
                || inner
                    .split_once(" = ")
                    .is_some_and(|(key, _)| key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')) =>
        {
            let other = inner.starts_with("khoa = [{") || inner.starts_with("uy_quyen");
            if other { line.to_string() } else { inner.to_string() }
        }
        _ => line.to_string(),
    }
}

#[test]
fn everything_of_the_schema_is_read() {
    let (settings, faults) = read(&with(&format!(
        "tu_ngay = 2024-01-01\n\
         [[nguoi]]\nma = \"a\"\nho_ten = \"A\"\nchuc_vu = \"Phó Giám đốc\"\nvai_tro = [\"lanh-dao\", \"quan-tri\", \"don-vi\"]\ndon_vi = \"thanh-tra\"\n\
         khoa = [{{ ssh = \"{KEY}\", tu_ngay = 2025-01-01, thu_hoi = \"mất\", tin_den = \"{}\" }},\n\
         {{ openpgp = \"-----BEGIN PGP PUBLIC KEY BLOCK-----\\n…\" }}, {{ x509 = \"-----BEGIN CERTIFICATE-----\\n…\" }}]\n\
         uy_quyen = {{ hinh_thuc = \"KT\", tu_ngay = 2025-01-01, den_ngay = \"2025-12-31\", can_cu = \"QĐ\", loai = [\"thang\", \"quy\"] }}\n\
         [tin_cay]\nnguong_danh_sach = 1\nlech_gio_phut = 5\n\
         [han_nop]\nquy = {{ cham_nhat = 12 }}\n6thang = {{ truoc = 29, thang = 5 }}\nnam-bo = {{ truoc = 1, thang = 10 }}\n\
         [quy_trinh]\nthu_thap = 3\ntinh_ngay = \"lich\"\ndon_ngay_nghi = \"som\"\n\
         [lich.\"2024\"]\nnghi = [\"2024-01-01\", 2024-04-18, \"2024-02-08/2024-02-14\"]\nlam_bu = [\"2024-05-04\"]\n\
         [[chi_tieu]]\nma = \"de-tai\"\nten = \"Đề tài\"\ndon_vi_tinh = \"nhiệm vụ\"\nloai = \"thoi-diem\"\ndon_vi = \"thanh-tra\"\nso_le = 1\nbat_buoc = true\n\
         [[quy_tac]]\nma = \"x\"\nbieu_thuc = \"de-tai > 0\"\nthong_bao = {{ vi = \"a\", en = \"b\" }}\n",
        "a".repeat(40)
    )));
    assert_eq!(faults, []);
    let person = &settings.roster.people[0];
    assert_eq!(person.keys.len(), 3);
    assert!(person.keys[0].trusted_until.is_some() && person.keys[0].revoked.as_deref() == Some("mất"));
    let given = person.delegation.as_ref().expect("a delegation");
    assert_eq!(given.cadences.iter().copied().collect::<Vec<_>>(), [Cadence::Month, Cadence::Quarter]);
    assert!(matches!(settings.deadlines[&Cadence::Quarter], DeadlineRule::NoLaterThan(_)));
    assert_eq!((settings.roll, settings.roster.clock_skew_minutes), (RollPolicy::Earlier, 5));
    let rest = |day: &str| settings.calendar.rest(parse_date(day).expect("a date")).is_some();
    assert!(rest("2024-02-10") && rest("2024-04-18") && !rest("2024-05-04") && settings.calendar.is_decided(2024));
    assert_eq!(settings.indicators[0].departments.len(), 1);
}

#[test]
fn every_slip_is_named_at_its_place_and_all_at_once() {
    let text = with(
        "[[don_vi]]\nma = \"thanh-tra\"\nten = \"Lặp\"\n[[don_vi]]\nma = \"tong-hop\"\nten = \"X\"\n\
         [han_nop]\nquys = { truoc = 15 }\nnam = { truoc = 15, cham_nhat = 3 }\nthang = { truoc = 20, thang = 2 }\n\
         [quy_trinh]\nthu_thap = -1\ndon_ngay_nghi = \"mon\"\n\
         [lich.\"2024\"]\nnghi = [\"2024-02-31\", \"2024-02-14/2024-02-08\", \"2023-01-01\"]\n\
         [[chi_tieu]]\nma = \"a\"\nten = 5\ndon_vi_tinh = \"x\"\nloai = \"phat-sin\"\ndon_vi = [\"thanh-tar\"]\n",
    );
    let (settings, faults) = read(&text);
    let places: Vec<_> = faults.iter().map(|(place, _)| place.as_str()).collect();
    let expected = [
        "\"thanh-tra\"",
        "\"tong-hop\"",
        "quys",
        "{ truoc = 15, cham_nhat = 3 }",
        "2",
        "-1",
        "\"mon\"",
        "[\"2024-02-31\", \"2024-02-14/2024-02-08\", \"2023-01-01\"]",
        "\"2024-02-31\"",
        "\"2024-02-14/2024-02-08\"",
        "5",
        "\"phat-sin\"",
        "\"thanh-tar\"",
    ];
    assert_eq!(places, expected, "{faults:#?}");
    assert_eq!(settings.departments.len(), 1);
}

#[test]
fn an_indicator_says_all_that_its_figures_must_be() {
    let text = with(
        "[[chi_tieu]]\nma = \"a\"\nten = \"A\"\ndon_vi_tinh = \"%\"\nloai = \"thoi-diem\"\nso_le = 1\nnho_nhat = 0\n\
         lon_nhat = \"99,5\"\nbat_buoc = [\"quy\"]\ntu_ngay = 2024-04-02\nnhom = \"N\"\nbien_dong = 2.5\n\
         bieu_do = true\n",
    );
    let (settings, faults) = read(&text);
    assert_eq!(faults, []);
    let a = &settings.indicators[0];
    let period = |id| PeriodId::from_canonical(id).expect("a period");
    let numbers = [a.least, a.most, a.jump].map(|n| n.map(|n| n.to_string()).unwrap_or_default());
    assert_eq!((numbers, a.decimals, a.group.as_deref()), (["0", "99.5", "2.5"].map(String::from), Some(1), Some("N")));
    assert!(a.chart && a.is_share() && a.in_force(&period("2024-Q2")) && !a.in_force(&period("2024-Q1")));
    let wrong = "[[chi_tieu]]\nma = \"a\"\nten = \"A\"\ndon_vi_tinh = \"x\"\nloai = \"phat-sinh\"\n";
    for (more, wanted) in [
        ("so_le = 12", "số nguyên từ 0 đến 9"),
        ("nho_nhat = nan", "một số"),
        ("nho_nhat = \"1.234\"", "một số"),
        ("nho_nhat = 5\nlon_nhat = 4", "nhỏ hơn số nhỏ nhất"),
        ("nho_nhat = 5\ncan_duoi = 4", "là một"),
        ("bat_buoc = [\"quí\"]", "không có loại kỳ"),
        ("bien_dong = 1", "lớn hơn 1"),
        ("bieu_do = \"có\"", "true (có) hoặc false (không)"),
    ] {
        let (_, faults) = read(&with(&format!("{wrong}{more}\n")));
        assert!(faults.len() == 1 && faults[0].1.contains(wanted), "{more}: {faults:?}");
    }
}

#[test]
fn a_rule_about_figures_is_read_or_refused_at_its_character() {
    let indicator = "[[chi_tieu]]\nma = \"a\"\nten = \"A\"\ndon_vi_tinh = \"x\"\nloai = \"phat-sinh\"\n";
    let rule = |words: &str| with(&format!("{indicator}[[quy_tac]]\nma = \"r\"\nthong_bao = \"m\"\n{words}\n"));
    let (settings, faults) = read(&rule(
        "bieu_thuc = \"a <= luy_ke(a)\"\nmuc_do = \"loi\"\nkhi_thieu = \"khong-bo-qua\"\ncanh_bao_den = 2024-06-30",
    ));
    assert_eq!(faults, []);
    let found = &settings.rules[0];
    let on = |day| found.severity_on(parse_date(day).expect("a day")).id();
    assert_eq!((on("2024-06-30"), on("2024-07-01")), ("warning", "error"));
    for (words, wanted) in [
        ("bieu_thuc = \"a + 1\"", "ký tự thứ 1: chỗ này phải là một so sánh"),
        ("bieu_thuc = \"a < 1.234\"", "ký tự thứ 5"),
        ("bieu_thuc = \"ab > 1\"", "chưa khai"),
        ("bieu_thuc = \"a > 1\"\nmuc_do = \"nang\"", "không nhận"),
        ("bieu_thuc = \"a > 1\"\nkhi_thieu = \"bo\"", "không nhận"),
        ("muc_do = \"loi\"", "thiếu khoá “bieu_thuc”"),
    ] {
        let (_, faults) = read(&rule(words));
        assert!(faults.len() == 1 && faults[0].1.contains(wanted), "{words}: {faults:?}");
    }
}

#[test]
fn a_roster_that_would_lock_somebody_in_or_out_is_refused() {
    let person = |id: &str, roles: &str, more: &str| {
        format!("[[nguoi]]\nma = \"{id}\"\nho_ten = \"A\"\nvai_tro = [{roles}]\n{more}")
    };
    let key = format!("khoa = [\"{KEY}\"]\n");
    for (more, wanted) in [
        (person("a", "\"lanh-dao\"", ""), "quan-tri"),
        (person("a", "\"quan-tri\"", "") + "[tin_cay]\nnguong_danh_sach = 2\n", "ngưỡng 2"),
        (person("a", "\"quan-tri\"", &key) + &person("b", "\"van-thu\"", &key), "chỉ khai một lần"),
        (person("a", "\"quan-tri\"", "") + &person("a", "\"van-thu\"", ""), "đã dùng ở trên"),
        (person("a", "\"quan-tri\", \"don-vi\"", ""), "thiếu khoá “don_vi”"),
        (person("a", "\"quan-tri\", \"giam-dok\"", ""), "không có vai trò"),
        (person("a", "\"quan-tri\"", "tu_ngay = 2025-01-01\nden_ngay = 2024-01-01\n"), "đứng trước"),
        (person("a", "\"quan-tri\"", "khoa = [\"ssh-ed25519 AAAA\"]\n"), ""),
        (person("a", "\"quan-tri\"", "khoa = [{ ssh = \"x\", openpgp = \"y\" }]\n"), "đúng một trong"),
        (person("a", "\"quan-tri\"", "khoaa = []\n"), "không có khoá “khoaa”"),
        (person("A B", "\"quan-tri\"", ""), "mã người"),
    ] {
        let (_, faults) = read(&with(&more));
        assert!(faults.iter().any(|(_, why)| why.contains(wanted)), "{wanted}: {faults:#?}\n{more}");
    }
    let (_, faults) = read(&"#".repeat(300 * 1024));
    assert!(faults.len() == 1 && faults[0].1.contains("quá lớn"), "{faults:?}");
}

#[test]
fn a_slip_of_syntax_is_said_in_plain_words_and_hides_no_other() {
    for (text, wanted) in [
        ("phien_ban = 1\n[co_quan]\nten = Sở\n", "ngoặc kép"),
        ("phien_ban = 1\nphien_ban = 1\n", "đã khai ở trên"),
        ("phien_ban = 1\n[co_quan\nten = \"a\"\n", "ngoặc"),
        ("phien_ban = 1\nten \"a\"\n", "khoá = giá trị"),
        ("phien_ban = 1\nngay = 2024-13-45\n", "ngày"),
        ("phien_ban = 2\n", "phiên bản 2"),
    ] {
        let (_, faults) = read(text);
        assert!(faults.iter().any(|(_, why)| why.contains(wanted)), "{wanted}: {faults:?}");
    }
    let (_, faults) = read("phien_ban = 1\n[co_quan]\nten = Sở\n[quy_trinh]\nthu_thapp = 1\n");
    assert!(faults.iter().any(|(place, _)| place == "thu_thapp"), "{faults:?}");
}

fn periods() -> impl Strategy<Value = PeriodSettings> {
    let ids = ["2024-06", "2024-Q2", "2024-H1", "2024", "2024-BKHCN", "2024-DX-lu-lut"];
    let words = "[A-Za-zđềữ \"'\\\\#=\\[\\]]{1,20}x";
    let optional = || proptest::option::of(words);
    let departments = proptest::collection::btree_map("[a-z][a-z0-9]{0,8}", words, 0..5);
    (proptest::sample::select(ids.to_vec()), optional(), any::<bool>(), departments, optional(), any::<bool>())
        .prop_map(|(id, title, before, departments, directive, reapproval)| {
            let date = parse_date("2024-06-15").expect("a date");
            let trimmed = |text: String| text.trim().to_string();
            let named = |(id, name): (String, String)| DepartmentId::parse(&id).map(|id| (id, trimmed(name)));
            PeriodSettings {
                id: PeriodId::parse(id).expect("an id"),
                title: title.map(trimmed),
                deadline: if before { Deadline::before(date) } else { Deadline::no_later_than(date) },
                departments: departments.into_iter().filter(|(id, _)| id != "ky").filter_map(named).collect(),
                form: "BM-VP-01.01".into(),
                opened: parse_date("2024-06-01").expect("a date"),
                directive: directive.map(trimmed),
                reapproval,
            }
        })
}

proptest! {
    #[test]
    fn what_is_written_of_a_period_is_read_back(period in periods()) {
        let text = baocao_core::format::settings::write::period(&period);
        let (read, faults) = baocao_core::format::period::read(&source(&text));
        prop_assert_eq!(said(&text, &faults), Vec::new());
        prop_assert_eq!(read, Some(period));
    }

    #[test]
    fn no_settings_are_too_odd_to_be_read(bytes in proptest::collection::vec(any::<u8>(), 0..120), lines in odd_lines()) {
        for text in [String::from_utf8_lossy(&bytes).into_owned(), lines.concat()] {
            let source = source(&text);
            let faults = baocao_core::format::settings::read(&source).1.into_iter().chain(baocao_core::format::period::read(&source).1);
            for fault in faults {
                let span = fault.place.span.expect("a place");
                prop_assert!(text.get(span.start..span.end).is_some(), "{span:?} of {text:?}");
            }
        }
    }
}

/// Lines of settings, right and wrong, in any order.
fn odd_lines() -> impl Strategy<Value = Vec<&'static str>> {
    let lines = [
        "\u{feff}",
        "phien_ban = 1\n",
        "phien_ban = 0x7fffffffffffffff\n",
        "[co_quan]\n",
        "ten = \"Sở ề\u{301}\"\n",
        "[[don_vi]]\n",
        "ma = \"thanh-tra\"\n",
        "ma = \"\"\n",
        "[[nguoi]]\n",
        "vai_tro = [1, \"a\", {}]\n",
        "khoa = [\"x\", { ssh = 5 }, 3]\n",
        "khoa = { a = [] }\n",
        "[han_nop]\n",
        "quy = { truoc = 99 }\n",
        "nam = 5\n",
        "6thang = { cham_nhat = 30, thang = 2 }\n",
        "[lich.\"2024\"]\n",
        "[lich.x]\n",
        "nghi = [\"2024-01-01/9999-12-31\", 2024-01-01T00:00:00Z, \"//\"]\n",
        "ky = \"2024-q2\"\n",
        "han = { truoc = 2024-06-31 }\n",
        "han = []\n",
        "don_vi = [{ ma = 1 }, 2]\n",
        "mo_ngay = 1979-05-27\n",
        "[tin_cay]\n",
        "nguong_danh_sach = 99999999999999999999\n",
        "\"",
        "[",
        "\r\n",
        "đ = ",
    ];
    proptest::collection::vec(proptest::sample::select(lines.to_vec()), 0..12)
}

#[test]
fn the_placement_of_tone_marks_and_the_subjects_variables_are_checked() {
    let settings = |words: &str| with(&format!("[van_ban]\n{words}\n"));
    let wrong = |words: &str| read(&settings(words)).1.len();
    for good in ["dau_thanh = \"moi\"", "dau_thanh = \"cu\"", "trich_yeu = \"Kết quả {ten} của {co_quan}, {ky}\""]
    {
        assert_eq!(wrong(good), 0, "{good}");
    }
    for bad in ["dau_thanh = \"kiểu mới\"", "trich_yeu = \"Kết quả {kỳ}\"", "trich_yeu = \"Kết quả {agency}\""]
    {
        assert_eq!(wrong(bad), 1, "{bad}");
    }
    assert_eq!(read(&settings("dau_thanh = \"cu\"")).0.document.tone, baocao_core::text::TonePlacement::First);
    assert_eq!(read(&settings("")).0.document.tone, baocao_core::text::TonePlacement::Last);
}
