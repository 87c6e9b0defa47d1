use super::*;
use crate::command::FileNumber;
use tapsmith_core::access::{Access, CommMode};
use tapsmith_core::batch::{Batch, BatchId, KeyScheme, RecordRange};
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion, SlotKey};
use tapsmith_core::layout::Layout;
use tapsmith_core::profile::{Configuration, FailureRule, Family, Profile};
use tapsmith_core::record::RecordId;
use tapsmith_core::suite::Suite;

fn profile(name: &str) -> Profile {
    Profile::shipped(name).unwrap()
}

fn target_of(profile: &Profile) -> Target {
    let batch = Batch {
        id: BatchId(uuid::Uuid::nil()),
        name: "b".parse().unwrap(),
        records: RecordRange::new(RecordId::MIN, 9).unwrap(),
        base_url: "https://example.com/c".to_owned(),
        keys: KeyScheme::Derived,
        profile: profile.clone(),
    };
    let layout = Layout::of(&batch).unwrap();
    let shape = Shape::new(&layout, &layout.template().unwrap(), 7.try_into().unwrap()).unwrap();
    let key = |slot: KeyNumber| AesKey::init_with(|key| key.fill(0xA0 + slot.as_u8()));
    let keys = KeyNumber::ALL.map(|slot| SlotKey { key: key(slot), version: KeyVersion(1) });
    Target::new(shape, keys)
}

fn target(name: &str) -> Target {
    target_of(&profile(name))
}

fn names(target: &Target, state: &State) -> Vec<String> {
    plan(target, state).unwrap().iter().map(Step::to_string).collect()
}

fn finished(target: &Target) -> State {
    State {
        lacks: Vec::new(),
        ndef: target.shape.image.bytes.clone(),
        files: FileNumber::ALL.map(|file| target.shape.file(file)),
        configuration: target.shape.configuration,
        card_key: target.card_key.clone(),
        keys: KeyNumber::ALL.map(|number| Some(target.key(number).clone())),
    }
}

const ALL: [&str; 7] = [
    "write_ndef",
    "change_file_settings",
    "change_key_1",
    "change_key_2",
    "change_key_3",
    "change_key_4",
    "change_key_0",
];

#[test]
fn a_blank_card_needs_everything_and_key_0_last() {
    for name in Profile::names_for(Family::Ntag424) {
        let target = target(name);
        let (first, last) = match name {
            "sun-lrp" => (Some("enable_lrp"), None),
            "sun-tamper" => (Some("enable_tag_tamper"), None),
            "sun-private" => (None, Some("enable_random_uid")),
            _ => (None, None),
        };
        let steps: Vec<_> = first.into_iter().chain(ALL).chain(last).collect();
        assert_eq!(names(&target, &State::factory()), steps, "{name}");
        let for_good: Vec<_> = plan(&target, &State::factory()).unwrap();
        let for_good = for_good.iter().filter(|step| step.irreversible()).map(Step::to_string);
        let for_good: Vec<_> = for_good.collect();
        assert_eq!(for_good, Vec::from_iter(first.or(last)), "{name}");
        assert!(names(&target, &finished(&target)).is_empty(), "{name}");
    }
}

/// A card without an application is made a delivered one first, and then as every other.
#[test]
fn what_a_card_lacks_is_made_first() {
    let target = target("desfire-ev3-sun");
    let made = [
        "create_application",
        "create_file_1",
        "create_file_2",
        "create_file_3",
        "write_capability_container",
    ];
    for done in 0..=made.len() {
        let state = State::factory().lacking(Part::ALL[done..].to_vec());
        assert_eq!(names(&target, &state), [&made[done..], &ALL].concat());
        assert!(!plan(&target, &state).unwrap().iter().any(Step::irreversible));
    }
}

#[test]
fn the_cards_own_key_comes_last_and_goes_back() {
    let [master, ..] = KeyNumber::ALL;
    let target = target("desfire-ev3-sun");
    let ours = Some(CardKey::Aes(target.key(master).clone()));
    let target = target.with_card_key(ours.clone());
    let delivered = State { card_key: Some(CardKey::Delivered), ..State::factory() };
    assert_eq!(names(&target, &delivered), [&ALL[..], &["change_card_key"]].concat());
    let torn = State { card_key: Some(CardKey::Delivered), ..finished(&target) };
    assert_eq!(names(&target, &torn), ["change_card_key"]);
    assert!(names(&target, &finished(&target)).is_empty());
    let back = Target::factory().with_card_key(Some(CardKey::Delivered));
    assert_eq!(names(&back, &finished(&target)), [&ALL[..], &["change_card_key"]].concat());
    // Somebody else's is left where it is.
    let other = State { card_key: None, ..State::factory() };
    assert_eq!(names(&target, &other), ALL);
    let other = SlotKey { key: AesKey::factory(), version: KeyVersion(1) };
    let same = State { card_key: Some(CardKey::Aes(other)), ..finished(&target) };
    assert_eq!(plan(&target, &same), Err(PlanError::SameVersion(master)));
}

#[test]
fn a_reset_is_the_same_way_back() {
    let finished = finished(&target("sun-aes"));
    assert_eq!(names(&Target::factory(), &finished), ALL);
    let mut blank = State::factory();
    blank.ndef = vec![0; 256];
    assert!(names(&Target::factory(), &blank).is_empty());
}

#[test]
fn a_torn_card_needs_the_rest() {
    let target = target("sun-aes");
    let mut state = finished(&target);
    state.keys[0] = Some(SlotKey::factory());
    state.keys[3] = Some(SlotKey::factory());
    assert_eq!(names(&target, &state), ["change_key_3", "change_key_0"]);
    state.ndef[10] ^= 1;
    state.files[1] = State::factory().files[1];
    state.keys[2] = Some(SlotKey::factory());
    assert_eq!(names(&target, &state)[..2], ["write_ndef", "change_file_settings"]);
}

#[test]
fn a_version_alone_does_not_make_a_key() {
    let target = target("sun-aes");
    let mut state = finished(&target);
    let other = SlotKey { key: AesKey::factory(), version: KeyVersion(1) };
    state.keys[2] = Some(other.clone());
    assert_eq!(plan(&target, &state), Err(PlanError::SameVersion(KeyNumber::ALL[2])));
    state.keys[2] = Some(SlotKey { version: KeyVersion(2), ..other });
    assert_eq!(names(&target, &state), ["change_key_2"]);
}

#[test]
fn an_unknown_key_is_named() {
    let target = target("sun-aes");
    let mut state = finished(&target);
    state.keys[2] = None;
    let error = plan(&target, &state).unwrap_err();
    let text = "nobody here knows key 2 of this card: neither the factory's nor one of ours";
    assert_eq!(error.to_string(), text);
}

#[test]
fn a_file_that_key_0_may_not_write_is_opened_first() {
    let mut profile = profile("sun-aes");
    profile.files.ndef.rights.write = Access::Key(KeyNumber::ALL[3]);
    profile.files.ndef.rights.read_write = Access::Key(KeyNumber::ALL[3]);
    assert_eq!(names_of_a_rewrite(&profile), OPENED);
}

#[test]
fn so_is_a_file_that_does_not_talk_in_plain() {
    for mode in [CommMode::Mac, CommMode::Full] {
        let mut profile = profile("sun-aes");
        profile.files.ndef.mode = mode;
        assert_eq!(names_of_a_rewrite(&profile), OPENED);
    }
}

const OPENED: [&str; 4] =
    ["change_file_settings", "write_ndef", "change_file_settings", "change_key_2"];

/// Nothing tells old taps from new ones if the counter starts again under the same key.
#[test]
fn sdm_is_not_switched_on_under_the_key_it_signed_with() {
    let target = target("sun-aes");
    let mut state = finished(&target);
    state.files[1] = State::factory().files[1];
    assert_eq!(plan(&target, &state), Err(PlanError::CounterRestart));
    state.keys[2] = Some(SlotKey::factory());
    assert_eq!(names(&target, &state), ["change_file_settings", "change_key_2"]);
    let mut state = finished(&target);
    state.ndef[10] ^= 1;
    assert_eq!(names(&target, &state), ["write_ndef"]);
    let factory = Target::factory();
    assert!(plan(&factory, &state).is_ok());
}

/// The steps for a card that lacks its signing key, and whose address somebody changed.
fn names_of_a_rewrite(profile: &Profile) -> Vec<String> {
    let target = target_of(profile);
    let mut state = finished(&target);
    state.ndef[10] ^= 1;
    state.keys[2] = Some(SlotKey::factory());
    names(&target, &state)
}

#[test]
fn slots_follow_the_profile() {
    let mut profile = profile("sun-aes");
    profile.slots.meta_read = KeyNumber::ALL[4];
    profile.slots.spare_4 = KeyNumber::ALL[1];
    let target = target_of(&profile);
    let sdm = target.shape.file(FileNumber::Ndef).sdm.unwrap();
    assert_eq!(sdm.picc.meta_read(), Access::Key(KeyNumber::ALL[4]));
}

/// A profile of everything at once.
fn all_at_once() -> Profile {
    let mut profile = profile("sun-private");
    profile.configuration = Configuration {
        suite: Suite::Lrp,
        random_uid: true,
        tag_tamper: Some(Access::Never),
        failed_authentications: Some(FailureRule { limit: 50, decrement: 1 }),
    };
    profile.read_only = true;
    profile
}

#[test]
fn what_is_for_good_has_its_place() {
    let target = target_of(&all_at_once());
    let steps = plan(&target, &State::factory()).unwrap();
    let first = ["enable_lrp", "enable_tag_tamper", "set_failed_authentication_limit"];
    let all: Vec<_> = first.into_iter().chain(ALL).chain(["enable_random_uid"]).collect();
    assert_eq!(steps.iter().map(Step::to_string).collect::<Vec<_>>(), all);
    let for_good = steps.iter().filter(|step| step.irreversible()).map(Step::to_string);
    let expected = ["enable_lrp", "enable_tag_tamper", "change_file_settings", "enable_random_uid"];
    assert_eq!(for_good.collect::<Vec<_>>(), expected);
    assert!(names(&target, &finished(&target)).is_empty());
}

/// Whatever of it a card already has is not done again.
#[test]
fn what_is_for_good_is_not_done_twice() {
    let target = target_of(&all_at_once());
    let done = target.shape.configuration;
    let mut state = State::factory();
    state.configuration.suite = Suite::Lrp;
    assert_eq!(names(&target, &state)[0], "enable_tag_tamper");
    state.configuration.tag_tamper = Some(Access::Free);
    assert_eq!(names(&target, &state)[0], "set_failed_authentication_limit");
    state.configuration = Configuration { random_uid: false, ..done };
    assert_eq!(names(&target, &state).last().unwrap(), "enable_random_uid");
    state.configuration = done;
    assert_eq!(names(&target, &state), ALL);
}

/// The switch to LRP turns SDM off: a file that had it is set anew, and from settings without it.
#[test]
fn lrp_turns_sdm_off() {
    let target = target_of(&profile("sun-lrp"));
    let mut state = State::factory();
    state.files[1] = target.shape.file(FileNumber::Ndef);
    let steps = plan(&target, &state).unwrap();
    let change = steps.iter().find_map(|step| match step {
        Step::ChangeFileSettings { old, new, .. } => Some((old.sdm, new.sdm)),
        _ => None,
    });
    let (old, new) = change.unwrap();
    assert!(old.is_none() && new.is_some());
}

#[test]
fn what_a_card_is_for_good_it_stays() {
    let aes = target("sun-aes");
    let mut state = State::factory();
    state.configuration.suite = Suite::Lrp;
    assert_eq!(plan(&aes, &state), Err(PlanError::LrpForGood));
    state.configuration = Configuration { random_uid: true, ..Configuration::default() };
    assert_eq!(plan(&aes, &state), Err(PlanError::RandomUidForGood));
    let locked = target_of(&all_at_once());
    let mut state = finished(&locked);
    state.ndef[10] ^= 1;
    assert_eq!(plan(&locked, &state), Err(PlanError::ReadOnly(FileNumber::Ndef)));
    let back = Target::factory_on(state.configuration);
    assert_eq!(plan(&back, &state), Err(PlanError::ReadOnly(FileNumber::Ndef)));
    state.files[1] = aes.shape.file(FileNumber::Ndef);
    let first = "set_failed_authentication_limit";
    assert_eq!(names(&back, &state), [&[first], ALL.as_slice()].concat());
}

/// AN12196 and captures of silicon give the order of the fields; the bytes are laid out by hand.
#[test]
fn the_default_profile_on_the_wire() {
    let target = target("sun-aes");
    let picc = u8::try_from("xx....https://example.com/c/7?picc_data=".len() - 7).unwrap();
    let mac = picc + 32 + 6;
    let wire = [0x40, 0x00, 0xE0, 0xC1, 0xFF, 0x12, picc, 0, 0, mac, 0, 0, mac, 0, 0];
    assert_eq!(target.shape.file(FileNumber::Ndef).encode(), wire);
    let length = u8::try_from(target.shape.image.bytes.len()).unwrap();
    assert_eq!(target.shape.image.bytes[..7], [0, length - 2, 0xD1, 1, length - 6, 0x55, 4]);
}
