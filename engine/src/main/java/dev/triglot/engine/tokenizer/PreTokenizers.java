package dev.triglot.engine.tokenizer;

import static dev.triglot.engine.tokenizer.CharSet.CASELESS;
import static dev.triglot.engine.tokenizer.CharSet.LETTER;
import static dev.triglot.engine.tokenizer.CharSet.LOWER;
import static dev.triglot.engine.tokenizer.CharSet.MARK;
import static dev.triglot.engine.tokenizer.CharSet.NEWLINE;
import static dev.triglot.engine.tokenizer.CharSet.NUMBER;
import static dev.triglot.engine.tokenizer.CharSet.PUNCTUATION;
import static dev.triglot.engine.tokenizer.CharSet.SPACE;
import static dev.triglot.engine.tokenizer.CharSet.SYMBOL;
import static dev.triglot.engine.tokenizer.CharSet.TITLE;
import static dev.triglot.engine.tokenizer.CharSet.UPPER;
import static dev.triglot.engine.tokenizer.CharSet.WHITE;
import static dev.triglot.engine.tokenizer.CharSet.ranges;
import static dev.triglot.engine.tokenizer.Part.contraction;
import static dev.triglot.engine.tokenizer.Part.contractionInAnyCase;
import static dev.triglot.engine.tokenizer.Part.exactlyWhiteBeforeWhite;
import static dev.triglot.engine.tokenizer.Part.led;
import static dev.triglot.engine.tokenizer.Part.literal;
import static dev.triglot.engine.tokenizer.Part.oneOrMore;
import static dev.triglot.engine.tokenizer.Part.optional;
import static dev.triglot.engine.tokenizer.Part.spacedWords;
import static dev.triglot.engine.tokenizer.Part.throughNewline;
import static dev.triglot.engine.tokenizer.Part.upTo;
import static dev.triglot.engine.tokenizer.Part.upperThenLower;
import static dev.triglot.engine.tokenizer.Part.white;
import static dev.triglot.engine.tokenizer.Part.whiteAtEnd;
import static dev.triglot.engine.tokenizer.Part.whiteBeforeWhite;
import static dev.triglot.engine.tokenizer.Part.zeroOrMore;
import static dev.triglot.engine.tokenizer.Splitter.digitsInThrees;
import static dev.triglot.engine.tokenizer.Splitter.matches;

import dev.triglot.engine.error.UnsupportedModelException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules behind the names of GGUF's {@code tokenizer.ggml.pre}. Above each stands the regular
 * expression of the models' own tokenizer.json.
 */
final class PreTokenizers {
    /** {@code [^\r\n\p{L}\p{N}]}. */
    private static final CharSet LEAD = NEWLINE.or(LETTER).or(NUMBER).not();

    /** {@code [^\s\p{L}\p{N}]}. */
    private static final CharSet OTHER = WHITE.or(LETTER).or(NUMBER).not();

    private static final CharSet NEWLINE_OR_SLASH = NEWLINE.or(ranges("/"));
    private static final CharSet ASCII_PUNCTUATION = ranges("!-/:-@[-`{-~");
    private static final CharSet ASCII_LETTER = ranges("A-Za-z");
    private static final CharSet ASCII_DIGIT = ranges("0-9");
    private static final CharSet CHINESE_OR_KANA =
            ranges("\u4E00-\u9FA5\u3040-\u309F\u30A0-\u30FF");

    /** {@code [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]}. */
    private static final CharSet UPPERISH = UPPER.or(TITLE).or(CASELESS).or(MARK);

    /** {@code [\p{Ll}\p{Lm}\p{Lo}\p{M}]}. */
    private static final CharSet LOWERISH = LOWER.or(CASELESS).or(MARK);

    /** {@code \p{N}}, each on its own. */
    private static final Splitter SINGLE_DIGITS = matches(upTo(1, NUMBER));

    /** {@code 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+}. */
    private static final Splitter GPT2 =
            matches(
                    contraction(),
                    led(SPACE, LETTER),
                    led(SPACE, NUMBER),
                    led(SPACE, OTHER),
                    whiteBeforeWhite(),
                    white());

    private static final Splitter SINGLE_DIGITS_GPT2 = SINGLE_DIGITS.then(GPT2);

    private static final Splitter LLAMA3 = tiktoken(3);
    private static final Splitter QWEN2 = tiktoken(1);

    private static final Map<String, PreTokenizer> RULES = rules();

    private PreTokenizers() {}

    /**
     * The rule of a name.
     *
     * @throws UnsupportedModelException if the name is not known: a wrong rule would change what
     *     the model reads without a sign of it
     */
    static PreTokenizer named(String name) {
        @Nullable PreTokenizer rule = RULES.get(name);
        if (rule == null) {
            throw new UnsupportedModelException(
                    "tokenizer.ggml.pre: the pre-tokenizer '"
                            + name
                            + "' is not known; known are "
                            + String.join(", ", RULES.keySet()));
        }
        return rule;
    }

    static Map<String, PreTokenizer> all() {
        return RULES;
    }

    private static Map<String, PreTokenizer> rules() {
        Map<String, PreTokenizer> rules = new TreeMap<>();
        // A file without a name was written before there were names; GPT-J and MPT are GPT-2's.
        add(rules, GPT2, "default", "gpt-2", "gptj", "gpt-neox", "phi-2", "mpt", "olmo");
        add(rules, GPT2, "jais", "trillion", "granite-docling", "exaone4", "mellum", "gigachat");
        add(rules, GPT2, "a.x-4.0", "modern-bert", "roberta-bpe", "jina-v1-en", "jina-v2-code");
        add(rules, GPT2, "jina-es", "jina-de", "jina-v2-es", "jina-v2-de");
        add(rules, SINGLE_DIGITS_GPT2, "starcoder", "refact", "command-r", "smollm", "codeshell");
        add(rules, SINGLE_DIGITS_GPT2, "exaone", "minerva-7b", "mellum2");
        add(rules, falcon(), "falcon");
        addWholeWords(rules, LLAMA3, "llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1");
        addWholeWords(rules, LLAMA3, "pixtral", "midm-2.0", "lfm2", "jina-v5-nano");
        add(rules, LLAMA3, "smaug-bpe", "dbrx", "chatglm-bpe", "glm4");
        add(rules, QWEN2, "qwen2", "deepseek-r1-qwen", "stablelm2", "megrez", "hunyuan");
        add(rules, QWEN2, "kormo", "f2llmv2", "solar-open", "grok-2", "bailingmoe", "bailingmoe2");
        add(rules, QWEN2, "llada-moe");
        add(rules, qwen35(), "qwen35");
        add(rules, ufakzeka(), "ufakzeka");
        add(rules, seedCoder(), "seed-coder");
        add(rules, jais2(), "jais-2");
        add(rules, exaoneMoe(), "exaone-moe");
        addWholeWords(
                rules, matches(upTo(3, NUMBER)).then(tiktoken(Integer.MAX_VALUE)), "minicpm5");
        add(
                rules,
                matches(oneOrMore(ranges("\n")), oneOrMore(ranges("\n").not())).then(QWEN2),
                "laguna");
        addWholeWords(rules, tekken(), "tekken");
        add(rules, gpt4o(3), "gpt-4o", "llama4", "kanana2", "talkie", "minimax-m2");
        addWholeWords(rules, gpt4o(3), "granite-embed-multi-97m");
        addWholeWords(rules, youtu(), "youtu");
        add(rules, deepSeekLlm(), "deepseek-llm");
        add(rules, deepSeekCoder(), "deepseek-coder");
        add(rules, deepSeekV3(), "deepseek-v3", "hunyuan-dense", "joyai-llm", "hy_v4");
        add(rules, afmoe(), "afmoe");
        add(rules, matches(oneOrMore(NUMBER)).then(digitsInThrees(CharSet.DIGIT)), "superbpe");
        add(rules, bloom(), "bloom", "poro-chat", "gpt3-finnish");
        add(rules, bloom().then(SINGLE_DIGITS), "viking");
        add(rules, chameleon(), "chameleon");
        return Collections.unmodifiableMap(rules);
    }

    private static void add(Map<String, PreTokenizer> rules, Splitter splitter, String... names) {
        for (String name : names) {
            rules.put(name, new PreTokenizer(splitter, false));
        }
    }

    private static void addWholeWords(
            Map<String, PreTokenizer> rules, Splitter splitter, String... names) {
        for (String name : names) {
            rules.put(name, new PreTokenizer(splitter, true));
        }
    }

    /**
     * {@code (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,digits}|
     * ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+}.
     */
    private static Splitter tiktoken(int digits) {
        return matches(
                contractionInAnyCase(),
                led(LEAD, LETTER),
                upTo(digits, NUMBER),
                led(SPACE, OTHER).then(zeroOrMore(NEWLINE)),
                throughNewline(),
                whiteBeforeWhite(),
                white());
    }

    /** As Qwen 2's, with marks as parts of words. */
    private static Splitter qwen35() {
        return matches(
                contractionInAnyCase(),
                led(LEAD, LETTER.or(MARK)),
                upTo(1, NUMBER),
                led(SPACE, WHITE.or(LETTER).or(MARK).or(NUMBER).not()).then(zeroOrMore(NEWLINE)),
                throughNewline(),
                whiteBeforeWhite(),
                white());
    }

    /** As Qwen 2's, without the English contractions. */
    private static Splitter ufakzeka() {
        return matches(
                led(LEAD, LETTER),
                upTo(1, NUMBER),
                led(SPACE, OTHER).then(zeroOrMore(NEWLINE)),
                throughNewline(),
                whiteBeforeWhite(),
                white());
    }

    /** As Qwen 2's, with newlines after punctuation apart. */
    private static Splitter seedCoder() {
        return matches(
                contractionInAnyCase(),
                led(LEAD, LETTER),
                upTo(1, NUMBER),
                led(SPACE, OTHER),
                throughNewline(),
                whiteBeforeWhite(),
                white());
    }

    /**
     * As Llama 3's, with white space in powers of two: {@code \s{512}(?!\S)| ...
     * |\s{1,2}(?!\S)|\s}.
     */
    private static Splitter jais2() {
        return matches(
                contractionInAnyCase(),
                led(LEAD, LETTER),
                upTo(3, NUMBER),
                led(SPACE, OTHER).then(zeroOrMore(NEWLINE)),
                throughNewline(),
                exactlyWhiteBeforeWhite(512),
                exactlyWhiteBeforeWhite(256),
                exactlyWhiteBeforeWhite(128),
                exactlyWhiteBeforeWhite(64),
                exactlyWhiteBeforeWhite(32),
                exactlyWhiteBeforeWhite(16),
                exactlyWhiteBeforeWhite(8),
                exactlyWhiteBeforeWhite(4),
                whiteBeforeWhite(2),
                upTo(1, WHITE));
    }

    /**
     * {@code (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?(?:\p{L}\p{M}*(?:
     * \p{L}\p{M}*)*)+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]?|\s*[\r\n]|\s+(?!\S)|\s+}.
     */
    private static Splitter exaoneMoe() {
        return matches(
                contractionInAnyCase(),
                led(LEAD, spacedWords()),
                upTo(1, NUMBER),
                led(SPACE, OTHER).then(optional(upTo(1, NEWLINE_OR_SLASH))),
                throughNewline(),
                whiteBeforeWhite(),
                white());
    }

    /**
     * {@code [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|
     * [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}|
     * ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+}.
     */
    private static Splitter tekken() {
        return matches(
                led(LEAD, upperThenLower(UPPERISH, LOWERISH)),
                led(LEAD, oneOrMore(UPPERISH).then(zeroOrMore(LOWERISH))),
                upTo(1, NUMBER),
                led(SPACE, OTHER).then(zeroOrMore(NEWLINE_OR_SLASH)),
                throughNewline(),
                whiteBeforeWhite(),
                white());
    }

    /** As Tekken's, with {@code (?i:'s|'t|'re|'ve|'m|'ll|'d)?} after each word. */
    private static Splitter gpt4o(int digits) {
        Part contraction = optional(contractionInAnyCase());
        return matches(
                led(LEAD, upperThenLower(UPPERISH, LOWERISH)).then(contraction),
                led(LEAD, oneOrMore(UPPERISH).then(zeroOrMore(LOWERISH))).then(contraction),
                upTo(digits, NUMBER),
                led(SPACE, OTHER).then(zeroOrMore(NEWLINE_OR_SLASH)),
                throughNewline(),
                whiteBeforeWhite(),
                white());
    }

    /** Hangul, Chinese punctuation, Bopomofo and Chinese or kana apart; then as GPT-4o's. */
    private static Splitter youtu() {
        return matches(
                        oneOrMore(ranges("\uAC00-\uD7A3\u3131-\u318E")),
                        oneOrMore(
                                ranges(
                                        "\uFF01\u2026\u201C\u201D\u2018\u2019\u2014\uFF1A\uFF1B"
                                                + "\uFF0C\u3001-\u303F\uFE30-\uFE4F")),
                        oneOrMore(ranges("\u3105-\u312F")),
                        oneOrMore(CHINESE_OR_KANA))
                .then(gpt4o(1));
    }

    /**
     * Punctuation in runs; then as GPT-2's; digits apart; then {@code [0-9][0-9][0-9]}. The model's
     * own tokenizer looks for digits when the text is in GPT-2's alphabet, so only ASCII's are
     * found (and some bytes of longer characters, which no merge of its vocabulary crosses either).
     */
    private static Splitter falcon() {
        Part threeDigits =
                upTo(1, ASCII_DIGIT).then(upTo(1, ASCII_DIGIT)).then(upTo(1, ASCII_DIGIT));
        return matches(oneOrMore(PUNCTUATION.or(ASCII_PUNCTUATION)))
                .then(GPT2)
                .then(matches(oneOrMore(ASCII_DIGIT)))
                .then(matches(threeDigits));
    }

    /** One expression after the other, as DeepSeek LLM lists them. */
    private static Splitter deepSeekLlm() {
        return matches(upTo(1, NEWLINE))
                .then(matches(led(WHITE, DeepSeekLetters.SET)))
                .then(
                        matches(
                                led(
                                        WHITE,
                                        ranges(
                                                "!-/:-~\uFF01-\uFF0F\uFF1A-\uFF5E\u2018-\u201F"
                                                        + "\u3000-\u3002"))))
                .then(matches(whiteAtEnd()))
                .then(matches(oneOrMore(DeepSeekLetters.CHINESE_OR_KOREAN)))
                .then(SINGLE_DIGITS);
    }

    /** One expression after the other, as DeepSeek Coder lists them. */
    private static Splitter deepSeekCoder() {
        return matches(upTo(1, NEWLINE))
                .then(matches(led(WHITE, LETTER)))
                .then(matches(led(WHITE, PUNCTUATION)))
                .then(matches(oneOrMore(DeepSeekLetters.CHINESE_OR_KOREAN)))
                .then(SINGLE_DIGITS);
    }

    /**
     * {@code \p{N}{1,3}}, then Chinese or kana, then {@code [ASCII punctuation][A-Za-z]+|
     * [^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+}.
     */
    private static Splitter deepSeekV3() {
        return matches(upTo(3, NUMBER))
                .then(matches(oneOrMore(CHINESE_OR_KANA)))
                .then(deepSeekV3Words());
    }

    private static Splitter deepSeekV3Words() {
        return matches(
                upTo(1, ASCII_PUNCTUATION).then(oneOrMore(ASCII_LETTER)),
                led(NEWLINE.or(LETTER).or(PUNCTUATION).or(SYMBOL).not(), LETTER.or(MARK)),
                led(SPACE, PUNCTUATION.or(SYMBOL)).then(zeroOrMore(NEWLINE)),
                throughNewline(),
                whiteBeforeWhite(),
                white());
    }

    /**
     * Digits in threes from the right, East and South-East Asian scripts; then as DeepSeek V3's.
     */
    private static Splitter afmoe() {
        CharSet asian =
                ranges(
                        "\u4E00-\u9FFF\u3400-\u4DBF\uF900-\uFAFF\u3040-\u309F\u30A0-\u30FF"
                                + "\uFF65-\uFF9F\u2F00-\u2FDF\u0E40-\u0E7F\u0E80-\u0EFF"
                                + "\u1780-\u17FF\u1000-\u109F\uAA60-\uAA7F\uA9E0-\uA9FF"
                                + "\uAC00-\uD7AF\u1100-\u11FF");
        return matches(oneOrMore(NUMBER))
                .then(digitsInThrees(NUMBER))
                .then(matches(oneOrMore(asian)))
                .then(deepSeekV3Words());
    }

    /** {@code ?[^(\s|[.,!?…。，、।۔،])]+}. */
    private static Splitter bloom() {
        CharSet separators =
                WHITE.or(ranges("(|)"))
                        .or(ranges(".,!?\u2026\u3002\uFF0C\u3001\u0964\u06D4\u060C"));
        return matches(led(SPACE, separators.not()));
    }

    /** Image tokens, tabs and newlines, pairs of spaces, digits, punctuation; then as GPT-2's. */
    private static Splitter chameleon() {
        Part sentinel = literal("<sentinel:").then(oneOrMore(ASCII_DIGIT)).then(literal(">"));
        Part image = literal("IMGIMG").then(upTo(4, ranges("A-I"))).then(literal("Z"));
        return matches(sentinel)
                .then(matches(image))
                .then(matches(upTo(1, ranges("\t\n")), literal("    "), literal("  ")))
                .then(SINGLE_DIGITS)
                .then(matches(upTo(1, PUNCTUATION.or(ASCII_PUNCTUATION))))
                .then(GPT2);
    }
}
