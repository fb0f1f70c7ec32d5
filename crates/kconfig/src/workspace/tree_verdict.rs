//! What is wrong with one state of a tree, worst first.

use super::{Place, Workspace};
use crate::verdict::join;
use crate::view::{Compare, LossKind, LossRow, Problem, Selection, Sign, State, VerdictPart, VerdictView};
use crate::warnings::warnings_since;

/// How many names a part of the verdict has at most.
const MAX_NAMES: usize = 6;

impl Workspace {
    /// Says what is wrong with a state: warnings, values that were asked for and not
    /// got, unknown answers.
    ///
    /// # Errors
    /// As [`Workspace::view`].
    pub(crate) fn tree_verdict(&mut self, state: &State) -> Result<VerdictView, Problem> {
        let losses = self.losses(state)?;
        let place = self.place(state)?;
        let subject = self.tree_subject(&place);
        let reference = self.reference(&place, &place.arch, Compare::Series)?;
        let is_series = reference.is_some();
        let arch = self.bring(&place, &place.arch)?;
        let before = reference.as_ref().unwrap_or(&arch.before);
        let warnings = warnings_since(before, arch.evaluation(), &arch.name);
        let n_unknown = arch.asked.iter().filter(|answer| answer.now.is_none()).count();
        let on = |symbol: &str| State { focus: Some(symbol.to_owned()), ..place.state.clone() };
        let mut parts = Vec::new();
        let own: Vec<&LossRow> = losses.rows.iter().filter(|row| row.is_own).collect();
        if !own.is_empty() {
            let n_own = place.state.values.len();
            let mut part =
                VerdictPart::plain(Sign::Fails, format!("{} of {n_own} values not got (", own.len()));
            let names = own.iter().take(MAX_NAMES).map(|row| (row.symbol.clone(), on(&row.symbol)));
            part.push_names(names.collect(), ", ");
            part.push(if own.len() > MAX_NAMES { ", ...)" } else { ")" });
            parts.push(part);
        }
        let of_file = losses.rows.iter().filter(|row| !row.is_own);
        let by_tools = of_file.clone().filter(|row| row.kind == LossKind::Toolchain).count();
        let of_file = of_file.count();
        if of_file > 0 {
            let by =
                if by_tools > 0 { format!(", {by_tools} by the toolchain's answers") } else { String::new() };
            let text = format!("{of_file} of its {} lines came out otherwise{by}", losses.n_lines);
            let sign = if by_tools < of_file { Sign::Fails } else { Sign::Known };
            parts.push(VerdictPart::plain(sign, text));
        }
        // Unknown answers are counted by themselves.
        let warnings: Vec<_> = warnings.into_iter().filter(|warning| warning.items.is_empty()).collect();
        let n_new = warnings.iter().filter(|warning| warning.is_new).count();
        parts.extend(match (warnings.len(), n_new) {
            (0, _) => None,
            (n, 0) => Some(VerdictPart::plain(Sign::Warns, plural(n, "warning", "warnings"))),
            (n, new) => {
                let by = if is_series { "the series" } else { "these values" };
                let text = format!("{}, {new} by {by}", plural(n, "warning", "warnings"));
                Some(VerdictPart::plain(Sign::Warns, text))
            }
        });
        if n_unknown > 0 {
            let text = format!("{} of the toolchain unknown", plural(n_unknown, "answer", "answers"));
            parts.push(VerdictPart::plain(Sign::Known, text));
        }
        if parts.is_empty() {
            let text = match place.state.values.len() {
                0 => "no warning".to_owned(),
                1 => "the value is got, no warning".to_owned(),
                n => format!("all {n} values are got, no warning"),
            };
            parts.push(VerdictPart::plain(Sign::Clean, text));
        }
        Ok(VerdictView { subject, parts, cells: Vec::new() })
    }
}

impl Workspace {
    /// `Linux 6.12.3 after 2 of 5 patches on arm64, alldefconfig`.
    fn tree_subject(&self, place: &Place) -> String {
        let n = self.snapshots.series().n_steps();
        let patches = match &place.state.selection {
            _ if n == 0 => String::new(),
            Selection::Base => " before the series".to_owned(),
            Selection::After => format!(" after {}", plural(n, "patch", "patches")),
            Selection::UpTo(_) => format!(" after {} of {n} patches", place.selection.indices().len()),
            Selection::Only(ids) => {
                format!(" with only {} {}", if ids.len() == 1 { "patch" } else { "patches" }, join(ids))
            }
        };
        let base = self.base_label(&place.state.base);
        format!("{}{patches} on {}, {base}", self.info.title, place.arch)
    }
}

fn plural(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
