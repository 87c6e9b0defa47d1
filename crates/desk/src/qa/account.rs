//! The report is put together.

use std::collections::BTreeMap;

use jiff::Timestamp;
use tapsmith_core::layout::Layout;
use tapsmith_core::sampling::oc::{self, Point};
use tapsmith_core::sampling::{Confidence, interval};
use tapsmith_store::{Head, NotedPlan, PlanState};

use super::class::{Class, Finding};
use super::event::{Event, Place};
use super::plan::Plan;
use super::promises::{percent, promises, ratio};
use super::report::{
    CardLine, ClassResult, Counted, Counters, Curve, DrawnBy, HistoryHead, Lot, LotVerdict, Pace,
    Report, Sampling, Sitting, Unit, UnitState,
};
use super::session::{Card, Session, Stands};
use super::tally::{ClassTally, Tally};
use crate::check::Check;

/// All about one plan. `noted` says whether it is judged: as long as it is not, nothing is said of the lot.
pub fn report(
    noted: &NotedPlan,
    session: &Session,
    learnt: Option<&Layout>,
    history: &Head,
    made_at: Timestamp,
) -> Report {
    let plan = session.plan();
    let tally = Tally::of(session);
    let verdict = verdict(noted.state);
    Report {
        plan_id: noted.plan_id.clone(),
        lot: lot(plan),
        sampling: sampling(noted, plan),
        verdict,
        because: because(verdict, plan, &tally),
        rehearsal: noted.rehearsal,
        classes: tally.classes().iter().map(|class| class_result(verdict, plan, class)).collect(),
        curve: curve(plan, &tally),
        promises: promises(plan, learnt),
        units: units(session),
        cards: session.cards().iter().map(card_line).collect(),
        counters: counters(session),
        pace: pace(session, &tally),
        sittings: sittings(session),
        history: HistoryHead { number: history.length.unsigned_abs(), link: history.head.clone() },
        made_at,
    }
}

/// What is said of the lot: nothing before it is judged.
pub fn verdict(state: PlanState) -> LotVerdict {
    match state {
        PlanState::Open => LotVerdict::Unfinished,
        PlanState::Accepted => LotVerdict::Accepted,
        PlanState::Rejected => LotVerdict::Rejected,
    }
}

fn lot(plan: &Plan) -> Lot {
    let records = plan.records.map(|records| [records.first(), records.last()]);
    Lot {
        batch: plan.batch.clone(),
        supplier: plan.supplier.clone(),
        size: plan.lot.as_u64(),
        records,
    }
}

fn sampling(noted: &NotedPlan, plan: &Plan) -> Sampling {
    Sampling {
        standard: plan.standard.title().to_owned(),
        level: plan.level.to_string(),
        severity: plan.severity.to_string(),
        severity_reason: plan.severity_reason.clone(),
        aql: plan.aql.to_string(),
        code_letter: plan.code_letter.to_string(),
        plan_letter: plan.major.letter.to_string(),
        drawn: plan.draw_size(),
        drawn_by: plan.drawn_by,
        generator: plan.generator.clone(),
        seed: plan.seed.to_string(),
        made_at: noted.made_at,
    }
}

/// The verdict's reason: the worst class that rejects, or that none does.
pub fn because(verdict: LotVerdict, plan: &Plan, tally: &Tally) -> String {
    let rejecting = tally.classes().iter().find(|class| class.is_rejected());
    match (verdict, rejecting) {
        (LotVerdict::Unfinished, _) if tally.open == 0 => {
            "All drawn cards are looked at; the lot is still to be judged.".to_owned()
        }
        (LotVerdict::Unfinished, _) => match tally.open {
            1 => "1 of the drawn cards is still to be judged.".to_owned(),
            open => format!("{open} of the drawn cards are still to be judged."),
        },
        (_, Some(ClassTally { plan, inspected, defective, .. })) => format!(
            "{defective} {} in {inspected} of {} cards; the lot is rejected from {} on.{}",
            defects(*defective, plan.class),
            plan.sample_size,
            plan.reject,
            if tally.open > 0 { " The inspection ended there." } else { "" }
        ),
        (_, None) => {
            let found = tally.classes().iter().map(|ClassTally { plan, defective, .. }| {
                format!("{defective} {} (up to {})", defects(*defective, plan.class), plan.accept)
            });
            let gap = if is_in_gap(tally) {
                format!(
                    " Above that and below Re the lot is accepted under {} inspection, and normal inspection comes back.",
                    plan.severity
                )
            } else {
                String::new()
            };
            format!("{}.{gap}", found.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Whether defects lie between Ac and Re.
fn is_in_gap(tally: &Tally) -> bool {
    let in_gap = |class: &ClassTally| class.defective > class.plan.accept.into();
    tally.classes().iter().any(|class| in_gap(class) && !class.is_rejected())
}

fn defects(count: u64, class: Class) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{class} defect{s}")
}

/// The confidence of every interval.
const CONFIDENCE: Confidence = Confidence::USUAL;

fn class_result(verdict: LotVerdict, plan: &Plan, tally: &ClassTally) -> ClassResult {
    let ClassTally { plan: class, inspected, defective, beyond } = *tally;
    let some = inspected > 0;
    // Positions are taken in their order: those before an early end are the front of the lot, and no random sample.
    let random = plan.drawn_by == DrawnBy::Record || inspected >= class.sample_size;
    let process = || {
        let (low, high) = interval::clopper_pearson(defective, inspected, CONFIDENCE);
        [low, high]
    };
    let in_lot = || {
        let (low, high) = interval::defectives_in_lot(plan.lot, inspected, defective, CONFIDENCE);
        [low, high]
    };
    ClassResult {
        class: class.class,
        rule: rule(plan, class.class),
        sample_size: class.sample_size,
        accept: class.accept,
        reject: class.reject,
        inspected,
        defective,
        beyond,
        verdict: if verdict == LotVerdict::Unfinished { verdict } else { tally.verdict() },
        share: some.then(|| ratio(defective, inspected)),
        process_interval: (some && random).then(process),
        lot_interval: (some && random).then(in_lot),
        confidence: CONFIDENCE.as_f64(),
    }
}

fn rule(plan: &Plan, class: Class) -> String {
    use super::plan::Critical::{Ac0, All, ZeroAcceptance};
    match (class, plan.critical) {
        (Class::Critical, Ac0) => "none accepted".to_owned(),
        (Class::Critical, ZeroAcceptance { confidence, limit }) => {
            format!("none accepted; {limit} at {confidence}")
        }
        (Class::Critical, All) => "none accepted; every card".to_owned(),
        (Class::Major, _) => format!("AQL {}", plan.aql),
        (Class::Minor, _) => format!("AQL {}", plan.minor_aql),
    }
}

/// How many points make a smooth line on a page.
const POINTS: u32 = 121;

fn curve(plan: &Plan, tally: &Tally) -> Curve {
    let ClassTally { plan: major, inspected, defective, .. } = *tally.class(Class::Major);
    let (n, accept) = (major.sample_size, major.accepted_up_to());
    let line = |points: Vec<Point>| {
        points.into_iter().map(|Point { share, accepted }| [share, accepted]).collect()
    };
    let at = |share| [share, oc::accept_process(n, accept, share)];
    Curve {
        sample_size: n,
        accept,
        process: line(oc::curve(n, accept, POINTS)),
        lot: line(oc::lot_curve(plan.lot, n, accept, POINTS)),
        aql: at(plan.aql.fraction()),
        lq10: oc::lq(n, accept, 0.10),
        found: (inspected > 0).then(|| at(ratio(defective, inspected))),
    }
}

fn units(session: &Session) -> Vec<Unit> {
    let missing = session.missing_units();
    let judged = session.worst_by_unit();
    let mut chips = BTreeMap::new();
    for card in session.cards() {
        if let Stands::Unit(unit) = card.stands() {
            chips.entry(unit).or_insert(card.seen.uid);
        }
    }
    let unit = |(number, order): (&u64, u64)| {
        let (state, class) = match judged.get(number) {
            None if missing.contains(number) => (UnitState::Missing, None),
            None => (UnitState::Open, None),
            Some(None) => (UnitState::Good, None),
            Some(class) => (UnitState::Defective, *class),
        };
        Unit { number: *number, order, state, class, uid: chips.get(number).copied().flatten() }
    };
    let mut units: Vec<Unit> = session.plan().drawn.iter().zip(1..).map(unit).collect();
    units.sort_unstable_by_key(|unit| unit.number);
    units
}

fn card_line(card: &Card) -> CardLine {
    let seen = &card.seen;
    let counted = match &seen.place {
        _ if card.undone => Counted::Undone,
        Place::Unit { .. } | Place::Unplaced => Counted::Yes,
        Place::Twice { .. } => Counted::Twice,
        Place::NotDrawn => Counted::NotDrawn,
        Place::OtherBatch { batch } => Counted::OtherBatch(batch.clone()),
    };
    let unit = match card.stands() {
        Stands::Unit(unit) => Some(unit),
        Stands::Unplaced | Stands::Outside => None,
    };
    CardLine {
        number: card.number,
        at: card.at,
        counted,
        unit,
        record: seen.record,
        uid: seen.uid,
        read_counter: seen.read_counter,
        url: seen.url.as_deref().map(spent),
        findings: seen.findings.iter().map(told).collect(),
        checks: seen.checks.iter().map(shown).collect(),
        apdus: seen.apdus,
        milliseconds: seen.milliseconds,
    }
}

/// A text without what a phone would need to show the address again: nobody has tapped it at its server yet, so
/// whoever reads a report could be taken for the card. Long hex is what chips write; a UID is shorter.
fn spent(text: &str) -> String {
    const HEX: usize = 16;
    const KEPT: usize = 4;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_hex = |c: char| c.is_ascii_hexdigit();
        let end = if is_hex(first) {
            rest.find(|c| !is_hex(c)).unwrap_or(rest.len())
        } else {
            rest.find(is_hex).unwrap_or(rest.len())
        };
        let (run, after) = rest.split_at(end);
        if is_hex(first) && run.len() >= HEX {
            out.push_str(run.get(..KEPT).unwrap_or_default());
            out.push('…');
        } else {
            out.push_str(run);
        }
        rest = after;
    }
    out
}

fn told(finding: &Finding) -> Finding {
    Finding { detail: spent(&finding.detail), ..finding.clone() }
}

fn shown(check: &Check) -> Check {
    Check { detail: spent(&check.detail), ..check.clone() }
}

fn of_sample(session: &Session) -> impl Iterator<Item = &Card> {
    session.cards().iter().filter(|card| card.stands() != Stands::Outside)
}

fn counters(session: &Session) -> Option<Counters> {
    let mut seen: Vec<u32> =
        of_sample(session).filter_map(|card| card.seen.read_counter.map(u32::from)).collect();
    seen.sort_unstable();
    let (lowest, highest) = (*seen.first()?, *seen.last()?);
    let median = *seen.get(seen.len() / 2)?;
    let mut counts: Vec<[u32; 2]> = Vec::new();
    for counter in seen {
        match counts.last_mut() {
            Some([last, count]) if *last == counter => *count += 1,
            _ => counts.push([counter, 1]),
        }
    }
    Some(Counters { lowest, median, highest, counts })
}

fn pace(session: &Session, tally: &Tally) -> Pace {
    // A card that never answered took no time that was measured.
    let measured = of_sample(session).map(|card| card.seen.milliseconds);
    let mut times: Vec<u32> = measured.filter(|time| *time > 0).collect();
    times.sort_unstable();
    Pace {
        counted: tally.inspected,
        good: tally.good,
        median_milliseconds: times.get(times.len() / 2).copied(),
        longest_milliseconds: times.last().copied(),
    }
}

fn sittings(session: &Session) -> Vec<Sitting> {
    let mut sittings: Vec<Sitting> = Vec::new();
    for noted in session.events() {
        if let Event::SatDown { station, reader, .. } = &noted.event {
            sittings.push(Sitting {
                station: station.clone(),
                operator: noted.operator.clone(),
                reader: reader.clone(),
                from: noted.at,
                to: noted.at,
                cards: 0,
            });
        } else if let Some(sitting) = sittings.last_mut() {
            sitting.to = noted.at;
            sitting.cards += u64::from(matches!(noted.event, Event::Card(_)));
        }
    }
    // A look at a plan without a card is no part of the inspection.
    sittings.retain(|sitting| sitting.cards > 0);
    sittings
}

/// The share of good cards among those judged, in words; none before the first.
pub fn yield_so_far(tally: &Tally) -> Option<String> {
    (tally.inspected > 0).then(|| percent(ratio(tally.good, tally.inspected)))
}
