//! `status`: who has submitted, when, late or not; where the period stands, whose turn it is, by when.

use crate::office::standing::view;
use crate::office::{Context, Format, Office, contact, history, period};
use crate::ui::output::status;
use crate::ui::voice::Exit;
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::{Date, Moment, PeriodId};
use baocao_core::say;
use baocao_procedure::Stage;

/// Shows one period, or every period that is not filed.
pub fn run(cx: &Context<'_>, typed: Option<&str>, format: Format, today: Option<Date>) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let now = today.map_or(cx.now, |day| Moment::from_unix(Moment::end_of(day).unix() - 1));
    let (ledger, _) = history::proven(cx, &office, office.tip()?, None)?;
    contact::tell(cx, office.repo_if_any(), &ledger)?;
    let settings = office.settings_or_fault()?;
    let asked: Vec<PeriodId> = match typed {
        Some(typed) => vec![period(typed)?],
        None => ledger.periods().filter(|r| r.stage() != Stage::Archived).map(|r| r.id.clone()).collect(),
    };
    if asked.is_empty() && office.repo_if_any().is_none() && !office.periods()?.is_empty() {
        cx.voice.note(&say!(
            vi: "thư mục này không có lịch sử (thiếu .git) nên không biết kỳ nào đã đến bước nào; lấy lại từ kho chung",
            en: "this folder has no history (.git is missing), so nobody knows where its periods stand; take it from the shared repository again"
        ));
        return Ok(Exit::Fault);
    }
    if asked.is_empty() {
        cx.voice.note(&say!(vi: "không có kỳ nào đang mở; mở kỳ bằng `baocao init KỲ`", en: "no period is open; open one with `baocao init PERIOD`"));
    }
    for (at, id) in asked.iter().enumerate() {
        let Some(record) = ledger.period(id) else {
            return Err(Refusal::new(say!(vi: "kỳ {id} chưa được mở", en: "the period {id} has not been opened"))
                .who(say!(vi: "chuyên viên tổng hợp chạy `baocao init {id}`", en: "the consolidating officer runs `baocao init {id}`"))
                .into());
        };
        let view = view(&office, &ledger, record, &settings, now)?;
        let text = match format {
            Format::Json => status::json(&view),
            _ => status::text(&view, cx.voice.lang(), cx.voice.width()),
        };
        if at > 0 && format == Format::Text {
            cx.voice.out("\n");
        }
        cx.voice.out(&text);
    }
    Ok(Exit::Done)
}
