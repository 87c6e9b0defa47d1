//! Deliveries with planted defects: the sample, judged card by card, finds the planted ones and no other, and the
//! lot's verdict is the plan's.
//!
//! What is planted, and what that makes of the lot, is settled here: over all cards of the lot, by a generator that
//! is not the draw's, before a card is judged; which finding a defect must come to is a table below. Of the code
//! under test this file uses the drawn numbers, and the plan's numbers of acceptance and rejection.

use std::collections::{BTreeMap, BTreeSet};

use tapsmith_core::batch::Batch;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::sampling::{Level, Severity, Standard};
use tapsmith_core::uid::Uid;
use tapsmith_desk::qa::class::Class;
use tapsmith_desk::qa::plan::{Critical, Plan};
use tapsmith_desk::qa::report::{DrawnBy, LotVerdict};
use tapsmith_desk::qa::session::Card;
use tapsmith_desk::qa::tally::Tally;

use crate::chip::{Chip, uri_file};
use crate::dice::Dice;
use crate::stage::{Desk, FILES, NOW, OtherChip, found, printed_at, show, try_show, uid, wish};

/// What is wrong with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Defect {
    /// Somebody else's key signs.
    ForeignKey,
    /// A factory key in a slot of which the layout says otherwise, and which makes no taps.
    FactoryKey,
    /// The signature of another chip.
    NotOriginal,
    /// A tap of another card of the sample, on a chip with other keys.
    Replay,
    /// The same under another address, so that its record's keys are not the ones it is judged by at first.
    RenamedReplay,
    /// The record of another card of the sample, keys and all.
    Twin,
    /// The UID of another card of the sample.
    SameUid,
    WrongBase,
    WrongRecord,
    Blank,
    Garbage,
    OtherRights,
    Visual,
}

impl Defect {
    const CRITICAL: [Self; 7] = [
        Self::ForeignKey,
        Self::FactoryKey,
        Self::NotOriginal,
        Self::Replay,
        Self::RenamedReplay,
        Self::Twin,
        Self::SameUid,
    ];
    const MAJOR: [Self; 5] =
        [Self::WrongBase, Self::WrongRecord, Self::Blank, Self::Garbage, Self::OtherRights];
    const MINOR: [Self; 1] = [Self::Visual];

    fn of(class: Class) -> &'static [Self] {
        match class {
            Class::Critical => &Self::CRITICAL,
            Class::Major => &Self::MAJOR,
            Class::Minor => &Self::MINOR,
        }
    }

    /// Whether such cards can have it.
    fn fits(self, make: Make) -> bool {
        self != Self::WrongRecord || make.names_record()
    }

    /// Whether it is one only beside another card.
    const fn needs_another(self) -> bool {
        matches!(self, Self::Replay | Self::RenamedReplay | Self::Twin | Self::SameUid)
    }

    /// What it must be found as.
    fn finding(self, make: Make) -> (Class, &'static str) {
        let signs = make.signs();
        match self {
            // Nothing but its keys tells such a card from a copy.
            Self::ForeignKey | Self::Replay | Self::WrongRecord if !signs => {
                (Class::Critical, "keys_installed")
            }
            Self::RenamedReplay if !signs => (Class::Major, "base_url"),
            Self::ForeignKey => (Class::Critical, "sun_mac"),
            Self::FactoryKey => (Class::Critical, "factory_keys_gone"),
            Self::NotOriginal => (Class::Critical, "originality"),
            Self::Replay | Self::RenamedReplay => (Class::Critical, "uid_matches"),
            Self::Twin | Self::SameUid => (Class::Critical, "not_seen_before"),
            Self::WrongBase => (Class::Major, "base_url"),
            Self::WrongRecord => (Class::Major, "record_id"),
            Self::Blank => (Class::Major, "ndef"),
            Self::Garbage => (Class::Major, "chip"),
            Self::OtherRights => (Class::Major, "settings_match"),
            Self::Visual => (Class::Minor, "visual"),
        }
    }
}

/// Who made the cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Make {
    /// As this profile orders them.
    Ordered(&'static str),
    /// As a printer lays them out, learnt from one card.
    Printed,
}

impl Make {
    fn signs(self) -> bool {
        self.profile() != "static-url"
    }

    fn names_record(self) -> bool {
        self.profile() != "sun-private"
    }

    const fn profile(self) -> &'static str {
        match self {
            Self::Ordered(profile) => profile,
            Self::Printed => "sun-aes",
        }
    }
}

/// One delivery: cards 1 to `lot`, in this order; card i carries record `FIRST` + i - 1.
#[derive(Debug, Clone)]
struct Case {
    make: Make,
    lot: u64,
    by: DrawnBy,
    /// How many defects of each class are planted.
    planted: [u64; 3],
    critical: Critical,
    severity: Severity,
    standard: Standard,
    level: Level,
    aql: &'static str,
    seed: u8,
}

const FIRST: u64 = 900;

impl Case {
    /// 5,000 cards, 1.2 % of them with a defect of each class.
    const fn of_5000(make: Make, by: DrawnBy, seed: u8) -> Self {
        Self {
            make,
            lot: 5000,
            by,
            planted: [60; 3],
            critical: Critical::Ac0,
            severity: Severity::Normal,
            standard: Standard::Iso2859_1,
            level: Level::II,
            aql: "0.65",
            seed,
        }
    }
}

/// The planted defects by card, and for those that need one, the other card.
#[derive(Debug, Default)]
struct Planted {
    defects: BTreeMap<u64, Defect>,
    others: BTreeMap<u64, u64>,
}

impl Planted {
    fn over(case: &Case, drawn: &[u64]) -> Self {
        let mut dice = Dice(u64::from(case.seed) + 1);
        let mut cards: Vec<u64> = (1..=case.lot).collect();
        dice.shuffle(&mut cards);
        let mut defects = BTreeMap::new();
        for (class, count) in Class::ALL.into_iter().zip(case.planted) {
            let fitting = Defect::of(class).iter().filter(|defect| defect.fits(case.make));
            for (card, defect) in
                cards.drain(..usize::try_from(count).unwrap()).zip(fitting.cycle())
            {
                defects.insert(card, *defect);
            }
        }
        let mut good: Vec<u64> =
            drawn.iter().copied().filter(|card| !defects.contains_key(card)).collect();
        dice.shuffle(&mut good);
        let mut others = BTreeMap::new();
        for card in drawn {
            if defects.get(card).is_some_and(|defect| defect.needs_another()) {
                others.insert(*card, good.pop().unwrap());
            }
        }
        Self { defects, others }
    }
}

/// A card as it lies there.
enum Thing {
    Chip(Box<Chip>),
    Garbage,
}

struct Maker<'d> {
    desk: &'d Desk,
    batch: &'d Batch,
    make: Make,
    planted: &'d Planted,
}

impl Maker<'_> {
    fn good(&self, of: u64, uid: Uid) -> Chip {
        match self.make {
            Make::Ordered(_) => self.desk.as_ordered(self.batch, of, uid),
            Make::Printed => self.desk.as_printed(self.batch, of, uid),
        }
    }

    /// The slots that sign, and that makes no taps.
    fn slots(&self) -> (KeyNumber, KeyNumber) {
        let number = |number: u8| number.try_into().unwrap();
        match self.make {
            Make::Ordered(_) => (self.batch.profile.slots.file_read, number(3)),
            Make::Printed => (number(3), number(0)),
        }
    }

    fn card(&self, number: u64) -> Thing {
        let of = FIRST + number - 1;
        let good = self.good(of, uid(number));
        let other = || self.planted.others[&number];
        let foreign = |byte: u8| AesKey::init_with(|key| key.fill(byte));
        let (signs, idle) = self.slots();
        let Some(defect) = self.planted.defects.get(&number) else {
            return Thing::Chip(Box::new(good));
        };
        let chip = match defect {
            Defect::ForeignKey => good.key(signs.as_u8(), &foreign(0xEE), 1),
            Defect::FactoryKey => good.factory_key(idle),
            Defect::NotOriginal => good.signed_for(uid(number + 1)),
            Defect::Replay => self.replay(other(), uid(number)),
            Defect::RenamedReplay => {
                self.replay(other(), uid(number)).at_other_address("https://", "https://w")
            }
            Defect::Twin => self.good(FIRST + other() - 1, uid(number)),
            Defect::SameUid => good.uid(uid(other())),
            Defect::WrongBase => self.renamed(good, "https://", "https://w"),
            Defect::WrongRecord => {
                let wrong = format!("/{}", of + 1);
                self.renamed(good, &format!("/{of}"), &wrong)
            }
            Defect::Blank => good.ndef(&[0, 0]),
            Defect::Garbage => return Thing::Garbage,
            Defect::OtherRights => {
                let mut settings = good.settings_of("proprietary");
                // Key 4 may read it in place of key 2.
                settings[2] = 0x40 | settings[2] & 0x0F;
                good.settings("proprietary", &settings)
            }
            Defect::Visual => good,
        };
        Thing::Chip(Box::new(chip))
    }

    /// The same card with another address; where it is longer, the mirrors move with it.
    fn renamed(&self, chip: Chip, from: &str, to: &str) -> Chip {
        let url = chip.address().replacen(from, to, 1);
        if self.make == Make::Printed {
            let settings = printed_at(uid(1), &url).settings_of("ndef");
            return chip.ndef(&uri_file(&url)).settings("ndef", &settings);
        }
        let by = u8::try_from(to.len() - from.len()).unwrap();
        let mut settings = chip.settings_of("ndef");
        for offset in settings.iter_mut().skip(6).step_by(3).filter(|offset| **offset != 0x20) {
            *offset += by;
        }
        chip.ndef(&uri_file(&url)).settings("ndef", &settings)
    }

    /// The last tap of another card, written down, on a chip whose keys nobody here knows, locked.
    fn replay(&self, of: u64, uid_of_chip: Uid) -> Chip {
        let mut card = self.good(FIRST + of - 1, uid(of)).card();
        let tapped = crate::tap::read(&mut card);
        let mut chip = Chip::new(uid_of_chip).ndef(&tapped).settings("ndef", &[0x00, 0x00, 0xE0]);
        if !self.make.signs() {
            // Whoever copies such a card sees all of its settings.
            for (file, _) in FILES {
                chip =
                    chip.settings(file, &self.good(FIRST + of - 1, uid_of_chip).settings_of(file));
            }
        }
        for slot in 0..5 {
            chip = chip.key(slot, &AesKey::init_with(|key| key.fill(0xC0 + slot)), 1);
        }
        chip
    }
}

/// What must come of the sample.
#[derive(Debug, Default)]
struct Expected {
    /// The UIDs and the records that were there before.
    uids: BTreeSet<u64>,
    records: BTreeSet<u64>,
    /// Worst class by unit; those that nothing places are units of their own, above all numbers of units.
    units: BTreeMap<u64, Option<Class>>,
}

/// Added to a card's number where nothing says which unit it is.
const UNPLACED: u64 = 1 << 40;

impl Expected {
    /// What card `number` must be found as.
    fn next(
        &mut self,
        case: &Case,
        planted: &Planted,
        number: u64,
    ) -> Option<(Class, &'static str)> {
        let defect = planted.defects.get(&number).copied();
        let other = planted.others.get(&number).copied();
        let is_there = |set: &mut BTreeSet<u64>, what| !set.insert(what);
        let again = Some((Class::Critical, "not_seen_before"));
        let finding = match (defect, other) {
            // Whichever of the two comes second.
            (None, _) => {
                let uid = is_there(&mut self.uids, number);
                let record = is_there(&mut self.records, number);
                again.filter(|_| uid || record)
            }
            (Some(Defect::SameUid), Some(other)) => {
                again.filter(|_| is_there(&mut self.uids, other))
            }
            (Some(Defect::Twin), Some(other)) => {
                again.filter(|_| is_there(&mut self.records, other))
            }
            (Some(defect), _) => Some(defect.finding(case.make)),
        };
        let signs = case.make.signs();
        let unit = match (case.by, defect, other) {
            (DrawnBy::Position, ..) => number,
            (_, Some(Defect::WrongBase | Defect::RenamedReplay), _) if !signs => UNPLACED + number,
            (_, Some(Defect::Twin | Defect::Replay | Defect::RenamedReplay), Some(other)) => {
                FIRST + other - 1
            }
            (_, Some(Defect::Blank | Defect::Garbage), _) => UNPLACED + number,
            // Nothing but the keys would say which record it is.
            (_, Some(Defect::ForeignKey), _) if !case.make.names_record() => UNPLACED + number,
            // Nothing but the address says which record it is.
            (_, Some(Defect::WrongRecord), _) if !signs => FIRST + number,
            _ => FIRST + number - 1,
        };
        let class = finding.map(|(class, _)| class);
        let worst = self.units.entry(unit).or_default();
        *worst = [*worst, class].into_iter().flatten().min();
        finding
    }

    /// Defective units of `class` among the first `sample` of the draw, and beyond. Which unit a card is that says
    /// nothing is known once all others have theirs; before, it counts where all of the draw counts.
    fn count(&self, plan: &Plan, class: Class, sample: u64) -> (u64, u64) {
        let defective = self.units.iter().filter(|(_, worst)| **worst == Some(class));
        let all_known = self.units.len() == plan.drawn.len();
        let order = |unit: u64| {
            let is_drawn = |drawn: &u64| *drawn == unit || all_known && drawn + UNPLACED == unit;
            let place = plan.drawn.iter().position(is_drawn).unwrap_or(plan.drawn.len() - 1);
            u64::try_from(place).unwrap() + 1
        };
        let (inside, beyond): (Vec<_>, Vec<_>) =
            defective.partition(|(unit, _)| order(**unit) <= sample);
        (inside.len().try_into().unwrap(), beyond.len().try_into().unwrap())
    }
}

/// What came of it, for the tests that look at one.
#[derive(Debug)]
struct Outcome {
    plan: Plan,
    tally: Tally,
    verdict: LotVerdict,
}

fn play(case: &Case) -> Outcome {
    let mut desk = Desk::new();
    let batch = desk.batch("b", case.make.profile(), FIRST, case.lot + 1);
    if case.make == Make::Printed {
        let sample = desk.as_printed(&batch, FIRST + case.lot, uid(case.lot + 1));
        desk.learn(&batch, &sample);
    }
    let records = (case.by == DrawnBy::Record).then(|| {
        tapsmith_core::batch::RecordRange::new(crate::stage::record(FIRST), case.lot).unwrap()
    });
    let asked = tapsmith_desk::qa::make::Wish {
        lot: Some(case.lot),
        records,
        critical: case.critical,
        severity: Some(case.severity),
        standard: case.standard,
        level: case.level,
        aql: case.aql.parse().unwrap(),
        ..wish()
    };
    let (noted, plan) = desk.plan(&batch, asked, case.seed);
    assert_eq!(plan.drawn_by, case.by);
    let mut cards: Vec<u64> = match case.by {
        DrawnBy::Record => plan.drawn.iter().map(|record| record - FIRST + 1).collect(),
        DrawnBy::Position => plan.drawn.clone(),
    };
    match case.by {
        DrawnBy::Record => Dice(99).shuffle(&mut cards),
        DrawnBy::Position => cards.sort_unstable(),
    }
    let planted = Planted::over(case, &cards);
    let maker = Maker { desk: &desk, batch: &batch, make: case.make, planted: &planted };
    let things: Vec<_> = cards.iter().map(|number| (*number, maker.card(*number))).collect();
    let mut expected = Expected::default();
    let mut wrong = Vec::new();
    let mut sitting = desk.sit(&noted.plan_id);
    for (number, thing) in things {
        let must = expected.next(case, &planted, number);
        let seen = match thing {
            Thing::Chip(chip) => show(&mut sitting, &mut chip.card()),
            Thing::Garbage => try_show(&mut sitting, OtherChip).unwrap(),
        };
        let seen = match planted.defects.get(&number) {
            Some(Defect::Visual) => {
                sitting.visual(NOW).unwrap();
                sitting.session().last_card().unwrap().clone()
            }
            _ => seen,
        };
        let mut must: Vec<_> = must.iter().map(|(class, name)| format!("{class} {name}")).collect();
        // It has two.
        if planted.defects.get(&number) == Some(&Defect::RenamedReplay) && case.make.signs() {
            must.push("major base_url".to_owned());
        }
        if found(&seen) != must {
            wrong.push(complaint(number, &planted, &must, &seen));
        }
    }
    assert!(wrong.is_empty(), "{case:?}: {} wrong\n{}", wrong.len(), wrong.join("\n"));
    let tally = Tally::of(sitting.session());
    agrees(case, &plan, &tally, &expected);
    let verdict = match sitting.close(NOW) {
        Ok((_, judged)) => judged.verdict,
        Err(error) => {
            assert_ne!(tally.open, 0, "{error}");
            LotVerdict::Unfinished
        }
    };
    assert_eq!(verdict, tally.verdict());
    Outcome { plan, tally, verdict }
}

fn complaint(number: u64, planted: &Planted, must: &[String], seen: &Card) -> String {
    let (defect, other) = (planted.defects.get(&number), planted.others.get(&number));
    format!(
        "card {number} {defect:?} {other:?}: must be {must:?}, is {:?} {:#?}",
        seen.seen.place, seen.seen.findings
    )
}

/// The tally and the verdict, worked out from what was planted.
fn agrees(case: &Case, plan: &Plan, tally: &Tally, expected: &Expected) {
    let mut rejected = false;
    for class in Class::ALL {
        let decides = *plan.class(class).unwrap();
        let (inside, beyond) = expected.count(plan, class, decides.sample_size);
        let counted = tally.class(class);
        assert_eq!((counted.defective, counted.beyond), (inside, beyond), "{case:?} {class}");
        rejected |= inside >= u64::from(decides.reject);
    }
    let judged: u64 = expected.units.len().try_into().unwrap();
    assert_eq!(tally.inspected, judged, "{case:?}");
    assert_eq!(tally.open, plan.draw_size() - judged, "{case:?}");
    let verdict = match (rejected, tally.open) {
        (true, _) => LotVerdict::Rejected,
        (false, 0) => LotVerdict::Accepted,
        (false, _) => LotVerdict::Unfinished,
    };
    assert_eq!(tally.verdict(), verdict, "{case:?}");
}

/// How many deliveries of 5,000 are played beyond the one: `TAPSMITH_DELIVERIES`.
fn deliveries() -> u8 {
    std::env::var("TAPSMITH_DELIVERIES").map_or(0, |count| count.parse().unwrap())
}

#[test]
fn of_5000_cards_in_a_learnt_layout_the_planted_ones_of_the_sample_are_found() {
    for seed in 0..=deliveries() {
        let by = if seed % 2 == 0 { DrawnBy::Record } else { DrawnBy::Position };
        let outcome = play(&Case::of_5000(Make::Printed, by, seed));
        // ISO 2859-1:1999, Table 1: 3201 to 10000 at level II is L; Table 2-A: 200, 3 and 4 at 0.65.
        let major = outcome.plan.class(Class::Major).unwrap();
        assert_eq!((major.sample_size, major.accept, major.reject), (200, 3, 4));
    }
}

/// A small lot of each kind of card, each defect in it many times: all are looked at.
fn full(make: Make, by: DrawnBy, seed: u8) -> Case {
    Case { lot: 60, planted: [12, 10, 3], critical: Critical::All, ..Case::of_5000(make, by, seed) }
}

#[test]
fn every_defect_of_every_profile_is_found_as_what_it_is() {
    for (seed, profile) in
        (20..).zip(["sun-aes", "sun-plain", "sun-enc-file", "static-url", "sun-lrp", "sun-private"])
    {
        for by in [DrawnBy::Record, DrawnBy::Position] {
            let outcome = play(&full(Make::Ordered(profile), by, seed));
            assert!(outcome.plan.is_full());
            assert_eq!(outcome.verdict, LotVerdict::Rejected);
        }
    }
}

#[test]
fn every_defect_of_a_printers_card_is_found_as_what_it_is() {
    for by in [DrawnBy::Record, DrawnBy::Position] {
        for seed in 30..32 {
            assert_eq!(play(&full(Make::Printed, by, seed)).verdict, LotVerdict::Rejected);
        }
    }
}

#[test]
fn a_good_lot_is_accepted_and_has_no_finding() {
    for by in [DrawnBy::Record, DrawnBy::Position] {
        let case = Case { lot: 300, planted: [0; 3], ..Case::of_5000(Make::Printed, by, 40) };
        let outcome = play(&case);
        assert_eq!(outcome.verdict, LotVerdict::Accepted);
        assert_eq!(outcome.tally.good, outcome.plan.draw_size());
    }
}

/// The sample for critical defects is the larger one: what it finds of others beyond theirs is told, not counted.
#[test]
fn beyond_a_class_s_own_sample_defects_are_told_and_not_counted() {
    let critical = Critical::ZeroAcceptance {
        confidence: "0.95".parse().unwrap(),
        limit: "3%".parse().unwrap(),
    };
    let case = Case {
        lot: 500,
        planted: [0, 50, 50],
        critical,
        aql: "6.5",
        level: Level::I,
        ..Case::of_5000(Make::Printed, DrawnBy::Record, 50)
    };
    let outcome = play(&case);
    let major = outcome.tally.class(Class::Major);
    assert!(outcome.plan.draw_size() > major.plan.sample_size);
    assert!(major.beyond > 0 && outcome.tally.class(Class::Minor).beyond > 0, "{major:?}");
}

/// ANSI/ASQ Z1.4, reduced, level II, 280 cards: G, 13 cards; 1 and 3 at 2.5. So 2 lies in the gap.
#[test]
fn between_ac_and_re_a_reduced_lot_is_accepted() {
    let mut seen = BTreeSet::new();
    for seed in 60..72 {
        let case = Case {
            lot: 280,
            planted: [0, 42, 0],
            standard: Standard::Z1_4,
            severity: Severity::Reduced,
            aql: "2.5",
            ..Case::of_5000(Make::Printed, DrawnBy::Position, seed)
        };
        let Outcome { plan, tally, verdict } = play(&case);
        assert_eq!((plan.major.sample_size, plan.major.accept, plan.major.reject), (13, 1, 3));
        let defective = tally.class(Class::Major).defective;
        assert_eq!(verdict == LotVerdict::Rejected, defective >= 3);
        seen.insert(defective.min(3));
    }
    assert!(seen.contains(&2), "no seed meets the gap: {seen:?}");
}
