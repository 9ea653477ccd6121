package ai.vluna.integration.instances.fleet;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process of the application.
 */
final class Instance implements AutoCloseable {

	private static final int PATIENCE_SECONDS = 120;

	/**
	 * The file goes with the test.
	 */
	private static final int LINES_TO_TELL = 100;

	/**
	 * What a process answers that ended because of {@code SIGTERM}.
	 */
	private static final int TERMINATED = 128 + 15;

	private final CompletableFuture<Integer> port = new CompletableFuture<>();

	private final Path log;

	private final Process process;

	private Instance(List<String> arguments, Path log) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xmx256m", "-cp", classPath(), FleetApplication.class.getName()));
		command.addAll(arguments);
		this.log = log;
		this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
			.start();
		new Thread(this::read, "reader").start();
	}

	/**
	 * Start a process.
	 * @param arguments its properties
	 * @param log the file of its log
	 * @return the process, which is starting
	 */
	static Instance start(List<String> arguments, Path log) {
		try {
			return new Instance(arguments, log);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains("surefire"))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private void read() {
		try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				if (line.startsWith(FleetApplication.READY)) {
					this.port.complete(Integer.valueOf(line.substring(FleetApplication.READY.length())));
				}
			}
			throw new IOException("The process ended");
		}
		catch (IOException ex) {
			this.port.completeExceptionally(ex);
		}
	}

	/**
	 * Wait until it is ready.
	 * @return its address
	 */
	URI awaitReady() {
		try {
			return URI.create("http://localhost:" + this.port.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException("No instance started, the log ends with\n" + endOfLog(), ex);
		}
	}

	private String endOfLog() {
		try {
			List<String> lines = Files.readAllLines(this.log);
			return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_TO_TELL), lines.size()));
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	/**
	 * Ask it to end, as an operator or an orchestrator does.
	 * @return this instance
	 */
	Instance terminate() {
		this.process.destroy();
		return this;
	}

	/**
	 * Wait until it ended as it was asked to.
	 * @throws InterruptedException if interrupted
	 */
	void awaitEnd() throws InterruptedException {
		assertThat(this.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
		assertThat(this.process.exitValue()).isEqualTo(TERMINATED);
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
