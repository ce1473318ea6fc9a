//! `restate`: a leader puts figures of an approved report right, with a reason; what was approved stays as it was.

use crate::office::past::Past;
use crate::office::record::{Draft, Scene};
use crate::office::{ActOptions, Context, Office, departments, line, period, record};
use crate::ui::voice::{Exit, Usage};
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::{
    ActKind, Amount, Correction, DepartmentId, Indicator, OneLine, PeriodId, Settings, format_amount,
};
use baocao_core::say;
use baocao_core::text::{Text, nearest, visible};
use baocao_procedure::{Intent, PeriodRecord, Plan};
use rust_decimal::Decimal;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// What is put right, of whom, and why.
pub struct Options {
    /// `<indicator>=<number>`, once or more.
    pub figures: Vec<String>,
    /// Whose figures; may be left out where only one department reports them all.
    pub department: Option<String>,
    /// Why; mandatory.
    pub reason: String,
}

/// Records the restatement. Every later comparison takes the right figures; no text changes.
pub fn run(cx: &Context<'_>, typed: &str, options: &Options, act: &ActOptions) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    let reason = line("--reason", &options.reason)?;
    let told = RefCell::new(Vec::new());
    let ended = record::run(cx, &office, act, &|scene| {
        scene.may(&Intent::of(ActKind::Restate, &period))?;
        let record = scene.record(&period)?;
        let settings = scene.settings()?;
        let wanted =
            options.figures.iter().map(|typed| figure(&settings, typed)).collect::<anyhow::Result<Vec<_>>>()?;
        let mut named = BTreeSet::new();
        if let Some((again, _)) = wanted.iter().find(|(indicator, _)| !named.insert(&indicator.id)) {
            let id = &again.id;
            return Err(Usage(say!(vi: "chỉ tiêu “{id}” nêu hai lần", en: "the indicator “{id}” stands twice")).into());
        }
        let department = whose(cx, record, &wanted, options.department.as_deref())?;
        let corrections = corrections(scene, &settings, record, &department, &wanted)?;
        told.replace(corrections.clone());
        let plan = Plan::Restate { period: period.clone(), corrections, reason: reason.clone() };
        Ok(Draft { base: None, parents: Vec::new(), plan, files: Vec::new() })
    })?;
    for Correction { department, indicator, was, now } in told.into_inner() {
        let shown = |number: Decimal| format_amount(number.normalize());
        let (was, now) = (was.map_or_else(|| "–".to_string(), shown), shown(now));
        cx.voice.note(
            &say!(vi: "{indicator} ({department}): {was} → {now}", en: "{indicator} ({department}): {was} → {now}"),
        );
    }
    Ok(ended)
}

/// `de-tai-nghiem-thu=8`, the number as reports write it.
fn figure<'s>(settings: &'s Settings, typed: &str) -> anyhow::Result<(&'s Indicator, Decimal)> {
    let shown = visible(typed);
    let Some((id, number)) = typed.split_once('=') else {
        return Err(Usage(say!(
            vi: "“{shown}” phải có dạng MÃ-CHỈ-TIÊU=SỐ, ví dụ de-tai-nghiem-thu=8",
            en: "“{shown}” must be INDICATOR=NUMBER, for example de-tai-nghiem-thu=8"
        ))
        .into());
    };
    let id = id.trim();
    let Some(indicator) = settings.indicators.iter().find(|indicator| indicator.id == id) else {
        let near = nearest(id, settings.indicators.iter().map(|i| i.id.as_str()));
        let id = visible(id);
        return Err(Usage(match near {
            Some(near) => say!(
                vi: "không có chỉ tiêu “{id}” trong baocao.toml; có phải là “{near}”?",
                en: "there is no indicator “{id}” in baocao.toml; did you mean “{near}”?"
            ),
            None => say!(vi: "không có chỉ tiêu “{id}” trong baocao.toml", en: "there is no indicator “{id}” in baocao.toml"),
        })
        .into());
    };
    match Amount::read_in(number, indicator.decimals) {
        Amount::Number(number) => match misfit(indicator, number) {
            None => Ok((indicator, number)),
            Some(why) => Err(Usage(why).into()),
        },
        Amount::Ambiguous => Err(Usage(say!(
            vi: "“{shown}” hiểu được hai cách; viết phần thập phân sau dấu phẩy, hàng nghìn không dấu chấm",
            en: "“{shown}” reads in two ways; put decimals behind a comma and leave points out of thousands"
        ))
        .into()),
        Amount::Unreadable => {
            Err(Usage(say!(vi: "“{shown}” không có số đọc được", en: "“{shown}” holds no number")).into())
        }
    }
}

/// Why a number cannot be a figure of an indicator: what `check` holds reports to, a correction is held to as well.
fn misfit(indicator: &Indicator, number: Decimal) -> Option<Text> {
    let (id, shown) = (&indicator.id, format_amount(number.normalize()));
    if let Some(decimals) = indicator.decimals.filter(|decimals| number.normalize().scale() > *decimals) {
        return Some(say!(
            vi: "“{id}” có nhiều nhất {decimals} chữ số thập phân, không ghi {shown} được",
            en: "“{id}” has at most {decimals} decimals; {shown} has more"
        ));
    }
    let (least, most) = (indicator.least.filter(|least| number < *least), indicator.most.filter(|most| number > *most));
    let bound = format_amount(least.or(most)?.normalize());
    Some(match least {
        Some(_) => {
            say!(vi: "“{id}” nhỏ nhất là {bound}, không ghi {shown} được", en: "“{id}” is at least {bound}; {shown} is less")
        }
        None => {
            say!(vi: "“{id}” lớn nhất là {bound}, không ghi {shown} được", en: "“{id}” is at most {bound}; {shown} is more")
        }
    })
}

/// Whose figures they are: the department that was named, else the only one that reports all of them.
fn whose(
    cx: &Context<'_>,
    record: &PeriodRecord,
    wanted: &[(&Indicator, Decimal)],
    typed: Option<&str>,
) -> anyhow::Result<DepartmentId> {
    let inside: Vec<&DepartmentId> = record.settings.departments.iter().map(|(id, _)| id).collect();
    if let Some(typed) = typed {
        return Ok(departments::meant(cx, &record.settings.departments, typed)?);
    }
    let reported = |id: &DepartmentId| {
        record.merge.as_ref().is_some_and(|merge| merge.inputs.iter().any(|input| input.department == *id))
    };
    let able = |id: &&DepartmentId| reported(id) && wanted.iter().all(|(indicator, _)| indicator.is_of(id));
    let mut able = inside.into_iter().filter(able);
    match (able.next(), able.next()) {
        (Some(only), None) => Ok(only.clone()),
        _ => Err(Usage(say!(
            vi: "chưa rõ số liệu của đơn vị nào: thêm --department MÃ-ĐƠN-VỊ",
            en: "it is not clear whose figures these are: add --department ID"
        ))
        .into()),
    }
}

/// What stands now beside what shall stand.
fn corrections(
    scene: &Scene<'_>,
    settings: &Settings,
    record: &PeriodRecord,
    department: &DepartmentId,
    wanted: &[(&Indicator, Decimal)],
) -> anyhow::Result<Vec<Correction>> {
    let period: &PeriodId = &record.id;
    let past = Past::gather(scene.office, scene.ledger, &settings.indicators, &|other| other == period, false)?;
    let series = past.map(|past| past.series(department)).transpose()?.unwrap_or_default();
    let mut out = Vec::with_capacity(wanted.len());
    for (indicator, now) in wanted {
        let was = series.track(&indicator.id).and_then(|track| track.at(period)).map(|point| point.value);
        if was.is_none() && !indicator.is_of(department) {
            let id = &indicator.id;
            return Err(Refusal::new(say!(
                vi: "“{department}” không báo cáo chỉ tiêu “{id}” nên không có số liệu để đính chính",
                en: "“{department}” does not report “{id}”; there is no figure of it to restate"
            ))
            .into());
        }
        if was == Some(*now) {
            let (id, shown) = (&indicator.id, format_amount(now.normalize()));
            return Err(Refusal::new(say!(
                vi: "số của “{id}” đang là {shown}, không có gì để đính chính",
                en: "“{id}” is {shown} already; there is nothing to restate"
            ))
            .into());
        }
        let Some(id) = OneLine::exact(&indicator.id) else { continue };
        out.push(Correction { department: department.clone(), indicator: id, was, now: *now });
    }
    Ok(out)
}
