package ai.vluna.spring.test.gate.script;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EndpointScriptTests {

	private static final Fault DROP = Fault.dropBeforeProcessing();

	private static final Fault DOWN = Fault.respond(503, "down");

	private static final Fault ERROR = Fault.serverError();

	private final EndpointScript script = new EndpointScript();

	private long calls;

	@Test
	void takesSingleFaultsInTheirOrderAndThenTheLatestLastingOne() {
		this.script.always(DROP).always(DOWN).once(ERROR).times(2, DROP);
		assertThat(call("acme")).isSameAs(ERROR);
		assertThat(call("acme")).isSameAs(DROP);
		assertThat(call("acme")).isSameAs(DROP);
		assertThat(call("acme")).isSameAs(DOWN);
		assertThat(call("acme")).isSameAs(DOWN);
	}

	@Test
	void waitsForTheCallWithTheNumber() {
		this.script.onCall(2).once(DROP);
		assertThat(call("acme")).isNull();
		assertThat(call("acme")).isSameAs(DROP);
		assertThat(call("acme")).isNull();
	}

	@Test
	void waitsForThePrincipal() {
		this.script.forPrincipal("globex").always(DROP);
		assertThat(call("acme")).isNull();
		assertThat(call("globex")).isSameAs(DROP);
		assertThat(call("globex")).isSameAs(DROP);
	}

	@Test
	void waitsForARequestThatMeetsAllConditions() {
		this.script.forPrincipal("acme").when((request) -> request.bodyText().isEmpty()).onCall(3).once(DROP);
		this.script.when((request) -> request.uri().isEmpty()).always(ERROR);
		assertThat(call("acme")).isNull();
		assertThat(call("acme")).isNull();
		assertThat(call("acme")).isSameAs(DROP);
	}

	@Test
	void passesByAFaultThatWaitsForAnother() {
		this.script.forPrincipal("globex").once(DROP);
		this.script.once(ERROR);
		assertThat(call("acme")).isSameAs(ERROR);
		assertThat(call("globex")).isSameAs(DROP);
		assertThat(call("globex")).isNull();
	}

	@Test
	void healsWhatWasGivenUnderAnyCondition() {
		this.script.always(DROP).forPrincipal("acme").once(ERROR).heal();
		assertThat(call("acme")).isNull();
	}

	private @Nullable Fault call(String principal) {
		this.calls++;
		return this.script.take(this.calls,
				new ReceivedRequest(Endpoint.AUTHORIZE, "POST", "/", Map.of("x-principal-id", principal), new byte[0]));
	}

}
