package ai.vluna.integration.crash;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

import ai.vluna.spring.test.gate.EmbeddedGate;

/**
 * One process that bills a little and ends in peace. The classes that it loaded are kept
 * for all that follow, which live so short that loading them would be most of their life.
 */
public final class Rehearsal {

	private static final List<String> JAVA = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Xlog:disable");

	private static final int LONGEST_SECONDS = 120;

	private static final int OPERATIONS = 60;

	private Rehearsal() {
	}

	/**
	 * Return how to start a victim.
	 * @return the beginning of a command, up to the name of the class
	 */
	static List<String> command() {
		return Holder.COMMAND;
	}

	/**
	 * Bill a little, with each kind of store.
	 * @param args the gate in four words, and the stores
	 */
	public static void main(String[] args) {
		GateAccess gate = new GateAccess(args[0], args[1], args[2], args[3]);
		for (String store : Arrays.asList(args).subList(4, args.length)) {
			try (Application application = Victim.open(gate, store, Flaw.NONE)) {
				for (int i = 0; i < OPERATIONS; i++) {
					bill(application, Plan.of(new Seed(i), store));
				}
			}
		}
	}

	private static void bill(Application application, Plan plan) {
		try {
			plan.shape().call(application.template(), plan.operation(), plan.usage(), () -> {
			});
		}
		catch (RuntimeException ex) {
			// A slow machine makes the gate late, and a rehearsal need not be perfect.
		}
	}

	private static List<String> rehearse() throws IOException, InterruptedException {
		Path directory = Files.createDirectories(Path.of("target", "rehearsal").toAbsolutePath());
		Path archive = directory.resolve("classes.jsa");
		Files.deleteIfExists(archive);
		String classPath = jarsOnly(directory);
		try (EmbeddedGate gate = EmbeddedGate.builder().catalogue(Customers.catalogue()).start()) {
			GateAccess access = GateAccess.to(gate);
			List<String> command = new ArrayList<>(JAVA);
			Path stores = Files.createTempDirectory(directory, "stores");
			command.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-cp", classPath, Rehearsal.class.getName(),
					access.baseUrl(), access.realmId(), access.keyId(), access.secret(),
					stores.resolve("store.mv").toString(), H2CrashTests.urlOf(stores, 0)));
			Process process = new ProcessBuilder(command).inheritIO().start();
			if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
				process.destroyForcibly();
			}
		}
		List<String> command = new ArrayList<>(JAVA);
		command.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-cp", classPath));
		return List.copyOf(command);
	}

	// Classes in directories cannot be kept.
	private static String jarsOnly(Path directory) {
		List<String> entries = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			if (Files.isDirectory(Path.of(entry))) {
				String jar = directory.resolve(entries.size() + ".jar").toString();
				ToolProvider.findFirst("jar")
					.orElseThrow()
					.run(System.out, System.err, "--create", "--file", jar, "-C", entry, ".");
				entries.add(jar);
			}
			else {
				entries.add(entry);
			}
		}
		return entries.stream()
			.filter((entry) -> !entry.contains("surefire"))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static final class Holder {

		private static final List<String> COMMAND = command();

		private static List<String> command() {
			try {
				return rehearse();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}

	}

}
