package ai.vluna.integration.webflux;

/**
 * A word of a text, and how many characters there were up to it.
 *
 * @param word the word
 * @param characters the characters so far, zero where it is not told
 * @param last whether nothing follows
 */
public record Token(String word, int characters, boolean last) {

	static Token heartbeat() {
		return new Token("", 0, false);
	}

}
