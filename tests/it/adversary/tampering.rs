//! Texts changed behind the back of those who signed them, and steps that say something else than what is there.

use super::Case;
use super::forge::{Desk, hex, version};
use super::office::{DRAFT, Stage};
use super::steps::dispatch;

const KE_HOACH: &str = "reports/2024-Q2/ke-hoach.md";
const SENT: &str = "reports/2024-Q2/ho-so/bao-cao.pdf";
const MANIFEST: &str = "reports/2024-Q2/ho-so/bang-ma-kiem.sha256";

pub const CASES: &[Case] = &[
    ("the draft changed after the review", Stage::Reviewed, &["content-changed"], |desk| {
        desk.push(desk.plain("chi").file(desk, DRAFT, &desk.tampered()));
    }),
    ("the draft changed after approval", Stage::Approved, &["content-changed"], |desk| {
        desk.push(desk.plain("binh").file(desk, DRAFT, &desk.tampered()));
    }),
    ("the draft changed by a stranger to it after approval", Stage::Approved, &["content-changed"], |desk| {
        desk.push(desk.plain("an").file(desk, DRAFT, &desk.tampered()));
    }),
    ("the draft taken away after approval", Stage::Approved, &["content-changed"], |desk| {
        desk.push(desk.plain("binh").remove(desk, DRAFT));
    }),
    ("the draft changed after dispatch", Stage::Dispatched, &["content-changed"], |desk| {
        desk.push(desk.plain("chi").file(desk, DRAFT, &desk.tampered()));
    }),
    ("the draft changed after filing", Stage::Archived, &["content-changed"], |desk| {
        desk.push(desk.plain("chi").file(desk, DRAFT, &desk.tampered()));
    }),
    ("the completed text changed", Stage::Finalized, &["content-changed"], |desk| {
        desk.push(desk.plain("chi").file(desk, DRAFT, &desk.tampered()));
    }),
    ("a report changed by its own writer after the review", Stage::Reviewed, &["content-changed"], |desk| {
        desk.push(desk.plain("khanh").file(desk, KE_HOACH, "khác"));
    }),
    ("a change after approval and its revert", Stage::Approved, &["content-changed"], |desk| {
        let honest = desk.text(DRAFT);
        desk.push(desk.plain("chi").file(desk, DRAFT, &desk.tampered()));
        desk.push(desk.plain("chi").file(desk, DRAFT, &honest));
        // What was honest before is not believed after it, though every word of it is true.
        let approve = desk.last_act("Act: approve\n");
        dispatch(desk, &format!("approve {approve}"), "5", &[]);
    }),
    ("a period's settings changed by hand", Stage::Opened, &["signer-unauthorised"], |desk| {
        let text = desk.text("reports/2024-Q2/ky.toml").replacen("2024-06-15", "2024-07-15", 1);
        desk.push(desk.plain("chi").file(desk, "reports/2024-Q2/ky.toml", &text));
    }),
    ("a period's form changed by hand", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("an").file(desk, "reports/2024-Q2/bieu-mau.md", "khác"));
    }),
    ("a period's folder taken away", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("an").remove(desk, "reports/2024-Q2"));
    }),
    ("a record made up before there is one", Stage::Approved, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("hai").file(desk, SENT, "x"));
    }),
    ("the filed record changed by hand", Stage::Archived, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("hai").file(desk, MANIFEST, "x"));
    }),
    ("the filed record cleared away", Stage::Archived, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("an").remove(desk, MANIFEST));
    }),
    ("a review that edits", Stage::Drafted, &["content-changed"], |desk| {
        let text = desk.tampered();
        let next = desk.next();
        let own = next.value("Subject");
        desk.push(next.swap(&own, &version(DRAFT, text.as_bytes())).file(desk, DRAFT, &text));
    }),
    ("a review that edits a report", Stage::Drafted, &["content-changed"], |desk| {
        desk.push(desk.next().file(desk, KE_HOACH, "khác"));
    }),
    ("an approval that edits what it approves", Stage::Reviewed, &["content-changed"], |desk| {
        let text = desk.tampered();
        let next = desk.next();
        let own = next.value("Subject");
        desk.push(next.swap(&own, &version(DRAFT, text.as_bytes())).file(desk, DRAFT, &text));
    }),
    ("an approval that changes the roster", Stage::Reviewed, &["roster-change-unauthorised"], |desk| {
        let text = desk.text("baocao.toml") + "\n# x\n";
        desk.push(desk.next().file(desk, "baocao.toml", &text));
    }),
    ("a dispatch that edits", Stage::Approved, &["content-changed"], |desk| {
        let text = desk.tampered();
        let next = desk.next();
        let own = next.value("Subject");
        desk.push(next.swap(&own, &version(DRAFT, text.as_bytes())).file(desk, DRAFT, &text));
    }),
    ("a filing that edits a report", Stage::Dispatched, &["content-changed"], |desk| {
        desk.push(desk.next().file(desk, KE_HOACH, "khác"));
    }),
    ("a submission that edits another's report", Stage::Begun, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().file(desk, KE_HOACH, "khác"));
    }),
    ("a submission that changes the last day", Stage::Begun, &["signer-unauthorised"], |desk| {
        let text = desk.text("reports/2024-Q2/ky.toml").replacen("2024-06-15", "2024-07-15", 1);
        desk.push(desk.next().file(desk, "reports/2024-Q2/ky.toml", &text));
    }),
    ("a draft that edits a report on the way", Stage::Submitted, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().file(desk, KE_HOACH, "khác"));
    }),
    ("a completion that edits a report", Stage::Completing, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().file(desk, KE_HOACH, "khác"));
    }),
    ("an opening that writes over a report of another period", Stage::Founded, &["signer-unauthorised"], |desk| {
        desk.proven = "collecting";
        desk.push(desk.next().file(desk, "reports/2023-Q2/ke-hoach.md", "khác"));
    }),
    ("an opening that brings a record", Stage::Founded, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().file(desk, SENT, "x"));
    }),
    ("a submission that takes the report away", Stage::Begun, &["content-changed"], |desk| {
        desk.push(desk.next().remove(desk, "reports/2024-Q2/thanh-tra.md"));
    }),
    ("an approval of another blob", Stage::Reviewed, &["content-changed"], |desk| {
        let text = desk.tampered();
        let next = desk.next();
        let own = next.value("Subject");
        desk.push(next.swap(&own, &version(DRAFT, text.as_bytes())));
    }),
    ("an approval whose two digests name two texts", Stage::Reviewed, &["content-changed"], |desk| {
        let next = desk.next();
        let own = next.value("Subject");
        let digest = own.rsplit_once("sha256:").expect("a digest").1.to_string();
        desk.push(next.swap(&digest, &hex(b"x")));
    }),
    ("an approval of a report instead of the draft", Stage::Reviewed, &["content-changed"], |desk| {
        let next = desk.next();
        let own = next.value("Subject");
        desk.push(next.swap(&own, &version(KE_HOACH, &desk.bytes(KE_HOACH))));
    }),
    ("a review of a report instead of the draft", Stage::Drafted, &["content-changed"], |desk| {
        let next = desk.next();
        let own = next.value("Subject");
        desk.push(next.swap(&own, &version(KE_HOACH, &desk.bytes(KE_HOACH))));
    }),
    ("a submission of another period's report", Stage::Begun, &["signer-unauthorised"], |desk| {
        let next = desk.next();
        let own = next.value("Subject");
        let (path, rest) = own.split_once(' ').expect("a path");
        let other = path.replacen("2024-Q2", "2024-Q1", 1);
        desk.push(next.swap(&own, &format!("{other} {rest}")));
    }),
    ("a completion that says it departs from another text", Stage::Completing, &["content-changed"], |desk| {
        let next = desk.next();
        let own = next.value("Was");
        desk.push(next.swap(&own, &version(DRAFT, desk.tampered().as_bytes())));
    }),
    ("a completion of another approval", Stage::Completing, &["act-out-of-order"], |desk| {
        let next = desk.next();
        let (own, review) = (next.value("Ref"), desk.last_act("Act: review\n"));
        desk.push(next.swap(&own, &format!("approve {review}")));
    }),
    ("a dispatch of a file that is not in the record", Stage::Approved, &["content-changed"], |desk| {
        let approve = format!("approve {}", desk.last_act("Act: approve\n"));
        dispatch(desk, &approve, "5", &[format!("File: bao-cao.pdf sha256:{}", hex(b"x"))]);
    }),
    ("a dispatch of a file with other bytes", Stage::Approved, &["content-changed"], |desk| {
        desk.push(sent(desk, &[format!("File: bao-cao.pdf sha256:{}", hex(b"x"))]).file(desk, SENT, "y"));
    }),
    ("a dispatch that names one file twice", Stage::Approved, &["content-changed"], |desk| {
        let file = format!("File: bao-cao.pdf sha256:{}", hex(b"y"));
        desk.push(sent(desk, &[file.clone(), file]).file(desk, SENT, "y"));
    }),
    ("a dispatch of a file with a device's name", Stage::Approved, &["content-changed"], |desk| {
        let act = sent(desk, &[format!("File: aux.pdf sha256:{}", hex(b"y"))]);
        desk.push(act.file(desk, "reports/2024-Q2/ho-so/aux.pdf", "y"));
    }),
    ("a filing that changes what was sent", Stage::Approved, &["content-changed"], |desk| {
        desk.push(sent(desk, &[format!("File: bao-cao.pdf sha256:{}", hex(b"y"))]).file(desk, SENT, "y"));
        desk.proven = "dispatched";
        desk.push(filed(desk, "x").file(desk, MANIFEST, "x").file(desk, SENT, "z"));
    }),
    ("a manifest that is not the one named", Stage::Dispatched, &["content-changed"], |desk| {
        desk.push(filed(desk, "x").file(desk, MANIFEST, "y"));
    }),
    ("the sent file named as the manifest", Stage::Approved, &["content-changed"], |desk| {
        desk.push(sent(desk, &[format!("File: bao-cao.pdf sha256:{}", hex(b"y"))]).file(desk, SENT, "y"));
        desk.proven = "dispatched";
        desk.push(filed(desk, "y"));
    }),
    ("the approved text changed in the working files", Stage::Approved, &["content-changed"], |desk| {
        desk.office.write(DRAFT, &desk.tampered());
    }),
    ("the approved text taken out of the working files", Stage::Approved, &["content-changed"], |desk| {
        std::fs::remove_file(desk.office.office.join(DRAFT)).expect("the draft");
    }),
    ("the period's settings changed in the working files", Stage::Opened, &["content-changed"], |desk| {
        desk.office.write("reports/2024-Q2/ky.toml", "x");
    }),
    ("a report changed in the working files after dispatch", Stage::Dispatched, &["content-changed"], |desk| {
        desk.office.write(KE_HOACH, "x");
    }),
    ("a file slipped into the filed record's working files", Stage::Archived, &["content-changed"], |desk| {
        desk.office.write(SENT, "x");
    }),
];

fn sent(desk: &Desk, more: &[String]) -> super::forge::Forged {
    let mut lines = vec![desk.subject(DRAFT), format!("Ref: approve {}", desk.last_act("Act: approve\n"))];
    lines.extend(["Number: 5/BC-STN", "Date: 2024-06-18", "To: UBND"].map(String::from));
    lines.extend_from_slice(more);
    desk.act("dispatch", "hai", "van-thu", &lines)
}

fn filed(desk: &Desk, manifest: &str) -> super::forge::Forged {
    let dispatch = desk.last_act("Act: dispatch\n");
    let manifest = format!("Manifest: sha256:{}", hex(manifest.as_bytes()));
    desk.act("archive", "hai", "van-thu", &[desk.subject(DRAFT), format!("Ref: dispatch {dispatch}"), manifest])
}

#[test]
fn texts_changed_behind_their_signers_backs_are_refused() {
    super::refused(CASES);
}
