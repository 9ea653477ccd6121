package ai.vluna.spring.benchmarks.writing;

import java.nio.file.Files;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every candidate leaves the same bytes in its file.
 */
class FileWriteBenchmarkTests {

	private final FileWriteBenchmark benchmark = new FileWriteBenchmark();

	@Test
	void storesTheUsageOfABilledCall() {
		FileWriteBenchmark.Stored file = new FileWriteBenchmark.Stored();
		try {
			assertThat(this.benchmark.stored(file)).isEqualTo("answer");
			assertThat(file.caller.written().settlements()).isEqualTo(1);
		}
		finally {
			file.close();
		}
	}

	@Test
	void appendsAGroupAndSealsIt() throws Exception {
		FileWriteBenchmark.TwoForces file = new FileWriteBenchmark.TwoForces();
		try {
			this.benchmark.appendedWithTwoForces(file);
			assertThat(file.scratch.file("appended")).content()
				.contains("\"feature_code\":\"summary\"")
				.endsWith("sealed.\n");
		}
		finally {
			file.close();
		}
	}

	@Test
	void appendsAGroup() throws Exception {
		FileWriteBenchmark.OneForce file = new FileWriteBenchmark.OneForce();
		try {
			this.benchmark.appendedWithOneForce(file);
			assertThat(Files.size(file.scratch.file("appended"))).isEqualTo(Integer.BYTES + file.bytes.length);
		}
		finally {
			file.close();
		}
	}

}
