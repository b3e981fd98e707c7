//! Hands `schema.graphql` to the typed operations of the pages.

fn main() {
    let schema = "../../schema.graphql";
    println!("cargo:rerun-if-changed={schema}");
    cynic_codegen::register_schema("farsight")
        .from_sdl_file(schema)
        .and_then(|registered| registered.as_default())
        .unwrap_or_else(|error| panic!("{schema} cannot be read: {error}"));
}
