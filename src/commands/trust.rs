//! `trust`: pins the office's root in the user's own settings, after showing it; lists what is pinned.

use crate::office::memory::{Lost, Memory};
use crate::office::{Context, Office, history, memory, pin};
use crate::ui::voice::{Exit, Usage};
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::ObjectId;
use baocao_core::say;
use baocao_core::text::visible;
use baocao_procedure::{Ledger, Verified};

/// Lists this user's pins.
pub fn list(cx: &Context<'_>) -> anyhow::Result<Exit> {
    let pins = pin::all(cx)?;
    if pins.is_empty() {
        cx.voice.say(&say!(vi: "chưa ghim gốc nào", en: "no root is pinned"));
    }
    for pin in pins {
        let (agency, root) = (pin.agency, pin.root);
        cx.voice.say(&say!(vi: "{root}  {agency}", en: "{root}  {agency}"));
    }
    Ok(Exit::Done)
}

/// Pins the root of this folder. A root named on the command line must be this folder's.
///
/// `tip` names the commit up to which the user accepts a history that lacks what this computer has seen.
pub fn run(cx: &Context<'_>, typed: Option<&str>, tip: Option<&str>, yes: bool) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let (ledger, _) = history::proven(cx, &office, office.tip()?, None)?;
    let Some(root) = ledger.genesis() else {
        return Err(Refusal::new(say!(vi: "thư mục chưa có commit gốc", en: "the folder has no root commit"))
            .who(say!(vi: "người quản trị chạy `baocao init`", en: "the administrator runs `baocao init`"))
            .into());
    };
    if let Some(typed) = typed {
        is_root(typed, root)?;
    }
    let agency = ledger.agency().map_or_else(String::new, ToString::to_string);
    cx.voice.say(&say!(vi: "{agency}\ncommit gốc: {root}", en: "{agency}\nroot commit: {root}"));
    let own = pin::own_name(&office, &ledger)?.unwrap_or_else(|| agency.clone());
    if own != agency {
        let own = visible(&own);
        cx.voice.say(&say!(vi: "tên hiện nay: {own}", en: "present name: {own}"));
    }
    if memory::is_pinned(cx, Some(root))? {
        named_again(cx, &office, &ledger, typed.is_some() || yes)?;
        return again(cx, &ledger, tip, yes);
    }
    tell_namesake(cx, &own, root)?;
    let question = say!(
        vi: "Mã này đúng với văn bản của cơ quan, và ghim lại trên máy này?",
        en: "Is this the root on the agency's own paper, and to be pinned on this computer?"
    );
    // Naming the root in full on the command line is an answer; a bare --yes is the user's own decision.
    if typed.is_none() && !yes && cx.voice.ask(&question) != Some(true) {
        return Err(Refusal::new(say!(vi: "chưa ghim", en: "not pinned"))
            .who(say!(
                vi: "đối chiếu mã trên với văn bản của cơ quan rồi chạy `baocao trust {root}`",
                en: "compare it with the agency's paper, then run `baocao trust {root}`"
            ))
            .into());
    }
    if pin::add(cx, &own, root)? {
        cx.voice.say(&say!(vi: "đã ghim gốc trên máy này", en: "the root is pinned on this computer"));
    }
    Ok(Exit::Done)
}

/// Makes sure that a root named on the command line is this folder's.
fn is_root(typed: &str, root: ObjectId) -> anyhow::Result<()> {
    let shown = visible(typed);
    match ObjectId::parse(&typed.to_ascii_lowercase()) {
        Some(wanted) if wanted == root => Ok(()),
        Some(_) => Err(Refusal::new(say!(
            vi: "commit gốc của thư mục này là {root}, không phải {shown}",
            en: "the root of this folder is {root}, not {shown}"
        ))
        .who(say!(
            vi: "đừng dùng bản sao này; hỏi người quản trị",
            en: "do not use this copy; ask the administrator"
        ))
        .into()),
        None => Err(Usage(say!(
            vi: "“{shown}” không phải mã commit đủ 40 ký tự",
            en: "“{shown}” is not a commit's full name"
        ))
        .into()),
    }
}

/// Says that another root is pinned under the name that this office uses.
fn tell_namesake(cx: &Context<'_>, own: &str, root: ObjectId) -> anyhow::Result<()> {
    for pin in pin::all(cx)?.into_iter().filter(|pin| pin.root != root && pin.agency.trim() == own.trim()) {
        let (name, other) = (visible(&pin.agency), pin.root);
        cx.voice.note(&say!(
            vi: "máy này đã ghim gốc khác cho “{name}”: {other}; một cơ quan chỉ có một gốc, hãy hỏi người quản trị trước khi ghim",
            en: "this computer has another root pinned for “{name}”: {other}; an office has one root, so ask its administrator first"
        ));
    }
    Ok(())
}

/// The root is pinned already, under another name than the office has now: the new one is taken when the user says so.
fn named_again(cx: &Context<'_>, office: &Office, ledger: &Ledger<Verified>, yes: bool) -> anyhow::Result<()> {
    let Some((own, told)) = pin::misnamed(cx, office, ledger)? else { return Ok(()) };
    cx.voice.note(&told.message);
    let question = say!(
        vi: "Cơ quan đã đổi tên theo văn bản của mình, và ghi tên mới bên gốc đã ghim?",
        en: "Has the office a new name by its own paper, and shall it stand beside the pinned root?"
    );
    if !yes && cx.voice.ask(&question) != Some(true) {
        return Err(Refusal::new(say!(vi: "chưa nhận tên mới", en: "the new name is not accepted"))
            .who(told.help.unwrap_or(told.message))
            .into());
    }
    if let Some(root) = ledger.genesis() {
        pin::rename(cx, &own, root)?;
    }
    cx.voice.say(&say!(vi: "đã ghi tên mới bên gốc đã ghim", en: "the new name stands beside the pinned root"));
    Ok(())
}

/// The root is pinned already; a history that was rolled back is accepted only when the user says so. What was recorded here
/// and never sent may be taken back with a yes; for anything else the present tip must be named.
fn again(cx: &Context<'_>, ledger: &Ledger<Verified>, tip: Option<&str>, yes: bool) -> anyhow::Result<Exit> {
    let Some(root) = ledger.genesis() else { return Ok(Exit::Done) };
    let known = Memory::of(cx, root)?;
    if let Some(lost) = known.lost(ledger.line()) {
        let present = ledger.tip().unwrap_or(root);
        match tip {
            Some(typed) => is_tip(typed, present)?,
            None if known.is_own(ledger.line(), lost, None) => taken_back(cx, lost, yes)?,
            None => return Err(unexplained(lost, present).into()),
        }
        memory::accept(cx, ledger, lost.shared)?;
        let short = present.short();
        cx.voice.say(&say!(vi: "đã nhận mốc hiện tại {short}", en: "the present tip {short} is accepted"));
    }
    cx.voice.say(&say!(vi: "gốc này đã được ghim trên máy này", en: "this root is pinned on this computer already"));
    Ok(Exit::Done)
}

fn is_tip(typed: &str, present: ObjectId) -> anyhow::Result<()> {
    if ObjectId::parse(&typed.to_ascii_lowercase()) == Some(present) {
        return Ok(());
    }
    let shown = visible(typed);
    Err(Refusal::new(say!(
        vi: "mốc hiện tại của thư mục này là {present}, không phải {shown}",
        en: "the present tip of this folder is {present}, not {shown}"
    ))
    .who(say!(
        vi: "so mã đủ 40 ký tự với người quản trị rồi làm lại",
        en: "compare all forty digits with the administrator, then do this again"
    ))
    .into())
}

fn taken_back(cx: &Context<'_>, lost: Lost, yes: bool) -> anyhow::Result<()> {
    let known = lost.commit.short();
    let question = say!(
        vi: "Lịch sử không còn mốc {known} đã xác minh trước đây. Chính bạn đã bỏ bước chưa gửi, và nhận mốc hiện tại?",
        en: "The history no longer holds {known}, verified before. Did you take back an unsent step yourself, and accept the present tip?"
    );
    if yes || cx.voice.ask(&question) == Some(true) {
        return Ok(());
    }
    Err(Refusal::new(say!(vi: "chưa nhận mốc hiện tại", en: "the present tip is not accepted"))
        .who(say!(vi: "so mốc với đồng nghiệp rồi chạy `baocao trust --yes`", en: "compare tips with a colleague, then run `baocao trust --yes`"))
        .into())
}

/// What was lost was not only this computer's own.
fn unexplained(lost: Lost, present: ObjectId) -> Refusal {
    Refusal::new(lost.words()).who(say!(
        vi: "những bước đã mất không phải do máy này ghi mà chưa gửi; chạy `baocao update`; chỉ khi cơ quan xác nhận đã mất hẳn thì chạy `baocao trust --tip {present}`",
        en: "what is lost was not only recorded here and unsent; run `baocao update`; only if the office confirms that it is gone for good, run `baocao trust --tip {present}`"
    ))
}
