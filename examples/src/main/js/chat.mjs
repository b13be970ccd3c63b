// A conversation at the terminal; an empty line ends it.
//     triglot js examples/src/main/js/chat.mjs [MODEL]
import readline from "node:readline/promises";
import { open } from "triglot";

const llm = await open(process.argv[2]);
const chat = llm.chat({ system: "You are a friendly librarian. Answer in one sentence." });
const terminal = readline.createInterface({ input: process.stdin, output: process.stdout });
terminal.setPrompt("you> ");
terminal.prompt();
for await (const line of terminal) {
    if (line === "") break;
    for await (const piece of chat.stream(line, { maxTokens: 60 })) process.stdout.write(piece);
    process.stdout.write("\n");
    terminal.prompt();
}
terminal.close();
console.log(`${chat.messages.length} messages`);
llm.close();
