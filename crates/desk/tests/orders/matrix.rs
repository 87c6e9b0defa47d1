//! Many cells at once, and what they came to.

use std::any::Any;
use std::fmt;
use std::ops::AddAssign;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use tapsmith_sandbox::{CallName, Fault, Planned};

use crate::stage::LATE;
use crate::watched::Crash;

/// So many at once: most of them wait.
const THREADS: usize = 16;

/// One fault, or two, and a death.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    pub(crate) faults: Vec<(u32, Planned)>,
    pub(crate) crash: Crash,
    /// Whether the next run is an hour later: what was sent is settled by then.
    pub(crate) later: bool,
}

/// What many cells came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) cells: usize,
    pub(crate) runs: usize,
    pub(crate) crashes: usize,
    pub(crate) orders: usize,
    pub(crate) commits: usize,
}

impl Cell {
    pub(crate) fn has(&self, fault: Fault) -> bool {
        self.faults.iter().any(|(_, planned)| planned.fault == fault)
    }

    /// Whether something takes effect after the client gave up.
    pub(crate) fn is_late(&self) -> bool {
        let late = Fault::Late(LATE);
        let changes = |planned: &Planned| planned.call.is_some_and(CallName::changes);
        self.faults.iter().any(|(_, planned)| planned.fault == late && changes(planned))
    }
}

/// Every fault that can happen to `call`.
pub(crate) fn faults(call: CallName) -> Vec<Fault> {
    let fits = |fault: &Fault| match fault {
        Fault::Duplicate => call == CallName::Create,
        Fault::Stale => !call.changes(),
        _ => true,
    };
    let sound = |fault| {
        if fault == Fault::Late(std::time::Duration::ZERO) { Fault::Late(LATE) } else { fault }
    };
    Fault::ALL.into_iter().filter(fits).map(sound).collect()
}

/// Every fault of `call` from the provider's call `at` on, with every death, behind each of `before`.
pub(crate) fn cells(
    before: &[(u32, Planned)],
    (at, call): (u32, CallName),
    crashes: &[Crash],
) -> Vec<Cell> {
    let mut cells = Vec::new();
    for fault in faults(call) {
        for crash in crashes {
            let behind = before.iter().map(Some).chain(before.is_empty().then_some(None));
            for first in behind {
                let planned = (at, Planned::once(fault, call));
                let faults = first.copied().into_iter().chain([planned]).collect();
                cells.push(Cell { faults, crash: *crash, later: false });
            }
        }
    }
    cells
}

/// The same an hour later. No answer is as old as that: `stale` does not fit.
pub(crate) fn later(cells: Vec<Cell>) -> Vec<Cell> {
    let fits = cells.into_iter().filter(|cell| !cell.has(Fault::Stale));
    fits.map(|cell| Cell { later: true, ..cell }).collect()
}

/// Plays every cell, and shows all that went wrong.
pub(crate) fn play(title: &str, cells: &[Cell], play: impl Fn(&Cell) -> Counts + Sync) -> Counts {
    let (next, sum) = (AtomicUsize::new(0), Mutex::new(Counts::default()));
    let wrong = Mutex::new(Vec::new());
    let began = std::time::Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(cell) = cells.get(next.fetch_add(1, Ordering::Relaxed)) {
                    match catch_unwind(AssertUnwindSafe(|| play(cell))) {
                        Ok(counts) => *sum.lock().unwrap() += counts,
                        Err(panic) => wrong.lock().unwrap().push((cell, words(&*panic))),
                    }
                }
            });
        }
    });
    let (sum, wrong) = (sum.into_inner().unwrap(), wrong.into_inner().unwrap());
    println!("{title}: {sum}, in {:.1} s", began.elapsed().as_secs_f32());
    for (cell, words) in wrong.iter().take(12) {
        let later = if cell.later { ", an hour later" } else { "" };
        println!("WRONG {}, {:?}{later}: {words}", shown(cell), cell.crash);
    }
    assert!(wrong.is_empty(), "{title}: {} of {} cells went wrong", wrong.len(), cells.len());
    assert_eq!(sum.cells, cells.len());
    sum
}

fn shown(cell: &Cell) -> String {
    let fault = |(at, planned): &(u32, Planned)| format!("{planned} at call {at}");
    cell.faults.iter().map(fault).collect::<Vec<_>>().join(" and ")
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.cells += other.cells;
        self.runs += other.runs;
        self.crashes += other.crashes;
        self.orders += other.orders;
        self.commits += other.commits;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cells, runs, crashes, orders, commits } = self;
        write!(
            f,
            "{cells} cells, {runs} runs, {crashes} crashes, {orders} orders, {commits} commits"
        )
    }
}
