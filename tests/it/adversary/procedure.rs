//! Steps by people who may not, steps out of order, steps that stand on something else than what stands.

use super::Case;
use super::forge::{NOTHING, hex, version};
use super::office::{Base, DRAFT, Stage};
use super::steps::*;

pub const CASES: &[Case] = &[
    // Roles and departments.
    ("a clerk submits for approval", Stage::Drafted, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().actor("hai", "van-thu"));
    }),
    ("a clerk in a role that is not his", Stage::Drafted, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().actor("hai", "chanh-van-phong"));
    }),
    ("a deputy in the head's role", Stage::Reviewed, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().actor("em", "giam-doc"));
    }),
    ("a reporter opens a period", Stage::Founded, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().actor("khanh", "don-vi"));
    }),
    ("a reporter makes the draft", Stage::Submitted, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().actor("khanh", "don-vi"));
    }),
    ("the consolidator sends the document", Stage::Approved, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().actor("chi", "chuyen-vien"));
    }),
    ("a leader files the record", Stage::Dispatched, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().actor("dung", "lanh-dao"));
    }),
    ("a reporter submits another department's report", Stage::Begun, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().actor("khanh", "don-vi"));
    }),
    ("a leader submits a report", Stage::Begun, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().actor("dung", "lanh-dao"));
    }),
    ("a reporter edits another department's report", Stage::Begun, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("khanh").file(desk, THANH_TRA, "khác"));
    }),
    ("a reporter edits the draft", Stage::Drafted, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("khanh").file(desk, DRAFT, &desk.tampered()));
    }),
    ("the administrator edits the draft", Stage::Drafted, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("an").file(desk, DRAFT, &desk.tampered()));
    }),
    ("the consolidator edits a department's report", Stage::Submitted, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("chi").file(desk, KE_HOACH, "khác"));
    }),
    ("a reporter changes a form", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("khanh").file(desk, "templates/BM-VP-01.01.md", "khác"));
    }),
    ("a reporter decides about line ends", Stage::Opened, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("khanh").file(desk, ".gitattributes", "* text eol=crlf\n"));
    }),
    ("a leader returns a draft nobody has submitted to him", Stage::Drafted, &["act-out-of-order"], |desk| {
        desk.push(desk.act("return", "dung", "lanh-dao", &[desk.subject(DRAFT), "Reason: sửa".into()]));
    }),
    // Three people.
    ("who has made the draft submits it for approval", Stage::Submitted, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().actor("kiem", "chuyen-vien"));
        desk.proven = "drafted";
        review(desk, "kiem");
    }),
    ("who has edited the draft approves it", Stage::Drafted, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("kiem").file(desk, DRAFT, &desk.tampered()));
        review(desk, "binh");
        desk.proven = "reviewed";
        approve(desk, "kiem", &["Capacity: KT"]);
    }),
    ("who has edited the draft submits it for approval", Stage::Drafted, &["signer-unauthorised"], |desk| {
        desk.push(desk.plain("binh").file(desk, DRAFT, &desk.tampered()));
        review(desk, "binh");
    }),
    ("who has submitted the draft approves it", Stage::Drafted, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().actor("kiem", "chanh-van-phong"));
        desk.proven = "reviewed";
        approve(desk, "kiem", &["Capacity: KT"]);
    }),
    // Ký thay.
    ("a deputy without a delegation", Stage::Reviewed, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().actor("giang", "lanh-dao"));
    }),
    ("a deputy without a delegation who says KT", Stage::Reviewed, &["signer-unauthorised"], |desk| {
        approve(desk, "giang", &["Capacity: KT"]);
    }),
    ("a delegation for months over a quarter", Stage::Reviewed, &["signer-unauthorised"], |desk| {
        approve(desk, "lien", &["Capacity: KT"]);
    }),
    ("a delegation that is over", Stage::Reviewed, &["signer-unauthorised"], |desk| {
        approve(desk, "minh", &["Capacity: TUQ"]);
    }),
    ("a delegation that has not begun", Stage::Reviewed, &["signer-unauthorised"], |desk| {
        approve(desk, "nga", &["Capacity: Q"]);
    }),
    ("a deputy who names no capacity", Stage::Reviewed, &["signer-unauthorised"], |desk| {
        desk.push(desk.next().actor("em", "lanh-dao"));
    }),
    ("a deputy who names another capacity", Stage::Reviewed, &["signer-unauthorised"], |desk| {
        approve(desk, "em", &["Capacity: Q"]);
    }),
    ("the head signs for himself", Stage::Reviewed, &["signer-unauthorised"], |desk| {
        approve(desk, "dung", &["Capacity: KT"]);
    }),
    // Order.
    ("the period is opened twice", Stage::Opened, &["act-out-of-order"], |desk| {
        let open = String::from_utf8(Base::raw(&desk.repo, desk.tip)).expect("text");
        let message = open.split_once("\n\n").expect("a message").1.to_string();
        desk.push(desk.plain("chi").message(&message));
    }),
    ("a step of a period that is not open", Stage::Opened, &["act-out-of-order"], |desk| {
        (desk.period, desk.proven) = ("2024-Q3", "collecting");
        let path = "reports/2024-Q3/thanh-tra.md";
        let act = desk.act("submit", "hoa", "don-vi", &[format!("Subject: {}", version(path, b"x"))]);
        desk.push(act.file(desk, path, "x"));
    }),
    ("a department that does not report in the period", Stage::Opened, &["act-out-of-order"], |desk| {
        let path = "reports/2024-Q2/moi-lap.md";
        let act = desk.act("submit", "tuan", "don-vi", &[format!("Subject: {}", version(path, b"x"))]);
        desk.push(act.file(desk, path, "x"));
    }),
    ("the same text submitted again", Stage::Begun, &["act-out-of-order"], |desk| {
        desk.push(desk.act("submit", "khanh", "don-vi", &[desk.subject(KE_HOACH)]));
    }),
    ("a draft made after it was submitted for approval", Stage::Reviewed, &["act-out-of-order"], |desk| {
        merge(desk, "chi", true);
    }),
    ("a report submitted after the review", Stage::Reviewed, &["act-out-of-order"], |desk| {
        resubmit(desk, "khanh", KE_HOACH);
    }),
    ("a report submitted after dispatch", Stage::Dispatched, &["act-out-of-order"], |desk| {
        resubmit(desk, "khanh", KE_HOACH);
    }),
    ("an order about the last day after the review", Stage::Reviewed, &["act-out-of-order"], |desk| {
        directive(desk, "2024-06-30", |text| text.replacen("2024-06-15", "2024-07-01", 1));
    }),
    ("the draft is submitted for approval twice", Stage::Reviewed, &["act-out-of-order"], |desk| {
        review(desk, "kiem");
    }),
    ("approval without a review", Stage::Drafted, &["act-out-of-order"], |desk| {
        approve(desk, "dung", &[]);
    }),
    ("approval twice", Stage::Approved, &["act-out-of-order"], |desk| {
        approve(desk, "em", &["Capacity: KT"]);
    }),
    ("a return after dispatch", Stage::Dispatched, &["act-out-of-order"], |desk| {
        desk.push(desk.act("return", "dung", "lanh-dao", &[desk.subject(DRAFT), "Reason: sửa".into()]));
    }),
    ("the office's return after dispatch", Stage::Dispatched, &["act-out-of-order"], |desk| {
        desk.push(desk.act("return", "binh", "chanh-van-phong", &[desk.subject(DRAFT), "Reason: sửa".into()]));
    }),
    ("a report returned after dispatch", Stage::Dispatched, &["act-out-of-order"], |desk| {
        return_report(desk, "binh", "ke-hoach");
    }),
    ("a report returned that was never submitted", Stage::Begun, &["act-out-of-order"], |desk| {
        return_report(desk, "binh", "thanh-tra");
    }),
    ("completion that nobody asked for", Stage::Approved, &["act-out-of-order"], |desk| {
        finalize(desk, "kiem");
    }),
    ("completion twice", Stage::Finalized, &["act-out-of-order"], |desk| {
        finalize(desk, "kiem");
    }),
    ("dispatch without approval", Stage::Reviewed, &["act-out-of-order"], |desk| {
        let review = desk.last_act("Act: review\n");
        dispatch(desk, &format!("approve {review}"), "5", &[]);
    }),
    ("dispatch before the instructions are carried out", Stage::Completing, &["act-out-of-order"], |desk| {
        let approve = desk.last_act("Act: approve\n");
        dispatch(desk, &format!("approve {approve}"), "5", &[]);
    }),
    ("dispatch of a completed text on the approval it departs from", Stage::Finalized, &["act-out-of-order"], |desk| {
        let approve = desk.last_act("Act: approve\n");
        dispatch(desk, &format!("approve {approve}"), "5", &[]);
    }),
    ("dispatch twice", Stage::Dispatched, &["act-out-of-order"], |desk| {
        let approve = desk.last_act("Act: approve\n");
        dispatch(desk, &format!("approve {approve}"), "5", &[]);
    }),
    (
        "a number that stands on another period's document of the year",
        Stage::NextApproved,
        &["act-out-of-order"],
        |desk| {
            (desk.period, desk.proven) = (super::office::NEXT, "approved");
            let taken = desk.last_act("Number: 12").len();
            assert_eq!(taken, 40, "the number stands on the line");
            let number = number_of(desk);
            let next = desk.next();
            let own = next.value("Number");
            desk.push(next.swap(&format!("Number: {own}"), &format!("Number: {number}")));
        },
    ),
    ("a number of this year under the date of another", Stage::NextApproved, &["time-implausible"], |desk| {
        (desk.period, desk.proven) = (super::office::NEXT, "approved");
        let (number, next) = (number_of(desk), desk.next());
        let (own, date) = (next.value("Number"), next.value("Date"));
        let next = next.swap(&format!("Number: {own}"), &format!("Number: {number}"));
        desk.push(next.swap(&date, "2023-12-29"));
    }),
    ("a document dated before it was approved", Stage::Approved, &["time-implausible"], |desk| {
        desk.push(desk.next().swap("Date: 2024-06-19", "Date: 2024-06-17"));
    }),
    ("a document dated after it was sent", Stage::Approved, &["time-implausible"], |desk| {
        desk.push(desk.next().swap("Date: 2024-06-19", "Date: 2024-06-20"));
    }),
    ("filing before dispatch", Stage::Approved, &["act-out-of-order"], |desk| {
        let approve = desk.last_act("Act: approve\n");
        archive(desk, &approve);
    }),
    ("filing twice", Stage::Archived, &["act-out-of-order"], |desk| {
        let dispatch = desk.last_act("Act: dispatch\n");
        archive(desk, &dispatch);
    }),
    ("filing on another step than the dispatch", Stage::Dispatched, &["act-out-of-order"], |desk| {
        let next = desk.next();
        let (own, approve) = (next.value("Ref"), desk.last_act("Act: approve\n"));
        desk.push(next.swap(&own, &format!("dispatch {approve}")));
    }),
    ("a report returned with a day but no department", Stage::Drafted, &["act-malformed"], |desk| {
        let lines = [desk.subject(DRAFT), "Due: 2024-06-30".into(), "Reason: sửa".into()];
        desk.push(desk.act("return", "binh", "chanh-van-phong", &lines));
    }),
    // What a step stands on.
    ("a step that follows nothing", Stage::Reviewed, &["act-out-of-order"], |desk| {
        let next = desk.next();
        let prev = next.value("Prev");
        desk.push(next.swap(&prev, NOTHING));
    }),
    ("a step that follows another step", Stage::Reviewed, &["act-out-of-order"], |desk| {
        let next = desk.next();
        let (prev, merge) = (next.value("Prev"), desk.last_act("Act: merge\n"));
        desk.push(next.swap(&format!("Prev: {prev}"), &format!("Prev: {merge}")));
    }),
    ("an approval replayed after the draft was sent back", Stage::Approved, &["act-out-of-order"], |desk| {
        let approval = String::from_utf8(Base::raw(&desk.repo, desk.tip)).expect("text");
        let message = approval.split_once("\n\n").expect("a message").1.to_string();
        desk.push(desk.act("return", "binh", "chanh-van-phong", &[desk.subject(DRAFT), "Reason: sửa".into()]));
        review(desk, "binh");
        desk.proven = "reviewed";
        desk.push(desk.plain("dung").message(&message));
    }),
    ("an approval of the review before the last", Stage::Reviewed, &["act-out-of-order"], |desk| {
        let old = desk.last_act("Act: review\n");
        desk.push(desk.act("return", "binh", "chanh-van-phong", &[desk.subject(DRAFT), "Reason: sửa".into()]));
        review(desk, "binh");
        let act = approval(desk, "dung", &[]);
        let now = act.value("Ref");
        desk.push(act.swap(&now, &format!("review {old}")));
    }),
    ("a review of another draft", Stage::Drafted, &["act-out-of-order"], |desk| {
        let old = desk.last_act("Act: merge\n");
        merge(desk, "chi", false);
        let act = reviewed(desk, "binh");
        let now = act.value("Ref");
        desk.push(act.swap(&now, &format!("merge {old}")));
    }),
    ("inputs that are not the draft's", Stage::Drafted, &["content-changed"], |desk| {
        let next = desk.next();
        let inputs = next.value("Inputs");
        desk.push(next.swap(&inputs, &format!("sha256:{}", hex(b"x"))));
    }),
    ("inputs approved that are not the draft's", Stage::Reviewed, &["content-changed"], |desk| {
        let next = desk.next();
        let inputs = next.value("Inputs");
        desk.push(next.swap(&inputs, &format!("sha256:{}", hex(b"x"))));
    }),
    ("review over a report submitted since", Stage::Drafted, &["act-out-of-order"], |desk| {
        resubmit(desk, "khanh", KE_HOACH);
        review(desk, "binh");
    }),
    ("review over a report edited since", Stage::Drafted, &["act-out-of-order"], |desk| {
        desk.push(desk.plain("khanh").file(desk, KE_HOACH, "đã sửa"));
        review(desk, "binh");
    }),
    ("approval over a report returned since the review", Stage::Reviewed, &["act-out-of-order"], |desk| {
        return_report(desk, "binh", "ke-hoach");
        desk.proven = "drafted";
        approve(desk, "dung", &[]);
    }),
    ("a department left out in silence", Stage::Submitted, &["act-out-of-order"], |desk| {
        let inputs = inputs(desk).into_iter().filter(|line| !line.contains("thanh-tra")).collect();
        merge_of(desk, "chi", inputs, &[]);
    }),
    ("a department said to be missing that has submitted", Stage::Submitted, &["act-out-of-order"], |desk| {
        let inputs = inputs(desk).into_iter().filter(|line| !line.contains("thanh-tra")).collect();
        merge_of(desk, "chi", inputs, &["thanh-tra"]);
    }),
    ("a department that is missing and not said to be", Stage::Begun, &["act-out-of-order"], |desk| {
        let inputs = inputs(desk);
        merge_of(desk, "chi", inputs, &[]);
    }),
    ("a report that was replaced by another", Stage::Submitted, &["act-out-of-order"], |desk| {
        let old = inputs(desk);
        resubmit(desk, "khanh", KE_HOACH);
        merge_of(desk, "chi", old, &[]);
    }),
    ("one report named for two departments", Stage::Begun, &["act-out-of-order"], |desk| {
        let own = inputs(desk).remove(0);
        let twice = vec![own.clone(), own.replacen("ke-hoach", "thanh-tra", 1)];
        merge_of(desk, "chi", twice, &[]);
    }),
    ("a last day that is not the one in ky.toml", Stage::Founded, &["act-malformed"], |desk| {
        desk.push(desk.next().swap("Last-Day: 2024-06-14", "Last-Day: 2024-06-30"));
        desk.proven = "collecting";
    }),
    ("an opening with another period's settings", Stage::Founded, &["act-malformed"], |desk| {
        opened_with(desk, |ky| ky.replacen("ky = \"2024-Q2\"", "ky = \"2024-Q3\"", 1));
    }),
    ("a second approval with instructions", Stage::Founded, &["act-out-of-order"], |desk| {
        completed_twice(desk, "binh");
        desk.proven = "finalized";
        approve(desk, "em", &["Capacity: KT", "Instructions: viết gọn nữa"]);
    }),
    ("who completed approves the completed text", Stage::Founded, &["signer-unauthorised"], |desk| {
        completed_twice(desk, "kiem");
        desk.proven = "finalized";
        approve(desk, "kiem", &["Capacity: KT"]);
    }),
    ("who approved with instructions completes alone", Stage::Reviewed, &["signer-unauthorised"], |desk| {
        approve(desk, "kiem", &["Capacity: KT", "Instructions: viết gọn"]);
        desk.proven = "approved";
        finalize(desk, "kiem");
    }),
    ("dispatch before the second approval", Stage::Founded, &["act-out-of-order"], |desk| {
        completed_twice(desk, "binh");
        desk.proven = "finalized";
        let finalize = desk.last_act("Act: finalize\n");
        dispatch(desk, &format!("finalize {finalize}"), "5", &[]);
    }),
    ("an order about the last day that drops a department", Stage::Opened, &["signer-unauthorised"], |desk| {
        let cut = |text: &str| {
            let at = text.find("[[don_vi]]\nma = \"thanh-tra\"").expect("the department");
            text[..at].replacen("2024-06-15", "2024-07-01", 1)
        };
        directive(desk, "2024-06-30", cut);
    }),
    ("an order that says another day than its ky.toml", Stage::Opened, &["act-malformed"], |desk| {
        directive(desk, "2024-06-29", |text| text.replacen("2024-06-15", "2024-07-01", 1));
    }),
];

#[test]
fn steps_by_the_wrong_people_or_at_the_wrong_time_are_refused() {
    super::refused(CASES);
}
