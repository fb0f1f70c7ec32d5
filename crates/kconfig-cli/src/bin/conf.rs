//! A drop-in for the kernel's scripts/kconfig/conf.

fn main() -> std::process::ExitCode {
    kconfig_cli::conf::main(std::env::args_os().collect())
}
