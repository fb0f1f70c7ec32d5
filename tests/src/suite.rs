//! The Markdown cases of tests/suite: the specification, read.
//!
//! A heading of the second level starts a case. Its fenced blocks say, by
//! their first word:
//! - `kconfig`: the tree; `#- path` starts another file
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

use kconfig::tree::{
    Evaluation, Line, Model, ParseCache, RecordedHost, Semantics, Severity, Transcript, UserValues, Vfs,
    conf_text, evaluate, fixture, load_as, origin_text, read, render, transcript, why, why_not, write,
};

use crate::Result;

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

impl Case {
    fn block(&self, name: &str) -> Option<&str> {
        self.blocks.iter().find(|(info, _)| info == name).map(|(_, body)| &**body)
    }

    /// The tree.
    pub fn tree(&self) -> Vfs {
        fixture(self.block("kconfig").unwrap_or(""))
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

    fn host() -> RecordedHost {
        let env = [("ARCH", "x86_64"), ("SRCARCH", "x86"), ("KERNELVERSION", "6.12")];
        let env = env.map(|(name, value)| (name.to_owned(), value.to_owned()));
        RecordedHost { env: env.into(), shell: Default::default() }
    }

    fn model(&self) -> Model {
        load_as(self.semantics(), &self.tree(), &Self::host(), "Kconfig", &mut ParseCache::default())
    }

    /// What conf says until it has values.
    fn said_of_tree(&self, model: &Model) -> (String, bool) {
        let Transcript { said, is_refused } =
            transcript(self.semantics(), &self.tree(), &Self::host(), "Kconfig");
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
                ("kconfig" | "user" | "semantics", _) => continue,
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
