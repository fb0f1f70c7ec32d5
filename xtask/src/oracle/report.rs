//! What a comparison prints.

use std::ops::AddAssign;

use super::compare::Compared;
use super::plan::Case;

/// Numbers of runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Runs of both confs.
    pub(crate) runs: u32,
    /// Those that left the same.
    pub(crate) identical: u32,
}

impl Tally {
    /// Returns the number of runs that left something else.
    pub(crate) fn differing(self) -> u32 {
        self.runs - self.identical
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.runs += other.runs;
        self.identical += other.identical;
    }
}

/// The tallies so far.
pub(super) struct Report {
    version: &'static str,
    arches: Vec<OfArch>,
    /// Of all arches.
    pub(super) total: Tally,
}

struct OfArch {
    name: String,
    cases_left: usize,
    kinds: Vec<(String, Tally)>,
}

impl Report {
    /// Makes a report of cases that are to come.
    pub(super) fn new(version: &'static str, cases: &[Case]) -> Self {
        let mut arches: Vec<OfArch> = Vec::new();
        for case in cases {
            let kind = (case.kind.clone(), Tally::default());
            match arches.iter_mut().find(|arch| arch.name == case.arch.name) {
                Some(arch) => {
                    arch.cases_left += 1;
                    if !arch.kinds.iter().any(|(name, _)| *name == case.kind) {
                        arch.kinds.push(kind);
                    }
                }
                None => {
                    let name = case.arch.name.clone();
                    arches.push(OfArch { name, cases_left: 1, kinds: vec![kind] });
                }
            }
        }
        Self { version, arches, total: Tally::default() }
    }

    /// Counts a case and prints what differs; with the last of its arch, the
    /// arch's line.
    pub(super) fn add(&mut self, case: &Case, compared: &Compared) {
        for (number, said) in compared.iter().enumerate().filter(|(_, said)| !said.is_empty()) {
            let run = case.runs.get(number).map(|arguments| arguments.join(" ")).unwrap_or_default();
            println!("DIFFERS {} {} ({run})", self.version, case.name());
            for line in said {
                println!("    {line}");
            }
        }
        let same = compared.iter().filter(|said| said.is_empty()).count();
        let tally = Tally { runs: number(compared.len()), identical: number(same) };
        self.total += tally;
        let Some(arch) = self.arches.iter_mut().find(|arch| arch.name == case.arch.name) else { return };
        if let Some((_, kind)) = arch.kinds.iter_mut().find(|(name, _)| *name == case.kind) {
            *kind += tally;
        }
        arch.cases_left -= 1;
        if arch.cases_left == 0 {
            let words: Vec<_> = arch
                .kinds
                .iter()
                .map(|(name, tally)| format!("{name} {}/{}", tally.identical, tally.runs))
                .collect();
            println!("{:<5} {:<11} {}", self.version, arch.name, words.join("  "));
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
