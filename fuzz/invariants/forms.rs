//! An office's own forms, and what is made from them.

use super::{placed, reports, text};
use baocao_check::reports::outline::FormIndex;
use baocao_check::reports::skeleton::write as prefilled;
use baocao_check::reports::{form, report, skeleton};
use baocao_core::domain::{
    Agency, Cadence, Deadline, DepartmentId, Form, PeriodId, PeriodSettings, PeriodWords, parse_date,
};
use baocao_core::text::{RepoPath, Source};

/// The text as a form, as a skeleton, and the report a department would begin with.
pub fn form(bytes: &[u8]) -> bool {
    let source = text("bieu-mau.md", bytes);
    let (form, faults) = form::read(&source);
    placed(&source, &faults);
    for (at, section) in form.sections.iter().enumerate() {
        assert!(section.parent.is_none_or(|parent| parent < at && form.sections[parent].level < section.level));
        assert!((2..=6).contains(&section.level));
        form.basis(at);
    }
    placed(&source, &skeleton::read(&source, &form).1);
    // One kind of period for each text, since making a form ready costs the most.
    const PERIODS: [&str; 6] = ["2024-06", "2024-Q2", "2024-H1", "2024", "2024-BKHCN", "2024-DX-lu-lut"];
    begun(&form, PERIODS[bytes.len() % PERIODS.len()]);
    true
}

fn begun(form: &Form, id: &str) {
    let id = PeriodId::from_canonical(id).expect("an id");
    let day = parse_date("2024-06-14").expect("a day");
    let title = (id.cadence() == Cadence::AdHoc).then(|| "khắc phục lũ lụt".to_string());
    let index = FormIndex::new(form, &PeriodWords::of(&id, title.as_deref()));
    let period = PeriodSettings {
        deadline: Deadline::before(day),
        id,
        title,
        departments: Vec::new(),
        form: form.code.clone(),
        opened: day,
        directive: None,
        reapproval: false,
    };
    let department = DepartmentId::parse("thanh-tra").expect("an id");
    let agency = Agency { name: "Sở Y tế".into(), ..Agency::default() };
    let text = prefilled::report(form, &period, &agency, &department, &[]);
    let source = Source::new(RepoPath::new("thanh-tra.md"), text);
    reports::sound(&source, &report::read(&source, &index));
}
