// A conversation that goes on where the last run stopped, without reading it again.
//     triglot js examples/src/main/js/saved-conversation.mjs FOLDER "What I say" [MODEL]
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { open } from "triglot";

const [folder = ".", said = "Hello", model] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const history = join(folder, "messages.json");
const state = join(folder, "session.state");

const llm = await open(model);
try {
    const session = llm.session();
    const messages = existsSync(history) ? JSON.parse(readFileSync(history, "utf8")) : [];
    if (existsSync(state)) session.load(state);
    const chat = session.chat({ messages });
    const answer = await chat.send(said, { maxTokens: 40 });
    console.log(answer.text);
    console.log(`(${answer.promptTokens - answer.promptEvaluated} of ${answer.promptTokens} tokens were known)`);
    session.save(state);
    writeFileSync(history, JSON.stringify(chat.messages, null, 2));
} finally {
    llm.close();
}
