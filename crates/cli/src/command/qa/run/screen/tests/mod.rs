//! Events are fed to a session, and what a person reads is asked for: text alone, so that nothing hangs on colour.

mod desk;
mod reading;
mod sizes;
mod standing;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tapsmith_core::batch::BatchName;
use tapsmith_core::record::RecordId;
use tapsmith_core::sampling::{CodeLetter, Level, LotSize, Severity, SinglePlan, Standard};
use tapsmith_desk::qa::class::{Class, Finding};
use tapsmith_desk::qa::event::{CardSeen, Event, Place};
use tapsmith_desk::qa::plan::{ClassPlan, Critical, Plan};
use tapsmith_desk::qa::report::DrawnBy;
use tapsmith_desk::qa::session::{Noted, Session};

use super::draw::draw;
use crate::command::qa::run::face::{Notice, View};

/// Somebody's desk without a reader and without a vault.
pub(in crate::command::qa::run) struct Desk {
    pub(in crate::command::qa::run) session: Session,
    pub(in crate::command::qa::run) notice: Notice,
    pub(in crate::command::qa::run) lies: bool,
    pub(in crate::command::qa::run) rehearsal: bool,
}

impl Desk {
    /// A lot of 50, of which five cards are drawn: 3, 7, 12, 30 and 41. Two major defects reject it.
    pub(in crate::command::qa::run) fn new(drawn_by: DrawnBy) -> Self {
        let session = Session::of(plan(drawn_by), &[]).unwrap();
        Self { session, notice: Notice::Waiting, lies: false, rehearsal: false }
    }

    pub(in crate::command::qa::run) fn event(&mut self, event: Event) {
        let number = self.session.last_number() + 1;
        let at = "2026-11-22T10:00:00Z".parse().unwrap();
        self.session.apply(Noted { number, at, operator: "ada".to_owned(), event });
    }

    /// A card is put down, and judged at once.
    pub(in crate::command::qa::run) fn card(&mut self, seen: CardSeen) {
        self.event(Event::Card(Box::new(seen)));
        self.notice = Notice::Judged;
        self.lies = true;
    }

    pub(in crate::command::qa::run) fn take_off(&mut self) {
        self.notice = Notice::Taken;
        self.lies = false;
    }

    /// What is read at so many columns and rows, without any style.
    pub(in crate::command::qa::run) fn read_at(&self, columns: u16, rows: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        let view = View {
            plan_id: "spring-qa-1",
            session: &self.session,
            rehearsal: self.rehearsal,
            notice: &self.notice,
            turn: 0,
            lies: self.lies,
        };
        terminal.draw(|frame| draw(&view, frame)).unwrap();
        let cells = &terminal.backend().buffer().content;
        let row = |row: &[ratatui::buffer::Cell]| {
            row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>()
        };
        cells.chunks(columns.into()).map(|cells| row(cells).trim_end().to_owned() + "\n").collect()
    }

    pub(in crate::command::qa::run) fn read(&self) -> String {
        self.read_at(80, 24)
    }

    /// Fails, and shows the screen, unless all of `wanted` can be read.
    #[track_caller]
    pub(in crate::command::qa::run) fn says(&self, wanted: &[&str]) {
        let read = self.read();
        for wanted in wanted {
            assert!(read.contains(wanted), "{wanted:?} is not on\n{read}");
        }
    }
}

fn plan(drawn_by: DrawnBy) -> Plan {
    let aql = "4.0".parse().unwrap();
    let letter = CodeLetter::of(Level::II, LotSize::try_from(50).unwrap());
    let class = |class, reject| ClassPlan { class, sample_size: 5, accept: reject - 1, reject };
    Plan {
        batch: BatchName::try_from("spring".to_owned()).unwrap(),
        supplier: "Acme".to_owned(),
        lot: LotSize::try_from(50).unwrap(),
        records: None,
        drawn_by,
        standard: Standard::default(),
        level: Level::II,
        severity: Severity::Normal,
        severity_reason: "the first lot".to_owned(),
        aql,
        minor_aql: aql,
        code_letter: letter,
        major: SinglePlan::at_letter(Standard::default(), Severity::Normal, letter, aql),
        critical: Critical::Ac0,
        classes: vec![class(Class::Critical, 1), class(Class::Major, 2), class(Class::Minor, 3)],
        seed: "00112233445566778899aabbccddeeff".parse().unwrap(),
        generator: "chacha20".to_owned(),
        drawn: vec![12, 3, 41, 7, 30],
        resubmitted: false,
    }
}

/// A good card that is this record of the sample.
pub(in crate::command::qa::run) fn good(record: u64) -> CardSeen {
    CardSeen {
        place: Place::Unit { unit: record },
        uid: Some(format!("04{record:012}").parse().unwrap()),
        record: Some(RecordId::try_from(record).unwrap()),
        url: None,
        read_counter: None,
        findings: Vec::new(),
        checks: Vec::new(),
        apdus: 20,
        milliseconds: 640,
        is_virtual: false,
    }
}

/// The same with a defect.
pub(in crate::command::qa::run) fn bad(
    record: u64,
    class: Class,
    name: &str,
    detail: &str,
) -> CardSeen {
    let finding = Finding { class, name: name.to_owned(), detail: detail.to_owned() };
    CardSeen { findings: vec![finding], ..good(record) }
}

/// A card that is none of the sample.
pub(in crate::command::qa::run) fn elsewhere(record: u64, place: Place) -> CardSeen {
    CardSeen { place, ..good(record) }
}
