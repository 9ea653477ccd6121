package ai.vluna.spring.test.gate.http;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.SplittableRandom;

import ai.vluna.spring.test.gate.Caller;
import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.RawConnection;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is sent, the gate answers it or closes the connection, soon and in bounded
 * memory. {@code -Dvluna.fuzz.seed=N} repeats a run, {@code -Dvluna.fuzz.requests=N}
 * makes it longer or shorter.
 */
class RequestFuzzTests {

	private static final int REQUESTS = Integer.getInteger("vluna.fuzz.requests", 300);

	private static final long MEMORY = 200L * 1024 * 1024;

	private final EmbeddedGate gate = EmbeddedGate.builder()
		.catalogue(GateCatalogue.builder().feature("free", (feature) -> feature.price(0)).build())
		.knownPrincipal("acme")
		.start();

	@AfterEach
	void stop() {
		this.gate.close();
	}

	@Test
	void answersOrClosesWhateverIsSent() throws IOException {
		long seed = Long.getLong("vluna.fuzz.seed", new SplittableRandom().nextLong());
		System.out.printf("Fuzzing the gate with %d requests, -Dvluna.fuzz.seed=%d%n", REQUESTS, seed);
		long before = usedMemory();
		int answered = 0;
		for (int i = 0; i < REQUESTS; i++) {
			String came = send(new RequestFuzz(seed + i, this.gate).next(), seed + i);
			assertThat(came).as("seed %d", seed + i).matches("(?s)(HTTP/1\\.1 [1-5]\\d\\d .*)?");
			answered += (came.isEmpty()) ? 0 : 1;
		}
		assertThat(answered).isGreaterThan(REQUESTS / 4);
		assertThat(usedMemory() - before).isLessThan(MEMORY);
		assertThat(new Caller(this.gate, "acme", "alice").authorize("free").status()).isEqualTo(200);
	}

	private String send(byte[] request, long seed) throws IOException {
		try (RawConnection connection = new RawConnection(this.gate)) {
			return connection.send(request).finish().readToEnd();
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("No answer to the request with -Dvluna.fuzz.seed=" + seed, ex);
		}
		catch (SocketException ex) {
			return "";
		}
	}

	private static long usedMemory() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

}
