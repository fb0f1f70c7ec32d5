//! `scenario.toml` as it is written; strings that may be wrong keep their place.
//!
//! Read field by field: what serde makes of the same structs is a third of the
//! whole worker.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A text with its place.
pub(super) type Text = Spanned<String>;

/// What is wrong, and where.
pub(super) struct Wrong {
    pub(super) span: Range<usize>,
    pub(super) message: String,
}

type Read<T> = Result<T, Wrong>;

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
        let table = DeTable::parse(text).map_err(|error| Wrong {
            span: error.span().unwrap_or(0..0),
            message: error.message().to_owned(),
        })?;
        Self::read(&Fields::new(
            table.get_ref(),
            table.span(),
            &[
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
            ],
        )?)
    }

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

pub(super) struct RawClaim {
    pub(super) id: Text,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) case: Vec<RawCase>,
}

impl Fielded for RawClaim {
    const NAMES: &'static [&'static str] = &["id", "title", "text", "case"];
    fn read(it: &Fields<'_>) -> Read<Self> {
        Ok(Self {
            id: it.text("id")?,
            title: it.string("title")?,
            text: it.string("text")?,
            case: it.list("case", true, record)?,
        })
    }
}

pub(super) struct RawCase {
    pub(super) arches: Vec<Text>,
    pub(super) set: Vec<Text>,
    pub(super) expect: Vec<Text>,
}

impl Fielded for RawCase {
    const NAMES: &'static [&'static str] = &["arches", "set", "expect"];
    fn read(it: &Fields<'_>) -> Read<Self> {
        Ok(Self {
            arches: it.list("arches", true, text)?,
            set: it.list("set", true, text)?,
            expect: it.list("expect", true, text)?,
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

/// A table of known fields.
trait Fielded: Sized {
    const NAMES: &'static [&'static str];

    fn read(it: &Fields<'_>) -> Read<Self>;
}

/// The fields of a table.
struct Fields<'a> {
    table: &'a DeTable<'a>,
    span: Range<usize>,
}

impl<'a> Fields<'a> {
    fn new(table: &'a DeTable<'a>, span: Range<usize>, known: &[&str]) -> Read<Self> {
        match table.keys().find(|key| !known.contains(&&**key.get_ref())) {
            Some(key) => {
                Err(Wrong { span: key.span(), message: format!("unknown field `{}`", key.get_ref()) })
            }
            None => Ok(Self { table, span }),
        }
    }

    fn get(&self, name: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.iter().find(|(key, _)| key.get_ref() == name).map(|(_, value)| value)
    }

    fn required(&self, name: &str) -> Read<&'a Spanned<DeValue<'a>>> {
        let wrong = || Wrong { span: self.span.clone(), message: format!("missing field `{name}`") };
        self.get(name).ok_or_else(wrong)
    }

    fn text(&self, name: &str) -> Read<Text> {
        text(self.required(name)?)
    }

    fn string(&self, name: &str) -> Read<String> {
        self.text(name).map(Spanned::into_inner)
    }

    fn bool(&self, name: &str) -> Read<bool> {
        let value = self.required(name)?;
        match value.get_ref() {
            DeValue::Boolean(value) => Ok(*value),
            _ => Err(expected(value, "true or false")),
        }
    }

    fn optional<T>(&self, name: &str, read: fn(&Spanned<DeValue<'_>>) -> Read<T>) -> Read<Option<T>> {
        self.get(name).map(read).transpose()
    }

    fn list<T>(
        &self,
        name: &str,
        is_required: bool,
        read: fn(&Spanned<DeValue<'_>>) -> Read<T>,
    ) -> Read<Vec<T>> {
        match self.get(name) {
            None if !is_required => Ok(Vec::new()),
            None => self.required(name).map(|_| Vec::new()),
            Some(value) => list(value, read),
        }
    }
}

fn expected(value: &Spanned<DeValue<'_>>, what: &str) -> Wrong {
    Wrong { span: value.span(), message: format!("expected {what}") }
}

fn list<T>(value: &Spanned<DeValue<'_>>, read: fn(&Spanned<DeValue<'_>>) -> Read<T>) -> Read<Vec<T>> {
    match value.get_ref() {
        DeValue::Array(values) => values.iter().map(read).collect(),
        _ => Err(expected(value, "a list")),
    }
}

fn text(value: &Spanned<DeValue<'_>>) -> Read<Text> {
    match value.get_ref() {
        DeValue::String(text) => Ok(Spanned::new(value.span(), text.clone().into_owned())),
        _ => Err(expected(value, "a string")),
    }
}

fn texts(value: &Spanned<DeValue<'_>>) -> Read<Vec<Text>> {
    list(value, text)
}

fn strings(value: &Spanned<DeValue<'_>>) -> Read<Vec<String>> {
    Ok(texts(value)?.into_iter().map(Spanned::into_inner).collect())
}

fn record<T: Fielded>(value: &Spanned<DeValue<'_>>) -> Read<T> {
    match value.get_ref() {
        DeValue::Table(table) => T::read(&Fields::new(table, value.span(), T::NAMES)?),
        _ => Err(expected(value, "a table")),
    }
}
