//! How the sample stands: defective units by class, and what that says of the lot.

use super::class::Class;
use super::plan::ClassPlan;
use super::report::LotVerdict;
use super::session::{Card, Session};

/// Defective units by class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Units judged, of all that were drawn.
    pub inspected: u64,
    /// Of those, without any defect.
    pub good: u64,
    /// Units still to be judged.
    pub open: u64,
    classes: [ClassTally; 3],
}

/// One class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassTally {
    /// What decides.
    pub plan: ClassPlan,
    /// Units of its sample that were judged.
    pub inspected: u64,
    /// Of those, the defective ones.
    pub defective: u64,
    /// Defective units that were drawn beyond its sample: told, not counted.
    pub beyond: u64,
}

impl Tally {
    /// How `session` stands. A unit counts once, by its worst defect.
    ///
    /// A card that nothing places is one of the units that are left, so there are no more such cards than units left:
    /// what else there is was not of the sample. Which unit it is may not be known; then it counts where every unit
    /// counts, and elsewhere once it is.
    pub fn of(session: &Session) -> Self {
        let plan = session.plan();
        let mut tally = Self {
            inspected: 0,
            good: 0,
            open: plan.draw_size(),
            classes: Class::ALL.map(|class| ClassTally::of(session, class)),
        };
        let judged = session.worst_by_unit();
        let mut left = Vec::new();
        for (unit, order) in plan.drawn.iter().zip(1..) {
            match judged.get(unit) {
                Some(worst) => tally.add(*worst, order),
                None => left.push(order),
            }
        }
        let mut unplaced: Vec<_> = session.unplaced().map(Card::class).collect();
        // The worst first; what is good last.
        unplaced.sort_unstable_by_key(|class| (class.is_none(), *class));
        let is_known = unplaced.len() >= left.len();
        for (worst, order) in unplaced.into_iter().zip(left) {
            tally.add(worst, if is_known { order } else { plan.draw_size() });
        }
        tally
    }

    fn add(&mut self, worst: Option<Class>, order: u64) {
        self.inspected += 1;
        self.good += u64::from(worst.is_none());
        self.open = self.open.saturating_sub(1);
        for class in &mut self.classes {
            let of_sample = order <= class.plan.sample_size;
            let defective = worst == Some(class.plan.class);
            class.inspected += u64::from(of_sample && class.inspected < class.plan.sample_size);
            class.defective += u64::from(of_sample && defective);
            class.beyond += u64::from(!of_sample && defective);
        }
    }

    /// How `class` stands.
    pub fn class(&self, class: Class) -> &ClassTally {
        let [critical, major, minor] = &self.classes;
        match class {
            Class::Critical => critical,
            Class::Major => major,
            Class::Minor => minor,
        }
    }

    /// All classes, the worst first.
    pub fn classes(&self) -> &[ClassTally; 3] {
        &self.classes
    }

    /// Whether `class` alone would let the lot pass.
    pub fn accepts(&self, class: Class) -> bool {
        !self.class(class).is_rejected()
    }

    /// What is known of the lot: rejected as soon as one class is, accepted once all units are judged.
    pub fn verdict(&self) -> LotVerdict {
        if self.classes.iter().any(ClassTally::is_rejected) {
            LotVerdict::Rejected
        } else if self.open == 0 {
            LotVerdict::Accepted
        } else {
            LotVerdict::Unfinished
        }
    }
}

impl ClassTally {
    fn of(session: &Session, class: Class) -> Self {
        let plan = session.plan().class(class).copied();
        let none = ClassPlan { class, sample_size: 0, accept: 0, reject: 1 };
        Self { plan: plan.unwrap_or(none), inspected: 0, defective: 0, beyond: 0 }
    }

    /// Whether it rejects the lot.
    pub fn is_rejected(&self) -> bool {
        self.defective >= self.plan.reject.into()
    }

    /// What is known of the lot by this class alone.
    pub fn verdict(&self) -> LotVerdict {
        if self.is_rejected() {
            LotVerdict::Rejected
        } else if self.inspected >= self.plan.sample_size {
            LotVerdict::Accepted
        } else {
            LotVerdict::Unfinished
        }
    }
}
