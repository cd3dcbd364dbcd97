//! Environments (http-api.md 5.1).

use crate::world::{World, ids};

#[tokio::test]
async fn the_newer_list_names_the_type_and_has_only_static_environments() {
    let world = World::new().await;
    let (test, production) = (world.environment("Test").await, world.environment("Production").await);
    let found = async |query: &str| world.get(&format!("/api/Spaces-1/environments/v2?{query}")).await.is(200);
    let all = found("skip=0&take=2147483647").await;
    assert_eq!(ids(&all), [test.clone(), production]);
    assert_eq!((all["Items"][0]["Type"].as_str(), all["Items"][0]["Name"].as_str()), (Some("Static"), Some("Test")));
    assert_eq!(ids(&found("partialName=est&type=Static&type=Parent").await), [test]);
    assert_eq!(found("type=Ephemeral").await["TotalResults"], 0);
}
