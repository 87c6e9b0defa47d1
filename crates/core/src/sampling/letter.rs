//! Code letters: from the size of a lot to the size of a sample.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Level, LotSize, Severity};

/// A sample size code letter: a row of the master tables.
///
/// Source: ISO 2859-1:1999, Table 1 (the same in ANSI/ASQ Z1.4, Table I).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "a letter is its own name")]
pub enum CodeLetter {
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    H,
    J,
    K,
    L,
    M,
    N,
    P,
    Q,
    R,
    /// No lot has it. One arrow of tightened inspection ends here: 3150 cards, AQL 0.025.
    S,
}

impl CodeLetter {
    /// All of them, from the smallest sample to the largest. There is no I and no O.
    #[rustfmt::skip]
    pub const ALL: [Self; 17] = [
        Self::A, Self::B, Self::C, Self::D, Self::E, Self::F, Self::G, Self::H, Self::J,
        Self::K, Self::L, Self::M, Self::N, Self::P, Self::Q, Self::R, Self::S,
    ];

    /// The letter of a lot: ISO 2859-1:1999, Table 1.
    #[rustfmt::skip]
    pub fn of(level: Level, lot: LotSize) -> Self {
        use CodeLetter::{A, B, C, D, E, F, G, H, J, K, L, M, N, P, Q, R};
        let [s1, s2, s3, s4, i, ii, iii] = match lot.as_u64() {
            0..=8             => [A, A, A, A, A, A, B],
            9..=15            => [A, A, A, A, A, B, C],
            16..=25           => [A, A, B, B, B, C, D],
            26..=50           => [A, B, B, C, C, D, E],
            51..=90           => [B, B, C, C, C, E, F],
            91..=150          => [B, B, C, D, D, F, G],
            151..=280         => [B, C, D, E, E, G, H],
            281..=500         => [B, C, D, E, F, H, J],
            501..=1_200       => [C, C, E, F, G, J, K],
            1_201..=3_200     => [C, D, E, G, H, K, L],
            3_201..=10_000    => [C, D, F, G, J, L, M],
            10_001..=35_000   => [C, D, F, H, K, M, N],
            35_001..=150_000  => [D, E, G, J, L, N, P],
            150_001..=500_000 => [D, E, G, J, M, P, Q],
            500_001..         => [D, E, H, K, N, Q, R],
        };
        match level {
            Level::S1 => s1,
            Level::S2 => s2,
            Level::S3 => s3,
            Level::S4 => s4,
            Level::I => i,
            Level::II => ii,
            Level::III => iii,
        }
    }

    /// The sample size beside the letter, in cards: the second column of ISO 2859-1:1999, Tables 2-A to
    /// 2-C. Only Table 2-B has S; elsewhere it stands for R.
    #[rustfmt::skip]
    pub const fn sample_size(self, severity: Severity) -> u64 {
        let (full, reduced) = match self {
            Self::A => (2, 2),
            Self::B => (3, 2),
            Self::C => (5, 2),
            Self::D => (8, 3),
            Self::E => (13, 5),
            Self::F => (20, 8),
            Self::G => (32, 13),
            Self::H => (50, 20),
            Self::J => (80, 32),
            Self::K => (125, 50),
            Self::L => (200, 80),
            Self::M => (315, 125),
            Self::N => (500, 200),
            Self::P => (800, 315),
            Self::Q => (1250, 500),
            Self::R => (2000, 800),
            Self::S => return match severity {
                Severity::Tightened => 3150,
                _ => Self::R.sample_size(severity),
            },
        };
        match severity {
            Severity::Normal | Severity::Tightened => full,
            Severity::Reduced => reduced,
        }
    }
}

impl fmt::Display for CodeLetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
