//! Who may do what, against a slow, obvious model over random worlds.

mod decision;
mod model;
mod seeing;
