//! Tables of TOML, read field by field; strings that may be wrong keep their place.
//!
//! What serde makes of the same structs is a third of the whole worker.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A text with its place.
pub(crate) type Text = Spanned<String>;

/// What is wrong, and where.
pub(crate) struct Wrong {
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
}

pub(crate) type Read<T> = Result<T, Wrong>;

/// Reads a file as a table.
pub(crate) fn parse<T: Fielded>(text: &str) -> Read<T> {
    let table = DeTable::parse(text)
        .map_err(|error| Wrong { span: error.span().unwrap_or(0..0), message: error.message().to_owned() })?;
    T::read(&Fields::new(table.get_ref(), table.span(), T::NAMES)?)
}

/// A table of known fields.
pub(crate) trait Fielded: Sized {
    /// The names of the fields.
    const NAMES: &'static [&'static str];

    /// Reads the table.
    fn read(it: &Fields<'_>) -> Read<Self>;
}

/// The fields of a table.
pub(crate) struct Fields<'a> {
    table: &'a DeTable<'a>,
    pub(crate) span: Range<usize>,
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

    pub(crate) fn text(&self, name: &str) -> Read<Text> {
        text(self.required(name)?)
    }

    pub(crate) fn string(&self, name: &str) -> Read<String> {
        self.text(name).map(Spanned::into_inner)
    }

    pub(crate) fn bool(&self, name: &str) -> Read<bool> {
        let value = self.required(name)?;
        match value.get_ref() {
            DeValue::Boolean(value) => Ok(*value),
            _ => Err(expected(value, "true or false")),
        }
    }

    pub(crate) fn optional<T>(
        &self,
        name: &str,
        read: fn(&Spanned<DeValue<'_>>) -> Read<T>,
    ) -> Read<Option<T>> {
        self.get(name).map(read).transpose()
    }

    pub(crate) fn list<T>(
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

pub(crate) fn expected(value: &Spanned<DeValue<'_>>, what: &str) -> Wrong {
    Wrong { span: value.span(), message: format!("expected {what}") }
}

fn list<T>(value: &Spanned<DeValue<'_>>, read: fn(&Spanned<DeValue<'_>>) -> Read<T>) -> Read<Vec<T>> {
    match value.get_ref() {
        DeValue::Array(values) => values.iter().map(read).collect(),
        _ => Err(expected(value, "a list")),
    }
}

pub(crate) fn text(value: &Spanned<DeValue<'_>>) -> Read<Text> {
    match value.get_ref() {
        DeValue::String(text) => Ok(Spanned::new(value.span(), text.clone().into_owned())),
        _ => Err(expected(value, "a string")),
    }
}

pub(crate) fn texts(value: &Spanned<DeValue<'_>>) -> Read<Vec<Text>> {
    list(value, text)
}

pub(crate) fn strings(value: &Spanned<DeValue<'_>>) -> Read<Vec<String>> {
    Ok(texts(value)?.into_iter().map(Spanned::into_inner).collect())
}

pub(crate) fn record<T: Fielded>(value: &Spanned<DeValue<'_>>) -> Read<T> {
    match value.get_ref() {
        DeValue::Table(table) => T::read(&Fields::new(table, value.span(), T::NAMES)?),
        _ => Err(expected(value, "a table")),
    }
}

/// Reads a text or a list of texts.
pub(crate) fn one_or_more(value: &Spanned<DeValue<'_>>) -> Read<Vec<Text>> {
    match value.get_ref() {
        DeValue::String(_) => Ok(vec![text(value)?]),
        DeValue::Array(_) => texts(value),
        _ => Err(expected(value, "a string or a list of strings")),
    }
}
