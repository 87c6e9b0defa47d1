//! Which cards, and as what they are encoded.

use tapsmith_picc::VirtualKind;

/// What a card is encoded as.
#[derive(Debug)]
pub(crate) struct Profile {
    /// Its name on the page.
    pub(crate) name: String,
    /// As it is written here; none of one that is shipped.
    pub(crate) text: Option<String>,
}

/// The profiles for a chip: shipped ones where there are any, else the same content for this chip.
pub(crate) fn profiles(chip: VirtualKind) -> Vec<Profile> {
    match chip.name() {
        "ntag424" => vec![shipped("sun-aes")],
        "ntag424tt" => vec![shipped("sun-tamper")],
        "desfire-ev3" => vec![shipped("desfire-ev3-sun")],
        "ntag223" | "ntag224" => vec![written(chip, "open", ""), shipped(&format!("{chip}-sun"))],
        "ntag213" => vec![shipped("ntag213-url"), shipped("ntag213-password")],
        "classic-1k" => vec![shipped("classic-url"), shipped("classic-key")],
        "ultralight-ev1" => vec![written(chip, "open", ""), shipped("ultralight-url")],
        _ => vec![written(chip, "open", ""), written(chip, "password", PASSWORD)],
    }
}

/// Of chips with a key instead, it is the key.
const PASSWORD: &str = "\n[protection]\npassword = true\n";

fn shipped(name: &str) -> Profile {
    Profile { name: name.to_owned(), text: None }
}

/// The record's address, and `more`.
fn written(chip: VirtualKind, kind: &str, more: &str) -> Profile {
    let name = format!("{chip}-{kind}");
    let head = format!("name = \"{name}\"\nchip = \"{chip}\"\n");
    Profile { name, text: Some(format!("{head}url = \"{{base}}/{{record_id}}\"\n{more}")) }
}
