//! The tables of claims as they are written, in a scenario or in a file of their own.

use std::ops::Range;

use super::fields::{Fielded, Fields, Read, Text, one_or_more, record, text, texts};

pub(crate) struct RawClaim {
    pub(crate) id: Text,
    pub(crate) title: String,
    pub(crate) text: Option<Text>,
    pub(crate) case: Vec<RawCase>,
}

impl Fielded for RawClaim {
    const NAMES: &'static [&'static str] = &["id", "title", "text", "case"];
    fn read(it: &Fields<'_>) -> Read<Self> {
        Ok(Self {
            id: it.text("id")?,
            title: it.string("title")?,
            text: it.optional("text", text)?,
            case: it.list("case", true, record)?,
        })
    }
}

pub(crate) struct RawCase {
    pub(crate) span: Range<usize>,
    pub(crate) arches: Option<Vec<Text>>,
    pub(crate) except: Option<Vec<Text>>,
    pub(crate) base: Option<Vec<Text>>,
    pub(crate) step: Option<Text>,
    pub(crate) patches: Option<Vec<Text>>,
    pub(crate) menu: Option<Text>,
    pub(crate) set: Vec<Text>,
    pub(crate) exactly: Option<Vec<Text>>,
    pub(crate) includes: Option<Vec<Text>>,
    pub(crate) excludes: Option<Vec<Text>>,
}

impl Fielded for RawCase {
    const NAMES: &'static [&'static str] =
        &["arches", "except", "base", "step", "patches", "menu", "set", "exactly", "includes", "excludes"];
    fn read(it: &Fields<'_>) -> Read<Self> {
        Ok(Self {
            span: it.span.clone(),
            arches: it.optional("arches", texts)?,
            except: it.optional("except", texts)?,
            base: it.optional("base", one_or_more)?,
            step: it.optional("step", text)?,
            patches: it.optional("patches", texts)?,
            menu: it.optional("menu", text)?,
            set: it.list("set", false, text)?,
            exactly: it.optional("exactly", texts)?,
            includes: it.optional("includes", texts)?,
            excludes: it.optional("excludes", texts)?,
        })
    }
}
