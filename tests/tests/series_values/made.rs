//! Patches that are made on the spot.

use kconfig_tests::edits::Edit;

use crate::Pair;

/// A patch that is made on the spot.
pub(crate) struct Made {
    /// What it does, which is its name.
    pub(crate) what: &'static str,
    /// What differs then.
    pub(crate) edit: Edit,
    /// Where that shows; every share has it.
    pub(crate) shows: Pair,
    /// What conf makes of it there.
    pub(crate) does: Does,
}

/// What a patch does where it shows.
#[derive(PartialEq, Eq)]
pub(crate) enum Does {
    /// Lines of .config move.
    Move,
    /// conf stops at the tree.
    Refuse,
}

/// The patches.
pub(crate) const MADE: [Made; 13] = [
    Made {
        what: "drop a select",
        edit: Edit::Line {
            file: "arch/x86/Kconfig",
            entry: "config X86",
            line: "select HAVE_PERF_EVENTS",
            with: "",
        },
        shows: (0, 0),
        does: Does::Move,
    },
    Made {
        what: "turn a depends on into a select",
        edit: Edit::Words {
            file: "lib/Kconfig",
            entry: "config RAID6_PQ_BENCHMARK",
            words: "depends on",
            with: "select",
        },
        shows: (1, 0),
        does: Does::Move,
    },
    Made {
        what: "rename a symbol",
        edit: Edit::Rename { file: "init/Kconfig", names: ["POSIX_MQUEUE", "POSIX_MSG"] },
        shows: (2, 4),
        does: Does::Move,
    },
    Made {
        what: "move a menu into another file",
        edit: Edit::MoveMenu { file: "mm/Kconfig", menu: "menu \"Slab", to: "usr/Kconfig" },
        shows: (3, 0),
        does: Does::Move,
    },
    Made {
        what: "change a choice's default",
        edit: Edit::Line {
            file: "init/Kconfig",
            entry: "choice",
            line: "default CC_OPTIMIZE_FOR_PERFORMANCE",
            with: "\tdefault CC_OPTIMIZE_FOR_SIZE\n",
        },
        shows: (4, 0),
        does: Does::Move,
    },
    Made {
        what: "add an arch's select",
        edit: Edit::Line {
            file: "arch/sh/Kconfig",
            entry: "config SUPERH",
            line: "def_bool y",
            with: "\tdef_bool y\n\tselect HAVE_ARCH_VMAP_STACK\n",
        },
        shows: (8, 2),
        does: Does::Move,
    },
    Made {
        what: "delete a file and its source",
        edit: Edit::Delete { file: "mm/damon/Kconfig", sourced_by: "mm/Kconfig" },
        shows: (5, 3),
        does: Does::Move,
    },
    Made {
        what: "change a range",
        edit: Edit::Line {
            file: "init/Kconfig",
            entry: "config LOG_BUF_SHIFT",
            line: "range 12 25",
            with: "\trange 20 25\n",
        },
        shows: (6, 4),
        does: Does::Move,
    },
    Made {
        what: "change a prompt's condition",
        edit: Edit::Words {
            file: "init/Kconfig",
            entry: "config BUG",
            words: "if EXPERT",
            with: "if !EXPERT",
        },
        shows: (7, 1),
        does: Does::Move,
    },
    Made {
        what: "reorder two defaults",
        edit: Edit::Swap {
            file: "init/Kconfig",
            entry: "config LOG_CPU_MAX_BUF_SHIFT",
            lines: ["default 0 if BASE_SMALL", "default 12"],
        },
        shows: (0, 2),
        does: Does::Move,
    },
    Made {
        what: "add a recursive dependency",
        edit: Edit::Line {
            file: "init/Kconfig",
            entry: "config POSIX_MQUEUE_SYSCTL",
            line: "bool",
            with: "\tbool\n\tselect POSIX_MQUEUE\n",
        },
        shows: (1, 3),
        does: Does::Refuse,
    },
    Made {
        what: "break the syntax of an arch",
        edit: Edit::Line { file: "arch/mips/Kconfig", entry: "endmenu", line: "endmenu", with: "" },
        shows: (6, 0),
        does: Does::Refuse,
    },
    Made {
        what: "change a default",
        edit: Edit::Line {
            file: "init/Kconfig",
            entry: "config PRINTK",
            line: "default y",
            with: "\tdefault n\n",
        },
        shows: (2, 1),
        does: Does::Move,
    },
];
