//! An encode, and a reset, torn in every frame, with everything that a chip may make of a torn write: the same
//! command again leaves the memory that an untorn one leaves, and nothing is shown to the chip twice that it
//! remembers for good.

use tapsmith_desk::check::Verdict;
use tapsmith_picc::Type2;
use tapsmith_picc::type2::{Chip, Torn};

use crate::common::Desk;
use crate::rig::{InField, delivered, desk};

/// Each profile, on each chip that it fits.
fn cases() -> Vec<(String, Chip)> {
    let of = |chip: &str, profile: &str| profile.replace("CHIP", chip);
    let everything = "name = \"everything\"\nchip = \"CHIP\"\nurl = \"{base}/{record_id}?m={uid}x{ctr}\"\n\
        [protection]\npassword = true\nattempts = 4\nlock = [\"static\", \"dynamic\", \"configuration\"]";
    let limited = "name = \"limited\"\nchip = \"CHIP\"\ncontent = \"text\"\ntext = \"No {record_id}\"\n\
        [protection]\npassword = true\nattempts = 7\nfrom_page = 3\ncount = \"protected\"";
    let hidden = "name = \"hidden\"\nchip = \"CHIP\"\ncontent = \"empty\"\n\
        [protection]\npassword = true\nreads = true";
    let plain = "name = \"plain\"\nchip = \"CHIP\"\nurl = \"{base}/{record_id}\"\n\
        [protection]\npassword = true\nattempts = 5\nlock = [\"static\", \"dynamic\"]";
    let mut cases: Vec<(String, Chip)> = ["url", "password", "mirror", "text", "empty"]
        .map(|name| (format!("ntag213-{name}"), Chip::Ntag213))
        .to_vec();
    cases.push((of("ntag213", everything), Chip::Ntag213));
    cases.push((of("ntag215", everything), Chip::Ntag215));
    cases.push((of("ntag216", limited), Chip::Ntag216));
    cases.push((of("ntag213", hidden), Chip::Ntag213));
    cases.push(("ultralight-url".to_owned(), Chip::UltralightEv1Small));
    cases.push((of("ultralight-ev1", plain), Chip::UltralightEv1Large));
    cases.extend(with_keys());
    cases.extend(that_sign());
    cases
}

/// The chips whose key is proved, and not shown.
fn with_keys() -> Vec<(String, Chip)> {
    let of = |chip: Chip, rules: &str| {
        let name = chip.name();
        let head = format!("name = \"keys\"\nchip = \"{name}\"\n");
        (format!("{head}{rules}"), chip)
    };
    let locked = "url = \"{base}/{record_id}\"\n\
        [protection]\npassword = true\nlock = [\"keys\", \"static\", \"dynamic\"]";
    let hidden = "content = \"empty\"\n[protection]\npassword = true\nreads = true\nfrom_page = 6";
    let late = "content = \"text\"\ntext = \"No {record_id}\"\n\
        [protection]\npassword = true\nfrom_page = 41\nlock = [\"keys\"]";
    let open = "url = \"{base}/{record_id}\"";
    let limited = "url = \"{base}/{record_id}\"\n[protection]\npassword = true\nattempts = 261\n\
        lock = [\"keys\", \"configuration\"]";
    let counted = "content = \"empty\"\n[protection]\npassword = true\nattempts = 4\nreads = true";
    let mut cases = vec![
        ("ultralight-c-url".to_owned(), Chip::UltralightC),
        ("ultralight-aes-url".to_owned(), Chip::UltralightAes),
    ];
    for chip in [Chip::UltralightC, Chip::UltralightAes] {
        cases.extend([locked, hidden, late, open].map(|rules| of(chip, rules)));
    }
    cases.extend([limited, counted].map(|rules| of(Chip::UltralightAes, rules)));
    cases
}

/// The chips that sign their taps.
fn that_sign() -> Vec<(String, Chip)> {
    let of = |chip: &str, rules: &str| {
        format!(
            "name = \"signs\"\nchip = \"{chip}\"\nurl = \"{{base}}/{{record_id}}?m={{uid}}x{{ctr}}x{{mac}}\"\n{rules}"
        )
    };
    let late = "[protection]\npassword = true\nfrom_page = 40\nreads = true\nlock = [\"static\", \"keys\"]";
    let fixed = "[protection]\npassword = true\nlock = [\"keys\", \"configuration\"]";
    vec![
        ("ntag223-sun".to_owned(), Chip::Ntag223),
        ("ntag224-sun".to_owned(), Chip::Ntag224),
        (of("ntag223", late), Chip::Ntag223),
        (of("ntag224", fixed), Chip::Ntag224),
    ]
}

/// A job, untorn: its frames.
fn whole(desk: &mut Desk, card: &mut Type2, job: Job) -> Vec<Vec<u8>> {
    let mut field = InField::new(card);
    let outcome = job.outcome(desk, &mut field);
    assert_eq!(outcome, Ok(Verdict::Pass), "{job:?} of {} untorn", desk.batch.profile.name);
    field.frames
}

/// What may come of a frame when the power goes: of a write anything, of others only that it was heard or not.
fn tears(frame: &[u8]) -> &'static [Torn] {
    match frame {
        [0xA2, ..] => &Torn::ALL,
        _ => &[Torn::New],
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Job {
    Encode,
    Reset,
}

impl Job {
    /// Whether it came to its end, and well.
    fn run(self, desk: &mut Desk, field: &mut InField<'_>) -> bool {
        self.outcome(desk, field) == Ok(Verdict::Pass)
    }

    fn outcome(self, desk: &mut Desk, field: &mut InField<'_>) -> Result<Verdict, String> {
        let done = match self {
            Self::Encode => desk.encode_in(field).map(|done| (done.verdict, done.proofs)),
            Self::Reset => desk.reset_in(field).map(|done| (done.verdict, done.proofs)),
        };
        match done {
            Ok((Verdict::Fail, proofs)) => Err(format!("{proofs:?}")),
            Ok((verdict, _)) => Ok(verdict),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// How often a page was written whose bits are only ever set, or a limit that counts for good was met.
fn lock_writes(frames: &[Vec<u8>], chip: Chip) -> usize {
    let dynamic = chip.model().memory().locks.map(|locks| locks.page);
    let is_lock = |page: &u8| [2, 3].contains(page) || Some(*page) == dynamic;
    frames
        .iter()
        .filter(|frame| matches!(frame.as_slice(), [0xA2, page, ..] if is_lock(page)))
        .count()
}

/// Tears `job` in each of its frames; returns how often.
fn tear_each(profile: &str, chip: Chip, job: Job) -> usize {
    let start = |desk: &mut Desk| {
        let mut card = delivered(chip, 6);
        if job == Job::Reset {
            assert_eq!(desk.encode(&mut card).unwrap().verdict, Verdict::Pass);
        }
        card
    };
    let mut untorn = desk(profile);
    let mut reference = start(&mut untorn);
    let frames = whole(&mut untorn, &mut reference, job);
    let locks = lock_writes(&frames, chip);
    let mut torn_runs = 0;
    for (at, frame) in (1..).zip(&frames) {
        for torn in tears(frame).iter().copied() {
            let mut desk = desk(profile);
            let mut card = start(&mut desk);
            let mut field = InField { tear: Some((at, torn)), ..InField::new(&mut card) };
            assert!(!job.run(&mut desk, &mut field), "{job:?} torn at {at} says it is done");
            let before = lock_writes(&field.frames, chip);
            let mut again = InField::new(&mut card);
            let done = job.outcome(&mut desk, &mut again);
            let after = lock_writes(&again.frames, chip);
            let place = format!("{profile}\n{chip:?} {job:?} torn at {at}, {torn:?}");
            assert_eq!(done, Ok(Verdict::Pass), "{place}");
            assert!(before + after <= locks + 1, "{place}: {before} and {after} of {locks}");
            assert_eq!(card.memory().failures(), 0, "{place}");
            assert_eq!(card.memory().pages(), reference.memory().pages(), "{place}");
            torn_runs += 1;
        }
    }
    torn_runs
}

#[test]
fn an_encode_torn_anywhere_is_finished_by_the_same_command() {
    let torn: usize =
        cases().iter().map(|(profile, chip)| tear_each(profile, *chip, Job::Encode)).sum();
    assert!(torn > 600, "{torn}");
}

#[test]
fn a_reset_torn_anywhere_is_finished_by_the_same_command() {
    // What is locked cannot be reset: `for_good` has that.
    let cases = cases().into_iter().filter(|(profile, _)| !profile.contains("lock ="));
    let torn: usize = cases.map(|(profile, chip)| tear_each(&profile, chip, Job::Reset)).sum();
    assert!(torn > 300, "{torn}");
}

/// A torn encode is taken back, and a torn reset encoded over, whatever was half-written.
#[test]
fn a_torn_job_may_be_followed_by_the_other() {
    let limited = "name = \"l\"\nchip = \"ntag213\"\nurl = \"{base}/{record_id}\"\n\
        [protection]\npassword = true\nattempts = 4";
    let key = "name = \"k\"\nchip = \"ultralight-c\"\nurl = \"{base}/{record_id}\"\n\
        [protection]\npassword = true";
    let limited_key = "name = \"l\"\nchip = \"ultralight-aes\"\nurl = \"{base}/{record_id}\"\n\
        [protection]\npassword = true\nattempts = 4";
    let cases =
        [(limited, Chip::Ntag213), (key, Chip::UltralightC), (limited_key, Chip::UltralightAes)];
    for (profile, chip) in cases {
        tear_then(profile, chip, Job::Encode, Job::Reset);
        tear_then(profile, chip, Job::Reset, Job::Encode);
    }
    // What is locked is not encoded anew.
    tear_then("ntag223-sun", Chip::Ntag223, Job::Encode, Job::Reset);
    tear_then("ntag224-sun", Chip::Ntag224, Job::Encode, Job::Reset);
}

/// Tears the first job in each of its frames, and does the second.
fn tear_then(profile: &str, chip: Chip, first: Job, second: Job) {
    let start = |desk: &mut Desk| {
        let mut card = delivered(chip, 6);
        if first == Job::Reset {
            desk.encode(&mut card).unwrap();
        }
        card
    };
    let mut untorn = desk(profile);
    let mut card = start(&mut untorn);
    let frames = whole(&mut untorn, &mut card, first);
    for (at, frame) in (1..).zip(&frames) {
        for torn in tears(frame).iter().copied() {
            let place = format!("{chip:?} {first:?} at {at} {torn:?}");
            let mut desk = desk(profile);
            let mut card = start(&mut desk);
            let mut field = InField { tear: Some((at, torn)), ..InField::new(&mut card) };
            first.run(&mut desk, &mut field);
            let known = desk.vault.has_journal(card.memory().uid()).unwrap();
            let mut again = InField::new(&mut card);
            let done = second.outcome(&mut desk, &mut again);
            // Before anything was written down the card is nobody's, and not reset.
            let expected = known || second == Job::Encode;
            assert_eq!(done.is_ok(), expected, "{place}: {done:?}");
            assert_eq!(card.memory().failures(), 0, "{place}");
        }
    }
}
