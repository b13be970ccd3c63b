package dev.triglot.polyglot.service;

import dev.triglot.polyglot.v1.ModelInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

record ModelInfoView(
        dev.triglot.engine.ModelInfo info, @Nullable String chatTemplate, Rights rights)
        implements ModelInfo {
    @Override
    public String name() {
        return info.name();
    }

    @Override
    public String file() {
        return rights.shown(info.file());
    }

    @Override
    public String format() {
        return info.format();
    }

    @Override
    public String architecture() {
        return info.architecture();
    }

    @Override
    public long parameters() {
        return info.parameters();
    }

    @Override
    public long weightBytes() {
        return info.weightBytes();
    }

    @Override
    public int contextLength() {
        return info.contextLength();
    }

    @Override
    public int embeddingLength() {
        return info.hyperparameters().get("embeddingLength") instanceof Integer length ? length : 0;
    }

    @Override
    public int vocabSize() {
        return info.vocabSize();
    }

    /** Numbers, texts and booleans as they are; what else there is as text. */
    @Override
    public Map<String, Object> hyperparameters() {
        Map<String, Object> plain = new java.util.LinkedHashMap<>();
        info.hyperparameters()
                .forEach((name, value) ->
                        plain.put(
                                name,
                                value instanceof Number || value instanceof Boolean
                                        ? value
                                        : String.valueOf(value)));
        return java.util.Collections.unmodifiableMap(plain);
    }

    @Override
    public List<String> warnings() {
        return info.warnings();
    }
}
