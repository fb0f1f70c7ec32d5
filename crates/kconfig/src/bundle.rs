//! A kernel tree from one file: a bundle, or a tarball of the kernel.

use std::collections::{BTreeSet, VecDeque};
use std::io::Read;
use std::ops::ControlFlow;
use std::sync::Arc;

use kconfig_bundle::PROBES;
use kconfig_model::dependents::{Node, unit_symbols};
use kconfig_model::{Dependents, Model, ParseCache, Semantics, SymbolId, load_as};
use kconfig_vfs::{Files, RecordedHost, Vfs};

pub use crate::arches::{arch_env, arches, arches_together, srcarch};
pub use crate::probe_file::{Profile, Recorded, read_probes, write_probes};
pub use crate::tree_index::{TreeEntry, read_index, write_index};
pub use crate::tree_name::{tree_name, tree_title};
pub use kconfig_bundle::{
    Folder, Limits, Progress, ReadError, ReadErrorKind, is_wanted, may_be_wanted, write as write_archive,
};

use crate::view::Problem;
use crate::world::reads::read;

/// The name of the profile that answers nothing.
pub const NO_PROFILE: &str = "unknown";

/// What a tree calls itself in commands: it is read from its own folder.
pub const SRCTREE: &str = ".";

/// A kernel tree with what its shell commands answered where it was recorded.
#[derive(Clone, Debug, Default)]
pub struct Bundle {
    /// The files, without the recorded answers.
    pub files: Vfs,
    /// The toolchains that were asked; the first one of an arch is its default.
    pub profiles: Vec<Profile>,
}

impl Files for Bundle {
    /// Reads a path as Kconfig files name it: they may start at `$(srctree)`.
    fn read(&self, path: &str) -> Option<Arc<str>> {
        read(&self.files, path)
    }
}

impl Bundle {
    /// Opens a bundle or a tarball of a kernel, which has no recorded answers.
    ///
    /// # Errors
    /// What is wrong with the file and what to do about it.
    pub fn open(
        input: impl Read,
        limits: &Limits,
        on_progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Self, Problem> {
        Self::from_files(kconfig_bundle::read(input, limits, on_progress)?)
    }

    /// As [`open`](Self::open), but waits for what `on_progress` waits for.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_in_steps(
        input: impl Read,
        limits: &Limits,
        on_progress: impl AsyncFnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Self, Problem> {
        Self::from_files(kconfig_bundle::read_in_steps(input, limits, on_progress).await?)
    }

    /// Takes a folder of which all files were read.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn from_folder(folder: Folder) -> Result<Self, Problem> {
        Self::from_files(folder.finish()?)
    }

    fn from_files(mut files: Vfs) -> Result<Self, Problem> {
        let profiles = match files.remove(PROBES) {
            None => Vec::new(),
            Some(text) => read_probes(&text).map_err(|error| Problem {
                message: format!("{PROBES} in the bundle cannot be read: {error}."),
                details: Vec::new(),
                help: "Make the bundle again with `kconfig bundle` of this version.".into(),
            })?,
        };
        Ok(Self { files, profiles })
    }

    /// Packs the tree: the same files and answers give the same bytes.
    ///
    /// # Errors
    /// A path that has no place in a tarball.
    pub fn pack(&self) -> Result<Vec<u8>, String> {
        let probes = write_probes(&self.profiles)?;
        kconfig_bundle::write(self.packed_files(&probes)).map_err(|error| error.to_string())
    }

    /// As [`pack`](Self::pack), but waits after each file for what `on_step`
    /// waits for.
    ///
    /// # Errors
    /// As [`pack`](Self::pack).
    pub async fn pack_in_steps(&self, on_step: impl AsyncFnMut()) -> Result<Vec<u8>, String> {
        let probes = write_probes(&self.profiles)?;
        let packed = kconfig_bundle::write_in_steps(self.packed_files(&probes), on_step);
        packed.await.map_err(|error| error.to_string())
    }

    fn packed_files<'a>(&'a self, probes: &'a str) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        let files = self.files.iter().map(|(path, text)| (path, text.as_bytes()));
        files.chain([(PROBES, probes.as_bytes())])
    }

    /// Lists the tree's arches by name.
    pub fn arches(&self) -> Vec<String> {
        arches(self.files.iter().map(|(path, _)| path))
    }

    /// The rules of the tree's version, if its Makefile names one.
    pub fn semantics(&self) -> Option<Semantics> {
        self.files.get("Makefile").and_then(|text| Semantics::from_makefile(text))
    }

    /// The version that the tree's Makefile names.
    pub fn version(&self) -> Option<String> {
        let makefile = self.files.get("Makefile")?;
        self.semantics().map(|_| kernel_version(makefile))
    }

    /// Walks the profiles that were recorded for an arch; the first is its
    /// default.
    pub fn profiles_for<'a>(&'a self, arch: &'a str) -> impl Iterator<Item = &'a Profile> {
        self.profiles.iter().filter(move |profile| profile.arches.contains_key(arch))
    }

    /// Tells whether an arch has a profile of this name; each has the one that answers
    /// nothing.
    pub(crate) fn has_profile(&self, arch: &str, name: &str) -> bool {
        name == NO_PROFILE || self.profiles_for(arch).any(|profile| profile.name == name)
    }

    /// Gives the host of an arch and a profile, `None` for the arch's default.
    ///
    /// Where no toolchain was recorded, the host knows the arch and the version
    /// and no command.
    ///
    /// # Errors
    /// An arch that the tree does not have; a profile that was not recorded for it.
    pub fn host(&self, arch: &str, profile: Option<&str>) -> Result<RecordedHost, Problem> {
        self.host_in(&self.files, arch, profile)
    }

    /// As [`host`](Self::host), for other files in place of the bundle's own.
    pub(crate) fn host_in(
        &self,
        files: &Vfs,
        arch: &str,
        profile: Option<&str>,
    ) -> Result<RecordedHost, Problem> {
        let all = arches(files.iter().map(|(path, _)| path));
        if !all.iter().any(|name| name == arch) && files.get(&arch_file(arch)).is_none() {
            return Err(Problem {
                message: format!("The tree has no arch {arch}."),
                details: Vec::new(),
                help: format!("Choose one of {}.", all.join(", ")),
            });
        }
        let mut host = RecordedHost::default();
        let mut set = |name: &str, value: &str| host.env.insert(name.to_owned(), value.to_owned());
        arch_env(arch).into_iter().for_each(|(name, value)| drop(set(name, value)));
        set("srctree", SRCTREE);
        if let Some(makefile) = files.get("Makefile") {
            set("KERNELVERSION", &kernel_version(makefile));
        }
        let found = match profile {
            Some(NO_PROFILE) => None,
            Some(name) => match self.profiles_for(arch).find(|profile| profile.name == name) {
                Some(profile) => Some(profile),
                None => {
                    let names = self.profiles_for(arch).map(|profile| &*profile.name);
                    let names: Vec<&str> = names.chain([NO_PROFILE]).collect();
                    return Err(Problem {
                        message: format!("The bundle has no profile {name} for {arch}."),
                        details: Vec::new(),
                        help: format!("Choose one of {}.", names.join(", ")),
                    });
                }
            },
            None => self.profiles_for(arch).next(),
        };
        if let Some((profile, recorded)) = found.and_then(|it| Some((it, it.arches.get(arch)?))) {
            host.env.extend(profile.env.clone());
            host.env.extend(recorded.env.clone());
            let known = recorded.answers.iter();
            let known = known.filter_map(|(command, output)| Some((command.clone(), output.clone()?)));
            host.shell.extend(known);
        }
        Ok(host)
    }

    /// Reads the tree on an arch with the answers of a profile.
    ///
    /// [`Model::unknown_symbols`] says where no answer was recorded.
    ///
    /// # Errors
    /// As [`host`](Self::host).
    pub fn load(&self, arch: &str, profile: Option<&str>, cache: &mut ParseCache) -> Result<Model, Problem> {
        let host = self.host(arch, profile)?;
        Ok(load_as(self.semantics().unwrap_or_default(), self, &host, "Kconfig", cache))
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        Self {
            message: format!("The tree cannot be opened: {error}."),
            details: Vec::new(),
            help: error.help().into(),
        }
    }
}

fn arch_file(arch: &str) -> String {
    format!("arch/{}/Kconfig", srcarch(arch))
}

/// VERSION.PATCHLEVEL.SUBLEVEL and EXTRAVERSION of a kernel's Makefile.
pub fn kernel_version(makefile: &str) -> String {
    let field = |name: &str| {
        let line = makefile.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_prefix('='));
        line.map(str::trim).unwrap_or_default()
    };
    format!("{}.{}.{}{}", field("VERSION"), field("PATCHLEVEL"), field("SUBLEVEL"), field("EXTRAVERSION"))
}

/// Finds every symbol whose value may hang on a command without an answer: the
/// [`Model::unknown_symbols`] and all that reads them, directly or not.
///
/// May, as values are not looked at: `A && UNKNOWN` is n where A is. `None` for
/// a tree with recursive dependencies, where nobody knows who reads whom.
pub fn may_be_unknown(model: &Model) -> Option<BTreeSet<SymbolId>> {
    let mut reached: BTreeSet<SymbolId> = model.unknown_symbols.iter().copied().collect();
    if reached.is_empty() {
        return Some(reached);
    }
    let dependents = Dependents::new(model)?;
    let mut seen = vec![false; dependents.len()];
    let mut open: VecDeque<SymbolId> = reached.iter().copied().collect();
    let mut ranks = Vec::new();
    while let Some(symbol) = open.pop_front() {
        ranks.extend_from_slice(dependents.readers_of_symbol(symbol));
        while let Some(rank) = ranks.pop() {
            match seen.get_mut(rank as usize) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            match dependents.node(rank) {
                Node::Expr(expr) => ranks.extend_from_slice(dependents.readers_of_expr(expr)),
                Node::Unit(unit) => {
                    open.extend(unit_symbols(model, unit).filter(|symbol| reached.insert(*symbol)));
                }
            }
        }
    }
    Some(reached)
}

/// Gives the digest of a tree's files that links name it by: of what Kconfig needs of it,
/// so that a folder and a bundle made of it have the same.
pub fn tree_digest(files: &Vfs) -> u32 {
    crate::world::digest::tree_digest(files)
}

/// The checksum that a bundle is named by.
pub fn digest(bytes: &[u8]) -> u32 {
    crc32fast::hash(bytes)
}
