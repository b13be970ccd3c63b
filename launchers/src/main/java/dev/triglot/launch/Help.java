package dev.triglot.launch;

/** What {@code --help} prints. */
final class Help {
    static final String PYTHON =
            """
            Usage: triglot python [OPTIONS] [FILE | -c TEXT | -m MODULE | -] [ARGUMENTS]
            Runs a Python program, or lines that are typed.

              --sandbox           no files, network or Java; only the models that are granted
              --model NAME=FILE   grants a model to a sandboxed program; may be repeated
              --timeout SECONDS   ends the program after that time, with exit code 124
              --jit               compiles Python to machine code: slower to start, faster to run
              -V, --version       shows Python's version
            """;

    private Help() {}
}
