//! The files that conf writes, and their names in the environment (confdata.c).

use std::io;
use std::path::Path;

use kconfig::tree::{
    Evaluation, auto_conf, auto_conf_cmd, autoconf_h, changed_since, conf_text, rustc_cfg, write,
};

use crate::conf::Exit;
use crate::disk::{DiskFiles, read_lossy};

/// Gives an environment variable, also one that is no UTF-8.
pub(crate) fn env(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

/// The name of .config.
pub(crate) fn config_name() -> String {
    env("KCONFIG_CONFIG").unwrap_or_else(|| ".config".into())
}

fn make_parent(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => std::fs::create_dir_all(parent),
        _ => Ok(()),
    }
}

/// Writes a file under another name first, so that it is whole or not there;
/// says what could not be done in the C library's words (`perror`).
fn replace(path: &Path, temporary: &str, text: &str) -> io::Result<()> {
    make_parent(path)?;
    let said = |what: &str| {
        let what = what.to_owned();
        move |error: io::Error| {
            let text = error.to_string();
            eprintln!("{what}: {}", text.split(" (os error").next().unwrap_or_default());
            error
        }
    };
    std::fs::write(temporary, text).map_err(said("fopen"))?;
    std::fs::rename(temporary, path).map_err(said("rename"))
}

fn failed(text: String) -> Exit {
    Exit::error(format!("{text}\n*** Error during writing of the configuration.\n\n"))
}

/// Looks whether .config can be written, which conf does before it computes
/// what to write.
pub(crate) fn check_config() -> Result<(), Exit> {
    let name = config_name();
    if name.is_empty() {
        return Err(failed("config name is empty\n".into()));
    }
    let path = Path::new(&name);
    if path.is_dir() {
        return Err(failed(format!("{name}: Is a directory\n")));
    }
    make_parent(path).map_err(|_| failed(String::new()))
}

/// Writes .config, keeping the one before as .config.old (`conf_write`);
/// returns what to say of it.
pub(crate) fn write_config(evaluation: &Evaluation, prefix: &str) -> Result<String, Exit> {
    let name = config_name();
    let path = Path::new(&name);
    let text = write(evaluation, prefix);
    let io = |_: io::Error| failed(String::new());
    if env("KCONFIG_OVERWRITECONFIG").is_some_and(|value| !value.is_empty()) {
        std::fs::write(path, &text).map_err(io)?;
    } else {
        if std::fs::read(path).is_ok_and(|before| before == text.as_bytes()) {
            return Ok(format!("No change to {name}"));
        }
        // There may be no file to keep.
        let temporary = format!("{name}.{}.tmp", std::process::id());
        std::fs::write(&temporary, &text).map_err(io)?;
        let _ = std::fs::rename(path, format!("{name}.old"));
        std::fs::rename(&temporary, path).map_err(io)?;
    }
    Ok(format!("configuration written to {name}"))
}

fn auto_conf_name() -> String {
    env("KCONFIG_AUTOCONFIG").unwrap_or_else(|| "include/config/auto.conf".into())
}

/// Tells whether what the build reads is written, and there is an auto.conf to
/// compare with.
pub(crate) fn reads_auto_conf(overwrite: bool, files: &DiskFiles) -> bool {
    let name = auto_conf_name();
    (overwrite || !Path::new(&name).exists()) && files.locate(&name).is_some()
}

/// Writes what the build reads (`conf_write_autoconf`): auto.conf.cmd, the
/// touched files of changed symbols, autoconf.h, rustc_cfg, and last auto.conf,
/// whose presence says that the others are whole.
///
/// Without `overwrite` nothing is written where there is an auto.conf.
pub(crate) fn write_build_files(
    evaluation: &Evaluation,
    prefix: &str,
    overwrite: bool,
    files: &DiskFiles,
) -> io::Result<()> {
    let named = |variable: &str, default: &str| env(variable).unwrap_or_else(|| default.into());
    let name = auto_conf_name();
    let path = Path::new(&name);
    if !overwrite && path.exists() {
        return Ok(());
    }
    let cmd = format!("{name}.cmd");
    replace(Path::new(&cmd), &format!("{cmd}.tmp"), &auto_conf_cmd(&evaluation.model, &name))?;
    let folder = name.rfind('/').map_or("", |slash| &name[..=slash]);
    let touch = |symbol: &String| std::fs::write(format!("{folder}{symbol}"), "");
    let old = files.locate(&name).map(|path| read_lossy(&path).unwrap_or_default());
    let changed = changed_since(evaluation, old.as_deref(), &name, prefix);
    // What was computed anew because auto.conf was read comes after.
    for diagnostic in changed.diagnostics.iter().chain(&evaluation.diagnostics) {
        eprint!("{}", conf_text(diagnostic, &evaluation.model));
    }
    for symbol in &changed.gone {
        // conf does not look whether it could.
        let _ = touch(symbol);
    }
    changed.symbols.iter().try_for_each(touch)?;
    let header = named("KCONFIG_AUTOHEADER", "include/generated/autoconf.h");
    replace(Path::new(&header), &format!("{header}.tmp"), &autoconf_h(evaluation, prefix))?;
    let rust = named("KCONFIG_RUSTCCFG", "include/generated/rustc_cfg");
    replace(Path::new(&rust), &format!("{rust}.tmp"), &rustc_cfg(evaluation, prefix))?;
    replace(path, &format!("{name}.tmp"), &auto_conf(evaluation, prefix))
}
