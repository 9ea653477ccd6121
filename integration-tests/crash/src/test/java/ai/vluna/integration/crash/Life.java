package ai.vluna.integration.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * One process from its start to its violent end.
 */
final class Life {

	private static final int LONGEST_START_SECONDS = 120;

	/**
	 * How long a process lives that is killed at any moment, its start included.
	 */
	private static final int AT_ANY_MOMENT_MILLIS = 2_000;

	private static final int AT_WORK_MILLIS = 400;

	private final Report report = new Report();

	private final Path errors;

	private final Process process;

	private final CompletableFuture<Void> reading;

	private Life(List<String> arguments, Path errors) throws IOException {
		List<String> command = new ArrayList<>(Rehearsal.command());
		command.add(Victim.class.getName());
		command.addAll(arguments);
		this.errors = errors;
		this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
			.start();
		this.reading = CompletableFuture.runAsync(() -> this.report.readFrom(this.process.getInputStream()),
				(reader) -> new Thread(reader, "reader").start());
	}

	/**
	 * Start a process, and kill it.
	 * @param arguments its arguments
	 * @param errors the file of its standard error
	 * @param dice decide how long it lives
	 * @return what it said
	 * @throws Exception if it ended by itself, or never began to work
	 */
	static Report live(List<String> arguments, Path errors, RandomGenerator dice) throws Exception {
		boolean atAnyMoment = dice.nextInt(5) == 0;
		Life life = new Life(arguments, errors);
		try {
			if (!atAnyMoment) {
				life.report.whenWorking().get(LONGEST_START_SECONDS, TimeUnit.SECONDS);
			}
			life.goOnFor(dice.nextInt(atAnyMoment ? AT_ANY_MOMENT_MILLIS : AT_WORK_MILLIS));
		}
		finally {
			life.kill();
		}
		return life.report;
	}

	private void goOnFor(int millis) throws InterruptedException {
		if (this.process.waitFor(millis, TimeUnit.MILLISECONDS)) {
			throw new IllegalStateException(
					"The process ended by itself with %d, see %s".formatted(this.process.exitValue(), this.errors));
		}
	}

	private void kill() throws InterruptedException, ExecutionException, TimeoutException {
		// By its handle: the process itself would close the pipe before it is read.
		this.process.toHandle().destroyForcibly();
		this.process.waitFor();
		this.reading.get(LONGEST_START_SECONDS, TimeUnit.SECONDS);
	}

}
