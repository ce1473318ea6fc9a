//! Pictures of reports: each department's folder is its own, and a submission brings exactly the pictures that it signs.

use super::Case;
use super::aside::{aside, bent, evil, receive, submission};
use super::forge::{Desk, Forged, version};
use super::office::Stage;
use super::steps::THANH_TRA;

const OWN: &str = "reports/2024-Q2/phu-luc/thanh-tra/so-do.png";
const SECOND: &str = "reports/2024-Q2/phu-luc/thanh-tra/anh.jpg";
const OTHERS: &str = "reports/2024-Q2/phu-luc/ke-hoach/so-do.png";

/// A submission that names pictures, which its commit does not hold yet.
pub fn naming(desk: &Desk, pictures: &[(&str, &str)]) -> Forged {
    let mut lines = vec![format!("Subject: {}", version(THANH_TRA, b"x"))];
    lines.extend(pictures.iter().map(|(path, text)| format!("Picture: {}", version(path, text.as_bytes()))));
    desk.act("submit", "hoa", "don-vi", &lines).file(desk, THANH_TRA, "x")
}

pub const CASES: &[Case] = &[
    ("a picture written into another department's folder", Stage::Begun, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("hoa").file(desk, OTHERS, "x"));
    }),
    ("a picture of no department", Stage::Begun, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("hoa").file(desk, "reports/2024-Q2/phu-luc/so-do.png", "x"));
    }),
    ("a program among a department's pictures", Stage::Begun, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("hoa").file(desk, "reports/2024-Q2/phu-luc/thanh-tra/a.exe", "x"));
    }),
    ("a consolidating officer changes a department's picture", Stage::Begun, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("chi").file(desk, OWN, "x"));
    }),
    ("a submission with another department's picture", Stage::Begun, &["signer-unauthorised"], |desk| {
        desk.push(naming(desk, &[(OTHERS, "x")]).file(desk, OTHERS, "x"));
    }),
    ("a submission with a picture that it does not name", Stage::Begun, &["signer-unauthorised"], |desk| {
        desk.push(naming(desk, &[]).file(desk, OWN, "x"));
    }),
    ("a submission with another picture than it names", Stage::Begun, &["content-changed"], |desk| {
        desk.push(naming(desk, &[(OWN, "hình")]).file(desk, OWN, "khác"));
    }),
    ("a submission of a picture that is not there", Stage::Begun, &["content-changed"], |desk| {
        desk.push(naming(desk, &[(OWN, "hình")]));
    }),
    ("a submission that names the settings as a picture", Stage::Begun, &["signer-unauthorised"], |desk| {
        let settings = desk.text("baocao.toml");
        desk.push(naming(desk, &[("baocao.toml", &settings)]));
    }),
    ("a picture named twice", Stage::Begun, &["act-malformed"], |desk| {
        desk.push(naming(desk, &[(OWN, "x"), (OWN, "x")]).file(desk, OWN, "x"));
    }),
    ("pictures out of order", Stage::Begun, &["act-malformed"], |desk| {
        desk.push(naming(desk, &[(OWN, "x"), (SECOND, "x")]).file(desk, OWN, "x").file(desk, SECOND, "x"));
    }),
    ("a picture changed after the approval", Stage::Approved, &["content-changed"], |desk| {
        desk.push(desk.plain("hoa").file(desk, OWN, "x"));
    }),
    ("a review that brings a picture", Stage::Drafted, &["content-changed"], |desk| {
        desk.push(desk.next().file(desk, OWN, "x"));
    }),
    ("a receive that brings a picture in passing", Stage::Opened, &["content-changed"], |desk| {
        evil(desk, |desk, act| act.file(desk, OWN, "x"));
    }),
    ("a receive that brings another department's picture", Stage::Opened, &["signer-unauthorised"], |desk| {
        evil(desk, |desk, act| act.file(desk, OTHERS, "x"));
    }),
    ("a receive that leaves the picture behind", Stage::Opened, &["content-changed"], |desk| {
        let tip = branch(desk, OWN);
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
    }),
    ("a receive of another picture than the branch's", Stage::Opened, &["content-changed"], |desk| {
        let tip = branch(desk, OWN);
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]).file(desk, OWN, "khác"));
    }),
    ("a branch with another department's picture", Stage::Opened, &["signer-unauthorised"], |desk| {
        let tip = branch(desk, OTHERS);
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]).file(desk, OTHERS, "hình"));
    }),
    ("a branch that names a picture which it does not bring", Stage::Opened, &["content-changed"], |desk| {
        bent(desk, |_, act| {
            let subject = act.value("Subject");
            act.swap(&subject, &format!("{subject}\nBaocao-Picture: {}", version(OWN, b"x")))
        });
    }),
];

/// A department's branch whose submission brings a picture.
fn branch(desk: &mut Desk, picture: &str) -> git2::Oid {
    aside(desk, desk.tip, |desk| {
        let act = submission(desk, "hoa", THANH_TRA);
        let subject = act.value("Subject");
        let named = format!("{subject}\nBaocao-Picture: {}", version(picture, "hình".as_bytes()));
        desk.push(act.swap(&subject, &named).file(desk, picture, "hình"));
    })
}

pub const CONTROLS: &[super::controls::Control] = &[
    ("a picture written before the submission", Stage::Begun, "collecting", |desk| {
        desk.push(desk.plain("hoa").file(desk, OWN, "x"));
        desk.push(naming(desk, &[(OWN, "x")]));
    }),
    ("a submission with two pictures, and again with one changed", Stage::Begun, "collecting", |desk| {
        let pictures = [(SECOND, "x"), (OWN, "x")];
        desk.push(naming(desk, &pictures).file(desk, OWN, "x").file(desk, SECOND, "x"));
        desk.push(naming(desk, &[(SECOND, "x"), (OWN, "y")]).file(desk, OWN, "y"));
    }),
    ("a picture put there and taken away", Stage::Begun, "collecting", |desk| {
        desk.push(desk.plain("hoa").file(desk, OWN, "x"));
        desk.push(desk.plain("hoa").remove(desk, OWN));
    }),
    ("a branch with a picture", Stage::Opened, "collecting", |desk| {
        let tip = branch(desk, OWN);
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]).file(desk, OWN, "hình"));
    }),
];

#[test]
fn pictures_stay_in_their_departments_folder_and_as_signed() {
    super::refused(CASES);
}
