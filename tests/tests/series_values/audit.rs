//! What `kconfig series --audit` says of a renamed symbol, config by config.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kconfig_tests::Result;
use kconfig_tests::bins::bin;
use kconfig_tests::command::empty_folder;
use kconfig_tests::edits::{Changed, rename_everywhere};
use kconfig_tests::patch_files::{has, unified};
use kconfig_tests::reference::{Reference, reference, run};
use serde_json::Value;

use crate::work::{copy, in_parallel, put};

/// A symbol that many defconfigs set and several Kconfig files name, and its new name.
const NAMES: [&str; 2] = ["KALLSYMS_ALL", "KALLSYMS_WHOLE"];

/// The fewest defconfigs that have to set the symbol.
const FEWEST: usize = 40;

/// How many of them conf is run on for a share.
const SHARE: usize = 12;

/// The arches that read another one's configs too, and that conf is not run on.
const SECOND: [&str; 3] = ["i386", "parisc64", "sparc64"];

/// A defconfig: the folder below arch/ and the name below its configs.
type Config = (String, String);

/// Finds the defconfigs that have a line for a symbol.
fn setting(tree: &Path, symbol: &str) -> Result<BTreeSet<Config>> {
    let starts = [format!("CONFIG_{symbol}="), format!("# CONFIG_{symbol} is not set")];
    let mut found = BTreeSet::new();
    for arch in std::fs::read_dir(tree.join("arch"))? {
        let arch = arch?;
        let configs = arch.path().join("configs");
        let mut open: Vec<PathBuf> = configs.is_dir().then(|| configs.clone()).into_iter().collect();
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    open.push(path);
                    continue;
                }
                let name = path.strip_prefix(&configs)?.display().to_string();
                let text = std::fs::read_to_string(&path)?;
                let sets = |line: &str| starts.iter().any(|start| line.starts_with(start));
                if name.ends_with("defconfig") && text.lines().any(sets) {
                    found.insert((arch.file_name().to_string_lossy().into_owned(), name));
                }
            }
        }
    }
    Ok(found)
}

/// Runs the program on a diff, over all arches.
fn report(reference: &Reference, diff: &str) -> Result<Value> {
    let ours = std::env::var_os("KCONFIG_OUR_KCONFIG");
    let program = ours.map_or_else(|| bin("kconfig"), |path| Ok(path.into()))?;
    let mut command = Command::new(program);
    command.args(["series", "-", "--audit", "--arch", "all", "--format", "json", "--tree"]);
    command.arg(&reference.tree).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    // Tools that remember their answers, as conf is given them.
    if let Some(tools) = std::env::var_os("KCONFIG_PROBE_TOOLS") {
        command.env("PATH", tools);
    }
    let mut child = command.spawn()?;
    child.stdin.take().ok_or("no input")?.write_all(diff.as_bytes())?;
    let output = child.wait_with_output()?;
    assert_eq!(output.status.code(), Some(0));
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// What the program says of the renamed symbol: by arch and config, the value before.
fn said(report: &Value) -> Result<BTreeMap<(String, String), Option<String>>> {
    let list = |value: &Value| value.as_array().cloned().ok_or("no list");
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let mut said = BTreeMap::new();
    for audit in list(&report["patches"][0]["audit"])? {
        let arch = text(&audit["arch"]).ok_or("no arch")?;
        for config in list(&audit["configs"])? {
            let gone = list(&config["gone"])?;
            let Some(line) = gone.iter().find(|line| line["symbol"] == NAMES[0]) else { continue };
            assert_eq!(line["after"], Value::Null, "{arch} {config}");
            let name = text(&config["config"]).ok_or("no name")?;
            said.insert((arch.clone(), name), text(&line["before"]));
        }
    }
    Ok(said)
}

/// What .config says of a symbol, as the program writes it.
fn value(config: &str, symbol: &str) -> Option<String> {
    let unset = format!("# CONFIG_{symbol} is not set");
    let set = format!("CONFIG_{symbol}=");
    config.lines().find_map(|line| match line.strip_prefix(&set) {
        Some(value) => Some(value.to_owned()),
        None => (line == unset).then(|| "n".to_owned()),
    })
}

/// Makes a diff of what differs of a tree.
fn diff(tree: &Path, changed: &Changed, folder: &Path) -> Result<String> {
    let mut diff = String::new();
    for (path, text) in changed {
        let old = std::fs::read_to_string(tree.join(path))?;
        diff.push_str(&unified(folder, path, [Some(&old), text.as_deref()])?);
    }
    Ok(diff)
}

/// A symbol that many defconfigs set has another name: each of them is named, and
/// conf loses the line of each.
#[test]
fn an_audit_names_each_config_that_a_rename_breaks() -> Result<()> {
    let Some(reference) = reference().filter(|_| has("diff")) else { return Ok(()) };
    let is_everything = std::env::var_os("KCONFIG_EVERYTHING").is_some();
    let name = if is_everything { "series-audit-full" } else { "series-audit" };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    empty_folder(&folder)?;
    let changed = rename_everywhere(&reference.tree, NAMES)?;
    assert!(changed.len() > 1, "only one file names {}", NAMES[0]);
    let setting = setting(&reference.tree, NAMES[0])?;
    assert!(setting.len() >= FEWEST, "only {} defconfigs set {}", setting.len(), NAMES[0]);
    let report = report(&reference, &diff(&reference.tree, &changed, &folder)?)?;
    let said = said(&report)?;
    let folder_of = |arch: &str| match arch {
        "i386" | "x86_64" => "x86".to_owned(),
        "parisc64" => "parisc".to_owned(),
        "sparc64" => "sparc".to_owned(),
        other => other.to_owned(),
    };
    let named: BTreeSet<Config> =
        said.keys().map(|(arch, config)| (folder_of(arch), config.clone())).collect();
    assert_eq!(named, setting);
    let audits = report["patches"][0]["audit"].as_array().ok_or("no audit")?;
    assert!(audits.iter().all(|audit| audit["renamed"][0]["after"] == NAMES[1] || audit["renamed"] == Value::Array(vec![])));
    // Each with the kernel's conf, on the tree before and after.
    let after = folder.join("tree");
    copy(&reference.tree, &after)?;
    put(&after, &changed, None)?;
    let all: Vec<_> = said.iter().filter(|((arch, _), _)| !SECOND.contains(&arch.as_str())).collect();
    assert_eq!(all.len(), setting.len(), "a config is confirmed on no arch");
    let every = if is_everything { 1 } else { all.len().div_ceil(SHARE) };
    let confirmed: Vec<_> = all.iter().step_by(every).collect();
    let conf = |tree: &Path, worker: usize, (arch, config): &Config| -> Result<Option<String>> {
        let file = tree.join("arch").join(folder_of(arch)).join("configs").join(config);
        let mode = format!("--defconfig={}", file.display());
        let run = run(&reference.conf, tree, arch, &mode, None, &folder.join(format!("conf-{worker}")))?;
        assert_eq!(run.status, Some(0), "{arch} {config}: {}", run.stderr);
        Ok(value(run.config(), NAMES[0]))
    };
    let kept = in_parallel(&confirmed, |worker, (config, before)| {
        assert_eq!(conf(&reference.tree, worker, config)?, **before, "{config:?}");
        assert_eq!(conf(&after, worker, config)?, None, "{config:?}");
        Ok(before.is_some())
    })?;
    let n_lines = kept.iter().filter(|it| **it).count();
    eprintln!(
        "{} defconfigs of {} arches named, {} confirmed by conf, {n_lines} with a line before",
        setting.len(),
        audits.len(),
        kept.len()
    );
    assert!(2 * n_lines > kept.len(), "most have no line to lose");
    Ok(())
}
