package dev.ostiary.acceptance.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system in memory with little room, which a test can fill up. */
public final class SmallDisk implements AutoCloseable {
    private static final int MEGABYTES = 64;
    private static final byte[] BLOCK = new byte[4096];

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** For {@code @EnabledIf}. */
    public static boolean isPossible() {
        try {
            Path folder = Files.createTempDirectory("ostiary-disk-");
            try {
                mount(folder, "root").close();
                return true;
            } finally {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException e) {
            System.out.println("Only root may mount a file system: what happens when the disk is full is not tested");
            return false;
        }
    }

    /**
     * Mounts one.
     *
     * @param owner user who may write to it
     * @throws IllegalStateException when that is not allowed
     */
    public static SmallDisk mount(Path folder, String owner) {
        String options = "size=" + MEGABYTES + "m,mode=700,uid=" + owner;
        Command.run(List.of("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()));
        return new SmallDisk(folder);
    }

    /** Takes all the room there is. */
    public void fill() {
        try (OutputStream out = Files.newOutputStream(ballast())) {
            while (true) {
                out.write(BLOCK);
            }
        } catch (IOException noSpaceLeft) {
            // which was the point
        }
    }

    /** Gives it back. */
    public void makeRoom() {
        try {
            Files.delete(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    @Override
    public void close() {
        Command.run(List.of("umount", "--lazy", folder.toString()));
    }
}
