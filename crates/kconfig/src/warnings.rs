//! conf's warnings, and references to symbols that no arch defines.

use std::sync::Arc;

use kconfig_base::{Diagnostic, Location, Severity};
use kconfig_eval::Evaluation;
use kconfig_model::{Model, PropertyKind, ShellCall, SymbolId, UNKNOWN_COMMAND};
use kconfig_series::{FileDiff, HunkLine, LineKind, Patch, PatchSelection};

use crate::tree::conf_text;
use crate::view::{Problem, WarningItem, WarningView};
use crate::workspace::{Place, Workspace};

/// How alike two names must be for one to be offered for the other, from 0 to 1.
const NEAR: f64 = 0.8;

impl Workspace {
    /// The warnings of an evaluation at a place; what the tree before the series does not
    /// have is new.
    pub(crate) fn warnings(
        &mut self,
        place: &Place,
        arch: &str,
        evaluation: &Evaluation,
        base: &Evaluation,
    ) -> Result<Vec<WarningView>, Problem> {
        let first = self.snapshots.series().first(0);
        let mut before = conf_warnings(base, arch);
        before.extend(self.unknown_references(&first, &base.model)?);
        let mut now = conf_warnings(evaluation, arch);
        now.extend(self.unknown_references(&place.selection, &evaluation.model)?);
        Ok(new_and_old(before, now))
    }

    /// The references of an arch's tree to symbols that no arch defines.
    fn unknown_references(
        &mut self,
        selection: &PatchSelection,
        model: &Model,
    ) -> Result<Vec<WarningView>, Problem> {
        let mut warnings = Vec::new();
        if !self.is_together() {
            // The names of all arches of a kernel take longer than a view may.
            return Ok(warnings);
        }
        let defined = self.defined(selection)?;
        for (id, symbol) in model.symbols() {
            let name = model.name(id);
            let is_reference = symbol.menus.is_empty() && !symbol.is_const && !symbol.is_choice();
            if !is_reference || is_number(name) || defined.contains(name) {
                continue;
            }
            for location in references(model, id) {
                let help = match self.removed_by(selection, name)? {
                    Some(patch) => format!("{name} was removed by patch {patch}"),
                    None => match nearest(name, defined.iter()) {
                        Some(near) => format!("did you mean {near}?"),
                        None => "define it, or remove the reference".into(),
                    },
                };
                let (path, line) = model.path_line(location);
                warnings.push(WarningView {
                    code: "undefined-symbol".into(),
                    text: format!("{name} is defined on no arch: it is always n"),
                    place: format!("{path}:{line}"),
                    help,
                    conf_text: String::new(),
                    is_new: false,
                    items: Vec::new(),
                });
            }
        }
        Ok(warnings)
    }

    /// The applied patch that took the last definition of a symbol away.
    fn removed_by(&mut self, selection: &PatchSelection, name: &str) -> Result<Option<String>, Problem> {
        let series = self.snapshots.series();
        let patches: Vec<(String, bool)> = selection
            .indices()
            .iter()
            .map(|&index| &series.patches[index])
            .map(|patch| (patch.id.clone(), may_define(&patch.patch, name)))
            .collect();
        let first = series.first(0);
        let mut was_defined = self.defined(&first)?.contains(name);
        for (n, (id, _)) in patches.iter().enumerate().filter(|(_, (_, may_define))| *may_define) {
            let applied = patches[..=n].iter().map(|(id, _)| id.as_str());
            let Ok(part) = self.snapshots.series().only(applied) else { return Ok(None) };
            let is_defined = self.defined(&part)?.contains(name);
            if was_defined && !is_defined {
                return Ok(Some(id.clone()));
            }
            was_defined = is_defined;
        }
        Ok(None)
    }
}

/// Whether a patch may add or remove a definition of a symbol: it adds or removes a
/// file, or changes a line that defines the symbol, brings in a file, or has a macro.
fn may_define(patch: &Patch, name: &str) -> bool {
    let changes = |line: &HunkLine| {
        let text = line.text.trim_start();
        let is_definition = text.starts_with("config") || text.starts_with("menuconfig");
        line.kind != LineKind::Context
            && ((is_definition && text.contains(name))
                || text.contains("source")
                || text.contains(['$', '=']))
    };
    let in_file =
        |file: &FileDiff| file.old != file.new || file.hunks.iter().flat_map(|hunk| &hunk.lines).any(changes);
    patch.files.iter().any(in_file)
}

/// What conf says of an arch; what it does not say of the reference is new.
pub(crate) fn warnings_since(before: &Evaluation, now: &Evaluation, arch: &str) -> Vec<WarningView> {
    if !Arc::ptr_eq(&before.model, &now.model) {
        return new_and_old(conf_warnings(before, arch), conf_warnings(now, arch));
    }
    // What is said of the tree is the same: it is written down once.
    let of_values = |evaluation: &Evaluation| {
        evaluation.diagnostics.iter().map(|it| warning_view(it, &evaluation.model)).collect()
    };
    let mut warnings = tree_warnings(&now.model, arch);
    warnings.extend(new_and_old(of_values(before), of_values(now)));
    warnings
}

/// What conf says of a tree and of its values.
fn conf_warnings(evaluation: &Evaluation, arch: &str) -> Vec<WarningView> {
    let model = &evaluation.model;
    let mut warnings = tree_warnings(model, arch);
    warnings.extend(evaluation.diagnostics.iter().map(|diagnostic| warning_view(diagnostic, model)));
    warnings
}

/// Marks the warnings that were not there before.
fn new_and_old(before: Vec<WarningView>, mut now: Vec<WarningView>) -> Vec<WarningView> {
    for warning in &mut now {
        // Lines move with patches: the words tell.
        let is_same = |other: &WarningView| other.code == warning.code && other.text == warning.text;
        warning.is_new = !before.iter().any(is_same);
    }
    now
}

/// The warnings about a tree itself; all answers that are unknown are one.
pub(crate) fn tree_warnings(model: &Model, arch: &str) -> Vec<WarningView> {
    let is_warning = |diagnostic: &&Diagnostic| {
        diagnostic.severity != Severity::Note && diagnostic.code != UNKNOWN_COMMAND
    };
    let found = model.diagnostics.iter().filter(is_warning);
    let mut warnings: Vec<WarningView> = found.map(|diagnostic| warning_view(diagnostic, model)).collect();
    warnings.extend(unknown_answers(model, arch));
    warnings
}

/// One warning for all commands that nobody ran.
fn unknown_answers(model: &Model, arch: &str) -> Option<WarningView> {
    let unknown = model.shell_calls.iter().filter(|call| !call.is_known);
    let item = |call: &ShellCall| WarningItem { text: call.call.clone(), place: place(model, call.location) };
    let items: Vec<WarningItem> = unknown.map(item).collect();
    let text = match items.len() {
        0 => return None,
        1 => format!("1 answer of the toolchain is unknown on {arch}: what hangs on it is marked"),
        n => format!("{n} answers of the toolchain are unknown on {arch}: what hangs on them is marked"),
    };
    Some(WarningView {
        code: UNKNOWN_COMMAND.into(),
        text,
        place: String::new(),
        help: "a condition on an unknown answer counts as n, a default is left out".into(),
        conf_text: String::new(),
        is_new: false,
        items,
    })
}

pub(crate) fn place(model: &Model, location: Location) -> String {
    let (path, line) = model.path_line(location);
    format!("{path}:{line}")
}

pub(crate) fn warning_view(diagnostic: &Diagnostic, model: &Model) -> WarningView {
    let place = diagnostic.location.map(|location| place(model, location));
    WarningView {
        code: diagnostic.code.into(),
        text: diagnostic.message.clone(),
        place: place.unwrap_or_default(),
        help: diagnostic.help.clone().unwrap_or_default(),
        conf_text: conf_text(diagnostic, model).trim().to_owned(),
        is_new: false,
        items: Vec::new(),
    }
}

/// A number without quotes is a symbol to the parser.
pub(crate) fn is_number(name: &str) -> bool {
    let digits = name.strip_prefix("0x").unwrap_or(name.strip_prefix('-').unwrap_or(name));
    !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        && name.starts_with(|c: char| c == '-' || c.is_ascii_digit())
}

/// Where a symbol is referred to; each statement once.
fn references(model: &Model, wanted: SymbolId) -> Vec<Location> {
    let contains = |expr: Option<kconfig_model::ExprId>| {
        let mut found = false;
        if let Some(expr) = expr {
            model.exprs.for_each_symbol(expr, |symbol| found |= symbol == wanted);
        }
        found
    };
    let mut out: Vec<Location> = Vec::new();
    // Conditions of parents are part of those below: the statement that has
    // the reference itself comes first, so that one is enough.
    for menu in model.menus.ids() {
        let node = model.menu(menu);
        let parent = node.parent.and_then(|parent| model.menu(parent).dep);
        if contains(node.dep) && !contains(parent) {
            out.push(node.location);
        }
    }
    for property in model.properties.iter() {
        let is_named = match property.kind {
            PropertyKind::Default(value) => contains(Some(value)),
            PropertyKind::Select(target) | PropertyKind::Imply(target) => target == wanted,
            PropertyKind::Range(low, high) => low == wanted || high == wanted,
            PropertyKind::Prompt { .. } | PropertyKind::Comment(_) => false,
        };
        let in_cond = contains(property.cond) && !contains(model.menu(property.menu).dep);
        if is_named || in_cond {
            out.push(property.location);
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// The defined name that is most like another, if one is like enough.
fn nearest<'a>(name: &str, defined: impl Iterator<Item = &'a String>) -> Option<&'a str> {
    defined
        .map(|other| (strsim::normalized_damerau_levenshtein(name, other), other))
        .filter(|&(likeness, _)| likeness >= NEAR)
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, other)| other.as_str())
}
