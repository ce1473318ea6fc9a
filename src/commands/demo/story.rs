//! What happens in the sample Sở, day by day.

use crate::commands::demo::sample::{
    FIRST_QUARTER, LAST_YEAR, MENDED, REPORTERS, RESUBMITTED, SECOND_QUARTER, SETTINGS,
};
use crate::commands::demo::{Cue, Stage, sample};
use crate::commands::{
    approve, archive, check, dispatch, finalize, init, log, merge, register, return_, review, status, submit, verify,
};
use crate::office::{ActOptions, Context, Format};
use crate::ui::voice::Exit;
use baocao_core::domain::parse_date;
use baocao_core::say;
use std::path::Path;

const ADMIN: &str = "dang-quoc-huy";
const OFFICER: &str = "le-thi-mai";
const CHIEF: &str = "tran-van-binh";
const DIRECTOR: &str = "nguyen-duc-thinh";
const CLERK: &str = "vu-thi-ngoc";
const PERIOD: &str = "2024-Q2";
const DRAFT: &str = "reports/2024-Q2/tong-hop.md";
const SENT: &str = "reports/2024-Q2/ho-so/bao-cao-2024-Q2.docx";

/// A person's name and title, from the sample's own settings.
pub fn who(person: &str) -> (String, String) {
    let block = SETTINGS.split("[[nguoi]]").find(|b| b.contains(&format!("ma = \"{person}\""))).unwrap_or_default();
    let value = |key: &str| {
        let line = block.lines().find_map(|l| l.strip_prefix(&format!("{key} = \""))).unwrap_or_default();
        line.trim_end_matches('"').to_string()
    };
    (value("ho_ten"), value("chuc_vu"))
}

fn cue<'a>(person: &'a str, at: &'a str) -> Cue<'a> {
    Cue { person, at }
}

fn opening() -> init::Opening {
    init::Opening { title: None, due: None, basis: None, second_approval: false }
}

fn act() -> ActOptions {
    ActOptions::default()
}

fn check_period(cx: &Context<'_>, what: &str) -> anyhow::Result<Exit> {
    let options = check::Options {
        what: vec![what.into()],
        all: true,
        strict: false,
        format: Format::Text,
        watch: false,
        today: None,
    };
    check::run(cx, &options)
}

fn sending(number: &str, date: &str) -> dispatch::Options {
    dispatch::Options {
        number: Some(number.into()),
        to: vec!["UBND tỉnh Thái Nguyên".into(), "Bộ Khoa học và Công nghệ".into(), "Lưu: VT, VP".into()],
        date: parse_date(date),
        channel: Some("trục liên thông văn bản".into()),
        files: Vec::new(),
        made: Vec::new(),
        force: false,
        reason: None,
        yes: false,
    }
}

/// The whole story.
pub fn play(stage: &Stage<'_>) -> anyhow::Result<()> {
    set_up(stage)?;
    past(stage, "2023-Q2", LAST_YEAR, "2023-06", "31", CHIEF)?;
    past(stage, "2024-Q1", FIRST_QUARTER, "2024-03", "09", CHIEF)?;
    collect(stage)?;
    late_and_returned(stage)?;
    draft(stage)?;
    approve_and_send(stage)?;
    file_and_prove(stage)
}

fn set_up(stage: &Stage<'_>) -> anyhow::Result<()> {
    stage.tell(say!(
        vi: "1. Người quản trị lập thư mục của Sở: tám đơn vị, mười sáu người, mỗi người một khoá ký.",
        en: "1. The administrator sets up the office's folder: eight departments, sixteen people, a signing key each."
    ));
    let settings = sample::settings_with_keys(|person| stage.new_key(person))?;
    stage.write("baocao.toml", &settings)?;
    stage.play(cue(ADMIN, "2023-02-01 08:00"), "init --yes", Exit::Done, |cx| init::folder(cx, true))
}

/// A quarter that is history already: every step is really taken, but not told.
fn past(
    stage: &Stage<'_>,
    period: &str,
    reports: &[(&str, &str)],
    month: &str,
    number: &str,
    chief: &str,
) -> anyhow::Result<()> {
    let at = |day: &str| format!("{month}-{day}");
    stage.tell(say!(
        vi: "   … kỳ {period} diễn ra bình thường và đã lưu hồ sơ (tám báo cáo, một bản tổng hợp, số {number}/BC-SKHCN).",
        en: "   … the period {period} went its ordinary way and is filed (eight reports, one consolidation, number {number}/BC-SKHCN)."
    ));
    stage.play_quietly(cue(OFFICER, &at("01 08:00")), |cx| init::period(cx, period, opening(), &act()))?;
    for (department, text) in reports {
        stage.write(&format!("reports/{period}/{department}.md"), text)?;
        let person = REPORTERS.iter().find(|(d, _)| d == department).map_or("", |(_, p)| p);
        stage.play_quietly(cue(person, &at("13 09:00")), |cx| submit::run(cx, Some(period), None, &act()))?;
    }
    stage.play_quietly(cue(OFFICER, &at("17 10:00")), |cx| merge::run(cx, period, false, &act()))?;
    stage.play_quietly(cue(chief, &at("18 09:00")), |cx| review::run(cx, period, &act()))?;
    stage.play_quietly(cue(DIRECTOR, &at("19 09:00")), |cx| approve::run(cx, period, None, &act()))?;
    let options = sending(number, &at("20"));
    stage.play_quietly(cue(CLERK, &at("20 09:00")), |cx| dispatch::run(cx, period, &options, &act()))?;
    stage.play_quietly(cue(CLERK, &at("21 09:00")), |cx| archive::run(cx, period, &act()))
}

fn submit_as(stage: &Stage<'_>, department: &str, at: &str) -> anyhow::Result<()> {
    let person = REPORTERS.iter().find(|(d, _)| *d == department).map_or("", |(_, p)| p);
    stage.play(cue(person, at), "submit", Exit::Done, |cx| submit::run(cx, None, None, &act()))
}

fn report<'a>(department: &str) -> &'a str {
    SECOND_QUARTER.iter().find(|(d, _)| *d == department).map_or("", |(_, text)| text)
}

fn collect(stage: &Stage<'_>) -> anyhow::Result<()> {
    stage.tell(say!(
        vi: "2. Chuyên viên tổng hợp mở kỳ Quý II năm 2024: mỗi đơn vị có sẵn một mẫu báo cáo đã điền phần đầu.",
        en: "2. The consolidating officer opens the second quarter of 2024: each department finds a prefilled form."
    ));
    stage.play(cue(OFFICER, "2024-06-03 08:00"), "init 2024-Q2", Exit::Done, |cx| {
        init::period(cx, PERIOD, opening(), &act())
    })?;
    stage.tell(say!(vi: "3. Các đơn vị viết và nộp báo cáo.", en: "3. The departments write and submit."));
    for (department, _) in SECOND_QUARTER {
        stage.write(&format!("reports/{PERIOD}/{department}.md"), report(department))?;
    }
    submit_as(stage, "van-phong", "2024-06-12 09:10")?;
    submit_as(stage, "thanh-tra", "2024-06-12 10:25")?;
    submit_as(stage, "quan-ly-khoa-hoc", "2024-06-13 08:40")?;
    stage.tell(say!(
        vi: "4. Phòng Quản lý CN&TTCN viết còn lỗi: chương trình chỉ ra từng chỗ và chưa cho nộp.",
        en: "4. One report has faults: each is shown in its place, and the report is not let in."
    ));
    let path = format!("reports/{PERIOD}/quan-ly-cong-nghe.md");
    stage.play(cue("tran-quang-dung", "2024-06-13 14:05"), &format!("check {path}"), Exit::Wrong, |cx| {
        check_period(cx, &path)
    })?;
    stage.play(cue("tran-quang-dung", "2024-06-13 14:06"), "submit", Exit::Wrong, |cx| {
        submit::run(cx, None, None, &act())
    })?;
    stage.tell(
        say!(vi: "   … người viết sửa xong, nộp lại và được ghi nhận.", en: "   … its writer mends it and submits."),
    );
    stage.write(&path, MENDED)?;
    submit_as(stage, "quan-ly-cong-nghe", "2024-06-13 15:30")?;
    submit_as(stage, "ke-hoach-tai-chinh", "2024-06-13 16:00")?;
    submit_as(stage, "khcn-co-so", "2024-06-14 09:00")?;
    submit_as(stage, "quan-ly-chuyen-nganh", "2024-06-14 16:45")
}

fn late_and_returned(stage: &Stage<'_>) -> anyhow::Result<()> {
    stage.tell(say!(
        vi: "5. Hết ngày 14/6, một đơn vị chưa nộp. Chưa đủ báo cáo thì chưa tổng hợp được.",
        en: "5. The 14th has passed and one department is missing: nothing is consolidated yet."
    ));
    stage.play(cue(OFFICER, "2024-06-15 08:00"), "status 2024-Q2", Exit::Done, |cx| {
        status::run(cx, Some(PERIOD), Format::Text, None)
    })?;
    stage.play(cue(OFFICER, "2024-06-15 08:05"), "merge 2024-Q2", Exit::Wrong, |cx| {
        merge::run(cx, PERIOD, false, &act())
    })?;
    submit_as(stage, "chi-cuc-tdc", "2024-06-15 10:20")?;
    stage.tell(say!(
        vi: "6. Chuyên viên tổng hợp dự thảo báo cáo và viết thêm một câu vào bản dự thảo.",
        en: "6. The officer consolidates, and writes a sentence of her own into the draft."
    ));
    stage.play(cue(OFFICER, "2024-06-17 08:30"), "merge 2024-Q2", Exit::Done, |cx| {
        merge::run(cx, PERIOD, false, &act())
    })?;
    stage.edit(
        DRAFT,
        "Sở Khoa học và Công nghệ báo cáo kết quả",
        "Sở Khoa học và Công nghệ tỉnh Thái Nguyên trân trọng báo cáo kết quả",
    )?;
    stage.tell(say!(
        vi: "7. Chánh Văn phòng thấy báo cáo của một phòng còn sơ sài: trả lại kèm lý do và hạn mới.",
        en: "7. The Chief of Office finds one report too thin and sends it back, with reason and a new date."
    ));
    let options = return_::Options {
        reason: "mục I.1 chưa nêu số liệu hỗ trợ cơ sở, đề nghị bổ sung".into(),
        department: Some("khcn-co-so".into()),
        due: parse_date("2024-06-18"),
    };
    let line = format!("return 2024-Q2 --department khcn-co-so --reason \"{}\" --due 2024-06-18", options.reason);
    stage.play(cue(CHIEF, "2024-06-17 09:30"), &line, Exit::Done, |cx| return_::run(cx, PERIOD, &options, &act()))?;
    stage.write("reports/2024-Q2/khcn-co-so.md", RESUBMITTED)?;
    submit_as(stage, "khcn-co-so", "2024-06-17 14:00")
}

fn draft(stage: &Stage<'_>) -> anyhow::Result<()> {
    stage.tell(say!(
        vi: "8. Dự thảo đã cũ so với báo cáo mới nộp nên chưa trình được; tổng hợp lại thì câu đã viết tay vẫn còn.",
        en: "8. The draft is older than the new report and cannot be submitted; consolidated again, the hand-written sentence survives."
    ));
    stage
        .play(cue(CHIEF, "2024-06-17 14:30"), "review 2024-Q2", Exit::Refused, |cx| review::run(cx, PERIOD, &act()))?;
    stage.play(cue(OFFICER, "2024-06-17 14:40"), "merge 2024-Q2", Exit::Done, |cx| {
        merge::run(cx, PERIOD, false, &act())
    })?;
    stage.play(cue(CHIEF, "2024-06-18 08:30"), "review 2024-Q2", Exit::Done, |cx| review::run(cx, PERIOD, &act()))
}

fn approve_and_send(stage: &Stage<'_>) -> anyhow::Result<()> {
    stage.tell(say!(
        vi: "9. Giám đốc trả lại dự thảo; Văn phòng bổ sung, trình lại; Giám đốc duyệt kèm chỉ đạo.",
        en: "9. The Director sends the draft back; the office completes it and submits again; he approves with instructions."
    ));
    let options =
        return_::Options {
            reason: "bổ sung nhận định chung về tiến độ giải ngân".into(), department: None, due: None
        };
    let line = format!("return 2024-Q2 --reason \"{}\"", options.reason);
    stage
        .play(cue(DIRECTOR, "2024-06-18 10:00"), &line, Exit::Done, |cx| return_::run(cx, PERIOD, &options, &act()))?;
    stage.edit(
        DRAFT,
        "\n\n## II.",
        "\n\nNhìn chung, tiến độ giải ngân kinh phí sự nghiệp khoa học và công nghệ trong kỳ bám sát kế hoạch được giao.\n\n## II.",
    )?;
    stage.play(cue(OFFICER, "2024-06-18 14:00"), "merge 2024-Q2", Exit::Done, |cx| {
        merge::run(cx, PERIOD, false, &act())
    })?;
    stage.play(cue(CHIEF, "2024-06-18 15:00"), "review 2024-Q2", Exit::Done, |cx| review::run(cx, PERIOD, &act()))?;
    stage.tell(say!(
        vi: "   … người không có thẩm quyền thì không duyệt được, và được cho biết ai làm được.",
        en: "   … whoever has no right to approve is refused, and told who could."
    ));
    stage.play(cue(CLERK, "2024-06-18 15:30"), "approve 2024-Q2", Exit::Refused, |cx| {
        approve::run(cx, PERIOD, None, &act())
    })?;
    let instructions = "phần mở đầu nêu rõ cơ quan nhận báo cáo";
    let line = format!("approve 2024-Q2 --instructions \"{instructions}\"");
    stage.play(cue(DIRECTOR, "2024-06-19 08:15"), &line, Exit::Done, |cx| {
        approve::run(cx, PERIOD, Some(instructions), &act())
    })?;
    stage.tell(say!(
        vi: "10. Chánh Văn phòng hoàn chỉnh theo chỉ đạo; phần thay đổi so với bản được duyệt được cho xem và ghi lại.",
        en: "10. The Chief of Office completes the text; what changed since the approval is shown and recorded."
    ));
    stage.edit(DRAFT, "trân trọng báo cáo kết quả", "trân trọng báo cáo Ủy ban nhân dân tỉnh kết quả")?;
    stage.play(cue(CHIEF, "2024-06-19 10:00"), "finalize 2024-Q2", Exit::Done, |cx| {
        finalize::run(cx, PERIOD, None, &act())
    })?;
    let options = sending("58", "2024-06-20");
    let line = "dispatch 2024-Q2 --number 58 --to \"UBND tỉnh Thái Nguyên\" --to \"Bộ Khoa học và Công nghệ\" --to \"Lưu: VT, VP\" --channel \"trục liên thông văn bản\"";
    stage.play(cue(CLERK, "2024-06-20 09:00"), line, Exit::Done, |cx| dispatch::run(cx, PERIOD, &options, &act()))
}

fn file_and_prove(stage: &Stage<'_>) -> anyhow::Result<()> {
    stage.tell(say!(
        vi: "11. Văn thư lưu hồ sơ. Mọi bước đọc lại được, và chứng minh được ai ký gì, với vai trò nào.",
        en: "11. The clerk files the record. Every step can be read back, and it can be proved who signed what, in which role."
    ));
    stage.play(cue(CLERK, "2024-06-21 08:30"), "archive 2024-Q2", Exit::Done, |cx| archive::run(cx, PERIOD, &act()))?;
    stage.play(cue(CLERK, "2024-06-21 08:35"), "log 2024-Q2", Exit::Done, |cx| log::run(cx, PERIOD, Format::Text))?;
    stage.play(cue(ADMIN, "2024-06-21 09:00"), "verify", Exit::Done, |cx| {
        verify::run(cx, &verify::Question::default(), Format::Text)
    })?;
    stage.tell(say!(
        vi: "12. Tệp Word đã gửi nằm trong hồ sơ, đúng thể thức; ai cầm một tệp cũng hỏi được có đúng là tệp ấy không.",
        en: "12. The Word file that was sent is in the record, in the decree's layout; whoever holds a file can ask whether it is that one."
    ));
    let line = format!("verify --file {SENT}");
    stage.play(cue(ADMIN, "2024-06-21 09:05"), &line, Exit::Done, |cx| {
        let question = verify::Question { file: Some(Path::new(SENT)), ..Default::default() };
        verify::run(cx, &question, Format::Text)
    })?;
    stage.play(cue(CLERK, "2024-06-21 09:10"), "register 2024", Exit::Done, |cx| {
        register::run(cx, Some(2024), register::To::Table, None, false)
    })?;
    let folder = stage.office().display();
    let allowed = stage.allowed_signers()?;
    let allowed = allowed.display();
    stage.tell(say!(vi: "Thư mục mẫu nằm ở: {folder}", en: "The sample folder is: {folder}"));
    stage.cx.voice.say(&say!(
        vi: "Thử tiếp:\n  baocao -C {folder} status 2024-Q2\n  baocao -C {folder} log 2024-Q2\n  mở {folder}/{SENT}\n  baocao -C {folder} board 2024\n  git -C {folder} -c gpg.ssh.allowedSignersFile={allowed} log --show-signature",
        en: "Try next:\n  baocao -C {folder} status 2024-Q2\n  baocao -C {folder} log 2024-Q2\n  open {folder}/{SENT}\n  baocao -C {folder} board 2024\n  git -C {folder} -c gpg.ssh.allowedSignersFile={allowed} log --show-signature"
    ));
    Ok(())
}
