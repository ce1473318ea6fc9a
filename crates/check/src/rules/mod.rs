//! What is wrong: one rule a file, named after its code. Rules name places; they read nothing, and a rule never hides another's faults.

mod character_hidden;
mod citation_inconsistent;
mod closing_mark_early;
mod comparison_mismatch;
mod cumulative_mismatch;
mod date_impossible;
mod date_suspicious;
mod deadline_near;
mod deadline_on_rest_day;
mod department_mismatch;
mod department_unknown;
mod draft_conflict;
mod encoding_bom;
mod encoding_legacy;
mod field_duplicate;
mod field_malformed;
mod field_missing;
mod field_unknown;
mod fields;
mod figure_ambiguous;
mod figure_contradicted;
mod figure_jump;
mod figure_malformed;
mod figure_out_of_bounds;
mod figure_rule_broken;
mod figures;
mod figures_absent;
mod file_irregular;
mod file_stray;
mod file_too_large;
mod footnote_duplicate;
mod form_malformed;
mod form_mismatch;
mod front_matter_malformed;
mod front_matter_missing;
mod guidance_left;
mod heading_accidental;
mod indicator_blank;
mod indicator_missing;
mod indicator_unknown;
mod lines_joined;
mod percentage_mismatch;
mod period_contradicted;
mod period_mismatch;
mod picture_unusable;
mod report_late;
mod report_missing;
mod section_duplicate;
mod section_empty;
mod section_merged;
mod section_missing;
mod section_order;
mod section_unknown;
mod settings_malformed;
mod sum_mismatch;
mod table_cells_extra;
mod tag_unknown;
mod text_copied;
mod text_unfinished;
mod time_implausible;
mod unicode_decomposed;
mod words;

pub use figure_rule_broken::{Gathered, gather};

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, FigureRule, Paper, Verdict};

/// How a rule judges.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// One file at a time, so that ten thousand can be judged and dropped one by one.
    Paper(fn(&Dossier, &Paper, &mut Vec<Diagnostic>)),
    /// The period as a whole.
    Period(fn(&Dossier, &mut Vec<Diagnostic>)),
}

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The code of everything it finds.
    pub code: Code,
    /// How it judges.
    pub check: Check,
}

/// Every rule about documents and time, in the order of the codes. Trust is judged by `procedure`.
pub const RULES: &[Rule] = &[
    Rule { code: Code::EncodingLegacy, check: Check::Paper(encoding_legacy::check) },
    Rule { code: Code::EncodingBom, check: Check::Paper(encoding_bom::check) },
    Rule { code: Code::UnicodeDecomposed, check: Check::Paper(unicode_decomposed::check) },
    Rule { code: Code::CharacterHidden, check: Check::Paper(character_hidden::check) },
    Rule { code: Code::FileIrregular, check: Check::Paper(file_irregular::check) },
    Rule { code: Code::FileStray, check: Check::Paper(file_stray::check) },
    Rule { code: Code::FileTooLarge, check: Check::Paper(file_too_large::check) },
    Rule { code: Code::FrontMatterMissing, check: Check::Paper(front_matter_missing::check) },
    Rule { code: Code::FrontMatterMalformed, check: Check::Paper(front_matter_malformed::check) },
    Rule { code: Code::FieldMissing, check: Check::Paper(field_missing::check) },
    Rule { code: Code::FieldUnknown, check: Check::Paper(field_unknown::check) },
    Rule { code: Code::FieldDuplicate, check: Check::Paper(field_duplicate::check) },
    Rule { code: Code::FieldMalformed, check: Check::Paper(field_malformed::check) },
    Rule { code: Code::PeriodMismatch, check: Check::Paper(period_mismatch::check) },
    Rule { code: Code::DepartmentMismatch, check: Check::Paper(department_mismatch::check) },
    Rule { code: Code::DepartmentUnknown, check: Check::Paper(department_unknown::check) },
    Rule { code: Code::DateImpossible, check: Check::Paper(date_impossible::check) },
    Rule { code: Code::FormMismatch, check: Check::Paper(form_mismatch::check) },
    Rule { code: Code::SectionMissing, check: Check::Paper(section_missing::check) },
    Rule { code: Code::SectionEmpty, check: Check::Paper(section_empty::check) },
    Rule { code: Code::SectionOrder, check: Check::Paper(section_order::check) },
    Rule { code: Code::SectionDuplicate, check: Check::Paper(section_duplicate::check) },
    Rule { code: Code::SectionUnknown, check: Check::Paper(section_unknown::check) },
    Rule { code: Code::SectionMerged, check: Check::Paper(section_merged::check) },
    Rule { code: Code::GuidanceLeft, check: Check::Paper(guidance_left::check) },
    Rule { code: Code::LinesJoined, check: Check::Paper(lines_joined::check) },
    Rule { code: Code::TableCellsExtra, check: Check::Paper(table_cells_extra::check) },
    Rule { code: Code::FootnoteDuplicate, check: Check::Paper(footnote_duplicate::check) },
    Rule { code: Code::HeadingAccidental, check: Check::Paper(heading_accidental::check) },
    Rule { code: Code::PeriodContradicted, check: Check::Paper(period_contradicted::check) },
    Rule { code: Code::TextUnfinished, check: Check::Paper(text_unfinished::check) },
    Rule { code: Code::TextCopied, check: Check::Paper(text_copied::check) },
    Rule { code: Code::CitationInconsistent, check: Check::Paper(citation_inconsistent::check) },
    Rule { code: Code::DateSuspicious, check: Check::Paper(date_suspicious::check) },
    Rule { code: Code::ClosingMarkEarly, check: Check::Paper(closing_mark_early::check) },
    Rule { code: Code::TagUnknown, check: Check::Paper(tag_unknown::check) },
    Rule { code: Code::PictureUnusable, check: Check::Paper(picture_unusable::check) },
    Rule { code: Code::FiguresAbsent, check: Check::Paper(figures_absent::check) },
    Rule { code: Code::IndicatorMissing, check: Check::Paper(indicator_missing::check) },
    Rule { code: Code::IndicatorBlank, check: Check::Paper(indicator_blank::check) },
    Rule { code: Code::IndicatorUnknown, check: Check::Paper(indicator_unknown::check) },
    Rule { code: Code::FigureMalformed, check: Check::Paper(figure_malformed::check) },
    Rule { code: Code::FigureAmbiguous, check: Check::Paper(figure_ambiguous::check) },
    Rule { code: Code::FigureOutOfBounds, check: Check::Paper(figure_out_of_bounds::check) },
    Rule { code: Code::ComparisonMismatch, check: Check::Paper(comparison_mismatch::check) },
    Rule { code: Code::CumulativeMismatch, check: Check::Paper(cumulative_mismatch::check) },
    Rule { code: Code::FigureContradicted, check: Check::Paper(figure_contradicted::check) },
    Rule { code: Code::SumMismatch, check: Check::Paper(sum_mismatch::check) },
    Rule { code: Code::PercentageMismatch, check: Check::Paper(percentage_mismatch::check) },
    Rule { code: Code::FigureJump, check: Check::Paper(figure_jump::check) },
    Rule { code: Code::FigureRuleBroken, check: Check::Paper(figure_rule_broken::check) },
    Rule { code: Code::ReportLate, check: Check::Period(report_late::check) },
    Rule { code: Code::ReportMissing, check: Check::Period(report_missing::check) },
    Rule { code: Code::DeadlineNear, check: Check::Period(deadline_near::check) },
    Rule { code: Code::DeadlineOnRestDay, check: Check::Period(deadline_on_rest_day::check) },
    Rule { code: Code::TimeImplausible, check: Check::Paper(time_implausible::check) },
    Rule { code: Code::FormMalformed, check: Check::Paper(form_malformed::check) },
    Rule { code: Code::SettingsMalformed, check: Check::Paper(settings_malformed::check) },
    Rule { code: Code::DraftConflict, check: Check::Paper(draft_conflict::check) },
];

/// Everything that is wrong with one file, in the order of the file.
///
/// A file whose bytes are no Unicode has only that fault: whatever else were said would be about letters that are not
/// there. A report is judged only where its form could be read; what is wrong with the form is said at the form.
pub fn judge_paper(dossier: &Dossier, paper: &Paper) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in RULES {
        if let Check::Paper(check) = rule.check {
            check(dossier, paper, &mut found);
            if rule.code == Code::EncodingLegacy && !found.is_empty() {
                break;
            }
        }
    }
    found.sort_by(|a, b| (&a.place, a.code).cmp(&(&b.place, b.code)));
    finish(dossier, paper, found)
}

/// Whether judging a paper needs what its department reported in other periods ([`Paper::past`]): looking that up costs,
/// and most reports ask for nothing.
pub fn asks_for_past(dossier: &Dossier, paper: &Paper) -> bool {
    let (Some(_), Some(department)) = (paper.report(), &paper.department) else { return false };
    let looks_back = |rule: &FigureRule| rule.condition.figures().iter().any(|(term, _)| term.is_past());
    let rules = &dossier.settings.rules;
    paper.statements.mentions.iter().any(|mention| !mention.compared.is_empty())
        || rules.iter().any(|rule| looks_back(rule) && figures::applies(dossier, rule, department))
        || figure_rule_broken::spread(dossier).any(looks_back)
        || figures::known(dossier, paper).iter().any(|(_, figure, indicator)| {
            figure.same_period.is_some() || figure.cumulative.is_some() || indicator.jump.is_some()
        })
}

/// How many times the office's rules about figures were judged, and how many times they could not be: silence must not
/// be taken for health.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RuleCount {
    /// Kept or broken.
    pub judged: usize,
    /// Figures were missing, or there is no such number.
    pub skipped: usize,
}

impl std::ops::AddAssign for RuleCount {
    fn add_assign(&mut self, other: RuleCount) {
        self.judged += other.judged;
        self.skipped += other.skipped;
    }
}

/// The rules one report was held to.
pub fn count_rules(dossier: &Dossier, paper: &Paper) -> RuleCount {
    let verdicts = figure_rule_broken::judged(dossier, paper);
    let skipped = verdicts.iter().filter(|(_, verdict)| *verdict == Verdict::Skipped).count();
    RuleCount { judged: verdicts.len() - skipped, skipped }
}

/// Holds the agency to the rules that no single department has all figures for.
pub fn judge_agency(dossier: &Dossier, gathered: &Gathered) -> (Vec<Diagnostic>, RuleCount) {
    let mut found = Vec::new();
    let count = figure_rule_broken::judge_agency(dossier, gathered, &mut found);
    for diagnostic in &mut found {
        diagnostic.period.get_or_insert_with(|| dossier.id().to_string());
    }
    (found, count)
}

/// What is wrong with the period as a whole.
pub fn judge_period(dossier: &Dossier) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in RULES {
        if let Check::Period(check) = rule.check {
            check(dossier, &mut found);
        }
    }
    for diagnostic in &mut found {
        diagnostic.period.get_or_insert_with(|| dossier.id().to_string());
    }
    found
}

fn finish(dossier: &Dossier, paper: &Paper, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for diagnostic in &mut found {
        diagnostic.period.get_or_insert_with(|| dossier.id().to_string());
        if let Some(department) = &paper.department {
            diagnostic.department.get_or_insert_with(|| department.to_string());
        }
    }
    found
}
