//! Answering again: what was computed for records whose facts have not changed since is not computed anew.
//!
//! A part of a plan that tells records apart all the way up - it groups and joins by the record that its facts
//! are about, and gives the record with each row - can be computed record by record. Its rows are kept with the state
//! they were made from; after new facts only the records that these are about are computed again and take the place of
//! their rows. What stands above such a part is computed over kept and new rows, as ever.
//!
//! Invariant: the rows are those that computing all of it gives, in some order.

use crate::ask;
use crate::columns::{self, FACT, OTHER, SEQ_IN, SUBJECT};
use crate::cut::{Cut, Part};
use crate::identity::{self, Heads};
use crate::only::Only;
use crate::scan;
use crate::state::{KindRows, State};
use arrow::array::{ArrayRef, BooleanArray, RecordBatch};
use arrow::compute::{concat_batches, filter_record_batch};
use arrow::datatypes::{Field, Schema, SchemaRef};
use base::Day;
use base::query::Limits;
use datafusion::common::tree_node::{Transformed, TreeNode as _};
use datafusion::common::{Column, DFSchema, HashSet, Result};
use datafusion::datasource::{MemTable, provider_as_source};
use datafusion::error::DataFusionError;
use datafusion::execution::context::SessionState;
use datafusion::logical_expr::expr::WindowFunction;
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{
    Distinct, Expr, JoinType, LogicalPlan, LogicalPlanBuilder, Operator, TableScan,
};
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// Columns by which parts of plans may tell records apart: position in a view and name.
const KEYS: [(usize, &str); 3] = [(SUBJECT, "subject"), (OTHER, "other"), (FACT, "fact")];
/// With more changed records than this everything is computed again.
const CHANGED_MAX: usize = 20_000;
/// Batches that a kept part may have beyond those its rows need.
const BATCHES_MORE: usize = 64;

/// What a kept part is the answer to.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Asked {
    sql: String,
    as_of: Day,
    kinds: Vec<String>,
    /// Which part of the plan, counted from the top.
    part: usize,
}

/// Rows of a part, and the state they were made from.
#[derive(Debug)]
struct Kept {
    state: State,
    batches: Vec<RecordBatch>,
    bytes: usize,
}

/// Parts that were computed, up to a number of bytes; the ones used last stay.
#[derive(Debug)]
pub struct Memory {
    bytes_max: usize,
    kept: Mutex<VecDeque<(Asked, Arc<Kept>)>>,
}

impl Memory {
    /// Keeps up to `bytes_max` bytes.
    pub fn new(bytes_max: usize) -> Memory {
        Memory { bytes_max, kept: Mutex::default() }
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn get(&self, asked: &Asked) -> Option<Arc<Kept>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(known, _)| known == asked).map(|(_, kept)| Arc::clone(kept))
    }

    fn put(&self, asked: Asked, new: Kept) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(known, _)| *known != asked);
        if new.bytes <= self.bytes_max / 4 {
            kept.push_back((asked, Arc::new(new)));
        }
        let mut bytes: usize = kept.iter().map(|(_, kept)| kept.bytes).sum();
        while bytes > self.bytes_max {
            bytes -= kept.pop_front().map_or(0, |(_, old)| old.bytes);
        }
    }
}

/// What a question is asked with.
pub struct Asking<'a> {
    pub session: &'a SessionState,
    pub memory: &'a Memory,
    pub state: &'a State,
    pub cut: &'a Cut,
    pub limits: &'a Limits,
    pub sql: &'a str,
    pub as_of: Day,
    pub kinds: &'a [String],
}

impl Asking<'_> {
    /// The plan with the rows of its separable parts in place of these parts; none when it has no such part.
    pub async fn with_kept(&self, plan: &LogicalPlan) -> Result<Option<LogicalPlan>> {
        let mut parts = Vec::new();
        let cut_up = parted(plan, &mut parts)?;
        if parts.is_empty() {
            return Ok(None);
        }
        let mut tables = Vec::new();
        for (number, (part, key)) in parts.iter().enumerate() {
            let batches = self.rows(number, part, *key).await?;
            tables.push(in_place(number, part, batches)?);
        }
        let whole = cut_up.transform_up(|node| match &node {
            LogicalPlan::EmptyRelation(empty) => match number_of(&empty.schema).and_then(|n| tables.get(n)) {
                Some(table) => Ok(Transformed::yes(table.clone())),
                None => Ok(Transformed::no(node)),
            },
            _ => Ok(Transformed::no(node)),
        })?;
        Ok(Some(whole.data.recompute_schema()?))
    }

    async fn rows(&self, number: usize, part: &LogicalPlan, key: usize) -> Result<Vec<RecordBatch>> {
        let asked =
            Asked { sql: self.sql.to_owned(), as_of: self.as_of, kinds: self.kinds.to_vec(), part: number };
        let place = keyed(part, key).and_then(|places| places.first().copied());
        // Somebody who asked later may have been answered earlier: what they know is not yet so here.
        let known = self.memory.get(&asked).filter(|known| known.state.reached <= self.state.reached);
        let changed = match &known {
            Some(known) => self.changed(&known.state, part, key)?,
            None => None,
        };
        let batches = match (known, changed, place) {
            (Some(known), Some(changed), _) if changed.is_empty() => known.batches.clone(),
            (Some(known), Some(changed), Some(place)) => {
                let only = Only::new(KEYS[key].0, &changed, &self.cut.heads, &self.cut.reader.names)?;
                let mut batches = without(&known.batches, place, &only)?;
                batches.extend(self.run(restricted(part, &Arc::new(only))?).await?);
                joined(batches)?
            }
            (_, _, _) => self.run(part.clone()).await?,
        };
        let bytes = batches.iter().map(crate::answer::bytes).sum();
        self.memory.put(asked, Kept { state: self.state.clone(), batches: batches.clone(), bytes });
        Ok(batches)
    }

    async fn run(&self, part: LogicalPlan) -> Result<Vec<RecordBatch>> {
        let optimised = self.session.optimizer().optimize(part, self.session, |_, _| {})?;
        ask::run_plan(self.session, &optimised, self.limits).await
    }

    /// Records whose facts of these kinds are not what they were; none when that cannot be told.
    fn changed(&self, old: &State, part: &LogicalPlan, key: usize) -> Result<Option<HashSet<String>>> {
        let old_heads = match old.identities.heads(old.reached) {
            Ok(heads) => heads,
            Err(_) => return Ok(None),
        };
        let heads = self.cut.heads.as_ref();
        let mut changed = HashSet::new();
        if old_heads != *heads {
            // A merge moves facts from one record to another in the other column too, in whatever group they stand.
            if KEYS[key].0 == FACT || reads_the_other(part, key)? {
                return Ok(None);
            }
            let head = |of: &Heads, name: &String| of.get(name).unwrap_or(name).clone();
            for name in old_heads.keys().chain(heads.keys()) {
                let (before, now) = (head(&old_heads, name), head(heads, name));
                if before != now {
                    changed.extend([name.clone(), before, now]);
                }
            }
        }
        for kind in kinds_of(part)? {
            let (before, now) = (old.kinds.get(&kind), self.state.kinds.get(&kind));
            let none = Arc::new(KindRows::default());
            let (before, now) = (before.unwrap_or(&none), now.unwrap_or(&none));
            if !Arc::ptr_eq(before, now)
                && !self.moved(before, now, old.reached, key, &old_heads, &mut changed)?
            {
                return Ok(None);
            }
        }
        Ok(Some(changed).filter(|changed| changed.len() <= CHANGED_MAX))
    }

    /// Adds the records of rows that came or ended after `since`; false when files were written meanwhile.
    fn moved(
        &self,
        before: &KindRows,
        now: &KindRows,
        since: i64,
        key: usize,
        old_heads: &Heads,
        changed: &mut HashSet<String>,
    ) -> Result<bool> {
        let files = |rows: &KindRows| -> Vec<u64> {
            let live = rows.live.iter().map(|(segment, _)| segment.number);
            live.chain(rows.past.iter().map(|segment| segment.number)).collect()
        };
        if files(before) != files(now) {
            return Ok(false);
        }
        let column = KEYS[key].0;
        let mut nameless = false;
        // A fact that names no record is in no group of one; groups of "no record" are computed with everything.
        let mut add = |names: &ArrayRef, row: usize| match self.cut.reader.names.at(names, row) {
            Some(name) => {
                for heads in [old_heads, self.cut.heads.as_ref()] {
                    changed.insert(heads.get(&name).unwrap_or(&name).clone());
                }
            }
            None => nameless = true,
        };
        for chunk in &now.chunks {
            let stated = columns::numbers(chunk.rows.column(SEQ_IN)).ok_or_else(columns::not_that_column)?;
            let late = chunk.ended.iter().filter(|(_, out)| *out > since).map(|(row, _)| *row as usize);
            let new = (0..chunk.rows.num_rows()).filter(|row| stated.value(*row) > since);
            late.chain(new).for_each(|row| add(chunk.rows.column(column), row));
        }
        for part in Part::all(now, self.state.reached).iter().filter(|part| matches!(part, Part::Live(..))) {
            let rows: Vec<usize> = part.ended().filter(|(_, out)| *out > since).map(|(row, _)| row).collect();
            if rows.is_empty() {
                continue;
            }
            let names = part.column(&self.cut.reader, column)?;
            for row in rows {
                let (batch, row) = (row / crate::segment::BATCH_ROWS, row % crate::segment::BATCH_ROWS);
                add(&names[batch], row);
            }
        }
        Ok(!nameless)
    }
}

/// The rows of other records.
fn without(batches: &[RecordBatch], place: usize, these: &Only) -> Result<Vec<RecordBatch>> {
    let mut left = Vec::with_capacity(batches.len());
    for batch in batches {
        let rows = these.rows(batch.column(place), false)?;
        if rows.is_empty() {
            left.push(batch.clone());
            continue;
        }
        let mut stays = vec![true; batch.num_rows()];
        rows.into_iter().for_each(|row| stays[row as usize] = false);
        left.push(filter_record_batch(batch, &BooleanArray::from(stays))?);
    }
    Ok(left)
}

/// The same rows in few batches.
fn joined(batches: Vec<RecordBatch>) -> Result<Vec<RecordBatch>> {
    let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
    match batches.first().map(RecordBatch::schema) {
        Some(schema) if batches.len() > rows / crate::segment::BATCH_ROWS + BATCHES_MORE => {
            Ok(vec![crate::state::tight(&concat_batches(&schema, &batches)?)?])
        }
        Some(_) | None => Ok(batches),
    }
}

/// The plan with a mark in place of each largest part that can be computed record by record and is worth keeping.
fn parted(plan: &LogicalPlan, parts: &mut Vec<(LogicalPlan, usize)>) -> Result<LogicalPlan> {
    let key = (0..KEYS.len()).find(|key| keyed(plan, *key).is_some_and(|places| !places.is_empty()));
    if let (Some(key), true) = (key, is_work(plan)) {
        parts.push((plan.clone(), key));
        return mark(parts.len() - 1);
    }
    // Only along nodes with one input: these are what stands above a counted question.
    match plan.inputs().as_slice() {
        [input] => {
            let input = parted(input, parts)?;
            match parts.is_empty() {
                true => Ok(plan.clone()),
                false => Ok(plan.clone().map_children(|_| Ok(Transformed::yes(input.clone())))?.data),
            }
        }
        _ => Ok(plan.clone()),
    }
}

const MARK: &str = "kept part";

fn mark(number: usize) -> Result<LogicalPlan> {
    let schema =
        Schema::new(vec![Field::new(format!("{MARK} {number}"), arrow::datatypes::DataType::Null, true)]);
    Ok(LogicalPlan::EmptyRelation(datafusion::logical_expr::EmptyRelation {
        produce_one_row: false,
        schema: Arc::new(DFSchema::try_from(schema)?),
    }))
}

fn number_of(schema: &DFSchema) -> Option<usize> {
    schema.fields().first()?.name().strip_prefix(MARK)?.trim().parse().ok()
}

/// Rows as a table with the columns that the part had.
fn in_place(number: usize, part: &LogicalPlan, batches: Vec<RecordBatch>) -> Result<LogicalPlan> {
    let name = |at: usize| format!("c{at}");
    let plain = |schema: &Schema| -> SchemaRef {
        let fields = schema.fields().iter().enumerate();
        Arc::new(Schema::new(
            fields
                .map(|(at, field)| Field::new(name(at), field.data_type().clone(), true))
                .collect::<Vec<Field>>(),
        ))
    };
    let schema = plain(part.schema().as_arrow());
    let renamed = batches.into_iter().map(|batch| {
        RecordBatch::try_new(Arc::clone(&schema), batch.columns().to_vec()).map_err(DataFusionError::from)
    });
    let table = MemTable::try_new(Arc::clone(&schema), vec![renamed.collect::<Result<_>>()?])?;
    let of = format!("kept_{number}");
    let columns = part.schema().iter().enumerate().map(|(at, (qualifier, field))| {
        Expr::Column(Column::new(Some(of.clone()), name(at)))
            .alias_qualified(qualifier.cloned(), field.name())
    });
    let columns: Vec<Expr> = columns.collect();
    LogicalPlanBuilder::scan(of.clone(), provider_as_source(Arc::new(table)), None)?.project(columns)?.build()
}

/// True when computing a part takes more than passing rows on.
fn is_work(plan: &LogicalPlan) -> bool {
    matches!(plan, LogicalPlan::Aggregate(_) | LogicalPlan::Join(_) | LogicalPlan::Window(_))
        || plan.inputs().into_iter().any(is_work)
}

/// The kinds that a part reads.
fn kinds_of(part: &LogicalPlan) -> Result<BTreeSet<String>> {
    let mut kinds = BTreeSet::new();
    part.apply(|node| {
        if let LogicalPlan::TableScan(scan) = node
            && let Some(view) = scan::view_of(scan)
        {
            kinds.insert(view.kind().to_owned());
        }
        Ok(datafusion::common::tree_node::TreeNodeRecursion::Continue)
    })?;
    Ok(kinds)
}

/// True when a part also looks at the other record that a fact names, or gives it out.
fn reads_the_other(part: &LogicalPlan, key: usize) -> Result<bool> {
    let other = if KEYS[key].0 == SUBJECT { OTHER } else { SUBJECT };
    let is_it = |name: &str| KEYS.iter().any(|(column, known)| *column == other && *known == name);
    let mut found = part.schema().fields().iter().any(|field| is_it(field.name()));
    part.apply(|node| {
        found |= node.expressions().iter().any(|expr| expr.column_refs().iter().any(|of| is_it(&of.name)));
        Ok(datafusion::common::tree_node::TreeNodeRecursion::Continue)
    })?;
    Ok(found)
}

/// The part over the facts of a few records.
fn restricted(part: &LogicalPlan, only: &Arc<Only>) -> Result<LogicalPlan> {
    let done = part.clone().transform_up(|node| match &node {
        LogicalPlan::TableScan(scan) => {
            let Some(view) = scan::view_of(scan) else { return Ok(Transformed::no(node)) };
            let source = provider_as_source(Arc::new(view.only(Arc::clone(only))));
            Ok(Transformed::yes(LogicalPlan::TableScan(TableScan { source, ..scan.clone() })))
        }
        _ => Ok(Transformed::no(node)),
    })?;
    Ok(done.data)
}

/// Where the record stands in the columns of a plan that keeps records apart; none when it does not keep them apart.
fn keyed(plan: &LogicalPlan, key: usize) -> Option<BTreeSet<usize>> {
    let places = match plan {
        LogicalPlan::TableScan(scan) => {
            let view = scan::view_of(scan)?;
            if view.kind() == identity::KIND || scan.fetch.is_some() {
                return None;
            }
            let fields = scan.projected_schema.fields().iter().enumerate();
            fields.filter(|(_, field)| field.name() == KEYS[key].1).map(|(at, _)| at).collect()
        }
        LogicalPlan::Filter(filter) => keyed(&filter.input, key).filter(|_| is_plain(&filter.predicate))?,
        LogicalPlan::SubqueryAlias(alias) => keyed(&alias.input, key)?,
        LogicalPlan::Distinct(Distinct::All(input)) => keyed(input, key)?,
        LogicalPlan::Projection(projection) => {
            let (places, schema) = (keyed(&projection.input, key)?, projection.input.schema());
            if !projection.expr.iter().all(is_plain) {
                return None;
            }
            let own = projection.expr.iter().enumerate();
            own.filter(|(_, expr)| stands(expr, schema, &places)).map(|(at, _)| at).collect()
        }
        LogicalPlan::Aggregate(aggregate) => {
            let (places, schema) = (keyed(&aggregate.input, key)?, aggregate.input.schema());
            let whole = aggregate.group_expr.iter().chain(&aggregate.aggr_expr);
            if !whole.clone().all(is_plain) || whole.clone().any(|expr| matches!(expr, Expr::GroupingSet(_)))
            {
                return None;
            }
            let own = aggregate.group_expr.iter().enumerate();
            own.filter(|(_, expr)| stands(expr, schema, &places)).map(|(at, _)| at).collect()
        }
        LogicalPlan::Window(window) => {
            let (places, schema) = (keyed(&window.input, key)?, window.input.schema());
            let apart = |expr: &Expr| match unaliased(expr) {
                Expr::WindowFunction(call) => {
                    let WindowFunction { params, .. } = call.as_ref();
                    params.partition_by.iter().any(|expr| stands(expr, schema, &places))
                }
                _ => false,
            };
            places.iter().copied().filter(|_| window.window_expr.iter().all(apart)).collect()
        }
        LogicalPlan::Join(join) => joined_by(join, key)?,
        LogicalPlan::Union(union) => {
            let all: Option<Vec<BTreeSet<usize>>> =
                union.inputs.iter().map(|input| keyed(input, key)).collect();
            all?.into_iter().reduce(|a, b| a.intersection(&b).copied().collect())?
        }
        _ => return None,
    };
    Some(places).filter(|places: &BTreeSet<usize>| !places.is_empty())
}

fn joined_by(join: &datafusion::logical_expr::Join, key: usize) -> Option<BTreeSet<usize>> {
    let (left, right) = (keyed(&join.left, key)?, keyed(&join.right, key)?);
    if join.null_aware || join.filter.as_ref().is_some_and(|filter| !is_plain(filter)) {
        return None;
    }
    let sides =
        |a: &Expr, b: &Expr| stands(a, join.left.schema(), &left) && stands(b, join.right.schema(), &right);
    let filter: Vec<&Expr> = join.filter.as_ref().map(split_conjunction).unwrap_or_default();
    let equal = filter.into_iter().filter_map(|expr| match expr {
        Expr::BinaryExpr(pair) if pair.op == Operator::Eq => Some((&*pair.left, &*pair.right)),
        _ => None,
    });
    let mut pairs = join.on.iter().map(|(a, b)| (a, b)).chain(equal);
    if !pairs.any(|(a, b)| sides(a, b) || sides(b, a)) {
        return None;
    }
    let shift = join.left.schema().fields().len();
    let right = right.into_iter().map(|at| at + shift);
    match join.join_type {
        JoinType::Inner => Some(left.into_iter().chain(right).collect()),
        JoinType::Left => Some(left),
        JoinType::Right => Some(right.collect()),
        _ => None,
    }
}

fn unaliased(expr: &Expr) -> &Expr {
    match expr {
        Expr::Alias(alias) => unaliased(&alias.expr),
        other => other,
    }
}

/// True when an expression is the record and nothing else.
fn stands(expr: &Expr, schema: &DFSchema, places: &BTreeSet<usize>) -> bool {
    match unaliased(expr) {
        Expr::Column(column) => schema.maybe_index_of_column(column).is_some_and(|at| places.contains(&at)),
        _ => false,
    }
}

/// True when an expression asks no question of its own.
fn is_plain(expr: &Expr) -> bool {
    let asks = |expr: &Expr| {
        Ok(matches!(
            expr,
            Expr::ScalarSubquery(_) | Expr::InSubquery(_) | Expr::Exists(_) | Expr::OuterReferenceColumn(..)
        ))
    };
    !expr.exists(asks).unwrap_or(true)
}
