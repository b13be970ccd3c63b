import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;

/** What a language costs to start when nothing of Triglot is there. */
final class BareHello {
    private BareHello() {}

    public static void main(String[] args) {
        String text = args[0].equals("js") ? "console.log('hello')" : "print('hello')";
        try (Context context =
                Context.newBuilder(args[0])
                        .allowAllAccess(true)
                        .option("engine.WarnInterpreterOnly", "false")
                        .build()) {
            context.eval(Source.create(args[0], text));
        }
    }
}
