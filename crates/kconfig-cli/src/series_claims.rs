//! `kconfig series --claims`: which promises of a series are kept, as text.

use std::path::Path;

use kconfig::claims::{Claims, parse_claims};
use kconfig::sweep::{Promise, PromiseOutcome};

use crate::disk::read_lossy;
use crate::series_text::{count, push};

/// Reads a claims file.
pub(crate) fn read(path: &Path) -> Result<Claims, String> {
    let name = path.display().to_string();
    let text = read_lossy(path).map_err(|error| format!("{name}: {error}"))?;
    parse_claims(&name, &text).map_err(|error| error.to_string())
}

/// Tells whether a promise is kept; one that cannot be looked at is not.
pub(crate) fn is_kept(promise: &Promise) -> bool {
    promise.outcome == PromiseOutcome::Kept
}

/// Says what came of the claims: those that fail, those that cannot be looked at, and
/// how many hold.
pub(crate) fn text(promises: &[Promise]) -> String {
    let mut out = String::new();
    let n_kept = promises.iter().filter(|promise| is_kept(promise)).count();
    let cases = count(promises.len(), "case", "cases");
    push(&mut out, 0, &format!("Claims: {n_kept} of {cases} hold."));
    for promise in promises {
        let Promise { claim, title, arch, base, n_patches, set, .. } = promise;
        let (word, lines) = match &promise.outcome {
            PromiseOutcome::Kept => continue,
            PromiseOutcome::Broken(lines) => ("fails", lines.as_slice()),
            PromiseOutcome::Unknown(why) => ("cannot be looked at", std::slice::from_ref(why)),
        };
        let with = if set.is_empty() { String::new() } else { format!(", with {}", set.join(" ")) };
        let after = count(*n_patches, "patch", "patches");
        push(&mut out, 0, &format!("- {claim} {word} on {arch} after {after}, {base}{with}: {title}"));
        lines.iter().for_each(|line| push(&mut out, 4, line));
    }
    out
}
