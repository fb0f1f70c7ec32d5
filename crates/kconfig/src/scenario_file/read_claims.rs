//! Claims and their cases, checked as far as they stand for themselves.

use std::ops::Range;

use kconfig_series::{Assignment, Case, Claim, Excluded, Expect, Expected, StepName};
use toml::Spanned;

use super::fields::{Text, Wrong};
use super::raw_claims::{RawCase, RawClaim};
use super::{Checked, ScenarioError};

/// The text of a file, for the lines of what is wrong with it.
pub(crate) struct Source<'a> {
    /// The name of the file.
    pub(crate) file: &'a str,
    /// Its text.
    pub(crate) text: &'a str,
}

impl Source<'_> {
    pub(crate) fn error(&self, key: &str, span: &Range<usize>, message: impl Into<String>) -> ScenarioError {
        let before = self.text.get(..span.start).unwrap_or("");
        let line = before.bytes().filter(|&byte| byte == b'\n').count() as u32 + 1;
        ScenarioError { file: self.file.to_owned(), line, key: key.to_owned(), message: message.into() }
    }

    /// Says what is wrong with the form of the file.
    pub(crate) fn wrong(&self, wrong: Wrong) -> ScenarioError {
        self.error("", &wrong.span, wrong.message)
    }

    pub(crate) fn claim(&self, raw: RawClaim, others: &[Claim]) -> Checked<Claim> {
        self.unique("claim.id", &raw.id, others.iter().map(|claim| &claim.id))?;
        Ok(Claim {
            cases: raw.case.into_iter().map(|case| self.case(case)).collect::<Checked<_>>()?,
            id: raw.id.into_inner(),
            title: raw.title,
            text: raw.text.map(Spanned::into_inner).unwrap_or_default(),
        })
    }

    fn case(&self, raw: RawCase) -> Checked<Case> {
        let step = match (raw.step, raw.patches) {
            (None, None) => StepName::After,
            (Some(step), None) if !step.get_ref().trim().is_empty() => StepName::parse(step.get_ref()),
            (None, Some(patches)) => StepName::Only(plain(patches)),
            (Some(step), None) => {
                let message = "expected `base`, `after` or the number of a patch";
                return Err(self.error("claim.case.step", &step.span(), message));
            }
            (Some(step), Some(_)) => {
                return Err(self.error("claim.case", &step.span(), "expected either `step` or `patches`"));
            }
        };
        let entries = [raw.exactly.is_some(), raw.includes.is_some(), raw.excludes.is_some()];
        if entries.iter().filter(|&&is_there| is_there).count() != 1 {
            let message = "expected one of `exactly`, `includes` and `excludes`";
            return Err(self.error("claim.case", &raw.span, message));
        }
        if let (Some(menu), None) = (&raw.menu, &raw.exactly) {
            let message = "only `exactly` is about a menu: leave `menu` out, or say `exactly`";
            return Err(self.error("claim.case.menu", &menu.span(), message));
        }
        let menu = raw.menu.map(Spanned::into_inner);
        let expect = if let Some(texts) = raw.exactly {
            Expect::Exactly { menu, values: self.entries("claim.case.exactly", &texts, Expected::parse)? }
        } else if let Some(texts) = raw.includes {
            Expect::Includes(self.entries("claim.case.includes", &texts, Expected::parse)?)
        } else {
            let texts = raw.excludes.unwrap_or_default();
            Expect::Excludes(self.entries("claim.case.excludes", &texts, Excluded::parse)?)
        };
        Ok(Case {
            arches: self.names("claim.case.arches", raw.arches)?,
            except: self.names("claim.case.except", raw.except)?,
            bases: self.names("claim.case.base", raw.base)?,
            step,
            set: self.assignments("claim.case.set", &raw.set)?,
            expect,
        })
    }

    /// Takes names; a list that is there names something.
    pub(crate) fn names(&self, key: &str, names: Option<Vec<Text>>) -> Checked<Vec<String>> {
        let Some(names) = names else { return Ok(Vec::new()) };
        match names.iter().find(|name| name.get_ref().trim().is_empty()) {
            Some(empty) => Err(self.error(key, &empty.span(), "expected a name")),
            None => Ok(plain(names)),
        }
    }

    fn entries<T>(&self, key: &str, texts: &[Text], read: fn(&str) -> Result<T, String>) -> Checked<Vec<T>> {
        let read =
            |text: &Text| read(text.get_ref()).map_err(|message| self.error(key, &text.span(), message));
        texts.iter().map(read).collect()
    }

    pub(crate) fn assignments(&self, key: &str, texts: &[Text]) -> Checked<Vec<Assignment>> {
        let read = |text: &Text| {
            let message = || format!("expected `SYMBOL=value`, found `{}`", text.get_ref());
            Assignment::parse(text.get_ref()).ok_or_else(|| self.error(key, &text.span(), message()))
        };
        texts.iter().map(read).collect()
    }

    pub(crate) fn unique<'a>(
        &self,
        key: &str,
        id: &Text,
        mut others: impl Iterator<Item = &'a String>,
    ) -> Checked<()> {
        match others.any(|other| other == id.get_ref()) {
            true => Err(self.error(key, &id.span(), format!("`{}` is there already", id.get_ref()))),
            false => Ok(()),
        }
    }
}

fn plain(texts: Vec<Text>) -> Vec<String> {
    texts.into_iter().map(Spanned::into_inner).collect()
}
