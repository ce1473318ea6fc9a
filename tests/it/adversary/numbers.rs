//! Document numbers: one number stands for one document of a year, however it is spelt.

use super::Case;
use super::forge::Desk;
use super::office::{NEXT, Stage};

/// The year's second document bears the first one's number in another spelling.
macro_rules! twice {
    ($($name:literal: $number:literal;)+) => {
        &[$(($name, Stage::NextApproved, &["act-out-of-order"], |desk: &mut Desk| {
            (desk.period, desk.proven) = (NEXT, "approved");
            desk.push(desk.next().swap("Number: 13/BC-STN", concat!("Number: ", $number)));
        }),)+]
    };
}

// The first document is 12/BC-STN.
pub const CASES: &[Case] = twice! {
    "a number with a leading zero more": "012/BC-STN";
    "a number with two leading zeros more": "0012/BC-STN";
    "a number with its symbol in small letters": "12/bc-stn";
    "a number with a blank before the slash": "12 /BC-STN";
    "a number with blanks around the slash": "12 / BC-STN";
    "a number with blanks around the hyphen": "12/BC - STN";
    "a number with a hyphen that does not break": "12/BC\u{2011}STN";
    "a number with a dash": "12/BC–STN";
    "a number with a long dash": "12/BC—STN";
    "a number with a minus": "12/BC\u{2212}STN";
    "a number with Cyrillic letters": "12/ВС-ЅТN";
    "a number with one Cyrillic letter": "12/BС-STN";
    "a number with Greek letters": "12/ΒC-SΤΝ";
    "a number with another slash": "12\u{2215}BC-STN";
    "a number without its symbol": "12";
    "a number without its symbol, with a zero": "012";
    "a number behind the word for it": "Số 12/BC-STN";
    "a number without its hyphen": "12/BCSTN";
};

#[test]
fn a_number_spelt_otherwise_is_the_same_number() {
    super::refused(CASES);
}

/// Whatever was written before is believed as long as it stands once.
#[test]
fn odd_numbers_that_stand_once_are_believed() {
    for number in ["14", "014/bc-stn", "14 / CV-STN", "12/CV-STN", "12a/BC-STN", "không số", "112/BC-STN", "13/BC–STN"]
    {
        let mut desk = Desk::new(Stage::NextApproved);
        desk.period = NEXT;
        desk.push(desk.next().swap("Number: 13/BC-STN", &format!("Number: {number}")));
        desk.checkout();
        let said = desk.verify();
        assert_eq!((said.ran.status, said.state.as_str()), (0, "dispatched"), "{number}: {}", said.ran.all());
    }
}

#[test]
fn a_wrong_number_is_refused_with_the_next_free_one() {
    let desk = Desk::with_keys(Stage::NextApproved);
    let send = |number: &str| {
        desk.office.run("hai", "2024-07-19 08:00", &format!("dispatch 2024-07 --to UBND --number “{number}”"))
    };
    let tip = desk.office.git("rev-parse HEAD");
    for (number, status) in [
        ("12", 3),
        ("012/BC-STN", 3),
        ("12/bc-stn", 3),
        ("12/ВС–ЅТN", 3),
        ("12 / BC-STN", 3),
        ("8/BC-ABC", 2),
        ("10/CV-STN", 2),
        ("10/BC-STN-VP", 2),
        ("10/BC STN", 2),
        ("10a/BC-STN", 2),
        ("mười", 2),
        ("0/BC-STN", 2),
    ] {
        let ran = send(number);
        assert_eq!(ran.status, status, "{number}: {}", ran.all());
        assert!(ran.all().contains("13/BC-STN"), "{number}: {}", ran.all());
    }
    assert_eq!(desk.office.git("rev-parse HEAD"), tip, "nothing was recorded");
    // What is one's own number by value is written as the decree says.
    send("0014 / bc–stn").expect(0);
    let message = desk.office.git("log -1 --format=%B");
    assert!(message.contains("Baocao-Number: 14/BC-STN\n"), "{message}");
}
