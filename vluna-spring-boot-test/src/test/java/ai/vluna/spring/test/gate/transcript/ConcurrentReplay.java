package ai.vluna.spring.test.gate.transcript;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.vluna.spring.test.gate.EmbeddedGate;
import ai.vluna.spring.test.gate.GateRequest.Reply;
import ai.vluna.spring.test.gate.RawConnection;
import ai.vluna.spring.test.gate.script.Endpoint;
import ai.vluna.spring.test.gate.script.Fault;
import ai.vluna.spring.test.gate.transcript.Transcript.Exchange;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends recorded requests at the same time. Who wins is not compared, nor how many lose:
 * that was chance. What winners and losers are told is, and what the winners share.
 */
final class ConcurrentReplay {

	private final EmbeddedGate gate;

	private final Replay replay;

	ConcurrentReplay(EmbeddedGate gate, Replay replay) {
		this.gate = gate;
		this.replay = replay;
	}

	Stream<DynamicTest> tests(Transcript transcript, TranscriptReport report) {
		Map<String, List<Exchange>> groups = new LinkedHashMap<>();
		transcript.exchanges()
			.forEach((exchange) -> groups.computeIfAbsent(group(exchange), (title) -> new ArrayList<>()).add(exchange));
		return groups.entrySet()
			.stream()
			.map((group) -> DynamicTest.dynamicTest(transcript.name() + ": " + group.getKey(), () -> {
				compare(group.getValue(), sendAtTheSameTime(group.getValue()));
				group.getValue().forEach((exchange) -> report.equal(transcript));
			}));
	}

	private static String group(Exchange exchange) {
		return exchange.title().replaceFirst(" \\[\\d/\\d]$", "");
	}

	private List<Reply> sendAtTheSameTime(List<Exchange> exchanges) throws IOException {
		Exchange first = exchanges.get(0);
		Endpoint endpoint = Endpoint.find(first.method(), first.uri());
		this.gate.on(endpoint).times(exchanges.size(), Fault.meet(exchanges.size()));
		List<RawConnection> connections = new ArrayList<>();
		List<Reply> replies = new ArrayList<>();
		try {
			for (Exchange exchange : exchanges) {
				byte[] request = this.replay.prepare(exchange).toBytes();
				connections.add(new RawConnection(this.gate).send(request));
			}
			for (RawConnection connection : connections) {
				replies.add(connection.read().toReply());
			}
		}
		finally {
			for (RawConnection connection : connections) {
				connection.close();
			}
		}
		return replies;
	}

	private static void compare(List<Exchange> exchanges, List<Reply> replies) {
		List<JsonNode> expected = exchanges.stream().map(Exchange::answer).toList();
		List<JsonNode> actual = replies.stream().map(Reply::json).toList();
		assertThat(outcomes(actual)).isEqualTo(outcomes(expected));
		assertThat(shareOneResult(actual)).isEqualTo(shareOneResult(expected));
	}

	private static Set<Object> outcomes(List<JsonNode> answers) {
		return answers.stream().map(Normalised::of).collect(Collectors.toSet());
	}

	/**
	 * Tells whether all who won were given the same lease or commit.
	 */
	private static boolean shareOneResult(List<JsonNode> answers) {
		return answers.stream()
			.map((answer) -> answer.at("/data/lease_id").asString("") + answer.at("/data/commit_id").asString(""))
			.filter((id) -> !id.isEmpty())
			.distinct()
			.count() == 1;
	}

}
