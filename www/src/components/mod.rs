//! The page's parts, one module each.
