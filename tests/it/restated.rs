//! Đính chính: a figure that was approved wrong is put right by an act of its own, and everything later knows.

use crate::support::Scratch;
use serde_json::Value;

const REPORT: &str = include_str!("../rules/figures-absent/good.md");

fn report(period: &str, day: &str, figures: &str, words: (&str, &str)) -> String {
    REPORT
        .replace("  cuoc-thanh-tra: { ke_hoach: 5, thuc_hien: 5 }\n", figures)
        .replace("ky: 2024-Q2", &format!("ky: {period}"))
        .replace("ngay_lap: 2024-06-11", &format!("ngay_lap: {day}"))
        .replace("so_lieu_den: 2024-06-10", &format!("so_lieu_den: {day}"))
        .replace("QUÝ III NĂM 2024", "{ky_sau}")
        .replace("QUÝ II NĂM 2024", words.0)
        .replace("{ky_sau}", words.1)
}

fn office() -> Scratch {
    let office = Scratch::since_2023("");
    let figures = "  cuoc-thanh-tra: { ke_hoach: 5, thuc_hien: 6 }\n";
    let text = report("2024-Q1", "2024-03-12", figures, ("QUÝ I NĂM 2024", "QUÝ II NĂM 2024"));
    office.approve_period("2024-Q1", "2024-03-13", &[("thanh-tra", &text)]);
    office
}

#[test]
fn a_figure_put_right_is_what_every_later_report_is_held_to() {
    let office = office();
    let restate = |by: &str, figure: &str| {
        let line = format!("restate 2024-Q1 --figure {figure} --reason “ghi nhầm một cuộc của năm trước”");
        office.run(by, "2024-05-02 09:00", &line)
    };
    // Nobody but a leader, nothing unknown, nothing ambiguous, nothing that changes nothing, and never a commit for it.
    let before = office.git("rev-parse HEAD");
    assert_eq!(restate("le-thi-mai", "cuoc-thanh-tra=5").status, 3);
    let same = restate("nguyen-duc-thinh", "cuoc-thanh-tra=6");
    assert_eq!(same.status, 3, "{}", same.all());
    for odd in [
        "cuoc-thanh-tra",
        "cuoc-thanh-tr=5",
        "cuoc-thanh-tra=năm",
        "cuoc-thanh-tra=",
        "cuoc-thanh-tra=-1",
        "cuoc-thanh-tra=5,5",
        "ty-le-ky-so=120",
    ] {
        assert_eq!(restate("nguyen-duc-thinh", odd).status, 2, "{odd}");
    }
    let twice = "restate 2024-Q1 --figure cuoc-thanh-tra=5 --figure cuoc-thanh-tra=4 --reason x";
    assert_eq!(office.run("nguyen-duc-thinh", "2024-05-02 09:00", twice).status, 2);
    let elsewhere = "restate 2024-Q1 --figure cuoc-thanh-tra=5 --department van-phong --reason x";
    assert_eq!(office.run("nguyen-duc-thinh", "2024-05-02 09:00", elsewhere).status, 3);
    assert_eq!(office.git("rev-parse HEAD"), before);

    let said = restate("nguyen-duc-thinh", "cuoc-thanh-tra=5").expect(0).all();
    assert!(
        said.contains("cuoc-thanh-tra (thanh-tra): 6 → 5")
            && said.contains("đính chính: báo cáo Quý I năm 2024, 1 số liệu"),
        "{said}"
    );
    let commit = office.git("rev-parse HEAD").trim().to_string();

    // The next quarter: what was true before is wrong now, and the message says since when.
    office.run("le-thi-mai", "2024-06-11 08:00", "init 2024-Q2").expect(0);
    let words = ("QUÝ II NĂM 2024", "QUÝ III NĂM 2024");
    let stating = |sum: u32| {
        let figures = format!("  cuoc-thanh-tra: {{ ke_hoach: 5, thuc_hien: 4, luy_ke: {sum} }}\n");
        office.write("reports/2024-Q2/thanh-tra.md", &report("2024-Q2", "2024-06-11", &figures, words));
        office.run("le-thi-mai", "2024-06-11 08:30", "check reports/2024-Q2/thanh-tra.md").all()
    };
    let wrong = stating(10);
    assert!(wrong.contains("cumulative-mismatch") && wrong.contains("là 9 cuộc, chênh 1 cuộc"), "{wrong}");
    assert!(wrong.contains(&format!("đính chính {}", &commit[..10])), "{wrong}");
    assert!(!stating(9).contains("cumulative-mismatch"));

    // In the document with a note, in the data with its origin, on the screen with a mark.
    office.run("pham-thu-ha", "2024-06-12 08:00", "submit 2024-Q2");
    let submitted = baocao::commands::demo::sample::REPORTERS.iter().find(|(d, _)| *d == "thanh-tra").expect("one").1;
    office.run(submitted, "2024-06-12 08:00", "submit 2024-Q2").expect(0);
    office.run("le-thi-mai", "2024-06-12 09:00", "merge 2024-Q2 --partial").expect(0);
    let draft = office.read("reports/2024-Q2/tong-hop.md");
    assert!(
        draft.contains("Thanh tra Sở, Quý I năm 2024, đã được đính chính từ 6 thành 5")
            && draft.contains("ghi nhầm một cuộc của năm trước."),
        "{draft}"
    );
    let json = office.run("ai-do", "2024-06-12 10:00", "figures 2024-Q2 --to json").expect(0).out;
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let source = json["figures"][0]["cumulative"]["sources"]
        .as_array()
        .and_then(|all| all.iter().find(|s| s["period"] == "2024-Q1"))
        .expect("the source");
    assert_eq!(source["restated"]["commit"], Value::from(commit.clone()));
    assert_eq!((&source["restated"]["was"], &json["figures"][0]["cumulative"]["value"]), (&"6".into(), &"9".into()));
    let own = office.run("ai-do", "2024-06-12 10:00", "figures 2024-Q1").expect(0).out;
    assert!(own.contains("5 (đc)") && own.contains("(đc) có số liệu đã được đính chính"), "{own}");
    let trend = office.run("ai-do", "2024-06-12 10:00", "trend cuoc-thanh-tra").expect(0).out;
    assert!(trend.contains("(đã đính chính, "), "{trend}");

    // The record tells it, and everything is proven.
    let log = office.run("ai-do", "2024-06-12 10:00", "log 2024-Q1").expect(0).out;
    assert!(log.contains("đính chính") && log.contains("6 → 5") && log.contains("ghi nhầm một cuộc"), "{log}");
    let verified = office.run("dang-quoc-huy", "2024-06-12 10:00", "verify 2024-Q1");
    assert_eq!(verified.status, 0, "{}", verified.all());
}

/// A leader may put any number there; whoever reads it later is told numbers or that there are none, and never less.
#[test]
fn a_giant_restated_figure_harms_no_reader() {
    let office = office();
    office.run("le-thi-mai", "2024-06-11 08:00", "init 2024-Q2").expect(0);
    let figures = "  cuoc-thanh-tra: { ke_hoach: 5, thuc_hien: 4, luy_ke: 10 }\n";
    let text = report("2024-Q2", "2024-06-11", figures, ("QUÝ II NĂM 2024", "QUÝ III NĂM 2024"));
    office.write("reports/2024-Q2/thanh-tra.md", &text);
    for figure in ["79228162514264337593543950335", "-79228162514264337593543950335", "0,1234567890123456789012345678"]
    {
        let line = format!("restate 2024-Q1 --figure cuoc-thanh-tra={figure} --reason x");
        let done = office.run("nguyen-duc-thinh", "2024-06-11 09:00", &line);
        assert!([0, 2, 3].contains(&done.status), "{figure}: {}", done.all());
        for line in [
            "check reports/2024-Q2/thanh-tra.md",
            "figures 2024-Q1",
            "figures 2024-Q1 --to json",
            "figures 2024-Q2",
            "trend cuoc-thanh-tra",
            "status 2024-Q2",
            "verify 2024-Q1",
            "export 2024-Q1",
        ] {
            let done = office.run("ai-do", "2024-06-11 10:00", line);
            assert!(done.status <= 4 && !done.all().contains("panicked"), "{figure}, {line}: {}", done.all());
        }
    }
}
