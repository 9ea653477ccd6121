package ai.vluna.integration.crash;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process says of its operations. Each line is one write to a pipe: what was
 * written before the process was killed is read after it. A line that was torn does not
 * count.
 */
final class Report {

	private static final Pattern LINE = Pattern.compile("(BEGUN|RETURNED|FAILED) (.*);");

	private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

	private final CompletableFuture<Void> working = new CompletableFuture<>();

	private final Set<String> begun = new LinkedHashSet<>();

	private final Set<String> returned = new LinkedHashSet<>();

	private final Set<String> failed = new LinkedHashSet<>();

	static void begun(String operation) {
		write("BEGUN " + operation + ";");
	}

	static void returned(String operation) {
		write("RETURNED " + operation + ";");
	}

	static void failed(String operation, Throwable failure) {
		write("FAILED " + operation + ": " + String.valueOf(failure).replace('\n', ' ') + ";");
	}

	private static void write(String line) {
		try {
			OUT.write(line.concat("\n").getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Read until the process is gone.
	 * @param output its standard output
	 */
	void readFrom(InputStream output) {
		try (BufferedReader lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				read(line);
			}
		}
		catch (IOException ex) {
			this.failed.add("its output: " + ex);
		}
		this.working.complete(null);
	}

	private void read(String line) {
		Matcher matcher = LINE.matcher(line);
		if (matcher.matches()) {
			switch (matcher.group(1)) {
				case "BEGUN" -> this.begun.add(matcher.group(2));
				case "RETURNED" -> {
					this.returned.add(matcher.group(2));
					this.working.complete(null);
				}
				default -> this.failed.add(matcher.group(2));
			}
		}
	}

	/**
	 * Return what tells that the process works.
	 * @return completes when the first caller has its result, or the process is gone
	 */
	CompletableFuture<Void> whenWorking() {
		return this.working;
	}

	Set<String> returned() {
		return this.returned;
	}

	Set<String> failed() {
		return this.failed;
	}

	/**
	 * Return what has to be done again.
	 * @return operations with a key of their own that were begun and have no result
	 */
	List<String> unfinished() {
		return this.begun.stream().filter((operation) -> !this.returned.contains(operation)).toList();
	}

}
