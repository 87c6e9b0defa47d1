use super::*;

#[test]
fn characters_the_printer_refuses() {
    let fields = ["name", "address.addressLine1", "address.addressLine2", "address.city"];
    for field in fields {
        let at = format!("/shipTo/{}", field.replace('.', "/"));
        let path = format!("shipTo.{field}");
        let problem = Problem::Character { character: '/', position: 3 };
        says(&at, Some(json!("é1/2/3")), Error, &path, problem);
        silent(&at, Some(json!("azAZ09àöøÿÀÖØß-._ ',")));
        for character in ['×', '÷', '/', '"', '’', '\n', '(', '+', '&', 'ł', '\u{301}', '東', '0']
        {
            let problem = Problem::Character { character, position: 1 };
            match character {
                '0' => silent(&at, Some(json!(character))),
                '\n' => says(&at, Some(json!("\na")), Error, &path, problem),
                _ => says(&at, Some(json!(character)), Error, &path, problem),
            }
        }
    }
    silent("/shipTo/address/postcode", Some(json!("1/2")));
    silent("/shipTo/phone", Some(json!("+33 (0)6")));
}

#[test]
fn countries() {
    for code in ["fr", "FRA", "F", "F1", "É"] {
        let path = "shipTo.address.countryCode";
        says("/shipTo/address/countryCode", Some(json!(code)), Error, path, Problem::CountryCode);
    }
    let country = "/shipTo/servicePoint/country";
    let path = "shipTo.servicePoint.country";
    says(country, Some(json!("LU")), Warning, path, Problem::OtherCountry);
    silent(country, None);
}

#[test]
fn an_email_has_an_at() {
    says("/shipTo/email", Some(json!("jean")), Warning, "shipTo.email", Problem::Email);
}
