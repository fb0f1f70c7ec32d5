//! `scenario.toml` as it is written; strings that may be wrong keep their place.

use super::fields::{Fielded, Fields, Read, Text, parse, record, strings, text, texts};
use super::raw_claims::RawClaim;

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
    pub(super) claim: Vec<RawClaim>,
    pub(super) known_failure: Vec<RawKnownFailure>,
    pub(super) diagram: Vec<RawDiagram>,
    pub(super) start: Vec<RawStart>,
}

impl Raw {
    /// Reads the text of a scenario.
    pub(super) fn parse(text: &str) -> Read<Self> {
        parse(text)
    }
}

impl Fielded for Raw {
    const NAMES: &'static [&'static str] = &[
        "name",
        "title",
        "description",
        "author",
        "date",
        "cover_letter",
        "version",
        "menu",
        "root",
        "semantics",
        "base_config",
        "arch",
        "patch",
        "claim",
        "known_failure",
        "diagram",
        "start",
    ];

    fn read(it: &Fields<'_>) -> Read<Self> {
        Ok(Self {
            name: it.string("name")?,
            title: it.string("title")?,
            description: it.string("description")?,
            author: it.string("author")?,
            date: it.string("date")?,
            cover_letter: it.string("cover_letter")?,
            version: it.string("version")?,
            menu: it.string("menu")?,
            root: it.string("root")?,
            semantics: it.string("semantics")?,
            base_config: it.string("base_config")?,
            arch: it.list("arch", true, record)?,
            patch: it.list("patch", true, record)?,
            claim: it.list("claim", false, record)?,
            known_failure: it.list("known_failure", false, record)?,
            diagram: it.list("diagram", false, record)?,
            start: it.list("start", false, record)?,
        })
    }
}

pub(super) struct RawArch {
    pub(super) name: String,
    pub(super) srcarch: String,
    pub(super) counted: bool,
    pub(super) start: Vec<Text>,
}

impl Fielded for RawArch {
    const NAMES: &'static [&'static str] = &["name", "srcarch", "counted", "start"];
    fn read(it: &Fields<'_>) -> Read<Self> {
        Ok(Self {
            name: it.string("name")?,
            srcarch: it.string("srcarch")?,
            counted: it.bool("counted")?,
            start: it.list("start", false, text)?,
        })
    }
}

pub(super) struct RawPatch {
    pub(super) id: Text,
    pub(super) replaces: Option<Text>,
    pub(super) file: String,
    pub(super) short: String,
    pub(super) subject: String,
}

impl Fielded for RawPatch {
    const NAMES: &'static [&'static str] = &["id", "replaces", "file", "short", "subject"];
    fn read(it: &Fields<'_>) -> Read<Self> {
        Ok(Self {
            id: it.text("id")?,
            replaces: it.optional("replaces", text)?,
            file: it.string("file")?,
            short: it.string("short")?,
            subject: it.string("subject")?,
        })
    }
}

pub(super) struct RawKnownFailure {
    pub(super) arch: Text,
    pub(super) claims: Vec<Text>,
    pub(super) from: Text,
    pub(super) reason: String,
    pub(super) found: String,
}

impl Fielded for RawKnownFailure {
    const NAMES: &'static [&'static str] = &["arch", "claims", "from", "reason", "found"];
    fn read(it: &Fields<'_>) -> Read<Self> {
        Ok(Self {
            arch: it.text("arch")?,
            claims: it.list("claims", true, text)?,
            from: it.text("from")?,
            reason: it.string("reason")?,
            found: it.string("found")?,
        })
    }
}

pub(super) struct RawDiagram {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) edges: Vec<RawEdge>,
}

impl Fielded for RawDiagram {
    const NAMES: &'static [&'static str] = &["id", "title", "edges"];
    fn read(it: &Fields<'_>) -> Read<Self> {
        Ok(Self { id: it.string("id")?, title: it.string("title")?, edges: it.list("edges", true, record)? })
    }
}

pub(super) struct RawEdge {
    pub(super) left: String,
    pub(super) right: String,
    pub(super) relation: Text,
}

impl Fielded for RawEdge {
    const NAMES: &'static [&'static str] = &["left", "right", "relation"];
    fn read(it: &Fields<'_>) -> Read<Self> {
        Ok(Self { left: it.string("left")?, right: it.string("right")?, relation: it.text("relation")? })
    }
}

pub(super) struct RawStart {
    pub(super) id: Text,
    pub(super) group: String,
    pub(super) title: String,
    pub(super) arches: Vec<Text>,
    pub(super) step: Option<Text>,
    pub(super) patches: Option<Vec<Text>>,
    pub(super) compare: Option<Text>,
    pub(super) claim: Option<Text>,
    pub(super) values: Vec<Text>,
    pub(super) regions: Vec<Text>,
    pub(super) text: String,
    pub(super) missing: Option<Vec<String>>,
}

impl Fielded for RawStart {
    const NAMES: &'static [&'static str] = &[
        "id", "group", "title", "arches", "step", "patches", "compare", "claim", "values", "regions", "text",
        "missing",
    ];
    fn read(it: &Fields<'_>) -> Read<Self> {
        Ok(Self {
            id: it.text("id")?,
            group: it.string("group")?,
            title: it.string("title")?,
            arches: it.list("arches", true, text)?,
            step: it.optional("step", text)?,
            patches: it.optional("patches", texts)?,
            compare: it.optional("compare", text)?,
            claim: it.optional("claim", text)?,
            values: it.list("values", false, text)?,
            regions: it.list("regions", true, text)?,
            text: it.string("text")?,
            missing: it.optional("missing", strings)?,
        })
    }
}
