//! States as links, and back.

use kconfig_link::{Found, Link, LinkError, Patches, Series, decode, encode, find};

use crate::series_link::read_link;
use crate::view::{OpenedLink, Problem, Selection, State};
use crate::workspace::Workspace;
use crate::world::base::FILE_BASE;

/// The fragment of a state's link, from `#` on.
pub(crate) fn encode_link(state: &State, tree_digest: u32, result_digest: u32) -> String {
    encode(&link(state, None, tree_digest, result_digest))
}

/// A state as what a link says.
pub(crate) fn link(state: &State, series: Option<Series>, tree_digest: u32, result_digest: u32) -> Link {
    Link {
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
        profile: state.profile.clone(),
        answers: state.answers.iter().map(|(key, answer)| (key.clone(), answer.clone())).collect(),
        values: state.values.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        focus: state.focus.clone(),
        series,
        tree_digest,
        result_digest,
    }
}

impl Workspace {
    /// Tells whether a link is about this tree: by its name, or by its files.
    pub fn is_about(&self, link: &str) -> bool {
        tree_in_link(link).is_some_and(|(name, digest)| name == self.info.name || digest == Some(self.digest))
    }

    /// Names the .config that a link starts from where it is not here, as it is called
    /// as a base config.
    pub fn lacks(&self, link: &str) -> Option<String> {
        let base = base_in_link(link)?;
        (base.starts_with(FILE_BASE) && self.file_name(&base).is_none()).then_some(base)
    }

    /// Reads a link, or a mail that has one, and compares what it gives here with
    /// what its sender saw; the sender may call the tree otherwise.
    ///
    /// A damaged link gives as much of its state as can be read, else the state
    /// that the tree opens with, and a notice that says what is wrong.
    pub fn open_link(&mut self, text: &str) -> OpenedLink {
        if let Ok(link) = read_link(text) {
            if let Some(series) = &link.series {
                return self.open_series_link(&link, series);
            }
        }
        let first = self.info.first.clone();
        let is_about = self.is_about(text);
        open_link(text, first, |state| {
            let mut state = state.clone();
            if is_about {
                state.tree.clone_from(&self.info.name);
            }
            let place = self.place(&state)?;
            if place.state.base != state.base {
                return Err(no_base(&state.base, &place.arch));
            }
            let result = self.result_digest(&place)?;
            let digest = self.tree_digest(&place.snapshot);
            Ok((place.state, digest, result))
        })
    }
}

/// A link that starts from what is not here.
pub(crate) fn no_base(base: &str, arch: &str) -> Problem {
    let help = match base.strip_prefix(FILE_BASE) {
        Some(checksum) => {
            format!("Ask its sender for the .config (CRC-32 {checksum}), load it, and open the link again.")
        }
        None => "Another version of the tree may have it.".to_owned(),
    };
    Problem {
        message: format!("The link starts from {base}, which is not here for {arch}."),
        details: Vec::new(),
        help,
    }
}

/// Reads a link; `see` gives a state in order, the digest of its tree and that
/// of its result here, and `first` is shown where the link says nothing.
pub(crate) fn open_link(
    text: &str,
    first: State,
    mut see: impl FnMut(&State) -> Result<(State, u32, u32), Problem>,
) -> OpenedLink {
    let nothing = |notice: String| OpenedLink { state: first, notice, is_sound: false, is_read: false };
    let Found { link, has_others } = match find(text) {
        Ok(found) => found,
        Err(LinkError { message, partial: None }) => {
            return nothing(format!("Not the state of the link: {message}."));
        }
        Err(LinkError { message, partial: Some(partial) }) => {
            return match see(&state_of(&partial)) {
                Ok((state, ..)) => {
                    let notice = format!("Take care: {message}. What could be read is shown.");
                    OpenedLink { state, notice, is_sound: false, is_read: true }
                }
                Err(problem) => nothing(format!("{message}: {}", problem.message)),
            };
        }
    };
    let (state, tree, result) = match see(&state_of(&link)) {
        Ok(seen) => seen,
        Err(Problem { message, help, .. }) => return nothing(format!("{message} {help}")),
    };
    let is_sound = tree == link.tree_digest && result == link.result_digest;
    let notice = if tree != link.tree_digest {
        "MISMATCH: the sender's tree is another version of this one."
    } else if !is_sound {
        "MISMATCH: the same tree gives another .config here than it gave the sender."
    } else {
        "MATCH: this is what the sender saw."
    };
    let others = if has_others { " The text has other links; this is the first." } else { "" };
    OpenedLink { state, notice: format!("{notice}{others}"), is_sound, is_read: true }
}

/// The name of the tree that a link is about, if that much can be read.
pub fn tree_of_link(text: &str) -> Option<String> {
    tree_in_link(text).map(|(name, _)| name)
}

/// The base config that a link starts from.
pub(crate) fn base_in_link(text: &str) -> Option<String> {
    match decode(text) {
        Ok(link) => Some(link.base),
        Err(error) => error.partial.map(|link| link.base),
    }
}

/// The name of the tree that a link is about, and the digest of its files where the
/// link is sound.
pub(crate) fn tree_in_link(text: &str) -> Option<(String, Option<u32>)> {
    match decode(text) {
        Ok(link) => Some((link.tree, Some(link.tree_digest))),
        Err(error) => error.partial.map(|link| (link.tree, None)),
    }
}

pub(crate) fn state_of(link: &Link) -> State {
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
        profile: link.profile.clone(),
        answers: link.answers.iter().cloned().collect(),
        values: link.values.iter().cloned().collect(),
        focus: link.focus.clone(),
    }
}

/// The address of the page in a link, before the `#`; "" where the link is a fragment
/// alone, or where the page runs on a machine of its own.
///
/// What one machine serves to itself is of no use in a mail.
pub fn public_address(link: &str) -> &str {
    let Some((address, _)) = link.trim().split_once('#') else { return "" };
    let Some((scheme, rest)) = address.split_once("://") else { return "" };
    let authority = rest.split('/').next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let is_local = host.is_empty()
        || matches!(host, "::1" | "localhost" | "0.0.0.0")
        || host.ends_with(".localhost")
        || host
            .strip_prefix("127.")
            .is_some_and(|rest| rest.bytes().all(|byte| b".0123456789".contains(&byte)));
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic());
    if matches!(scheme, "http" | "https") && !is_local && is_plain { address } else { "" }
}

#[cfg(test)]
mod tests {
    use super::public_address;

    #[test]
    fn an_address_is_taken_that_others_can_reach() {
        for (link, address) in [
            ("https://example.org/kconfig/#1/a", "https://example.org/kconfig/"),
            ("http://example.org:8080/#1/a", "http://example.org:8080/"),
            ("http://127.0.0.1:8080/#1/a", ""),
            ("http://localhost/#1/a", ""),
            ("http://kconfig.localhost/#1/a", ""),
            ("http://0.0.0.0/#1/a", ""),
            ("https://localhost.example.org/#1/a", "https://localhost.example.org/"),
            ("https://127.example.org/#1/a", "https://127.example.org/"),
            ("http://10.0.0.1/#1/a", "http://10.0.0.1/"),
            ("http://[::1]:1/#1/a", ""),
            ("http://[2001:db8::1]/#1/a", "http://[2001:db8::1]/"),
            ("file:///tmp/index.html#1/a", ""),
            ("#1/a", ""),
            ("> see https://example.org/\n> #1/a", ""),
            ("no link", ""),
        ] {
            assert_eq!(public_address(link), address, "{link}");
        }
    }
}
