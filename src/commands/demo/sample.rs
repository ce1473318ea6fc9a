//! The sample Sở: its settings, forms and reports, built into the program. They are the files of this repository's own
//! `baocao.toml`, `templates` and `reports`.

/// `baocao.toml`, whose people have no keys yet.
pub const SETTINGS: &str = include_str!("../../../baocao.toml");

/// The forms, by path.
pub const FORMS: &[(&str, &str)] = &[
    ("templates/BM-VP-01.01.md", include_str!("../../../templates/BM-VP-01.01.md")),
    ("templates/BM-VP-01.md", include_str!("../../../templates/BM-VP-01.md")),
];

macro_rules! reports {
    ($period:literal) => {
        &[
            ("van-phong", include_str!(concat!("../../../reports/", $period, "/van-phong.md"))),
            ("thanh-tra", include_str!(concat!("../../../reports/", $period, "/thanh-tra.md"))),
            ("quan-ly-khoa-hoc", include_str!(concat!("../../../reports/", $period, "/quan-ly-khoa-hoc.md"))),
            ("quan-ly-cong-nghe", include_str!(concat!("../../../reports/", $period, "/quan-ly-cong-nghe.md"))),
            ("ke-hoach-tai-chinh", include_str!(concat!("../../../reports/", $period, "/ke-hoach-tai-chinh.md"))),
            ("khcn-co-so", include_str!(concat!("../../../reports/", $period, "/khcn-co-so.md"))),
            ("quan-ly-chuyen-nganh", include_str!(concat!("../../../reports/", $period, "/quan-ly-chuyen-nganh.md"))),
            ("chi-cuc-tdc", include_str!(concat!("../../../reports/", $period, "/chi-cuc-tdc.md"))),
        ]
    };
}

/// Last year's same quarter.
pub const LAST_YEAR: &[(&str, &str)] = reports!("2023-Q2");
/// This year's first quarter.
pub const FIRST_QUARTER: &[(&str, &str)] = reports!("2024-Q1");
/// The quarter that is played; one report has faults.
pub const SECOND_QUARTER: &[(&str, &str)] = reports!("2024-Q2");
/// The faulty report as its writer mends it.
pub const MENDED: &str = include_str!("quan-ly-cong-nghe.mended.md");
/// The returned report as its writer completes it.
pub const RESUBMITTED: &str = include_str!("khcn-co-so.resubmitted.md");

/// Who submits each department's report in the sample, by department.
pub const REPORTERS: &[(&str, &str)] = &[
    ("van-phong", "bui-thi-hanh"),
    ("thanh-tra", "ngo-van-son"),
    ("quan-ly-khoa-hoc", "nguyen-thi-hoa"),
    ("quan-ly-cong-nghe", "tran-quang-dung"),
    ("ke-hoach-tai-chinh", "luong-thi-yen"),
    ("khcn-co-so", "ha-van-khanh"),
    ("quan-ly-chuyen-nganh", "duong-thi-lan"),
    ("chi-cuc-tdc", "ma-van-thang"),
];

/// The sample's settings with one key for each person, from a function of the person's id.
pub fn settings_with_keys(mut key_of: impl FnMut(&str) -> anyhow::Result<String>) -> anyhow::Result<String> {
    let mut out = String::with_capacity(SETTINGS.len() + 2048);
    let mut in_person = false;
    for line in SETTINGS.lines() {
        out.push_str(line);
        out.push('\n');
        if line.starts_with('[') {
            in_person = line.trim() == "[[nguoi]]";
        }
        if let Some(id) = line.strip_prefix("ma = \"").and_then(|rest| rest.strip_suffix('"')).filter(|_| in_person) {
            out.push_str(&format!("khoa = [\"{}\"]\n", key_of(id)?));
        }
    }
    Ok(out)
}
