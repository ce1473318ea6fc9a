//! `init`: sets up the office's folder, or opens a period.

use crate::office::record::{Draft, FileWrite, unix_lines};
use crate::office::{ActOptions, Context, Office, examine, line, period as period_id, pin, record, telling_line};
use crate::ui::voice::{Exit, Usage};
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::{
    ActKind, Agency, Cadence, Date, Deadline, DepartmentId, KeyMaterial, PeriodId, PeriodSettings, Person, Role,
    Roster, Settings, format_date_vi,
};

use crate::store::Fault;
use crate::store::files::{Folder, Kind};
use crate::store::git::{CommitPlan, FileChange, Repo, Working};
use crate::store::signing::Signer;
use crate::ui::output::diagnostics::Resolved;
use baocao_check::reports::skeleton::write as skeleton;
use baocao_core::domain::folder as layout;
use baocao_core::format::settings::write as settings_text;
use baocao_core::say;
use baocao_core::text::{Lang, RepoPath, Text};
use baocao_procedure as procedure;
use baocao_procedure::trailers::write as trailers;
use baocao_procedure::{Intent, Ledger, Plan, Unverified, VerifyOptions, verify};
use std::time::Duration;

const FORMS: &[(&str, &str)] = &[
    (layout::DEFAULT_FORM, include_str!("../../templates/BM-VP-01.01.md")),
    (examine::SKELETON, include_str!("../../templates/BM-VP-01.md")),
];

/// Line ends are the office's decision and the same on every computer, since digests hang on them.
const ATTRIBUTES: &str = "# Do baocao ghi: mọi tệp văn bản kết thúc dòng bằng LF trên mọi máy, để mã kiểm luôn khớp.\n\
* text=auto eol=lf\n*.md text eol=lf\n*.toml text eol=lf\n*.docx binary\n*.pdf binary\n*.xlsx binary\n";

/// The agency of the procedure; the office writes its own over it.
fn example() -> Agency {
    Agency {
        name: "Sở Khoa học và Công nghệ".into(),
        parent: "Ủy ban nhân dân tỉnh Thái Nguyên".into(),
        place: "Thái Nguyên".into(),
        symbol: "SKHCN".into(),
    }
}

/// Sets up a folder; may be run again.
pub fn folder(cx: &Context<'_>, yes: bool) -> anyhow::Result<Exit> {
    let at = cx.dir.as_ref().map_or_else(|| cx.here.clone(), |dir| cx.here.join(dir));
    let folder = Folder::at(&at)?;
    let office = Office::of(cx, folder)?;
    let (settings, wrong, source) = match office.source(&layout::settings())? {
        Some(source) => {
            let (settings, wrong) = baocao_core::format::settings::read(&source);
            (Some(settings), wrong, source)
        }
        None => (None, Vec::new(), baocao_core::text::Source::new(layout::settings(), String::new())),
    };
    // Everything that could forbid the root is found out before anything is written.
    if !wrong.is_empty() {
        let found = Resolved::all(wrong, Some(&source));
        examine::Wrong(found).show(cx);
        return Ok(Exit::Wrong);
    }
    let fresh = office.tip()?.is_none();
    let administered = |s: &&Settings| s.roster.people.iter().any(|p| p.has(Role::Administrator) && !p.keys.is_empty());
    let root = match settings.as_ref().filter(|_| fresh).filter(administered) {
        None => None,
        Some(settings) => match confirmed(cx, &office, settings, yes)? {
            Some(root) => Some((settings, root)),
            None => return Ok(Exit::Done),
        },
    };
    Repo::init(&office.folder)?;
    let office = Office::of(cx, office.folder)?;
    let write = |path: RepoPath, text: &str| -> anyhow::Result<()> {
        if office.folder.write_if_unchanged(&path, None, Some(text.as_bytes()))? {
            cx.voice.say(&say!(vi: "đã tạo {path}", en: "made {path}"));
        }
        Ok(())
    };
    write(layout::attributes(), ATTRIBUTES)?;
    for (name, text) in FORMS {
        write(layout::form(name), text)?;
    }
    write(layout::settings(), &settings_text::office(&example()))?;
    match root {
        Some((settings, (signer, person))) => make_root(cx, &office, settings, &signer, &person),
        None if fresh => {
            cx.voice.say(&say!(
                vi: "tiếp theo: ghi tên cơ quan, các đơn vị, những người tham gia và khoá của họ vào baocao.toml \
                     (tạo khoá bằng `baocao key new`), trong đó có một người vai trò quan-tri; rồi chạy lại `baocao init`",
                en: "next: write the agency, the departments, the people and their keys into baocao.toml (make keys with \
                     `baocao key new`), one of them with the role quan-tri; then run `baocao init` again"
            ));
            Ok(Exit::Done)
        }
        None => {
            let text =
                say!(vi: "thư mục đã có lịch sử; không có gì phải lập thêm", en: "the folder has a history already");
            cx.voice.say(&text);
            let path = layout::settings();
            let recorded = office.tip()?.map(|tip| office.read_at(tip, &path)).transpose()?.flatten();
            let here = office.read(&path)?;
            if here.is_some_and(|here| recorded.is_some_and(|recorded| unix_lines(&here) != unix_lines(&recorded))) {
                cx.voice.say(&say!(
                    vi: "baocao.toml trên máy này khác bản đã ghi; đưa vào áp dụng bằng `baocao roster apply baocao.toml`",
                    en: "baocao.toml here is not the recorded one; put it into force with `baocao roster apply baocao.toml`"
                ));
            }
            Ok(Exit::Done)
        }
    }
}

/// The administrator and the key in hand, after the roster has been shown and found right; `None` if it was not.
fn confirmed(
    cx: &Context<'_>,
    office: &Office,
    settings: &Settings,
    yes: bool,
) -> anyhow::Result<Option<(Signer, Person)>> {
    let signer = cx.signer(office.repo_if_any())?;
    let own = signer.among(keys(&settings.roster))?.map(KeyMaterial::fingerprint);
    let owner = own.and_then(|key| settings.roster.owner(&key)).map(|(person, _)| person);
    let Some(person) = owner.filter(|p| p.has(Role::Administrator)) else {
        let admin = settings.roster.people.iter().find(|p| p.has(Role::Administrator));
        let (name, id) = admin.map_or(("", ""), |p| (p.name.as_str(), p.id.as_str()));
        return Err(Refusal::new(say!(
            vi: "khoá đang dùng không phải của người quản trị ghi trong baocao.toml",
            en: "the key in use is not the administrator's of baocao.toml"
        ))
        .who(say!(
            vi: "{name} ({id}) chạy lệnh này, hoặc dùng --key để chỉ đúng khoá",
            en: "{name} ({id}) runs this, or name the right key with --key"
        ))
        .into());
    };
    show(cx, &settings.roster);
    tell_vacant(cx, settings);
    if !yes {
        let question = say!(vi: "Danh sách trên là đúng và được ký làm gốc?", en: "Is this roster right, and to be signed as the root?");
        match cx.voice.ask(&question) {
            Some(true) => {}
            Some(false) => {
                cx.voice.say(&say!(
                    vi: "chưa ký; sửa baocao.toml rồi chạy lại",
                    en: "not signed; mend baocao.toml and run this again"
                ));
                return Ok(None);
            }
            None => {
                return Err(Refusal::new(
                    say!(vi: "cần người xác nhận danh sách", en: "somebody must confirm the roster"),
                )
                .who(say!(vi: "chạy ở cửa sổ lệnh, hoặc thêm --yes", en: "run it in a terminal, or add --yes"))
                .into());
            }
        }
    }
    signer.unlock(&|what, wrong| cx.ask_passphrase(what, wrong))?;
    Ok(Some((signer, person.clone())))
}

/// Makes the signed first commit.
fn make_root(
    cx: &Context<'_>,
    office: &Office,
    settings: &Settings,
    signer: &Signer,
    person: &Person,
) -> anyhow::Result<Exit> {
    let repo = office.repo()?;
    let lock = repo.lock(Duration::from_secs(30), &mut || {})?;
    repo.repair(&lock)?;
    let agency = line("co_quan.ten", &settings.agency.name)?;
    let (empty, _) =
        verify(Ledger::<Unverified>::new(Vec::<baocao_core::domain::Entry>::new()), &VerifyOptions::default());
    let act = procedure::prepare(&empty, &Plan::Genesis { agency }, person, cx.now)?;
    let mut changes = Vec::new();
    // The office's own forms and layout profiles besides the two that were made for it.
    let templates = office.folder.list(layout::TEMPLATES)?;
    let templates = templates.into_iter().filter(|entry| entry.kind == Kind::File).filter_map(|entry| entry.path);
    let templates = templates.filter(|path| [".md", ".toml"].iter().any(|end| path.as_str().ends_with(end)));
    for path in [layout::settings(), layout::attributes()].into_iter().chain(templates) {
        let Some(text) = office.read(&path)? else { continue };
        changes.push(FileChange { path, new: Some(record::unix_lines(&text)), working: Working::Leave });
    }
    let sign = |bytes: &[u8]| signer.sign(bytes);
    let identity = record::identity(repo, person, cx.now);
    let plan = CommitPlan {
        parent: None,
        base: None,
        extra_parents: Vec::new(),
        changes,
        message: trailers::message(&act, &trailers::Words::default()),
        author: identity.clone(),
        committer: identity,
        sign: &sign,
    };
    let root = repo.commit(&lock, &plan).map_err(Fault::from)?.id;
    cx.voice.say(&say!(vi: "đã lập thư mục; commit gốc: {root}", en: "the folder is set up; its root commit: {root}"));
    if pin::add(cx, &settings.agency.name, root)? {
        cx.voice.say(&say!(
            vi: "đã ghim gốc trên máy này; hãy ghi mã commit gốc vào một văn bản của cơ quan để người khác đối chiếu",
            en: "the root is pinned on this computer; write its name into a paper of the agency for others to compare"
        ));
    }
    Ok(Exit::Done)
}

fn keys(roster: &Roster) -> impl Iterator<Item = &KeyMaterial> {
    roster.people.iter().flat_map(|p| p.keys.iter().map(|k| &k.material))
}

fn show(cx: &Context<'_>, roster: &Roster) {
    cx.voice.say(&say!(vi: "Danh sách của cơ quan:", en: "The office's roster:"));
    for person in &roster.people {
        let Person { name, title, roles, keys, .. } = person;
        let roles = roles.iter().map(|r| r.id()).collect::<Vec<_>>().join(", ");
        let keys = keys.iter().map(|k| k.material.fingerprint().to_string()).collect::<Vec<_>>();
        let keys = if keys.is_empty() { "–".to_string() } else { keys.join(", ") };
        cx.voice.say(&say!(vi: "  {name}, {title} ({roles}): {keys}", en: "  {name}, {title} ({roles}): {keys}"));
    }
}

/// Names the roles that no one on the roster holds with a key, and the departments without a reporter: their steps would
/// wait for ever.
fn tell_vacant(cx: &Context<'_>, settings: &Settings) {
    let today = cx.now.date();
    let able: Vec<&Person> = settings.roster.people.iter().filter(|p| !p.keys.is_empty()).collect();
    let held = |role: Role| able.iter().any(|person| person.has(role));
    for role in [Role::Consolidator, Role::ChiefOfOffice, Role::Leader, Role::Clerk] {
        // The head is a leader too.
        if held(role) || role == Role::Leader && held(Role::Head) {
            continue;
        }
        let (vi, en, id) = (role.title(Lang::Vi), role.title(Lang::En), role.id());
        cx.voice.note(&say!(
            vi: "danh sách chưa có ai giữ vai trò {vi} (“{id}”) kèm khoá ký: các bước của vai trò này chưa ai làm được",
            en: "no one on the roster is {en} (“{id}”) with a signing key: that role's steps cannot be taken yet"
        ));
    }
    let reports = |id: &DepartmentId| able.iter().any(|p| p.has(Role::Reporter) && p.department.as_ref() == Some(id));
    let departments = settings.departments.iter().filter(|d| d.tenure.covers(today));
    let without: Vec<&str> = departments.filter(|d| !reports(&d.id)).map(|d| d.name.as_str()).collect();
    if !without.is_empty() {
        let names = without.join(", ");
        cx.voice.note(&say!(
            vi: "chưa có người lập báo cáo (“don-vi”) kèm khoá ký của: {names}",
            en: "no reporter (“don-vi”) with a signing key for: {names}"
        ));
    }
}

/// What is said of a period besides its id.
pub struct Opening {
    /// An ad hoc period's title.
    pub title: Option<String>,
    /// The last day, where an order sets it.
    pub due: Option<Date>,
    /// The order's reference.
    pub basis: Option<String>,
    /// The completed text needs a second approval (`duyet_lai_sau_hoan_chinh`).
    pub second_approval: bool,
}

/// Opens a period: `ky.toml`, the form as it is today, one skeleton for each department that must report.
pub fn period(cx: &Context<'_>, typed: &str, opening: Opening, options: &ActOptions) -> anyhow::Result<Exit> {
    let id = period_id(typed)?;
    let office = Office::open(cx)?;
    check_opening(&id, &opening)?;
    let exit = record::run(cx, &office, options, &|scene| {
        scene.may(&Intent::of(ActKind::Open, &id))?;
        let settings = scene.settings()?;
        let form_path = layout::form(layout::DEFAULT_FORM);
        let form_text = scene.read(&form_path)?.ok_or_else(|| {
            Fault::new(say!(vi: "thiếu “{form_path}” trong lịch sử", en: "“{form_path}” is missing from the history"))
        })?;
        let source =
            baocao_core::text::Source::new(form_path.clone(), String::from_utf8_lossy(&form_text).into_owned());
        let (form, wrong) = baocao_check::reports::form::read(&source);
        if let Some(first) = wrong.first() {
            return Err(examine::Wrong(vec![Resolved::new(first.clone(), Some(&source))]).into());
        }
        let opened = frozen(&id, &opening, &settings, &form.code, scene.now.date())?;
        let mut files = Vec::new();
        let mut put = |path: RepoPath, text: Vec<u8>| -> anyhow::Result<()> {
            let found = office.read(&path)?;
            let same = found.as_deref().is_some_and(|found| record::unix_lines(found) == text);
            if found.is_some() && !same {
                return Err(Refusal::new(say!(vi: "đã có “{path}”, không ghi đè", en: "“{path}” exists and is not overwritten"))
                    .who(say!(vi: "đổi tên hoặc cất tệp đó rồi chạy lại", en: "rename or move that file, then run this again"))
                    .into());
            }
            files.push(FileWrite::replacing(path, found, text));
            Ok(())
        };
        put(layout::period_settings(&id), settings_text::period(&opened).into_bytes())?;
        put(layout::period_form(&id), form_text.clone())?;
        for (department, _) in &opened.departments {
            let text = skeleton::report(&form, &opened, &settings.agency, department, &settings.indicators);
            put(layout::report(&id, department), text.into_bytes())?;
        }
        let Some(subject) = files.first().map(FileWrite::version) else {
            return Err(Fault::new(say!(vi: "không có gì để ghi", en: "nothing to write")).into());
        };
        warn_of_the_day(cx, &opened, &settings);
        let plan = Plan::Open { period: id.clone(), subject, last_day: opened.deadline.last_day() };
        Ok(Draft { base: None, parents: Vec::new(), plan, files })
    })?;
    if exit == Exit::Done {
        let dir = layout::period(&id);
        cx.voice.say(&say!(
            vi: "các đơn vị viết báo cáo vào {dir}/<mã đơn vị>.md, kiểm tra bằng `baocao check {id}`, rồi nộp bằng `baocao submit {id}`",
            en: "departments write their reports in {dir}/<department>.md, check with `baocao check {id}`, and submit with `baocao submit {id}`"
        ));
    }
    Ok(exit)
}

/// Says what people should know of the last day: that it is a day of rest, or has passed.
fn warn_of_the_day(cx: &Context<'_>, opened: &PeriodSettings, settings: &Settings) {
    if let Some((rest, before)) = opened.deadline.rest_day_warning(&settings.calendar) {
        let (last, before, Text { vi, en }) =
            (format_date_vi(opened.deadline.last_day()), format_date_vi(before), rest.name());
        cx.voice.note(&say!(
            vi: "lưu ý: hạn cuối {last} là ngày nghỉ ({vi}); ngày làm việc cuối cùng trước đó là {before}",
            en: "note: the last day {last} is a day of rest ({en}); the last working day before it is {before}"
        ));
    }
    if opened.deadline.is_late(cx.now) {
        let last = format_date_vi(opened.deadline.last_day());
        cx.voice.note(&say!(vi: "lưu ý: hạn nộp {last} đã qua", en: "note: the last day {last} has passed"));
    }
}

fn check_opening(id: &PeriodId, opening: &Opening) -> Result<(), Usage> {
    let ad_hoc = id.cadence() == Cadence::AdHoc;
    if ad_hoc && (opening.due.is_none() || opening.basis.is_none() || opening.title.is_none()) {
        return Err(Usage(say!(
            vi: "kỳ đột xuất cần --title “…”, --due NGÀY và --basis “văn bản yêu cầu”",
            en: "an ad hoc period needs --title “…”, --due DAY and --basis “the order”"
        )));
    }
    if !ad_hoc && opening.title.is_some() {
        return Err(Usage(say!(vi: "--title chỉ dùng cho kỳ đột xuất", en: "--title is for ad hoc periods only")));
    }
    if opening.due.is_some() != opening.basis.is_some() {
        return Err(Usage(say!(
            vi: "hạn nộp khác quy trình phải kèm căn cứ: dùng cả --due và --basis",
            en: "a last day other than the procedure's needs its order: use both --due and --basis"
        )));
    }
    Ok(())
}

/// The period's settings as they are frozen today.
fn frozen(
    id: &PeriodId,
    opening: &Opening,
    settings: &Settings,
    form: &str,
    today: Date,
) -> anyhow::Result<PeriodSettings> {
    let by_rule = settings.deadlines.get(&id.cadence()).map(|rule| rule.for_period(id)).transpose();
    let moved = |deadline: Deadline| deadline.effective(&settings.calendar, settings.roll);
    let deadline = match (opening.due, &by_rule) {
        (Some(due), _) => Deadline::no_later_than(due),
        // A moved limit is frozen as the day it was moved to: a later change of the policy never rewrites it.
        (None, Ok(Some(rule))) if moved(*rule).last_day() == rule.last_day() => *rule,
        (None, Ok(Some(rule))) => Deadline::no_later_than(moved(*rule).last_day()),
        (None, Err(why)) => return Err(Fault::new(why.clone()).into()),
        (None, Ok(None)) => {
            let kind = id.cadence().id();
            return Err(Refusal::new(say!(
                vi: "baocao.toml chưa có hạn nộp cho loại kỳ “{kind}” ([han_nop])",
                en: "baocao.toml has no deadline for periods of the kind “{kind}” ([han_nop])"
            ))
            .into());
        }
    };
    let title = opening.title.as_deref().map(|t| line("--title", t)).transpose()?;
    let basis = opening.basis.as_deref().map(|t| telling_line("--basis", t)).transpose()?;
    // An order about the day takes no department out of the period.
    let (day, by_rule) = (deadline.last_day(), by_rule.ok().flatten().map(|rule| moved(rule).last_day()));
    let due = settings.departments.iter().filter(|d| settings.has_to_report(d, by_rule, day));
    let departments: Vec<_> = due.map(|d| (d.id.clone(), d.name.clone())).collect();
    if departments.is_empty() {
        return Err(Refusal::new(say!(
            vi: "không có đơn vị nào phải báo cáo vào ngày {day}",
            en: "no department has to report on {day}"
        ))
        .who(say!(vi: "ghi các đơn vị vào baocao.toml ([[don_vi]])", en: "write the departments into baocao.toml ([[don_vi]])"))
        .into());
    }
    Ok(PeriodSettings {
        id: id.clone(),
        title: title.map(|t| t.to_string()),
        deadline,
        departments,
        form: form.to_string(),
        opened: today,
        directive: basis.map(|b| b.to_string()),
        reapproval: opening.second_approval,
    })
}
