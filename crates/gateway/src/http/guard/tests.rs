//! The limits one by one, and arbitrary documents.

use std::time::{Duration, Instant};

use async_graphql::Variables;
use proptest::prelude::*;
use serde_json::json;

use super::*;

const SDL: &str = r#"
    "Money."
    type Money { amount: String! currency: String! }
    interface Node { id: ID! }
    type Patent implements Node { id: ID! number: String! risks: [Risk!]! campaigns(first: Int, last: Int): CampaignConnection! }
    type Risk { kind: String! }
    type Campaign implements Node { id: ID! title: String! goal: Money! patents: [Patent!]! similar(first: Int): [Campaign!]! }
    type CampaignEdge { cursor: String! node: Campaign! }
    type CampaignConnection { nodes: [Campaign!]! edges: [CampaignEdge!]! totalCount: Int! }
    input CampaignFilter @oneOf { slug: String, id: ID }
    scalar DateTime @specifiedBy(url: "https://scalars.graphql.org/andimarek/date-time")
    type Query {
        campaigns(first: Int = 20, last: Int, after: String): CampaignConnection!
        nodes(ids: [ID!]!): [Node]!
        campaign(filter: CampaignFilter!): Campaign
    }
    type Mutation { signIn(name: String): String pledge: String }
    type Subscription { funding(id: ID!): Money! }
"#;

fn model() -> CostModel {
    CostModel::from_sdl(SDL).unwrap()
}

fn price_with(text: &str, variables: serde_json::Value) -> Result<u32, Violation> {
    let limits = Limits::default();
    let document = Document::read(text, &limits)?;
    document.cost(
        document.operation(None)?,
        &Variables::from_json(variables),
        &model(),
        &limits,
    )
}

fn price(text: &str) -> Result<u32, Violation> {
    price_with(text, json!({}))
}

fn read(text: &str) -> Result<Document, Violation> {
    Document::read(text, &Limits::default())
}

fn too_many(text: &str) -> Counted {
    match read(text) {
        Err(Violation::TooMany { what, .. }) => what,
        other => panic!("{other:?}"),
    }
}

fn too_deep(text: &str) -> Nested {
    match read(text) {
        Err(Violation::TooDeep { what, .. }) => what,
        other => panic!("{other:?}"),
    }
}

/// Fragments that each spread the next one twice.
fn bomb(fragments: usize) -> String {
    let mut text = "{ ...f0 }".to_owned();
    for n in 0..fragments {
        text += &format!("fragment f{n} on Query {{ ...f{next} ...f{next} }}", next = n + 1);
    }
    text + &format!("fragment f{fragments} on Query {{ __typename }}")
}

#[test]
fn every_attack_that_was_measured_is_refused_at_once() {
    let nested = |open: &str, close: &str, levels: usize| {
        format!("{{f(a:{}1{})}}", open.repeat(levels), close.repeat(levels))
    };
    let many = |n: usize, one: fn(usize) -> String| (0..n).map(one).collect::<String>();
    let attacks = [
        bomb(20),
        bomb(29),
        bomb(40),
        nested("[", "]", 1_500),
        nested("[", "]", 8_000),
        nested("{a:", "}", 1_500),
        nested("{a:", "}", 65),
        format!("{{f(a:{}", "[".repeat(3_000)),
        format!("query($a:{}Int) {{f}}", "[".repeat(3_000)),
        format!("{}f{}", "{a".repeat(1_500), "}".repeat(1_500)),
        format!("{{ {} }}", many(1_000, |n| format!("a{n}: __typename "))),
        format!("mutation {{ {} }}", many(2, |n| format!("a{n}: signIn "))),
        "mutation { ...f ...f } fragment f on Mutation { signIn pledge }".to_owned(),
        "subscription { a: funding(id: 1) { amount } b: funding(id: 2) { amount } }".to_owned(),
        format!("{{ f {} }}", "@skip(if: true) ".repeat(50)),
        format!("{{ nodes(ids: [{}]) {{ id }} }}", "1 ".repeat(1_000)),
        many(6, |n| format!("query q{n} {{ f }}")),
        "{ campaigns(first: -1) { nodes { id } } }".to_owned(),
        "{ campaigns(first: 0) { nodes { id } } }".to_owned(),
        "{ campaigns(first: 101) { nodes { id } } }".to_owned(),
        "{ campaigns(first: 2147483647) { nodes { id } } }".to_owned(),
        "{ campaigns(first: 99999999999999999999999) { nodes { id } } }".to_owned(),
        "{ campaigns(last: -2147483648) { nodes { id } } }".to_owned(),
        "{ campaigns(first: 1, last: 1) { nodes { id } } }".to_owned(),
        "{ a { b { c { d { e { f { g { h { i { j { k { l { m { n { o { p } } } } } } } } } } } } } } } }"
            .to_owned(),
        "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }".to_owned(),
        "fragment a on Query { x ...a } { f }".to_owned(),
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }".to_owned(),
        format!("{{ f(a: \"{}\") }}", "x".repeat(20_000)),
        "{ f(a: \"\n\") }".to_owned(),
        "{ f(a: \"\"\"{{{{{{ ) }".to_owned(),
        String::new(),
    ];
    for attack in attacks {
        let started = Instant::now();
        let refused = read(&attack);
        let took = started.elapsed();
        assert!(refused.is_err(), "{attack:.200}");
        assert!(took < Duration::from_millis(100), "{took:?} for {attack:.200}");
    }
}

#[test]
fn each_limit_names_itself() {
    assert_eq!(too_many(&bomb(20)), Counted::Selections);
    assert_eq!(too_many(&bomb(35)), Counted::Fragments);
    assert_eq!(too_many(&"{a}".repeat(900)), Counted::Tokens);
    assert_eq!(too_many("mutation { a b }"), Counted::RootFields);
    assert_eq!(
        too_deep(&format!("{{ f(a: {}{}) }}", "[".repeat(20), "]".repeat(20))),
        Nested::Values
    );
    assert_eq!(
        too_deep(&format!("{{ f(a: {}{}) }}", "[".repeat(70), "]".repeat(70))),
        Nested::Brackets
    );
    assert_eq!(
        read("{ ...a } fragment a on Query { ...a }").unwrap_err(),
        Violation::FragmentCycle("a".to_owned())
    );
}

#[test]
fn brackets_inside_strings_and_comments_do_not_nest() {
    let brackets = "[{(".repeat(100);
    read(&format!("# {brackets}\n{{ f(a: \"{brackets}\\\"{brackets}\", b: \"\"\"{brackets}\n\\\"\"\"{brackets}\"\"\") }}")).unwrap();
}

#[test]
fn a_document_at_the_edge_of_nesting_is_parsed_on_a_small_stack() {
    let values = format!("{{f(a:{}1{})}}", "{a:".repeat(16), "}".repeat(16));
    let types = format!("query($a:{}Int{}) {{f}}", "[".repeat(62), "]".repeat(62));
    // What the parser itself must survive before the structure is known.
    let deepest = format!("{{f(a:{}1{})}}", "{a:[".repeat(31), "]}".repeat(31));
    let thread = std::thread::Builder::new()
        .stack_size(1024 * 1024)
        .spawn(move || {
            read(&values).unwrap();
            read(&types).unwrap();
            assert_eq!(too_deep(&deepest), Nested::Values);
        });
    thread.unwrap().join().unwrap();
}

#[test]
fn the_introspection_query_of_graphiql_passes() {
    let text = include_str!("introspection.graphql");
    let document = read(text).unwrap();
    let cost = document.cost(
        document.operation(None).unwrap(),
        &Variables::default(),
        &model(),
        &Limits::default(),
    );
    assert!(cost.unwrap() < 100);
}

#[test]
fn a_fragment_counts_in_every_place_it_is_spread() {
    // Depth 15 through fragments passes, 16 does not.
    let chain = |levels: usize| {
        let mut text = "{ a { ...f0 } }".to_owned();
        for n in 0..levels {
            text += &format!("fragment f{n} on Query {{ a {{ ...f{} }} }}", n + 1);
        }
        text + &format!("fragment f{levels} on Query {{ x }}")
    };
    read(&chain(13)).unwrap();
    assert_eq!(too_deep(&chain(14)), Nested::Fields);
}

#[test]
fn the_price_follows_pages_and_lists() {
    let of = |page: u32| {
        format!("{{ campaigns(first: {page}) {{ nodes {{ id title goal {{ amount }} }} totalCount }} }}")
    };
    // 10 for the connection, 1 for the count, and 23 for each campaign.
    assert_eq!(price(&of(1)), Ok(1));
    assert_eq!(price(&of(20)), Ok(5));
    assert_eq!(price(&of(100)), Ok(24));
    assert_eq!(
        price("{ campaigns { nodes { id title goal { amount } } totalCount } }"),
        price(&of(20))
    );
    let by_variable =
        "query($n: Int = 100) { campaigns(first: $n) { nodes { id title goal { amount } } totalCount } }";
    assert_eq!(price(by_variable), Ok(24));
    assert_eq!(price_with(by_variable, json!({ "n": 1 })), Ok(1));
    assert_eq!(
        price_with(by_variable, json!({ "n": -5 })),
        Err(Violation::PageSize {
            argument: "first",
            limit: 100
        })
    );
    let ids: Vec<_> = (0..100).collect();
    assert_eq!(
        price_with(
            "query($ids: [ID!]!) { nodes(ids: $ids) { id } }",
            json!({ "ids": ids })
        ),
        Ok(11)
    );
    assert_eq!(price("mutation { pledge }"), Ok(11));
}

#[test]
fn pages_inside_pages_cost_too_much_and_no_page_makes_anything_cheaper() {
    let text =
        "{ campaigns(first: 100) { nodes { similar(first: 100) { similar(first: 100) { title } } } } }";
    assert!(matches!(
        price(text),
        Err(Violation::TooCostly { limit: 1_000, .. })
    ));
    let inside = "{ similar(first: 100) { title } }";
    let deep = format!(
        "{{ campaigns(first: 100) {{ nodes {} }} }}",
        "{ similar(first: 100) ".repeat(10) + inside + &"}".repeat(10)
    );
    assert!(matches!(
        price(&deep),
        Err(Violation::TooCostly { cost: u32::MAX, .. })
    ));
    let beside = "query($n: Int) { x: campaigns(first: $n) { nodes { id } } y: campaigns(first: 100) { nodes { id } } }";
    assert!(price_with(beside, json!({ "n": i64::MIN })).is_err());
    assert!(
        price_with(beside, json!({ "n": 1 })).unwrap()
            >= price("{ campaigns(first: 100) { nodes { id } } }").unwrap()
    );
}

#[test]
fn a_variable_that_must_be_given_is() {
    let missing = Err(Violation::VariableMissing("id".to_owned()));
    assert_eq!(price("query($id: ID!) { nodes(ids: [$id]) { id } }"), missing);
    assert_eq!(
        price_with(
            "query($id: ID! = 1) { nodes(ids: [$id]) { id } }",
            json!({ "id": null })
        ),
        missing
    );
    assert!(price("query($id: ID! = 1) { nodes(ids: [$id]) { id } }").is_ok());
    assert!(price("query($id: ID) { nodes(ids: [$id]) { id } }").is_ok());
}

#[test]
fn variables_are_bounded_too() {
    let text = "query($a: [ID!]!) { nodes(ids: $a) { id } }";
    let long: Vec<_> = (0..101).collect();
    assert_eq!(
        price_with(text, json!({ "a": long })),
        Err(Violation::LongList { limit: 100 })
    );
    let mut deep = json!(1);
    for _ in 0..17 {
        deep = json!([deep]);
    }
    assert_eq!(
        price_with(text, json!({ "a": deep })),
        Err(Violation::TooDeep {
            what: Nested::Values,
            limit: 16
        })
    );
}

#[test]
fn prices_apart_are_paid_and_misspelt_ones_are_found() {
    let model = model().price("Mutation.signIn", 50).price("Mutation.signin", 50);
    assert_eq!(model.unknown_prices(), ["Mutation.signin"]);
    let limits = Limits::default();
    let document = read("mutation { signIn }").unwrap();
    assert_eq!(
        document.cost(
            document.operation(None).unwrap(),
            &Variables::default(),
            &model,
            &limits
        ),
        Ok(51)
    );
}

#[test]
fn an_operation_is_chosen_by_name() {
    let document = read("query a { x } query b { y }").unwrap();
    assert_eq!(
        document.operation(None).unwrap_err(),
        Violation::OperationNameNeeded
    );
    assert_eq!(
        document.operation(Some("c")).unwrap_err(),
        Violation::NoSuchOperation("c".to_owned())
    );
    assert!(document.operation(Some("b")).is_ok());
    assert!(read("query a { x }").unwrap().operation(None).is_ok());
    assert!(read("{ x }").unwrap().operation(Some("a")).is_err());
}

#[test]
fn a_syntax_error_is_one_line_with_its_place() {
    let Violation::Syntax { message, at } = read("{ a(: }").unwrap_err() else {
        panic!()
    };
    assert!(!message.contains('\n'), "{message}");
    assert!(message.starts_with("Syntax error: expected"), "{message}");
    assert!(at.is_some());
}

/// Pieces of documents, more often almost right than random text is.
fn piece() -> impl Strategy<Value = String> {
    let words = "query|mutation|subscription|fragment|on|...|{|}|(|)|[|]|:|$|@|!|=|,|\"|\"\"\"|\\\"\"\"|\\|#|\n|\r|a|b|first|last|nodes|ids|campaigns|__schema|types|fields|type|1|-1|1e9|0|null|true|@skip|@include|if|f|...f|...g|fragment f on Query|fragment g on Query|{ a }|(first: 5)|(first: $n)|\u{feff}|é|\u{0}";
    prop::sample::select(words.split('|').map(str::to_owned).collect::<Vec<_>>())
}

fn survives(text: &str, variables: serde_json::Value) {
    let limits = Limits::default();
    let Ok(document) = Document::read(text, &limits) else {
        return;
    };
    let model = model();
    for (_, operation) in document.parsed().operations.iter() {
        let cost = document.cost(
            &operation.node,
            &Variables::from_json(variables.clone()),
            &model,
            &limits,
        );
        assert!(cost.is_err() || cost.is_ok_and(|cost| (1..=limits.cost).contains(&cost)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_document_brings_it_down(pieces in prop::collection::vec(piece(), 0..120), n in any::<i64>()) {
        survives(&pieces.concat(), json!({ "n": n }));
        survives(&pieces.join(" "), json!({ "n": n }));
    }

    #[test]
    fn no_text_brings_it_down(text in any::<String>()) {
        survives(&text, json!({}));
    }

    #[test]
    fn a_larger_page_never_costs_less(small in 1_u32..=100, large in 1_u32..=100) {
        let of = |page| price(&format!("{{ campaigns(first: {page}) {{ edges {{ node {{ id patents {{ number }} }} }} }} }}")).unwrap();
        prop_assert!(of(small.min(large)) <= of(small.max(large)));
    }
}
