package dev.triglot.polyglot.service;

import dev.triglot.polyglot.v1.NumberArray;
import dev.triglot.polyglot.v1.Vocabulary;
import org.jspecify.annotations.Nullable;

/** A vocabulary, of an open model or alone. */
class VocabularyService implements Vocabulary {
    private final dev.triglot.engine.Vocabulary vocabulary;

    VocabularyService(dev.triglot.engine.Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    @Override
    public NumberArray tokenize(String text, @Nullable Object options) {
        return Failures.guarded(() -> {
            Options given = new Options("tokenize", options);
            boolean addSpecial = given.flag("addSpecial", true);
            boolean parseSpecial = given.flag("parseSpecial", false);
            given.done();
            return Numbers.of(vocabulary.encode(text, addSpecial, parseSpecial));
        });
    }

    @Override
    public NumberArray tokenizePrompt(String text) {
        return Failures.guarded(() -> Numbers.of(vocabulary.encodePrompt(text)));
    }

    @Override
    public String detokenize(Object ids, @Nullable Object options) {
        return Failures.guarded(() -> {
            Options given = new Options("detokenize", options);
            boolean special = given.flag("special", false);
            given.done();
            int[] numbers = NumberReader.ints("ids", ids);
            for (int id : numbers) {
                requireId(id);
            }
            return vocabulary.decode(numbers, special);
        });
    }

    @Override
    public NumberArray tokenBytes(int id) {
        return Failures.guarded(() -> Numbers.of(vocabulary.bytes(requireId(id))));
    }

    private int requireId(int id) {
        if (id < 0 || id >= vocabulary.size()) {
            throw Failures.invalid(
                    "token "
                            + id
                            + " is not in the vocabulary: ids go from 0 to "
                            + (vocabulary.size() - 1));
        }
        return id;
    }

    @Override
    public int vocabSize() {
        return vocabulary.size();
    }

    @Override
    public int bos() {
        return vocabulary.bos();
    }

    @Override
    public int eos() {
        return vocabulary.eos();
    }

    @Override
    public boolean addsBos() {
        return vocabulary.addsBos();
    }

    @Override
    public boolean endsGeneration(int id) {
        return Failures.guarded(() -> vocabulary.endsGeneration(requireId(id)));
    }
}
