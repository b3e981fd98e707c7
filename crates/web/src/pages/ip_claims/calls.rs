//! What is done to claims: each mutation as a call that answers with what was refused.

/// Writes calls: their function, the operation's name, the input, the field of `Mutation`, its payload.
macro_rules! act {
    ($($(#[$doc:meta])* $name:ident, $operation:ident: $input_type:ident => $field:ident, $payload:tt;)+) => {$(
        mod $name {
            use super::$input_type;
            use crate::{graphql::schema, parts::user_errors::CampaignUserError};

            #[derive(cynic::QueryVariables, Debug)]
            pub(super) struct Variables {
                pub(super) input: $input_type,
            }

            #[derive(cynic::QueryFragment, Debug)]
            #[cynic(graphql_type = "Mutation", variables = "Variables")]
            pub(super) struct $operation {
                #[arguments(input: $input)]
                pub(super) $field: Option<Payload>,
            }

            #[derive(cynic::QueryFragment, Debug)]
            #[cynic(graphql_type = $payload)]
            pub(super) struct Payload {
                pub(super) user_errors: Vec<CampaignUserError>,
            }
        }

        $(#[$doc])*
        async fn $name(
            visit: &$crate::visit::Visit,
            input: $input_type,
        ) -> Result<$crate::form::Problems, $crate::failure::Failure> {
            let answer: $name::$operation = visit.act($name::Variables { input }).await?;
            let payload = answer.$field.ok_or($crate::failure::Failure::Fault)?;
            Ok($crate::form::Problems::of(payload.user_errors))
        }
    )+};
}
pub(crate) use act;
