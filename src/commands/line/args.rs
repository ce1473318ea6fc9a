//! The words typed. What each means is said in `help.rs`, in both languages.

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::engine::ArgValueCompleter;
use std::path::PathBuf;

use crate::commands::line::complete;

/// The whole command line.
#[derive(Parser, Debug)]
#[command(
    name = "baocao",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    /// Options every verb takes.
    #[command(flatten)]
    pub global: Global,
    /// The verb.
    #[command(subcommand)]
    pub command: Command,
}

/// Options every verb takes.
#[derive(Args, Debug, Clone)]
pub struct Global {
    /// The office's folder.
    #[arg(short = 'C', value_name = "DIR", global = true, value_hint = ValueHint::DirPath)]
    pub dir: Option<PathBuf>,
    /// Vietnamese or English.
    #[arg(long, value_name = "LANG", global = true, value_enum, hide_possible_values = true)]
    pub lang: Option<LangArg>,
    /// Colours.
    #[arg(
        long,
        value_name = "WHEN",
        global = true,
        value_enum,
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub color: ColorArg,
    /// Say less.
    #[arg(short = 'q', long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more.
    #[arg(short = 'v', long, global = true)]
    pub verbose: bool,
    /// The signing key.
    #[arg(long, value_name = "PATH", global = true, value_hint = ValueHint::FilePath)]
    pub key: Option<PathBuf>,
    /// Help.
    #[arg(short = 'h', long, global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    /// Version.
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

/// `--lang`.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum LangArg {
    /// Tiếng Việt.
    Vi,
    /// English.
    En,
}

/// `--color`.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColorArg {
    /// When standard output is a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// `--format` where there is something to read.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FormatArg {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// `--format` of `check`.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CheckFormatArg {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
    /// For code-scanning services and editors.
    Sarif,
}

/// `--to` of `figures`.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum FiguresArg {
    /// For spreadsheets and statistics programs.
    Csv,
    /// For programs.
    Json,
    /// For people who calculate on.
    Xlsx,
}

/// `--to` of `register`.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegisterArg {
    /// For spreadsheets.
    Csv,
    /// Word.
    Docx,
}

/// `--to` of `export`.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportToArg {
    /// Word.
    Docx,
    /// PDF/A.
    Pdf,
    /// One self-contained page.
    Html,
    /// Markdown.
    Md,
    /// The packet of QCVN 102:2016/BTTTT.
    Edxml,
}

/// `--make` of `dispatch`.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportArg {
    /// Word.
    Docx,
    /// PDF/A.
    Pdf,
    /// One self-contained page.
    Html,
    /// Markdown.
    Md,
}

/// A period on the command line.
#[derive(Args, Debug, Clone)]
pub struct PeriodArg {
    /// Which period.
    #[arg(value_name = "PERIOD", add = ArgValueCompleter::new(complete::periods))]
    pub period: String,
}

/// Sharing and asking, for the verbs that record an act.
#[derive(Args, Debug, Clone, Default)]
pub struct ActArgs {
    /// Sends the act to the shared repository, or does not record it.
    #[arg(long)]
    pub push: bool,
    /// Keeps the act in this folder.
    #[arg(long, conflicts_with = "push")]
    pub no_push: bool,
}

/// The verbs.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// init
    #[command(visible_alias = "khoi-tao")]
    Init {
        #[arg(value_name = "PERIOD")]
        period: Option<String>,
        #[arg(long)]
        yes: bool,
        #[arg(long, value_name = "TEXT")]
        title: Option<String>,
        #[arg(long, value_name = "D/M/YYYY")]
        due: Option<String>,
        #[arg(long, value_name = "TEXT")]
        basis: Option<String>,
        #[arg(long)]
        second_approval: bool,
        #[command(flatten)]
        act: ActArgs,
    },
    /// check
    #[command(visible_alias = "kiem-tra")]
    Check {
        #[arg(value_name = "PERIOD|FILE", add = ArgValueCompleter::new(complete::periods_and_files))]
        what: Vec<String>,
        #[arg(long)]
        all: bool,
        #[arg(long)]
        strict: bool,
        #[arg(
            long,
            value_name = "FORMAT",
            value_enum,
            default_value = "text",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: CheckFormatArg,
        #[arg(long)]
        watch: bool,
        #[arg(long, value_name = "D/M/YYYY")]
        today: Option<String>,
    },
    /// fix
    #[command(visible_alias = "sua")]
    Fix {
        #[arg(value_name = "PERIOD|FILE", add = ArgValueCompleter::new(complete::periods_and_files))]
        what: Vec<String>,
        #[arg(long)]
        dry_run: bool,
    },
    /// explain
    #[command(visible_alias = "giai-thich")]
    Explain {
        #[arg(value_name = "CODE", add = ArgValueCompleter::new(complete::codes))]
        code: Option<String>,
    },
    /// status
    #[command(visible_alias = "tinh-trang")]
    Status {
        #[arg(value_name = "PERIOD", add = ArgValueCompleter::new(complete::periods))]
        period: Option<String>,
        #[arg(
            long,
            value_name = "FORMAT",
            value_enum,
            default_value = "text",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: FormatArg,
        #[arg(long, value_name = "D/M/YYYY")]
        today: Option<String>,
    },
    /// figures
    #[command(visible_alias = "so-lieu")]
    Figures {
        #[command(flatten)]
        period: PeriodArg,
        #[arg(long, value_name = "FORMAT", value_enum, hide_possible_values = true)]
        to: Option<FiguresArg>,
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[arg(long)]
        force: bool,
        #[arg(long)]
        unapproved: bool,
    },
    /// export
    #[command(visible_alias = "xuat")]
    Export {
        #[command(flatten)]
        period: PeriodArg,
        #[arg(long, value_name = "FORMAT", value_enum, hide_possible_values = true)]
        to: ExportToArg,
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        out: Option<PathBuf>,
        #[arg(long)]
        force: bool,
    },
    /// register
    #[command(visible_alias = "so-van-ban-di")]
    Register {
        #[arg(value_name = "YEAR")]
        year: Option<i32>,
        #[arg(long, value_name = "FORMAT", value_enum, hide_possible_values = true)]
        to: Option<RegisterArg>,
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        out: Option<PathBuf>,
        #[arg(long)]
        force: bool,
    },
    /// board
    #[command(visible_alias = "bang")]
    Board {
        #[arg(value_name = "YEAR")]
        year: Option<i32>,
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        out: Option<PathBuf>,
        #[arg(long, value_name = "D/M/YYYY")]
        today: Option<String>,
    },
    /// calendar
    #[command(visible_alias = "lich")]
    Calendar {
        #[arg(value_name = "YEAR")]
        year: Option<i32>,
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        out: Option<PathBuf>,
        #[arg(long)]
        force: bool,
    },
    /// import
    #[command(visible_alias = "nhap")]
    Import {
        #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
        file: PathBuf,
        #[command(flatten)]
        period: PeriodArg,
        #[arg(long, value_name = "ID", add = ArgValueCompleter::new(complete::departments))]
        department: Option<String>,
        #[arg(long)]
        yes: bool,
    },
    /// import-figures
    #[command(visible_alias = "nhap-so-lieu")]
    ImportFigures {
        #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
        file: PathBuf,
        #[command(flatten)]
        period: PeriodArg,
        #[arg(long, value_name = "ID", add = ArgValueCompleter::new(complete::departments))]
        department: String,
        #[arg(long)]
        dry_run: bool,
        #[arg(long)]
        yes: bool,
    },
    /// trend
    #[command(visible_alias = "xu-huong")]
    Trend {
        #[arg(value_name = "INDICATOR", add = ArgValueCompleter::new(complete::indicators))]
        indicator: String,
        #[arg(long, value_name = "ID", add = ArgValueCompleter::new(complete::departments))]
        department: Option<String>,
        #[arg(long)]
        unapproved: bool,
        #[arg(
            long,
            value_name = "FORMAT",
            value_enum,
            default_value = "text",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: FormatArg,
    },
    /// submit
    #[command(visible_alias = "nop")]
    Submit {
        #[arg(value_name = "PERIOD", add = ArgValueCompleter::new(complete::periods))]
        period: Option<String>,
        #[arg(long, value_name = "ID", add = ArgValueCompleter::new(complete::departments))]
        department: Option<String>,
        #[command(flatten)]
        act: ActArgs,
        #[arg(long, conflicts_with = "no_push")]
        branch: bool,
        #[arg(long)]
        yes: bool,
    },
    /// directive
    #[command(visible_alias = "chi-dao")]
    Directive {
        #[command(flatten)]
        period: PeriodArg,
        #[arg(long, value_name = "D/M/YYYY")]
        due: String,
        #[arg(long, value_name = "TEXT")]
        basis: String,
        #[command(flatten)]
        act: ActArgs,
    },
    /// merge
    #[command(visible_alias = "tong-hop")]
    Merge {
        #[command(flatten)]
        period: PeriodArg,
        #[arg(long)]
        partial: bool,
        #[command(flatten)]
        act: ActArgs,
    },
    /// receive
    #[command(visible_alias = "thu-thap")]
    Receive {
        #[command(flatten)]
        period: PeriodArg,
        #[command(flatten)]
        act: ActArgs,
    },
    /// update
    #[command(visible_alias = "cap-nhat")]
    Update {
        #[arg(long)]
        yes: bool,
    },
    /// review
    #[command(visible_alias = "trinh")]
    Review {
        #[command(flatten)]
        period: PeriodArg,
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        act: ActArgs,
    },
    /// return
    #[command(visible_alias = "tra-lai")]
    Return {
        #[command(flatten)]
        period: PeriodArg,
        #[arg(long, value_name = "TEXT")]
        reason: String,
        #[arg(long, value_name = "ID", add = ArgValueCompleter::new(complete::departments))]
        department: Option<String>,
        #[arg(long, value_name = "D/M/YYYY")]
        due: Option<String>,
        #[command(flatten)]
        act: ActArgs,
    },
    /// restate
    #[command(visible_alias = "dinh-chinh")]
    Restate {
        #[command(flatten)]
        period: PeriodArg,
        #[arg(long = "figure", value_name = "ID=NUMBER", required = true)]
        figures: Vec<String>,
        #[arg(long, value_name = "ID", add = ArgValueCompleter::new(complete::departments))]
        department: Option<String>,
        #[arg(long, value_name = "TEXT")]
        reason: String,
        #[command(flatten)]
        act: ActArgs,
    },
    /// approve
    #[command(visible_alias = "duyet")]
    Approve {
        #[command(flatten)]
        period: PeriodArg,
        #[arg(long, value_name = "TEXT")]
        instructions: Option<String>,
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        act: ActArgs,
    },
    /// finalize
    #[command(visible_alias = "hoan-chinh")]
    Finalize {
        #[command(flatten)]
        period: PeriodArg,
        #[arg(long, requires = "reason")]
        unchanged: bool,
        #[arg(long, value_name = "TEXT", requires = "unchanged")]
        reason: Option<String>,
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        act: ActArgs,
    },
    /// dispatch
    #[command(visible_alias = "gui")]
    Dispatch {
        #[command(flatten)]
        period: PeriodArg,
        #[arg(long, value_name = "NUMBER")]
        number: Option<String>,
        #[arg(long, value_name = "RECIPIENT", required_unless_present = "status")]
        to: Vec<String>,
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["number", "to", "date", "channel", "file", "make", "force", "reason", "yes", "push", "no_push"])]
        status: Option<PathBuf>,
        #[arg(long, value_name = "D/M/YYYY")]
        date: Option<String>,
        #[arg(long, value_name = "TEXT")]
        channel: Option<String>,
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        file: Vec<PathBuf>,
        #[arg(long, value_name = "FORMAT", value_enum, hide_possible_values = true, value_delimiter = ',')]
        make: Vec<ExportArg>,
        #[arg(long, requires = "reason")]
        force: bool,
        #[arg(long, value_name = "TEXT", requires = "force")]
        reason: Option<String>,
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        act: ActArgs,
    },
    /// archive
    #[command(visible_alias = "luu")]
    Archive {
        #[arg(value_name = "PERIOD", add = ArgValueCompleter::new(complete::periods), required_unless_present = "due")]
        period: Option<String>,
        #[arg(long)]
        due: bool,
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "due")]
        out: Option<PathBuf>,
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        act: ActArgs,
    },
    /// verify
    #[command(visible_alias = "xac-minh")]
    Verify {
        #[arg(value_name = "PERIOD", add = ArgValueCompleter::new(complete::periods))]
        period: Option<String>,
        #[arg(
            long,
            value_name = "FORMAT",
            value_enum,
            default_value = "text",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: CheckFormatArg,
        #[arg(long, value_name = "COMMIT")]
        root: Option<String>,
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "period")]
        file: Option<PathBuf>,
    },
    /// log
    #[command(visible_alias = "nhat-ky")]
    Log {
        #[command(flatten)]
        period: PeriodArg,
        #[arg(
            long,
            value_name = "FORMAT",
            value_enum,
            default_value = "text",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: FormatArg,
    },
    /// roster
    #[command(
        visible_alias = "danh-sach",
        subcommand_required = true,
        arg_required_else_help = true,
        disable_help_subcommand = true
    )]
    Roster {
        #[command(subcommand)]
        what: RosterCommand,
    },
    /// trust
    #[command(visible_alias = "tin-cay")]
    Trust {
        #[arg(value_name = "COMMIT")]
        root: Option<String>,
        #[arg(long)]
        yes: bool,
        #[arg(long, value_name = "COMMIT")]
        tip: Option<String>,
        #[arg(long)]
        list: bool,
    },
    /// hook
    #[command(subcommand_required = true, arg_required_else_help = true, disable_help_subcommand = true)]
    Hook {
        #[command(subcommand)]
        what: HookCommand,
    },
    /// annul
    #[command(visible_alias = "huy")]
    Annul {
        #[arg(value_name = "COMMIT", required = true)]
        commits: Vec<String>,
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        #[arg(long)]
        endorse: bool,
        #[command(flatten)]
        act: ActArgs,
    },
    /// key
    #[command(
        visible_alias = "khoa",
        subcommand_required = true,
        arg_required_else_help = true,
        disable_help_subcommand = true
    )]
    Key {
        #[command(subcommand)]
        what: KeyCommand,
    },
    /// completions
    Completions {
        #[arg(value_name = "SHELL", value_enum, hide_possible_values = true)]
        shell: ShellArg,
    },
    /// man
    Man {
        #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
        dir: Option<PathBuf>,
    },
    /// schema
    Schema,
    /// demo
    Demo {
        #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
        dir: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub enum HookCommand {
    /// hook.install
    Install {
        #[arg(long, conflicts_with_all = ["root", "window", "receipt_key"])]
        local: bool,
        #[arg(long, value_name = "COMMIT")]
        root: Option<String>,
        #[arg(long, value_name = "MINUTES")]
        window: Option<u32>,
        #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
        receipt_key: Option<PathBuf>,
    },
    /// hook.pre-receive
    PreReceive,
    /// hook.post-receive
    PostReceive,
}

/// `roster …`.
#[derive(Subcommand, Debug)]
pub enum RosterCommand {
    /// show
    Show {
        #[arg(
            long,
            value_name = "FORMAT",
            value_enum,
            default_value = "text",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: FormatArg,
    },
    /// endorse
    Endorse {
        #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
        file: PathBuf,
        #[command(flatten)]
        act: ActArgs,
    },
    /// apply
    Apply {
        #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
        file: PathBuf,
        #[command(flatten)]
        act: ActArgs,
    },
    /// rotate
    Rotate {
        #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
        new_key: PathBuf,
        #[command(flatten)]
        act: ActArgs,
    },
}

/// `key …`.
#[derive(Subcommand, Debug)]
pub enum KeyCommand {
    /// new
    New {
        #[arg(value_name = "PATH", value_hint = ValueHint::FilePath)]
        path: Option<PathBuf>,
        #[arg(long)]
        no_passphrase: bool,
    },
    /// list
    List {
        #[arg(
            long,
            value_name = "FORMAT",
            value_enum,
            default_value = "text",
            hide_default_value = true,
            hide_possible_values = true
        )]
        format: FormatArg,
    },
}

/// Shells that completions are written for.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShellArg {
    /// GNU Bash.
    Bash,
    /// Zsh.
    Zsh,
    /// Fish.
    Fish,
    /// PowerShell.
    Powershell,
    /// Elvish.
    Elvish,
}

impl ShellArg {
    /// The name `clap_complete` knows it by.
    pub fn id(self) -> &'static str {
        match self {
            ShellArg::Bash => "bash",
            ShellArg::Zsh => "zsh",
            ShellArg::Fish => "fish",
            ShellArg::Powershell => "powershell",
            ShellArg::Elvish => "elvish",
        }
    }
}
