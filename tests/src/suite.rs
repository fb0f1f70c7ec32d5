//! The Markdown cases of tests/suite: the specification, read.
//!
//! A heading of the second level starts a case. Its fenced blocks say, by
//! their first word:
//! - `kconfig`: the tree; `#- path` starts another file
//! - `tree`: the same, where patches follow
//! - `patch`: a patch, or several; the blocks in their order are a series
//! - `effect`: what the series changes on x86_64; `effect 2` what its second patch
//!   does, `effect x86_64 arm64` what it does on these arches
//! - `semantics`: the version of the kernel whose rules hold, if not 6.12
//! - `user`: the user's values, lines of a .config
//! - `values`: `NAME=value` of symbols, `NAME` alone for one not written
//! - `config`: the whole .config
//! - `why NAME`, `why-not NAME`: an explanation, two spaces a level
//! - `origin`: `NAME: where its value is from`
//! - `diagnostics`: all of them, as rendered
//! - `conf`: all that conf prints of the tree and the values
//!
//! With UPDATE_SUITE=1 the blocks that are results are written anew.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use kconfig::sweep::{ArchEffect, text};
use kconfig::tree::{
    Evaluation, Line, Model, ParseCache, Preset, RecordedHost, Semantics, Severity, Transcript, UserValues,
    Vfs, conf_text, evaluate, fixture, load_as, origin_text, read, render, transcript, why, why_not, write,
};

use crate::Result;
use crate::effects::{Base, Loaded, effects, trees};

/// The arch of a case that names none.
const X86_64: &str = "x86_64";

/// A case.
#[derive(Clone, Debug)]
pub struct Case {
    /// The file it stands in.
    pub file: PathBuf,
    /// Its heading.
    pub title: String,
    /// Its blocks: the words after the fence, and the text.
    pub blocks: Vec<(String, String)>,
}

/// The folder of the suite.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("suite")
}

/// Reads all cases, file by file.
pub fn cases() -> Result<Vec<Case>> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder())?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file)?;
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if let Some(title) = line.strip_prefix("## ") {
                cases.push(Case { file: file.clone(), title: title.to_owned(), blocks: Vec::new() });
            } else if let (Some(info), Some(case)) = (line.strip_prefix("```"), cases.last_mut()) {
                let body: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
                let body = body.iter().map(|line| format!("{line}\n")).collect();
                case.blocks.push((info.trim().to_owned(), body));
            }
        }
    }
    Ok(cases)
}

/// What an `effect` block speaks of.
#[derive(Clone, Debug)]
pub struct EffectBlock {
    /// The patch alone, from 1; `None` is the whole series.
    pub patch: Option<usize>,
    /// The arches.
    pub arches: Vec<String>,
}

impl EffectBlock {
    fn parse(info: &str) -> Option<Self> {
        let mut words = info.strip_prefix("effect")?.split_whitespace().peekable();
        let patch = words.next_if(|word| word.parse::<usize>().is_ok()).and_then(|word| word.parse().ok());
        let mut arches: Vec<String> = words.map(str::to_owned).collect();
        if arches.is_empty() {
            arches.push(X86_64.to_owned());
        }
        Some(Self { patch, arches })
    }

    /// Takes the trees before and after out of those of a series.
    pub fn pair(&self, trees: &[Vfs]) -> Result<[Vfs; 2]> {
        let (from, to) = self.patch.map_or((0, trees.len() - 1), |n| (n.saturating_sub(1), n));
        match (trees.get(from), trees.get(to)) {
            (Some(before), Some(after)) if from < to => Ok([before.clone(), after.clone()]),
            _ => Err(format!("the series has {} patches", trees.len() - 1).into()),
        }
    }
}

impl Case {
    fn block(&self, name: &str) -> Option<&str> {
        self.blocks.iter().find(|(info, _)| info == name).map(|(_, body)| &**body)
    }

    /// The tree.
    pub fn tree(&self) -> Vfs {
        fixture(self.block("kconfig").or(self.block("tree")).unwrap_or(""))
    }

    /// The trees before and after each patch of the series.
    pub fn trees(&self) -> Result<Vec<Vfs>> {
        let patches = self.blocks.iter().filter(|(info, _)| info == "patch");
        let patches: Vec<&str> = patches.map(|(_, body)| body.as_str()).collect();
        trees(self.tree(), &patches)
    }

    /// The arches and the place in the series of each `effect` block.
    pub fn effects(&self) -> impl Iterator<Item = EffectBlock> {
        self.blocks.iter().filter_map(|(info, _)| EffectBlock::parse(info))
    }

    /// The base configs that effects are shown for.
    pub fn bases(&self) -> Vec<Base> {
        let mut bases = vec![Base::Preset(Preset::AllDef), Base::Preset(Preset::AllYes)];
        let user = self.block("user").map(|text| Base::File(".config".to_owned(), text.into()));
        bases.extend(user);
        bases
    }

    /// Compares the trees of an `effect` block.
    pub fn effect(&self, block: &EffectBlock) -> Result<Vec<ArchEffect>> {
        let (bases, pair) = (self.bases(), block.pair(&self.trees()?)?);
        let load = |tree: &Vfs| -> Vec<(&str, Loaded)> {
            let one = |arch: &str| Loaded::new(self.semantics(), tree, &Self::host(arch), &bases);
            block.arches.iter().map(|arch| (arch.as_str(), one(arch))).collect()
        };
        Ok(effects(&load(&pair[0]), &load(&pair[1])))
    }

    /// The user's values as the text of a .config.
    pub fn seed(&self) -> String {
        self.block("user").unwrap_or("").to_owned()
    }

    /// The .config that is expected.
    pub fn config(&self) -> Option<&str> {
        self.block("config")
    }

    /// A name for files.
    pub fn slug(&self) -> String {
        self.title
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
            .collect()
    }

    /// The version of the kernel whose rules hold, where it is not 6.12.
    pub fn version(&self) -> Option<&str> {
        self.block("semantics").map(str::trim)
    }

    /// Tells whether conf stops at this tree.
    pub fn has_errors(&self) -> bool {
        self.model().diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    fn semantics(&self) -> Semantics {
        self.version().and_then(Semantics::from_version).unwrap_or_default()
    }

    fn host(arch: &str) -> RecordedHost {
        let srcarch = if arch == "x86_64" { "x86" } else { arch };
        let env = [("ARCH", arch), ("SRCARCH", srcarch), ("KERNELVERSION", "6.12")];
        let env = env.map(|(name, value)| (name.to_owned(), value.to_owned()));
        RecordedHost { env: env.into(), shell: Default::default() }
    }

    fn model(&self) -> Model {
        load_as(self.semantics(), &self.tree(), &Self::host(X86_64), "Kconfig", &mut ParseCache::default())
    }

    /// What conf says until it has values.
    fn said_of_tree(&self, model: &Model) -> (String, bool) {
        let Transcript { said, is_refused } =
            transcript(self.semantics(), &self.tree(), &Self::host(X86_64), "Kconfig");
        let mut text: String = said.iter().map(|said| String::from_utf8_lossy(&said.text)).collect();
        if !is_refused {
            let whole = &model.diagnostics[model.n_parse_diagnostics..];
            text.extend(whole.iter().map(|diagnostic| conf_text(diagnostic, model)));
        }
        (text, is_refused)
    }

    /// Evaluates the case and gives each result block anew.
    pub fn results(&self) -> HashMap<String, String> {
        let model = Arc::new(self.model());
        let mut user = UserValues::new();
        let report = read(&model, &mut user, &self.seed(), ".config", "CONFIG_");
        let evaluation = evaluate(model.clone(), user);
        let mut results = HashMap::new();
        for (info, body) in &self.blocks {
            let result = match info.split_once(' ').unwrap_or((info, "")) {
                ("kconfig" | "tree" | "patch" | "user" | "semantics", _) => continue,
                ("values", _) => values(&evaluation, body),
                ("config", _) => write(&evaluation, "CONFIG_"),
                ("why", name) => explanation(&evaluation, name, why),
                ("why-not", name) => explanation(&evaluation, name, why_not),
                ("origin", _) => origins(&evaluation, body),
                ("diagnostics", _) => {
                    let found = model.diagnostics.iter().chain(&evaluation.diagnostics);
                    found.map(|diagnostic| render(diagnostic, &*model)).collect()
                }
                ("conf", _) => {
                    let (mut text, is_refused) = self.said_of_tree(&model);
                    if !is_refused {
                        let found = report.diagnostics.iter().chain(&evaluation.diagnostics);
                        text.extend(found.map(|diagnostic| conf_text(diagnostic, &model)));
                    }
                    text
                }
                ("effect", _) => {
                    let block = EffectBlock::parse(info).ok_or("no effect block".into());
                    let found = block.and_then(|block| self.effect(&block));
                    found.map_or_else(|error| format!("{error}\n"), |effects| text(&effects))
                }
                (other, _) => format!("there is no block `{other}`\n"),
            };
            results.insert(info.clone(), result);
        }
        results
    }
}

/// The names of a block, with what they have now.
fn names(body: &str) -> impl Iterator<Item = &str> {
    body.lines().filter_map(|line| line.split(['=', ':']).next()).filter(|name| !name.is_empty())
}

fn values(evaluation: &Evaluation, body: &str) -> String {
    let mut out = String::new();
    for name in names(body) {
        let _ = match evaluation.model.find(name) {
            None => writeln!(out, "{name} is no symbol"),
            Some(symbol) if !evaluation.value(symbol).write => writeln!(out, "{name}"),
            Some(symbol) => writeln!(out, "{name}={}", evaluation.text(symbol)),
        };
    }
    out
}

fn origins(evaluation: &Evaluation, body: &str) -> String {
    let mut out = String::new();
    for name in names(body) {
        if let Some(symbol) = evaluation.model.find(name) {
            let _ = writeln!(out, "{name}: {}", origin_text(evaluation, symbol));
        }
    }
    out
}

fn explanation(
    evaluation: &Evaluation,
    name: &str,
    explain: fn(&Evaluation, kconfig::tree::SymbolId) -> Vec<Line>,
) -> String {
    let Some(symbol) = evaluation.model.find(name) else { return format!("{name} is no symbol\n") };
    let lines = explain(evaluation, symbol);
    lines.iter().map(|line| format!("{}{}\n", "  ".repeat(line.depth as usize), line.text)).collect()
}

/// Writes result blocks into the file of a case.
pub fn update(case: &Case, results: &HashMap<String, String>) -> Result<()> {
    let text = std::fs::read_to_string(&case.file)?;
    let mut out = String::new();
    let mut is_here = false;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let _ = writeln!(out, "{line}");
        if let Some(title) = line.strip_prefix("## ") {
            is_here = title == case.title;
        } else if let Some(info) = line.strip_prefix("```") {
            let body: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            match results.get(info.trim()).filter(|_| is_here) {
                Some(result) => out.push_str(result),
                None => out.extend(body.iter().map(|line| format!("{line}\n"))),
            }
            out.push_str("```\n");
        }
    }
    std::fs::write(&case.file, out)?;
    Ok(())
}
