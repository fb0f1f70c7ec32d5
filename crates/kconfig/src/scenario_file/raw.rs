//! `scenario.toml` as it is written; strings that may be wrong keep their place.

use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Raw {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) author: String,
    pub(super) date: String,
    pub(super) cover_letter: String,
    pub(super) version: String,
    pub(super) menu: String,
    pub(super) root: String,
    pub(super) semantics: String,
    pub(super) base_config: String,
    pub(super) arch: Vec<RawArch>,
    pub(super) patch: Vec<RawPatch>,
    #[serde(default)]
    pub(super) claim: Vec<RawClaim>,
    #[serde(default)]
    pub(super) known_failure: Vec<RawKnownFailure>,
    #[serde(default)]
    pub(super) diagram: Vec<RawDiagram>,
    #[serde(default)]
    pub(super) start: Vec<RawStart>,
}

pub(super) type Text = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawArch {
    pub(super) name: String,
    pub(super) srcarch: String,
    pub(super) counted: bool,
    #[serde(default)]
    pub(super) start: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPatch {
    pub(super) id: Text,
    pub(super) replaces: Option<Text>,
    pub(super) file: String,
    pub(super) short: String,
    pub(super) subject: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawClaim {
    pub(super) id: Text,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) case: Vec<RawCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCase {
    pub(super) arches: Vec<Text>,
    pub(super) set: Vec<Text>,
    pub(super) expect: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawKnownFailure {
    pub(super) arch: Text,
    pub(super) claims: Vec<Text>,
    pub(super) from: Text,
    pub(super) reason: String,
    pub(super) found: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDiagram {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) edges: Vec<RawEdge>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEdge {
    pub(super) left: String,
    pub(super) right: String,
    pub(super) relation: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStart {
    pub(super) id: Text,
    pub(super) group: String,
    pub(super) title: String,
    pub(super) arches: Vec<Text>,
    pub(super) step: Option<Text>,
    pub(super) patches: Option<Vec<Text>>,
    pub(super) compare: Option<Text>,
    pub(super) claim: Option<Text>,
    #[serde(default)]
    pub(super) values: Vec<Text>,
    pub(super) regions: Vec<Text>,
    pub(super) text: String,
    pub(super) missing: Option<Vec<String>>,
}
