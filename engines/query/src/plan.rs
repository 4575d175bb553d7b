//! What a question means: a plan that only reads, has one answer, and counts in whole numbers.
//!
//! Floats are refused where they become rows or sums, because a sum of floats depends on the order in which threads
//! add it. Within a row they are exact enough to be rounded away.

use base::query::Refusal;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::common::tree_node::{TreeNode as _, TreeNodeRecursion};
use datafusion::logical_expr::expr::{AggregateFunction, WindowFunction, WindowFunctionDefinition};
use datafusion::logical_expr::{Distinct, Expr, LogicalPlan, Volatility};

/// Functions over rows whose value depends on the order of the rows.
const ORDERED: [&str; 9] = [
    "array_agg",
    "string_agg",
    "first_value",
    "last_value",
    "nth_value",
    "row_number",
    "ntile",
    "lag",
    "lead",
];
/// Functions that tell about the engine, not about the facts.
const ABOUT_ENGINE: [&str; 3] = ["version", "arrow_metadata", "input_file_name"];

/// Functions that make much out of nothing: one call is not interrupted by a limit of time or memory.
const ENDLESS: [&str; 9] = [
    "repeat",
    "lpad",
    "rpad",
    "range",
    "generate_series",
    "array_repeat",
    "list_repeat",
    "array_resize",
    "list_resize",
];

/// Looks at the plan as it was written: only queries, only functions of their arguments, an order where it matters.
pub fn as_written(plan: &LogicalPlan) -> Result<Option<Refusal>> {
    walk(plan, &|node| {
        if let Some(refusal) = node_refused(node) {
            return Some(refusal);
        }
        let mut refused = None;
        let _ = node.apply_expressions(|expr| {
            expr.apply(|part| {
                refused = expr_refused(part);
                Ok(if refused.is_some() { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
            })
        });
        refused
    })
}

/// Looks at the plan after types were fitted: no column of floats anywhere.
pub fn as_typed(plan: &LogicalPlan) -> Result<Option<Refusal>> {
    walk(plan, &|node| {
        let float = |data_type: &DataType| data_type.is_floating();
        let found = node.schema().fields().iter().find(|field| float(field.data_type()));
        found.map(|field| Refusal::Float { column: field.name().clone() })
    })
}

fn walk(plan: &LogicalPlan, look: &dyn Fn(&LogicalPlan) -> Option<Refusal>) -> Result<Option<Refusal>> {
    let mut refused = None;
    plan.apply_with_subqueries(|node| {
        refused = look(node);
        Ok(if refused.is_some() { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    })?;
    Ok(refused)
}

fn node_refused(node: &LogicalPlan) -> Option<Refusal> {
    let no = |verb: &str| Some(Refusal::NotAQuery { verb: verb.to_owned() });
    match node {
        LogicalPlan::Limit(limit) => (!is_ordered(&limit.input)).then(|| unordered("LIMIT")),
        LogicalPlan::Distinct(Distinct::On(on)) => on.sort_expr.is_none().then(|| unordered("DISTINCT ON")),
        LogicalPlan::Statement(_) => no("SET"),
        LogicalPlan::Explain(_) | LogicalPlan::Analyze(_) => no("EXPLAIN"),
        LogicalPlan::Dml(_) => no("INSERT"),
        LogicalPlan::Ddl(_) => no("CREATE"),
        LogicalPlan::Copy(_) => no("COPY"),
        LogicalPlan::DescribeTable(_) => no("DESCRIBE"),
        LogicalPlan::Extension(_) => no("EXTENSION"),
        LogicalPlan::Projection(_)
        | LogicalPlan::Filter(_)
        | LogicalPlan::Window(_)
        | LogicalPlan::Aggregate(_)
        | LogicalPlan::Sort(_)
        | LogicalPlan::Join(_)
        | LogicalPlan::Repartition(_)
        | LogicalPlan::Union(_)
        | LogicalPlan::TableScan(_)
        | LogicalPlan::EmptyRelation(_)
        | LogicalPlan::Subquery(_)
        | LogicalPlan::SubqueryAlias(_)
        | LogicalPlan::Values(_)
        | LogicalPlan::Distinct(Distinct::All(_))
        | LogicalPlan::Unnest(_)
        | LogicalPlan::RecursiveQuery(_) => None,
    }
}

fn is_ordered(input: &LogicalPlan) -> bool {
    match input {
        LogicalPlan::Sort(_) => true,
        LogicalPlan::Projection(projection) => is_ordered(&projection.input),
        LogicalPlan::SubqueryAlias(alias) => is_ordered(&alias.input),
        LogicalPlan::Limit(limit) => is_ordered(&limit.input),
        _ => false,
    }
}

fn unordered(what: &str) -> Refusal {
    Refusal::Unordered { what: what.to_owned() }
}

fn expr_refused(expr: &Expr) -> Option<Refusal> {
    let function = |name: &str| Some(Refusal::Function { name: name.to_owned() });
    match expr {
        Expr::Placeholder(placeholder) => {
            Some(Refusal::Parameter { name: placeholder.id.clone(), place: None })
        }
        Expr::ScalarVariable(_, names) => function(&names.join(".")),
        Expr::ScalarFunction(call) => {
            let fixed = call.func.signature().volatility == Volatility::Immutable;
            let name = call.func.name();
            if fixed && !ABOUT_ENGINE.contains(&name) && !ENDLESS.contains(&name) {
                None
            } else {
                function(name)
            }
        }
        Expr::AggregateFunction(call) => aggregate_refused(call),
        Expr::WindowFunction(call) => window_refused(call),
        _ => None,
    }
}

fn aggregate_refused(call: &AggregateFunction) -> Option<Refusal> {
    let name = call.func.name();
    if name.starts_with("approx_") {
        return Some(Refusal::Function { name: name.to_owned() });
    }
    (ORDERED.contains(&name) && call.params.order_by.is_empty()).then(|| unordered(name))
}

fn window_refused(call: &WindowFunction) -> Option<Refusal> {
    let name = match &call.fun {
        WindowFunctionDefinition::AggregateUDF(function) => function.name(),
        WindowFunctionDefinition::WindowUDF(function) => function.name(),
    };
    if name.starts_with("approx_") {
        return Some(Refusal::Function { name: name.to_owned() });
    }
    (ORDERED.contains(&name) && call.params.order_by.is_empty()).then(|| unordered(name))
}
