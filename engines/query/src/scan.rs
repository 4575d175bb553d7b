//! A view of one kind, as DataFusion reads it.
//!
//! The parts of a kind are dealt out to partitions in order and by rows, so that a plan that is run twice gives
//! the same rows twice. Filters stay above: what a cut cannot skip is cheap to pass on.

use crate::columns;
use crate::cut::{Cut, Only, Part};
use crate::identity;
use crate::state::KindRows;
use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::stats::Precision;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{Result, Statistics};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties};
use futures_util::{StreamExt as _, stream};
use std::fmt;
use std::sync::Arc;

/// Bytes of a row, roughly: only for choosing which side of a join is the smaller.
const ROW_BYTES: usize = 100;

/// The view of a kind at a cut.
#[derive(Debug)]
pub struct View {
    kind: String,
    rows: Arc<KindRows>,
    cut: Cut,
    resolve: bool,
}

impl View {
    /// The facts of `kind`.
    pub fn new(kind: &str, rows: Arc<KindRows>, cut: Cut) -> View {
        View { kind: kind.to_owned(), rows, cut, resolve: kind != identity::KIND }
    }

    /// The kind of its facts.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The same view with the facts of a few records.
    pub fn only(&self, only: Arc<Only>) -> View {
        let cut = Cut { only: Some(only), ..self.cut.clone() };
        View { kind: self.kind.clone(), rows: Arc::clone(&self.rows), cut, resolve: self.resolve }
    }
}

#[async_trait]
impl TableProvider for View {
    fn schema(&self) -> SchemaRef {
        columns::view_schema()
    }

    fn table_type(&self) -> TableType {
        TableType::View
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        _limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let whole = columns::view_schema();
        let projection = projection.cloned().unwrap_or_else(|| (0..whole.fields().len()).collect());
        let schema = Arc::new(whole.project(&projection)?);
        let parts = dealt(Part::all(&self.rows, self.cut.position), state.config().target_partitions());
        let properties = PlanProperties::new(
            EquivalenceProperties::new(Arc::clone(&schema)),
            Partitioning::UnknownPartitioning(parts.len()),
            EmissionType::Incremental,
            Boundedness::Bounded,
        );
        Ok(Arc::new(Scan {
            partitions: parts.into_iter().map(Arc::from).collect(),
            projection: projection.into(),
            schema,
            cut: self.cut.clone(),
            resolve: self.resolve,
            properties: Arc::new(properties),
        }))
    }
}

/// Parts for each partition: runs of neighbours with about the same number of rows. At least one partition.
fn dealt(parts: Vec<Part>, partitions: usize) -> Vec<Vec<Part>> {
    let total: usize = parts.iter().map(Part::rows).sum();
    let count = partitions.clamp(1, parts.len().max(1));
    let mut dealt = vec![Vec::new(); count];
    let mut before = 0;
    for part in parts {
        let middle = before + part.rows() / 2;
        before += part.rows();
        dealt[(middle * count / total.max(1)).min(count - 1)].push(part);
    }
    dealt
}

/// Reads the parts of one kind.
#[derive(Debug)]
struct Scan {
    partitions: Vec<Arc<[Part]>>,
    projection: Arc<[usize]>,
    schema: SchemaRef,
    cut: Cut,
    resolve: bool,
    properties: Arc<PlanProperties>,
}

impl DisplayAs for Scan {
    fn fmt_as(&self, _form: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: usize = self.partitions.iter().map(|parts| parts.len()).sum();
        write!(f, "FactScan: position={} parts={parts}", self.cut.position)
    }
}

impl ExecutionPlan for Scan {
    fn name(&self) -> &str {
        "FactScan"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn apply_expressions(
        &self,
        _f: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(
        self: Arc<Self>,
        _children: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn execute(&self, partition: usize, _context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let parts = Arc::clone(&self.partitions[partition]);
        let (cut, projection, schema) =
            (self.cut.clone(), Arc::clone(&self.projection), Arc::clone(&self.schema));
        let resolve = self.resolve;
        let read = move |at: usize| {
            let batches = cut.batches(&parts[at], &projection, &schema, resolve);
            match batches {
                Ok(batches) => batches.into_iter().map(Ok).collect::<Vec<_>>(),
                Err(error) => vec![Err(error.into())],
            }
        };
        let count = self.partitions[partition].len();
        let batches = stream::iter(0..count).flat_map(move |at| stream::iter(read(at)));
        Ok(Box::pin(RecordBatchStreamAdapter::new(Arc::clone(&self.schema), batches)))
    }

    fn partition_statistics(&self, partition: Option<usize>) -> Result<Arc<Statistics>> {
        let rows = |parts: &Arc<[Part]>| parts.iter().map(Part::rows).sum::<usize>();
        let rows = match partition {
            Some(at) => self.partitions.get(at).map_or(0, rows),
            None => self.partitions.iter().map(rows).sum(),
        };
        let mut statistics = Statistics::new_unknown(&self.schema);
        statistics.num_rows = Precision::Inexact(rows);
        statistics.total_byte_size = Precision::Inexact(rows * ROW_BYTES);
        Ok(Arc::new(statistics))
    }
}
