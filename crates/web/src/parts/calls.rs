//! Mutations as calls that answer alike: with what the visitor can put right.

/// Declares a function for each mutation, under the kind of user error that all of them give.
macro_rules! calls {
    ($error:ident: $($(#[$doc:meta])* $vis:vis $name:ident, $operation:ident: $input_type:ident => $field:ident, $payload:tt;)+) => {$(
        mod $name {
            use super::$input_type;
            use crate::{graphql::schema, parts::user_errors::$error};

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
                pub(super) user_errors: Vec<$error>,
            }
        }

        $(#[$doc])*
        $vis async fn $name(
            visit: &crate::visit::Visit,
            input: $input_type,
        ) -> Result<Vec<crate::parts::user_errors::$error>, crate::failure::Failure> {
            let answer: $name::$operation = visit.act($name::Variables { input }).await?;
            Ok(answer.$field.ok_or(crate::failure::Failure::Fault)?.user_errors)
        }
    )+};
}
pub(crate) use calls;
