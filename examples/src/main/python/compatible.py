"""A program for the gpt4all package, as it is: triglot python compatible.py [FOLDER FILE]"""

import sys

from gpt4all import GPT4All

folder, file = sys.argv[1:3] if len(sys.argv) > 2 else (None, "orca-mini-3b-gguf2-q4_0.gguf")

with GPT4All(file, model_path=folder, allow_download=folder is None) as model:
    with model.chat_session("You are a helpful assistant."):
        print(model.generate("What is the capital of France?", max_tokens=20, temp=0))
        for piece in model.generate("And of Italy?", max_tokens=20, streaming=True):
            print(piece, end="", flush=True)
        print()
        print(len(model.current_chat_session or []), "messages")
