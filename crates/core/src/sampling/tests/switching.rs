use super::super::Severity::{Normal, Reduced, Tightened};
use super::super::switching::*;
use super::super::*;

/// `n+` a lot accepted under normal inspection with Ac 1, `t-` one not accepted under tightened; `r~` in
/// the gap; `n3` and `n0` with Ac 2, accepted, and by the tighter plan or not.
fn lots(text: &str) -> Vec<PastLot> {
    let lot = |word: &str| {
        let (severity, what) = word.split_at(1);
        PastLot {
            severity: match severity {
                "n" => Normal,
                "t" => Tightened,
                _ => Reduced,
            },
            accepted: what != "-",
            accept: if "30".contains(what) { 2 } else { 1 },
            in_gap: what == "~",
            would_pass_tighter: what == "3",
        }
    };
    text.split_whitespace().map(lot).collect()
}

fn assert_due(text: &str, severity: Severity, score: u32, reason: &str) {
    let standing = after(&lots(text));
    assert_eq!((standing.severity, standing.score), (severity, score), "{text}");
    assert_eq!(standing.reason.to_string(), reason, "{text}");
    assert_eq!(standing.stopped, standing.reason == Reason::FiveNotAccepted, "{text}");
}

const BEGINS: &str = "inspection begins as normal";
const CHOSEN: &str = "the severity was chosen, not due";
const FIVE_GOOD: &str = "5 lots in a row were accepted under tightened inspection";
const STOP: &str = "5 lots were not accepted since tightened inspection began";

#[test]
fn normal_to_tightened() {
    assert_due("", Normal, 0, BEGINS);
    assert_due("n-", Normal, 0, BEGINS);
    assert_due("n- n-", Tightened, 0, "2 of the last 2 lots were not accepted");
    assert_due("n- n+ n-", Tightened, 0, "2 of the last 3 lots were not accepted");
    assert_due("n- n+ n+ n+ n-", Tightened, 0, "2 of the last 5 lots were not accepted");
    assert_due("n- n+ n+ n+ n+ n-", Normal, 0, BEGINS);
    assert_due("n+ n+ n+ n- n+ n+ n+ n-", Tightened, 0, "2 of the last 5 lots were not accepted");
}

#[test]
fn tightened_to_normal() {
    let begun = "n- n- ";
    let why = "2 of the last 2 lots were not accepted";
    assert_due(&format!("{begun} t+ t+ t+ t+"), Tightened, 0, why);
    assert_due(&format!("{begun} t+ t+ t+ t+ t+"), Normal, 0, FIVE_GOOD);
    assert_due(&format!("{begun} t+ t+ t+ t+ t- t+ t+ t+ t+"), Tightened, 0, why);
    assert_due(&format!("{begun} t- t+ t+ t+ t+ t+"), Normal, 0, FIVE_GOOD);
    // What was not accepted before counts no more.
    assert_due(&format!("{begun} t+ t+ t+ t+ t+ n-"), Normal, 0, FIVE_GOOD);
}

#[test]
fn tightened_to_a_stop() {
    let begun = "n- n- t- t+ t+ t+ t+ t- t+ t- t- t+ t+";
    assert_due(begun, Tightened, 0, "2 of the last 2 lots were not accepted");
    assert_due(&format!("{begun} t-"), Tightened, 0, STOP);
    assert_due(&format!("{begun} t- t-"), Tightened, 0, "inspection went on after a stop");
    assert_due(&format!("{begun} t- t+ t+ t+ t+ t+"), Normal, 0, FIVE_GOOD);
    assert_due(&format!("{begun} t- t- t- t- t- t-"), Tightened, 0, STOP);
    assert_due(&format!("{begun} t- n+"), Normal, 2, CHOSEN);
    // Back at normal inspection and tightened again, the count begins anew.
    let again = "n- n- t- t- t- t- t+ t+ t+ t+ t+ n- n- t- t- t- t-";
    assert_due(again, Tightened, 0, "2 of the last 2 lots were not accepted");
}

#[test]
fn normal_to_reduced() {
    assert_due(&"n3 ".repeat(9), Normal, 27, BEGINS);
    assert_due(&"n3 ".repeat(10), Reduced, 0, "the switching score reached 30");
    assert_due(&"n+ ".repeat(14), Normal, 28, BEGINS);
    assert_due(&"n+ ".repeat(15), Reduced, 0, "the switching score reached 30");
    assert_due(&("n3 ".repeat(9) + "n+ n+"), Reduced, 0, "the switching score reached 31");
    // Accepted, but not by the tighter plan; and not accepted.
    assert_due(&("n3 ".repeat(9) + "n0"), Normal, 0, BEGINS);
    assert_due(&("n3 ".repeat(9) + "n- n3"), Normal, 3, BEGINS);
    // The score begins with normal inspection.
    assert_due("n+ n- n- t+ t+ t+ t+ t+ n+", Normal, 2, FIVE_GOOD);
    assert_due("n+ n+ n- n- t+", Tightened, 0, "2 of the last 4 lots were not accepted");
}

#[test]
fn a_lot_that_was_not_accepted_adds_nothing_whatever_is_said_of_it() {
    let mut past = lots(&"n3 ".repeat(8));
    past.extend(lots("n3").into_iter().map(|lot| PastLot { accepted: false, ..lot }));
    let standing = after(&past);
    assert_eq!((standing.severity, standing.score), (Normal, 0));
}

#[test]
fn reduced_to_normal() {
    let begun = "n3 ".repeat(10);
    let reached = "the switching score reached 30";
    assert_due(&(begun.clone() + &"r+ ".repeat(20)), Reduced, 0, reached);
    let not_accepted = "a lot was not accepted under reduced inspection";
    assert_due(&(begun.clone() + "r+ r-"), Normal, 0, not_accepted);
    // That lot is no lot of normal inspection.
    assert_due(&(begun.clone() + "r- n- n+"), Normal, 2, not_accepted);
    let gap =
        "a lot under reduced inspection had defects between its acceptance and rejection numbers";
    assert_due(&(begun + "r~"), Normal, 0, gap);
    assert_due("n~", Normal, 2, BEGINS);
}

#[test]
fn what_was_really_used_counts() {
    assert_due("t+", Tightened, 0, CHOSEN);
    assert_due("r+", Reduced, 0, CHOSEN);
    // Reduced though nothing allowed it, then normal by its rule.
    assert_due("n+ r-", Normal, 0, "a lot was not accepted under reduced inspection");
    // Tightened was due, normal was used: it begins anew.
    assert_due("n- n- n-", Normal, 0, CHOSEN);
    assert_due("n- n- n- n-", Tightened, 0, "2 of the last 2 lots were not accepted");
    // Reduced was due, normal was kept: the score begins anew.
    assert_due(&("n3 ".repeat(10) + "n3"), Normal, 3, CHOSEN);
}

/// The rules once more, with counters in place of lists.
#[derive(Default)]
struct Counters {
    severity: Severity,
    stopped: bool,
    since_not_accepted: Option<u32>,
    in_a_row: u32,
    not_accepted: u32,
    score: u32,
}

impl Counters {
    fn next(self, accepted: bool) -> Self {
        let begin = |severity| Self { severity, ..Self::default() };
        let near = self.since_not_accepted.is_some_and(|lots| lots < 4);
        let in_a_row = if accepted { self.in_a_row + 1 } else { 0 };
        let not_accepted = self.not_accepted + u32::from(!accepted);
        let score = if accepted { self.score + 2 } else { 0 };
        match self.severity {
            Normal if !accepted && near => begin(Tightened),
            Normal if score >= 30 => begin(Reduced),
            Normal => {
                let since = self.since_not_accepted.map(|lots| lots + 1);
                Self { score, since_not_accepted: if accepted { since } else { Some(0) }, ..self }
            }
            Tightened if not_accepted == 5 => Self { stopped: true, ..begin(Tightened) },
            Tightened if in_a_row == 5 => begin(Normal),
            Tightened => Self { in_a_row, not_accepted, stopped: false, ..self },
            Reduced if accepted => self,
            Reduced => begin(Normal),
        }
    }
}

#[test]
fn every_series_of_lots_by_a_second_reading_of_the_rules() {
    let follow = |series: u32, length: u32, good_first: usize| {
        let mut past = Vec::new();
        let mut counters = Counters::default();
        let outcomes = (0..length).map(|bit| series & (1 << bit) != 0);
        for accepted in std::iter::repeat_n(true, good_first).chain(outcomes) {
            let severity = after(&past).severity;
            past.push(PastLot {
                severity,
                accepted,
                accept: 0,
                in_gap: false,
                would_pass_tighter: false,
            });
            counters = counters.next(accepted);
            let found = after(&past);
            let wanted = (counters.severity, counters.stopped, counters.score);
            assert_eq!((found.severity, found.stopped, found.score), wanted, "{past:?}");
        }
    };
    for series in 0..1 << 13 {
        follow(series, 13, 0);
    }
    for series in 0..1 << 9 {
        follow(series, 9, 13);
    }
}
