//! Câu nhận xét số liệu: what the table says, in the words an office would use. People keep them, change them or throw
//! them away.
//!
//! “tăng 12,5%” and “bằng 112,5%” say the same; “tăng 112,5%” does not. Here a change is always a change, and a share
//! always a share of the plan.

use baocao_core::domain::{Accumulation, Comparison, Indicator, Movement, PeriodId, Total, format_amount};
use baocao_core::text::TonePlacement;
use rust_decimal::Decimal;

/// What a sentence is about.
pub(crate) struct Subject<'a> {
    pub indicator: &'a Indicator,
    pub period: &'a PeriodId,
    pub compared: &'a Comparison,
    /// Whose figure it is where it is not the whole agency's, as words behind the indicator's name; else empty.
    pub whose: String,
    /// Where the tone mark stands in the words of the sentence that are the program's own.
    pub tone: TonePlacement,
}

/// A sentence, and what it would have to say is not known: many sentences say that together, once.
pub(crate) struct ComposedSentence {
    pub text: String,
    /// Last year's figure is not known.
    pub no_before: bool,
    /// This year's figure so far is not known.
    pub no_cumulative: bool,
}

/// One sentence; none where nothing was reported.
pub(crate) fn sentence(subject: &Subject<'_>) -> Option<ComposedSentence> {
    let Subject { indicator, period, compared, whose, tone } = subject;
    let now = compared.actual.as_ref()?;
    let mut parts = vec![done(indicator, now)];
    parts.extend(planned(indicator, compared));
    parts.extend(against_last_year(indicator, compared, now));
    let mut text = format!("{}{whose}: {}", indicator.name, parts.join(", "));
    // What began in January is the whole year so far already.
    let grows = indicator.accumulation == Accumulation::Flow && begins_later(period);
    if let Some(grown) = compared.cumulative.as_ref().filter(|_| grows) {
        text.push_str(&tone.apply("; luỹ kế từ đầu năm "));
        text.push_str(&with_estimate(grown, indicator));
    }
    text.push('.');
    let no_cumulative = grows && compared.cumulative.is_none();
    Some(ComposedSentence { text, no_before: compared.before.is_none(), no_cumulative })
}

/// The sentences about indicators, given with their names. What is not known of one of them stands in its own sentence;
/// what is not known of several stands once, behind them all.
pub(crate) fn together(mut sentences: Vec<(String, ComposedSentence)>, tone: TonePlacement) -> Vec<String> {
    const NO_BEFORE: &str = "chưa có số liệu cùng kỳ năm trước để so sánh";
    const NO_CUMULATIVE: &str = "luỹ kế từ đầu năm chưa có đủ số liệu";
    let mut last = Vec::new();
    for (is_unknown, mark, words) in [
        ((|sentence: &ComposedSentence| sentence.no_before) as fn(&ComposedSentence) -> bool, ',', NO_BEFORE),
        (|sentence: &ComposedSentence| sentence.no_cumulative, ';', NO_CUMULATIVE),
    ] {
        let words = tone.apply(words);
        let count = sentences.len();
        let mut unknown: Vec<_> = sentences.iter_mut().filter(|(_, sentence)| is_unknown(sentence)).collect();
        match unknown.as_mut_slice() {
            [] => {}
            [(_, only)] => insert_clause(&mut only.text, mark, &words, tone),
            all if all.len() == count => last.push(format!("Các chỉ tiêu nêu trên {words}.")),
            some => {
                let names: Vec<&str> = some.iter().map(|(name, _)| name.as_str()).collect();
                last.push(format!("Các chỉ tiêu sau {words}: {}.", names.join("; ")));
            }
        }
    }
    sentences.into_iter().map(|(_, sentence)| sentence.text).chain(last).collect()
}

/// Puts a clause at the end of a sentence; one that a comma begins stands before what a semicolon begins.
fn insert_clause(text: &mut String, mark: char, clause: &str, tone: TonePlacement) {
    let end = text.trim_end_matches('.').len();
    let at = if mark == ',' { text.find(&tone.apply("; luỹ kế từ đầu năm ")).unwrap_or(end) } else { end };
    text.insert_str(at, &format!("{mark} {clause}"));
}

fn begins_later(period: &PeriodId) -> bool {
    use chrono::Datelike;
    period.first_day().month() > 1
}

fn done(indicator: &Indicator, now: &Total) -> String {
    let share = indicator.is_share();
    match (now.value.is_zero(), indicator.accumulation) {
        (true, Accumulation::Flow) if !share && now.estimate() => "ước không phát sinh".to_string(),
        (true, Accumulation::Flow) if !share => "không phát sinh".to_string(),
        _ if now.estimate() => format!("ước đạt {}", measured(now.value, indicator)),
        _ => measured(now.value, indicator),
    }
}

fn planned(indicator: &Indicator, compared: &Comparison) -> Option<String> {
    let share = compared.share()?;
    let plan = measured(compared.plan?, indicator);
    if indicator.is_share() {
        // A percentage of a percentage says nothing to anybody.
        return Some(format!("kế hoạch {plan}"));
    }
    Some(format!("đạt {}% kế hoạch ({plan})", format_amount(share)))
}

fn against_last_year(indicator: &Indicator, compared: &Comparison, now: &Total) -> Option<String> {
    compared.before.as_ref().map(|before| against(indicator, compared, before, now))
}

fn against(indicator: &Indicator, compared: &Comparison, before: &Total, now: &Total) -> String {
    let then = with_estimate(before, indicator);
    let Some(change) = compared.change() else { return format!("cùng kỳ năm trước {then}") };
    let flow = indicator.accumulation == Accumulation::Flow && !indicator.is_share();
    if change.amount.is_zero() {
        return match (flow, now.value.is_zero()) {
            (true, true) => "cùng kỳ năm trước cũng không phát sinh".to_string(),
            (true, false) => "bằng cùng kỳ năm trước".to_string(),
            (false, _) => "không đổi so với cùng kỳ năm trước".to_string(),
        };
    }
    if before.value.is_zero() && flow {
        return "cùng kỳ năm trước không phát sinh".to_string();
    }
    if now.value.is_zero() && flow {
        return format!("trong khi cùng kỳ năm trước là {then}");
    }
    format!("{} so với cùng kỳ năm trước ({then})", moved(change, indicator))
}

/// “tăng 12,5%”, “giảm 3%”; in the indicator's own unit where there is no percent to speak of.
fn moved(change: Movement, indicator: &Indicator) -> String {
    let verb = if change.amount > Decimal::ZERO { "tăng" } else { "giảm" };
    if indicator.is_share() {
        return format!("{verb} {} điểm phần trăm", format_amount(change.amount.abs()));
    }
    match change.percent {
        Some(percent) if percent.is_zero() => format!("{verb} chưa đến 0,1%"),
        Some(percent) => format!("{verb} {}%", format_amount(percent.abs())),
        None => format!("{verb} {}", measured(change.amount.abs(), indicator)),
    }
}

fn with_estimate(total: &Total, indicator: &Indicator) -> String {
    let estimate = if total.estimate() { "ước " } else { "" };
    format!("{estimate}{}", measured(total.value, indicator))
}

/// `2.130,5 triệu đồng`, `97,1%`.
fn measured(number: Decimal, indicator: &Indicator) -> String {
    let number = format_amount(number.normalize());
    match indicator.unit.trim() {
        "%" => format!("{number}%"),
        "" => number,
        unit => format!("{number} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::consolidate::sentences::*;
    use baocao_core::domain::{Amount, DepartmentId, FigureSource};

    /// `6`, `6~` for an estimate, `4+6` for a sum of two periods, `-` for nothing.
    fn total(words: &str) -> Option<Total> {
        let mut sum = Decimal::ZERO;
        let mut sources = Vec::new();
        for word in words.split('+').filter(|word| *word != "-") {
            sum += Amount::read(word.trim_end_matches('~')).number()?;
            sources.push(FigureSource {
                period: PeriodId::from_canonical("2024-Q1")?,
                department: DepartmentId::parse("a")?,
                path: "a.md".into(),
                commit: None,
                estimate: word.ends_with('~'),
                approved: true,
                restated: None,
            });
        }
        (!sources.is_empty()).then_some(Total { value: sum, sources })
    }

    fn said(unit: &str, kind: Accumulation, period: &str, [plan, now, then, grown]: [&str; 4]) -> String {
        let compared = Comparison {
            plan: Amount::read(plan).number(),
            actual: total(now),
            before: total(then),
            cumulative: total(grown),
        };
        let indicator = Indicator::new("a", "Số việc", unit, kind);
        let period = PeriodId::from_canonical(period).expect("a period");
        let own = sentence(&Subject {
            indicator: &indicator,
            period: &period,
            compared: &compared,
            whose: String::new(),
            tone: TonePlacement::Last,
        });
        together(own.map(|own| (indicator.name.clone(), own)).into_iter().collect(), TonePlacement::Last)
            .pop()
            .unwrap_or_default()
    }

    #[test]
    fn what_adds_up_is_said_as_offices_say_it() {
        for (numbers, wanted) in [
            (
                ["9", "7", "6", "4+7"],
                "7 việc, đạt 77,8% kế hoạch (9 việc), tăng 16,7% so với cùng kỳ năm trước (6 việc); luỹ kế từ đầu năm 11 việc.",
            ),
            (
                ["-", "9", "8", "9+9"],
                "9 việc, tăng 12,5% so với cùng kỳ năm trước (8 việc); luỹ kế từ đầu năm 18 việc.",
            ),
            (
                ["-", "97", "100", "-"],
                "97 việc, giảm 3% so với cùng kỳ năm trước (100 việc); luỹ kế từ đầu năm chưa có đủ số liệu.",
            ),
            (
                ["5", "5", "5", "5+5"],
                "5 việc, đạt 100% kế hoạch (5 việc), bằng cùng kỳ năm trước; luỹ kế từ đầu năm 10 việc.",
            ),
            (
                ["4200", "4368~", "3862~", "3214~+4368~"],
                "ước đạt 4.368 việc, đạt 104% kế hoạch (4.200 việc), tăng 13,1% so với cùng kỳ năm trước (ước 3.862 việc); luỹ kế từ đầu năm ước 7.582 việc.",
            ),
            (["-", "5", "0", "0+5"], "5 việc, cùng kỳ năm trước không phát sinh; luỹ kế từ đầu năm 5 việc."),
            (
                ["-", "0", "6", "2+0"],
                "không phát sinh, trong khi cùng kỳ năm trước là 6 việc; luỹ kế từ đầu năm 2 việc.",
            ),
            (
                ["3", "0", "0", "0+0"],
                "không phát sinh, đạt 0% kế hoạch (3 việc), cùng kỳ năm trước cũng không phát sinh; luỹ kế từ đầu năm 0 việc.",
            ),
            (
                ["0", "5", "-", "5+5"],
                "5 việc, chưa có số liệu cùng kỳ năm trước để so sánh; luỹ kế từ đầu năm 10 việc.",
            ),
            (
                ["-", "20001", "20000", "1+20001"],
                "20.001 việc, tăng chưa đến 0,1% so với cùng kỳ năm trước (20.000 việc); luỹ kế từ đầu năm 20.002 việc.",
            ),
            (
                ["-", "4", "-2", "4+0"],
                "4 việc, tăng 6 việc so với cùng kỳ năm trước (-2 việc); luỹ kế từ đầu năm 4 việc.",
            ),
            (
                ["-", "0,3", "0,1", "0,1+0,2+0,3"],
                "0,3 việc, tăng 200% so với cùng kỳ năm trước (0,1 việc); luỹ kế từ đầu năm 0,6 việc.",
            ),
        ] {
            assert_eq!(
                said("việc", Accumulation::Flow, "2024-Q2", numbers),
                format!("Số việc: {wanted}"),
                "{numbers:?}"
            );
        }
        let first = said("việc", Accumulation::Flow, "2024-Q1", ["-", "2", "3", "2"]);
        assert_eq!(first, "Số việc: 2 việc, giảm 33,3% so với cùng kỳ năm trước (3 việc).");
        assert_eq!(said("việc", Accumulation::Flow, "2024-Q1", ["3", "-", "3", "-"]), "");
    }

    #[test]
    fn what_stands_at_a_day_does_not_arise_and_percentages_move_in_points() {
        for (unit, numbers, wanted) in [
            ("cơ sở", ["-", "112", "101", "112"], "112 cơ sở, tăng 10,9% so với cùng kỳ năm trước (101 cơ sở)."),
            ("cơ sở", ["-", "36", "36", "36"], "36 cơ sở, không đổi so với cùng kỳ năm trước."),
            ("cơ sở", ["-", "0", "4", "0"], "0 cơ sở, giảm 100% so với cùng kỳ năm trước (4 cơ sở)."),
            ("cơ sở", ["-", "4", "0", "4"], "4 cơ sở, tăng 4 cơ sở so với cùng kỳ năm trước (0 cơ sở)."),
            (
                "%",
                ["96", "97,1", "88,5", "97,1"],
                "97,1%, kế hoạch 96%, tăng 8,6 điểm phần trăm so với cùng kỳ năm trước (88,5%).",
            ),
            ("%", ["-", "89,4", "89,4", "89,4"], "89,4%, không đổi so với cùng kỳ năm trước."),
        ] {
            assert_eq!(
                said(unit, Accumulation::Stock, "2024-Q2", numbers),
                format!("Số việc: {wanted}"),
                "{numbers:?}"
            );
        }
    }

    #[test]
    fn what_is_not_known_of_several_is_said_once() {
        let one = |name: &str, no_before, no_cumulative| {
            let text = format!("{name}: 1 việc.");
            (name.to_string(), ComposedSentence { text, no_before, no_cumulative })
        };
        let all =
            together(vec![one("A", true, true), one("B", true, false), one("C", true, true)], TonePlacement::Last);
        assert_eq!(
            all,
            [
                "A: 1 việc.",
                "B: 1 việc.",
                "C: 1 việc.",
                "Các chỉ tiêu nêu trên chưa có số liệu cùng kỳ năm trước để so sánh.",
                "Các chỉ tiêu sau luỹ kế từ đầu năm chưa có đủ số liệu: A; C."
            ]
        );
        let one_only = together(vec![one("A", true, false), one("B", false, false)], TonePlacement::Last);
        assert_eq!(one_only, ["A: 1 việc, chưa có số liệu cùng kỳ năm trước để so sánh.", "B: 1 việc."]);
    }
}
