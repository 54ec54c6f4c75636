//! The same test in each browser engine, so that what fails names the engine it fails in.

/// Makes tests of functions that take an [`Engine`](percorso_tests::browser::Engine): one for each
/// engine, in a module named after it.
macro_rules! in_each_engine {
    ($($test:ident),+ $(,)?) => {
        in_engine!(chromium, Chromium, $($test),+);
        in_engine!(firefox, Firefox, $($test),+);
        in_engine!(webkit, WebKit, $($test),+);
    };
}

macro_rules! in_engine {
    ($module:ident, $engine:ident, $($test:ident),+) => {
        mod $module {
            $(
                #[test]
                fn $test() {
                    super::$test(percorso_tests::browser::Engine::$engine);
                }
            )+
        }
    };
}
