//! The program: hands the words typed to [`baocao::cli`].

fn main() -> std::process::ExitCode {
    baocao::cli::run().into()
}
