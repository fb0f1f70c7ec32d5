//! The playground's evaluator on the command line.

fn main() -> std::process::ExitCode {
    kconfig_cli::cli::main(std::env::args_os().skip(1).collect())
}
