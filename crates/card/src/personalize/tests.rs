use super::*;
use tapsmith_core::key::{AesKey, KeyVersion};
use tapsmith_core::profile::Profile;
use tapsmith_core::template::Template;

fn target(profile: &str) -> Target {
    let profile = Profile::shipped(profile).unwrap();
    let template = Template::for_base(&profile, "https://example.com/c").unwrap();
    let keys = std::array::from_fn(|slot| AesKey::init_with(|key| key.fill(0xA0 + slot as u8)));
    Target::new(&profile, &template, 7.try_into().unwrap(), keys, KeyVersion(1)).unwrap()
}

fn names(target: &Target, state: &State) -> Vec<String> {
    plan(target, state).unwrap().iter().map(Step::to_string).collect()
}

fn finished(target: &Target) -> State {
    let versions = [target.version; 5];
    State { ndef: target.image.bytes.clone(), ndef_settings: target.ndef, versions }
}

#[test]
fn a_blank_card_needs_everything_and_key_0_last() {
    let all = [
        "write_ndef",
        "change_file_settings",
        "change_key_1",
        "change_key_2",
        "change_key_3",
        "change_key_4",
        "change_key_0",
    ];
    for profile in Profile::NAMES {
        let target = target(profile);
        assert_eq!(names(&target, &State::factory()), all, "{profile}");
        assert!(names(&target, &finished(&target)).is_empty(), "{profile}");
    }
}

#[test]
fn a_torn_card_needs_the_rest() {
    let target = target("sun-aes");
    let mut state = finished(&target);
    state.versions[0] = KeyVersion(0);
    state.versions[3] = KeyVersion(0);
    assert_eq!(names(&target, &state), ["change_key_3", "change_key_0"]);
    state.ndef[10] ^= 1;
    state.ndef_settings = State::factory_ndef_settings();
    assert_eq!(names(&target, &state)[..2], ["write_ndef", "change_file_settings"]);
}

#[test]
fn a_foreign_key_is_named() {
    let target = target("sun-aes");
    let mut state = finished(&target);
    state.versions[2] = KeyVersion(9);
    let error = plan(&target, &state).unwrap_err();
    let text = "key 2 of the card is somebody else's: its version is 9, neither 0 nor 1";
    assert_eq!(error.to_string(), text);
}

/// Field notes, "File settings encoding": the bytes that the default profile sends, laid out by hand.
#[test]
fn the_default_profile_on_the_wire() {
    let target = target("sun-aes");
    let picc = u8::try_from("xx....https://example.com/c/7?picc_data=".len() - 7).unwrap();
    let mac = picc + 32 + 6;
    let wire = [0x40, 0x00, 0xE0, 0xC1, 0xFF, 0x12, picc, 0, 0, mac, 0, 0, mac, 0, 0];
    assert_eq!(target.ndef.encode(), wire);
    assert_eq!(
        &target.image.bytes[..7],
        [
            0,
            target.image.bytes.len() as u8 - 2,
            0xD1,
            1,
            target.image.bytes.len() as u8 - 6,
            0x55,
            4
        ]
    );
}
