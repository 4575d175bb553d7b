//! Which questions only tell records apart, so that numbers can stand for their names while they are computed.
//!
//! Grouping by a name, joining names, counting them and passing them on is telling apart. Comparing with a text,
//! ordering, taking the least, or giving a name to any function is looking into it.

use crate::columns::{OTHER, SUBJECT};
use crate::identity;
use crate::scan;
use datafusion::common::tree_node::{TreeNode as _, TreeNodeRecursion};
use datafusion::common::{DFSchema, Result};
use datafusion::logical_expr::expr::{AggregateFunction, WindowFunction, WindowFunctionDefinition};
use datafusion::logical_expr::{Distinct, Expr, LogicalPlan, Operator};

/// Which columns of a plan are names of records; none when it looks into one.
pub fn names(plan: &LogicalPlan) -> Option<Vec<bool>> {
    match plan {
        LogicalPlan::TableScan(scan) => {
            let view = scan::view_of(scan)?;
            if view.kind() == identity::KIND || !scan.filters.is_empty() {
                return None;
            }
            let is_name = |name: &str| {
                let whole = crate::columns::view_schema();
                [SUBJECT, OTHER].iter().any(|column| whole.field(*column).name() == name)
            };
            Some(scan.projected_schema.fields().iter().map(|field| is_name(field.name())).collect())
        }
        LogicalPlan::Filter(filter) => {
            let found = names(&filter.input)?;
            looks_away(&filter.predicate, filter.input.schema(), &found).then_some(found)
        }
        LogicalPlan::SubqueryAlias(alias) => names(&alias.input),
        LogicalPlan::Distinct(Distinct::All(input)) => names(input),
        LogicalPlan::Limit(limit) => names(&limit.input),
        LogicalPlan::Sort(sort) => {
            let found = names(&sort.input)?;
            let keys = sort.expr.iter().map(|key| &key.expr);
            all_look_away(keys, sort.input.schema(), &found).then_some(found)
        }
        LogicalPlan::Projection(projection) => {
            let found = names(&projection.input)?;
            passed(&projection.expr, projection.input.schema(), &found)
        }
        LogicalPlan::Aggregate(aggregate) => {
            let (found, schema) = (names(&aggregate.input)?, aggregate.input.schema());
            if aggregate.group_expr.iter().any(|expr| matches!(expr, Expr::GroupingSet(_))) {
                return None;
            }
            let mut own = passed(&aggregate.group_expr, schema, &found)?;
            let plain = all_look_away(&aggregate.aggr_expr, schema, &found);
            own.extend(aggregate.aggr_expr.iter().map(|_| false));
            plain.then_some(own)
        }
        LogicalPlan::Window(window) => {
            let (mut found, schema) = (names(&window.input)?, window.input.schema());
            let plain = all_look_away(&window.window_expr, schema, &found);
            found.extend(window.window_expr.iter().map(|_| false));
            plain.then_some(found)
        }
        LogicalPlan::Join(join) => joined(join),
        LogicalPlan::Union(union) => {
            let all: Option<Vec<Vec<bool>>> = union.inputs.iter().map(|input| names(input)).collect();
            let mut all = all?.into_iter();
            let first = all.next()?;
            all.all(|other| other == first).then_some(first)
        }
        LogicalPlan::EmptyRelation(empty) => Some(vec![false; empty.schema.fields().len()]),
        LogicalPlan::Values(values) => Some(vec![false; values.schema.fields().len()]),
        _ => None,
    }
}

fn joined(join: &datafusion::logical_expr::Join) -> Option<Vec<bool>> {
    use datafusion::logical_expr::JoinType::{
        Full, Inner, Left, LeftAnti, LeftSemi, Right, RightAnti, RightSemi,
    };
    let (left, right) = (names(&join.left)?, names(&join.right)?);
    let alike = |(a, b): &(Expr, Expr)| {
        let (left_is, right_is) =
            (is_name(a, join.left.schema(), &left), is_name(b, join.right.schema(), &right));
        let away = || looks_away(a, join.left.schema(), &left) && looks_away(b, join.right.schema(), &right);
        (left_is && right_is) || (!left_is && !right_is && away())
    };
    if !join.on.iter().all(alike) {
        return None;
    }
    let both: Vec<bool> = left.iter().chain(&right).copied().collect();
    if let Some(filter) = &join.filter {
        let schema = join.left.schema().join(join.right.schema()).ok()?;
        if !looks_away(filter, &schema, &both) {
            return None;
        }
    }
    match join.join_type {
        Inner | Left | Right | Full => Some(both),
        LeftSemi | LeftAnti => Some(left),
        RightSemi | RightAnti => Some(right),
        _ => None,
    }
}

/// Which of these expressions are names; none when one of them looks into a name.
fn passed(exprs: &[Expr], schema: &DFSchema, names: &[bool]) -> Option<Vec<bool>> {
    let one = |expr: &Expr| match is_name(expr, schema, names) {
        true => Some(true),
        false => looks_away(expr, schema, names).then_some(false),
    };
    exprs.iter().map(one).collect()
}

/// True when an expression is a name and nothing else.
fn is_name(expr: &Expr, schema: &DFSchema, names: &[bool]) -> bool {
    match expr {
        Expr::Alias(alias) => is_name(&alias.expr, schema, names),
        Expr::Column(column) => {
            schema.maybe_index_of_column(column).and_then(|at| names.get(at)).copied().unwrap_or(false)
        }
        _ => false,
    }
}

fn all_look_away<'a>(exprs: impl IntoIterator<Item = &'a Expr>, schema: &DFSchema, names: &[bool]) -> bool {
    exprs.into_iter().all(|expr| looks_away(expr, schema, names))
}

/// True when the value of an expression does not depend on how a name is written.
fn looks_away(expr: &Expr, schema: &DFSchema, names: &[bool]) -> bool {
    let name = |expr: &Expr| is_name(expr, schema, names);
    let names_or_away = |exprs: &[Expr]| exprs.iter().all(|e| name(e) || looks_away(e, schema, names));
    match expr {
        Expr::IsNull(inner) | Expr::IsNotNull(inner) if name(inner) => true,
        Expr::BinaryExpr(pair) if name(&pair.left) && name(&pair.right) => matches!(
            pair.op,
            Operator::Eq | Operator::NotEq | Operator::IsDistinctFrom | Operator::IsNotDistinctFrom
        ),
        Expr::AggregateFunction(AggregateFunction { func, params }) if func.name() == "count" => {
            names_or_away(&params.args)
                && params.order_by.is_empty()
                && params.filter.iter().all(|filter| looks_away(filter, schema, names))
        }
        Expr::WindowFunction(call) => {
            let WindowFunction { fun, params } = call.as_ref();
            let counts = matches!(fun, WindowFunctionDefinition::AggregateUDF(f) if f.name() == "count");
            let args =
                if counts { names_or_away(&params.args) } else { all_look_away(&params.args, schema, names) };
            args && names_or_away(&params.partition_by)
                && params.order_by.iter().all(|key| looks_away(&key.expr, schema, names))
                && params.filter.iter().all(|filter| looks_away(filter, schema, names))
        }
        Expr::Column(_) => !name(expr),
        Expr::ScalarSubquery(_) | Expr::InSubquery(_) | Expr::Exists(_) | Expr::OuterReferenceColumn(..) => {
            false
        }
        _ => children_look_away(expr, schema, names).unwrap_or(false),
    }
}

fn children_look_away(expr: &Expr, schema: &DFSchema, names: &[bool]) -> Result<bool> {
    let mut away = true;
    expr.apply_children(|child| {
        away &= looks_away(child, schema, names);
        Ok(if away { TreeNodeRecursion::Continue } else { TreeNodeRecursion::Stop })
    })?;
    Ok(away)
}
