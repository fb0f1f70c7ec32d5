//! A .config for a small tree that has a symbol of every type.

use std::sync::Arc;

use kconfig::tree::{
    Model, NoHost, ParseCache, UserValues, Vfs, changed_since, diff, evaluate, load, read, write,
    write_defconfig,
};

const TREE: &str = "\
config MODULES
\tbool \"modules\"
\tmodules
config B
\tbool \"b\"
config T
\ttristate \"t\"
\tselect U if B
config U
\ttristate \"u\"
\tdepends on T
config I
\tint \"i\"
\trange 1 100
\tdefault 7
config H
\thex \"h\"
\trange 0x10 0xff if B
config S
\tstring \"s\"
\tdefault \"a\\\"b\"
choice
\tprompt \"c\"
config C
\tbool \"c\"
config D
\tbool \"d\"
endchoice
config N
\tbool
\tdefault y if S = \"x\"
";

/// Reads a .config: what is written of it is read as the same, and so is its
/// defconfig.
pub fn dotconfig(text: &str) {
    let tree: Vfs = [("Kconfig", TREE)].into_iter().collect();
    let model: Arc<Model> = Arc::new(load(&tree, &NoHost, "Kconfig", &mut ParseCache::default()));
    let back = |text: &str| {
        let mut user = UserValues::new();
        read(&model, &mut user, text, ".config", "CONFIG_");
        evaluate(model.clone(), user)
    };
    let first = back(text);
    let once = write(&first, "CONFIG_");
    let second = back(&once);
    assert_eq!(write(&second, "CONFIG_"), once, "written and read");
    let least = back(&write_defconfig(&second, "CONFIG_"));
    assert_eq!(write(&least, "CONFIG_"), once, "written as a defconfig and read");
    diff(&first, &second);
    changed_since(&first, Some(text), "auto.conf", "CONFIG_");
}
