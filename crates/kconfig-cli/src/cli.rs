//! `kconfig`: the commands.

use std::ffi::OsString;
use std::process::ExitCode;

const USAGE: &str = "\
Usage: kconfig <command> [options]

  kconfig eval --tree DIR|--bundle FILE --arch ARCH [--base BASE]
               [--set SYM:v,...] [--menu TITLE] [-o FILE]
               [--semantics VERSION] [--profile NAME] [--verbose]
      Evaluate a kernel tree and print its .config, or the part of it below
      the menu with the given title. --verbose lists the answers of the toolchain
      that are unknown, and what hangs on them; else they are counted.
      The rules are those of the tree's version, or of VERSION, such as 6.1.
      BASE: alldef (default), allno, allyes, allmod, defconfig:NAME, or a file.
      FILE is of `kconfig bundle`, or a kernel's .tar.gz, .tar.xz or .tar;
      nothing is run then, and NAME says whose recorded answers count (the first that has
      the arch; `unknown` for none).

  kconfig bundle TREE -o FILE.tar.gz [--arches A,...]
                 [--probes CC=...,LD=...[,ARCH=all|A+...][,NAME=...]]...
      Pack what Kconfig needs of a kernel tree, and what its shell commands
      answer on each arch. By itself it asks the host's gcc, the cross gccs on
      the PATH and clang, each for the arches that it can target; where there is
      none, answers are unknown. --probes says whom to ask instead, and takes
      every variable of the kernel's make.

  kconfig index -o FOLDER FILE...
      Lay bundles into the folder that a published site offers trees from: each
      by its name, and index.json, which lists them.

  kconfig scenario NAME [--arch ARCH] [--step base|N|after] [--patches 1,2,6m]
                   [--start ID] [--claim ID] [--set SYM:v,...] [--base BASE]
                   [--carried] [--focus SYM] [--each-step]
      Apply patches of a series and print what is wrong over all arches, then
      its claims, the link check and the warnings on each arch. --start opens one of
      the scenario's starting points, --claim the case of a claim; --focus explains a symbol; --each-step prints one line a step.
      Exits with 1 when a claim fails. `kconfig scenario` lists the scenarios.

  kconfig series INPUT...|-|REV..REV --tree DIR|--bundle FILE [--git DIR]
                 [--arch A,...|all|none] [--base BASE,...] [--set SYM:v,...]
                 [--patch N] [--claims FILE] [--audit] [--reverse]
                 [--profile NAME] [--verbose] [--format text|json|markdown]
                 [--link [--page URL]]
  kconfig series INPUT...|-|REV..REV --letter-claims [--write-claims FILE]
                 [--git DIR] [--format text|json]
      Read a patch series and put it on a kernel tree, in memory: say of each patch
      which hunks of Kconfig files, configs and Makefiles moved, needed fuzz or
      do not apply, and how many other files it changes; --verbose lists those.
      Then say what each patch does on each arch, and all of them in sum:
      definitions, dependencies, messages, and under each base config the lines of
      .config that move, as scripts/diffconfig has them.
      INPUT: a mailbox (also .gz), mails, diffs, or a quilt series (its folder, or
      its file series); `-` reads standard input. REV..REV are commits of
      the git repository in --git DIR (else --tree, else here), put on the tree
      that they were made on, which git has. --reverse takes the series off.
      Without --arch: x86_64, arm64, arm, riscv, s390, powerpc, mips, loongarch and
      sh, those that the tree has. BASE is as above, or rand-SEED.
      --claims: hold each case of a claims file (docs/claims.md) against the arches.
      --letter-claims: print what the cover letter and the messages claim, with the
      lines that say so, in place of the report; --write-claims writes all of that as
      a claims file, to be looked at, and leaves a file alone that is there.
      --audit: of all configs of these arches in the tree, and of BASE where that is a
      file, which settings each patch loses, and what make oldconfig newly asks.
      --link: print the link of one state instead, of one --arch, one --base and
      --patch, with the series in it; where that is too long for a mail, a text that says
      how to see the state. URL is the address of a page.
      Exits with 2 when something does not apply, with 1 when a claim fails
      or cannot be looked at.

  kconfig replay LINK [--tree DIR|--bundle FILE] [--series FILE]... [--config FILE]
      Print the review text of the state that a link holds, and whether it is
      what the sender saw; `-` reads standard input. LINK may be a whole mail
      with a link, quoted and wrapped. Exits with 1 when it is not what the
      sender saw. A link about a kernel's tree needs the tree's file, and the
      .config that its sender loaded, if one was. A link of a series puts the series
      that it brings along on the tree, which may be a folder; --series is the one that
      a mail only names.

  kconfig help
      Print this.
";

/// Runs `kconfig` with its arguments, without its own name.
pub fn main(args: Vec<OsString>) -> ExitCode {
    let mut args = args.into_iter();
    let command = args.next().unwrap_or_default();
    let result = match command.to_str() {
        Some("eval") => crate::eval::run(args),
        Some("bundle") => crate::bundle::run(args),
        Some("index") => crate::index::run(args),
        Some("scenario") => crate::scenario::run(args),
        Some("series") => crate::series::run(args),
        Some("replay") => crate::replay::run(args),
        Some("help" | "--help" | "-h") => {
            print!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        Some("") => Err("which command?".to_owned()),
        _ => Err(format!("there is no command `{}`", command.to_string_lossy())),
    };
    crate::output::finish(result.unwrap_or_else(|text| {
        crate::output::flush();
        eprintln!("kconfig: {text}");
        eprintln!("Try `kconfig help`.");
        ExitCode::from(2)
    }))
}
