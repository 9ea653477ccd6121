package ai.vluna.spring.test.gate.script;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EndpointTests {

	@ParameterizedTest
	@CsvSource({ "POST, /mgt/v1/gate/commits, COMMIT", "POST, /mgt/v1/gate/commits/, COMMIT",
			"GET, /mgt/v1/gate/limits, LIMITS", "GET, /health, HEALTH" })
	void isFoundByMethodAndPath(String method, String path, Endpoint endpoint) {
		assertThat(Endpoint.find(method, path)).isSameAs(endpoint);
	}

	@ParameterizedTest
	@CsvSource({ "GET, /mgt/v1/gate/commits", "POST, /mgt/v1/gate/Commits", "POST, /mgt/v1/gate//commits",
			"POST, /mgt/v1/gate/commits//", "POST, mgt/v1/gate/commits", "GET, /" })
	void isNotFoundByAnythingSimilar(String method, String path) {
		assertThat(Endpoint.find(method, path)).isNull();
	}

	@Test
	void readsTheVariablesOfAPath() {
		Route route = new Route("GET", "/things/{id}/parts/{part}");
		assertThat(route.matches("GET", Route.split("/things/1/parts/a/"))).isTrue();
		assertThat(route.matches("GET", Route.split("/things//parts/a"))).isFalse();
		assertThat(route.matches("GET", Route.split("/things/1/parts"))).isFalse();
		assertThat(route.variable("part", "/things/1/parts/a/")).isEqualTo("a");
		assertThat(route.variable("other", "/things/1/parts/a")).isNull();
	}

	@Test
	void prefersARouteWithoutVariables() {
		assertThat(new Route("GET", "/things/{id}").fixed()).isFalse();
		assertThat(new Route("GET", "/things/all").fixed()).isTrue();
	}

	@Test
	void knowsNoVariableThatItsPathHasNot() {
		ReceivedRequest request = new ReceivedRequest(Endpoint.COMMIT, "POST", "/mgt/v1/gate/commits", Map.of(),
				new byte[0]);
		assertThatIllegalArgumentException().isThrownBy(() -> request.pathVariable("id"))
			.withMessage("No variable 'id' in the path of COMMIT");
	}

}
