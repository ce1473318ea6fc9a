//! What people type: dates as they are shown to them, departments by name.

use crate::support::Scratch;

fn opened() -> Scratch {
    let office = Scratch::sample();
    office.run("le-thi-mai", "2024-06-03 08:00", "init 2024-Q2").expect(0);
    office.fill_second_quarter();
    office
}

#[test]
fn a_date_is_typed_as_it_is_shown() {
    let office = opened();
    let run = |line: &str| office.run("le-thi-mai", "2024-06-03 09:00", line);
    for (today, left) in [("10/6/2024", "còn 4 ngày"), ("2024-06-10", "còn 4 ngày"), ("15-06-2024", "đã qua 1 ngày")]
    {
        let shown = run(&format!("status 2024-Q2 --today {today}")).expect(0).out;
        assert!(shown.contains(left), "{today}: {shown}");
    }
    run("directive 2024-Q2 --due 12/6/2024 --basis \"CV 7/UBND\"").expect(0);
    assert!(run("status 2024-Q2").out.contains("12/6/2024"));
    let ran = run("directive 2024-Q2 --due 2024-06-12 --basis \"CV 7/UBND\"").expect(3);
    assert!(ran.err.contains("đã ghi rồi"), "{}", ran.err);
    for wrong in ["31/6/2024", "6/2024", "12/6/24"] {
        let ran = run(&format!("status 2024-Q2 --today {wrong}")).expect(2);
        assert!(ran.err.contains("ngày/tháng/năm"), "{}", ran.err);
    }
}

#[test]
fn a_department_is_named_by_its_name() {
    let office = opened();
    let submit = |at: &str, named: &str| {
        office.run("ngo-van-son", &format!("2024-06-12 {at}"), &format!("submit 2024-Q2 --department \"{named}\""))
    };
    let ran = submit("08:00", "Chi cục ABC").expect(2);
    assert!(ran.err.contains("thanh-tra (Thanh tra Sở)") && ran.err.contains("chi-cuc-tdc"), "{}", ran.err);
    let ran = submit("08:00", "thanh-trra").expect(2);
    assert!(ran.err.contains("có phải là “thanh-tra” (Thanh tra Sở)?"), "{}", ran.err);
    let ran = submit("08:00", "quản lý").expect(2);
    assert!(ran.err.contains("nhiều đơn vị") && !ran.err.contains("thanh-tra"), "{}", ran.err);
    submit("09:00", "Thanh tra Sở").expect(0);
    for (at, named) in [("09:10", "THANH TRA SO"), ("09:20", "thanh tra"), ("09:30", "Thanh tra")] {
        let ran = submit(at, named).expect(3);
        assert!(ran.err.contains("đã nộp đúng bản này"), "{named}: {}", ran.err);
    }
    let line = "return 2024-Q2 --department \"Thanh tra Sở\" --reason \"thiếu số\" --due 20/6/2024";
    office.run("tran-van-binh", "2024-06-12 10:00", line).expect(0);
    let path = "reports/2024-Q2/thanh-tra.md";
    office.write(path, &format!("{}\n", office.read(path)));
    let line = "submit 2024-Q2 --department thanhtra";
    office.run_answering(&["k"], "ngo-van-son", "2024-06-12 11:00", line).expect(2);
    office.run_answering(&["c"], "ngo-van-son", "2024-06-12 11:00", line).expect(0);
    let ran = office.run("khong-ai", "2024-06-12 12:00", "trend khong-co").expect(2);
    assert!(ran.err.contains("các chỉ tiêu: "), "{}", ran.err);
}

#[test]
fn what_git_is_doing_is_given_up_with_a_command_that_git_knows() {
    let office = opened();
    office.git("bisect start");
    let ran = office.run("ngo-van-son", "2024-06-12 08:00", "submit 2024-Q2").expect(3);
    assert!(ran.err.contains("git bisect reset"), "{}", ran.err);
    office.git("bisect reset");
    office.run("ngo-van-son", "2024-06-12 08:00", "submit 2024-Q2").expect(0);
}
