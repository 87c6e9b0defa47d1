//! A plan is made: from what is asked, and from what is known of the supplier.

use jiff::Timestamp;
use tapsmith_core::batch::{Batch, RecordRange};
use tapsmith_core::record::RecordId;
use tapsmith_core::sampling::switching::{self, Standing};
use tapsmith_core::sampling::{
    Aql, BadLotSize, CodeLetter, Level, LotSize, Seed, Severity, SinglePlan, Standard, draw,
    zero_acceptance,
};
use tapsmith_store::{NewPlan, NotedPlan, OpenVault, Vault};
use thiserror::Error;

use super::class::Class;
use super::past::past_lots;
use super::plan::{ClassPlan, Critical, Plan};
use super::report::DrawnBy;

/// What is asked of a plan.
#[derive(Debug, Clone)]
pub struct Wish {
    /// How many cards were delivered; without it, all of the batch or all of `records`.
    pub lot: Option<u64>,
    /// Which records were delivered, if that is known.
    pub records: Option<RecordRange>,
    /// Whose tables.
    pub standard: Standard,
    /// The inspection level.
    pub level: Level,
    /// For major defects.
    pub aql: Aql,
    /// For minor defects.
    pub minor_aql: Aql,
    /// How critical defects are judged.
    pub critical: Critical,
    /// Normal, tightened or reduced; without it, what the supplier's past lots make it.
    pub severity: Option<Severity>,
    /// Who delivered.
    pub supplier: String,
    /// Whether this lot was judged before.
    pub resubmitted: bool,
}

/// Why there is no plan.
#[derive(Debug, Error)]
pub enum WishError {
    /// No lot.
    #[error(transparent)]
    Lot(#[from] BadLotSize),
    /// A lot that the batch could not fill.
    #[error("a lot of {lot} cards, and batch {batch} has {records} records")]
    LotTooLarge {
        /// What was asked for.
        lot: u64,
        /// The batch.
        batch: String,
        /// How many it has.
        records: u64,
    },
    /// Records that the batch does not have.
    #[error("batch {batch} has the records {} to {}, and not all of {} to {}", has.first(), has.last(), asked.first(), asked.last())]
    Records {
        /// The batch.
        batch: String,
        /// What it has.
        has: RecordRange,
        /// What was asked for.
        asked: RecordRange,
    },
    /// The lot and its records do not fit each other.
    #[error("a lot of {lot} cards, and {records} records in it")]
    Mismatch {
        /// The lot.
        lot: u64,
        /// How many records were named.
        records: u64,
    },
    /// The supplier's lots are no longer taken by samples.
    #[error("inspection of {supplier}'s lots is stopped: {reason}")]
    Stopped {
        /// Who.
        supplier: String,
        /// Why.
        reason: String,
    },
    /// The vault.
    #[error(transparent)]
    Store(#[from] tapsmith_store::Error),
    /// The plan cannot be written down.
    #[error("the plan cannot be written down")]
    Json(#[from] serde_json::Error),
}

/// Makes a plan and keeps it in the vault.
///
/// # Errors
/// The lot does not fit the batch; the supplier's lots are no longer taken; the vault's own.
pub fn make(
    vault: &mut OpenVault,
    batch: &Batch,
    wish: Wish,
    seed: Seed,
    now: Timestamp,
) -> Result<(NotedPlan, Plan), WishError> {
    let lot = Lot::of(vault, batch, &wish)?;
    let standing = standing(vault, &wish)?;
    let plan = settle(vault, batch, wish, &lot, &standing, seed)?;
    let text = serde_json::to_string(&plan)?;
    let new = NewPlan { batch, supplier: &plan.supplier, plan: &text, cards: plan.draw_size() };
    Ok((vault.make_qa_plan(new, now)?, plan))
}

/// Which cards were delivered.
struct Lot {
    size: LotSize,
    /// All its records, if they are known.
    records: Option<RecordRange>,
}

impl Lot {
    fn of(vault: &Vault, batch: &Batch, wish: &Wish) -> Result<Self, WishError> {
        let name = || batch.name.to_string();
        let all = in_range(vault, batch, batch.records)?;
        let (records, known) = match wish.records {
            Some(asked)
                if !batch.records.contains(asked.first())
                    || !batch.records.contains(asked.last()) =>
            {
                return Err(WishError::Records { batch: name(), has: batch.records, asked });
            }
            Some(asked) => (Some(asked), in_range(vault, batch, asked)?),
            None if wish.lot.is_none_or(|lot| lot == all) => (Some(batch.records), all),
            None => (None, all),
        };
        let lot = wish.lot.unwrap_or(known);
        let size = LotSize::try_from(lot)?;
        match records {
            Some(_) if lot != known => Err(WishError::Mismatch { lot, records: known }),
            _ if lot > all => Err(WishError::LotTooLarge { lot, batch: name(), records: all }),
            _ => Ok(Self { size, records }),
        }
    }
}

/// How many records of the batch there are in `range`: imported ones may leave gaps.
fn in_range(vault: &Vault, batch: &Batch, range: RecordRange) -> Result<u64, WishError> {
    let mut found = 0;
    for record in vault.records(batch)? {
        found += u64::from(range.contains(record?));
    }
    Ok(found)
}

/// How the supplier's next lot is to be judged.
fn standing(vault: &Vault, wish: &Wish) -> Result<(Severity, String), WishError> {
    if let Some(severity) = wish.severity {
        return Ok((severity, "asked for".to_owned()));
    }
    let lots = past_lots(vault, wish)?;
    let Standing { severity, stopped, reason, .. } = switching::after(&lots);
    let reason = reason.to_string();
    if stopped {
        return Err(WishError::Stopped { supplier: wish.supplier.clone(), reason });
    }
    Ok((severity, reason))
}

fn settle(
    vault: &Vault,
    batch: &Batch,
    wish: Wish,
    lot: &Lot,
    (severity, severity_reason): &(Severity, String),
    seed: Seed,
) -> Result<Plan, WishError> {
    let Wish { standard, level, aql, minor_aql, critical, .. } = wish;
    let size = lot.size;
    let major = SinglePlan::find(standard, *severity, level, size, aql);
    let minor = minor_plan(&wish, *severity, size, &major);
    let class = |class, sample: u64, accept, reject| ClassPlan {
        class,
        sample_size: sample.min(size.as_u64()),
        accept,
        reject,
    };
    let for_critical = match critical {
        Critical::Ac0 => major.sample_size,
        Critical::ZeroAcceptance { confidence, limit } => zero_acceptance(size, confidence, limit),
        Critical::All => size.as_u64(),
    };
    let classes = vec![
        // Whatever is looked at, none may be critical.
        class(Class::Critical, for_critical.max(major.sample_size), 0, 1),
        class(Class::Major, major.sample_size, major.accept, major.reject),
        class(Class::Minor, minor.sample_size, minor.accept, minor.reject),
    ];
    let wanted = classes.iter().map(|class| class.sample_size).max().unwrap_or_default();
    let positions = draw::draw(seed, size.as_u64(), wanted);
    let drawn = match lot.records {
        Some(records) => numbers(vault, batch, records, &positions)?,
        None => positions,
    };
    Ok(Plan {
        batch: batch.name.clone(),
        supplier: wish.supplier,
        lot: size,
        records: lot.records,
        drawn_by: if lot.records.is_some() { DrawnBy::Record } else { DrawnBy::Position },
        standard,
        level,
        severity: *severity,
        severity_reason: severity_reason.clone(),
        aql,
        minor_aql,
        code_letter: CodeLetter::of(level, size),
        major,
        critical,
        classes,
        seed,
        generator: draw::GENERATOR.to_owned(),
        drawn,
        resubmitted: wish.resubmitted,
    })
}

/// Minor defects are judged in the sample for major ones, by its letter: ISO 2859-1:1999, 10.3 lets one serve all
/// classes. Where that sample is larger than the lot, its Ac would be too: then by the largest that is not.
fn minor_plan(wish: &Wish, severity: Severity, lot: LotSize, major: &SinglePlan) -> SinglePlan {
    let fits = |letter: &CodeLetter| letter.sample_size(severity) <= lot.as_u64();
    let letters = CodeLetter::ALL.into_iter().filter(|letter| *letter <= major.letter);
    let letter = letters.rev().find(fits).unwrap_or(CodeLetter::A);
    SinglePlan::at_letter(wish.standard, severity, letter, wish.minor_aql)
}

/// The records at `positions` of `records`, in the order of the positions.
fn numbers(
    vault: &Vault,
    batch: &Batch,
    records: RecordRange,
    positions: &[u64],
) -> Result<Vec<u64>, WishError> {
    let mut places: Vec<_> = positions.iter().copied().enumerate().collect();
    places.sort_unstable_by_key(|(_, position)| *position);
    let mut places = places.into_iter().peekable();
    let mut found: Vec<(usize, RecordId)> = Vec::with_capacity(positions.len());
    let mut at = 0;
    for record in vault.records(batch)? {
        let record = record?;
        if !records.contains(record) {
            continue;
        }
        at += 1;
        if let Some((place, _)) = places.next_if(|(_, position)| *position == at) {
            found.push((place, record));
        }
        if places.peek().is_none() {
            break;
        }
    }
    found.sort_unstable_by_key(|(place, _)| *place);
    Ok(found.into_iter().map(|(_, record)| record.as_u64()).collect())
}
