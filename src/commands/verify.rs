//! `verify`: proves the whole chain from history: who signed what, in which role, and that nothing changed after it.

use super::context::record::unix_lines;
use super::context::{Office, history, period, pin};
use super::{Context, Exit, Format, Usage};
use crate::diagnostic::{Code, Diagnostic, Refusal};
use crate::domain::ObjectId;
use crate::procedure::{Ledger, PeriodRecord, Verified};
use crate::render::diagnostics::{Resolved, sarif, text};
use crate::render::ledger;
use crate::say;
use crate::store::git::blob_id_of;
use crate::store::layout;
use crate::text::{Place, RepoPath, visible};

/// Proves one period, or everything. Starts no program unless a commit was signed with OpenPGP or X.509.
pub fn run(cx: &Context<'_>, typed: Option<&str>, format: Format, root: Option<&str>) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let asked = typed.map(period).transpose()?;
    let root = root
        .map(|text| {
            ObjectId::parse(&text.to_ascii_lowercase()).ok_or_else(|| {
                let shown = visible(text);
                Usage(say!(vi: "“{shown}” không phải mã commit đủ 40 chữ số", en: "“{shown}” is not a commit's full name"))
            })
        })
        .transpose()?;
    let tip = office.tip()?;
    let Some(tip) = tip else {
        return Err(Refusal::new(
            say!(vi: "thư mục chưa có lịch sử nào để xác minh", en: "there is no history to verify"),
        )
        .who(say!(vi: "người quản trị chạy `baocao init`", en: "the administrator runs `baocao init`"))
        .into());
    };
    // A root that the user has pinned is asked for only once the line has shown its own: several offices may be pinned.
    let (ledger, mut found) = history::proven(cx, &office, Some(tip), root)?;
    let pinned = root.is_some() || pinned(cx, &ledger)?;
    if pinned {
        found.retain(|d| d.code != Code::RootUnpinned);
    }
    if let Some(asked) = &asked
        && ledger.period(asked).is_none()
        && found.is_empty()
    {
        return Err(
            Refusal::new(say!(vi: "kỳ {asked} chưa được mở", en: "the period {asked} has not been opened")).into()
        );
    }
    let records: Vec<&PeriodRecord> =
        ledger.periods().filter(|r| asked.as_ref().is_none_or(|asked| r.id == *asked)).collect();
    for record in &records {
        found.extend(working_copy(&office, record)?);
    }
    if let Some(asked) = &asked {
        // What concerns the folder as a whole concerns every period.
        let asked = asked.to_string();
        found.retain(|d| d.period.as_ref().is_none_or(|p| *p == asked));
    }
    if !pinned && !found.iter().any(|d| d.code == Code::RootUnpinned) {
        found.push(unpinned(&ledger));
    }
    let ok = found.is_empty();
    let found: Vec<Resolved> = found.into_iter().map(|d| Resolved::new(d, None)).collect();
    let (count, good) =
        ledger.acts(asked.as_ref()).fold((0, 0), |(all, good), j| (all + 1, good + usize::from(j.ok())));
    let lang = cx.voice.lang();
    let (root, tip) = (ledger.genesis().map(|g| g.to_string()), tip.to_string());
    match format {
        Format::Json => {
            let name = asked.as_ref().map(ToString::to_string);
            let state = asked.as_ref().map(|p| ledger.stage(p).id());
            cx.voice.out(&ledger::verdict(
                &ledger::Verdict {
                    period: name.as_deref(),
                    ok,
                    state,
                    root: root.as_deref(),
                    tip: Some(&tip),
                    lines: &history::lines(&ledger, asked.as_ref()),
                    found: &found,
                },
                lang,
            ));
        }
        Format::Sarif => cx.voice.out(&sarif::render(&found, lang)),
        Format::Text => {
            let style = text::Style { lang, color: cx.voice.color(), width: cx.voice.width() };
            for diagnostic in &found {
                cx.voice.out(&text::render(diagnostic, style));
            }
            if cx.verbose || asked.is_some() {
                cx.voice.out(&ledger::text(&history::lines(&ledger, asked.as_ref()), lang));
            }
            for record in &records {
                let (id, stage) = (&record.id, record.stage());
                let (vi, en) = (stage.name(crate::text::Lang::Vi), stage.name(crate::text::Lang::En));
                cx.voice.say(&say!(vi: "{id}: {vi}", en: "{id}: {en}"));
            }
            let short = ObjectId::parse(&tip).map(|t| t.short()).unwrap_or_default();
            cx.voice.say(&if ok {
                say!(
                    vi: "xác minh xong: {good}/{count} bước đúng chữ ký, đúng người, đúng trình tự; mốc lịch sử {short}",
                    en: "verified: {good} of {count} acts rightly signed, by the right people, in order; tip {short}"
                )
            } else {
                say!(
                    vi: "CHƯA xác minh được trọn vẹn: {good}/{count} bước tin được; mốc lịch sử {short}",
                    en: "NOT fully verified: {good} of {count} acts can be believed; tip {short}"
                )
            });
        }
    }
    Ok(if ok { Exit::Done } else { Exit::Wrong })
}

fn pinned(cx: &Context<'_>, ledger: &Ledger<Verified>) -> anyhow::Result<bool> {
    let genesis = ledger.genesis();
    Ok(pin::all(cx)?.iter().any(|pin| Some(pin.root) == genesis))
}

fn unpinned(ledger: &Ledger<Verified>) -> Diagnostic {
    let root = ledger.genesis().map_or_else(|| "–".to_string(), |g| g.to_string());
    Diagnostic::new(
        Code::RootUnpinned,
        Place::whole(RepoPath::new("lich-su")),
        say!(vi: "chưa xác minh gốc: commit gốc {root} chưa được ghim trên máy này", en: "the root is not verified: {root} is not pinned on this computer"),
    )
    .help(say!(
        vi: "đối chiếu mã này với văn bản của cơ quan, rồi chạy `baocao verify --root {root}`",
        en: "compare it with the agency's own paper, then run `baocao verify --root {root}`"
    ))
}

/// Whether the text in the folder is the one that was approved.
fn working_copy(office: &Office, record: &PeriodRecord) -> anyhow::Result<Option<Diagnostic>> {
    let Some(approved) = record.approved_text() else { return Ok(None) };
    let path = layout::consolidated(&record.id);
    let same = office.read(&path)?.is_some_and(|found| blob_id_of(&unix_lines(&found)) == approved.blob);
    // Between approval and finalization the office edits the text: that is the procedure.
    if same || record.stage() == crate::procedure::Stage::Completing {
        return Ok(None);
    }
    let diagnostic = Diagnostic::new(
        Code::ContentChanged,
        Place::whole(path.clone()),
        say!(
            vi: "bản trên máy này khác văn bản đã được duyệt",
            en: "the copy on this computer differs from the approved text"
        ),
    )
    .help(
        say!(vi: "lấy lại bản đã duyệt: `git restore {path}`", en: "take back the approved text: `git restore {path}`"),
    )
    .period(record.id.to_string());
    Ok(Some(diagnostic))
}
