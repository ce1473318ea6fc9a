//! What is written from the command tree itself: completions, man pages, the command reference.

use crate::commands::line::args::{Cli, ShellArg};
use crate::commands::line::help;
use baocao_core::text::Lang;
use clap::{Command, CommandFactory};

/// The line a shell must read at its start so that TAB asks this program, which knows periods and departments.
pub fn completions(shell: ShellArg) -> anyhow::Result<String> {
    let shells = clap_complete::env::Shells::builtins();
    let completer = shells.completer(shell.id()).ok_or_else(|| anyhow::anyhow!("unknown shell"))?;
    let mut script = Vec::new();
    completer.write_registration("COMPLETE", "baocao", "baocao", "baocao", &mut script)?;
    Ok(String::from_utf8_lossy(&script).into_owned())
}

/// Every man page: file name and text.
pub fn man_pages(lang: Lang) -> anyhow::Result<Vec<(String, String)>> {
    let mut pages = Vec::new();
    let root = help::localise(Cli::command(), lang);
    collect(&root, "baocao", &mut pages)?;
    Ok(pages)
}

fn collect(command: &Command, name: &str, pages: &mut Vec<(String, String)>) -> anyhow::Result<()> {
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone().name(name.to_string()).disable_help_flag(true)).render(&mut text)?;
    pages.push((format!("{name}.1"), String::from_utf8_lossy(&text).into_owned()));
    for sub in command.get_subcommands() {
        collect(sub, &format!("{name}-{}", sub.get_name()), pages)?;
    }
    Ok(())
}

/// `docs/commands.md`: every verb with its help in both languages. A test keeps the file equal to this.
pub fn reference() -> String {
    let mut out = String::from(
        "# Các lệnh / Commands\n\nTrang này được viết ra từ chính chương trình; một phép thử giữ cho nó luôn đúng.\n\
         This page is written by the program itself; a test keeps it true.\n",
    );
    let vi = help::localise(Cli::command(), Lang::Vi);
    let en = help::localise(Cli::command(), Lang::En);
    write_reference(&vi, &en, "baocao", &mut out);
    out
}

fn write_reference(vi: &Command, en: &Command, name: &str, out: &mut String) {
    let aliases: Vec<&str> = vi.get_visible_aliases().collect();
    let alias = if aliases.is_empty() { String::new() } else { format!(" ({})", aliases.join(", ")) };
    out.push_str(&format!("\n## `{name}`{alias}\n"));
    for command in [vi, en] {
        let mut command = command.clone().term_width(100).color(clap::ColorChoice::Never);
        let text = command.render_long_help().to_string();
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        out.push_str(&format!("\n```text\n{}\n```\n", lines.join("\n").trim_end()));
    }
    for (vi, en) in vi.get_subcommands().zip(en.get_subcommands()) {
        write_reference(vi, en, &format!("{name} {}", vi.get_name()), out);
    }
}
