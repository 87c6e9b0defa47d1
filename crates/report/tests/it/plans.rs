//! What deliveries are judged by.

use tapsmith_desk::qa::class::Class;
use tapsmith_desk::qa::report::{ClassResult, Curve, DrawnBy, LotVerdict, Sampling};

pub(crate) fn sampling(drawn: u64) -> Sampling {
    Sampling {
        standard: "ISO 2859-1:1999, single sampling".to_owned(),
        level: "II".to_owned(),
        severity: "normal".to_owned(),
        severity_reason: "the first lot of this supplier".to_owned(),
        aql: "1.0".to_owned(),
        code_letter: "K".to_owned(),
        plan_letter: "K".to_owned(),
        drawn,
        drawn_by: DrawnBy::Record,
        generator: "ChaCha20, Floyd's draw".to_owned(),
        seed: "9d0c51e2a7f34b68c0d1e5f27a9b38461c0f7e2d5a6b9c8d7e0f1a2b3c4d5e6f".to_owned(),
        made_at: "2026-11-20T08:02:44Z".parse().unwrap(),
    }
}

pub(crate) fn classes(drawn: u64) -> Vec<ClassResult> {
    let plans = [("zero acceptance", 0), ("1.0 %", 3), ("2.5 %", 7)];
    Class::ALL
        .into_iter()
        .zip(plans)
        .map(|(class, (rule, accept))| ClassResult {
            class,
            rule: rule.to_owned(),
            sample_size: drawn,
            accept,
            reject: accept + 1,
            inspected: drawn,
            defective: 0,
            beyond: 0,
            verdict: LotVerdict::Accepted,
            share: Some(0.0),
            process_interval: Some([0.0, 0.0291]),
            lot_interval: Some([0, drawn * 25 / 35]),
            confidence: 0.95,
        })
        .collect()
}

/// Of 125 cards, up to 3 defective.
pub(crate) fn curve(drawn: u64) -> Curve {
    let accepted = |share: f64| {
        let (n, good) = (125.0_f64, 1.0 - share);
        (0..=3_i32).fold((0.0, good.powf(n)), |(sum, term), k| {
            let next = term * (n - f64::from(k)) / f64::from(k + 1) * share / good;
            (sum + term, next)
        })
    };
    let line = |bend: f64| -> Vec<[f64; 2]> {
        let shares = (0..=200_u32).map(|step| f64::from(step) / 1000.0);
        shares.map(|share| [share, accepted(share).0.powf(bend)]).collect()
    };
    Curve {
        sample_size: drawn,
        accept: 3,
        process: line(1.0),
        lot: line(1.08),
        aql: [0.01, accepted(0.01).0],
        lq10: 0.0527,
        found: Some([0.0, 1.0]),
    }
}
