package ai.vluna.spring.benchmarks.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/**
 * A directory beside the build, since the one for temporary files may not be on a disk.
 *
 * @param directory the directory
 */
public record Scratch(Path directory) implements AutoCloseable {

	private static final Path PARENT = Path.of("target").toAbsolutePath();

	/**
	 * Create a directory.
	 */
	public Scratch() {
		this(create());
	}

	private static Path create() {
		try {
			return Files.createTempDirectory(Files.createDirectories(PARENT), "scratch");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the path of a file.
	 * @param name its name
	 * @return a path in this directory
	 */
	public Path file(String name) {
		return this.directory.resolve(name);
	}

	@Override
	public void close() {
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
