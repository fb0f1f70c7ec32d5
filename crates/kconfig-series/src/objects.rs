//! `Objects` files: who provides and who needs a link symbol, and when.
//!
//! A file is read line by line; indentation, by tabs, is for people. `#` begins a
//! comment.
//!
//! ```text
//! object kernel/kexec_file.o
//!     built if KEXEC_FILE            (or `built always`)
//!     provides some_symbol if CRASH_DUMP
//!     function kexec_walk_memblock if ARCH_KEEP_MEMBLOCK
//!         needs crashk_res
//! ```

use std::fmt;

use kconfig_vfs::{Vfs, path};

use crate::expr::Cond;

/// The records of one `Objects` file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectsFile {
    /// Its path in the tree.
    pub path: String,
    /// Its objects, in order.
    pub objects: Vec<Object>,
}

/// One object file of the build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object {
    /// The object's path: `kernel/kexec_file.o`.
    pub name: String,
    /// The line of the record, from 1.
    pub line: u32,
    /// When it is built; `None` is always.
    pub built: Option<Cond>,
    /// The link symbols it provides.
    pub provides: Vec<Provided>,
    /// The functions in it that need some.
    pub functions: Vec<Function>,
}

/// A link symbol that an object provides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provided {
    /// The link symbol.
    pub symbol: String,
    /// When it does, if the object is built; `None` is always.
    pub cond: Option<Cond>,
    /// The line, from 1.
    pub line: u32,
}

/// A function, or a table, that needs link symbols.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// When it is there, if the object is built; `None` is always.
    pub cond: Option<Cond>,
    /// What it needs.
    pub needs: Vec<Need>,
    /// The line, from 1.
    pub line: u32,
}

/// A link symbol that a function needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The link symbol.
    pub symbol: String,
    /// When it does, if the function is there; `None` is always.
    pub cond: Option<Cond>,
    /// The line, from 1.
    pub line: u32,
}

/// A line of an `Objects` file that was not understood, and is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectsProblem {
    /// The file's path.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// What is wrong, as a phrase.
    pub message: String,
}

impl fmt::Display for ObjectsProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// What a link of the recorded objects would miss.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkReport {
    /// How many objects are recorded, built or not.
    pub n_objects: usize,
    /// How many of them are built.
    pub n_built: usize,
    /// The references that nothing built provides, in the order of the records.
    pub missing: Vec<MissingReference>,
}

impl LinkReport {
    /// Says how much was looked at; it promises no more than it knows.
    pub fn summary(&self) -> String {
        format!("{} recorded objects, not a full link", self.n_objects)
    }
}

/// A link symbol that is needed and that nothing built provides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingReference {
    /// The object that needs it.
    pub object: String,
    /// The function in that object.
    pub function: String,
    /// The link symbol.
    pub symbol: String,
    /// The `Objects` file that records the need.
    pub path: String,
    /// The line there, from 1.
    pub line: u32,
    /// When it is needed: all conditions on the way, joined by `&&`; "" is always.
    pub needed_if: String,
    /// Who would provide it, none of which does now.
    pub providers: Vec<Provider>,
}

impl fmt::Display for MissingReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: undefined {}", self.object, self.function, self.symbol)
    }
}

/// An object that provides a link symbol under a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// The object.
    pub object: String,
    /// The condition; "" is always.
    pub condition: String,
}

/// Reads one `Objects` file.
///
/// A line that is not understood is left out and named among the problems.
pub fn parse_objects(path: &str, text: &str) -> (ObjectsFile, Vec<ObjectsProblem>) {
    let mut file = ObjectsFile { path: path.to_owned(), objects: Vec::new() };
    let mut problems = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        let text = text.split('#').next().unwrap_or("").trim();
        if text.is_empty() {
            continue;
        }
        if let Err(message) = record(&mut file, text, line) {
            problems.push(ObjectsProblem { path: path.to_owned(), line, message });
        }
    }
    (file, problems)
}

fn record(file: &mut ObjectsFile, text: &str, line: u32) -> Result<(), String> {
    let (keyword, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let (name, cond) = match rest.trim().split_once(char::is_whitespace) {
        Some((name, tail)) if keyword != "built" => {
            let Some(cond) = tail.trim().strip_prefix("if ") else {
                return Err(format!("expected `if` after {name}"));
            };
            (name, Some(condition(cond)?))
        }
        _ => (rest.trim(), None),
    };
    if name.is_empty() {
        return Err(format!("expected a name after `{keyword}`"));
    }
    if keyword == "object" {
        if cond.is_some() {
            return Err("an object's condition is its `built if`".to_owned());
        }
        file.objects.push(Object { name: name.to_owned(), line, ..Object::default() });
        return Ok(());
    }
    let Some(object) = file.objects.last_mut() else {
        return Err(format!("`{keyword}` before the first `object`"));
    };
    match keyword {
        "built" => {
            object.built = match rest.trim().strip_prefix("if ") {
                Some(cond) => Some(condition(cond)?),
                None if rest.trim() == "always" => None,
                None => return Err("expected `if` or `always` after `built`".to_owned()),
            };
        }
        "provides" => object.provides.push(Provided { symbol: name.to_owned(), cond, line }),
        "function" => {
            object.functions.push(Function { name: name.to_owned(), cond, needs: Vec::new(), line });
        }
        "needs" => match object.functions.last_mut() {
            Some(function) => function.needs.push(Need { symbol: name.to_owned(), cond, line }),
            None => return Err("`needs` before the first `function` of the object".to_owned()),
        },
        _ => {
            return Err(format!(
                "expected `object`, `built`, `provides`, `function` or `needs`, found `{keyword}`"
            ));
        }
    }
    Ok(())
}

fn condition(text: &str) -> Result<Cond, String> {
    Cond::parse(text).map_err(|error| format!("in `{}`: {error}", text.trim()))
}

/// Reads the `Objects` files of a tree that count for an arch: all but those
/// below the `arch/` folder of another.
pub fn objects_for_arch(tree: &Vfs, srcarch: &str) -> (Vec<ObjectsFile>, Vec<ObjectsProblem>) {
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for (path, text) in tree.iter().filter(|(path, _)| path::file_name(path) == "Objects") {
        let elsewhere = path.strip_prefix("arch/").and_then(|rest| rest.split_once('/'));
        if elsewhere.is_some_and(|(arch, _)| arch != srcarch) {
            continue;
        }
        let (file, found) = parse_objects(path, text);
        files.push(file);
        problems.extend(found);
    }
    (files, problems)
}

/// Finds the link symbols that are needed and that nothing built provides.
///
/// `lookup` gives a symbol's value as .config spells it, and "" or "n" for one
/// that has none or is not defined on the arch.
pub fn link_check<'v>(files: &[ObjectsFile], lookup: impl Fn(&str) -> &'v str) -> LinkReport {
    let holds = |cond: &Option<Cond>| cond.as_ref().is_none_or(|cond| cond.holds(&lookup));
    let objects = || files.iter().flat_map(|file| file.objects.iter().map(move |object| (file, object)));
    let provided: std::collections::BTreeSet<&str> = objects()
        .filter(|(_, object)| holds(&object.built))
        .flat_map(|(_, object)| &object.provides)
        .filter(|provided| holds(&provided.cond))
        .map(|provided| provided.symbol.as_str())
        .collect();
    let mut report = LinkReport { n_objects: objects().count(), ..LinkReport::default() };
    for (file, object) in objects().filter(|(_, object)| holds(&object.built)) {
        report.n_built += 1;
        for function in object.functions.iter().filter(|function| holds(&function.cond)) {
            let needs = function.needs.iter().filter(|need| holds(&need.cond));
            for need in needs.filter(|need| !provided.contains(need.symbol.as_str())) {
                report.missing.push(MissingReference {
                    object: object.name.clone(),
                    function: function.name.clone(),
                    symbol: need.symbol.clone(),
                    path: file.path.clone(),
                    line: need.line,
                    needed_if: all_of([&object.built, &function.cond, &need.cond]),
                    providers: objects()
                        .flat_map(|(_, object)| {
                            object.provides.iter().map(move |provided| (object, provided))
                        })
                        .filter(|(_, provided)| provided.symbol == need.symbol)
                        .map(|(object, provided)| Provider {
                            object: object.name.clone(),
                            condition: all_of([&object.built, &provided.cond]),
                        })
                        .collect(),
                });
            }
        }
    }
    report
}

/// Joins conditions by `&&`.
fn all_of<const N: usize>(conds: [&Option<Cond>; N]) -> String {
    let conds: Vec<&str> = conds.into_iter().flatten().map(|cond| cond.text.as_str()).collect();
    let wrap = |text: &&str| match text.contains("||") && conds.len() > 1 {
        true => format!("({text})"),
        false => (*text).to_owned(),
    };
    conds.iter().map(wrap).collect::<Vec<_>>().join(" && ")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use kconfig_vfs::fixture;

    use super::*;

    const TREE: &str = "\
#- kernel/Objects
# Who has what.
object kernel/core.o
	built if CORE
	provides note # always, with the object
object kernel/file.o
	built if FILE || OTHER
	function walk if KEEP
		needs res
		needs note if !QUIET
object kernel/always.o
	built always
	provides res if RESERVE
#- arch/arm/Objects
object arch/arm/machine.o
	built if FILE
	function save
		needs note
#- arch/x86/xen/Objects
object arch/x86/xen/mmu.o
	function save
		needs nothing_has_it
";

    fn check(srcarch: &str, set: &[&str]) -> LinkReport {
        let (files, problems) = objects_for_arch(&fixture(TREE), srcarch);
        assert_eq!(problems, []);
        link_check(&files, |name| if set.contains(&name) { "y" } else { "" })
    }

    fn lines(report: &LinkReport) -> Vec<String> {
        report.missing.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_missing_reference_names_object_function_and_symbol() {
        let report = check("arm", &["FILE", "KEEP"]);
        expect![[r#"
            [
                "arch/arm/machine.o: save: undefined note",
                "kernel/file.o: walk: undefined res",
                "kernel/file.o: walk: undefined note",
            ]
        "#]]
        .assert_debug_eq(&lines(&report));
        assert_eq!((report.n_objects, report.n_built), (4, 3));
        assert_eq!(report.summary(), "4 recorded objects, not a full link");
        let note = &report.missing[2];
        assert_eq!(note.needed_if, "(FILE || OTHER) && KEEP && !QUIET");
        assert_eq!((note.path.as_str(), note.line), ("kernel/Objects", 9));
        assert_eq!(note.providers, [Provider { object: "kernel/core.o".into(), condition: "CORE".into() }]);
        assert_eq!(report.missing[1].providers[0].condition, "RESERVE");
    }

    #[test]
    fn every_condition_counts() {
        assert_eq!(lines(&check("arm", &["FILE", "KEEP", "CORE", "RESERVE"])), [""; 0]);
        assert_eq!(lines(&check("arm", &["FILE"])), ["arch/arm/machine.o: save: undefined note"]);
        assert_eq!(lines(&check("arm", &["OTHER", "KEEP", "QUIET"])), ["kernel/file.o: walk: undefined res"]);
        assert_eq!(lines(&check("sh", &[])), [""; 0]);
        assert_eq!(lines(&check("x86", &[])), ["arch/x86/xen/mmu.o: save: undefined nothing_has_it"]);
    }

    #[test]
    fn a_bad_line_is_named_and_left_out() {
        let text = "needs x\nobject\nobject a.o if X\nobject b.o\nneeds y\nbuilt sometimes\nprovides z when X\n\
                    provides z if X &&\nlinks\nfunction f\n";
        let (file, problems) = parse_objects("Objects", text);
        let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
        expect![[r#"
            [
                "Objects:1: `needs` before the first `object`",
                "Objects:2: expected a name after `object`",
                "Objects:3: an object's condition is its `built if`",
                "Objects:5: `needs` before the first `function` of the object",
                "Objects:6: expected `if` or `always` after `built`",
                "Objects:7: expected `if` after z",
                "Objects:8: in `X &&`: expected a symbol at column 5 of the expression",
                "Objects:9: expected a name after `links`",
            ]
        "#]]
        .assert_debug_eq(&problems);
        assert_eq!(file.objects.len(), 1);
        assert_eq!(file.objects[0].functions[0].name, "f");
    }
}
