package ai.vluna.spring.benchmarks.loopback;

import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What a user would write by hand: the same requests, signed or not, and the answers read
 * as far as they are needed. No retries, no timeouts, no errors told apart.
 */
final class WebClientCycle implements Cycle {

	private final GateAccess access;

	private final WebClient webClient;

	private final JsonMapper json = JsonMapper.builder().build();

	private final HandWrittenSigner signer;

	private final boolean signed;

	WebClientCycle(GateAccess access, WebClient.Builder webClient, boolean signed) {
		this.access = access;
		this.webClient = webClient.clone().baseUrl(access.baseUrl().toString()).build();
		this.signer = new HandWrittenSigner(access);
		this.signed = signed;
	}

	@Override
	public Object run() {
		Authorized authorized = post("/gate/authorize", "authorize-", Map.of("feature_code", this.access.featureCode()),
				Authorized.class);
		return post("/gate/commits", "commit-", Map.of("lease_token", authorized.data().leaseToken(), "feature_code",
				this.access.featureCode(), "quantity_minor", "30"), Committed.class);
	}

	private <T> T post(String path, String keyPrefix, Map<String, String> request, Class<T> answer) {
		byte[] body = this.json.writeValueAsBytes(request);
		String key = keyPrefix + UUID.randomUUID();
		Mono<T> exchange = this.webClient.post()
			.uri(path)
			.contentType(MediaType.APPLICATION_JSON)
			.accept(MediaType.APPLICATION_JSON)
			.header("X-Realm-Id", this.access.realmId())
			.header("X-Principal-Id", this.access.principalId())
			.header("X-User-Id", this.access.userId())
			.header("X-Request-Id", UUID.randomUUID().toString().replace("-", ""))
			.header("Idempotency-Key", key)
			.headers((headers) -> {
				if (this.signed) {
					this.signer.sign(headers, this.access.baseUrl().getPath() + path, key, body);
				}
			})
			.bodyValue(body)
			.retrieve()
			.bodyToMono(answer);
		return exchange.blockOptional().orElseThrow();
	}

	record Authorized(boolean ok, Data data) {

		record Data(@JsonProperty("lease_token") String leaseToken) {

		}

	}

	record Committed(boolean ok, Data data) {

		record Data(@JsonProperty("commit_id") String commitId, @JsonProperty("amount_xusd") String amountXusd) {

		}

	}

}
