//! A settings file that is wrong.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper, PaperKind};
use baocao_core::text::Place;

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    if matches!(paper.kind, PaperKind::Period) {
        out.extend(paper.misreadings.iter().map(|fault| {
            let place = Place { path: paper.path.clone(), span: fault.span };
            let mut found = Diagnostic::new(Code::SettingsMalformed, place, fault.message.clone());
            found.help = fault.help.clone();
            found
        }));
    }
}
