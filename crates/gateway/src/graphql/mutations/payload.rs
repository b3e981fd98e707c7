//! Payloads alike: the thing as it is now, and what the caller can put right.

/// Declares payloads that carry one field beside the user errors, each made from `(value, user_errors)`.
macro_rules! payloads {
    ($field_doc:literal $field:ident: $value:ty, $error:ty; $($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(async_graphql::SimpleObject)]
        struct $name {
            #[doc = $field_doc]
            $field: Option<$value>,
            /// What the caller can put right.
            user_errors: Vec<$error>,
        }

        impl From<(Option<$value>, Vec<$error>)> for $name {
            fn from(($field, user_errors): (Option<$value>, Vec<$error>)) -> Self {
                Self { $field, user_errors }
            }
        }
    )*};
}
pub(super) use payloads;
