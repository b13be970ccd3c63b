package dev.triglot.polyglot.service;

import dev.triglot.engine.store.CatalogModel;
import dev.triglot.engine.store.ModelStatus;
import dev.triglot.polyglot.v1.ProgressCallback;
import dev.triglot.polyglot.v1.Store;
import dev.triglot.polyglot.v1.StoredModel;
import dev.triglot.polyglot.v1.Task;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

record StoreService(Rights rights) implements Store {
    @Override
    public List<StoredModel> list() {
        return Failures.guarded(() ->
                rights.store().list().stream()
                        .<StoredModel>map(status -> new Stored(status, rights))
                        .toList());
    }

    @Override
    public String defaultModel() {
        return Failures.guarded(() -> rights.store().catalog().defaultModel().name());
    }

    @Override
    public String folder() {
        return Failures.guarded(() -> rights.shown(rights.store().folder()));
    }

    @Override
    public String pull(String name, @Nullable ProgressCallback onProgress) {
        return Failures.guarded(
                () -> rights.shown(rights.store().pull(name, ProgressReport.to(onProgress))));
    }

    @Override
    public Task startPull(String name) {
        return Failures.guarded(() -> {
            // An unknown name is told at once.
            CatalogModel model = rights.store().catalog().get(name);
            return BackgroundTask.<String>run(
                    "download",
                    task ->
                            rights.shown(
                                    rights.store().pull(model.name(), ProgressReport.to(task))));
        });
    }

    @Override
    public String path(String name) {
        return Failures.guarded(() -> rights.shown(rights.store().path(name)));
    }

    @Override
    public boolean verify(String name, @Nullable ProgressCallback onProgress) {
        return Failures.guarded(
                () -> rights.store().verify(name, ProgressReport.to(onProgress)).ok());
    }

    @Override
    public boolean remove(String name) {
        return Failures.guarded(() -> rights.store().remove(name));
    }

    private record Stored(ModelStatus status, Rights rights) implements StoredModel {
        @Override
        public String name() {
            return status.model().name();
        }

        @Override
        public List<String> aliases() {
            return status.model().aliases();
        }

        @Override
        public String description() {
            return status.model().description();
        }

        @Override
        public String license() {
            return status.model().license();
        }

        @Override
        public long size() {
            return status.model().size();
        }

        @Override
        public String sha256() {
            return status.model().sha256();
        }

        @Override
        public String state() {
            return status.state().name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String path() {
            return rights.shown(status.file());
        }
    }
}
