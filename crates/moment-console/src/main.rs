//! The pages of the growth team.
fn main() {
    leptos::mount::mount_to_body(|| "console");
}
