//! What a series does on each arch, computed on all cores.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kconfig::bundle::{Bundle, SRCTREE, arches_together};
use kconfig::claims::Claims;
use kconfig::sweep::{ArchAudit, ArchEffect, Chain, Promise, Sweep};
use kconfig::tree::{Host, Preset, Vfs};
use rayon::prelude::*;

use crate::bundle::problem_text;
use crate::disk::read_lossy;
use crate::eval::environment;
use crate::shell::ShellHost;

/// Who answers what a tree asks the shell.
pub(crate) enum Answers {
    /// This machine's tools, in a tree's folder.
    Machine(PathBuf),
    /// What a bundle recorded, of the toolchain of that name.
    Recorded(Bundle, Option<String>),
}

/// What is to be looked at.
#[derive(Default)]
pub(crate) struct Wanted {
    /// The arches: names, `all`, `none`; nothing for those that matter most.
    pub(crate) arches: Vec<String>,
    /// The base configs: presets, `defconfig:NAME`, `rand-SEED`, files.
    pub(crate) bases: Vec<String>,
    /// The values beside each.
    pub(crate) values: Vec<(String, String)>,
    /// The patch that is looked at alone, from 1.
    pub(crate) patch: Option<usize>,
    /// Whether it is looked up what configs lose.
    pub(crate) is_audit: bool,
    /// What the series promises.
    pub(crate) claims: Option<Claims>,
}

/// What a series does.
pub(crate) struct Effects {
    /// The arches.
    pub(crate) arches: Vec<String>,
    /// The base configs, by the names that the user gave.
    pub(crate) bases: Vec<String>,
    /// The number of the first patch that is looked at, from 1.
    first: usize,
    /// By patch, from the first that is looked at: the effects on the arches.
    pub(crate) patches: Vec<Vec<ArchEffect>>,
    /// Of all patches that are looked at, in sum, by arch.
    pub(crate) sum: Vec<ArchEffect>,
    /// By patch, where it was wanted: what configs lose on the arches.
    audits: Vec<Vec<ArchAudit>>,
    /// What came of the claims, by arch.
    pub(crate) promises: Vec<Promise>,
}

impl Effects {
    /// What a patch does on the arches; its number is from 1. `None` where the patch is
    /// not looked at.
    pub(crate) fn of_patch(&self, number: usize) -> Option<&[ArchEffect]> {
        self.patches.get(number.checked_sub(self.first)?).map(Vec::as_slice)
    }

    /// What a patch loses of configs, likewise.
    pub(crate) fn audit_of_patch(&self, number: usize) -> Option<&[ArchAudit]> {
        self.audits.get(number.checked_sub(self.first)?).map(Vec::as_slice)
    }
}

/// Sweeps the trees of a series, the one without a patch first.
///
/// `None` where no arch is wanted, or the tree has none.
pub(crate) fn sweep(trees: Vec<Vfs>, answers: &Answers, wanted: &Wanted) -> Result<Option<Effects>, String> {
    let arches = arches(trees.first(), &wanted.arches)?;
    if arches.is_empty() {
        return match wanted.claims {
            Some(_) => Err("--claims: there is no arch to hold them against".to_owned()),
            None => Ok(None),
        };
    }
    let trees = match wanted.patch {
        Some(n) => trees.into_iter().skip(n.saturating_sub(1)).take(2).collect(),
        None => trees,
    };
    let mut sweep = Sweep::new(trees, wanted.values.clone());
    let mut bases = wanted.bases.clone();
    if bases.is_empty() {
        bases.push("alldef".to_owned());
    }
    for base in &bases {
        add_base(&mut sweep, base)?;
    }
    if let Some((name, _)) = wanted.values.iter().find(|(name, _)| !sweep.is_defined(name)) {
        return Err(format!("--set {name}: no tree of the series has such a symbol"));
    }
    if let Some(base) =
        bases.iter().find(|base| arches.iter().all(|arch| sweep.missing_bases(arch).contains(&base.as_str())))
    {
        return Err(format!(
            "--base {base}: no arch that is looked at has it; expected alldef, allno, allyes, allmod, rand-SEED, defconfig:NAME or a file"
        ));
    }
    let n_walks = 1 + usize::from(wanted.is_audit);
    let progress = Progress::new(arches.len() * sweep.n_patches() * n_walks);
    let sweep = Arc::new(sweep);
    let walk = Walk { arches: &arches, answers };
    let (mut chains, mut sum, mut promises) = (Vec::new(), Vec::new(), Vec::new());
    let mut audited = Vec::new();
    for (arch, audit) in walk.all(|arch, host| {
        let effects = effects(&mut sweep.chain(arch, host.clone()), wanted.claims.as_ref(), &progress);
        (effects, wanted.is_audit.then(|| audits(&mut sweep.chain(arch, host.clone()), &progress)))
    })? {
        let (effects, of_all, promised) = arch;
        chains.push(effects);
        sum.extend(of_all);
        promises.extend(promised);
        audited.extend(audit);
    }
    progress.end();
    if wanted.claims.is_some() && promises.is_empty() {
        return Err(format!("--claims: no case is about {}", arches.join(", ")));
    }
    let first = wanted.patch.unwrap_or(1);
    let n = sweep.n_patches();
    let audits = if wanted.is_audit { by_patch(audited, n) } else { Vec::new() };
    let patches = by_patch(chains, n);
    Ok(Some(Effects { arches, bases, first, patches, sum, audits, promises }))
}

/// What an arch's chain says of each patch and in sum, and of the claims at each step.
fn effects(
    chain: &mut Chain<'_>,
    claims: Option<&Claims>,
    progress: &Progress,
) -> (Vec<ArchEffect>, Option<ArchEffect>, Vec<Promise>) {
    let promised = |chain: &Chain<'_>| claims.map(|claims| chain.promises(claims)).unwrap_or_default();
    let mut promises = promised(chain);
    let mut effects = Vec::new();
    while let Some(effect) = chain.next_patch() {
        effects.push(effect);
        promises.extend(promised(chain));
        progress.step();
    }
    (effects, chain.sum(), promises)
}

fn audits(chain: &mut Chain<'_>, progress: &Progress) -> Vec<ArchAudit> {
    let mut audits = Vec::new();
    while let Some(audit) = chain.next_audit() {
        audits.push(audit);
        progress.step();
    }
    audits
}

/// Turns what each arch says of the patches into what each patch does on the arches.
fn by_patch<T>(chains: Vec<Vec<T>>, n_patches: usize) -> Vec<Vec<T>> {
    let mut patches: Vec<Vec<T>> = (0..n_patches).map(|_| Vec::new()).collect();
    for said in chains {
        patches.iter_mut().zip(said).for_each(|(patch, said)| patch.push(said));
    }
    patches
}

/// Some arches, and who answers them.
struct Walk<'a> {
    arches: &'a [String],
    answers: &'a Answers,
}

impl Walk<'_> {
    /// Does a work on each arch, with the host that answers the arch: all chains of the
    /// work ask that one, so that a command is run once. Gives what comes of it, the
    /// arches in their order.
    fn all<T: Send>(&self, work: impl Fn(&str, &Rc<dyn Host>) -> T + Sync) -> Result<Vec<T>, String> {
        let chains = self.arches.par_iter().map(|arch| {
            let host = host(self.answers, arch)?;
            Ok(work(arch, &Rc::from(host)))
        });
        chains.collect()
    }
}

/// Who answers what an arch asks the shell.
pub(crate) fn host(answers: &Answers, arch: &str) -> Result<Box<dyn Host>, String> {
    Ok(match answers {
        Answers::Recorded(bundle, profile) => {
            Box::new(bundle.host(arch, profile.as_deref()).map_err(|problem| problem_text(&problem))?)
        }
        Answers::Machine(folder) => {
            let mut env = environment(folder, arch);
            env.insert("srctree".into(), SRCTREE.into());
            Box::new(ShellHost::with(env, Some(folder.clone())))
        }
    })
}

/// Finds the arches that are meant by what the user wrote.
fn arches(tree: Option<&Vfs>, wanted: &[String]) -> Result<Vec<String>, String> {
    let Some(tree) = tree else { return Ok(Vec::new()) };
    let all = kconfig::bundle::arches(tree.iter().map(|(path, _)| path));
    match wanted {
        [] => Ok(arches_together(&all)),
        [one] if one == "all" => Ok(all),
        [one] if one == "none" => Ok(Vec::new()),
        names => match names.iter().find(|name| !all.contains(name)) {
            Some(name) if all.is_empty() => Err(format!("--arch {name}: the tree has no arch")),
            Some(name) => Err(format!("--arch {name}: the tree has {}", all.join(", "))),
            None => Ok(names.to_vec()),
        },
    }
}

fn add_base(sweep: &mut Sweep, base: &str) -> Result<(), String> {
    let is_named =
        Preset::parse(base).is_some() || base.starts_with("defconfig:") || base.starts_with("rand-");
    if is_named {
        sweep.add_base(base);
        return Ok(());
    }
    let text = read_lossy(base.as_ref()).map_err(|error| {
        format!("--base {base}: {error}; expected alldef, allno, allyes, allmod, rand-SEED, defconfig:NAME or a file")
    })?;
    sweep.add_file(base, &text);
    Ok(())
}

/// How far the sweep is, for who waits at a terminal.
struct Progress {
    n: usize,
    done: AtomicUsize,
    is_shown: bool,
}

impl Progress {
    fn new(n: usize) -> Self {
        Self { n, done: AtomicUsize::new(0), is_shown: std::io::stderr().is_terminal() }
    }

    fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.is_shown {
            let mut stderr = std::io::stderr().lock();
            // A terminal that is gone is no reason to stop.
            let _ = write!(stderr, "\r{done} of {} patches on arches", self.n).and_then(|()| stderr.flush());
        }
    }

    fn end(&self) {
        if self.is_shown {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
