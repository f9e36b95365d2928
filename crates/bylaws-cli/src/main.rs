//! The `bylaws` command: one file a subcommand; `main` only dispatches.

fn main() {}
