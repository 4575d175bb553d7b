//! Claims: acts on both databases, verdicts on the public record, who sees what, and bad input.

mod acts;
mod findings;
mod handed;
mod record;

use super::acts::import::{self, File};
use super::names::Names;
use super::upload;
use base::{Id, Result, Tri};
use claims::Claim;
use kernel::organisation::{NewOrganisation, acts as organisations, store};
use kernel::{Caller, Done, Role, Tx};
use std::sync::Arc;
use testkit::Hub;

const HEADER: &str = "id,published,outlet,speaker,subject,scope,relation,value,unit,numerator,denominator,parts,basis,as_of,source,label_ko";
const TWO: &str = "a1,2025-12,신문,city,academy.rate,1-5,=,71.2,percent,724,1221,,,2025-12,news-1,취업률\n\
                   a2,2025-11-24,신문,council,mou.invested,all,=,142,company,142,244,,,2025-11-24,news-2,실제 투자\n";

/// A city with a city hall, its two claims, and people around it.
struct Scene {
    hub: Hub,
    hall: Id,
    names: Names,
}

impl Scene {
    fn on(hub: Hub) -> Scene {
        let hall = organisation(&hub, "시험시청", "city");
        let scene = Scene { names: Names::default(), hall, hub };
        scene.system(|tx, names| import::import(tx, names, &lines(TWO), &file("two"))).unwrap();
        scene
    }

    fn new() -> Scene {
        Scene::on(Hub::new(&[crate::MIGRATIONS]))
    }

    fn act<F>(&self, caller: Caller, act: F) -> Result<Done>
    where
        F: FnOnce(&mut Tx<'_>, &Names) -> Result<Done> + Send + 'static,
    {
        let names = self.names.clone();
        self.hub.city.act_blocking(caller, None, move |tx| act(tx, &names))
    }

    fn system<F>(&self, act: F) -> Result<Done>
    where
        F: FnOnce(&mut Tx<'_>, &Names) -> Result<Done> + Send + 'static,
    {
        self.act(Caller::System("test"), act)
    }

    fn officer(&self) -> Caller {
        self.hub.caller(Role::Officer, None)
    }

    fn member(&self, of: Id) -> Caller {
        self.hub.caller(Role::Member, Some(of))
    }

    fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&db::Reading<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.hub.city.read_blocking(read).unwrap()
    }

    /// Refused with this key, and nothing was written.
    fn refused<F>(&self, key: &str, caller: Caller, act: F)
    where
        F: FnOnce(&mut Tx<'_>, &Names) -> Result<Done> + Send + 'static,
    {
        let before = self.hub.dump();
        let error = self.act(caller, act).unwrap_err();
        let inner = error.saying().is_some_and(|saying| saying.fields.iter().any(|(_, one)| one.key == key));
        assert!(error.is(key) || inner, "{error} is not {key}");
        assert_eq!(before, self.hub.dump(), "a refusal wrote something");
    }
}

fn organisation(hub: &Hub, name: &str, kind: &str) -> Id {
    let new = NewOrganisation { kind: kind.into(), name: Tri::korean(name), ..NewOrganisation::default() };
    let act = move |tx: &mut Tx<'_>| organisations::register(tx, new);
    let number = hub.city.act_blocking(Caller::System("test"), None, act).unwrap().number.unwrap();
    hub.city.read_blocking(move |read| store::by_number(read, &number)).unwrap()
}

fn lines(text: &str) -> Vec<Claim> {
    upload::read(format!("{HEADER}\n{text}").as_bytes()).unwrap_or_else(|wrong| panic!("{wrong:?}"))
}

fn file(name: &str) -> File {
    File { name: name.into(), digest: upload::digest(name.as_bytes()) }
}

fn vault(hub: &Hub) -> Arc<kernel::vault::Vault> {
    Arc::clone(hub.city.vault())
}
