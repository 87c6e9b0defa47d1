//! The door. Whoever wants a secret's bytes outside this crate says `reveal`, and can be grepped.

/// What a secret prints as, everywhere.
pub const REDACTED: &str = "[redacted]";

/// A value that hides its content until asked by name.
pub trait Reveal {
    /// What is inside.
    type Secret: ?Sized;

    /// The secret itself. Never to be logged, formatted into an error, or put into argv.
    fn reveal(&self) -> &Self::Secret;
}
