//! Deliveries to report on.

use tapsmith_core::counter::ReadCounter;
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;
use tapsmith_desk::check::Check;
use tapsmith_desk::qa::class::{Class, Finding};
use tapsmith_desk::qa::report::{
    CardLine, Counted, Counters, DrawnBy, HistoryHead, Lot, LotVerdict, Pace, Report, Sitting,
    Unit, UnitState,
};

use crate::plans::{classes, curve, sampling};

/// A string that would do harm wherever it is not text.
pub(crate) const HOSTILE: &str =
    "<script>alert(1)</script> \"'&]]></style> =1+1 \u{0}\u{1b}\u{202e}\u{fffe}\r\n{{ 7*7 }}";

pub(crate) const LINK: &str = "7f3c9a51d2e84b06c1f7a9d05e3b8c24617d90fae5b2c8347d1e6f50a9b3c8d2";

/// A delivery of `drawn * 25` cards with `drawn` of them judged, all good.
pub(crate) fn accepted(drawn: u64) -> Report {
    let mut report = Report {
        plan_id: "Q-2026-11-22-K4".to_owned(),
        lot: Lot {
            batch: "summer-2026".parse().unwrap(),
            supplier: "Printags GmbH".to_owned(),
            size: drawn * 25,
            records: Some([RecordId::MIN, RecordId::try_from(drawn * 25).unwrap()]),
        },
        sampling: sampling(drawn),
        verdict: LotVerdict::Accepted,
        because: "No class has more defective cards than its plan accepts.".to_owned(),
        rehearsal: false,
        classes: classes(drawn),
        curve: curve(drawn),
        promises: vec![
            "A supplier who delivers 1 % of defective cards on average is rejected once in twenty times.".to_owned(),
            "A lot with 4.2 % of defective cards is accepted once in ten times.".to_owned(),
            "It cannot say that no card in this lot is defective.".to_owned(),
        ],
        units: Vec::new(),
        cards: Vec::new(),
        counters: None,
        pace: Pace { counted: drawn, good: drawn, median_milliseconds: Some(1412), longest_milliseconds: Some(3970) },
        sittings: vec![sitting("bench-2", "R. Okafor", 1), sitting("bench-2", "M. Lindqvist", 2)],
        history: HistoryHead { number: 4711, link: LINK.to_owned() },
        made_at: "2026-11-22T15:30:12Z".parse().unwrap(),
    };
    for order in 1..=drawn {
        let number = number_of(order, drawn);
        report.units.push(Unit {
            number,
            order,
            state: UnitState::Good,
            class: None,
            uid: Some(uid(order)),
        });
        report.cards.push(card(order, number));
    }
    count(&mut report);
    report
}

/// The same with defects of each class, cards that were not counted, and one that was not found.
pub(crate) fn rejected(drawn: u64) -> Report {
    let mut report = accepted(drawn);
    report.verdict = LotVerdict::Rejected;
    "2 of 125 cards are critical, and none is accepted; 5 are major, and 3 are accepted."
        .clone_into(&mut report.because);
    for (index, class) in [
        (3, Class::Critical),
        (41, Class::Critical),
        (9, Class::Major),
        (17, Class::Major),
        (18, Class::Major),
        (64, Class::Major),
        (90, Class::Major),
        (12, Class::Minor),
    ] {
        fail(&mut report, index, class);
    }
    if let Some(unit) = report.units.get_mut(100) {
        unit.state = UnitState::Missing;
        unit.uid = None;
    }
    for (counted, at) in [
        (Counted::Twice, 1),
        (Counted::NotDrawn, 2),
        (Counted::OtherBatch("winter-2025".parse().unwrap()), 3),
        (Counted::Undone, 4),
    ] {
        let mut line = card(drawn + at, 5 + at);
        line.counted = counted;
        line.unit = None;
        report.cards.push(line);
    }
    let results = [(2, LotVerdict::Rejected), (5, LotVerdict::Rejected), (1, LotVerdict::Accepted)];
    for (result, (defective, verdict)) in report.classes.iter_mut().zip(results) {
        result.defective = defective;
        result.verdict = verdict;
        #[expect(clippy::cast_precision_loss, clippy::as_conversions, reason = "small numbers")]
        {
            result.share = Some(defective as f64 / result.sample_size as f64);
        }
        result.process_interval = Some([0.004, 0.0567]);
        result.lot_interval = Some([defective, defective * 35]);
    }
    report.classes[1].beyond = 1;
    report.curve.found = Some([0.04, 0.2536]);
    report.pace.good = drawn - 9;
    report
}

/// Two thirds of the way.
pub(crate) fn unfinished(drawn: u64) -> Report {
    let mut report = accepted(drawn);
    report.verdict = LotVerdict::Unfinished;
    "A part of the sample was not looked at yet.".clone_into(&mut report.because);
    let done = drawn * 2 / 3;
    for unit in report.units.iter_mut().filter(|unit| unit.order > done) {
        unit.state = UnitState::Open;
        unit.uid = None;
    }
    report.cards.retain(|card| u64::from(card.number) <= done);
    for result in &mut report.classes {
        result.verdict = LotVerdict::Unfinished;
        result.inspected = done.min(result.sample_size);
    }
    report.curve.found = None;
    report.pace.counted = done;
    report.pace.good = done;
    count(&mut report);
    report
}

/// Judged to the end, with cards of software.
pub(crate) fn rehearsal() -> Report {
    let mut report = accepted(13);
    report.rehearsal = true;
    report.sampling.drawn_by = DrawnBy::Position;
    report.lot.records = None;
    report
}

/// Each field that somebody else writes is [`HOSTILE`].
pub(crate) fn hostile() -> Report {
    let mut report = rejected(125);
    let sitting = &mut report.sittings[0];
    for text in [
        &mut report.plan_id,
        &mut report.lot.supplier,
        &mut report.because,
        &mut report.sampling.severity_reason,
        &mut sitting.station,
        &mut sitting.operator,
        &mut sitting.reader,
        &mut report.promises[0],
        &mut report.classes[0].rule,
    ] {
        HOSTILE.clone_into(text);
    }
    for card in &mut report.cards {
        card.url = Some(HOSTILE.to_owned());
        for finding in &mut card.findings {
            HOSTILE.clone_into(&mut finding.detail);
        }
        for check in &mut card.checks {
            HOSTILE.clone_into(&mut check.detail);
            check.name = HOSTILE.into();
        }
    }
    report
}

/// Makes the unit that was drawn at `index` defective.
pub(crate) fn fail(report: &mut Report, index: usize, class: Class) {
    let (name, detail) = match class {
        Class::Critical => ("originality", "the signature is not NXP's: the chip is a copy"),
        Class::Major => ("tap", "the address is of record 52, and the card of record 17"),
        Class::Minor => ("visual", "the print is 3 mm off to the left"),
    };
    let Some(unit) = report.units.get_mut(index) else { return };
    unit.state = UnitState::Defective;
    unit.class = Some(class);
    let line = &mut report.cards[index];
    line.findings.push(Finding { class, name: name.to_owned(), detail: detail.to_owned() });
    line.checks.push(Check::fail(name, detail));
    line.checks.push(Check::skipped("keys", "the card was refused before"));
}

/// Spread over the lot, and not in the order of numbers.
fn number_of(order: u64, drawn: u64) -> u64 {
    let shuffled = (order * 37) % drawn.max(38);
    shuffled * 24 + (order * 7) % 23 + 1
}

fn uid(order: u64) -> Uid {
    let [.., a, b] = order.to_be_bytes();
    Uid([0x04, 0x9a, 0x71, 0x22, 0x5c, a, b])
}

fn card(order: u64, number: u64) -> CardLine {
    let counter = u32::try_from(order % 5 + order % 3 + 1).unwrap();
    let seconds = i64::try_from(order * 9).unwrap();
    CardLine {
        number: u32::try_from(order).unwrap(),
        at: jiff::Timestamp::from_second(1_795_338_000 + seconds).unwrap(),
        counted: Counted::Yes,
        unit: Some(number),
        record: RecordId::try_from(number).ok(),
        uid: Some(uid(order)),
        read_counter: ReadCounter::try_from(counter).ok(),
        url: Some(format!("https://tap.example/t?e=8C41A2F07B{number:022}&c=51B7D0A9C3E8F264")),
        findings: Vec::new(),
        checks: vec![
            Check::pass("originality", "signed by NXP"),
            Check::pass("tap", "the MAC is right, the record is in the batch"),
        ],
        apdus: 14,
        milliseconds: 1400 + counter,
    }
}

fn count(report: &mut Report) {
    let mut counts = std::collections::BTreeMap::<u32, u32>::new();
    let mut seen: Vec<u32> =
        report.cards.iter().filter_map(|card| card.read_counter).map(u32::from).collect();
    seen.sort_unstable();
    for counter in &seen {
        *counts.entry(*counter).or_default() += 1;
    }
    let (Some(lowest), Some(highest)) = (seen.first(), seen.last()) else { return };
    report.counters = Some(Counters {
        lowest: *lowest,
        median: seen[seen.len() / 2],
        highest: *highest,
        counts: counts.into_iter().map(|(counter, cards)| [counter, cards]).collect(),
    });
}

fn sitting(station: &str, operator: &str, number: u64) -> Sitting {
    Sitting {
        station: station.to_owned(),
        operator: operator.to_owned(),
        reader: "ACS ACR1552 1S CL Reader(2)".to_owned(),
        from: format!("2026-11-22T0{}:10:00Z", 6 + number).parse().unwrap(),
        to: format!("2026-11-22T0{}:55:31Z", 6 + number).parse().unwrap(),
        cards: 60 + number,
    }
}
