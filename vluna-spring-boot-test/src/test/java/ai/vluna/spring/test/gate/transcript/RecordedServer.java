package ai.vluna.spring.test.gate.transcript;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.EmbeddedGateBuilder;
import ai.vluna.spring.test.gate.auth.RegisteredKey;
import ai.vluna.spring.test.gate.auth.RegisteredKey.Status;
import ai.vluna.spring.test.gate.catalogue.Account;
import ai.vluna.spring.test.gate.catalogue.GateCatalogue;
import ai.vluna.spring.test.gate.transcript.Transcript.Exchange;
import tools.jackson.databind.JsonNode;

/**
 * The server that was recorded, as it was before the first request.
 */
final class RecordedServer {

	private static final Pattern NEVER_SEEN = Pattern.compile("new-principal-.*|np-.*|k.*ufer-\\d|acme corp");

	private RecordedServer() {
	}

	static EmbeddedGate start(List<Transcript> transcripts, EmbeddedGateBuilder builder) throws IOException {
		GateCatalogue.Builder catalogue = RecordedCatalogue.create();
		transcripts.stream()
			.flatMap((transcript) -> transcript.exchanges().stream())
			.map(Exchange::principal)
			.filter((principal) -> !NEVER_SEEN.matcher(principal).matches())
			.forEach((principal) -> {
				builder.knownPrincipal(principal);
				if (principal.startsWith("acct-edge")) {
					catalogue.account(principal, Account.Builder::postpaid);
				}
			});
		JsonNode keys = Transcript.readResource("KEYS.json");
		JsonNode key = keys.path("main");
		return builder.furtherKey(key(keys.path("realm-two"), Status.ACTIVE))
			.furtherKey(key(keys.path("expired"), Status.EXPIRED))
			.furtherKey(key(keys.path("disabled"), Status.DISABLED))
			.furtherRealm("realm-two", true)
			.furtherRealm("realm-keys", true)
			.furtherRealm("realm-gone", false)
			.realmId(key.path("realm_id").stringValue())
			.serviceKey(key.path("key_id").stringValue(), key.path("secret_base64").stringValue())
			.catalogue(catalogue.build())
			.start();
	}

	private static RegisteredKey key(JsonNode node, Status status) {
		return new RegisteredKey(node.path("keyId").stringValue(), node.path("secret").stringValue(),
				node.path("realmId").stringValue(), status);
	}

}
