//! `kconfig series --audit`: what each patch loses of configs, as text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use kconfig::sweep::{ArchAudit, AskedLine, Rename};

use crate::series_text::{count, push};

/// Configs by arch.
type Configs<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// Says what a patch loses on all arches that were looked at.
pub(crate) fn text(audits: &[ArchAudit]) -> String {
    let mut out = String::new();
    let n_configs: usize = audits.iter().map(|audit| audit.n_configs).sum();
    let of =
        format!("of {} on {}", count(n_configs, "config", "configs"), count(audits.len(), "arch", "arches"));
    if audits.iter().all(|audit| audit.configs.is_empty()) {
        push(&mut out, 0, &format!("Nothing is lost, {of}."));
        return out;
    }
    push(&mut out, 0, &format!("Lost settings, {of}:"));
    push_gone(audits, &mut out);
    push_lost(audits, &mut out);
    push_questions(audits, &mut out);
    out
}

/// The lines that became no-ops, with the new name where there is one.
fn push_gone(audits: &[ArchAudit], out: &mut String) {
    let mut gone: BTreeMap<&str, Configs<'_>> = BTreeMap::new();
    each(audits, |arch, config, lines, _| {
        for line in lines {
            gone.entry(&line.symbol).or_default().entry(arch).or_default().push(config);
        }
    });
    let renames: BTreeMap<&str, &Rename> =
        audits.iter().flat_map(|audit| &audit.renamed).map(|it| (it.before.as_str(), it)).collect();
    for (symbol, configs) in gone {
        let n = count(n_of(&configs), "config asks", "configs ask");
        match renames.get(symbol) {
            Some(rename) => push(
                out,
                0,
                &format!("{symbol} is {} now ({}); {n} for {symbol}:", rename.after, rename.place),
            ),
            None => push(out, 0, &format!("{symbol} is gone; {n} for it:")),
        }
        push_configs(&configs, out);
        if let Some(rename) = renames.get(symbol) {
            push(
                out,
                2,
                &format!(
                    "This keeps them, with `default {symbol}` in config {} (Linux 6.18 and newer):",
                    rename.after
                ),
            );
            for line in rename.stanza.lines() {
                let _ = writeln!(out, "    {line}");
            }
        }
    }
}

/// The lines that are no longer obeyed.
fn push_lost(audits: &[ArchAudit], out: &mut String) {
    let mut lost: BTreeMap<(&str, &str, Option<&str>), Configs<'_>> = BTreeMap::new();
    each(audits, |arch, config, _, lines| {
        for line in lines {
            let key = (line.symbol.as_str(), line.asked.as_str(), line.after.as_deref());
            lost.entry(key).or_default().entry(arch).or_default().push(config);
        }
    });
    for ((symbol, asked, after), configs) in lost {
        let after = after.map_or("without a line in .config".to_owned(), |after| after.to_owned());
        let n = count(n_of(&configs), "config", "configs");
        push(out, 0, &format!("{symbol}={asked} is {after} now in {n}:"));
        push_configs(&configs, out);
    }
}

/// What `make oldconfig` newly asks.
fn push_questions(audits: &[ArchAudit], out: &mut String) {
    let mut asked: BTreeMap<&str, usize> = BTreeMap::new();
    for config in audits.iter().flat_map(|audit| &audit.configs) {
        config.questions.iter().for_each(|symbol| *asked.entry(symbol).or_default() += 1);
    }
    if asked.is_empty() {
        return;
    }
    push(out, 0, "New questions of make oldconfig:");
    for (symbol, n) in asked {
        push(out, 2, &format!("{symbol} in {}", count(n, "config", "configs")));
    }
}

/// Walks the configs: arch, name, lines that became no-ops, lines that are lost.
fn each<'a>(audits: &'a [ArchAudit], mut f: impl FnMut(&'a str, &'a str, &'a [AskedLine], &'a [AskedLine])) {
    for audit in audits {
        for config in &audit.configs {
            f(&audit.arch, &config.config, &config.gone, &config.lost);
        }
    }
}

fn n_of(configs: &Configs<'_>) -> usize {
    configs.values().map(Vec::len).sum()
}

fn push_configs(configs: &Configs<'_>, out: &mut String) {
    for (arch, names) in configs {
        push(out, 2, &format!("{arch}: {}", names.join(" ")));
    }
}
