//! Many arches beside each other: claims at every step, values of symbols.

use serde::{Deserialize, Serialize};

use super::{Sign, State};

/// One arch over all steps: a row of the table "Claims by arch".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchSteps {
    /// The arch.
    pub arch: String,
    /// base, 1, ... N.
    pub cells: Vec<StepCell>,
}

/// One arch at one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepCell {
    /// `base`, `1`, ...
    pub step: String,
    /// The claims that pass.
    pub n_pass: u32,
    /// The ids of the claims that fail and count.
    pub fail: Vec<String>,
    /// The ids of the claims that fail and are known to.
    pub known: Vec<String>,
    /// How many warnings there are that base does not have, over all cases.
    pub n_new_warnings: u32,
    /// The missing references over all cases and starting points.
    pub missing: Vec<String>,
    /// What is worst in it.
    pub sign: Sign,
    /// The state that the cell opens: what is worst in it.
    pub state: State,
}

/// Which rows of the table of all arches are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixAsk {
    /// Also those that are alike on all arches.
    pub all: bool,
    /// The first row, from 0.
    pub first: u32,
    /// How many rows.
    pub count: u32,
}

/// Symbols by arches under the same user values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixView {
    /// The arches.
    pub arches: Vec<String>,
    /// How many rows there are.
    pub total: u32,
    /// The place of the first row that is here, from 0.
    pub first: u32,
    /// The rows that are here, in menu order.
    pub rows: Vec<MatrixRow>,
    /// How many symbols were compared.
    pub n_symbols: u32,
    /// How many arches are still to come.
    pub n_missing: u32,
}

impl MatrixView {
    /// Cuts the rows that are asked for out of those that there are.
    pub(crate) fn part(ask: &MatrixAsk, total: usize) -> std::ops::Range<usize> {
        let count = (ask.count as usize).min(total);
        // Where there are fewer than before, the last ones.
        let first = (ask.first as usize).min(total - count);
        first..first + count
    }
}

/// A symbol over all arches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixRow {
    /// The symbol.
    pub symbol: String,
    /// Its value on each arch; "" where the arch does not write it.
    pub values: Vec<String>,
    /// Whether the values differ.
    pub differs: bool,
}
