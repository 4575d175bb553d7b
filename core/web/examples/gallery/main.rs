//! Writes every component and whole sample pages to a folder as static files, to be looked at and
//! checked in a browser:
//!
//! ```text
//! cargo run -p web --example gallery -- FOLDER
//! node assets/browser/check.mjs --serve FOLDER --paths FOLDER/paths.json --shots SHOTS
//! ```
//!
//! Names and numbers are invented, and every page says so. When `assets/dist` is there, its fonts
//! and htmx are used.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use base::lang::Lang;
use base::words::{Catalogue, Words};
use maud::Markup;
use web::assets::{Assets, CONTENT_SECURITY_POLICY, style_sheet};
use web::{Frame, Page, WORDS};

mod components;
mod desk;
mod frame;
mod home;
mod organisations;
mod problems;

/// A sample: file name, page, body, and changes to the frame.
struct Sample {
    name: &'static str,
    page: Page,
    body: Markup,
    change: fn(Frame) -> Frame,
}

impl Sample {
    fn new(name: &'static str, page: Page, body: Markup) -> Sample {
        Sample { name, page, body, change: |frame| frame }
    }

    fn with(mut self, change: fn(Frame) -> Frame) -> Sample {
        self.change = change;
        self
    }
}

/// A text of a sample in the three languages.
struct Say(Lang);

impl Say {
    fn it(&self, ko: &'static str, en: &'static str, zh: &'static str) -> &'static str {
        match self.0 {
            Lang::Ko => ko,
            Lang::En => en,
            Lang::Zh => zh,
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("give the folder to write to")?;
    let folder = Path::new(&folder);
    let catalogue = Arc::new(Catalogue::new().with("core/web/src/words.toml", WORDS)?);
    let assets = place_assets(folder)?;
    let mut paths = Vec::new();
    for lang in Lang::ALL {
        let t = Words::new(lang, catalogue.clone());
        for sample in samples(&t) {
            // Pages of staff are not written in Chinese.
            if lang == Lang::Zh && sample.name.starts_with("desk") {
                continue;
            }
            let path = format!("/{}/{}.html", lang.code(), sample.name);
            let frame = (sample.change)(frame::frame(assets.clone(), sample.name, &t));
            let file = folder.join(path.trim_start_matches('/'));
            fs::create_dir_all(folder.join(lang.code()))?;
            fs::write(file, sample.page.view(&frame, &t, sample.body).into_string())?;
            paths.push(path);
        }
    }
    fs::write(folder.join("paths.json"), serde_json::to_string_pretty(&paths)?)?;
    fs::write(folder.join("csp.txt"), CONTENT_SECURITY_POLICY)?;
    println!("{} pages in {}", paths.len(), folder.display());
    Ok(())
}

fn samples(t: &Words) -> Vec<Sample> {
    let say = Say(t.lang());
    let mut all = vec![home::home(&say, t), home::citizen(&say, t), home::number(&say, t)];
    all.extend(organisations::samples(&say, t));
    all.extend(problems::samples(&say, t));
    all.extend(desk::samples(&say, t));
    all.extend(components::samples(&say, t));
    all
}

/// Our style sheet, and the third-party files when they were built.
fn place_assets(folder: &Path) -> Result<Assets, Box<dyn Error>> {
    let target = folder.join("assets");
    fs::create_dir_all(&target)?;
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/dist");
    let manifest = fs::read_to_string(built.join("manifest.json")).ok();
    if manifest.is_some() {
        for entry in fs::read_dir(&built)? {
            let entry = entry?;
            fs::copy(entry.path(), target.join(entry.file_name()))?;
        }
    }
    let assets = Assets::new("/assets/", manifest.as_deref())?;
    fs::write(target.join(assets.style_name()), style_sheet())?;
    Ok(assets)
}
