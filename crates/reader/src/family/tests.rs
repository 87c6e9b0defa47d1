use super::*;

use std::collections::VecDeque;

use tapsmith_card::transport::Transport;

/// A reader that says its lines: each APDU has to be the next one.
#[derive(Debug, Default)]
pub(super) struct Script(VecDeque<(Vec<u8>, Vec<u8>)>);

/// The wire broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken;

impl Script {
    /// Lines in hex: what is asked, what is answered. Blanks are for the eye.
    pub(super) fn of(lines: &[(&str, &str)]) -> Self {
        Self(lines.iter().map(|(asked, said)| (hex(asked), hex(said))).collect())
    }

    pub(super) fn is_over(&self) -> bool {
        self.0.is_empty()
    }
}

impl Transport for Script {
    type Error = Broken;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Broken> {
        let (asked, said) = self.0.pop_front().expect("the reader was asked once too often");
        assert_eq!(command, asked, "{command:02X?} instead of {asked:02X?}");
        Ok(said)
    }
}

pub(super) fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<_> = text.chars().filter(|digit| !digit.is_whitespace()).collect();
    let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

/// As the readers' manuals print it.
pub(super) fn storage_atr() -> Vec<u8> {
    hex("3B 8F 80 01 80 4F 0C A0 00 00 03 06 03 00 03 00 00 00 00 68")
}

#[test]
fn names_of_readers_seen_on_three_systems() {
    for (name, family) in [
        ("ACS ACR122U PICC Interface 00 00", Family::Acr122u),
        ("ACS ACR122 0", Family::Acr122u),
        ("ACS ACR 122U PICC Interface", Family::Acr122u),
        ("ACS ACR1252 1S CL Reader [ACR1252 1S CL Reader PICC] 00 00", Family::Acs),
        ("ACS ACR1552 1S CL Reader PICC 0", Family::Acs),
        ("ACS ACR1581 1S Dual Reader PICC 0", Family::Acs),
        ("HID Global OMNIKEY 5022 Smart Card Reader 0", Family::Omnikey),
        ("HID Global OMNIKEY 5422CL Smartcard Reader 0", Family::Omnikey),
        ("Identiv uTrust 3700 F CL Reader 0", Family::Identiv),
        ("uTrust 4701 F CL Reader 0", Family::Identiv),
        ("Identive CLOUD 3700 F Contactless Reader 0", Family::Identiv),
        ("Feitian R502 CL 0", Family::Feitian),
        ("ELATEC TWN4/B1.50 CCID 0", Family::Elatec),
        ("Virtual PCD 00 00", Family::Generic),
        ("SCM Microsystems Inc. SCR 3310", Family::Generic),
        ("", Family::Generic),
    ] {
        assert_eq!(Family::of_name(name), family, "{name}");
    }
}

#[test]
fn a_family_is_called_what_it_is_taken_for() {
    for family in Family::ALL {
        assert_eq!(family.to_string().parse(), Ok(family));
    }
    let refused = "acr1252u".parse::<Family>().unwrap_err().to_string();
    assert_eq!(
        refused,
        "no family of readers is called \"acr1252u\"; there are acr122u, acs, omnikey, identiv, \
         feitian, elatec, generic"
    );
}

#[test]
fn only_a_manual_lights_a_lamp() {
    let lit = |family: &Family| family.signal(true).is_some();
    let lamps: Vec<_> = Family::ALL.into_iter().filter(lit).collect();
    assert_eq!(lamps, [Family::Acr122u]);
    assert_ne!(Family::Acr122u.signal(true), Family::Acr122u.signal(false));
}
