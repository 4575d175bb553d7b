//! `bitgoeul init`: an empty city.

use super::answer;
use crate::cli::Init;
use crate::config::Config;
use crate::told::Stopped;
use base::Tri;
use kernel::About;
use serde_json::json;

pub fn run(config: &Config, new: Init) -> Result<(), Stopped> {
    if config.folder(&new.slug).exists() {
        return Err(Stopped::input(format!(
            "{} is already there; choose another --slug or remove it",
            config.folder(&new.slug).display()
        )));
    }
    let city = config.open(&new.slug, true, false)?;
    let name = Tri { ko: Some(new.name_ko), en: new.name_en, zh: new.name_zh };
    let about = About {
        slug: new.slug.clone(),
        name,
        zone: new.zone,
        synthetic: new.synthetic,
        official: new.official,
        branch: "main".into(),
    };
    city.found(about)?;
    let folder = config.folder(&new.slug);
    answer(
        config,
        &json!({"city": new.slug, "folder": folder, "public_key": city.public_key()}),
        &format!(
            "{} is founded in {}.\nPublic key of its checkpoints: {}\nBack up {}/keys apart from the rest.",
            new.slug,
            folder.display(),
            city.public_key(),
            folder.display()
        ),
    );
    Ok(())
}
