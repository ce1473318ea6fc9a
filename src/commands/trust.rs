//! `trust`: pins the office's root in the user's own settings, after showing it; lists what is pinned.

use super::context::{Office, history, pin};
use super::{Context, Exit, Usage};
use crate::diagnostic::Refusal;
use crate::domain::ObjectId;
use crate::say;
use crate::text::visible;

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
pub fn run(cx: &Context<'_>, typed: Option<&str>, yes: bool) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let (ledger, _) = history::proven(cx, &office, office.tip()?, None)?;
    let Some(root) = ledger.genesis() else {
        return Err(Refusal::new(say!(vi: "thư mục chưa có commit gốc", en: "the folder has no root commit"))
            .who(say!(vi: "người quản trị chạy `baocao init`", en: "the administrator runs `baocao init`"))
            .into());
    };
    if let Some(typed) = typed {
        let shown = visible(typed);
        match ObjectId::parse(&typed.to_ascii_lowercase()) {
            Some(wanted) if wanted == root => {}
            Some(_) => {
                return Err(Refusal::new(say!(
                    vi: "commit gốc của thư mục này là {root}, không phải {shown}",
                    en: "the root of this folder is {root}, not {shown}"
                ))
                .who(say!(
                    vi: "đừng dùng bản sao này; hỏi người quản trị",
                    en: "do not use this copy; ask the administrator"
                ))
                .into());
            }
            None => {
                return Err(Usage(say!(
                    vi: "“{shown}” không phải mã commit đủ 40 chữ số",
                    en: "“{shown}” is not a commit's full name"
                ))
                .into());
            }
        }
    }
    let agency = ledger.agency().map_or_else(String::new, ToString::to_string);
    cx.voice.say(&say!(vi: "{agency}\ncommit gốc: {root}", en: "{agency}\nroot commit: {root}"));
    if pin::all(cx)?.iter().any(|pin| pin.root == root) {
        return again(cx, &office, root, yes);
    }
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
    if pin::add(cx, &agency, root)? {
        cx.voice.say(&say!(vi: "đã ghim gốc trên máy này", en: "the root is pinned on this computer"));
    }
    Ok(Exit::Done)
}

/// The root is pinned already; a history that was rolled back is accepted only when somebody says so.
fn again(cx: &Context<'_>, office: &Office, root: ObjectId, yes: bool) -> anyhow::Result<Exit> {
    let repo = office.repo()?;
    let line = office.tip()?.map(|tip| history::commits(repo, tip)).transpose()?.unwrap_or_default();
    if let Some(known) = pin::remembered(cx, root)?.filter(|known| !line.contains(known)) {
        let known = known.short();
        let question = say!(
            vi: "Lịch sử không còn mốc {known} đã xác minh trước đây. Chính bạn đã bỏ bước chưa gửi, và nhận mốc hiện tại?",
            en: "The history no longer holds {known}, verified before. Did you take back an unsent step yourself, and accept the present tip?"
        );
        if !yes && cx.voice.ask(&question) != Some(true) {
            return Err(Refusal::new(say!(vi: "chưa nhận mốc hiện tại", en: "the present tip is not accepted"))
                .who(say!(vi: "so mốc với đồng nghiệp rồi chạy `baocao trust --yes`", en: "compare tips with a colleague, then run `baocao trust --yes`"))
                .into());
        }
        if let Some(tip) = pin::shared(repo, &line) {
            pin::remember(cx, root, tip)?;
        }
    }
    cx.voice.say(&say!(vi: "gốc này đã được ghim trên máy này", en: "this root is pinned on this computer already"));
    Ok(Exit::Done)
}
