//! States as links, and back.

use kconfig_link::{Link, Patches, decode, encode};

use crate::view::{OpenedLink, Selection, State};
use crate::workspace::{Place, Workspace};

/// The fragment of a place's link, from `#` on, with the digest of its result.
pub(crate) fn link_of(place: &Place, result_digest: u32) -> String {
    let state = &place.state;
    encode(&Link {
        tree: state.tree.clone(),
        patches: match &state.selection {
            Selection::After => Patches::All,
            Selection::Base => Patches::None,
            Selection::UpTo(id) => Patches::UpTo(id.clone()),
            Selection::Only(ids) => Patches::Only(ids.clone()),
        },
        arches: vec![state.arch.clone()],
        base: state.base.clone(),
        carried: state.carried,
        values: state.values.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        focus: state.focus.clone(),
        tree_digest: tree_digest(place),
        result_digest,
    })
}

/// The digest of a place's tree: its paths and texts.
fn tree_digest(place: &Place) -> u32 {
    let mut tree = crc32fast::Hasher::new();
    for (path, text) in place.tree.iter() {
        for part in [path.as_bytes(), &[0], text.as_bytes(), &[0]] {
            tree.update(part);
        }
    }
    tree.finalize()
}

impl Workspace {
    /// Reads a link and compares what it gives here with what its sender saw.
    ///
    /// A damaged link gives as much of its state as can be read, else the state
    /// that the scenario opens with, and a notice that says what is wrong.
    pub fn open_link(&mut self, text: &str) -> OpenedLink {
        let first = self.info.first.clone();
        let unsound = |state: State, notice: String| OpenedLink { state, notice, is_sound: false };
        let link = match decode(text) {
            Ok(link) => link,
            Err(error) => {
                let Some(partial) = error.partial else {
                    let notice = format!(
                        "Not the state of the link: {}. The scenario is shown as it opens.",
                        error.message
                    );
                    return unsound(first, notice);
                };
                let state = state_of(&partial);
                return match self.place(&state) {
                    Ok(place) => {
                        let notice = format!("Take care: {}. What could be read is shown.", error.message);
                        unsound(place.state, notice)
                    }
                    Err(problem) => unsound(first, format!("{}: {}", error.message, problem.message)),
                };
            }
        };
        let state = state_of(&link);
        let place = match self.place(&state) {
            Ok(place) => place,
            Err(problem) => {
                return unsound(first, format!("{} The scenario is shown as it opens.", problem.message));
            }
        };
        let notice = if tree_digest(&place) != link.tree_digest {
            "MISMATCH: the sender's scenario is another version of this one.".to_owned()
        } else {
            match self.result_digest(&place) {
                Ok(result) if result == link.result_digest => {
                    "MATCH: this is what the sender saw.".to_owned()
                }
                Ok(_) => "MISMATCH: the same scenario gives another .config here than it gave the sender."
                    .to_owned(),
                Err(problem) => problem.message,
            }
        };
        OpenedLink { is_sound: notice.starts_with("MATCH"), state: place.state, notice }
    }
}

fn state_of(link: &Link) -> State {
    State {
        tree: link.tree.clone(),
        selection: match &link.patches {
            Patches::All => Selection::After,
            Patches::None => Selection::Base,
            Patches::UpTo(id) => Selection::UpTo(id.clone()),
            Patches::Only(ids) => Selection::Only(ids.clone()),
        },
        arch: link.arches.first().cloned().unwrap_or_default(),
        base: link.base.clone(),
        carried: link.carried,
        values: link.values.iter().cloned().collect(),
        focus: link.focus.clone(),
    }
}
