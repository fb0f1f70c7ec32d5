//! A small kernel tree, and the files that it comes in, good and bad.

use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::bins::bin;

/// What the page says when it has opened the tree.
pub const OPEN: &str = "Linux 6.12.3 is open: 3 arches, 6 files of Kconfig.";

/// The tree's name.
pub const NAME: &str = "linux-6.12.3";

/// Its files, by path.
pub const FILES: &[(&str, &str)] = &[
    ("Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\nEXTRAVERSION =\n"),
    ("Kconfig", "mainmenu \"small\"\nsource \"init/Kconfig\"\nsource \"arch/$(SRCARCH)/Kconfig\"\n"),
    ("init/Kconfig", "config ALONE\n\tbool \"alone\"\n\tdefault y\n"),
    ("arch/x86/Kconfig", "config X86\n\tdef_bool y\n"),
    ("arch/arm64/Kconfig", "config ARM64\n\tdef_bool y\n"),
    ("arch/arm64/configs/tiny_defconfig", "# CONFIG_ALONE is not set\n"),
    ("init/main.c", "int main;\n"),
    ("README", "a small tree\n"),
];

/// In place of `init/Kconfig`: something of each kind to look at and to set.
///
/// Nothing of it is of the kernel.
pub const RICH: &str = "\
config MODULES
\tbool \"Modules\"
\tmodules
\tdefault y

menu \"Parcels\"

config ALONE
\tbool \"alone\"
\tdefault y

config SERVES
\ttristate \"Serves others\"
\thelp
\t  Carries parcels over the wire.

config NEEDS_SERVES
\tbool \"Needs a built-in one\"
\tdepends on SERVES = y

config COUNT
\tint \"How many\"
\trange 1 10
\tdefault 4

endmenu

config HAS_ANSWER
\tdef_bool $(shell,echo y)

config USES_ANSWER
\tbool \"Uses the answer\"
\tdepends on HAS_ANSWER
\tdefault y

config ON_X86
\tbool \"Only there\"
\tdefault X86
";

/// A folder with the tree in it, removed when it is dropped.
#[derive(Debug)]
pub struct SmallTree {
    folder: PathBuf,
}

impl SmallTree {
    /// Writes the tree into a new folder, in `linux` below it.
    pub fn new(name: &str) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("kconfig-e2e-{name}-{}", std::process::id()));
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        let tree = Self { folder };
        for (path, text) in FILES {
            tree.write(path, text)?;
        }
        Ok(tree)
    }

    /// Writes the tree with [`RICH`] in it.
    pub fn rich(name: &str) -> Result<Self> {
        let tree = Self::new(name)?;
        tree.write("init/Kconfig", RICH)?;
        Ok(tree)
    }

    /// Writes a file of the tree.
    pub fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.path("linux").join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
        Ok(std::fs::write(path, text)?)
    }

    /// The place of a file or folder beside the tree.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Makes a bundle, as `kconfig bundle` does.
    pub fn bundle(&self) -> Result<PathBuf> {
        let file = self.path("bundle.tar.gz");
        run(Command::new(bin("kconfig")?)
            .args(["bundle", "--probes", "CC=gcc,NAME=gcc"])
            .arg(self.path("linux"))
            .arg("-o")
            .arg(&file))?;
        Ok(file)
    }

    /// Makes a tarball with tar, as the world does.
    pub fn tar(&self, name: &str, arguments: &[&str]) -> Result<PathBuf> {
        let file = self.path(name);
        run(Command::new("tar").arg("-C").arg(&self.folder).args(["-P", "-caf"]).arg(&file).args(arguments))?;
        Ok(file)
    }

    /// Makes a file.
    pub fn file(&self, name: &str, bytes: &[u8]) -> Result<PathBuf> {
        let file = self.path(name);
        std::fs::write(&file, bytes)?;
        Ok(file)
    }

    /// Makes a tarball of many large files of zeros, which takes long to read and
    /// no room on the disk.
    pub fn large_tar(&self, name: &str, n_files: u64) -> Result<PathBuf> {
        const SIZE: u64 = 200 << 20;
        let file = self.path(name);
        let mut out = std::fs::File::create(&file)?;
        for number in 0..n_files {
            out.write_all(&header(&format!("linux/large-{number}"), SIZE))?;
            out.seek(SeekFrom::Current(SIZE as i64))?;
        }
        out.set_len(n_files * (512 + SIZE) + 1024)?;
        Ok(file)
    }
}

impl Drop for SmallTree {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// The header of a file in a tarball.
pub fn header(path: &str, size: u64) -> [u8; 512] {
    let mut block = [0; 512];
    let mut put = |at: usize, text: &str| block[at..at + text.len()].copy_from_slice(text.as_bytes());
    put(0, path);
    put(100, "0000644\0");
    put(124, &format!("{size:011o}"));
    put(136, "00000000000\0");
    put(148, "        ");
    put(156, "0");
    put(257, "ustar\x0000");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.output()?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into()) }
}

/// Copies a built site and lets it offer a bundle.
pub fn site_with(site: &Path, bundle: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(site)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    run(Command::new(bin("kconfig")?).arg("index").arg("-o").arg(to.join("trees")).arg(bundle))
}
