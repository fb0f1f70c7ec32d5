//! A claims file: claims that anyone can write, beside any series.
//!
//! The tables are those of a scenario's claims, with more keys to a case.

use kconfig_series::{ClaimArch, Claims, Expect};
use toml::Spanned;

use crate::scenario_file::fields::{Fielded, Fields, Read, Text, one_or_more, parse, record, text};
use crate::scenario_file::raw_claims::RawClaim;
use crate::scenario_file::read_claims::Source;
use crate::scenario_file::{Checked, ScenarioError};

mod write;

pub use write::write_claims;

/// How many bytes a claims file may have: 1 MiB, some ten thousand cases.
pub const MAX_CLAIMS_FILE: usize = 1 << 20;

/// Decodes a claims file; `file` is its name, for what is wrong with it.
///
/// # Errors
/// The first thing that is wrong, with its line: a key that is unknown or has a
/// value of the wrong form, an id that is there twice, a case that says all of a
/// menu where no menu is named. Whether arches, base configs, patches, the menu and
/// the symbols exist is for the tree to say.
pub fn parse_claims(file: &str, text: &str) -> Result<Claims, ScenarioError> {
    let source = Source { file, text };
    if text.len() > MAX_CLAIMS_FILE {
        let message = format!("larger than {} MiB: keep the claims of one series", MAX_CLAIMS_FILE >> 20);
        return Err(ScenarioError { file: file.to_owned(), line: 0, key: String::new(), message });
    }
    let raw: RawFile = parse(text).map_err(|wrong| source.wrong(wrong))?;
    read(&source, raw)
}

fn read(source: &Source<'_>, raw: RawFile) -> Checked<Claims> {
    let mut claims = Claims {
        bases: source.names("base", raw.base)?,
        menu: raw.menu.map(Spanned::into_inner),
        ..Claims::default()
    };
    for arch in raw.arch {
        source.unique("arch.name", &arch.name, claims.arches.iter().map(|arch| &arch.name))?;
        let start = source.assignments("arch.start", &arch.start)?;
        claims.arches.push(ClaimArch { name: arch.name.into_inner(), start });
    }
    for raw in raw.claim {
        let spans: Vec<_> = raw.case.iter().map(|case| case.span.clone()).collect();
        let claim = source.claim(raw, &claims.claims)?;
        let has_no_menu = |expect: &Expect| matches!(expect, Expect::Exactly { menu: None, .. });
        let wrong = claim.cases.iter().zip(spans).find(|(case, _)| has_no_menu(&case.expect));
        if let (Some((_, span)), None) = (wrong, &claims.menu) {
            let message = "`exactly` is about a menu: name it by `menu`, here or at the top of the file";
            return Err(source.error("claim.case", &span, message));
        }
        claims.claims.push(claim);
    }
    Ok(claims)
}

struct RawFile {
    base: Option<Vec<Text>>,
    menu: Option<Text>,
    arch: Vec<RawStart>,
    claim: Vec<RawClaim>,
}

impl Fielded for RawFile {
    const NAMES: &'static [&'static str] = &["base", "menu", "arch", "claim"];
    fn read(it: &Fields<'_>) -> Read<Self> {
        Ok(Self {
            base: it.optional("base", one_or_more)?,
            menu: it.optional("menu", text)?,
            arch: it.list("arch", false, record)?,
            claim: it.list("claim", false, record)?,
        })
    }
}

struct RawStart {
    name: Text,
    start: Vec<Text>,
}

impl Fielded for RawStart {
    const NAMES: &'static [&'static str] = &["name", "start"];
    fn read(it: &Fields<'_>) -> Read<Self> {
        Ok(Self { name: it.text("name")?, start: it.list("start", true, text)? })
    }
}

#[cfg(test)]
mod tests;
