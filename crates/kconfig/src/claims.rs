//! Claims about a series: read, written, and held against a result.
//!
//! [`parse_claims`] and [`write_claims`] are for claims files; [`Claims::cases`]
//! lists what to evaluate for an arch and a base config, and [`check`] says how the
//! result differs. [`read_letter`] offers what the text of a letter claims.

use kconfig_eval::Evaluation;
use kconfig_model::{MenuId, Model};
use kconfig_series::Reading;
pub use kconfig_series::{
    Arches, Assignment, Case, CaseHere, Claim, ClaimArch, Claims, Differing, Excluded, Expect, Expected,
    LetterClaims, MAX_LETTER, OfferedClaim, StepName, UnreadLine, read_letter,
};

pub use crate::claims_file::{MAX_CLAIMS_FILE, parse_claims, write_claims};
use crate::claims_view::lookup;
pub use crate::scenario_file::ScenarioError;

/// Holds a case against an evaluation; an empty list is a pass.
///
/// # Errors
/// The title of the menu, where the case says all that a menu holds and the tree
/// has no menu of this title: the case can then neither pass nor fail.
pub fn check(here: &CaseHere<'_>, evaluation: &Evaluation) -> Result<Vec<Differing>, String> {
    let menu = match here.menu {
        Some(title) => symbols_in_menu(&evaluation.model, title).ok_or_else(|| title.to_owned())?,
        None => Vec::new(),
    };
    let value = |name: &str| Some(lookup(evaluation, name)).filter(|value| !value.is_empty());
    Ok(here.case.check(menu, value))
}

/// Names the symbols in a menu and below it, in their order; `None` where the tree
/// has no menu of this title.
pub fn symbols_in_menu<'m>(model: &'m Model, title: &str) -> Option<Vec<&'m str>> {
    let menu = menu_titled(model, title)?;
    let symbols = model.menus_below(menu).filter_map(|menu| model.menu(menu).symbol);
    Some(
        symbols
            .filter(|&symbol| !model.symbol(symbol).is_choice())
            .map(|symbol| model.name(symbol))
            .collect(),
    )
}

/// Finds a menu by its title; none where the title is "".
pub(crate) fn menu_titled(model: &Model, title: &str) -> Option<MenuId> {
    if title.is_empty() {
        return None;
    }
    let is_it = |&menu: &MenuId| model.menu(menu).symbol.is_none() && model.prompt_text(menu) == Some(title);
    model.menus_below(MenuId::ROOT).find(is_it)
}

/// Makes a claim that a text offers one of a claims file: a cover letter (`None`) speaks of
/// the whole series, the message of a patch, by its number from 1, of that patch. `n`
/// counts the claims of the text from 1.
pub fn claim_of_text(patch: Option<usize>, n: usize, offered: &OfferedClaim) -> Claim {
    let step = |n: usize| if n == 0 { StepName::Base } else { StepName::UpTo(n.to_string()) };
    let (before, after) = match patch {
        Some(patch) => (step(patch.saturating_sub(1)), step(patch)),
        None => (StepName::Base, StepName::After),
    };
    let id = patch.map_or_else(|| n.to_string(), |patch| format!("patch{patch}-{n}"));
    offered.to_claim(&id, &before, &after)
}

/// Writes what the texts of a series claim as a claims file, to be looked at: each claim
/// with its lines of the text, and what a person should look at, as comments; "" where
/// nothing is claimed.
pub fn offered_claims(reading: &Reading) -> String {
    let cover = reading.cover.iter().map(|cover| (None, cover.body.as_str()));
    let messages = (1..).zip(&reading.patches).map(|(n, it)| (Some(n), it.patch.body.as_str()));
    let mut out = String::new();
    for (patch, text) in cover.chain(messages) {
        let source = patch.map_or_else(|| "cover letter".to_owned(), |n| format!("message of patch {n}"));
        for (n, offered) in (1..).zip(&read_letter(text).offered) {
            let (first, last) = offered.lines;
            out.push_str(&format!("# {source}, lines {first} to {last}\n"));
            for doubt in &offered.doubts {
                out.push_str(&format!("# to be looked at: {doubt}\n"));
            }
            let claims = vec![claim_of_text(patch, n, offered)];
            out.push_str(&write_claims(&Claims { claims, ..Claims::default() }));
            out.push('\n');
        }
    }
    out
}
