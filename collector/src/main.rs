//! The binary `percorso`: see `percorso --help`.

/// A batch is hundreds of small allocations that one thread makes and another frees, and a commit of
/// DuckDB's is thousands: the system's allocator takes an eighth of the rate at which events are stored.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    percorso::cli::run()
}
