//! From words typed to a verb with its options.

use crate::commands;
use crate::commands::line::args::{
    ActArgs, CheckFormatArg, Cli, Command, ExportArg, ExportToArg, FiguresArg, FormatArg, HookCommand, KeyCommand,
    RegisterArg, RosterCommand,
};
use crate::commands::line::generate;
use crate::office::{ActOptions, Context, Format, Sending};
use crate::store::program::Environment;
use crate::ui::terminal::{Terminal, World};
use crate::ui::voice::{Exit, Usage, Voice};
use baocao_core::domain::{Date, Moment, read_typed_date};
use baocao_core::say;
use std::path::PathBuf;

/// What a verb must know of the world, taken before the terminal takes the rest.
pub struct Surroundings {
    here: PathBuf,
    now: Moment,
    key: Option<PathBuf>,
    config: Option<PathBuf>,
    home: Option<PathBuf>,
    temporary: PathBuf,
    programs: Environment,
    failpoint: Option<u32>,
    /// Whose account pushed, as a server tells its hooks.
    pusher: Option<String>,
}

impl Surroundings {
    /// Reads them from the world.
    pub fn of(world: &World) -> Self {
        let path = |name: &str| world.variable(name).map(PathBuf::from);
        let home = path("HOME").or_else(|| path("USERPROFILE"));
        // A relative path would name a place in the current folder, which may have come from another person.
        let own = |name: &str| path(name).filter(|path| path.is_absolute());
        let named = path("BAOCAO_CONFIG").filter(|path| !path.as_os_str().is_empty());
        let config = named
            .map(|path| world.here.join(path))
            .or_else(|| own("XDG_CONFIG_HOME").map(|p| p.join("baocao")))
            .or_else(|| own("APPDATA").map(|p| p.join("baocao")))
            .or_else(|| home.as_ref().filter(|h| h.is_absolute()).map(|h| h.join(".config").join("baocao")));
        Surroundings {
            here: world.here.clone(),
            now: world.now,
            key: path("BAOCAO_KEY"),
            config,
            home,
            programs: Environment::new(world.variables.iter().map(|(k, v)| (k.into(), v.into()))),
            temporary: path("TMPDIR").or_else(|| path("TEMP")).unwrap_or_else(|| PathBuf::from("/tmp")),
            failpoint: world.variable("BAOCAO_FAILPOINT").and_then(|n| n.parse().ok()),
            pusher: commands::hook::PUSHERS.iter().find_map(|name| world.variable(name)).map(ToString::to_string),
        }
    }
}

fn day(text: &str) -> anyhow::Result<Date> {
    let shown = baocao_core::text::visible(text);
    read_typed_date(text).map_err(|e| {
        let why = e.message();
        let (vi, en) = (why.vi, why.en);
        Usage(say!(
            vi: "“{shown}”: {vi} (viết ngày/tháng/năm, ví dụ 14/6/2024, hoặc 2024-06-14)",
            en: "“{shown}”: {en} (write day/month/year, for example 14/6/2024, or 2024-06-14)"
        ))
        .into()
    })
}

fn optional_day(text: Option<String>) -> anyhow::Result<Option<Date>> {
    text.as_deref().map(day).transpose()
}

fn format(arg: FormatArg) -> Format {
    match arg {
        FormatArg::Text => Format::Text,
        FormatArg::Json => Format::Json,
    }
}

fn check_format(arg: CheckFormatArg) -> Format {
    match arg {
        CheckFormatArg::Text => Format::Text,
        CheckFormatArg::Json => Format::Json,
        CheckFormatArg::Sarif => Format::Sarif,
    }
}

fn made(arg: ExportArg) -> crate::office::publish::Made {
    match arg {
        ExportArg::Docx => crate::office::publish::Made::Docx,
        ExportArg::Pdf => crate::office::publish::Made::Pdf,
        ExportArg::Html => crate::office::publish::Made::Html,
        ExportArg::Md => crate::office::publish::Made::Markdown,
    }
}

fn act(args: ActArgs) -> ActOptions {
    let sending = match args {
        ActArgs { push: true, .. } => Sending::Asked,
        ActArgs { no_push: true, .. } => Sending::Never,
        _ => Sending::Usual,
    };
    ActOptions { sending, ..ActOptions::default() }
}

fn asking(args: ActArgs, yes: bool) -> ActOptions {
    ActOptions { yes, ..act(args) }
}

/// Runs the verb.
pub fn dispatch(cli: Cli, terminal: &Terminal, around: Surroundings) -> anyhow::Result<Exit> {
    let global = cli.global;
    let cx = Context {
        voice: terminal,
        now: around.now,
        here: around.here,
        dir: global.dir,
        key: global.key.or(around.key),
        config: around.config,
        home: around.home,
        temporary: around.temporary,
        programs: around.programs,
        verbose: global.verbose,
        failpoint: around.failpoint,
    };
    match cli.command {
        Command::Init { period: None, yes, title: None, due: None, basis: None, second_approval: false, act: _ } => {
            commands::init::folder(&cx, yes)
        }
        Command::Init { period: None, .. } => {
            Err(Usage(say!(vi: "--title, --due, --basis cần kèm mã kỳ", en: "--title, --due, --basis need a period"))
                .into())
        }
        Command::Init { period: Some(period), yes: _, title, due, basis, second_approval, act: a } => {
            let opening = commands::init::Opening { title, due: optional_day(due)?, basis, second_approval };
            commands::init::period(&cx, &period, opening, &act(a))
        }
        Command::Check { what, all, strict, format, watch, today } => {
            let options = commands::check::Options {
                what,
                all,
                strict,
                format: check_format(format),
                watch,
                today: optional_day(today)?,
            };
            commands::check::run(&cx, &options)
        }
        Command::Fix { what, dry_run } => commands::fix::run(&cx, &what, dry_run),
        Command::Explain { code } => commands::explain::run(&cx, code.as_deref()),
        Command::Status { period, format: f, today } => {
            commands::status::run(&cx, period.as_deref(), format(f), optional_day(today)?)
        }
        Command::Figures { period, to, out, force, unapproved } => {
            let to = match to {
                None => commands::figures::To::Table,
                Some(FiguresArg::Csv) => commands::figures::To::Csv,
                Some(FiguresArg::Json) => commands::figures::To::Json,
                Some(FiguresArg::Xlsx) => commands::figures::To::Xlsx,
            };
            let options = commands::figures::Options { to, unapproved, file: out, force };
            commands::figures::run(&cx, &period.period, &options)
        }
        Command::Export { period, to, out, force } => {
            let to = match to {
                ExportToArg::Edxml => commands::export::To::Edxml,
                ExportToArg::Docx => commands::export::To::Document(crate::office::publish::Made::Docx),
                ExportToArg::Pdf => commands::export::To::Document(crate::office::publish::Made::Pdf),
                ExportToArg::Html => commands::export::To::Document(crate::office::publish::Made::Html),
                ExportToArg::Md => commands::export::To::Document(crate::office::publish::Made::Markdown),
            };
            commands::export::run(&cx, &period.period, to, out.as_deref(), force)
        }
        Command::Register { year, to, out, force } => {
            let to = match to {
                None => commands::register::To::Table,
                Some(RegisterArg::Csv) => commands::register::To::Csv,
                Some(RegisterArg::Docx) => commands::register::To::Docx,
            };
            commands::register::run(&cx, year, to, out.as_deref(), force)
        }
        Command::Board { year, out, today } => commands::board::run(&cx, year, optional_day(today)?, out.as_deref()),
        Command::Calendar { year, out, force } => commands::calendar::run(&cx, year, out.as_deref(), force),
        // Word files bring words, spreadsheets bring figures.
        Command::Import { file, period, department, yes } if crate::office::older::is_sheet(&file) => {
            let Some(department) = department else {
                return Err(Usage(say!(
                    vi: "bảng tính là số liệu của một đơn vị: thêm --department MÃ-ĐƠN-VỊ",
                    en: "a spreadsheet holds one department's figures: add --department ID"
                ))
                .into());
            };
            let options = commands::import_figures::Options { dry_run: false, yes };
            commands::import_figures::run(&cx, &file, &period.period, &department, options)
        }
        Command::Import { file, period, department, yes } => {
            commands::import::run(&cx, &file, &period.period, department.as_deref(), yes)
        }
        Command::ImportFigures { file, period, department, dry_run, yes } => {
            let options = commands::import_figures::Options { dry_run, yes };
            commands::import_figures::run(&cx, &file, &period.period, &department, options)
        }
        Command::Trend { indicator, department, unapproved, format: f } => {
            commands::trend::run(&cx, &indicator, department.as_deref(), unapproved, format(f))
        }
        Command::Update { yes } => commands::update::run(&cx, yes),
        Command::Receive { period, act: a } => commands::receive::run(&cx, &period.period, &act(a)),
        Command::Submit { period, department, act: a, branch, yes } => {
            let options = ActOptions { branch, yes, ..act(a) };
            commands::submit::run(&cx, period.as_deref(), department.as_deref(), &options)
        }
        Command::Directive { period, due, basis, act: a } => {
            commands::directive::run(&cx, &period.period, day(&due)?, &basis, &act(a))
        }
        Command::Merge { period, partial, act: a } => commands::merge::run(&cx, &period.period, partial, &act(a)),
        Command::Review { period, yes, act: a } => commands::review::run(&cx, &period.period, &asking(a, yes)),
        Command::Return { period, reason, department, due, act: a } => {
            let options = commands::return_::Options { reason, department, due: optional_day(due)? };
            commands::return_::run(&cx, &period.period, &options, &act(a))
        }
        Command::Restate { period, figures, department, reason, act: a } => {
            let options = commands::restate::Options { figures, department, reason };
            commands::restate::run(&cx, &period.period, &options, &act(a))
        }
        Command::Approve { period, instructions, yes, act: a } => {
            commands::approve::run(&cx, &period.period, instructions.as_deref(), &asking(a, yes))
        }
        Command::Finalize { period, unchanged, reason, yes, act: a } => {
            let unchanged = reason.filter(|_| unchanged);
            commands::finalize::run(&cx, &period.period, unchanged.as_deref(), &asking(a, yes))
        }
        Command::Dispatch { period, status: Some(status), .. } => {
            commands::dispatch::status(&cx, &period.period, &status)
        }
        Command::Dispatch {
            period,
            number,
            to,
            date,
            channel,
            file,
            make,
            force,
            reason,
            yes,
            act: a,
            status: None,
        } => {
            let made = make.into_iter().map(made).collect();
            let options = commands::dispatch::Options {
                number,
                to,
                date: optional_day(date)?,
                channel,
                files: file,
                made,
                force,
                reason,
                yes,
            };
            commands::dispatch::run(&cx, &period.period, &options, &asking(a, yes))
        }
        Command::Archive { due: true, out, .. } => commands::archive::due(&cx, out.as_deref()),
        Command::Archive { period, yes, act: a, .. } => {
            commands::archive::run(&cx, period.as_deref().unwrap_or_default(), &asking(a, yes))
        }
        Command::Verify { period, format, root, file } => {
            let question =
                commands::verify::Question { period: period.as_deref(), root: root.as_deref(), file: file.as_deref() };
            commands::verify::run(&cx, &question, check_format(format))
        }
        Command::Log { period, format: f } => commands::log::run(&cx, &period.period, format(f)),
        Command::Roster { what: RosterCommand::Show { format: f } } => commands::key::roster(&cx, format(f)),
        Command::Roster { what: RosterCommand::Endorse { file, act: a } } => {
            commands::roster::endorse(&cx, &file, &act(a))
        }
        Command::Roster { what: RosterCommand::Apply { file, act: a } } => commands::roster::apply(&cx, &file, &act(a)),
        Command::Roster { what: RosterCommand::Rotate { new_key, act: a } } => {
            commands::roster::rotate(&cx, &new_key, &act(a))
        }
        Command::Trust { list: true, .. } => commands::trust::list(&cx),
        Command::Trust { root, yes, tip, list: false } => {
            commands::trust::run(&cx, root.as_deref(), tip.as_deref(), yes)
        }
        Command::Hook { what: HookCommand::Install { local: true, .. } } => commands::hook::install_local(&cx),
        Command::Hook { what: HookCommand::Install { root, window, receipt_key, .. } } => {
            commands::hook::install(&cx, root.as_deref(), window, receipt_key.as_deref())
        }
        Command::Hook { what: HookCommand::PostReceive } => commands::hook::post_receive(&cx, around.pusher.as_deref()),
        Command::Hook { what: HookCommand::PreReceive } => commands::hook::pre_receive(&cx),
        Command::Annul { commits, reason, endorse, act: a } => {
            commands::annul::run(&cx, &commits, reason.as_deref(), endorse, &act(a))
        }
        Command::Key { what: KeyCommand::New { path, no_passphrase } } => commands::key::new(&cx, path, no_passphrase),
        Command::Key { what: KeyCommand::List { format: f } } => commands::key::list(&cx, format(f)),
        Command::Completions { shell } => {
            terminal.out(&generate::completions(shell)?);
            Ok(Exit::Done)
        }
        Command::Man { dir: None } => {
            let pages = generate::man_pages(terminal.lang())?;
            pages.first().into_iter().for_each(|(_, text)| terminal.out(text));
            Ok(Exit::Done)
        }
        Command::Man { dir: Some(dir) } => commands::man::write(&cx, &dir, &generate::man_pages(terminal.lang())?),
        Command::Schema => commands::schema::run(&cx),
        Command::Demo { dir } => commands::demo::run(&cx, dir),
    }
}
