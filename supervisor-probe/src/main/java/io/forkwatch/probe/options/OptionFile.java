package io.forkwatch.probe.options;

import io.forkwatch.agent.entry.RegularFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** An {@code @FILE}. The many exceptions it knows are loaded only for those who use one. */
final class OptionFile {
    private static final int MAX_FILE_BYTES = 1 << 20;

    private OptionFile() {}

    /** Reads the text of an {@code @FILE}. */
    interface TextReader {
        /**
         * The whole text of a file.
         *
         * @param file as the user wrote it; a relative one starts at the working directory
         * @throws IOException if there is no such file, it cannot be read, is no regular file, or is no UTF-8
         */
        String read(String file) throws IOException;
    }

    /**
     * The lines of a properties file, in order; of a key that is there twice, its last value in its first place.
     *
     * @param reader instead of the disk
     * @throws BadOption if it cannot be read
     */
    static List<Setting> load(String file, Optional<TextReader> reader) throws BadOption {
        if (file.isEmpty()) {
            throw BadOption.unreadable(file, "a file name must follow the @");
        }
        OrderedProperties properties = new OrderedProperties();
        try {
            String text = reader.isPresent() ? reader.get().read(file) : read(file);
            // Editors on Windows put a byte order mark first, and Properties would make it part of a key.
            properties.load(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
        } catch (NoSuchFileException e) {
            throw BadOption.unreadable(file, "no such file");
        } catch (AccessDeniedException e) {
            throw BadOption.unreadable(file, "permission denied");
        } catch (CharacterCodingException e) {
            throw BadOption.unreadable(file, "not UTF-8");
        } catch (IOException | IllegalArgumentException e) {
            // IllegalArgumentException: Properties met a malformed unicode escape.
            throw BadOption.unreadable(file, String.valueOf(e.getMessage()));
        }
        List<Setting> settings = new ArrayList<>();
        for (Map.Entry<String, String> line : properties.inOrder.entrySet()) {
            settings.add(Setting.ofLine(file, line.getKey(), line.getValue()));
        }
        return settings;
    }

    /**
     * Reads from the disk, at most 1 MiB. A FIFO is refused: it could hold up the host's start for ever.
     *
     * @throws IOException as in {@link TextReader#read}
     */
    static String read(String file) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes(path(file))))
                .toString();
    }

    // The file is named by whoever says why it cannot be read.
    private static byte[] bytes(Path path) throws IOException {
        try {
            return RegularFile.at(path).whole(MAX_FILE_BYTES);
        } catch (FileSystemException refused) {
            throw refused.getReason() == null ? refused : new IOException(refused.getReason(), refused);
        }
    }

    private static Path path(String file) throws IOException {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new IOException("not a file name", e);
        }
    }

    /** Remembers the order of the lines, which {@link Properties} forgets: the first kind rule that hits counts. */
    private static final class OrderedProperties extends Properties {
        private static final long serialVersionUID = 1;

        private final transient Map<String, String> inOrder = new LinkedHashMap<>();

        @Override
        public synchronized Object put(Object key, Object value) {
            return inOrder.put((String) key, (String) value);
        }
    }
}
