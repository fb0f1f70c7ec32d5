//! `kconfig scenario`: a series on its arches, as text.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::process::ExitCode;

use kconfig::Workspace;
use kconfig::view::{Ask, ClaimView, ConfigAsk, Problem, Selection, State, StateView, Verdict, WhyLine};
use lexopt::prelude::*;

use crate::eval::parse_set;

#[derive(Default)]
struct Options {
    name: String,
    arch: Option<String>,
    selection: Option<Selection>,
    start: Option<String>,
    claim: Option<String>,
    set: Vec<(String, String)>,
    base: Option<String>,
    carried: bool,
    focus: Option<String>,
    each_step: bool,
}

pub(crate) fn run(args: impl Iterator<Item = OsString>) -> Result<ExitCode, String> {
    let options = parse_args(args).map_err(|error| error.to_string())?;
    if options.name.is_empty() {
        for scenario in kconfig_scenarios::scenarios() {
            println!("{}", scenario.name);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut workspace = open(&options.name)?;
    let mut failed = false;
    let states = states(&workspace, &options)?;
    if let Some(state) = states.first() {
        let verdict = workspace.verdict(state).map_err(|problem| problem_text(&problem))?;
        println!("{}\n", verdict.sentence());
    }
    if options.each_step {
        for arch in arches(&workspace, &options, None)? {
            failed |= each_step(&mut workspace, &arch);
        }
    } else {
        // The menu's part of the .config is printed whole.
        let ask = Ask { config: ConfigAsk { is_whole: false, first: 0, count: u32::MAX }, ..Ask::default() };
        for state in states {
            let view = workspace.view(&state, &ask).map_err(|problem| problem_text(&problem))?;
            print!("{}", report(&workspace, &view, &options));
            failed |= view.claims.iter().any(|claim| claim.verdict == Verdict::Fail);
        }
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Opens a scenario that is built in.
pub(crate) fn open(name: &str) -> Result<Workspace, String> {
    let Some(scenario) = kconfig_scenarios::scenario(name) else {
        let names: Vec<&str> = kconfig_scenarios::scenarios().iter().map(|scenario| scenario.name).collect();
        return Err(format!("there is no scenario `{name}`; there is {}", names.join(", ")));
    };
    Workspace::open(scenario.name, scenario.files).map_err(|problem| problem_text(&problem))
}

/// A problem as lines.
pub(crate) fn problem_text(problem: &Problem) -> String {
    let mut text = problem.message.clone();
    for line in &problem.details {
        let _ = write!(text, "\n  {line}");
    }
    if !problem.help.is_empty() {
        let _ = write!(text, "\n{}", problem.help);
    }
    text
}

fn parse_args(args: impl Iterator<Item = OsString>) -> Result<Options, lexopt::Error> {
    let mut options = Options::default();
    let mut parser = lexopt::Parser::from_args(args);
    while let Some(arg) = parser.next()? {
        match arg {
            Long("arch") => options.arch = Some(parser.value()?.string()?),
            Long("step") => {
                let step = parser.value()?.string()?;
                options.selection = Some(match &*step {
                    "base" | "0" => Selection::Base,
                    "after" => Selection::After,
                    _ => Selection::UpTo(step),
                });
            }
            Long("patches") => {
                let ids = parser.value()?.string()?;
                let ids = ids.split(',').filter(|id| !id.is_empty()).map(str::to_owned);
                options.selection = Some(Selection::Only(ids.collect()));
            }
            Long("start") => options.start = Some(parser.value()?.string()?),
            Long("claim") => options.claim = Some(parser.value()?.string()?),
            Long("set") => options.set.append(&mut parse_set(&parser.value()?.string()?)?),
            Long("base") => options.base = Some(parser.value()?.string()?),
            Long("carried") => options.carried = true,
            Long("focus") => options.focus = Some(parser.value()?.string()?),
            Long("each-step") => options.each_step = true,
            Value(name) if options.name.is_empty() => options.name = name.string()?,
            other => return Err(other.unexpected()),
        }
    }
    Ok(options)
}

/// The arches to look at: the one asked for, those of a starting point, or all.
fn arches(workspace: &Workspace, options: &Options, start: Option<&[State]>) -> Result<Vec<String>, String> {
    let all: Vec<String> = match start {
        Some(states) => states.iter().map(|state| state.arch.clone()).collect(),
        None => workspace.scenario().arches.iter().map(|arch| arch.name.clone()).collect(),
    };
    match &options.arch {
        None => Ok(all),
        Some(arch) if all.contains(arch) => Ok(vec![arch.clone()]),
        Some(arch) => Err(format!("--arch {arch}: expected one of {}", all.join(", "))),
    }
}

fn states(workspace: &Workspace, options: &Options) -> Result<Vec<State>, String> {
    let scenario = workspace.scenario();
    let start = match &options.start {
        None => None,
        Some(id) => Some(scenario.starts.iter().find(|start| start.id == *id).ok_or_else(|| {
            let ids: Vec<&str> = scenario.starts.iter().map(|start| &*start.id).collect();
            format!("--start {id}: expected one of {}", ids.join(", "))
        })?),
    };
    let mut states = Vec::new();
    for arch in arches(workspace, options, start.map(|start| &*start.states))? {
        let from_start = start.and_then(|start| start.states.iter().find(|state| state.arch == arch));
        let mut state = from_start.unwrap_or(&scenario.first).clone();
        state.arch = arch;
        if let Some(claim) = &options.claim {
            let case = workspace.case_values(claim, &state.arch).map_err(|problem| problem_text(&problem))?;
            state.values.extend(case);
        }
        if let Some(selection) = &options.selection {
            state.selection = selection.clone();
        }
        if let Some(base) = &options.base {
            state.base = base.clone();
        }
        state.carried |= options.carried;
        state.focus = options.focus.clone();
        state.values.extend(options.set.iter().cloned());
        states.push(state);
    }
    Ok(states)
}

/// Prints one line for each step; tells whether a claim fails.
fn each_step(workspace: &mut Workspace, arch: &str) -> bool {
    let mut failed = false;
    println!("{arch}");
    for cell in workspace.steps(arch).cells {
        let list = |ids: &[String]| if ids.is_empty() { "-".to_owned() } else { ids.join(" ") };
        println!(
            "  {:<5} {} pass; fail: {}; known: {}; new warnings: {}; missing references: {}",
            cell.step,
            cell.n_pass,
            list(&cell.fail),
            list(&cell.known),
            cell.n_new_warnings,
            cell.missing.len(),
        );
        for missing in &cell.missing {
            println!("        {missing}");
        }
        failed |= !cell.fail.is_empty();
    }
    failed
}

fn report(workspace: &Workspace, view: &StateView, options: &Options) -> String {
    let mut out = String::new();
    let values: Vec<String> =
        view.state.values.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let with = if values.is_empty() { String::new() } else { format!(", {}", values.join(" ")) };
    let _ = writeln!(out, "{}, {}{with}", view.state.arch, step_text(view));
    let _ = writeln!(out, "  Claims");
    for claim in &view.claims {
        push_claim(&mut out, claim);
    }
    let _ = writeln!(out, "  Link check: {}", view.link_check.summary);
    for missing in &view.link_check.missing {
        let _ = writeln!(out, "    {}\n      {}", missing.text, missing.detail);
    }
    for problem in &view.link_check.problems {
        let _ = writeln!(out, "    {problem}");
    }
    if !view.warnings.is_empty() {
        let _ = writeln!(out, "  Warnings");
    }
    for warning in &view.warnings {
        let new = if warning.is_new { "new: " } else { "" };
        let place = if warning.place.is_empty() { String::new() } else { format!("{}: ", warning.place) };
        let _ = writeln!(out, "    {new}{place}{}", warning.text);
        if !warning.help.is_empty() {
            let _ = writeln!(out, "      {}", warning.help);
        }
    }
    if options.start.is_some() || !options.set.is_empty() {
        let _ = writeln!(out, "  In \"{}\"", workspace.scenario().menu);
        for line in view.config.text.lines() {
            let _ = writeln!(out, "    {line}");
        }
        let _ = writeln!(out, "  Difference against base");
        for row in &view.difference {
            let show = |value: &Option<String>| value.clone().unwrap_or_else(|| "not there".into());
            let _ = writeln!(
                out,
                "    {}: {} -> {} ({})",
                row.symbol,
                show(&row.before),
                show(&row.after),
                row.origin
            );
        }
    }
    if let Some(name) = &options.focus {
        push_symbol(&mut out, view, name);
    }
    out.push('\n');
    out
}

fn step_text(view: &StateView) -> String {
    match &view.state.selection {
        Selection::Base => "base, no patch applied".into(),
        Selection::After => format!("after all {} patches", view.applied.len()),
        Selection::UpTo(id) => format!("after patch {id}"),
        Selection::Only(ids) => format!("only patches {}", ids.join(", ")),
    }
}

fn push_claim(out: &mut String, claim: &ClaimView) {
    let _ = writeln!(out, "    {}", claim.text);
    for (symbol, expected, actual) in &claim.differing {
        let _ = writeln!(out, "      {symbol}: expected {expected}, is {actual}");
    }
    if !claim.reason.is_empty() {
        let _ = writeln!(out, "      {}", claim.reason);
    }
    for missing in &claim.missing {
        let _ = writeln!(out, "      its build does not link: {missing}");
    }
}

fn push_symbol(out: &mut String, view: &StateView, name: &str) {
    let Some(symbol) = &view.symbol else {
        let _ = writeln!(out, "  {name} is defined nowhere on this arch");
        return;
    };
    let _ = writeln!(out, "  {} = {} ({})", symbol.name, symbol.value, symbol.origin);
    let push_lines = |out: &mut String, title: &str, lines: &[WhyLine]| {
        if !lines.is_empty() {
            let _ = writeln!(out, "    {title}");
        }
        for line in lines {
            let indent = "  ".repeat(line.depth as usize + 3);
            let place = if line.place.is_empty() { String::new() } else { format!(" ({})", line.place) };
            let _ = writeln!(out, "{indent}{}{place}", line.text);
        }
    };
    push_lines(out, "Why", &symbol.why);
    push_lines(out, "Why not", &symbol.why_not);
}
