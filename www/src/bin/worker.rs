//! The evaluator's worker.

fn main() {
    kconfig_www::run_worker();
}
