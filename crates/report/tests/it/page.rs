//! The page, read by an HTML parser.

use scraper::{ElementRef, Html, Selector};
use tapsmith_desk::qa::report::Report;

use crate::deliveries;

fn read(report: &Report) -> Html {
    let html = Html::parse_document(&tapsmith_report::page(report).unwrap());
    assert!(html.errors.is_empty(), "{:?}", html.errors);
    html
}

fn all<'h>(html: &'h Html, selector: &str) -> Vec<ElementRef<'h>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

/// The text of the only such element, its spaces made single.
fn text(html: &Html, selector: &str) -> String {
    let [element] = all(html, selector)[..] else {
        return format!("not one {selector}");
    };
    spaced(element)
}

fn spaced(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn rows(html: &Html, selector: &str) -> Vec<String> {
    all(html, selector).into_iter().map(spaced).collect()
}

#[test]
fn the_verdict_is_first() {
    let html = read(&deliveries::rejected(125));
    assert_eq!(text(&html, "h1"), "Rejected");
    assert_eq!(text(&html, "head > title"), "Rejected: summer-2026");
    let head = text(&html, "header");
    assert!(head.contains("summer-2026, 3,125 cards, records 1 to 3125"));
    assert!(head.contains("Q-2026-11-22-K4"));
    assert!(all(&html, ".notice").is_empty());
}

#[test]
fn each_class_is_in_the_head_with_its_numbers() {
    let html = read(&deliveries::rejected(125));
    let cells = rows(&html, "header tbody tr > *");
    let classes: Vec<_> = cells.chunks(6).map(|row| row.join(" ")).collect();
    assert_eq!(
        classes,
        [
            "critical rejected 2 0 1 125 of 125",
            "major rejected 5 3 4 125 of 125",
            "minor accepted 1 7 8 125 of 125",
        ]
    );
}

#[test]
fn an_unfinished_one_has_no_verdict() {
    let html = read(&deliveries::unfinished(125));
    assert_eq!(text(&html, "h1"), "No verdict yet");
    assert!(text(&html, ".notice").starts_with("Not finished 83 of 125"));
    assert!(text(&html, "style").contains("Not finished: no verdict"));
}

#[test]
fn a_rehearsal_says_so_on_top_at_the_verdict_and_on_each_sheet() {
    let html = read(&deliveries::rehearsal());
    assert!(text(&html, ".notice").starts_with("Rehearsal"));
    assert_eq!(text(&html, "h1"), "Accepted rehearsal");
    assert!(text(&html, "head > title").starts_with("Rehearsal"));
    assert!(text(&html, "style").contains("@top-center{content:\"Rehearsal with virtual cards\"}"));
}

#[test]
fn each_failed_card_is_there_with_all_its_checks() {
    let report = deliveries::rejected(125);
    let html = read(&report);
    let cards = rows(&html, ".card");
    assert_eq!(cards.len(), 8);
    assert!(cards[0].starts_with("record"));
    assert!(cards[0].contains("critical originality: the signature is not NXP's"));
    assert!(cards[0].contains("tap"));
    assert!(cards[0].contains("skipped"));
    assert!(cards[0].contains(report.cards[3].url.as_ref().unwrap()));
    assert_eq!(all(&html, ".card tbody tr").len(), 8 * 4);
}

#[test]
fn the_digest_is_of_the_json() {
    let report = deliveries::accepted(125);
    let digest = tapsmith_report::digest(&report).unwrap();
    let html = read(&report);
    assert!(rows(&html, "code").contains(&digest));
    assert!(rows(&html, "code").iter().any(|code| code == deliveries::LINK));
}

#[test]
fn a_mark_a_unit_whatever_their_number() {
    for drawn in [13, 125, 2000] {
        let html = read(&deliveries::accepted(drawn));
        let marks = u64::try_from(all(&html, ".map circle").len()).unwrap();
        assert_eq!(marks, drawn);
    }
}

/// 250 units a drawing: what is taller than a sheet cannot be printed.
#[test]
fn the_numbers_that_failed_can_be_read() {
    let report = deliveries::rejected(2000);
    let html = read(&report);
    assert_eq!(all(&html, ".map svg").len(), 8);
    let beside = rows(&html, ".map svg text");
    assert!(beside.contains(&format!("C {}", report.units[3].number)));
}

#[test]
fn each_drawing_says_what_it_shows_or_is_hidden() {
    let html = read(&deliveries::rejected(125));
    for svg in all(&html, "svg:not([aria-hidden])") {
        assert_eq!(svg.attr("role"), Some("img"));
        for id in svg.attr("aria-labelledby").unwrap().split(' ') {
            assert_eq!(all(&html, &format!("[id=\"{id}\"]")).len(), 1);
        }
    }
    assert_eq!(all(&html, "figure svg[role]").len(), 3);
}

#[test]
fn each_colour_of_a_drawing_follows_the_page() {
    let html = read(&deliveries::rejected(125));
    let style = text(&html, "style");
    for attribute in ["fill", "stroke"] {
        for element in all(&html, &format!("svg [{attribute}^=\"#\"]")) {
            let colour = element.attr(attribute).unwrap();
            assert!(style.contains(&format!("svg [{attribute}=\"{colour}\"]")), "{colour}");
        }
    }
}

#[test]
fn each_table_has_headings_with_a_scope() {
    let html = read(&deliveries::rejected(125));
    assert!(all(&html, "th:not([scope])").is_empty());
    assert_eq!(all(&html, "h1").len(), 1);
}

#[test]
fn nothing_is_loaded_and_nothing_runs() {
    for report in [deliveries::hostile(), deliveries::rejected(125)] {
        let html = read(&report);
        assert!(all(&html, "script, link, img, iframe, object, embed, base, form, a").is_empty());
        assert!(all(&html, "[src], [href], [srcset], [style], [onload], [onclick]").is_empty());
        let style = text(&html, "style");
        assert!(!style.contains("url(") && !style.contains("@import"));
    }
}

#[test]
fn what_others_wrote_is_text() {
    let html = read(&deliveries::hostile());
    let because = text(&html, ".because");
    assert!(because.starts_with("<script>alert(1)</script> \"'&]]></style> =1+1"));
    assert!(because.contains("‹U+0000›‹U+001B›‹U+202E›‹U+FFFE›"));
    assert!(because.ends_with("{{ 7*7 }}"));
    assert_eq!(all(&html, "style").len(), 1);
}
