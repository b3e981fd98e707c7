// Test cards of the pretended payment provider: crates/payments/src/sandbox/cards.rs.

export const GOOD = "4242 4242 4242 4242";
export const DECLINED = "4000-0000-0000-0002";
export const AUTHENTICATE = "4000 0025 0000 3155";

export const digits = (card) => card.replace(/\D/g, "");
