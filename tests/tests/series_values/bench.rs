//! The programs and the patches that are compared.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use kconfig::series::{Input, Patch, read};
use kconfig_tests::Result;
use kconfig_tests::bins::bin;
use kconfig_tests::edits::Changed;
use kconfig_tests::patch_files::{collect, gnu_patch, kept_text, lay, mails, named, unified};
use kconfig_tests::reference::{AS_REFERENCE, Given, Reference, Run, run_given};
use serde_json::Value;

use crate::made::{MADE, Made};
use crate::{ARCHES, BASES, DEFCONFIG, Pair, called};

/// A patch with the tree that it leaves.
pub(crate) struct Prepared {
    pub(crate) name: String,
    /// The patch, as the program reads it.
    pub(crate) input: PathBuf,
    pub(crate) changed: Changed,
    pub(crate) made: Option<&'static Made>,
}

/// What the tests share.
pub(crate) struct Bench {
    pub(crate) reference: Reference,
    pub(crate) folder: PathBuf,
    pub(crate) program: PathBuf,
    pub(crate) bundle: PathBuf,
    pub(crate) is_everything: bool,
}

impl Bench {
    pub(crate) fn new(reference: Reference) -> Result<Self> {
        let is_everything = std::env::var_os("KCONFIG_EVERYTHING").is_some();
        // Both may run at a time.
        let name = if is_everything { "series-values-full" } else { "series-values" };
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        // Ours as the release profile builds it where that is named: a test's is slow.
        let program =
            std::env::var_os("KCONFIG_OUR_KCONFIG").map_or_else(|| bin("kconfig"), |path| Ok(path.into()))?;
        let bundle = folder.join("linux-6.12.tar.gz");
        let made = Command::new(&program)
            .arg("bundle")
            .arg(&reference.tree)
            .arg("-o")
            .arg(&bundle)
            .args(["--arches", &ARCHES.map(|(arch, _)| arch).join(","), "--probes", AS_REFERENCE])
            .output()?;
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        Ok(Self { reference, folder, program, bundle, is_everything })
    }

    /// Makes a patch, with its diff.
    pub(crate) fn made(&self, made: &'static Made) -> Result<Prepared> {
        let folder = self.folder.join("made");
        std::fs::create_dir_all(&folder)?;
        let name = made.what.replace([' ', '\''], "-");
        let changed = made.edit.apply(&self.reference.tree)?;
        let mut diff = String::new();
        for (path, text) in &changed {
            let old = std::fs::read_to_string(self.reference.tree.join(path))?;
            diff.push_str(&unified(&folder, path, [Some(&old), text.as_deref()])?);
        }
        let input = folder.join(&name).with_extension("diff");
        std::fs::write(&input, diff)?;
        Ok(Prepared { name, input, changed, made: Some(made) })
    }

    /// Takes a real patch file, with what GNU patch leaves of the kept files; a hunk
    /// that fails is left out.
    pub(crate) fn real(&self, input: &Path) -> Result<Prepared> {
        let name = input.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(input)?;
        let reading = read(&[Input { name: &name, bytes: text.as_bytes() }]);
        let patches: Vec<Patch> = reading.patches.into_iter().map(|patch| patch.patch).collect();
        let before = named(&self.reference.tree, &patches);
        let folder = self.folder.join("real").join(&name);
        lay(&folder, &before)?;
        for mail in mails(&text) {
            gnu_patch(&folder, &kept_text(mail))?;
        }
        let after = collect(&folder)?;
        let mut changed = Changed::new();
        for (path, text) in after.iter().filter(|(path, text)| before.get(path) != Some(text)) {
            changed.insert(path.to_owned(), Some(text.to_string()));
        }
        for (path, _) in before.iter().filter(|(path, _)| after.get(path).is_none()) {
            changed.insert(path.to_owned(), None);
        }
        Ok(Prepared { name, input: input.to_owned(), changed, made: None })
    }

    /// The arches and base configs that the patch of that number is looked at under; a
    /// made one where it shows.
    pub(crate) fn pairs(&self, index: usize) -> Vec<Pair> {
        if self.is_everything {
            return (0..ARCHES.len())
                .flat_map(|arch| (0..BASES.len()).map(move |base| (arch, base)))
                .collect();
        }
        // Few different pairs: conf runs on the tree without a patch for each of them.
        let at = |index: usize| MADE[index % MADE.len()].shows;
        let (first, other) = (at(index), at(5 * index + 3));
        vec![first, if other.0 == first.0 { at(5 * index + 4) } else { other }]
    }

    /// Runs conf on a tree.
    pub(crate) fn conf(&self, tree: &Path, (arch, base): Pair, folder: &Path) -> Result<Run> {
        let (name, defconfig) = ARCHES[arch];
        let srcarch = if name == "x86_64" { "x86" } else { name };
        let (mode, seed) = match BASES[base] {
            DEFCONFIG => {
                let file = tree.join("arch").join(srcarch).join("configs").join(defconfig);
                ("--olddefconfig".to_owned(), Some(std::fs::read_to_string(file)?))
            }
            preset => (format!("--{preset}config"), None),
        };
        // With an auto.conf there, conf does not make a file for each symbol.
        let given =
            Given { seed: seed.as_deref(), files: &[("include/config/auto.conf", "")], ..Given::default() };
        run_given(&self.reference.conf, tree, name, &mode, &given, folder)
    }

    /// Runs the program on a patch.
    pub(crate) fn report(&self, patch: &Prepared, pairs: &[Pair]) -> Result<Value> {
        let arches: BTreeSet<&str> = pairs.iter().map(|pair| ARCHES[pair.0].0).collect();
        let bases: BTreeSet<String> = pairs.iter().map(|pair| called(*pair)).collect();
        let list = |names: Vec<&str>| names.join(",");
        let output = Command::new(&self.program)
            .arg("series")
            .arg(&patch.input)
            .arg("--bundle")
            .arg(&self.bundle)
            .args(["--format", "json", "--arch", &list(arches.into_iter().collect())])
            .args(["--base", &list(bases.iter().map(String::as_str).collect())])
            .output()?;
        // 2 where a hunk failed.
        assert!(matches!(output.status.code(), Some(0 | 2)), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(serde_json::from_slice(&output.stdout).map_err(|error| {
            format!("{}: {error}: {}", patch.name, String::from_utf8_lossy(&output.stderr))
        })?)
    }
}
