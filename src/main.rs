//! The program: hands the words typed to [`baocao::cli`].

fn main() -> std::process::ExitCode {
    baocao::commands::line::run().into()
}
