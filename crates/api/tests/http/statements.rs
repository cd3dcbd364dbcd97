//! What a request asks of the database, as its log tells it: so that "takes as long" can be shown without a clock.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Once;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

type Heard = Rc<RefCell<Vec<String>>>;

thread_local! {
    /// Where the statements of this thread go, without their values, as the store never logs those.
    static LISTENING: RefCell<Option<Heard>> = const { RefCell::new(None) };
}

/// Somebody who listens to the statements of this thread, until this is dropped.
pub(crate) struct Statements(Heard);

impl Statements {
    pub(crate) fn listen() -> Self {
        // One for all threads: what a callsite remembers of who listens is shared by them, too.
        static LISTENER: Once = Once::new();
        LISTENER.call_once(|| tracing::subscriber::set_global_default(Listener).expect("nobody else listens"));
        let heard = Heard::default();
        LISTENING.set(Some(heard.clone()));
        Self(heard)
    }

    /// Those since it was last asked.
    pub(crate) fn take(&self) -> Vec<String> {
        self.0.take()
    }
}

impl Drop for Statements {
    fn drop(&mut self) {
        LISTENING.set(None);
    }
}

struct Listener;

struct Text(Option<String>);

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "sql" {
            self.0 = Some(value.to_owned());
        }
    }
    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "pulpo_store::statements"
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut text = Text(None);
        event.record(&mut text);
        LISTENING.with_borrow(|heard| {
            if let Some(heard) = heard {
                heard.borrow_mut().extend(text.0);
            }
        });
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}
