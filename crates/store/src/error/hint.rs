//! The next step after an error.

use super::Error;

impl Error {
    /// What to do about it, as one clause without a full stop; none where the error says it all.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Missing { .. } => {
                Some("run `tapsmith init`, or name the vault's folder with --vault")
            }
            Self::Exists { .. } => Some("name another folder with --vault"),
            Self::EmptyPassphrase => {
                Some("give a passphrase, or a file that holds one with --passphrase-file")
            }
            Self::WrongPassphrase => {
                Some("check the passphrase and the vault: --passphrase-file and --vault name them")
            }
            Self::WrongIdentity => {
                Some("check the identity file and the vault: --identity and --vault name them")
            }
            Self::NotInKeyStore => {
                Some("open it with another of its recipients: --passphrase-file, or --identity")
            }
            Self::KeyStore(_) => Some(
                "it needs a Secret Service or a Keychain in this session; else --passphrase-file or --identity",
            ),
            Self::NoRecipient => Some("say --passphrase, --recipient or --key-store"),
            Self::Damaged(_) => Some(
                "`tapsmith vault restore` makes a vault of a backup; keep this folder until then",
            ),
            Self::OnCards { .. } => Some("confirm it with --yes, and encode those cards again"),
            Self::Retired { .. } => Some("`tapsmith batch retire --undo` takes it back"),
            Self::Hsm(error) => error.hint(),
            Self::NoPin | Self::Pin(_) => Some("give it in a file with --pin-file FILE"),
            Self::Backup(_) => Some("take another copy of the backup"),
            Self::Newer { .. } => Some("update tapsmith"),
            Self::Busy { .. } => {
                Some("wait until the other program has finished, then run this again")
            }
            Self::Full => Some("make room, then run this again"),
            Self::ReadOnly | Self::Io { .. } => Some("check the owner and mode of the folder"),
            Self::BatchExists { .. } => Some("choose another name"),
            Self::NoBatch { .. } => Some("`tapsmith batch list` shows all batches"),
            Self::NotInBatch { .. } => Some("`tapsmith batch show` says which records it has"),
            Self::RecordTaken { .. } => Some(
                "leave out --record for the next free one, or take it off that card with --replace",
            ),
            Self::CardTaken { .. } => Some("take another card"),
            Self::StaleGeneration { .. } => Some("run this again"),
            Self::LastGeneration { .. } => Some("use another record"),
            Self::OrdersBusy
            | Self::NotSubmitted { .. }
            | Self::NotInState { .. }
            | Self::SubmittedAlready { .. }
            | Self::OtherContent { .. }
            | Self::OtherOrder { .. } => self.order_hint(),
            Self::NoPlan { .. } => Some("`tapsmith qa list` shows all plans"),
            Self::PlanJudged { .. } => Some(
                "`tapsmith qa report` shows it; a lot that comes again needs a plan of its own",
            ),
            Self::PlanMoved { .. } => Some("end one of them, and put the card down once more"),
            Self::Database(_)
            | Self::Random
            | Self::Kdf(_)
            | Self::Seal
            | Self::Json(_)
            | Self::HsmUri(_)
            | Self::Age(_)
            | Self::BackupFile(_)
            | Self::NotOpen
            | Self::NotUtf8 { .. }
            | Self::Interrupted
            | Self::KeysOfOthers { .. }
            | Self::NoKey { .. }
            | Self::NoKeys { .. }
            | Self::EmptyOrder { .. }
            | Self::NotClaimed { .. } => None,
        }
    }

    /// The same for what concerns orders that were sent.
    fn order_hint(&self) -> Option<&'static str> {
        match self {
            Self::OrdersBusy => Some("wait until it has finished, then run this again"),
            Self::NotSubmitted { .. } => {
                Some("`tapsmith order list` shows what was sent, and where")
            }
            Self::NotInState { .. } => {
                Some("`tapsmith order show` asks the provider how it stands")
            }
            Self::SubmittedAlready { .. } => {
                Some("`tapsmith order show` says how it stands; order more with `order reprint`")
            }
            Self::OtherContent { .. } => {
                Some("send the file that was sent first again, so that its outcome is found out")
            }
            Self::OtherOrder { .. } => {
                Some("look at both in the provider's own pages: it may have been ordered twice")
            }
            _ => None,
        }
    }
}
