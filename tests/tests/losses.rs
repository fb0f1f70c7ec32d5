//! What is lost of a distribution's .config, against what the kernel's conf
//! changes in it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use kconfig::Workspace;
use kconfig::bundle::{Bundle, Limits, NO_PROFILE};
use kconfig::tree::{Evaluation, Model, ParseCache, Tristate, UserValues, evaluate, load_as, read};
use kconfig::view::{GivenAs, LossKind, LossRow, State};
use kconfig_tests::Result;
use kconfig_tests::bins::bin;
use kconfig_tests::reference::{AS_REFERENCE, Reference, reference, run};

/// The .config that the reply's arm64 build started from.
const CONFIG: &str = "archlinuxarm-aarch64-6.2.10.config";

fn bundle(reference: &Reference) -> Result<Bundle> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("losses");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("linux-6.12.tar.gz");
    let made = Command::new(bin("kconfig")?)
        .arg("bundle")
        .arg(&reference.tree)
        .arg("-o")
        .arg(&file)
        .args(["--arches", "arm64", "--probes", AS_REFERENCE])
        .output()?;
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let mut on_progress = |_| std::ops::ControlFlow::Continue(());
    Bundle::open(std::fs::File::open(file)?, &Limits::default(), &mut on_progress)
        .map_err(|problem| problem.message.into())
}

/// What a .config says of each symbol it names; `n` where it is not set.
fn lines(config: &str) -> BTreeMap<&str, &str> {
    fn line(line: &str) -> Option<(&str, &str)> {
        match line.strip_prefix("# CONFIG_").and_then(|rest| rest.strip_suffix(" is not set")) {
            Some(name) => Some((name, "n")),
            None => line.strip_prefix("CONFIG_")?.split_once('='),
        }
    }
    config.lines().filter_map(line).collect()
}

/// Evaluates the .config without the facade.
fn values(bundle: &Bundle, text: &str, profile: Option<&str>) -> Result<Evaluation> {
    let host = bundle.host("arm64", profile).map_err(|problem| problem.message)?;
    let semantics = bundle.semantics().unwrap_or_default();
    let model = Arc::new(load_as(semantics, bundle, &host, "Kconfig", &mut ParseCache::default()));
    let mut user = UserValues::new();
    read(&model, &mut user, text, ".config", "CONFIG_");
    Ok(evaluate(model, user))
}

/// Holds a reason against the values, and the values where nobody answers.
fn check_reason(row: &LossRow, evaluation: &Evaluation, unanswered: &Model) {
    let model = &*evaluation.model;
    let symbol = model.find(&row.symbol).filter(|&symbol| !model.symbol(symbol).menus.is_empty());
    let Some(symbol) = symbol else { return assert_eq!(row.kind, LossKind::Unknown, "{row:?}") };
    let value = evaluation.value(symbol);
    let asked = match &*row.asked {
        "y" => Tristate::Y,
        "m" => Tristate::M,
        _ => Tristate::N,
    };
    let prompts = || model.properties_of(symbol).filter(|property| property.text().is_some());
    let is_asked_of_shell =
        |name: &str| unanswered.find(name).is_some_and(|symbol| unanswered.unknown_symbols.contains(&symbol));
    match row.kind {
        LossKind::Unknown => assert!(model.symbol(symbol).menus.is_empty(), "{row:?}"),
        LossKind::Dependency => {
            assert!(prompts().count() > 0 && value.visibility < Tristate::Y, "{row:?}");
            assert!(value.visibility < asked || value.visibility == Tristate::N, "{row:?}");
            assert!(row.reason.starts_with("it needs ") && row.reason.len() > 10, "{row:?}");
        }
        LossKind::Select => assert!(value.rev_dep > asked, "{row:?}"),
        LossKind::Choice => assert!(model.symbol(symbol).is_choice_value, "{row:?}"),
        LossKind::Range => assert!(value.visibility > Tristate::N && prompts().count() > 0, "{row:?}"),
        LossKind::Computed => assert_eq!(prompts().count(), 0, "{row:?}"),
        LossKind::Toolchain => {
            let mut names = vec![row.symbol.clone()];
            for cond in prompts().filter_map(|property| property.cond) {
                model.exprs.for_each_symbol(cond, |symbol| names.push(model.name(symbol).to_owned()));
            }
            assert!(names.iter().any(|name| is_asked_of_shell(name)), "{row:?}");
        }
    }
}

#[test]
fn the_rows_are_what_conf_changes_and_each_reason_holds() -> Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(CONFIG);
    let Ok(text) = std::fs::read_to_string(&shared) else {
        eprintln!("skipped: there is no {}", shared.display());
        return Ok(());
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("losses/conf");
    let theirs = run(&reference.conf, &reference.tree, "arm64", "--olddefconfig", Some(&text), &folder)?;
    let (before, after) = (lines(&text), lines(theirs.config()));
    let mut changed: Vec<(&str, &str, Option<&str>)> = Vec::new();
    for (name, asked) in &before {
        let got = after.get(name).copied();
        // A symbol that is not set and one without a line are the same.
        if got != Some(asked) && !(got.is_none() && *asked == "n") {
            changed.push((name, asked, got));
        }
    }
    assert!(changed.len() > 100, "{}", changed.len());

    let bundle = bundle(&reference)?;
    let evaluation = values(&bundle, &text, None)?;
    let unanswered = values(&bundle, &text, Some(NO_PROFILE))?;
    let mut tree = Workspace::open_tree("linux-6.12", Arc::new(bundle)).map_err(|problem| problem.message)?;
    let first = State { arch: "arm64".into(), ..tree.scenario().first.clone() };
    let given = tree.give(&first, CONFIG, &text, GivenAs::Config).map_err(|problem| problem.message)?;
    assert_eq!(tree.config(&given).as_deref(), Ok(theirs.config()));
    let losses = tree.losses(&given).map_err(|problem| problem.message)?;
    assert_eq!(losses.file.as_deref(), Some(CONFIG));
    let mut rows: Vec<(&str, &str, Option<&str>)> =
        losses.rows.iter().map(|row| (&*row.symbol, &*row.asked, row.got.as_deref())).collect();
    rows.sort_unstable();
    assert_eq!(rows, changed);
    let mut kinds = BTreeMap::new();
    for row in &losses.rows {
        check_reason(row, &evaluation, &unanswered.model);
        *kinds.entry(row.kind).or_insert(0) += 1;
    }
    // Reasons of all but one or two kinds occur.
    assert!(kinds.len() >= 5, "{kinds:?}");
    eprintln!("{} rows: {kinds:?}", losses.rows.len());
    let review = tree.review_text(&given, "").map_err(|problem| problem.message)?;
    assert!(review.lines().count() < 40, "{review}");
    assert!(
        review.contains(&format!("Asked for and not got: {} of {} lines of", changed.len(), losses.n_lines)),
        "{review}"
    );
    eprintln!("{review}");
    Ok(())
}
