//! Prints the schema, sorted: what `cargo xtask schema` writes to `schema.graphql`.

#[allow(clippy::print_stdout, reason = "printing is all it does")]
fn main() {
    print!("{}", gateway::sdl());
}
