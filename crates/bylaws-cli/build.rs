//! The pages that `explain-code` shows are built in: building begins again when one of them changes.

fn main() {
    println!("cargo::rerun-if-changed=../../docs/diagnostics");
}
