package ai.vluna.spring.test.gate.transcript;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counts what became of the recorded exchanges.
 */
final class TranscriptReport {

	private final Set<String> files = new TreeSet<>();

	private int equal;

	private final Map<Difference, Integer> different = new LinkedHashMap<>();

	void equal(Transcript transcript) {
		this.files.add(transcript.name());
		this.equal++;
	}

	void different(Difference difference) {
		this.files.add(difference.file());
		this.different.merge(difference, 1, Integer::sum);
	}

	@Override
	public String toString() {
		int different = this.different.values().stream().mapToInt(Integer::intValue).sum();
		StringBuilder text = new StringBuilder();
		text.append("Transcripts: %d files, %d exchanges compared, %d equal, %d deliberately different%n"
			.formatted(this.files.size(), this.equal + different, this.equal, different));
		this.different.forEach((difference, count) -> text.append(
				"  %d in %s: %s (%s)%n".formatted(count, difference.file(), difference.title(), difference.reason())));
		return text.toString();
	}

}
