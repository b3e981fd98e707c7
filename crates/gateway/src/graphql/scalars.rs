//! Scalars: texts with a form, each with the page that specifies it.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};

macro_rules! text_scalar {
    ($(#[$doc:meta])* $name:ident = $gql:literal, $url:literal, $max:literal, $check:expr, $wrong:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name(pub String);

        $(#[$doc])*
        #[Scalar(name = $gql, specified_by_url = $url)]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                let check: fn(&str) -> bool = $check;
                match value {
                    Value::String(text) if text.len() <= $max && check(&text) => Ok(Self(text)),
                    Value::String(_) => Err(InputValueError::custom($wrong)),
                    other => Err(InputValueError::expected_type(other)),
                }
            }

            fn to_value(&self) -> Value {
                Value::String(self.0.clone())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
    };
}

text_scalar!(
    /// A decimal number as text, such as `25.00`: digits with a point, no exponent, no separators.
    Decimal = "Decimal", "https://www.w3.org/TR/xmlschema-2/#decimal", 40,
    |text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-'),
    "write digits with a point, such as \"25.00\""
);
text_scalar!(
    /// A whole number of up to 64 bits, as text.
    BigInt = "BigInt", "https://www.w3.org/TR/xmlschema-2/#long", 20,
    |text| text.parse::<i64>().is_ok(),
    "write a whole number, such as \"2500\""
);
text_scalar!(
    /// A currency by its three-letter code of ISO 4217, such as `CNY`.
    CurrencyCode = "CurrencyCode", "https://www.iso.org/iso-4217-currency-codes.html", 3,
    |text| text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()),
    "use a three-letter ISO 4217 code in capitals, such as CNY"
);
text_scalar!(
    /// A country by its two-letter code of ISO 3166-1, such as `CN`.
    CountryCode = "CountryCode", "https://www.iso.org/iso-3166-country-codes.html", 2,
    |text| text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()),
    "use a two-letter ISO 3166-1 code in capitals, such as CN"
);
text_scalar!(
    /// An e-mail address.
    EmailAddress = "EmailAddress", "https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address", 320,
    |_| true,
    "an e-mail address has at most 320 characters"
);
text_scalar!(
    /// A patent number as the office prints it: office (WIPO ST.3), number, and for publications
    /// the kind code (WIPO ST.16).
    PatentNumber = "PatentNumber", "https://www.wipo.int/standards/en/part_03_standards.html", 64,
    |text| !text.is_empty(),
    "a patent number has 1 to 64 characters"
);
text_scalar!(
    /// A symbol of the International Patent Classification, or the beginning of one: `H01M`, `H01M10/0562`.
    IpcSymbol = "IpcSymbol", "https://www.wipo.int/classifications/ipc/", 20,
    |text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'/' || b == b' '),
    "write an IPC symbol such as H01M10/0562, or the beginning of one"
);
text_scalar!(
    /// An absolute web address.
    Url = "URL", "https://url.spec.whatwg.org/", 2000,
    |text| text.starts_with("https://") || text.starts_with("http://"),
    "write an absolute address that begins with https://"
);
