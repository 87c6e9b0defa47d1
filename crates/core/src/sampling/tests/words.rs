use super::super::*;
use super::{assert_near, lot};
use serde::{Serialize, de::DeserializeOwned};
use std::{fmt, str::FromStr};

/// What a value prints, it is read from, as text and as JSON.
fn assert_words<T>(all: &[T], words: &[&str])
where
    T: FromStr<Err: fmt::Debug>
        + fmt::Display
        + fmt::Debug
        + Copy
        + PartialEq
        + Serialize
        + DeserializeOwned,
{
    assert_eq!(all.iter().map(T::to_string).collect::<Vec<_>>(), words);
    for value in all {
        assert_eq!(value.to_string().parse::<T>().unwrap(), *value);
        let json = serde_json::to_string(value).unwrap();
        assert_eq!(json, format!("\"{value}\""));
        assert_eq!(serde_json::from_str::<T>(&json).unwrap(), *value);
    }
}

#[test]
fn names_in_files() {
    assert_words(&Standard::ALL, &["iso2859-1", "z1.4"]);
    assert_words(&Severity::ALL, &["normal", "tightened", "reduced"]);
    assert_words(&Level::ALL, &["S-1", "S-2", "S-3", "S-4", "I", "II", "III"]);
    assert_words(
        &Aql::ALL,
        &[
            "0.010", "0.015", "0.025", "0.040", "0.065", "0.10", "0.15", "0.25", "0.40", "0.65",
            "1.0", "1.5", "2.5", "4.0", "6.5",
        ],
    );
    assert_words(&[Seed::from([0xAB; 16])], &["ABABABABABABABABABABABABABABABAB"]);
    assert_eq!(serde_json::to_string(&lot(500)).unwrap(), "500");
    assert!(serde_json::from_str::<LotSize>("1").is_err());
    assert_eq!(serde_json::to_string(&CodeLetter::J).unwrap(), "\"J\"");
}

#[test]
fn defaults() {
    assert_eq!(Standard::default(), Standard::Iso2859_1);
    assert_eq!((Level::default(), Severity::default()), (Level::II, Severity::Normal));
}

#[test]
fn levels_as_people_type_them() {
    for (text, level) in [("S1", Level::S1), ("s-4", Level::S4), ("ii", Level::II)] {
        assert_eq!(text.parse(), Ok(level));
    }
    for text in ["", "S", "S5", "IV", "2", "I-I", "-I"] {
        assert!(text.parse::<Level>().is_err(), "{text}");
    }
}

#[test]
fn limits_as_people_type_them() {
    for (text, printed) in [("1", "1.0"), ("1.0", "1.0"), (".65", "0.65"), ("6.50", "6.5")] {
        assert_eq!(text.parse::<Aql>().unwrap().to_string(), printed);
    }
    for (text, why) in [
        ("0.9", "0.9 is not an AQL of the tables: the nearest are 0.65 and 1.0"),
        ("0", "0 is not an AQL of the tables: the nearest is 0.010"),
        ("10", "10 is not an AQL of the tables: the nearest is 6.5"),
        ("1e0", "\"1e0\" is not a number: an AQL is one of the tables, from 0.010 to 6.5 percent"),
    ] {
        assert_eq!(text.parse::<Aql>().unwrap_err().to_string(), why);
    }
    for text in ["", ".", "-1", "+1", "NaN", "inf", "1%", "1,0", " 1"] {
        assert!(matches!(text.parse::<Aql>(), Err(BadAql::NotANumber(_))), "{text}");
    }
}

#[test]
fn steps_between_limits() {
    let aql = |text: &str| text.parse::<Aql>().unwrap();
    assert_eq!(aql("1.0").tighter(), Some(aql("0.65")));
    assert_eq!(aql("1.0").looser(), Some(aql("1.5")));
    assert_eq!((aql("0.010").tighter(), aql("6.5").looser()), (None, None));
    for aql in Aql::ALL {
        assert_near(aql.percent(), aql.to_string().parse().unwrap(), &aql);
        assert_near(aql.fraction(), aql.percent() / 100.0, &aql);
    }
}

#[test]
fn sizes_of_lots() {
    for text in ["0", "1"] {
        let error = text.parse::<LotSize>().unwrap_err();
        assert_eq!(error.to_string(), "a lot has at least 2 cards");
    }
    assert_eq!("2".parse::<LotSize>().map(LotSize::as_u64), Ok(2));
    assert_eq!("4294967296".parse::<LotSize>(), Err(BadLotSize::TooLarge));
    assert_eq!("99999999999999999999".parse::<LotSize>(), Err(BadLotSize::TooLarge));
    assert_eq!("many".parse::<LotSize>(), Err(BadLotSize::NotANumber));
}

#[test]
fn parts_as_people_type_them() {
    for (text, part) in [("0.95", 0.95), ("95%", 0.95), ("99.9 %", 0.999), ("1%", 0.01)] {
        assert_eq!(text.parse::<Share>().map(Share::as_f64), Ok(part), "{text}");
        assert_eq!(text.parse::<Confidence>().map(Confidence::as_f64), Ok(part), "{text}");
    }
    for text in ["0", "1", "0%", "100%", "95", "-1%", "", "%", "1e-2", "NaN", "5%%"] {
        assert_eq!(text.parse::<Share>(), Err(BadShare), "{text}");
        assert_eq!(text.parse::<Confidence>(), Err(BadConfidence), "{text}");
    }
    assert!(Share::try_from(f64::NAN).is_err());
    for text in ["0.01%", "7%", "29%", "99.9%", "99.9999%"] {
        assert_eq!(text.parse::<Share>().unwrap().to_string(), text);
    }
}
