package ai.vluna.spring.test.gate.transcript;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of exchanges that were recorded on a real server, one after the other.
 */
record Transcript(String name, List<Exchange> exchanges) {

	private static final String FOLDER = "/transcripts/";

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final Pattern TIMESTAMP = Pattern.compile(",ts=(2026-11-21T[^,]+),");

	static List<String> names() throws IOException {
		Path folder = Path.of(URI.create(Objects.requireNonNull(Transcript.class.getResource(FOLDER)).toString()));
		try (Stream<Path> files = Files.list(folder)) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.matches("\\d\\d-.*\\.json"))
				.map((name) -> name.replace(".json", ""))
				.toList();
		}
	}

	static Transcript read(String name) throws IOException {
		JsonNode file = readResource(name + ".json");
		List<Exchange> exchanges = new ArrayList<>();
		((file.isArray()) ? file : file.path("exchanges")).forEach((node) -> exchanges.add(new Exchange(node)));
		return new Transcript(name, exchanges);
	}

	static JsonNode readResource(String name) throws IOException {
		try (InputStream in = Objects.requireNonNull(Transcript.class.getResourceAsStream(FOLDER + name))) {
			return MAPPER.readTree(in);
		}
	}

	/**
	 * A request and its answer.
	 */
	record Exchange(JsonNode node) {

		// Of one exchange the answer was kept, but not the request.
		private static final String NOT_KEPT = "/mgt/v1/gate/authorize";

		String title() {
			return this.node.path("title").stringValue();
		}

		String method() {
			return this.node.at("/request/method").asString("POST");
		}

		String uri() {
			return this.node.at("/request/path").asString(NOT_KEPT);
		}

		/**
		 * Returns the bytes of the body, written anew if the recording left them out.
		 * @return the body, empty if there is none
		 */
		String body() {
			JsonNode raw = this.node.at("/request/raw_body");
			return (raw.isString() || !bodyJson().isContainer()) ? raw.asString("") : bodyJson().toString();
		}

		JsonNode bodyJson() {
			return this.node.at("/request/body");
		}

		Map<String, String> headers() {
			Map<String, String> headers = new LinkedHashMap<>();
			this.node.at("/request/headers")
				.properties()
				.forEach((header) -> headers.put(header.getKey(), header.getValue().stringValue()));
			return headers;
		}

		String principal() {
			return this.node.at("/request/headers/x-principal-id").asString("");
		}

		/**
		 * Returns when the lease expired, if the answer tells.
		 * @return the moment, or {@code null} if it does not
		 */
		@Nullable Instant leaseExpiredAt() {
			String text = answer().at("/hints/0/expires_at").asString("");
			return (text.isEmpty()) ? null : Instant.parse(text);
		}

		@Nullable Instant signedAt() {
			Matcher matcher = TIMESTAMP.matcher(headers().getOrDefault("authorization", ""));
			return (matcher.find()) ? Instant.parse(matcher.group(1)) : null;
		}

		/**
		 * Returns the body as text, whatever it was.
		 * @return the text, empty if there was none
		 */
		String sentText() {
			JsonNode body = this.node.at("/request/body");
			String text = (body.isObject()) ? body.toString() : body.asString("");
			return (body().isEmpty()) ? text : body();
		}

		Map<String, String> answerHeaders() {
			Map<String, String> headers = new LinkedHashMap<>();
			this.node.at("/response/headers")
				.properties()
				.forEach((header) -> headers.put(header.getKey(), header.getValue().stringValue()));
			return headers;
		}

		int status() {
			return this.node.at("/response/status").intValue();
		}

		JsonNode answer() {
			return this.node.at("/response/body");
		}

		/**
		 * Tells whether the server knew the lease that is named, even if not as one of
		 * this caller.
		 * @return {@code false} if it was made up
		 */
		boolean namesRealLease() {
			return !title().contains("unknown lease uuid");
		}

	}

}
