//! What the page knows of what the patches of a series do.

use std::rc::Rc;

use kconfig::view::{EffectGroup, EffectsView, PatchText, Selection};

use super::Page;

/// What each patch does, as far as it was looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effects {
    /// The number of the newest sweep over the patches.
    pub sweep: u32,
    /// Whether it is to go on.
    pub is_wanted: bool,
    /// What it has found so far.
    pub view: Option<Rc<EffectsView>>,
    /// The patch that is read about; "" is all together.
    pub patch: String,
    /// The number of the newest question about it.
    pub asked: u32,
    /// The answer.
    pub groups: Rc<Vec<EffectGroup>>,
    /// The patch itself.
    pub text: Option<Rc<PatchText>>,
}

impl Effects {
    /// Returns whether all patches were looked at on all arches.
    pub fn is_done(&self) -> bool {
        self.view.as_ref().is_some_and(|view| view.total > 0 && view.done >= view.total)
    }

    /// Begins to look at the patches of another series, or at none.
    pub(super) fn start(&mut self, has_patches: bool) {
        *self =
            Self { sweep: self.sweep + 1, is_wanted: has_patches, asked: self.asked + 1, ..Self::default() };
    }

    /// Chooses the patch that is read about.
    pub(super) fn read(&mut self, patch: &str) {
        if self.patch != patch {
            (self.groups, self.text) = (Rc::default(), None);
        }
        self.patch = patch.to_owned();
        self.asked += 1;
    }

    /// Follows the step that is chosen: its last patch is read about.
    pub(super) fn follow(&mut self, selection: &Selection) {
        match selection {
            Selection::UpTo(id) => self.read(&id.clone()),
            Selection::After | Selection::Base => self.read(""),
            Selection::Only(_) => {}
        }
    }

    /// Takes what a sweep has found.
    pub(super) fn found(&mut self, view: EffectsView) {
        // Each arch that is done may say more of the patch that is read about.
        let n = |view: &Option<Rc<EffectsView>>| view.as_ref().map_or(0, |view| view.arches.len());
        let before = n(&self.view);
        self.view = Some(Rc::new(view));
        if n(&self.view) != before {
            self.asked += 1;
        }
    }

    /// Takes what is said of a patch.
    pub(super) fn said(&mut self, groups: Vec<EffectGroup>, text: Option<Box<PatchText>>) {
        self.groups = Rc::new(groups);
        self.text = text.map(Rc::from);
    }
}

impl Page {
    /// Whether what was found holds for other values than are shown.
    pub fn has_stale_effects(&self) -> bool {
        let (Some(found), Some(view)) = (&self.effects.view, &self.view) else { return false };
        found.base != view.state.base || found.values != view.state.values
    }
}
