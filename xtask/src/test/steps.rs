//! The checks, one by one.

use std::process::Command;

use super::count::{Count, tests};
use crate::tools::{self, WASM};
use crate::{Result, browser, cache, dist, fuzz, oracle, run};

/// One check.
pub(crate) struct Step {
    /// Its name for `--only`.
    pub(crate) name: &'static str,
    /// What it checks.
    pub(crate) about: &'static str,
    /// Does it.
    pub(crate) run: fn() -> Outcome,
}

/// How a step went.
pub(crate) enum Outcome {
    /// A step that has no tests passed.
    Passed,
    /// A step that has no tests failed, for this reason.
    Failed(String),
    /// The step ran tests.
    Tests(Count),
    /// The step ran tests, all but one kind that cannot run here; what to install
    /// so that it can.
    Partly(Count, String),
    /// The step cannot run here; what to install so that it can.
    Skipped(String),
}

/// All steps, the quick ones first.
pub(crate) const STEPS: &[Step] = &[
    Step { name: "fmt", about: "rustfmt has nothing to change", run: fmt },
    Step { name: "clippy", about: "clippy has nothing to say, natively", run: clippy },
    Step {
        name: "clippy-wasm",
        about: "the facade and the page compile for wasm32, and clippy has nothing to say",
        run: clippy_wasm,
    },
    Step { name: "native", about: "the tests of all native packages", run: native },
    Step { name: "doc", about: "the examples in the documentation", run: doc },
    Step { name: "wasm", about: "the page's own tests, in headless Chromium", run: wasm },
    Step { name: "oracle", about: "our answers against the kernel's own conf", run: against_oracle },
    Step { name: "generated", about: "our conf against the kernel's over random trees", run: generated },
    Step { name: "trees", about: "our conf against the kernel's over all arches, quickly", run: trees },
    Step { name: "kernel-tests", about: "the kernel's own tests, of our conf", run: kernel_tests },
    Step { name: "kernel-make", about: "the kernel's make, with our conf in its place", run: kernel_make },
    Step { name: "fuzz", about: "each fuzz target for 20 s; built in some minutes, once", run: fuzz_targets },
    Step { name: "dist", about: "the site builds and is within its budgets", run: site },
    Step { name: "e2e", about: "the built site, in headless Chromium", run: e2e },
];

/// The kernels whose trees the step `trees` compares on.
const TREES: &[&oracle::Version] = &[&oracle::V6_12, &oracle::V6_1];

/// The browser's tests that compare with the kernel's conf.
const WITH_ORACLE: &str = "kernel::";

/// The browser's tests that ask axe-core.
const WITH_AXE: &str = "axe::";

/// Names axe-core's script to the tests of the page.
const AXE_VARIABLE: &str = "KCONFIG_AXE";

fn fmt() -> Outcome {
    plain(run::cargo().args(["fmt", "--all", "--check"]))
}

fn clippy() -> Outcome {
    let all = plain(
        run::cargo()
            .args(["clippy", "--workspace", "--exclude", "kconfig-www", "--all-targets"])
            .args(["--", "-D", "warnings"]),
    );
    if !matches!(all, Outcome::Passed) {
        return all;
    }
    // Not default targets: steps of their own run them.
    plain(
        run::cargo()
            .args([
                "clippy",
                "-p",
                "kconfig-tests",
                "--test",
                "e2e",
                "--test",
                "oracle",
                "--test",
                "generated",
                "--test",
                "losses",
                "--test",
                "effects",
                "--test",
                "series_values",
            ])
            .args(["--", "-D", "warnings"]),
    )
}

fn clippy_wasm() -> Outcome {
    if let Err(error) = tools::ensure_target() {
        return Outcome::Skipped(error.to_string());
    }
    plain(
        run::cargo()
            .args(["clippy", "--target", WASM, "-p", "kconfig", "-p", "kconfig-www"])
            .args(["--lib", "--bins", "--tests", "--", "-D", "warnings"]),
    )
}

fn native() -> Outcome {
    counted(
        run::cargo()
            .args(["test", "--workspace", "--exclude", "kconfig-www", "--no-fail-fast"])
            .args(["--lib", "--bins", "--tests"]),
    )
}

fn doc() -> Outcome {
    counted(
        run::cargo().args(["test", "--workspace", "--exclude", "kconfig-www", "--no-fail-fast"]).arg("--doc"),
    )
}

fn wasm() -> Outcome {
    let prepared = || -> Result<Command> {
        tools::ensure_target()?;
        let driver = browser::ensure()?;
        let runner = tools::ensure_wasm_bindgen()?.join("wasm-bindgen-test-runner");
        let mut command = run::cargo();
        command
            .args(["test", "--target", WASM, "-p", "kconfig-www", "--no-fail-fast"])
            .args(["--lib", "--tests"])
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
            .env(browser::VARIABLE, driver);
        Ok(command)
    };
    match prepared() {
        Ok(mut command) => counted(&mut command),
        Err(error) => Outcome::Skipped(error.to_string()),
    }
}

fn against_oracle() -> Outcome {
    let prepared = || -> Result<_> { Ok((oracle::variables()?, oracle::programs()?)) };
    match prepared() {
        Ok((variables, programs)) => counted(
            run::cargo()
                .args(["test", "-p", "kconfig-tests", "--no-fail-fast"])
                .args(["--test", "oracle", "--test", "incremental", "--test", "bundle", "--test", "losses"])
                .args(["--test", "series", "--test", "effects", "--test", "series_values"])
                .args(["--test", "output"])
                .envs(variables)
                .envs(programs),
        ),
        Err(error) => Outcome::Skipped(error.to_string()),
    }
}

fn generated() -> Outcome {
    match oracle::generated::command(Default::default()) {
        Ok(mut command) => counted(&mut command),
        Err(error) => Outcome::Skipped(error.to_string()),
    }
}

fn fuzz_targets() -> Outcome {
    if let Err(error) = tools::ensure_cargo_fuzz() {
        return Outcome::Skipped(error.to_string());
    }
    let mut count = Count::default();
    for target in fuzz::TARGETS {
        match fuzz::run(target, fuzz::QUICK) {
            Ok(()) => count.passed += 1,
            Err(error) => {
                eprintln!("{target}: {error}");
                count.failed += 1;
            }
        }
    }
    Outcome::Tests(count)
}

fn trees() -> Outcome {
    for version in TREES {
        if let Err(error) = oracle::ensure(version) {
            return Outcome::Skipped(error.to_string());
        }
    }
    match oracle::quick(TREES) {
        Ok(tally) => Outcome::Tests(Count { passed: tally.identical, failed: tally.differing(), skipped: 0 }),
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

fn kernel_tests() -> Outcome {
    match oracle::kernel_tests::command() {
        Ok(mut command) => counted(&mut command),
        Err(error) => Outcome::Skipped(error.to_string()),
    }
}

fn kernel_make() -> Outcome {
    if let Err(error) = oracle::make::ensure_tools() {
        return Outcome::Skipped(error.to_string());
    }
    match oracle::make::compare() {
        Ok(differences) if differences.is_empty() => Outcome::Passed,
        Ok(differences) => Outcome::Failed(differences.join("\n")),
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

fn site() -> Outcome {
    match dist::build(&[], None) {
        Ok(true) => Outcome::Passed,
        Ok(false) => Outcome::Failed("the site is over a budget".to_owned()),
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

fn e2e() -> Outcome {
    let site = cache::repository().join(dist::SITE);
    if !site.join("index.html").exists() {
        return Outcome::Failed("there is no built site: run the step `dist` first".to_owned());
    }
    let driver = match browser::ensure() {
        Ok(driver) => driver,
        Err(error) => return Outcome::Skipped(error.to_string()),
    };
    let mut command = run::cargo();
    command
        .args(["test", "-p", "kconfig-tests", "--test", "e2e", "--no-fail-fast"])
        .env("KCONFIG_E2E_SITE", site)
        .env(browser::VARIABLE, driver);
    // Not run at all: a test without what it compares with would count as passed.
    let mut missing = Vec::new();
    match tools::ensure_axe() {
        Ok(script) => drop(command.env(AXE_VARIABLE, script)),
        Err(error) => missing.push((WITH_AXE, error.to_string())),
    }
    match oracle::variables() {
        Ok(variables) => drop(command.envs(variables)),
        Err(error) => missing.push((WITH_ORACLE, error.to_string())),
    }
    if missing.is_empty() {
        return counted(&mut command);
    }
    command.arg("--");
    for (tests, _) in &missing {
        command.args(["--skip", tests]);
    }
    let why: Vec<String> = missing.into_iter().map(|(_, why)| why).collect();
    match tests(&mut command) {
        Ok(count) => Outcome::Partly(count, why.join("\n")),
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

/// Runs a command that passes or fails.
fn plain(command: &mut Command) -> Outcome {
    match run::run(command) {
        Ok(()) => Outcome::Passed,
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

/// Runs a command that runs tests.
fn counted(command: &mut Command) -> Outcome {
    match tests(command) {
        Ok(count) => Outcome::Tests(count),
        Err(error) => Outcome::Failed(error.to_string()),
    }
}
