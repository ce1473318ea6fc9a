//! Figures that are put right after their approval: by a leader alone, on what stands, from what stood, and nothing else.

use super::Case;
use super::controls::Control;
use super::forge::{Desk, Forged};
use super::office::{DRAFT, Stage, base};
use super::steps::{THANH_TRA, finalize};

/// What the approved report says is looked up.
pub const LOOKED_UP: &[Case] = &[
    ("a figure restated from one that the report does not have", Stage::Approved, &["act-malformed"], |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 999 7"]));
    }),
    ("a figure restated from nothing where the report has one", Stage::Approved, &["act-malformed"], |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc - 7"]));
    }),
    ("a figure restated from one where the report has none", Stage::Approved, &["act-malformed"], |desk| {
        desk.push(restated(desk, &["ke-hoach cuoc 3 7"]));
    }),
    ("a false old figure beside a true one", Stage::Archived, &["act-malformed"], |desk| {
        desk.push(restated(desk, &["ke-hoach cuoc - 1", "thanh-tra cuoc 5 7"]));
    }),
    ("an indicator that the settings do not have", Stage::Approved, &["act-malformed"], |desk| {
        desk.push(restated(desk, &["thanh-tra khong-co - 7"]));
    }),
    ("an indicator in other letters", Stage::Approved, &["act-malformed"], |desk| {
        desk.push(restated(desk, &["thanh-tra Cuoc 6 7"]));
    }),
    ("an indicator of another department, from nothing", Stage::Approved, &["act-malformed"], |desk| {
        desk.push(restated(desk, &["ke-hoach rieng - 7"]));
    }),
];

pub const CASES: &[Case] = &[
    ("a figure restated before the approval", Stage::Reviewed, &["act-out-of-order"], |desk| {
        let review = base().commit(Stage::Reviewed);
        desk.push(on(desk, &format!("approve {review}"), &["thanh-tra cuoc 6 5"]));
    }),
    ("a figure restated on a review", Stage::Approved, &["act-out-of-order"], |desk| {
        let review = base().commit(Stage::Reviewed);
        desk.push(on(desk, &format!("approve {review}"), &["thanh-tra cuoc 6 5"]));
    }),
    ("a figure restated on an approval called a completion", Stage::Approved, &["act-out-of-order"], |desk| {
        let approval = base().commit(Stage::Approved);
        desk.push(on(desk, &format!("finalize {approval}"), &["thanh-tra cuoc 6 5"]));
    }),
    ("a figure restated on an approval that was completed since", Stage::Completing, &["act-out-of-order"], |desk| {
        let approval = base().commit(Stage::Completing);
        finalize(desk, "binh");
        desk.push(on(desk, &format!("approve {approval}"), &["thanh-tra cuoc 6 5"]));
        desk.checkout();
        desk.proven = "finalized";
    }),
    ("a figure restated after the approval was withdrawn", Stage::Approved, &["act-out-of-order"], |desk| {
        let act = restated(desk, &["thanh-tra cuoc 6 5"]);
        desk.push(desk.act("return", "dung", "lanh-dao", &[desk.subject(DRAFT), "Reason: x".into()]));
        let (own, last) = (format!("Prev: {}", act.value("Prev")), format!("Prev: {}", desk.tip));
        let tip = desk.tip;
        desk.push(act.swap(&own, &last).parents(&[tip]));
        desk.proven = "drafted";
    }),
    ("a figure restated from what it was before the last time", Stage::Approved, &["act-malformed"], |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 6 5"]));
        desk.push(restated(desk, &["thanh-tra cuoc 6 4"]));
    }),
    ("a figure restated from nothing after it was restated", Stage::Approved, &["act-malformed"], |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 6 5"]));
        desk.push(restated(desk, &["thanh-tra cuoc - 4"]));
    }),
    ("the same step a second time", Stage::Approved, &["act-out-of-order"], |desk| {
        let act = restated(desk, &["thanh-tra cuoc 6 5"]);
        desk.push(restated(desk, &["thanh-tra cuoc 6 5"]));
        let tip = desk.tip;
        desk.push(act.parents(&[tip]));
    }),
    ("a figure restated as what it is", Stage::Approved, &["act-malformed"], |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 6 6"]));
    }),
    ("a figure of a department that is not in the report", Stage::Approved, &["act-malformed"], |desk| {
        desk.push(restated(desk, &["moi-lap cuoc 6 5"]));
    }),
    ("a figure restated twice in one step", Stage::Approved, &["act-malformed"], |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 6 5", "thanh-tra cuoc 5 4"]));
    }),
    ("figures restated in another order", Stage::Approved, &["act-malformed"], |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 6 5", "ke-hoach cuoc 6 5"]));
    }),
    ("a figure restated by a clerk", Stage::Approved, &["signer-unauthorised"], |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 6 5"]).actor("hai", "van-thu"));
    }),
    ("a figure restated by the Chief of Office", Stage::Approved, &["signer-unauthorised"], |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 6 5"]).actor("binh", "chanh-van-phong"));
    }),
    ("a figure restated by its department", Stage::Approved, &["signer-unauthorised"], |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 6 5"]).actor("hoa", "don-vi"));
    }),
    ("a figure restated by a clerk as a leader", Stage::Approved, &["signer-unauthorised"], |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 6 5"]).actor("hai", "lanh-dao"));
    }),
    ("a figure restated in the head's name", Stage::Approved, &["signer-unauthorised"], |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 6 5"]).by("giang"));
    }),
    ("a figure restated by a deputy without a delegation", Stage::Approved, &["signer-unauthorised"], |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 6 5"]).actor("giang", "lanh-dao"));
    }),
    ("a figure restated by a deputy for other periods", Stage::Approved, &["signer-unauthorised"], |desk| {
        desk.push(capacity(restated(desk, &["thanh-tra cuoc 6 5"]).actor("lien", "lanh-dao"), "KT"));
    }),
    ("a figure restated by a deputy whose delegation is over", Stage::Approved, &["signer-unauthorised"], |desk| {
        desk.push(capacity(restated(desk, &["thanh-tra cuoc 6 5"]).actor("minh", "lanh-dao"), "TUQ"));
    }),
    ("a figure restated by a deputy as the head", Stage::Approved, &["signer-unauthorised"], |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 6 5"]).actor("em", "lanh-dao"));
    }),
    ("a figure restated by a deputy in another capacity", Stage::Approved, &["signer-unauthorised"], |desk| {
        desk.push(capacity(restated(desk, &["thanh-tra cuoc 6 5"]).actor("em", "lanh-dao"), "TUQ"));
    }),
    ("a figure restated by the head for himself", Stage::Approved, &["signer-unauthorised"], |desk| {
        desk.push(capacity(restated(desk, &["thanh-tra cuoc 6 5"]), "KT"));
    }),
    ("a figure restated, unsigned", Stage::Approved, &["act-unsigned"], |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 6 5"]).unsigned());
    }),
    ("a figure restated in the approved text itself", Stage::Approved, &["content-changed"], |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 6 5"]).file(desk, DRAFT, &desk.tampered()));
    }),
    ("a figure restated in the department's report", Stage::Archived, &["content-changed"], |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 6 5"]).file(desk, THANH_TRA, "x"));
    }),
    ("a figure restated with a file for the record", Stage::Archived, &["content-changed"], |desk| {
        let act = restated(desk, &["thanh-tra cuoc 6 5"]);
        desk.push(act.file(desk, "reports/2024-Q2/ho-so/dinh-chinh.pdf", "x"));
    }),
    ("a figure restated with another name on the roster", Stage::Archived, &["roster-change-unauthorised"], |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 6 5"]).file(desk, "baocao.toml", "x"));
    }),
];

/// Figures that have another spelling, or are none.
const ODD: &[&str] = &[
    "6 -0",
    "-0 6",
    "6 5.0",
    "6.0 5",
    "6 05",
    "6 +5",
    "6 .5",
    "6 5.",
    "6 5e1",
    "6 5E1",
    "6 0x5",
    "6 1_000",
    "6 1,5",
    "6 ٥",
    "6 NaN",
    "6 -",
    "- -",
    "6",
    "6 5 4",
    "6  5",
    "6 79228162514264337593543950336",
    "6 0.12345678901234567890123456789",
    "6 123456789012345678901234567890",
];

fn on(desk: &Desk, basis: &str, figures: &[&str]) -> Forged {
    let mut lines = vec![format!("Ref: {basis}")];
    lines.extend(figures.iter().map(|figure| format!("Figure: {figure}")));
    lines.push("Reason: ghi nhầm".into());
    desk.act("restate", "dung", "lanh-dao", &lines)
}

/// Figures restated by the head on the standing approval.
fn restated(desk: &Desk, figures: &[&str]) -> Forged {
    on(desk, &format!("approve {}", desk.last_act("Act: approve\n")), figures)
}

fn capacity(act: Forged, word: &str) -> Forged {
    act.swap("Baocao-Reason", &format!("Baocao-Capacity: {word}\nBaocao-Reason"))
}

pub const CONTROLS: &[Control] = &[
    ("a figure put right once approved", Stage::Approved, "approved", |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 6 5"]));
    }),
    ("a figure put right after filing, and once more", Stage::Archived, "archived", |desk| {
        // The other period's acts are another chain.
        desk.push(restated(desk, &["ke-hoach cuoc - 1", "thanh-tra cuoc 6 5.5"]));
        desk.push(restated(desk, &["thanh-tra cuoc 5.5 -4"]));
    }),
    ("a figure put right that the report leaves out", Stage::Approved, "approved", |desk| {
        desk.push(restated(desk, &["thanh-tra rieng - 7"]));
    }),
    ("a figure put right by a deputy for the head", Stage::Dispatched, "dispatched", |desk| {
        desk.push(capacity(restated(desk, &["thanh-tra cuoc 6 5"]).actor("em", "lanh-dao"), "KT"));
    }),
    ("a figure of twenty-eight digits", Stage::Approved, "approved", |desk| {
        let (was, now) = ("79228162514264337593543950335", "0.1234567890123456789012345678");
        desk.push(restated(desk, &[&format!("thanh-tra lon {was} {now}")]));
        desk.push(restated(desk, &[&format!("thanh-tra lon {now} -{was}")]));
    }),
    ("a figure put right while the text is completed", Stage::Completing, "finalized", |desk| {
        desk.push(restated(desk, &["thanh-tra cuoc 6 5"]));
        finalize(desk, "binh");
        let basis = format!("finalize {}", desk.tip);
        desk.push(on(desk, &basis, &["thanh-tra cuoc 5 4"]));
    }),
];

#[test]
fn figures_are_put_right_by_leaders_on_what_stands() {
    super::refused(CASES);
}

#[test]
fn what_a_figure_was_is_looked_up_in_the_approved_report() {
    super::refused(LOOKED_UP);
}

#[test]
fn a_restated_figure_has_one_spelling() {
    for odd in ODD {
        let mut desk = Desk::new(Stage::Approved);
        desk.push(restated(&desk, &[&format!("thanh-tra cuoc {odd}")]));
        let said = desk.verify();
        let codes: Vec<&str> = said.codes.iter().map(String::as_str).collect();
        assert_eq!((codes.as_slice(), said.state.as_str()), (&["act-malformed"][..], "approved"), "{odd}");
    }
}
