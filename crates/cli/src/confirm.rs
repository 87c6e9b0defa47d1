//! What a person has to type before something that cannot be undone.

use std::io::{self, IsTerminal, Write};

/// Shows `what` and asks for "yes" in full; none where nobody could type it.
pub(crate) fn typed_yes(what: &str) -> io::Result<Option<bool>> {
    if !io::stdin().is_terminal() {
        return Ok(None);
    }
    let mut stderr = io::stderr().lock();
    write!(stderr, "{what}. Type yes to go on: ")?;
    stderr.flush()?;
    let mut typed = String::new();
    io::stdin().read_line(&mut typed)?;
    Ok(Some(typed.trim() == "yes"))
}
