//! Where an order stands, and what may follow what.

use tapsmith_orders::Name;
use tapsmith_orders::provider::{Stage, Status};

use crate::vectors;

fn status(word: &str) -> Status {
    Status(word.to_owned())
}

/// The 20 words of a client in production, each with what it means.
#[test]
fn each_status_of_printags_is_known() {
    let listed = vectors::json("orders/printags-statuses.response");
    let listed = listed["statuses"].as_array().unwrap();
    assert_eq!(listed.len(), 20);
    for entry in listed {
        let word = entry["status"].as_str().unwrap();
        assert_ne!(status(word).stage(Name::Printags), Stage::Unknown, "{word}");
    }
    assert_eq!(status("canceled").stage(Name::Printags), Stage::Ended);
    for odd in ["", "Draft", "fulfilled", "of tomorrow"] {
        assert_eq!(status(odd).stage(Name::Printags), Stage::Unknown, "{odd}");
    }
}

/// The eight of the page on the order workflow, and the one of a webhook.
#[test]
fn each_status_of_merchrocket_is_known() {
    for (word, stage) in [
        ("draft", Stage::Draft),
        ("pending", Stage::InWork),
        ("inprocess", Stage::InWork),
        ("partial", Stage::InWork),
        ("shipped", Stage::InWork),
        ("fulfilled", Stage::Delivered),
        ("onhold", Stage::Held),
        ("failed", Stage::Held),
        ("canceled", Stage::Ended),
    ] {
        assert_eq!(status(word).stage(Name::Merchrocket), stage, "{word}");
    }
}

#[test]
fn an_order_moves_forward() {
    use Name::{Merchrocket, Printags};
    for (provider, known, now, may) in [
        (Printags, "draft", "in_queue", true),
        (Printags, "draft", "draft", true),
        (Printags, "creating", "delivered", true),
        (Printags, "in_queue", "draft", false),
        (Printags, "shipped", "packaged", false),
        (Printags, "delivered", "shipped", false),
        (Printags, "delivered", "draft", false),
        (Printags, "delivered", "returned", true),
        (Printags, "on_hold", "processing", true),
        (Printags, "processing", "on_hold", true),
        (Printags, "cancelled", "draft", true),
        (Printags, "of tomorrow", "draft", true),
        (Printags, "delivered", "of tomorrow", true),
        (Merchrocket, "draft", "pending", true),
        (Merchrocket, "pending", "draft", false),
        (Merchrocket, "fulfilled", "inprocess", false),
        (Merchrocket, "failed", "pending", true),
        (Merchrocket, "pending", "failed", true),
        (Merchrocket, "onhold", "inprocess", true),
    ] {
        let answer = status(now).may_follow(&status(known), provider);
        assert_eq!(answer, may, "{provider}: {known}, then {now}");
    }
}

/// Along the list of the pages each may follow each before it, and none each after it.
#[test]
fn every_step_of_the_way() {
    let listed = vectors::json("orders/printags-statuses.response");
    let words = listed["statuses"].as_array().unwrap().iter();
    let words: Vec<Status> = words.map(|entry| status(entry["status"].as_str().unwrap())).collect();
    let end = words.iter().position(|word| word.0 == "delivered").unwrap();
    for (place, known) in words.iter().enumerate().take(end + 1) {
        for (later, now) in words.iter().enumerate().take(end + 1) {
            assert_eq!(now.may_follow(known, Name::Printags), later >= place, "{known} {now}");
        }
    }
}

#[test]
fn what_is_final_and_what_is_spent() {
    for (stage, is_final, is_committed) in [
        (Stage::Draft, false, false),
        (Stage::InWork, false, true),
        (Stage::Held, false, true),
        (Stage::Delivered, true, true),
        (Stage::Failed, true, true),
        (Stage::Ended, true, false),
        (Stage::Unknown, false, false),
    ] {
        assert_eq!((stage.is_final(), stage.is_committed()), (is_final, is_committed), "{stage:?}");
        assert!(!stage.words().is_empty());
    }
}
