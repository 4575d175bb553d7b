//! Names of the files a page refers to: our styles, and the fonts and htmx that the front-end build
//! leaves in `assets/dist` with a manifest.
//!
//! This file does no input: the program reads the manifest and serves the bytes. Without a manifest
//! pages use system fonts and no htmx, and lose nothing else.

use std::collections::BTreeMap;

/// The policy every page is served with. There is no inline script or style anywhere.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// Our own style sheets in the order they apply.
const SHEETS: [&str; 10] = [
    include_str!("../../../assets/css/tokens.css"),
    include_str!("../../../assets/css/base.css"),
    include_str!("../../../assets/css/shell.css"),
    include_str!("../../../assets/css/forms.css"),
    include_str!("../../../assets/css/tables.css"),
    include_str!("../../../assets/css/components.css"),
    include_str!("../../../assets/css/overview.css"),
    include_str!("../../../assets/css/front.css"),
    include_str!("../../../assets/css/charts.css"),
    include_str!("../../../assets/css/modes.css"),
];

/// Our style sheet as one text; serve it under `Assets::style_name`, it may be cached for ever.
pub fn style_sheet() -> String {
    SHEETS.concat()
}

/// Addresses of the files a page refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    prefix: String,
    style: String,
    fonts: Option<String>,
    htmx: Option<String>,
}

impl Assets {
    /// `prefix` is the address of the folder, as `/assets/`. `manifest` is the text of
    /// `assets/dist/manifest.json`, a flat object from plain to hashed name; one that cannot be read
    /// is an error, since serving half of it would hide a broken build.
    pub fn new(prefix: &str, manifest: Option<&str>) -> Result<Assets, serde_json::Error> {
        let names: BTreeMap<String, String> = match manifest {
            Some(text) => serde_json::from_str(text)?,
            None => BTreeMap::new(),
        };
        Ok(Assets {
            prefix: prefix.to_owned(),
            style: format!("bitgoeul.{:016x}.css", fingerprint(&style_sheet())),
            fonts: names.get("fonts.css").cloned(),
            htmx: names.get("htmx.js").cloned(),
        })
    }

    /// The file name of our style sheet; it changes with the content.
    pub fn style_name(&self) -> &str {
        &self.style
    }

    pub(crate) fn style_urls(&self) -> Vec<String> {
        let fonts = self.fonts.iter().map(|name| format!("{}{name}", self.prefix));
        fonts.chain([format!("{}{}", self.prefix, self.style)]).collect()
    }

    pub(crate) fn script_url(&self) -> Option<String> {
        self.htmx.as_ref().map(|name| format!("{}{name}", self.prefix))
    }
}

/// FNV-1a, 64 bit (Fowler, Noll, Vo): tells versions of a file apart, protects nothing.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
