use panels::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let q = read::quotas(std::fs::File::open(&a[1]).unwrap()).unwrap_or_else(|e| panic!("{e}"));
    let cols = read::PeopleColumns { id: a.get(5).filter(|s| s.as_str() != "-").cloned(), address: a.iter().skip(6).cloned().collect() };
    let p = read::people(std::fs::File::open(&a[2]).unwrap(), &q, &cols).unwrap_or_else(|e| panic!("{e}"));
    let rule = if a[4] == "maximin" { columns::Rule::Maximin } else { columns::Rule::Leximin };
    let t = std::time::Instant::now();
    let pr = problem::Problem::new(&p, &q, problem::Task::new(a[3].parse().unwrap(), rule)).unwrap();
    println!("classes {} rows {}", pr.classes.classes.len(), pr.program.rows.len());
    let (s, pos) = pr.cover().unwrap();
    println!("cover {} panels, {} possible, {:?}", s.len(), pos.iter().filter(|&&x| x).count(), t.elapsed());
    let m = pr.mixture().unwrap();
    println!("least {:.9} bound {:.9} settled {} panels {} in {:?}", m.least, m.bound, m.settled, m.panels.len(), t.elapsed());
}
