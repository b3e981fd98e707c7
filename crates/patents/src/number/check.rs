//! Check digits: China and the EPO.

/// The check digit of a Chinese application number: weights 2 to 9 repeating from the left, the
/// sum modulo 11, ten written as X.
///
/// `base` holds digits only, without the check digit.
pub fn cn(base: &str) -> char {
    let sum: u32 = base
        .chars()
        .filter_map(|c| c.to_digit(10))
        .zip((2..=9).cycle())
        .map(|(d, w)| d * w)
        .sum();
    match sum % 11 {
        10 => 'X',
        rest => char::from_digit(rest, 10).unwrap_or('0'),
    }
}

/// The check digit of a European application number: weights 1 and 2 in turn from the left, the
/// digits of the products summed, what is missing to the next ten.
///
/// `base` holds eight digits, without the check digit.
pub fn ep(base: &str) -> char {
    let digits = base.chars().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits
        .zip([1, 2].into_iter().cycle())
        .map(|(d, w)| d * w / 10 + d * w % 10)
        .sum();
    char::from_digit((10 - sum % 10) % 10, 10).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_examples_hold() {
        assert_eq!(cn("201710601862"), '3');
        assert_eq!(cn("88201465"), 'X');
        assert_eq!(cn("02159962"), '9');
        assert_eq!(cn("202310999716"), '6');
        assert_eq!(ep("99403122"), '7');
        assert_eq!(ep("11771550"), '8');
        assert_eq!(ep("10167109"), '7');
    }

    #[test]
    fn swapping_two_neighbours_of_a_chinese_number_is_noticed() {
        assert_ne!(cn("202311776587"), cn("202311776578"));
    }
}
