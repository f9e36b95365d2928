//! A language server for `.policy` files: problems while one types, what a name stands for, where it is declared and
//! used, completion, renaming, layout, and mending by one click. It speaks the Language Server Protocol over standard
//! input and output, or over any [`Connection`].

mod actions;
mod completion;
mod cursor;
mod hints;
mod hover;
mod index;
mod keywords;
mod lenses;
mod names;
mod outline;
mod places;
mod problems;
mod project;
mod scene;
mod server;
mod tokens;

pub use lsp_server::Connection;
pub use server::serve;

use bylaws::diagnostic::Lang;

/// What goes wrong between editor and server.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Serves an editor over standard input and output until it says goodbye. Messages are in the language that the editor
/// asks for, else in `lang`.
///
/// # Errors
/// Input that is not the protocol, or an output that is closed.
pub fn stdio(lang: Lang) -> Result<(), Failure> {
    let (connection, threads) = Connection::stdio();
    serve(connection, lang)?;
    threads.join()?;
    Ok(())
}
