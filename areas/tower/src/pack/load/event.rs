//! Events of a pack, who took part, and what led to them and came of them.

use super::Loading;
use crate::event::store::{self, Fresh, FreshLink};
use crate::event::{Event, Part};
use crate::pack::items;
use crate::pack::promised;
use crate::pack::value::{Said, Spanned, Text, text};
use base::{Id, Ref, Result, Tri, When};

pub(super) fn load(loading: &mut Loading<'_>) -> Result<()> {
    let file = loading.pack.promises.event.clone();
    let all = file.iter().map(|from| (format!("event/{}", text(&from.id)), from.clone())).collect();
    let mut fresh: Vec<Fresh> = Vec::new();
    for (item, from) in loading.fresh("event", all)? {
        let id = Id::new(loading.city.now(), loading.city.source().as_mut());
        fresh.push((item, event(id, &from)?, parts(loading, &from)?));
    }
    let pack = loading.slug();
    if !fresh.is_empty() {
        let pack = pack.clone();
        loading.act(move |tx| store::import(tx, &pack, &fresh))?;
    }
    let links = links(loading, &file)?;
    if links.is_empty() {
        return Ok(());
    }
    loading.act(move |tx| store::link(tx, &pack, &links)).map(|_| ())
}

fn event(id: Id, from: &promised::Event) -> Result<Event> {
    let range = match (&from.from_date, &from.to_date) {
        (Some(first), Some(last)) => {
            Some(When::parse(&format!("{}..{}", first.get_ref().0, last.get_ref().0))?)
        }
        (Some(day), None) | (None, Some(day)) => Some(When::day(day.get_ref().0)),
        (None, None) => None,
    };
    let own = |text: &Option<Text>| text.as_ref().map(|text| text.0.clone());
    let tri = |said: &Option<Said>| said.as_ref().map_or_else(Tri::default, |said| said.0.clone());
    Ok(Event {
        id,
        code: text(&from.id),
        title: from.title.0.clone(),
        aliases: from.aliases.iter().map(|alias| alias.0.clone()).collect(),
        theme: tri(&from.theme),
        held: from.on.as_ref().map(|on| on.get_ref().0).or(range),
        held_inferred: from.on_inferred,
        from_time: own(&from.from),
        to_time: own(&from.to),
        venue: tri(&from.venue),
        attendance: from.attendance.as_ref().map(|count| *count.get_ref()),
        met_roles: from.met_roles.iter().map(|role| role.0.clone()).collect(),
        source: own(&from.source),
    })
}

fn parts(loading: &Loading<'_>, from: &promised::Event) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    if let Some(body) = &from.body {
        parts.push(Part { verb: "held", who: loading.at(body.get_ref().as_str())?, role: None });
    }
    for person in &from.speakers {
        parts.extend(person_of(loading, person)?.map(|who| Part { verb: "spoke", who, role: None }));
    }
    for role in &from.speaker_roles {
        let who = loading.at(role.at.get_ref().as_str())?;
        parts.push(Part { verb: "spoke", who, role: Some(role.what.0.clone()) });
    }
    for place in &from.visited {
        parts.push(Part { verb: "visited", who: loading.at(place.get_ref().as_str())?, role: None });
    }
    for person in &from.met {
        parts.extend(person_of(loading, person)?.map(|who| Part { verb: "met", who, role: None }));
    }
    Ok(parts)
}

fn person_of(loading: &Loading<'_>, id: &Spanned<Text>) -> Result<Option<Ref>> {
    loading.became(&items::of_person(loading.city, "person", id.get_ref().as_str())?)
}

/// Links that were not written before.
fn links(loading: &mut Loading<'_>, file: &[promised::Event]) -> Result<Vec<FreshLink>> {
    let mut all = Vec::new();
    for from in file {
        let own = format!("event/{}", text(&from.id));
        let source = from.source.as_ref().map(|source| source.0.clone());
        let Some(of) = loading.became(&own)? else { continue };
        for cause in &from.because_of {
            let item = text(cause);
            let Some(other) = loading.became(&item)? else { continue };
            all.push((format!("{own}/because_of/{item}"), (other, of.clone(), source.clone())));
        }
        for effect in &from.led_to {
            let item = text(effect);
            let Some(other) = loading.became(&item)? else { continue };
            all.push((format!("{own}/led_to/{item}"), (of.clone(), other, source.clone())));
        }
        // What a body that met decided stands with the meeting.
        if let Some(meeting) = loading.became(&format!("meeting/{}", text(&from.id)))? {
            all.push((format!("{own}/led_to/meeting"), (of.clone(), meeting, source.clone())));
        }
    }
    let fresh = loading.fresh("event_link", all)?;
    Ok(fresh.into_iter().map(|(item, (from, to, source))| (item, from, to, source)).collect())
}
