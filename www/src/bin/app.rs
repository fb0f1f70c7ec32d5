//! The page.

fn main() {
    kconfig_www::run_app();
}
