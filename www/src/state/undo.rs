//! Undo and Redo: what the person changed of the values, step by step.

use std::collections::BTreeMap;
use std::rc::Rc;

use kconfig::view::State;

/// The most changes of one tree that can be undone.
const MAX_CHANGES: usize = 200;

/// A change of what a configuration is made of.
#[derive(Clone, Debug, PartialEq)]
struct Change {
    before: State,
    after: State,
}

/// The changes of one tree.
#[derive(Clone, Debug, Default, PartialEq)]
struct Changes {
    done: Vec<Rc<Change>>,
    undone: Vec<Rc<Change>>,
}

/// The changes, by tree: whoever comes back to a tree finds its own.
///
/// The page is cloned with each action, and the states of 200 changes have tens of
/// thousands of values: they are shared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Undo(Rc<BTreeMap<String, Changes>>);

impl Undo {
    /// Takes note of a change, unless it changes no value; what was undone is gone.
    pub(super) fn note(&mut self, before: &State, after: &State) {
        if before.tree != after.tree || is_same_config(before, after) {
            return;
        }
        let changes = Rc::make_mut(&mut self.0).entry(after.tree.clone()).or_default();
        changes.undone.clear();
        if changes.done.len() >= MAX_CHANGES {
            changes.done.remove(0);
        }
        changes.done.push(Rc::new(Change { before: before.clone(), after: after.clone() }));
    }

    /// Takes the newest change of a state's tree back; none where there is none.
    pub(super) fn undo(&mut self, now: &State) -> Option<State> {
        let changes = Rc::make_mut(&mut self.0).get_mut(&now.tree)?;
        let change = changes.done.pop()?;
        let state = put(now, &change.after, &change.before);
        changes.undone.push(change);
        Some(state)
    }

    /// Does the change again that was undone last; none where there is none.
    pub(super) fn redo(&mut self, now: &State) -> Option<State> {
        let changes = Rc::make_mut(&mut self.0).get_mut(&now.tree)?;
        let change = changes.undone.pop()?;
        let state = put(now, &change.before, &change.after);
        changes.done.push(change);
        Some(state)
    }

    /// Whether there is something to undo and to redo in a tree.
    pub fn can(&self, tree: &str) -> (bool, bool) {
        self.0.get(tree).map_or((false, false), |it| (!it.done.is_empty(), !it.undone.is_empty()))
    }
}

/// Whether two states configure the same: the same values on the same ground.
fn is_same_config(a: &State, b: &State) -> bool {
    (&a.values, &a.base, a.carried, &a.profile, &a.answers)
        == (&b.values, &b.base, b.carried, &b.profile, &b.answers)
}

/// A state with what a change changed put to `to`; what it left alone, such as an
/// arch that was chosen since, stays.
fn put(now: &State, from: &State, to: &State) -> State {
    let mut state = now.clone();
    state.values.clone_from(&to.values);
    state.base.clone_from(&to.base);
    state.carried = to.carried;
    state.profile.clone_from(&to.profile);
    state.answers.clone_from(&to.answers);
    if from.arch != to.arch {
        state.arch.clone_from(&to.arch);
    }
    if from.selection != to.selection {
        state.selection.clone_from(&to.selection);
    }
    state.focus = to.focus.clone().or(state.focus);
    state
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn with(arch: &str, values: &[(&str, &str)]) -> State {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        State { tree: "t".into(), arch: arch.into(), values: values.collect(), ..State::default() }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn changes_are_undone_and_done_again() {
        let mut undo = Undo::default();
        let (none, one, two) =
            (with("arm", &[]), with("arm", &[("A", "y")]), with("arm", &[("A", "y"), ("B", "m")]));
        undo.note(&none, &one);
        undo.note(&one, &two);
        assert_eq!(undo.can("t"), (true, false));
        assert_eq!(undo.undo(&two), Some(one.clone()));
        // An arch that was chosen since stays.
        let elsewhere = State { arch: "arm64".into(), ..one.clone() };
        assert_eq!(undo.undo(&elsewhere), Some(with("arm64", &[])));
        assert_eq!(undo.undo(&none), None);
        assert_eq!(undo.redo(&none), Some(one.clone()));
        assert_eq!(undo.can("t"), (true, true));
        undo.note(&one, &with("arm", &[("C", "y")]));
        assert_eq!(undo.can("t"), (true, false), "what was undone is gone");
        assert_eq!(undo.can("other"), (false, false));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_jump_with_values_is_undone_whole_and_one_without_is_none() {
        let mut undo = Undo::default();
        let (before, after) = (with("arm", &[]), with("x86_64", &[("A", "y")]));
        undo.note(&before, &State { arch: "s390".into(), ..before.clone() });
        assert_eq!(undo.can("t"), (false, false));
        undo.note(&before, &after);
        assert_eq!(undo.undo(&after), Some(before));
    }
}
