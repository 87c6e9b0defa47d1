//! What a plan can promise and what it cannot, in words.

use tapsmith_core::key::KeyNumber;
use tapsmith_core::layout::Layout;
use tapsmith_core::sampling::{LotSize, oc};

use super::class::Class;
use super::plan::{Critical, Plan};
use super::report::DrawnBy;

/// A sentence each. `learnt` is the layout that the batch's cards are judged by, if one was learnt.
pub fn promises(plan: &Plan, learnt: Option<&Layout>) -> Vec<String> {
    let mut sentences =
        vec![looked_at(plan), majors(plan), curve(plan), limits(plan), criticals(plan)];
    sentences.extend(beyond(plan));
    if plan.drawn_by == DrawnBy::Position {
        sentences.push(
            "Positions count from 1 in the order in which the cards lie; nothing on a card proves its position."
                .to_owned(),
        );
    }
    if plan.resubmitted {
        sentences.push(
            "Cards of this lot were judged before: it says nothing more of the supplier."
                .to_owned(),
        );
    }
    sentences.extend(learnt.and_then(factory_slots));
    sentences
}

/// What no card is blamed for, since all have it.
fn factory_slots(learnt: &Layout) -> Option<String> {
    let open = KeyNumber::ALL.into_iter().filter(|slot| learnt.is_open(*slot));
    let slots: Vec<_> = open.map(|slot| slot.to_string()).collect();
    (!slots.is_empty()).then(|| {
        format!(
            "By the layout that was learnt, every card holds the factory's key in slot {}: everybody knows it. That \
             is no defect of one card and is not counted, and nobody has accepted it yet.",
            slots.join(", ")
        )
    })
}

fn looked_at(plan: &Plan) -> String {
    let lot = plan.lot;
    if plan.is_full() {
        return format!(
            "All {lot} cards of the lot are drawn (100 % inspection): once all are looked at, nothing is left to chance."
        );
    }
    format!(
        "{} of {lot} cards are looked at, drawn at random; nothing is known of the others.",
        plan.draw_size()
    )
}

/// The producer's risk, at the AQL.
fn majors(plan: &Plan) -> String {
    let (n, accept) = sample(plan);
    let risk = oc::producer_risk(n, accept, plan.aql.fraction());
    format!(
        "A process with {} % of major defects, as good as the AQL asks, has a lot refused with a probability of {}.",
        plan.aql,
        percent(risk)
    )
}

/// The operating characteristic, in words.
fn curve(plan: &Plan) -> String {
    let (n, accept) = sample(plan);
    let point = |accepted: f64| {
        let share = percent(oc::lq(n, accept, accepted));
        format!("{share}: {:.0} of 100", accepted * 100.0)
    };
    let points = [0.99, 0.95, 0.5, 0.1, 0.01].map(point).join(", ");
    format!("Lots that are accepted, by the share of major defects in the process: {points}.")
}

/// LQ10.
fn limits(plan: &Plan) -> String {
    let (n, accept) = sample(plan);
    let lq10 = oc::lq(n, accept, 0.10);
    format!(
        "A process with {} of major defects has a lot accepted once in ten times: an AQL is no promise about one lot.",
        percent(lq10)
    )
}

fn criticals(plan: &Plan) -> String {
    let n = plan.class(Class::Critical).map_or(0, |class| class.sample_size);
    if plan.is_full() {
        return "One critical defect refuses the lot.".to_owned();
    }
    let lot = missed(plan.lot, n);
    let claim = match plan.critical {
        Critical::ZeroAcceptance { confidence, limit } => {
            format!(
                " The sample was made large enough to find a share of {limit} with a confidence of {confidence}."
            )
        }
        Critical::Ac0 | Critical::All => String::new(),
    };
    let one = odds(1.0 - oc::accept_lot(plan.lot, n, 0, 1));
    if lot == 0 {
        return format!("One critical defect refuses the lot; one alone {one}.{claim}");
    }
    format!(
        "One critical defect refuses the lot; but {lot} such cards in the lot ({}) would all be missed once in twenty \
         times or more, and one alone {one}.{claim}",
        percent(share(lot, plan.lot)),
    )
}

/// What the other classes are judged by, if the draw is larger than their sample.
fn beyond(plan: &Plan) -> Option<String> {
    let (n, _) = sample(plan);
    (plan.draw_size() > n).then(|| {
        format!(
            "Major and minor defects are judged by the first {n} cards of the draw; what is found beyond them is told, and \
             not counted."
        )
    })
}

fn sample(plan: &Plan) -> (u64, u32) {
    plan.class(Class::Major).map_or((0, 0), |class| (class.sample_size, class.accepted_up_to()))
}

/// The largest number of defective cards that a sample of `n` misses with a probability of 0.05 or more.
fn missed(lot: LotSize, n: u64) -> u64 {
    let (mut low, mut high) = (0, lot.as_u64());
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if oc::accept_lot(lot, n, 0, middle) >= 0.05 {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

/// `defectives` of a lot, as a share.
pub(super) fn share(defectives: u64, of: LotSize) -> f64 {
    ratio(defectives, of.as_u64())
}

/// A ratio of numbers of cards, which are far below 2^32.
pub(super) fn ratio(part: u64, whole: u64) -> f64 {
    let small = |number: u64| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    small(part) / small(whole.max(1))
}

fn odds(found: f64) -> String {
    format!("would be found with a probability of {}", percent(found))
}

/// A share in percent, with two digits that matter.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if (99.95..100.0).contains(&percent) {
        return "more than 99.9 %".to_owned();
    }
    let digits = if percent == 0.0 || percent >= 10.0 { 1 } else { 2 };
    format!("{percent:.digits$} %")
}
