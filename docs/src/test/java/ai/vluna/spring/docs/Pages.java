package ai.vluna.spring.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of the repository that the documentation consists of and is taken from.
 */
final class Pages {

	static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private Pages() {
	}

	/**
	 * Return the pages that people read.
	 * @return the Markdown files at the top and under docs
	 */
	static List<Path> all() {
		return Stream.concat(list(ROOT, 1), list(ROOT.resolve("docs"), 3))
			.filter((file) -> file.toString().endsWith(".md"))
			.sorted()
			.toList();
	}

	/**
	 * Return the texts that are compiled or read by running code.
	 * @return the sources and resources of all modules, without indentation
	 */
	static List<String> sources() {
		return list(ROOT, 20).filter((file) -> ROOT.relativize(file).toString().contains("src"))
			.filter((file) -> file.toString().matches(".*\\.(java|yml|properties)"))
			.filter((file) -> !file.toString().contains("target"))
			.map(Pages::read)
			.map(Pages::withoutIndentation)
			.toList();
	}

	/**
	 * Return the packages of the runtime code.
	 * @return the names below the root package
	 */
	static List<String> rooms() {
		Path root = ROOT.resolve("vluna-spring-boot-autoconfigure/src/main/java/ai/vluna/spring");
		return list(root, 5).filter((file) -> file.endsWith("package-info.java"))
			.map((file) -> root.relativize(file.getParent()).toString().replace('/', '.'))
			.toList();
	}

	static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static void write(Path file, String text) {
		try {
			Files.createDirectories(file.getParent());
			Files.writeString(file, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String withoutIndentation(String text) {
		return text.lines().map(String::strip).collect(Collectors.joining("\n"));
	}

	private static Stream<Path> list(Path directory, int depth) {
		try (Stream<Path> files = Files.walk(directory, depth)) {
			return files.filter(Files::isRegularFile).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
