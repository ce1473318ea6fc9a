//! What some judgements need of a text beyond its digest. The texts are read, and made again, outside this folder.

use crate::filing;
use crate::filing::Filing;
use crate::ledger::{Judged, Ledger, Verified};
use crate::order::opened;
use crate::problem::{Problem, refuse};
use crate::record::PeriodRecord;
use crate::site::report;
use crate::state::State;
use baocao_core::diagnostic::Code;
use baocao_core::domain::{Correction, Detail, Digest, Entry, Indicator, OneLine, Version, format_amount};
use baocao_core::say;
use baocao_core::text::{Text, visible};
use rust_decimal::Decimal;

/// Texts of the history by their digests, and what is generated from a proven history.
///
/// Every answer follows from the version or the filing that is asked about and from nothing else.
pub trait Papers {
    /// The lines of a manifest, path and digest, in their order.
    ///
    /// # Errors
    /// It cannot be read, or a line is not as `sha256sum` writes it; says which.
    fn manifest(&self, text: &Version) -> Result<Vec<(String, Digest)>, Text>;

    /// Holds the generated papers of a filed record against what the history proves.
    ///
    /// # Errors
    /// A paper says something else; says which paper and where.
    fn generated(&self, filing: &Filing<'_>) -> Result<(), Text>;

    /// What a report says was done of an indicator; `None` where it has no such figure.
    ///
    /// # Errors
    /// The report cannot be read.
    fn figure(&self, report: &Version, indicators: &[Indicator], id: &OneLine) -> Result<Option<Decimal>, Text>;
}

/// Judges what an act says of texts that must be read: a filing and its papers, a restatement and its old figures.
///
/// `then`: the ledger of everything before the commit as it was when the commit was made; `None` where what was annulled
/// since makes no difference to a record.
pub(crate) fn looked_up(
    state: &State,
    judged: &[Judged],
    entry: &Entry,
    papers: &dyn Papers,
    then: &dyn Fn() -> Option<Ledger<Verified>>,
) -> Result<(), Problem> {
    let Ok(Some(act)) = &entry.act else { return Ok(()) };
    let Some(period) = &act.period else { return Ok(()) };
    match &act.detail {
        Detail::Archive { .. } => {
            let record = opened(state, period)?;
            let at = state.clock_at(entry.at);
            let filing = Filing::new(state, judged, &entry.changes, record, at);
            let then = then();
            let told = then.as_ref().and_then(|then| {
                let Verified { state, judged, .. } = &then.inner;
                Some(Filing::new(state, judged, &entry.changes, state.periods.get(period)?, at))
            });
            filing::filed(&filing, told.as_ref().unwrap_or(&filing), papers)
        }
        Detail::Restate { corrections, .. } => {
            let record = opened(state, period)?;
            corrections.iter().try_for_each(|correction| restated(state, record, correction, papers))
        }
        _ => Ok(()),
    }
}

/// A restated figure is of a known indicator, and the first restatement begins from what the approved report says.
fn restated(state: &State, record: &PeriodRecord, correction: &Correction, papers: &dyn Papers) -> Result<(), Problem> {
    let Correction { department, indicator: id, was, .. } = correction;
    let indicators = state.settings.as_ref().map_or(&[][..], |settings| &settings.indicators);
    let shown = visible(id.as_str());
    let Some(indicator) = indicators.iter().find(|indicator| indicator.id == id.as_str()) else {
        refuse!(
            ActMalformed,
            vi: "đính chính chỉ tiêu “{shown}” không có trong baocao.toml",
            en: "the restated indicator “{shown}” is not in baocao.toml"
        );
    };
    if record.restated.contains_key(&(department.clone(), id.clone())) {
        // It follows the restatement before it, which has been compared already.
        return Ok(());
    }
    let inputs = record.merge.as_ref().map_or(&[][..], |merge| &merge.inputs);
    let Some(input) = inputs.iter().find(|input| input.department == *department) else { return Ok(()) };
    let text = Version { path: report(&record.id, department), blob: input.blob, sha256: input.sha256 };
    let says = papers.figure(&text, indicators, id).map_err(|why| {
        let what =
            say!(vi: "không tra được số cũ của “{shown}”", en: "the old figure of “{shown}” cannot be looked up");
        Problem::because(Code::ActMalformed, what, &why)
    })?;
    if says.is_none() && !indicator.is_of(department) {
        refuse!(
            ActMalformed,
            vi: "đơn vị “{department}” không báo cáo chỉ tiêu “{shown}” nên không có số liệu để đính chính",
            en: "the department “{department}” does not report “{shown}”; there is no figure of it to restate"
        );
    }
    if says == *was {
        return Ok(());
    }
    let word = |number: Option<Decimal>| number.map_or_else(|| "–".to_string(), |n| format_amount(n.normalize()));
    let (says, was) = (word(says), word(*was));
    refuse!(
        ActMalformed,
        vi: "bước đính chính nói “{shown}” ({department}) trước đây là {was}, báo cáo đã duyệt ghi {says}",
        en: "the restatement says that “{shown}” ({department}) was {was}; the approved report has {says}"
    )
}
