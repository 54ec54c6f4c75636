//! The binary `percorso`: see `percorso --help`.

fn main() -> std::process::ExitCode {
    percorso::cli::run()
}
