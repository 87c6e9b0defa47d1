//! Orders, through the real binary, against stand-ins for the printers' servers on loopback. The
//! stand-ins say what arrived; they were written beside the client, and are themselves judged by the
//! printers' own examples (crates/sandbox).

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its bench has to stop")]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use common::{Bench, Run};
use serde_json::{Value, json};
use tapsmith_orders::Name;
use tapsmith_sandbox::{Config, Planned, Sandbox};

/// A bench, a stand-in, and the program told where it is.
struct Shop {
    bench: Bench,
    sandbox: Sandbox,
}

const BATCH: &str = "batch create spring --count 3 --base-url https://example.com/c";

impl Shop {
    fn of(config: Config) -> Self {
        let bench = Bench::new();
        let template = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/order-template.json");
        fs::copy(template, bench.path("template.json")).unwrap();
        Self { bench, sandbox: Sandbox::start(config).unwrap() }
    }

    /// With a batch of three cards and its order files, one card each.
    fn with_orders() -> Self {
        let shop = Self::of(Config::new(Name::Printags));
        shop.bench.run(BATCH).ends(0);
        shop.run("order build spring --template template.json --out orders --max-lines 1").ends(0);
        shop
    }

    fn run(&self, arguments: &str) -> Run {
        let mut command = self.bench.command(arguments);
        command.env("TAPSMITH_API_URL", self.sandbox.url());
        command.env("TAPSMITH_PRINTAGS_TOKEN", self.sandbox.token());
        command.env("TAPSMITH_MERCHROCKET_TOKEN", self.sandbox.token());
        command.output().unwrap().into()
    }

    fn plan(&self, fault: &str) {
        self.sandbox.plan(fault.parse::<Planned>().unwrap());
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.bench.path(name)).unwrap()
    }

    /// Writes an order file, changed at one place.
    fn change(&self, from: &str, to: &str, at: &str, value: Value) {
        let mut order: Value = serde_json::from_str(&self.read(from)).unwrap();
        *order.pointer_mut(at).unwrap() = value;
        self.bench.secret_file(to, &order.to_string());
    }
}

#[test]
fn from_a_batch_to_cards_that_are_delivered() {
    let shop = Shop::with_orders();
    let sent = ["0001", "0002", "0003"].map(|n| shop.read(&format!("orders/spring-{n}.json")));
    let submit =
        "order submit orders/spring-0001.json orders/spring-0002.json orders/spring-0003.json";
    let drafts = shop.run(&format!("{submit} --format json")).ends(0).json();
    assert_eq!(drafts["rehearsal"], true);
    let ids: Vec<_> = drafts["orders"].as_array().unwrap().iter().map(|o| &o["id"]).collect();
    let state = shop.sandbox.state();
    let there: Vec<_> = state.orders.iter().map(|order| order.id.as_str()).collect();
    assert_eq!(ids, there);
    assert!(state.orders.iter().all(|order| !order.is_committed && order.has_keys));
    // Receipts: the same orders, without their keys, for the owner alone.
    let receipt: Value = serde_json::from_str(&shop.read("orders/spring-0001.json")).unwrap();
    let mut redacted: Value = serde_json::from_str(&sent[0]).unwrap();
    let record = redacted.pointer_mut("/products/0/nfc/dynamic/records").unwrap();
    record["publicKey"] = json!("[redacted]");
    record["privateKey"] = json!("[redacted]");
    assert_eq!(receipt, redacted);
    let mode = fs::metadata(shop.bench.path("orders/spring-0001.json")).unwrap().permissions();
    assert_eq!(mode.mode() & 0o777, 0o600);
    // Said again nothing is sent again.
    let again = shop.run(&format!("{submit} --format json")).ends(0).json();
    assert_eq!(again["orders"][0]["outcome"], "already");
    assert_eq!(shop.sandbox.state().orders.len(), 3);
    // The same bytes come back from the vault.
    for (number, sent) in (1..).zip(&sent) {
        let reference = format!("spring-cards-{number:04}");
        shop.run(&format!("order rebuild {reference} --out again")).ends(0);
        assert_eq!(shop.read(&format!("again/{reference}.json")), *sent);
    }
    // Money: asked for, capped, spent, recorded.
    shop.run("order commit spring-cards-0001").ends(9);
    shop.run("order commit spring-cards-0001 --max-total 1 --yes").ends(9);
    assert!(shop.sandbox.state().orders.iter().all(|order| order.commits == 0));
    let spent =
        shop.run("order commit spring-cards-0001 --max-total 100 --yes --format json").ends(0);
    let spent = spent.json();
    assert_eq!(spent["orders"][0]["outcome"], "committed");
    assert_eq!(spent["orders"][0]["total"], spent["total"]);
    let commits: Vec<_> = shop.sandbox.state().orders.iter().map(|order| order.commits).collect();
    assert_eq!(commits, [1, 0, 0]);
    shop.run("order commit spring-cards-0001 --yes").ends(0);
    assert_eq!(shop.sandbox.state().orders[0].commits, 1, "said again it is committed already");
    // Until it is delivered.
    shop.sandbox.advance("spring-cards-0001", "shipped").unwrap();
    let shown = shop.run("order show spring-cards-0001 --format json").ends(0).json();
    assert_eq!(shown["known"]["status"], "shipped");
    let other = shop.run("order show spring-cards-0001 --account somebody-else").ends(9);
    assert!(other.stderr.contains("and this is account somebody-else"), "{}", other.stderr);
    assert_eq!(shown["known"]["state"], "committed");
    shop.sandbox.advance("spring-cards-0001", "delivered").unwrap();
    shop.run("order watch spring-cards-0001 --interval 1").ends(0);
    let listed = shop.run("order list --format json").ends(0).json();
    let states: Vec<_> =
        listed["orders"].as_array().unwrap().iter().map(|order| &order["state"]).collect();
    assert_eq!(states, ["committed", "draft", "draft"]);
    assert_eq!(shop.run("order list --remote --format ndjson").ends(0).stdout.lines().count(), 3);
    shop.bench.run("vault check").ends(0);
}

#[test]
fn the_price_is_an_estimate_and_what_is_missing_has_a_name() {
    let shop = Shop::of(Config { no_prices: true, ..Config::new(Name::Printags) });
    shop.bench.run(BATCH).ends(0);
    shop.run("order build spring --template template.json --out orders").ends(0);
    let price = shop.run("order price orders/spring-0001.json --format json").ends(0).json();
    assert_eq!((&price["estimate"], &price["is_whole"]), (&json!(true), &json!(false)));
    assert!(price["files"][0]["missing"].to_string().contains("encoding of ntag424_pvccard_white"));
    shop.run("order submit orders/spring-0001.json").ends(0);
    let refused = shop.run("order commit spring-cards-0001 --max-total 10000").ends(9);
    assert!(refused.stderr.contains("no price for model of ntag424"), "{}", refused.stderr);
    let spent = shop.run("order commit spring-cards-0001 --max-total 10000 --yes").ends(0);
    assert!(spent.stdout.contains("EUR were estimated"), "{}", spent.stdout);
    let rates = shop.run("order rates again.json").code;
    assert_eq!(rates, Some(2), "no such file");
}

#[test]
fn an_unknown_outcome_is_said_to_be_unknown_and_found_out() {
    for (fault, first, orders) in [
        ("timeout-after@create", 0, 1),
        ("reset-after@create", 0, 1),
        ("500-after@create", 0, 1),
        ("half-body@create", 0, 1),
        ("html@create", 0, 1),
        ("500-before@create", 0, 1),
        ("429:0@create", 0, 1),
        ("timeout-before@create", 8, 0),
        ("reset-before@create", 8, 0),
        ("400@create", 10, 0),
        ("no-success@create", 10, 0),
        ("expired@create", 10, 0),
        ("redirect@create", 10, 0),
    ] {
        let shop = Shop::of(Config::new(Name::Printags));
        shop.bench.run(BATCH).ends(0);
        shop.run("order build spring --template template.json --out orders").ends(0);
        shop.plan(fault);
        let submit = "order submit orders/spring-0001.json --timeout 1";
        let run = shop.run(submit);
        assert_eq!(run.code, Some(first), "{fault}: {}{}", run.stdout, run.stderr);
        assert_eq!(shop.sandbox.state().orders.len(), orders, "{fault}");
        if first != 0 {
            assert!(run.stderr.contains("hint:") || first == 10, "{fault}: {}", run.stderr);
            assert!(shop.read("orders/spring-0001.json").contains("privateKey\": \""), "{fault}");
        }
        shop.run(submit).ends(0);
        assert_eq!(shop.sandbox.state().orders.len(), 1, "{fault}");
        // The same for money.
        let fault = fault.replace("create", "commit");
        shop.plan(&fault);
        let commit = "order commit spring-cards-0001 --yes --timeout 1";
        let run = shop.run(commit);
        let unknown = ["timeout-before", "reset-before", "500-before"];
        let expected = if unknown.iter().any(|name| fault.starts_with(name)) { 8 } else { first };
        assert_eq!(run.code, Some(expected), "{fault}: {}{}", run.stdout, run.stderr);
        shop.run(commit).ends(0);
        assert_eq!(shop.sandbox.state().orders[0].commits, 1, "{fault}");
    }
}

#[test]
fn what_is_not_good_is_named_and_nothing_is_sent() {
    let shop = Shop::with_orders();
    let from = "orders/spring-0001.json";
    for (at, value, code, words) in [
        ("/isDraft", json!(false), 9, "isDraft is not true"),
        ("/isDraft", json!(null), 9, "isDraft is not true"),
        ("/products/0/quantity", json!(0), 1, "products[0].quantity"),
        ("/products/0/modelId", json!("gold"), 1, "products[0].modelId: the account has no model"),
        ("/products/0/modelId", json!("pvccard_white"), 1, "products[0].modelId"),
        ("/shipTo/address/countryCode", json!("fr"), 1, "shipTo.address.countryCode"),
        ("/shipTo/address/city", json!("Paris/Nord"), 1, "shipTo.address.city"),
        ("/reference", json!(""), 1, "reference"),
        (
            "/products/0/nfc/dynamic/records/publicKey",
            json!("00112233445566778899AABBCCDDEEFF"),
            9,
            "its keys are not those that the vault has",
        ),
    ] {
        shop.change(from, "bad.json", at, value.clone());
        let run = shop.run("order submit bad.json");
        let said = format!("{}{}", run.stdout, run.stderr);
        assert_eq!(run.code, Some(code), "{at} {value}: {said}");
        assert!(said.contains(words), "{at} {value}: {said}");
    }
    let both = shop.read(from).replace("\"products\"", "\"groups\": [{}], \"products\"");
    shop.bench.secret_file("both.json", &both);
    let run = shop.run("order submit both.json").ends(1);
    assert!(run.stdout.contains("products and groups both have lines"), "{}", run.stdout);
    // Two files with one reference.
    shop.bench.secret_file("copy.json", &shop.read(from));
    let run = shop.run(&format!("order submit {from} copy.json")).ends(1);
    assert!(run.stdout.contains("has the reference spring-cards-0001 too"), "{}", run.stdout);
    // A file that others can read.
    fs::set_permissions(shop.bench.path("copy.json"), fs::Permissions::from_mode(0o640)).unwrap();
    for command in ["order submit copy.json", "order check copy.json"] {
        let run = shop.run(command).ends(9);
        assert!(run.stderr.contains("others can read it"), "{}", run.stderr);
    }
    shop.run("order check copy.json --yes").ends(0);
    // Money that a test host is not to see, a server that is not there, one without TLS.
    shop.bench.secret_file("live.token", "sk_live_0123456789");
    let run = shop.run(&format!("order submit {from} --token-file live.token --yes")).ends(9);
    assert!(run.stderr.contains("this token makes real orders"), "{}", run.stderr);
    assert!(!run.stderr.contains("0123456789"), "{}", run.stderr);
    let run = shop.run(&format!("order submit {from} --api-url https://api.printags.com")).ends(9);
    assert!(run.stderr.contains("this is a stand-in's token"), "{}", run.stderr);
    shop.run(&format!("order submit {from} --api-url http://api.example.com")).ends(2);
    let run = shop.run(&format!("order submit {from} --api-url http://127.0.0.1:1 --timeout 0.2"));
    run.ends(10);
    let state = shop.sandbox.state();
    assert_eq!(state.orders.len(), 0);
    // 401.
    shop.bench.secret_file("wrong.token", "sk_test_of_somebody_else");
    let run = shop.run(&format!("order submit {from} --token-file wrong.token")).ends(10);
    assert!(run.stderr.contains("HTTP 401"), "{}", run.stderr);
    assert!(run.stderr.contains("the token is wrong or has expired"), "{}", run.stderr);
    assert_eq!(shop.sandbox.state().orders.len(), 0);
    // Built before the keys were rotated.
    shop.bench.run("batch rotate spring --record 1").ends(0);
    let run = shop.run(&format!("order submit {from}")).ends(9);
    assert!(run.stderr.contains("have got other keys"), "{}", run.stderr);
}

#[test]
fn a_batch_is_not_ordered_twice_by_mistake() {
    let shop = Shop::with_orders();
    shop.run("order submit orders/spring-0001.json").ends(0);
    let build = "order build spring --template template.json --out more";
    let run = shop.run(build).ends(9);
    assert!(run.stderr.contains("was sent to"), "{}", run.stderr);
    shop.change("template.json", "second.json", "/reference", json!("second"));
    let build = "order build spring --template second.json --out more";
    let run = shop.run(build).ends(9);
    assert!(run.stderr.contains("ordered already"), "{}", run.stderr);
    shop.run(&format!("{build} --again lost_in_the_mail")).ends(0);
    let run = shop.run("order submit more/spring-0001.json").ends(9);
    assert!(run.stderr.contains("ordered already"), "{}", run.stderr);
    assert_eq!(shop.sandbox.state().orders.len(), 1);
    shop.run("order submit more/spring-0001.json --again lost_in_the_mail").ends(0);
    assert_eq!(shop.sandbox.state().orders.len(), 2);
    let history = shop.bench.run("vault history").ends(0).stdout;
    assert!(history.contains("lost_in_the_mail"), "{history}");
    // An order that somebody else made under our reference.
    let stranger = Shop::with_orders();
    stranger.sandbox.seed_order("spring-cards-0001");
    let run = stranger.run("order submit orders/spring-0001.json").ends(9);
    assert!(run.stderr.contains("this vault did not send it"), "{}", run.stderr);
    stranger.run("order submit orders/spring-0001.json --adopt").ends(0);
    assert_eq!(stranger.sandbox.state().orders.len(), 1);
}

#[test]
fn cards_are_printed_again_with_fresh_keys_or_the_same() {
    let shop = Shop::with_orders();
    let sent = shop.read("orders/spring-0002.json");
    shop.run("order submit orders/spring-0002.json").ends(0);
    let key = |order: &str| -> Value {
        let order: Value = serde_json::from_str(order).unwrap();
        order.pointer("/products/0/nfc/dynamic/records").unwrap().clone()
    };
    let reprint = "order reprint --of spring-cards-0002 --records 2 --out orders";
    shop.run(&format!("{reprint} --same-keys")).ends(0);
    let same = shop.read("orders/spring-cards-0002-reprint-1.json");
    assert_eq!(key(&same), key(&sent));
    shop.run(reprint).ends(0);
    let fresh = shop.read("orders/spring-cards-0002-reprint-2.json");
    assert_eq!(key(&fresh)["recordId"], 2);
    assert_ne!(key(&fresh)["publicKey"], key(&sent)["publicKey"]);
    shop.run("order submit orders/spring-cards-0002-reprint-2.json").ends(0);
    // What has the keys of before is good no more.
    shop.run("order submit orders/spring-cards-0002-reprint-1.json").ends(9);
    assert_eq!(shop.sandbox.state().orders.len(), 2);
    shop.run("order reprint --of nobody --records 2 --out orders").ends(2);
    shop.run("order reprint --of spring-cards-0002 --records 9 --out orders").ends(2);
    shop.run("order reprint --of spring-cards-0002 --out orders --provider printags").ends(2);
    shop.run("order reprint --of spring-cards-0002 --records 2,x --out orders").ends(2);
}

#[test]
fn a_batch_of_orders_stops_where_the_server_does_and_goes_on_from_there() {
    let shop = Shop::of(Config::new(Name::Printags));
    shop.bench.run("batch create many --count 8 --base-url https://example.com/c").ends(0);
    shop.run("order build many --template template.json --out orders --max-lines 1").ends(0);
    let files: Vec<_> = (1..=8).map(|n| format!("orders/many-{n:04}.json")).collect();
    let submit = format!("order submit {} --timeout 1 --format json", files.join(" "));
    shop.plan("400@create*3");
    let run = shop.run(&submit).ends(10);
    assert!(run.stderr.contains("stopped at orders/many-0003.json"), "{}", run.stderr);
    let outcomes: Vec<_> =
        run.json()["orders"].as_array().unwrap().iter().map(|o| o["outcome"].clone()).collect();
    assert_eq!(&outcomes[..4], ["failed", "failed", "failed", "not_tried"]);
    // An expired token ends it at once.
    shop.plan("expired@create");
    let run = shop.run(&submit).ends(10);
    assert!(run.stderr.contains("stopped at orders/many-0001.json"), "{}", run.stderr);
    shop.run(&submit).ends(0);
    assert_eq!(shop.sandbox.state().orders.len(), 8);
}

#[test]
fn visuals_are_uploaded_once() {
    let shop = Shop::of(Config::new(Name::Printags));
    fs::write(shop.bench.path("front.png"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    fs::write(shop.bench.path("note.png"), b"hello").unwrap();
    let run = shop.run("file upload front.png note.png").ends(2);
    assert!(run.stderr.contains("note.png: this is not an image"), "{}", run.stderr);
    assert_eq!(shop.sandbox.state().files.len(), 0);
    let first = shop.run("file upload front.png --format json").ends(0).json();
    fs::copy(shop.bench.path("front.png"), shop.bench.path("other-name.png")).unwrap();
    let second = shop.run("file upload other-name.png --format json").ends(0).json();
    assert_eq!(first["files"][0]["id"], second["files"][0]["id"]);
    assert_eq!(second["files"][0]["already"], true);
    assert_eq!(shop.sandbox.state().files.len(), 1);
    let id = first["files"][0]["id"].as_str().unwrap();
    shop.run(&format!("file get {id} --out back.png")).ends(0);
    let read = |name: &str| fs::read(shop.bench.path(name)).unwrap();
    assert_eq!(read("back.png"), read("front.png"));
    shop.run("file get 00000000-0000-0000-0000-000000000000").ends(10);
}

#[test]
fn merchrocket_prints_mugs_again_and_sees_no_key() {
    let shop = Shop::of(Config::new(Name::Merchrocket));
    shop.sandbox.seed_order("TCS-5442223218");
    let seed = tapsmith_testkit::vectors::folder().join("orders/merchrocket-reprint.request.json");
    let seed: Value = serde_json::from_str(&fs::read_to_string(seed).unwrap()).unwrap();
    let mut template = seed.clone();
    template.as_object_mut().unwrap().remove("actions");
    fs::write(shop.bench.path("mugs.json"), template.to_string()).unwrap();
    shop.run("vault settings provider merchrocket").ends(0);
    shop.run("order reprint --of TCS-5442223218 --template mugs.json --out orders").ends(0);
    let file = "orders/YOW-7792796022.json";
    assert_eq!(serde_json::from_str::<Value>(&shop.read(file)).unwrap(), {
        let mut sorted = seed.clone();
        sorted["actions"] = json!([{"type": "reprint", "source": "@TCS-5442223218"}]);
        sorted
    });
    shop.run(&format!("order check {file}")).ends(0);
    shop.run("account show").ends(0);
    shop.run(&format!("order submit {file}")).ends(0);
    assert_eq!(serde_json::from_str::<Value>(&shop.read(file)).unwrap(), seed, "nothing to hide");
    let shown = shop.run("order show YOW-7792796022 --format json").ends(0).json();
    assert_eq!(shown["remote"]["associations"][0]["source"], "TCS-5442223218");
    fs::write(shop.bench.path("patch.json"), r#"{"shipping":"DHL_EXPRESS"}"#).unwrap();
    shop.run("order amend YOW-7792796022 --patch patch.json").ends(0);
    let refused = shop.run("order commit YOW-7792796022 --max-total 50").ends(9);
    assert!(refused.stderr.contains("Merchrocket says none before the bill"), "{}", refused.stderr);
    shop.run("order commit YOW-7792796022 --yes").ends(0);
    assert_eq!(shop.sandbox.state().orders_called("YOW-7792796022")[0].commits, 1);
    shop.run("order cancel YOW-7792796022").ends(9);
    let back = shop.run("order cancel YOW-7792796022 --yes --format json").ends(0).json();
    assert_eq!(back["orders"][0]["known"]["state"], "ended");
    shop.run("statuses").ends(0);
    shop.run("models").ends(9);
    assert_eq!(shop.run("order list --remote --format ndjson").ends(0).stdout.lines().count(), 2);
    // Cards are another printer's, and their keys do not go here.
    shop.bench.run(BATCH).ends(0);
    shop.run("order build spring --template template.json --out cards").ends(0);
    shop.run("order submit cards/spring-0001.json --provider merchrocket").ends(2);
    let mut keyed = seed;
    keyed["orderItems"][0]["nfc"] = json!({"publicKey": "00112233445566778899AABBCCDDEEFF"});
    fs::write(shop.bench.path("keyed.json"), keyed.to_string()).unwrap();
    let run = shop.run("order submit keyed.json").ends(1);
    assert!(run.stdout.contains("keys never go there"), "{}", run.stdout);
    // Printags takes nothing back.
    shop.run("order cancel spring-cards-0001 --provider printags --yes").ends(9);
}

#[test]
fn settings_say_what_was_confirmed() {
    let shop = Shop::with_orders();
    let notice = |run: Run| run.ends(0).stdout.contains("This is a guess");
    let build = "order build spring --template template.json --out orders --max-lines 1 --yes";
    assert!(notice(shop.run(build)));
    shop.run("vault settings printags.key_mapping meta_read/spare_3").ends(0);
    assert!(notice(shop.run(build)), "another mapping than the profile's");
    shop.run("vault settings printags.key_mapping meta_read/file_read").ends(0);
    assert!(!notice(shop.run(build)));
    shop.run("vault settings printags.key_mapping --unset").ends(0);
    assert!(notice(shop.run(build)));
    for bad in
        ["nothing x", "provider gotags", "printags.key_mapping one/two", "provider --unset x"]
    {
        shop.run(&format!("vault settings {bad}")).ends(2);
    }
}

/// A server that repeats keys in its answers, and all that is said about it.
#[test]
fn no_key_and_no_token_is_said() {
    let shop = Shop::of(Config { echo_keys: true, ..Config::new(Name::Printags) });
    shop.bench.run(BATCH).ends(0);
    shop.run("order build spring --template template.json --out orders").ends(0);
    let order: Value = serde_json::from_str(&shop.read("orders/spring-0001.json")).unwrap();
    let mut secrets = vec!["sk_test_sandbox_0000".to_owned()];
    for line in order["products"].as_array().unwrap() {
        let record = line.pointer("/nfc/dynamic/records").unwrap();
        secrets.extend(
            ["publicKey", "privateKey"].map(|name| record[name].as_str().unwrap().to_owned()),
        );
    }
    assert_eq!(secrets.len(), 7);
    let file = "orders/spring-0001.json";
    shop.plan("extra-fields@create");
    shop.plan("html@get");
    let mut said = String::new();
    for command in [
        &format!("order check {file}"),
        &format!("order price {file}"),
        &format!("order submit {file}"),
        "order show spring-cards-0001",
        "order show spring-cards-0001",
        "order list",
        "order list --remote",
        "order commit spring-cards-0001 --yes",
        "account show",
        "order watch spring-cards-0001 nobody",
        "vault history",
    ] {
        for format in ["text", "json"] {
            let run = shop.run(&format!("{command} --format {format} -vvv"));
            said.extend([run.stdout, run.stderr]);
        }
    }
    for secret in &secrets {
        assert!(!said.contains(secret.as_str()), "{secret}");
        assert!(!said.to_uppercase().contains(&secret[..16].to_uppercase()), "half of {secret}");
    }
    assert!(!shop.read(file).contains(&secrets[1]));
}

#[test]
fn what_is_committed_is_what_was_built_and_is_good_still() {
    let shop = Shop::with_orders();
    let from = "orders/spring-0001.json";
    // A line more than was built: the estimate is of another order, so there is none.
    let mut order: Value = serde_json::from_str(&shop.read(from)).unwrap();
    let plain = json!({"quantity": 5000, "modelId": "pvccard_white"});
    order["products"].as_array_mut().unwrap().push(plain);
    shop.bench.secret_file(from, &order.to_string());
    let run = shop.run(&format!("order submit {from}")).ends(0);
    assert!(run.stdout.contains("it was changed after it was built"), "{}", run.stdout);
    let run = shop.run("order commit spring-cards-0001 --max-total 30").ends(9);
    assert!(run.stderr.contains("no price for an order that was changed"), "{}", run.stderr);
    let run = shop.run("order commit spring-cards-0001 --max-total 30 --yes").ends(9);
    assert!(run.stderr.contains("more than --max-total 30.00"), "{}", run.stderr);
    // A draft whose keys are rotated, after the printer refused it once.
    shop.plan("400@create");
    shop.run("order submit orders/spring-0002.json").ends(10);
    shop.run("order submit orders/spring-0003.json").ends(0);
    shop.bench.run("batch rotate spring --records 2-3").ends(0);
    shop.run("order submit orders/spring-0002.json").ends(9);
    let run = shop.run("order commit spring-cards-0003 --yes").ends(9);
    assert!(run.stderr.contains("have got other keys"), "{}", run.stderr);
    let commits: Vec<_> = shop.sandbox.state().orders.iter().map(|order| order.commits).collect();
    assert_eq!(commits, [1, 0]);
}

#[test]
fn keys_that_stand_nowhere_else_stay_in_their_file() {
    let other = Shop::with_orders();
    let shop = Shop::with_orders();
    shop.change("orders/spring-0001.json", "renamed.json", "/reference", json!("mine-1"));
    let run = shop.run("order submit renamed.json").ends(9);
    assert!(run.stderr.contains("these are cards of batch spring"), "{}", run.stderr);
    let foreign = other.read("orders/spring-0001.json").replace("spring-cards-0001", "theirs-1");
    shop.bench.secret_file("theirs.json", &foreign);
    let run = shop.run("order submit theirs.json").ends(0);
    assert!(run.stdout.contains("the file keeps them"), "{}", run.stdout);
    assert_eq!(shop.read("theirs.json"), foreign);
    shop.run("order build spring --template template.json --out twice --max-lines 3").ends(0);
}

#[test]
fn a_token_goes_to_its_own_printer_and_is_not_repeated() {
    let shop = Shop::of(Config::new(Name::Merchrocket));
    shop.bench.secret_file("printags.token", "sk_test_of_printags");
    let run = shop.run("account show --provider merchrocket --token-file printags.token").ends(9);
    assert!(run.stderr.contains("a token of another printer's"), "{}", run.stderr);
    assert_eq!(shop.sandbox.state().requests.len(), 0);
    for (patch, words) in [
        (json!({"metadata": {"private_key": "x"}}), "keys never go there"),
        (json!({"metadata": {"x": "00112233445566778899AABBCCDDEEFF"}}), "keys never go there"),
        (json!({"externalId": "other"}), "externalId"),
    ] {
        shop.bench.secret_file("patch.json", &patch.to_string());
        let run = shop.run("order amend X --patch patch.json --provider merchrocket").ends(1);
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
    assert_eq!(shop.sandbox.state().requests.len(), 0);
}

#[test]
fn a_receipt_is_put_where_the_order_was() {
    let shop = Shop::with_orders();
    let receipt = "orders/spring-0001.json";
    let link = shop.bench.path("link.json");
    std::os::unix::fs::symlink(shop.bench.path(receipt), &link).unwrap();
    shop.run("order submit link.json").ends(0);
    assert!(link.is_symlink(), "the receipt is where the order was");
    assert!(shop.read(receipt).contains("[redacted]"));
    let rates = shop.run("order rates orders/spring-0002.json --format json").ends(0).json();
    assert_eq!(rates["files"][0]["rates"][0]["carrier_service_id"], "lpf_standard");
    let models = shop.run("models --format ndjson").ends(0).stdout;
    assert_eq!(models.lines().count(), 5);
}
