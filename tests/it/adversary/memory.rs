//! What a computer remembers of a history, and who would like it to forget: the folder, its references and settings.

use super::forge::Desk;
use super::office::{Stage, base};
use std::path::PathBuf;

const REMEMBERED: &str = "home/.config/baocao/moc";

fn trusted(stage: Stage) -> Desk {
    let desk = Desk::with_keys(stage);
    desk.office.run("", &desk.now, &format!("trust {} --yes", desk.root())).expect(0);
    desk
}

fn mark(desk: &Desk) -> String {
    let path: PathBuf = desk.office.dir.path().join(REMEMBERED).join(desk.root());
    std::fs::read_to_string(path).expect("a mark").trim().to_string()
}

/// A folder that names its root as all that was ever shared.
fn doctored(desk: &Desk) {
    let root = desk.root();
    desk.office.git("remote add x /khong-co");
    desk.office.git(&format!("update-ref refs/remotes/x/main {root}"));
    desk.office.git("config branch.main.remote x");
    desk.office.git("config branch.main.merge refs/heads/main");
}

#[test]
fn nothing_in_a_folder_sets_a_mark_back() {
    for first in [true, false] {
        let mut desk = trusted(Stage::Approved);
        let tip = desk.tip.to_string();
        if first {
            doctored(&desk);
        }
        desk.verify_with("verify --format json").ran.expect(0);
        if !first {
            doctored(&desk);
            desk.verify_with("verify --format json").ran.expect(0);
        }
        assert_eq!(mark(&desk), tip);
        for stage in [Stage::Reviewed, Stage::Drafted, Stage::Completing] {
            desk.point(base().commit(stage));
            // The folder's references tell the same tale as its branch.
            desk.office.git("update-ref refs/remotes/x/main HEAD");
            for line in ["verify --format json", "verify 2024-Q2 --format json", "verify 2024-07 --format json"] {
                let said = desk.verify_with(line);
                assert!(
                    said.ran.status == 1 && said.codes.contains("history-rewound"),
                    "{stage:?}: {}",
                    said.ran.all()
                );
            }
            let status = desk.office.run("", &desk.now, "status").expect(0);
            assert!(status.err.contains("lịch sử không còn mốc"), "{}", status.all());
            assert_eq!(mark(&desk), tip, "{stage:?}");
            // A yes to everything is no yes to this.
            desk.office.run("", &desk.now, "trust --yes").expect(3);
            let other = format!("trust --tip {}", base().commit(Stage::Archived));
            desk.office.run("", &desk.now, &other).expect(3);
            assert_eq!(mark(&desk), tip, "{stage:?}");
        }
        // What went on from there is no fork, and the mark follows.
        desk.point(base().commit(Stage::Dispatched));
        desk.checkout();
        desk.verify_with("verify --format json").ran.expect(0);
        assert_eq!(mark(&desk), base().commit(Stage::Dispatched).to_string());
        // An office that has lost its newest history for good says so by name.
        desk.point(base().commit(Stage::Approved));
        desk.checkout();
        desk.office.run("", &desk.now, &format!("trust --tip {}", desk.tip)).expect(0);
        desk.verify_with("verify --format json").ran.expect(0);
        assert_eq!(mark(&desk), tip);
    }
}

#[test]
fn a_bad_commit_keeps_no_mark_where_it_was() {
    let mut desk = trusted(Stage::Reviewed);
    desk.push(desk.plain("la").unsigned());
    let believed = desk.push(desk.next().parents(&[desk.tip]));
    desk.push(desk.plain("la").unsigned());
    desk.verify_with("verify --format json").ran.expect(1);
    assert_eq!(mark(&desk), believed.to_string());
    desk.point(base().commit(Stage::Reviewed));
    let said = desk.verify_with("verify --format json");
    assert!(said.codes.contains("history-rewound"), "{}", said.ran.all());
}

#[test]
fn a_file_that_was_sent_is_held_against_the_newest_history() {
    let mut desk = trusted(Stage::Archived);
    desk.verify_with("verify --format json").ran.expect(0);
    desk.point(base().commit(Stage::Dispatched));
    desk.checkout();
    let sent = desk.office.office.join("reports/2024-Q2/ho-so/bao-cao-2024-Q2.docx");
    let copy = desk.office.dir.path().join("da-gui.docx");
    std::fs::copy(sent, &copy).expect("the file that was sent");
    let said = desk.verify_with(&format!("verify --file {} --format json", copy.display()));
    assert!(said.ran.status == 1 && said.codes.contains("history-rewound"), "{}", said.ran.all());
    let said = desk.verify_with(&format!("verify --file {}", copy.display()));
    assert!(said.ran.status == 1 && said.ran.out.contains("history-rewound"), "{}", said.ran.all());
    desk.point(base().commit(Stage::Archived));
    desk.verify_with(&format!("verify --file {}", copy.display())).ran.expect(0);
}

#[test]
fn nothing_is_recorded_on_an_older_history() {
    let mut desk = trusted(Stage::Approved);
    desk.verify_with("verify --format json").ran.expect(0);
    desk.point(base().commit(Stage::Reviewed));
    desk.checkout();
    let root = desk.root();
    for (person, line) in [
        ("dung", "approve 2024-Q2".to_string()),
        ("binh", "return 2024-Q2 --reason x".to_string()),
        ("chi", "init 2024-07".to_string()),
        ("dung", format!("annul {root} --endorse")),
    ] {
        let ran = desk.office.run(person, "2024-06-18 09:30", &line);
        assert!(ran.status == 3 && ran.err.contains("lịch sử không còn mốc"), "{line}: {}", ran.all());
        assert!(ran.err.contains("baocao update"), "{line}: {}", ran.all());
        assert_eq!(desk.office.git("rev-parse HEAD").trim(), desk.tip.to_string(), "{line}");
        assert_eq!(desk.office.git("status --porcelain"), "", "{line}");
    }
    desk.point(base().commit(Stage::Approved));
    desk.checkout();
    desk.office.run("hai", "2024-06-19 09:30", "dispatch 2024-Q2 --number 12 --to UBND").expect(0);
}

#[test]
fn a_root_stands_for_the_office_that_was_pinned() {
    let desk = trusted(Stage::Opened);
    desk.verify_with("verify --format json").ran.expect(0);
    let pins = desk.office.dir.path().join("home/.config/baocao/goc.toml");
    let text = std::fs::read_to_string(&pins).expect("the pins");
    std::fs::write(&pins, text.replace("Sở Thử nghiệm", "Trung tâm B")).expect("the pins");
    let said = desk.verify_with("verify --format json");
    assert!(said.ran.status == 1 && said.codes.contains("root-unpinned"), "{}", said.ran.all());
    let both = |text: &str| text.contains("“Trung tâm B”") && text.contains("“Sở Thử nghiệm”");
    let said = desk.verify_with("verify");
    assert!(both(&said.ran.out) && said.ran.out.contains("baocao trust"), "{}", said.ran.all());
    let asked = desk.office.run("", &desk.now, "trust");
    assert!(asked.status == 3 && both(&asked.err), "{}", asked.all());
    desk.verify_with("verify").ran.expect(1);
    desk.office.run("", &desk.now, &format!("trust {}", desk.root())).expect(0);
    desk.verify_with("verify").ran.expect(0);
}

#[test]
fn settings_that_lie_in_the_folder_are_not_the_users() {
    let desk = Desk::new(Stage::Opened);
    let own = format!("[[goc]]\nco_quan = \"Sở Thử nghiệm\"\ncommit = \"{}\"\n", desk.root());
    for (name, value, place) in [
        ("BAOCAO_CONFIG", "", "goc.toml"),
        ("XDG_CONFIG_HOME", ".", "baocao/goc.toml"),
        ("XDG_CONFIG_HOME", "", "baocao/goc.toml"),
        ("APPDATA", ".", "baocao/goc.toml"),
        ("HOME", "", ".config/baocao/goc.toml"),
    ] {
        desk.office.write(place, &own);
        let ran = desk.office.run_with(&[(name, value)], "", &desk.now, "verify");
        assert!(ran.status == 1 && ran.out.contains("root-unpinned"), "{name}={value}: {}", ran.all());
        std::fs::remove_file(desk.office.office.join(place)).expect("the file");
    }
}

/// What a person recorded here and took back may be recorded anew; what another person recorded may not go missing, even where
/// all of them work on one computer.
#[test]
fn only_ones_own_steps_may_be_missing_where_a_step_is_recorded() {
    let mut desk = trusted(Stage::Drafted);
    let review = |desk: &Desk| desk.office.run("binh", "2024-06-18 08:00", "review 2024-Q2");
    review(&desk).expect(0);
    desk.verify_with("verify --format json").ran.expect(0);
    desk.point(base().commit(Stage::Drafted));
    desk.verify_with("verify --format json").ran.expect(1);
    review(&desk).expect(0);
    desk.office.run("dung", "2024-06-18 09:00", "approve 2024-Q2").expect(0);
    // Two steps now, of two people.
    desk.office.run("", &desk.now, "trust --yes").expect(0);
    desk.verify_with("verify --format json").ran.expect(0);
    desk.point(base().commit(Stage::Drafted));
    let ran = review(&desk).expect(3);
    assert!(ran.err.contains("lịch sử không còn mốc"), "{}", ran.all());
}
