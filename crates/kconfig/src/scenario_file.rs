//! `scenario.toml` and what lies beside it, decoded into plain structs.

use std::fmt;
use std::ops::Range;

use kconfig_series::{
    Diagram, Edge, KnownFailure, Region, Relation, Scenario, ScenarioArch, ScenarioPatch, Series,
    SeriesPatch, Start, StepName, parse_mbox,
};
use kconfig_vfs::Vfs;
use toml::Spanned;

pub(crate) mod fields;
mod raw;
pub(crate) mod raw_claims;
pub(crate) mod read_claims;

use fields::Text;
use raw::{Raw, RawEdge, RawStart};
use raw_claims::RawCase;
use read_claims::Source;

/// A scenario with its base tree and its patches, ready to be evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadedScenario {
    /// What `scenario.toml` says.
    pub scenario: Scenario,
    /// The tree below `tree/` and the patches, in the order of the file.
    pub series: Series,
}

/// What is wrong with a scenario or a claims file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioError {
    /// The file: of a scenario, its path below the folder.
    pub file: String,
    /// The line, from 1; 0 where there is none.
    pub line: u32,
    /// The key, such as `claim.case.set`; "" where the format itself is broken.
    pub key: String,
    /// What is wrong with it, as a phrase.
    pub message: String,
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if !self.key.is_empty() {
            write!(f, ": {}", self.key)?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for ScenarioError {}

const FILE: &str = "scenario.toml";

/// Decodes a scenario from its files: paths below its folder, with `/`.
///
/// # Errors
/// The first thing that is wrong: a file that is missing, a key that is unknown
/// or has a value of the wrong form, a name that refers to nothing, a patch
/// that cannot be read. Whether the patches go on is not looked at.
pub fn load_scenario<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<LoadedScenario, ScenarioError> {
    let files: Vfs = files.into_iter().collect();
    let missing = |file: &str, line, key: &str| ScenarioError {
        file: file.to_owned(),
        line,
        key: key.to_owned(),
        message: "no such file".to_owned(),
    };
    let text = files.get(FILE).ok_or_else(|| missing(FILE, 0, ""))?;
    let scenario = parse_scenario(text)?;
    let mut series = Series::default();
    for (path, text) in files.iter() {
        if let Some(path) = path.strip_prefix("tree/") {
            series.base.insert(path, text.clone());
        }
    }
    if series.base.get(&scenario.root).is_none() {
        return Err(missing(&format!("tree/{}", scenario.root), 0, "root"));
    }
    for patch in &scenario.patches {
        let text = files.get(&patch.file).ok_or_else(|| missing(&patch.file, 0, "patch.file"))?;
        let (patches, problems) = parse_mbox(text);
        let wrong = |line, message: String| ScenarioError {
            file: patch.file.clone(),
            line,
            key: String::new(),
            message,
        };
        if let Some(problem) = problems.into_iter().next() {
            return Err(wrong(problem.line, problem.message));
        }
        let Ok([parsed]) = <[_; 1]>::try_from(patches) else {
            return Err(wrong(0, "expected one patch".to_owned()));
        };
        series.patches.push(SeriesPatch {
            id: patch.id.clone(),
            replaces: patch.replaces.clone(),
            patch: parsed,
        });
    }
    Ok(LoadedScenario { scenario, series })
}

/// Decodes the text of a `scenario.toml`.
///
/// # Errors
/// As [`load_scenario`], as far as the one file tells.
pub fn parse_scenario(text: &str) -> Result<Scenario, ScenarioError> {
    let source = Source { file: FILE, text };
    let raw = Raw::parse(text).map_err(|wrong| source.wrong(wrong))?;
    Reader { source }.scenario(raw)
}

/// Turns what was read into the plain structs, and checks what it refers to.
struct Reader<'a> {
    source: Source<'a>,
}

pub(crate) type Checked<T> = Result<T, ScenarioError>;

impl Reader<'_> {
    fn error(&self, key: &str, span: &Range<usize>, message: impl Into<String>) -> ScenarioError {
        self.source.error(key, span, message)
    }

    fn scenario(&self, raw: Raw) -> Checked<Scenario> {
        let mut scenario = Scenario {
            name: raw.name,
            title: raw.title,
            description: raw.description.trim().to_owned(),
            author: raw.author,
            date: raw.date,
            cover_letter: raw.cover_letter,
            version: raw.version,
            menu: raw.menu,
            root: raw.root,
            semantics: raw.semantics,
            base_config: raw.base_config,
            ..Scenario::default()
        };
        for arch in raw.arch {
            let start = self.source.assignments("arch.start", &arch.start)?;
            let raw::RawArch { name, srcarch, counted, .. } = arch;
            scenario.arches.push(ScenarioArch { name, srcarch, counted, start });
        }
        for patch in raw.patch {
            self.source.unique("patch.id", &patch.id, scenario.patches.iter().map(|patch| &patch.id))?;
            if let Some(replaced) = &patch.replaces {
                self.patch("patch.replaces", replaced, &scenario)?;
            }
            scenario.patches.push(ScenarioPatch {
                id: patch.id.into_inner(),
                replaces: patch.replaces.map(Spanned::into_inner),
                file: patch.file,
                short: patch.short,
                subject: patch.subject,
            });
        }
        for claim in raw.claim {
            for case in &claim.case {
                self.case(case, &scenario)?;
            }
            let claim = self.source.claim(claim, &scenario.claims)?;
            scenario.claims.push(claim);
        }
        for known in raw.known_failure {
            self.arch("known_failure.arch", &known.arch, &scenario)?;
            self.patch("known_failure.from", &known.from, &scenario)?;
            for claim in &known.claims {
                self.claim("known_failure.claims", claim, &scenario)?;
            }
            scenario.known_failures.push(KnownFailure {
                arch: known.arch.into_inner(),
                claims: known.claims.into_iter().map(Spanned::into_inner).collect(),
                from: known.from.into_inner(),
                reason: known.reason,
                found: known.found,
            });
        }
        for diagram in raw.diagram {
            let edges = diagram.edges.into_iter().map(|edge| self.edge(edge)).collect::<Checked<_>>()?;
            scenario.diagrams.push(Diagram { id: diagram.id, title: diagram.title, edges });
        }
        for start in raw.start {
            self.source.unique("start.id", &start.id, scenario.starts.iter().map(|start| &start.id))?;
            let start = self.start(start, &scenario)?;
            scenario.starts.push(start);
        }
        Ok(scenario)
    }

    /// Checks what a case of a scenario has to name, and what it must not: the
    /// scenario has one base config and one menu, and its claims hold at any step.
    fn case(&self, case: &RawCase, scenario: &Scenario) -> Checked<()> {
        let Some(arches) = &case.arches else {
            return Err(self.error("claim.case", &case.span, "missing field `arches`"));
        };
        for name in arches {
            self.arch("claim.case.arches", name, scenario)?;
        }
        let first = |list: &Option<Vec<Text>>| list.as_ref().map(|list| list.first().map(Spanned::span));
        let text = |text: &Option<Text>| text.as_ref().map(|text| Some(text.span()));
        let of_files = [
            ("except", first(&case.except)),
            ("base", first(&case.base)),
            ("step", text(&case.step)),
            ("patches", first(&case.patches)),
            ("menu", text(&case.menu)),
        ];
        match of_files.into_iter().find_map(|(key, span)| span.map(|span| (key, span))) {
            Some((key, span)) => {
                let message = format!("`{key}` is for claims files: leave the key out of a scenario");
                Err(self.error("claim.case", &span.unwrap_or(case.span.clone()), message))
            }
            None => Ok(()),
        }
    }

    fn edge(&self, edge: RawEdge) -> Checked<Edge> {
        let relation = match edge.relation.get_ref().as_str() {
            "select" => Relation::Select,
            "depend" => Relation::Depend,
            other => {
                let message = format!("expected `select` or `depend`, found `{other}`");
                return Err(self.error("diagram.edges.relation", &edge.relation.span(), message));
            }
        };
        Ok(Edge { left: edge.left, right: edge.right, relation })
    }

    fn start(&self, raw: RawStart, scenario: &Scenario) -> Checked<Start> {
        let step = match (&raw.step, raw.patches) {
            (Some(step), None) => self.step("start.step", step, scenario)?,
            (None, Some(patches)) => {
                for patch in &patches {
                    self.patch("start.patches", patch, scenario)?;
                }
                StepName::Only(patches.into_iter().map(Spanned::into_inner).collect())
            }
            _ => return Err(self.error("start", &raw.id.span(), "expected either `step` or `patches`")),
        };
        let compare = raw.compare.map(|step| self.step("start.compare", &step, scenario)).transpose()?;
        let regions = raw.regions.iter().map(|region| {
            let message = || format!("no region `{}`", region.get_ref());
            Region::parse(region.get_ref())
                .ok_or_else(|| self.error("start.regions", &region.span(), message()))
        });
        let regions = regions.collect::<Checked<_>>()?;
        let values = self.source.assignments("start.values", &raw.values)?;
        let arches = self.arches("start.arches", raw.arches, scenario)?;
        if let Some(id) = &raw.claim {
            self.claim("start.claim", id, scenario)?;
            let spoken = |arch: &&String| scenario.case_values(id.get_ref(), arch).is_none();
            if let Some(arch) = arches.iter().find(spoken) {
                let message = format!("claim `{}` does not speak of {arch}", id.get_ref());
                return Err(self.error("start.claim", &id.span(), message));
            }
        }
        Ok(Start {
            id: raw.id.into_inner(),
            group: raw.group,
            title: raw.title,
            arches,
            step,
            compare,
            claim: raw.claim.map(Spanned::into_inner),
            values,
            regions,
            text: raw.text,
            missing: raw.missing,
        })
    }

    fn arches(&self, key: &str, names: Vec<Text>, scenario: &Scenario) -> Checked<Vec<String>> {
        for name in &names {
            self.arch(key, name, scenario)?;
        }
        Ok(names.into_iter().map(Spanned::into_inner).collect())
    }

    fn step(&self, key: &str, text: &Text, scenario: &Scenario) -> Checked<StepName> {
        let step = StepName::parse(text.get_ref());
        if matches!(step, StepName::UpTo(_)) {
            self.patch(key, text, scenario)?;
        }
        Ok(step)
    }

    fn arch(&self, key: &str, name: &Text, scenario: &Scenario) -> Checked<()> {
        self.known(key, "arch", name, scenario.arch(name.get_ref()).is_some())
    }

    fn claim(&self, key: &str, id: &Text, scenario: &Scenario) -> Checked<()> {
        self.known(key, "claim", id, scenario.claim(id.get_ref()).is_some())
    }

    fn patch(&self, key: &str, id: &Text, scenario: &Scenario) -> Checked<()> {
        self.known(key, "patch", id, scenario.patches.iter().any(|patch| patch.id == *id.get_ref()))
    }

    fn known(&self, key: &str, what: &str, name: &Text, is_known: bool) -> Checked<()> {
        match is_known {
            true => Ok(()),
            false => Err(self.error(key, &name.span(), format!("no {what} `{}`", name.get_ref()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"name = "s"
title = "t"
description = "d"
author = "a"
date = "2024-01-24"
cover_letter = "1@example.org"
version = "v1"
menu = "M"
root = "Kconfig"
semantics = "6.12"
base_config = "alldefconfig"
[[arch]]
name = "x86_64"
srcarch = "x86"
counted = true
start = ["SMP=y"]
[[patch]]
id = "1"
file = "patches/1.patch"
short = "one"
subject = "one"
[[claim]]
id = "1"
title = "t"
text = "t"
[[claim.case]]
arches = ["x86_64"]
set = ["A=y"]
exactly = ["A=y", "B=y if C"]
[[start]]
id = "s"
group = "g"
title = "t"
arches = ["x86_64"]
step = "1"
claim = "1"
values = ["B=n"]
regions = ["link check", "claims"]
text = "t"
"#;

    fn error(from: &str, to: &str) -> String {
        assert!(SMALL.contains(from), "{from}");
        parse_scenario(&SMALL.replacen(from, to, 1)).unwrap_err().to_string()
    }

    #[test]
    fn a_scenario_is_read() {
        let scenario = parse_scenario(SMALL).unwrap();
        let start = scenario.start("s").unwrap();
        assert_eq!(start.step, StepName::UpTo("1".into()));
        assert_eq!(start.regions, [Region::LinkCheck, Region::Claims]);
        let values = scenario.start_values(start, "x86_64").unwrap();
        let values: Vec<_> = values.iter().map(|set| format!("{}={}", set.symbol, set.value)).collect();
        assert_eq!(values, ["SMP=y", "A=y", "B=n"]);
        assert_eq!(scenario.start_values(start, "sh"), None);
        assert_eq!(scenario.claims[0].cases[0].expect.conds().len(), 1);
    }

    #[test]
    fn an_error_names_file_line_and_key() {
        for (from, to, expected) in [
            (r#""A=y"]"#, r#""A"]"#, "scenario.toml:28: claim.case.set: expected `SYMBOL=value`, found `A`"),
            (
                "B=y if C",
                "B=y if (",
                "scenario.toml:29: claim.case.exactly: `B=y if (`: expected a symbol at column 2 of the expression",
            ),
            (r#"step = "1""#, r#"step = "7""#, "scenario.toml:35: start.step: no patch `7`"),
            (r#"claim = "1""#, r#"claim = "7""#, "scenario.toml:36: start.claim: no claim `7`"),
            (r#""link check""#, r#""nowhere""#, "scenario.toml:38: start.regions: no region `nowhere`"),
            (
                r#"arches = ["x86_64"]"#,
                r#"arches = ["vax"]"#,
                "scenario.toml:27: claim.case.arches: no arch `vax`",
            ),
            (
                r#"set = ["A=y"]"#,
                r#"menu = "M"
set = []"#,
                "scenario.toml:28: claim.case: `menu` is for claims files: leave the key out of a scenario",
            ),
            (
                r#"exactly"#,
                r#"includes = []
exactly"#,
                "scenario.toml:26: claim.case: expected one of `exactly`, `includes` and `excludes`",
            ),
            (
                r#"step = "1""#,
                r#"patches = []
step = "1""#,
                "scenario.toml:31: start: expected either `step` or `patches`",
            ),
        ] {
            assert_eq!(error(from, to), expected);
        }
        let unknown = error("menu =", "menus =");
        assert!(unknown.starts_with("scenario.toml:8: unknown field `menus`"), "{unknown}");
        let missing = error("title = \"t\"\ndescription", "description");
        assert!(missing.contains("missing field `title`"), "{missing}");
        let broken = error("name = \"s\"", "name = ");
        assert!(broken.starts_with("scenario.toml:1: "), "{broken}");
    }

    #[test]
    fn what_lies_beside_it_is_looked_for() {
        let diff = "--- a/Kconfig\n+++ b/Kconfig\n@@ -1 +1 @@\n-a\n+b\n";
        let load = |files: &[(&str, &str)]| load_scenario(files.iter().copied()).map_err(|e| e.to_string());
        let all = [(FILE, SMALL), ("tree/Kconfig", "a\n"), ("patches/1.patch", diff)];
        let loaded = load(&all).unwrap();
        assert_eq!(loaded.series.base.len(), 1);
        assert_eq!(loaded.series.patches[0].patch.files[0].path(), "Kconfig");
        assert_eq!(load(&all[1..]).unwrap_err(), "scenario.toml: no such file");
        assert_eq!(load(&all[..1]).unwrap_err(), "tree/Kconfig: root: no such file");
        assert_eq!(load(&all[..2]).unwrap_err(), "patches/1.patch: patch.file: no such file");
        let bad = [all[0], all[1], ("patches/1.patch", "hello\n")];
        assert_eq!(load(&bad).unwrap_err(), "patches/1.patch:1: neither a mail nor a diff");
    }
}
