//! Every message: its golden bytes, its way there and back, and what strangers may send instead.

#[path = "messages/fullest.rs"]
mod fullest;
#[path = "messages/golden.rs"]
mod golden;
#[cfg(feature = "json")]
#[path = "messages/json.rs"]
mod json;
#[path = "messages/postcard_form.rs"]
mod postcard_form;
#[path = "messages/properties.rs"]
mod properties;
#[path = "messages/sample.rs"]
mod sample;
#[path = "messages/saved.rs"]
mod saved;
