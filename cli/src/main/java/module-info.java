/** The {@code triglot} command. */
module dev.triglot.cli {
    requires dev.triglot.engine;
    requires info.picocli;
    requires org.jline;
    requires tools.jackson.databind;
    requires static org.jspecify;

    opens dev.triglot.cli to
            info.picocli;
    opens dev.triglot.cli.command to
            info.picocli,
            tools.jackson.databind;
    opens dev.triglot.cli.chat to
            tools.jackson.databind;
}
