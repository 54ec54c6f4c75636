//! Reads the shop's catalogue, so that unknown products get a 404 and known ones their title.

use std::{collections::BTreeMap, io, path::Path};

use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Catalogue {
    categories: BTreeMap<String, Named>,
    products: Vec<Product>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
struct Product {
    slug: String,
    name: String,
}

impl Catalogue {
    pub(super) async fn read(root: &Path) -> io::Result<Self> {
        let path = root.join("data/catalogue.json");
        let text = tokio::fs::read(&path).await?;
        serde_json::from_slice(&text)
            .map_err(|error| io::Error::other(format!("{}: {error}", path.display())))
    }

    pub(super) fn category(&self, slug: &str) -> Option<&str> {
        self.categories.get(slug).map(|category| category.name.as_str())
    }

    pub(super) fn product(&self, slug: &str) -> Option<&str> {
        self.products.iter().find(|product| product.slug == slug).map(|p| p.name.as_str())
    }
}
