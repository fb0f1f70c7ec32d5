//! What a cover letter claims: what is set, where, and what then holds.

use std::fmt;

use crate::expr::Cond;
use crate::scenario::StepName;

/// A claim of a cover letter: on each arch, what is set and what then has a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// Names it in data and links: `1-crash-dump`.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What it says, as a sentence.
    pub text: String,
    /// The arches' cases.
    pub cases: Vec<Case>,
}

impl Claim {
    /// Gives the claim's case on an arch, if it speaks of that arch.
    pub fn case(&self, arch: &str) -> Option<&Case> {
        self.cases.iter().find(|case| case.is_about(arch))
    }
}

/// Claims that stand for themselves, as a claims file has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// The base configs of a case that names none; `alldefconfig` where the list is empty.
    pub bases: Vec<String>,
    /// The title of the menu of a case that says all of a menu and names none.
    pub menu: Option<String>,
    /// What every case sets first, by arch.
    pub arches: Vec<ClaimArch>,
    /// The claims.
    pub claims: Vec<Claim>,
}

/// What every case sets first on an arch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimArch {
    /// ARCH: `x86_64`.
    pub name: String,
    /// The values.
    pub start: Vec<Assignment>,
}

/// A case of a claim on one arch and base config, ready to be evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseHere<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// The case.
    pub case: &'a Case,
    /// What the user sets on top of the base config, in order: later ones win.
    pub set: Vec<Assignment>,
    /// The title of the menu, where the case says all that a menu holds.
    pub menu: Option<&'a str>,
}

impl Claims {
    /// Lists the cases that speak of an arch and a base config, in their order.
    pub fn cases(&self, arch: &str, base: &str) -> Vec<CaseHere<'_>> {
        let start = self.arches.iter().filter(|entry| entry.name == arch).flat_map(|entry| &entry.start);
        let start: Vec<Assignment> = start.cloned().collect();
        let all = self.claims.iter().flat_map(|claim| claim.cases.iter().map(move |case| (claim, case)));
        let here = |&(_, case): &(&Claim, &Case)| {
            case.is_about(arch) && self.bases_of(case).into_iter().any(|name| name == base)
        };
        all.filter(here)
            .map(|(claim, case)| CaseHere {
                claim,
                case,
                set: start.iter().chain(&case.set).cloned().collect(),
                menu: match &case.expect {
                    Expect::Exactly { menu, .. } => menu.as_deref().or(self.menu.as_deref()),
                    _ => None,
                },
            })
            .collect()
    }

    /// Names the base configs that a case speaks of.
    pub fn bases_of<'a>(&'a self, case: &'a Case) -> Vec<&'a str> {
        let bases = if case.bases.is_empty() { &self.bases } else { &case.bases };
        match &**bases {
            [] => vec![DEFAULT_BASE],
            some => some.iter().map(String::as_str).collect(),
        }
    }
}

/// The base config of claims that name none.
const DEFAULT_BASE: &str = "alldefconfig";

/// A claim as it stands on some arches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The arches; every arch where the list is empty.
    pub arches: Vec<String>,
    /// The arches that the case does not speak of, though `arches` does.
    pub except: Vec<String>,
    /// The base configs, such as `alldefconfig`; the file's own where the list is empty.
    pub bases: Vec<String>,
    /// The patches that are applied.
    pub step: StepName,
    /// What the user sets, on top of the arch's own start.
    pub set: Vec<Assignment>,
    /// What then holds.
    pub expect: Expect,
}

impl Default for Case {
    fn default() -> Self {
        Self {
            arches: Vec::new(),
            except: Vec::new(),
            bases: Vec::new(),
            step: StepName::After,
            set: Vec::new(),
            expect: Expect::Includes(Vec::new()),
        }
    }
}

impl Case {
    /// Tells whether the case speaks of an arch.
    pub fn is_about(&self, arch: &str) -> bool {
        let names = |list: &[String]| list.iter().any(|name| name == arch);
        (self.arches.is_empty() || names(&self.arches)) && !names(&self.except)
    }
}

/// What has to hold of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// In a menu exactly these symbols carry a value.
    Exactly {
        /// The title of the menu; `None` where that is said once for all cases.
        menu: Option<String>,
        /// The symbols with their values.
        values: Vec<Expected>,
    },
    /// These symbols have these values, and any other symbol has what it likes.
    Includes(Vec<Expected>),
    /// These symbols do not have these values.
    Excludes(Vec<Excluded>),
}

impl Expect {
    /// Gives the conditions of the entries, in their order.
    pub fn conds(&self) -> Vec<&Cond> {
        match self {
            Self::Exactly { values, .. } | Self::Includes(values) => {
                values.iter().filter_map(|entry| entry.cond.as_ref()).collect()
            }
            Self::Excludes(values) => values.iter().filter_map(|entry| entry.cond.as_ref()).collect(),
        }
    }
}

/// A user's value for a symbol: `SMP=n`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The symbol.
    pub symbol: String,
    /// The value as .config spells it; `n` is a value of the user too.
    pub value: String,
}

impl Assignment {
    /// Reads `SYMBOL=value`; `None` where that is not its form.
    ///
    /// A value is a word, or a string in quotes with `\"` and `\\` in it.
    pub fn parse(text: &str) -> Option<Self> {
        let (assignment, rest) = Self::parse_start(text.trim())?;
        rest.is_empty().then_some(assignment)
    }

    /// Reads `SYMBOL=value` at the start of a text; gives what is left as well.
    pub(crate) fn parse_start(text: &str) -> Option<(Self, &str)> {
        let (symbol, value) = text.split_once('=')?;
        let name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if symbol.is_empty() || !symbol.bytes().all(name) {
            return None;
        }
        let end = match value.starts_with('"') {
            true => quoted_end(value)?,
            false => value.find([' ', '\t', '\n', '"']).unwrap_or(value.len()),
        };
        let (value, rest) = value.split_at_checked(end)?;
        let is_apart = rest.is_empty() || rest.starts_with([' ', '\t', '\n']);
        let assignment = Self { symbol: symbol.to_owned(), value: value.to_owned() };
        (!value.is_empty() && is_apart).then_some((assignment, rest))
    }
}

impl fmt::Display for Assignment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.symbol, self.value)
    }
}

/// Finds the end of a text in quotes, behind the closing one.
pub(crate) fn quoted_end(text: &str) -> Option<usize> {
    let mut is_escaped = true; // the opening quote closes nothing
    for (at, char) in text.char_indices() {
        match char {
            '\n' => return None,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// A symbol that has to carry a value, perhaps under a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The symbol.
    pub symbol: String,
    /// Its value as .config spells it.
    pub value: String,
    /// Where it does not hold in the result, the symbol has to carry none.
    pub cond: Option<Cond>,
}

impl Expected {
    /// Reads `SYMBOL=value` or `SYMBOL=value if EXPR`.
    ///
    /// # Errors
    /// Says what is wrong, as a phrase.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some((Assignment { symbol, value }, rest)) = Assignment::parse_start(text.trim()) else {
            return Err(format!("expected `SYMBOL=value`, found `{text}`"));
        };
        Ok(Self { symbol, value, cond: cond(text, rest)? })
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.symbol, self.value)?;
        self.cond.as_ref().map_or(Ok(()), |cond| write!(f, " if {}", cond.text))
    }
}

/// A value that a symbol must not have, perhaps under a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excluded {
    /// The symbol.
    pub symbol: String,
    /// The value; `None` where the symbol must carry none at all.
    pub value: Option<String>,
    /// Where it does not hold in the result, the symbol may have any value.
    pub cond: Option<Cond>,
}

impl Excluded {
    /// Reads `SYMBOL` or `SYMBOL=value`, with ` if EXPR` behind it or without.
    ///
    /// # Errors
    /// Says what is wrong, as a phrase.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Ok(Expected { symbol, value, cond }) = Expected::parse(text) {
            return Ok(Self { symbol, value: Some(value), cond });
        }
        let trimmed = text.trim();
        let end = trimmed.find([' ', '\t']).unwrap_or(trimmed.len());
        let (symbol, rest) = trimmed.split_at(end);
        let name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if symbol.is_empty() || !symbol.bytes().all(name) {
            return Err(format!("expected `SYMBOL` or `SYMBOL=value`, found `{text}`"));
        }
        Ok(Self { symbol: symbol.to_owned(), value: None, cond: cond(text, rest)? })
    }
}

impl fmt::Display for Excluded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.symbol)?;
        self.value.as_ref().map_or(Ok(()), |value| write!(f, "={value}"))?;
        self.cond.as_ref().map_or(Ok(()), |cond| write!(f, " if {}", cond.text))
    }
}

/// Reads the condition behind an entry, if there is one.
fn cond(entry: &str, rest: &str) -> Result<Option<Cond>, String> {
    let rest = rest.trim();
    let is_apart = |expr: &&str| expr.is_empty() || expr.starts_with([' ', '\t']);
    match (rest, rest.strip_prefix("if").filter(is_apart)) {
        ("", _) => Ok(None),
        (_, Some(expr)) => {
            Cond::parse(expr.trim_start()).map(Some).map_err(|error| format!("`{entry}`: {error}"))
        }
        _ => Err(format!("expected `if` behind the value, found `{rest}`")),
    }
}

/// A failure that is known: shown with its reason and not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownFailure {
    /// The arch.
    pub arch: String,
    /// The claims that fail there.
    pub claims: Vec<String>,
    /// The patch that they fail from.
    pub from: String,
    /// Why, as a sentence.
    pub reason: String,
    /// Where and when it was found.
    pub found: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_have_a_form() {
        assert_eq!(Expected::parse("A").unwrap_err(), "expected `SYMBOL=value`, found `A`");
        assert!(Expected::parse("A=y if").is_err());
        assert!(Expected::parse("A=y if (").is_err());
        assert_eq!(Expected::parse("A=y B").unwrap_err(), "expected `if` behind the value, found `B`");
        assert_eq!(Assignment::parse("A B=y"), None);
        assert_eq!(Assignment::parse("A="), None);
        assert_eq!(Assignment::parse("A=\"b"), None);
        assert_eq!(Assignment::parse("A=\"b\"c"), None);
        assert_eq!(Excluded::parse("A B").unwrap_err(), "expected `if` behind the value, found `B`");
        assert_eq!(Excluded::parse("=y").unwrap_err(), "expected `SYMBOL` or `SYMBOL=value`, found `=y`");
    }

    #[test]
    fn an_entry_is_written_as_it_is_read() {
        for text in ["A=y", "A=0x10", "A=y if B && !C", r#"A="x if \"y\" z""#, r#"A="\\" if B"#, "A=-1"] {
            assert_eq!(Expected::parse(text).unwrap().to_string(), text);
            assert_eq!(Excluded::parse(text).unwrap().to_string(), text);
        }
        for text in ["A", "A if B=m"] {
            assert_eq!(Excluded::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Expected::parse(r#"A="x if y""#).unwrap().cond, None);
    }

    #[test]
    fn a_case_is_about_its_arches() {
        let case = |arches: &[&str], except: &[&str]| Case {
            arches: arches.iter().map(|arch| (*arch).to_owned()).collect(),
            except: except.iter().map(|arch| (*arch).to_owned()).collect(),
            ..Case::default()
        };
        assert!(case(&[], &[]).is_about("sh"));
        assert!(case(&["sh"], &[]).is_about("sh"));
        assert!(!case(&["arm"], &[]).is_about("sh"));
        assert!(!case(&[], &["sh"]).is_about("sh"));
    }
}
