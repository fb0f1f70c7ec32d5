//! `test`: every check there is, in order, with one line of totals at the end.

mod count;
mod steps;

use std::time::Instant;

use crate::{Result, run};
use count::Count;
use steps::{Outcome, STEPS, Step};

/// Runs `cargo xtask test`.
pub(crate) fn command(mut arguments: lexopt::Parser) -> Result<bool> {
    use lexopt::prelude::*;

    let mut only: Option<Vec<String>> = None;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("only") => {
                let names = arguments.value()?.string()?;
                only.get_or_insert_default().extend(names.split(',').map(str::to_owned));
            }
            Long("help") | Short('h') => {
                print_help();
                return Ok(true);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let steps = select(only.as_deref())?;
    Ok(run_all(&steps))
}

fn print_help() {
    println!("Runs every check, or some.\n");
    println!("Usage: cargo xtask test [--only STEP,...]\n");
    println!("Steps, in order:");
    for step in STEPS {
        println!("  {:<12} {}", step.name, step.about);
    }
    println!("\nA step that cannot run here is skipped and says what to install; with CI=true");
    println!("that is a failure. The last line is `N passed, N failed, N skipped`: each test");
    println!("is counted, and each step that has no tests.");
}

fn select(only: Option<&[String]>) -> Result<Vec<&'static Step>> {
    let Some(only) = only else {
        return Ok(STEPS.iter().collect());
    };
    for name in only {
        if !STEPS.iter().any(|step| step.name == name) {
            return Err(format!("no step `{name}`; see `cargo xtask test --help`").into());
        }
    }
    Ok(STEPS.iter().filter(|step| only.iter().any(|name| name == step.name)).collect())
}

/// Runs the steps; false when anything failed.
fn run_all(steps: &[&Step]) -> bool {
    let ci = std::env::var("CI").is_ok_and(|value| value == "true");
    let start = Instant::now();
    let mut total = Count::default();
    let mut lines = Vec::new();
    for step in steps {
        eprintln!("==> {}: {}", step.name, step.about);
        let start = Instant::now();
        let outcome = (step.run)();
        let time = run::seconds(start.elapsed());
        let (count, word) = judge(outcome, ci);
        let line = format!("{:<12} {word:<8} {time:>12}   {count}", step.name);
        eprintln!("==> {line}");
        lines.push(line);
        total += count;
    }
    println!();
    for line in lines {
        println!("{line}");
    }
    println!("{} in all", run::seconds(start.elapsed()));
    println!("{total}");
    total.failed == 0
}

/// Turns a step's outcome into what it counts and a word for it.
fn judge(outcome: Outcome, ci: bool) -> (Count, &'static str) {
    match outcome {
        Outcome::Passed => (Count { passed: 1, ..Count::default() }, "passed"),
        Outcome::Failed(why) => {
            eprintln!("{why}");
            (Count { failed: 1, ..Count::default() }, "failed")
        }
        Outcome::Tests(count) if count.failed == 0 => (count, "passed"),
        Outcome::Tests(count) => (count, "failed"),
        Outcome::Partly(count, why) => {
            let (rest, _) = judge(Outcome::Skipped(why), ci);
            let count = count + rest;
            (count, if count.failed == 0 { "passed" } else { "failed" })
        }
        Outcome::Skipped(why) if ci => {
            eprintln!("cannot run here, which CI does not allow: {why}");
            (Count { failed: 1, ..Count::default() }, "failed")
        }
        Outcome::Skipped(why) => {
            eprintln!("skipped: {why}");
            (Count { skipped: 1, ..Count::default() }, "skipped")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, Outcome, judge};

    #[test]
    fn what_cannot_run_here_is_skipped_and_in_ci_a_failure() {
        let ran = Count { passed: 20, ..Count::default() };
        let partly = || Outcome::Partly(ran, "no kernel".to_owned());
        assert_eq!(judge(partly(), false), (Count { skipped: 1, ..ran }, "passed"));
        assert_eq!(judge(partly(), true), (Count { failed: 1, ..ran }, "failed"));
        let failed = Count { failed: 2, ..ran };
        assert_eq!(judge(Outcome::Partly(failed, String::new()), false).1, "failed");
    }
}
