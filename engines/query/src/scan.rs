//! A view of one kind, as DataFusion reads it.
//!
//! The parts of a kind are read one after the other, so that a plan that is run twice gives the same rows twice.
//! Filters stay above: what a cut cannot skip is cheap to pass on.

use crate::columns;
use crate::cut::{Cut, Part};
use crate::identity;
use crate::only::Only;
use crate::state::KindRows;
use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::stats::Precision;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{Result, Statistics};
use datafusion::datasource::source_as_provider;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableScan, TableType};
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
#[derive(Clone, Debug)]
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
        View { cut: Cut { only: Some(only), ..self.cut.clone() }, ..self.clone() }
    }
}

/// The view that a scan reads; none when it reads something else.
pub fn view_of(scan: &TableScan) -> Option<View> {
    source_as_provider(&scan.source).ok()?.downcast_ref::<View>().cloned()
}

#[async_trait]
impl TableProvider for View {
    fn schema(&self) -> SchemaRef {
        match self.cut.numbered {
            true => columns::numbered_schema(),
            false => columns::view_schema(),
        }
    }

    fn table_type(&self) -> TableType {
        TableType::View
    }

    async fn scan(
        &self,
        _session: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        _limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let whole = self.schema();
        let projection = projection.cloned().unwrap_or_else(|| (0..whole.fields().len()).collect());
        let schema = Arc::new(whole.project(&projection)?);
        let properties = PlanProperties::new(
            EquivalenceProperties::new(Arc::clone(&schema)),
            Partitioning::UnknownPartitioning(1),
            EmissionType::Incremental,
            Boundedness::Bounded,
        );
        Ok(Arc::new(Scan {
            parts: Part::all(&self.rows, self.cut.position).into(),
            projection: projection.into(),
            schema,
            cut: self.cut.clone(),
            resolve: self.resolve,
            properties: Arc::new(properties),
        }))
    }
}

/// Reads the parts of one kind.
#[derive(Debug)]
struct Scan {
    parts: Arc<[Part]>,
    projection: Arc<[usize]>,
    schema: SchemaRef,
    cut: Cut,
    resolve: bool,
    properties: Arc<PlanProperties>,
}

impl DisplayAs for Scan {
    fn fmt_as(&self, _form: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FactScan: position={} parts={}", self.cut.position, self.parts.len())
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

    fn execute(&self, _partition: usize, _context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let parts = Arc::clone(&self.parts);
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
        let count = self.parts.len();
        let batches = stream::iter(0..count).flat_map(move |at| stream::iter(read(at)));
        Ok(Box::pin(RecordBatchStreamAdapter::new(Arc::clone(&self.schema), batches)))
    }

    fn partition_statistics(&self, _partition: Option<usize>) -> Result<Arc<Statistics>> {
        let rows = self.parts.iter().map(Part::rows).sum();
        let mut statistics = Statistics::new_unknown(&self.schema);
        statistics.num_rows = Precision::Inexact(rows);
        statistics.total_byte_size = Precision::Inexact(rows * ROW_BYTES);
        Ok(Arc::new(statistics))
    }
}
