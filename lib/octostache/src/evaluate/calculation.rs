//! Arithmetic (VE-18).

use super::{Evaluator, Frame, Scope};
use crate::error::Error;
use crate::number;
use crate::syntax::{AddOp, Factor, MulOp, Product, Sum};

impl Evaluator<'_> {
    /// The result; nothing when an operand is missing or not a number.
    pub(super) fn sum(&self, sum: &Sum, scope: &Scope<'_>, frame: &mut Frame<'_>) -> Result<Option<f64>, Error> {
        let Some(mut total) = self.product(&sum.first, scope, frame)? else { return Ok(None) };
        for (op, product) in &sum.rest {
            let Some(operand) = self.product(product, scope, frame)? else { return Ok(None) };
            match op {
                AddOp::Plus => total += operand,
                AddOp::Minus => total -= operand,
            }
        }
        Ok(Some(total))
    }

    fn product(&self, product: &Product, scope: &Scope<'_>, frame: &mut Frame<'_>) -> Result<Option<f64>, Error> {
        let Some(mut total) = self.factor(&product.first, scope, frame)? else { return Ok(None) };
        for (op, factor) in &product.rest {
            let Some(operand) = self.factor(factor, scope, frame)? else { return Ok(None) };
            match op {
                MulOp::Times => total *= operand,
                MulOp::Divide => total /= operand,
            }
        }
        Ok(Some(total))
    }

    fn factor(&self, factor: &Factor, scope: &Scope<'_>, frame: &mut Frame<'_>) -> Result<Option<f64>, Error> {
        self.budget.step()?;
        match factor {
            Factor::Number(number) => Ok(Some(*number)),
            Factor::Group(sum) => self.budget.deeper(|| self.sum(sum, scope, frame)),
            Factor::Symbol(symbol) => {
                let value = self.resolve(symbol, scope, &mut frame.missing)?;
                Ok(value.as_deref().and_then(number::parse))
            }
        }
    }
}
