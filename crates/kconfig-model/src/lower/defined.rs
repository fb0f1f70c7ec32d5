//! The walk over the files for the names of symbols alone.

use std::collections::BTreeSet;

use kconfig_vfs::{Files, Host};

use super::{Lowerer, ParseCache};
use crate::semantics::Semantics;

/// Adds the names of the symbols that a tree defines, those of [`load`] that have a
/// menu node.
///
/// Attributes are not looked at, which costs about a tenth of a [`load`]: for
/// questions about the arches that nobody looks at.
pub fn add_defined_names(
    files: &dyn Files,
    host: &dyn Host,
    root: &str,
    cache: &mut ParseCache,
    names: &mut BTreeSet<String>,
) {
    let mut lowerer = Lowerer::new(Semantics::default(), files, host, cache);
    lowerer.has_attributes = false;
    lowerer.run(root);
    let symbols = lowerer.menus.iter().filter_map(|menu| menu.symbol);
    let symbols = symbols.map(|symbol| &lowerer.symbols.table[symbol]).filter(|symbol| !symbol.is_choice());
    for name in symbols.filter_map(|symbol| symbol.name) {
        let name = lowerer.names.resolve(name);
        // The arches of a tree have most names in common.
        if !names.contains(name) {
            names.insert(name.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use kconfig_vfs::{RecordedHost, Vfs};

    use super::*;
    use crate::load;

    #[test]
    fn names_are_those_of_the_whole_tree() {
        let text = "if A\nconfig $(shell,true)\nconfig B\n\tbool \"b\"\nendif\nsource \"$(ARCH)/Kconfig\"\n\
            choice\n\tprompt \"c\"\nconfig C\n\tbool \"c\"\nendchoice\nmenuconfig B\n";
        let arch = "config D\n\tint \"d\"\n\tdefault E\nconfig $(x)F\n";
        let tree: Vfs = [("Kconfig", text), ("a/Kconfig", arch)].into_iter().collect();
        let mut host = RecordedHost::default();
        host.env.insert("ARCH".into(), "a".into());
        let model = load(&tree, &host, "Kconfig", &mut ParseCache::default());
        let mut names = BTreeSet::new();
        add_defined_names(&tree, &host, "Kconfig", &mut ParseCache::default(), &mut names);
        assert_eq!(names.iter().collect::<Vec<_>>(), ["B", "C", "D", "F"]);
        let defined = model.symbols().filter(|(_, symbol)| !symbol.menus.is_empty() && !symbol.is_choice());
        assert_eq!(names, defined.map(|(id, _)| model.name(id).to_owned()).collect());
    }
}
