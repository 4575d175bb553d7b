//! Answering: from a question and a state to plain columns, within limits.

use crate::again::{Asking, Memory};
use crate::answer::{self, Numbered};
use crate::cut::{Cut, Reader};
use crate::names::Names;
use crate::plan;
use crate::scan::View;
use crate::sql;
use crate::state::{KindRows, State};
use crate::told_apart;
use arrow::array::RecordBatch;
use arrow::datatypes::DataType;
use base::Fault;
use base::query::{Answer, Limits, QueryError, Question, Refusal, view_name};
use datafusion::catalog::{
    CatalogProvider as _, CatalogProviderList as _, MemoryCatalogProvider, MemoryCatalogProviderList,
    MemorySchemaProvider, SchemaProvider as _,
};
use datafusion::common::tree_node::{Transformed, TreeNode as _};
use datafusion::error::DataFusionError;
use datafusion::execution::TaskContext;
use datafusion::execution::context::SessionState;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::GreedyMemoryPool;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::coop::CooperativeExec;
use datafusion::physical_plan::{ExecutionPlan, execute_stream};
use datafusion::prelude::SessionConfig;
use datafusion::sql::parser::Statement;
use futures_util::StreamExt as _;
use std::collections::BTreeMap;
use std::sync::Arc;

const CATALOG: &str = "city";
const SCHEMA: &str = "facts";

/// What all questions begin with: functions and settings. Made once.
///
/// One partition: a page asks several questions at once, so that dealing the rows of one question out to threads
/// and gathering them again costs more than it gives.
pub fn session() -> SessionState {
    let mut config = SessionConfig::new()
        .with_target_partitions(1)
        .with_batch_size(crate::segment::BATCH_ROWS)
        .with_information_schema(false)
        .with_create_default_catalog_and_schema(false)
        .with_default_catalog_and_schema(CATALOG, SCHEMA);
    config.options_mut().sql_parser.collect_spans = true;
    SessionStateBuilder::new().with_config(config).with_default_features().build()
}

/// Answers over `state`.
pub async fn answer(
    session: &SessionState,
    reader: &Arc<Reader>,
    memory: &Memory,
    state: &State,
    question: &Question,
    engine: String,
) -> Result<Answer, QueryError> {
    let position = question.position.unwrap_or(state.reached).min(state.reached);
    let views = views(&question.kinds)?;
    let parsed = sql::read(&question.sql, question.as_of, &views)?;
    let heads = state.identities.heads(position).map_err(|error| match error {
        base::Error::Fault(fault) => QueryError::Fault(*fault),
        refused @ base::Error::Refused(_) => Fault::new("resolving identities", refused).into(),
    })?;
    let cut = Cut {
        position,
        heads: Arc::new(heads),
        identities: Arc::clone(&state.identities),
        reader: Arc::clone(reader),
        only: None,
        numbered: false,
        numbered_heads: Arc::default(),
    };
    let (mut session, mut whole) = typed(session, &views, state, &cut, parsed.clone()).await?;
    no(plan::as_typed(&whole))?;
    answer::fits(whole.schema().inner())?;
    let schema = Arc::clone(whole.schema().inner());
    let (mut cut, mut names) = (cut, Vec::new());
    if let Some(columns) = told_apart::names(&whole).filter(|columns| !columns.is_empty()) {
        let by_number = cut.by_number().map_err(|e| answer::planning(&e.into()))?;
        let (with_numbers, plan) = typed(&session, &views, state, &by_number, parsed).await?;
        if is_same_with_numbers(&whole, &plan, &columns) {
            (session, whole, cut, names) = (with_numbers, plan, by_number, columns);
        }
    }
    if position == state.reached {
        let asking = Asking {
            session: &session,
            memory,
            state,
            cut: &cut,
            limits: &question.limits,
            sql: &question.sql,
            as_of: question.as_of,
            kinds: &question.kinds,
        };
        // What is too large to be kept is computed as a whole, within the limits of the question.
        if let Ok(Some(kept)) = asking.with_kept(&whole).await {
            whole = kept;
        }
    }
    let optimised =
        session.optimizer().optimize(whole, &session, |_, _| {}).map_err(|e| answer::planning(&e))?;
    let physical = physical(&session, &optimised).await.map_err(|e| answer::planning(&e))?;
    let runtime = runtime(&question.limits)?;
    let context = Arc::new(TaskContext::from(&session).with_runtime(runtime));
    let numbered = Numbered { names: &reader.names, columns: &names };
    let batches = run(physical, context, &question.limits, &numbered).await?;
    answer::plain(&schema, &batches, &numbered, position, engine)
}

/// A question planned over the facts it may see, its types fitted; and the session that knows these facts.
async fn typed(
    session: &SessionState,
    views: &BTreeMap<String, String>,
    state: &State,
    cut: &Cut,
    parsed: Statement,
) -> Result<(SessionState, LogicalPlan), QueryError> {
    let failed = |e: DataFusionError| answer::planning(&e);
    let mut session = session.clone();
    session.register_catalog_list(catalog(views, state, cut).map_err(failed)?);
    let written = session.statement_to_plan(parsed).await.map_err(failed)?;
    no(plan::as_written(&written))?;
    let typed = session.analyzer().execute_and_check(written, session.config_options(), |_, _| {});
    Ok((session, typed.map_err(failed)?))
}

/// True when a plan with numbers gives what the plan with names gives, with numbers in these columns.
fn is_same_with_numbers(plain: &LogicalPlan, numbered: &LogicalPlan, names: &[bool]) -> bool {
    let types = |plan: &LogicalPlan| -> Vec<DataType> {
        plan.schema().fields().iter().map(|field| field.data_type().clone()).collect()
    };
    let mut expected = types(plain);
    for (expected, _) in expected.iter_mut().zip(names).filter(|(_, is_name)| **is_name) {
        *expected = DataType::UInt32;
    }
    expected == types(numbered)
}

/// Runs a part of a plan within the limits of its question.
pub async fn run_plan(
    session: &SessionState,
    optimised: &LogicalPlan,
    limits: &Limits,
) -> datafusion::common::Result<Vec<RecordBatch>> {
    let outside = |e: QueryError| DataFusionError::External(format!("{e:?}").into());
    let physical = physical(session, optimised).await?;
    let context = Arc::new(TaskContext::from(session).with_runtime(runtime(limits).map_err(outside)?));
    let kept = Numbered { names: &Names::default(), columns: &[] };
    run(physical, context, limits, &kept).await.map_err(outside)
}

/// The plan as it is run. What joins rows can give far more than it takes: it lets others run in between, so that it
/// can be given up.
async fn physical(
    session: &SessionState,
    optimised: &LogicalPlan,
) -> datafusion::common::Result<Arc<dyn ExecutionPlan>> {
    let plan = session.query_planner().create_physical_plan(optimised, session).await?;
    let yielding = plan.transform_up(|node| match node.children().len() {
        0 | 1 => Ok(Transformed::no(node)),
        _ => Ok(Transformed::yes(Arc::new(CooperativeExec::new(node)) as Arc<dyn ExecutionPlan>)),
    })?;
    Ok(yielding.data)
}

fn no(found: datafusion::common::Result<Option<Refusal>>) -> Result<(), QueryError> {
    match found {
        Ok(None) => Ok(()),
        Ok(Some(refusal)) => Err(refusal.into()),
        Err(error) => Err(answer::planning(&error)),
    }
}

/// The views of these kinds: name and kind.
fn views(kinds: &[String]) -> Result<BTreeMap<String, String>, Refusal> {
    let mut views: BTreeMap<String, String> = BTreeMap::new();
    for kind in kinds {
        let name = view_name(kind);
        if views.insert(name.clone(), kind.clone()).is_some_and(|other| other != *kind) {
            return Err(Refusal::SameView { name });
        }
    }
    Ok(views)
}

fn catalog(
    views: &BTreeMap<String, String>,
    state: &State,
    cut: &Cut,
) -> datafusion::common::Result<Arc<MemoryCatalogProviderList>> {
    let schema = MemorySchemaProvider::new();
    for (name, kind) in views {
        let rows = state.kinds.get(kind).cloned().unwrap_or_else(|| Arc::new(KindRows::default()));
        schema.register_table(name.clone(), Arc::new(View::new(kind, rows, cut.clone())))?;
    }
    let catalog = MemoryCatalogProvider::new();
    catalog.register_schema(SCHEMA, Arc::new(schema))?;
    let list = MemoryCatalogProviderList::new();
    list.register_catalog(CATALOG.to_owned(), Arc::new(catalog));
    Ok(Arc::new(list))
}

/// Memory of its own, and no disk to spill to.
fn runtime(limits: &Limits) -> Result<Arc<RuntimeEnv>, QueryError> {
    RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(GreedyMemoryPool::new(limits.memory_bytes)))
        .with_disk_manager_builder(DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled))
        .build_arc()
        .map_err(|e| Fault::new("preparing a question", e).into())
}

async fn run(
    plan: Arc<dyn ExecutionPlan>,
    context: Arc<TaskContext>,
    limits: &Limits,
    numbered: &Numbered<'_>,
) -> Result<Vec<RecordBatch>, QueryError> {
    let failed = |error| answer::executing(&error, limits.memory_bytes);
    let mut stream = execute_stream(plan, context).map_err(failed)?;
    let (mut batches, mut rows, mut bytes) = (Vec::new(), 0, 0);
    while let Some(batch) = stream.next().await {
        let batch = batch.map_err(failed)?;
        rows += batch.num_rows();
        bytes += answer::bytes(&batch) + numbered.bytes(&batch);
        if rows > limits.rows {
            return Err(Refusal::Rows { most: limits.rows }.into());
        }
        if bytes > limits.memory_bytes {
            return Err(Refusal::Memory { most: limits.memory_bytes }.into());
        }
        batches.push(batch);
    }
    Ok(batches)
}
