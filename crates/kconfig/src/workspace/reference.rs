//! The values that a state is compared with: those of its base config alone, of the tree
//! before the series, or of the tree before its last patch.

use std::collections::BTreeSet;
use std::sync::Arc;

use kconfig_dotconfig::diff;
use kconfig_eval::Evaluation;
use kconfig_graph::origin_text;
use kconfig_model::SymbolType;

use super::arch::Arch;
use super::{Place, Workspace};
use crate::config_view::is_other;
use crate::view::{Compare, DifferenceRow, Problem, Selection, State};

/// How many differences are listed.
const MAX_DIFFERENCES: usize = 500;

/// What an arch writes before a series, to be carried over the series.
pub(super) struct Carried {
    arch: String,
    /// The state before the series.
    state: State,
    text: Arc<str>,
}

impl Workspace {
    /// Gives what a state is compared with, where that is another tree; nothing where it
    /// is the state's base config alone, on the same tree.
    pub(super) fn reference(
        &mut self,
        place: &Place,
        arch: &str,
        compare: Compare,
    ) -> Result<Option<Evaluation>, Problem> {
        let applied = place.selection.indices();
        let series = self.snapshots.series();
        let selection = match compare {
            _ if series.patches.is_empty() => return Ok(None),
            Compare::Base => return Ok(None),
            Compare::Series => Selection::Base,
            Compare::Patch => {
                let before = &applied[..applied.len().saturating_sub(1)];
                let ids = before.iter().map(|&index| series.patches[index].id.clone());
                Selection::Only(ids.collect())
            }
        };
        let before = State { selection, carried: false, ..place.state.clone() };
        let before = self.place(&before)?;
        Ok(Some(self.bring(&before, arch)?.evaluation().clone()))
    }

    /// Gives the .config that is carried over the series: of the same state before it.
    pub(super) fn config_before(&mut self, place: &Place, arch: &str) -> Result<Arc<str>, Problem> {
        let state = State {
            selection: Selection::Base,
            arch: arch.to_owned(),
            carried: false,
            focus: None,
            ..place.state.clone()
        };
        if let Some(known) = self.carried.as_ref().filter(|it| it.arch == arch && it.state == state) {
            return Ok(known.text.clone());
        }
        let before = self.place(&state)?;
        let text: Arc<str> = self.bring(&before, arch)?.config().into();
        self.carried = Some(Carried { arch: arch.to_owned(), state, text: text.clone() });
        Ok(text)
    }
}

/// What differs from the reference: the first rows, and how much in all.
#[derive(Default)]
pub(super) struct Differing {
    pub(super) difference: Vec<DifferenceRow>,
    pub(super) n_different: u32,
    pub(super) n_not_set: u32,
}

impl Differing {
    /// Compares an arch with a reference, or with its base config alone.
    ///
    /// `in_menu` has the symbols of the menu in view, where there is one.
    pub(super) fn of(
        arch: &Arch,
        reference: Option<&Evaluation>,
        in_menu: Option<&BTreeSet<String>>,
    ) -> Self {
        let now = arch.evaluation();
        let mut all = Self::default();
        let changes: Box<dyn Iterator<Item = _>> = match reference {
            Some(reference) => Box::new(diff(reference, now).into_iter()),
            None => Box::new(arch.differences()),
        };
        for change in changes {
            let symbol = now.model.find(&change.name);
            let symbol = symbol.filter(|&symbol| !now.model.symbol(symbol).menus.is_empty());
            let ty = symbol.map_or_else(
                || reference.map_or(SymbolType::Unknown, |before| type_of(before, &change.name)),
                |symbol| now.model.symbol(symbol).ty,
            );
            let is_other = is_other(change.before.as_deref(), change.after.as_deref(), ty);
            all.n_different += u32::from(is_other);
            all.n_not_set += u32::from(!is_other);
            if all.difference.len() < MAX_DIFFERENCES {
                all.difference.push(DifferenceRow {
                    in_view: in_menu.is_none_or(|names| names.contains(&change.name)),
                    is_other,
                    origin: symbol.map_or_else(
                        || "no longer defined".to_owned(),
                        |symbol| arch.told(&origin_text(now, symbol), symbol),
                    ),
                    symbol: change.name,
                    before: change.before,
                    after: change.after,
                });
            }
        }
        all
    }
}

/// The type of a symbol; unknown where the tree does not define it.
fn type_of(evaluation: &Evaluation, name: &str) -> SymbolType {
    evaluation.model.find(name).map_or(SymbolType::Unknown, |symbol| evaluation.model.symbol(symbol).ty)
}
