//! A question that no silicon has answered.

/// One switch: a question, and its possible answers, the default marked.
macro_rules! switch {
    ($(#[$about:meta])* $name:ident { $(#[$first:meta])* $default:ident, $(#[$second:meta])* $other:ident $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub enum $name {
            $(#[$first])*
            #[default]
            $default,
            $(#[$second])*
            $other,
        }
    };
}

pub(crate) use switch;
